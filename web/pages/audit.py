"""审计 the audit log for reading: entries by person, act, object and outcome, newest first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from web import paging
from web.county import here, reader
from web.forms import problems_of_filters
from web.presentation import number, signer, t, w
from workflow.audit.entry import root_of
from workflow.errors import InvalidInput
from workflow.lifecycle import ACTS
from workflow.queries import history, target_list

Values = dict[str, Any]
pages = Blueprint("audit", __name__)

PAGES = {"target": ("targets.show", "target"), "year": ("years.show", "year")}


@pages.get("/audit")
def list_entries() -> str | tuple[str, int]:
    filters = {name: request.args.get(name, "") for name in history.FILTERS}
    try:
        rows, following = history.entries(
            reader(), filters, limit=target_list.DEFAULT, before=paging.cursor() or None
        )
    except InvalidInput as error:
        return _page(filters, [], None, problems_of_filters(error)), 422
    return _page(filters, rows, following, [])


def _page(filters: Values, rows: list[Values], following: int | None, problems: Any) -> str:
    size, root = root_of(here().database)
    return render_template(
        "pages/audit.html",
        problems=problems,
        head={"size": size, "root": root},
        controls=controls(filters),
        columns=columns(),
        rows=[_row(row) for row in rows],
        first=paging.first(),
        next=paging.following(following),
    )


def columns() -> list[Values]:
    """The columns of the log."""
    titles = (
        t("序号", "Index"),
        t("时间", "Time"),
        t("人员", "Person"),
        t("行为", "Act"),
        t("对象", "Object"),
        t("结果", "Outcome"),
        t("内容摘要", "Digest"),
    )
    return [{"label": title, "number": i == 0} for i, title in enumerate(titles)]


def _row(row: Values) -> Values:
    kind, object_id = row["object"]["kind"], row["object"]["id"]
    page = PAGES.get(kind)
    post = f" · {w(row['post_name'])}" if row["post_name"] else ""
    return {
        **row,
        "person": f"{signer(row) or t('系统', 'System')}{post}",
        "act": row["label"],
        "object": " ".join(filter(None, [kind_name(kind), number(object_id).replace(",", "")])),
        "url": url_for(page[0], **{page[1]: object_id}) if page and object_id else None,
    }


def kind_name(kind: str) -> str:
    """What an entry is about."""
    names = {
        "target": t("目标", "Target"),
        "year": t("年度", "Year"),
        "item": t("通用事项", "Common item"),
        "county": t("本县", "County"),
    }
    return names.get(kind, kind)


def controls(filters: Values) -> list[Values]:
    """The filters as controls."""
    acts = {act.name: w(act.label) for act in ACTS}
    kinds = [(kind, kind_name(kind)) for kind in ("target", "year", "item", "county")]
    outcomes = [("done", t("已办", "Done")), ("refused", t("未获准", "Refused"))]
    listed: tuple[tuple[str, str, str, list[tuple[str, str]]], ...] = (
        ("person", t("用户名", "User name"), "text", []),
        ("act", t("行为", "Act"), "select", list(acts.items())),
        ("kind", t("对象类别", "Kind of object"), "select", kinds),
        ("object", t("对象编号", "Number of object"), "text", []),
        ("outcome", t("结果", "Outcome"), "select", outcomes),
    )
    return [
        {
            "name": name,
            "id": f"f-{name}",
            "label": title,
            "kind": kind,
            "value": filters[name],
            "options": [{"value": value, "label": text} for value, text in pairs],
            "hint": "",
            "errors": [],
        }
        for name, title, kind, pairs in listed
    ]


def log_size(database: Any) -> int:
    """How many entries the log has: for the foot of every page."""
    return root_of(database)[0]
