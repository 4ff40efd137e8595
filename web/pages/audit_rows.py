"""Entries of the log as rows of a table."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.presentation import signer, t, w
from workflow.written import table_name

Values = dict[str, Any]

PAGES = {"target": ("targets.show", "target"), "year": ("years.show", "year")}


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


def row(one: Values) -> Values:
    """An entry as pages/audit.html draws it: its page, who by what post, what it is about."""
    return {
        **one,
        "page": url_for("audit_entry.show", index=one["index"]),
        "person": signer(one) or t("系统", "System"),
        "post_said": w(one["post_name"]),
        "person_url": person_url(one["by"], one["at"]) if one["by"] else None,
        "act": one["label"],
        "object": about(one),
        "url": object_url(one),
    }


def about(one: Values) -> str:
    """What an entry is about: a target by its title, else what it is and its number."""
    kind, object_id = one["object"].get("table") or one["object"]["kind"], one["object"]["id"]
    if one.get("title"):
        return str(one["title"])
    # There is one county, and a year is its own number.
    known = "" if object_id is None or kind == "county" else str(object_id)
    return " ".join(filter(None, [kind_name(kind), known]))


def object_url(one: Values) -> str | None:
    """The page of what an entry is about, if it has one."""
    page, object_id = PAGES.get(one["object"]["kind"]), one["object"]["id"]
    return url_for(page[0], **{page[1]: object_id}) if page and object_id else None


def person_url(username: str, at: str) -> str:
    """The page of this person's year, of the year of this moment."""
    return url_for("audit_years.person", username=username, year=int(at[:4]))


def kind_name(kind: str) -> str:
    """What an entry is about."""
    found = w(table_name(kind))
    return found[:1].upper() + found[1:]
