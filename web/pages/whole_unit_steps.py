"""The steps of what a unit earned as a whole in words: evaluations, adjustments, limits (S33)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from web.pages.naming import Names, figure
from web.presentation import aside, number, t

Node = Mapping[str, Any]
Inputs = Mapping[str, Any]


def limits_said(given: Inputs) -> str:
    """The most and the least that a sum may come to, as far as they are declared."""
    said = []
    if "cap" in given:
        most = number(given["cap"])
        said.append(t(f"最多 {most}", f"at most {most}"))
    if "floor" in given:
        least = number(given["floor"])
        said.append(t(f"最少 {least}", f"at least {least}"))
    return t("，", ", ").join(said)


def _limited(node: Node, _: Names) -> str:
    return limits_said(node["inputs"])


def _normalised(node: Node, _: Names) -> str:
    """Earned by applicable points."""
    could, to = figure(node["inputs"]["applicable"]), number(node["inputs"]["to"])
    earned = figure(node["children"][0]["result"])
    return t(f"得分 {earned} ÷ 适用分值 {could} × {to}", f"{earned} ÷ applicable {could} × {to}")


def _evaluation(node: Node, _: Names) -> str:
    points, count = number(node["inputs"]["points"]), node["inputs"]["counted"]
    if count > 1:
        return t(f"分值 {points} × {count} 期平均", f"{points} points × mean of {count}")
    return t(f"分值 {points} × 得分率", f"{points} points × the share")


def _asked(node: Node, _: Names) -> str:
    """How many gave each answer, and what it is worth."""
    given = node["inputs"]
    answers = t("，", ", ").join(
        f"{t(one['zh'], one['en'])} {one['count']} × {number(one['share'])}"
        for one in given["answers"]
    )
    return _by_document(answers, given)


def _checked(node: Node, _: Names) -> str:
    given = node["inputs"]
    value, out_of = number(given["value"]), number(given["out_of"])
    return _by_document(t(f"{value} ÷ 满分 {out_of}", f"{value} of {out_of}"), given)


def _by_document(said: str, given: Inputs) -> str:
    period = aside(given["period"] or "")
    return said + period + t("，依据", ", by ") + given["document"]


def _period(node: Node, _: Names) -> str:
    period: str = node["inputs"]["period"] or ""
    return period


def _adjustment(node: Node, _: Names) -> str:
    """Every entry with its document, and the limits of their sum."""
    given = node["inputs"]
    entries = t("，", ", ").join(
        f"{number(one['points'])}{aside(one['document'])}" for one in given["entries"]
    )
    limits = limits_said(given)
    return f"{entries}{t('；', '; ')}{limits}" if entries else limits


SAID: dict[str, Callable[[Node, Names], str]] = {
    "normalised": _normalised,
    "limited": _limited,
    "evaluation": _evaluation,
    "asked": _asked,
    "checked": _checked,
    "absent": _period,
    "left_out": _period,
    "adjustment": _adjustment,
}
