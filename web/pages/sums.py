"""The sums beside a target, in words: for its page, and for whoever is about to sign it."""

from __future__ import annotations

from typing import Any

from web.presentation import aside, number, t, w
from workflow.terms import DIRECTIONS

Values = dict[str, Any]


def columns() -> list[Values]:
    """The columns of the sums."""
    titles = (
        t("对应重点任务", "Key task served"),
        t("县定值", "County's value"),
        t("各单位合计（含本稿）", "Units' sum with this revision"),
        t("差额", "Gap"),
    )
    return [{"label": title, "number": i > 0} for i, title in enumerate(titles)]


def rows(shown: Values) -> list[Values]:
    """The key tasks that the target serves, each with what is missing of it, or goes beyond."""
    return [_row(each) for each in shown["sums"]]


def _row(each: Values) -> Values:
    of, left = each["unit_of_measure"], each["not_counted"]
    return {
        "title": f"{each['key_task']} {each['title']}",
        "county": f"{w(DIRECTIONS[each['direction']])} {number(each['county'])} {of}",
        "units": f"{number(each['units'])} {of}",
        "left": aside(t(f"{left}项计量单位不同，未计入", f"{left} measured otherwise, left out"))
        if left
        else "",
        "missed": each["gap"] is not None,
        "gap": _gap(each),
    }


def _gap(each: Values) -> str:
    missed, beyond, of = each["gap"], each["surplus"], each["unit_of_measure"]
    if missed:
        return t(f"差 {number(missed)} {of}", f"gap {number(missed)} {of}")
    if not beyond:
        return t("持平", "met exactly")
    if each["direction"] == "at_most":
        return t(f"低于上限 {number(beyond)} {of}", f"{number(beyond)} {of} below the limit")
    return t(f"超出 {number(beyond)} {of}", f"{number(beyond)} {of} beyond")
