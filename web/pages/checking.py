"""核对纸质件: a scan or twelve typed characters, and whether the paper says what stands now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from web.county import reader
from web.presentation import aside, day, number, t, w
from workflow.audit import paper_mark
from workflow.queries import paper_check

Values = dict[str, Any]
pages = Blueprint("checking", __name__)


@pages.get("/check")
def show() -> str:
    """The question, and its answer where something was asked."""
    text = request.args.get("code", "").strip()
    found = paper_check.check(reader(), text) if text else None
    return render_template(
        "pages/check_paper.html",
        text=text[: paper_check.LONGEST],
        verdict=_verdict(found) if found else None,
        rows=[_row(one) for one in found["papers"]] if found else [],
        log=_log(found["same_log"]) if found else None,
    )


def _verdict(found: Values) -> Values:
    """The answer in a word, with its tone."""
    said = {
        "in_force": ("fine", t("一致：与现行内容相同。", "Equal: it says what stands now.")),
        "superseded": (
            "soon",
            t("已被取代：不再是现行内容。", "Superseded: it is not what stands now."),
        ),
        "unknown": (
            "wrong",
            t(
                "查无此件：本县没有出具过，或您无权查看。",
                "Unknown: this county never issued it, or it is not yours to see.",
            ),
        ),
        "mistyped": (
            "wrong",
            t(
                "键入有误：核对码有十二位，末位用于校验；请对照纸面再输一次。",
                "Mistyped: a code has twelve characters, the last of which checks the others; "
                "please compare it with the paper.",
            ),
        ),
    }
    tone, sentence = said[found["verdict"]]
    return {"tone": tone, "sentence": sentence}


def _log(same: bool | None) -> Values | None:
    """Whether the log on the paper is the beginning of ours."""
    if same is None:
        return None
    if same:
        sentence = t(
            "纸上的检查点是本日志的开头部分：出具以来日志只有增加。",
            "The checkpoint on the paper is the beginning of this log: it only grew since.",
        )
        return {"tone": "fine", "sentence": sentence}
    sentence = t(
        "纸上的检查点不是本日志的开头部分：日志被回退或改写过，请保存纸质件并告知审计机关。",
        "The checkpoint on the paper is not the beginning of this log: it was rolled back or "
        "rewritten. Keep the paper and tell the auditors.",
    )
    return {"tone": "wrong", "sentence": sentence}


def _row(one: Values) -> Values:
    return {
        "heading": heading(one),
        "url": address(one),
        "facts": [fact for fact in _facts(one) if fact["value"]],
        "changed": [
            {
                "title": each["title"],
                "url": url_for("targets.show", target=each["target"]),
            }
            for each in one["changed"]
        ],
    }


def heading(one: Values) -> str:
    """Which paper it is."""
    unit, year, no = w(one["unit_name"]), one["year"], one["no"]
    said = {
        "letter": t(f"{unit} {year} 年度目标责任书", f"Letter of responsibility: {unit}, {year}"),
        "score": t(
            f"{unit} {year} 年度得分表（第 {no} 次公布）", f"Score sheet: {unit}, {year}, no. {no}"
        ),
        "slip": t(f"督办单：{one['title']}", f"Supervision slip: {one['title']}"),
        "sheet": t(f"审签单：{one['title']}", f"Signature sheet: {one['title']}"),
    }
    return said[one["kind"]]


def address(one: Values) -> str:
    """Where what stands now is read."""
    if one["kind"] == "letter":
        return url_for("letters.show", year=one["year"], unit=one["unit"])
    if one["kind"] == "score":
        return url_for("results.sheet", year=one["year"], unit=one["unit"])
    if one["kind"] == "slip":
        return url_for("slips.show", target=one["target"], escalation=one["escalation"])
    return url_for("targets.show", target=one["target"])


def _facts(one: Values) -> list[Values]:
    ended = {
        "slip": t("已办结", "Ended"),
        "sheet": t("被取代", "Superseded"),
    }.get(one["kind"], t("被取代", "Superseded"))
    revision = t(f"第 {one['no']} 稿", f"revision {one['no']}") if one["kind"] == "sheet" else ""
    return [
        {"label": t("核对码", "Code"), "value": paper_mark.code(one["digest"])},
        {"label": t("稿次", "Revision"), "value": revision},
        {"label": t("自", "Since"), "value": _entry(one["issued"]), "whole": True},
        {"label": ended, "value": _entry(one["ended"]), "whole": True},
    ]


def _entry(entry: Values | None) -> str:
    """An entry of the log in a line: 2013年3月1日，日志第 812 条：印发（王某）."""
    if entry is None:
        return ""
    when, index = day(entry["at"]), number(entry["entry"])
    what = w(entry["label"]) + aside(entry["by_name"] or "")
    return t(f"{when}，日志第 {index} 条：{what}", f"{when}, entry {index} of the log: {what}")
