"""依法删除: finding what an order names, by person, target or wording, and erasing one thing.

The list tells what each is and whose, not what it says; the words stand on the page of the one that
is to be erased, because whoever takes them away for good must have seen which they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from web import forms
from web.county import reader
from web.pages.acts import LARGEST
from web.pages.asking import Answer, Asked, flow
from web.presentation import aside, day, number, short, t, w
from workflow.errors import NotPermitted
from workflow.inputs.erasing import KINDS
from workflow.inputs.fields import storable
from workflow.lifecycle import BY_KIND
from workflow.machine import capacity_refusal
from workflow.queries import erasable

Values = dict[str, Any]
pages = Blueprint("erasing", __name__)
ERASE = BY_KIND["county"]["erase"]
FILTERS = ("person", "target", "words")
LONGEST = 60
# What the list has settled already, and the form does not ask.
NAMED = ("kind", "number", "digest")


def is_mine() -> bool:
    """Whether erasing is among this reader's acts."""
    return bool(reader().capacities & {*ERASE.capacities})


def _permit() -> None:
    g.back = url_for("administration.show")
    if not is_mine():
        raise NotPermitted(capacity_refusal(ERASE))


@pages.get("/county/erasure")
def show() -> str:
    """What there is of a person, of a target or with these words in it."""
    _permit()
    filters = asked_for()
    found = [*erasable.texts(reader(), filters), *erasable.files(reader(), filters)]
    titles = (
        t("编号", "No."),
        t("是什么", "What it is"),
        t("何人", "Whose"),
        t("目标", "Target"),
        t("篇幅", "Length"),
        t("摘要", "Digest"),
        t("状态", "State"),
    )
    return render_template(
        "pages/erasing.html",
        controls=controls(filters),
        columns=[{"label": title, "number": place in (0, 4)} for place, title in enumerate(titles)],
        rows=[_row(one) for one in found],
        asked=any(filters.values()),
        narrow=t(
            f"文本和附件各最多列出 {erasable.MOST} 条，多则请缩小范围。",
            f"At most {erasable.MOST} texts and as many files are listed; narrow it down.",
        ),
    )


def asked_for() -> dict[str, str]:
    """The filters of the address; what can name nothing finds nothing."""
    found = {name: request.args.get(name, "").strip()[:LONGEST] for name in FILTERS}
    text = found["target"]
    if text and not (text.isascii() and text.isdecimal() and int(text) <= LARGEST):
        found["target"] = "0"
    return {name: value if storable(value) else "\ufffd" for name, value in found.items()}


def controls(filters: dict[str, str]) -> list[Values]:
    """The filters as controls."""
    labels = (
        t("人员（用户名）", "Person (user name)"),
        t("目标编号", "Target number"),
        t("所含字句", "Words in it"),
    )
    return [
        {
            "id": f"q-{name}",
            "name": name,
            "label": label,
            "value": filters[name],
            "kind": "search",
        }
        for name, label in zip(FILTERS, labels, strict=True)
    ]


def _row(one: Values) -> Values:
    return {
        "number": one["number"],
        "what": w(one["what"]),
        "by": _whose(one),
        "target": one["target_id"] or "",
        "length": _length(one),
        "digest": one["digest"],
        "state": _state(one),
        "url": ""
        if one["erased_at"]
        else url_for("erasing.erase", kind=one["kind"], number=one["number"]),
    }


def _whose(one: Values) -> str:
    return f"{one['by_name']}{aside(one['by'])}" if one["by"] else ""


def _length(one: Values) -> str:
    """How much there is of it: signs of a text, bytes of a file."""
    if one["erased_at"]:
        return "—"
    size = number(one["length"])
    if one["kind"] == "file":
        return t(f"{size} 字节", f"{size} bytes")
    return t(f"{size} 字", f"{size} characters")


def _state(one: Values) -> str:
    if not one["erased_at"]:
        return t("在库", "kept")
    when, how = day(one["erased_at"]), one["document"]
    return t(f"{when}依法删除（{how}）", f"erased by law {when} ({how})")


@dataclass
class AskedToErase(Asked):
    """The erasure of one text or file: what it is stands on both pages."""

    def answers(self, data: Values) -> list[Values]:
        """What will be gone, and by what order."""
        told = forms.answers(self.act.input, data, self.choices)
        settled = {w(self.act.input().fields[name].metadata["label"]) for name in NAMED}
        return [*self.about, *(row for row in told if row["label"] not in settled)]


@pages.route(f"/county/erasure/<kind>/<int(max={LARGEST}):number>", methods=["GET", "POST"])
def erase(kind: str, number: int) -> Answer:
    """The form of one erasure and its check page."""
    _permit()
    found = erasable.one(reader(), kind, number) if kind in KINDS else None
    if found is None:
        abort(404)
    g.back = url_for("erasing.show")
    return flow(
        AskedToErase(
            act=ERASE,
            object_id=None,
            button=w(ERASE.label),
            lead=f"{w(KINDS[kind])} {number} · {w(found['what'])}",
            back=g.back,
            back_label=t("查找", "Look up"),
            seen={"kind": kind, "number": number, "digest": found["digest"]},
            skipped=frozenset(NAMED),
            about=_about(found),
            shown={"warning": warning()},
        )
    )


def warning() -> str:
    """What no act takes back."""
    return t(
        "删除后不可恢复：库中不再有正文和盐值，只留摘要；各页面、导出和接口一律显示“已依法删除”。"
        "已做的备份里仍有，请按文件要求另行处理。",
        "It cannot be undone: body and salt are gone from the database and only the digest stays; "
        "every page, export and answer reads “erased by law”. Backups made before still hold it "
        "and are yours to deal with as the order says.",
    )


def _about(found: Values) -> list[Values]:
    rows = [
        (t("是什么", "What it is"), w(found["what"])),
        (t("何人", "Whose"), _whose(found)),
        (t("目标", "Target"), str(found["target_id"] or "")),
        (t("篇幅", "Length"), _length(found)),
        (t("摘要", "Digest"), short(found["digest"])),
    ]
    facts: list[Values] = [{"label": label, "value": value} for label, value in rows if value]
    if found["body"]:
        facts.append({"label": t("正文", "Words"), "value": found["body"], "whole": True})
    return facts
