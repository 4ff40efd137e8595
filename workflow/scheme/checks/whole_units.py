"""What counts for a unit as a whole: vetoes, evaluations, adjustments, limits, tie-breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.scheme.checks.subject import Finding, Subject, unknown
from workflow.scheme.lines import Path
from workflow.scoring.exact import exact
from workflow.scoring.ranking import LOAD
from workflow.words import Words


def vetoes(subject: Subject) -> Iterator[Finding]:
    """A veto sets a grade that exists, and not the best one, which would change nothing."""
    grades = [grade["code"] for grade in subject.entries("grade")]
    for path, veto in subject.each("veto"):
        if veto["set_to"] not in grades:
            yield (*path, "set_to"), unknown("等次", "grade", veto["set_to"])
        elif veto["set_to"] == grades[0]:
            words = Words(
                "“{0}”是最高等次，否决不起作用", "{0!r} is the best grade: no veto at all"
            )
            yield (*path, "set_to"), words.format(veto["set_to"])


def evaluations(subject: Subject) -> Iterator[Finding]:
    """Those asked have distinct answers, one of them worth something; a check is out of some."""
    for path, entry in subject.each("evaluation"):
        answers = entry.get("answers", [])
        if answers and "out_of" in entry:
            words = Words(
                "有 answers 的按答复计分，不设 out_of", "what counts answers has no out_of"
            )
            yield (*path, "out_of"), words
        elif exact(entry.get("out_of", "100")) == 0:
            yield (*path, "out_of"), Words("须大于零", "this must be above zero")
        if answers and not any(exact(answer["share"]) for answer in answers):
            words = Words("各项答复都不得分", "no answer is worth anything")
            yield (*path, "answers"), words
        yield from _answers_twice(path, answers)


def _answers_twice(path: Path, answers: list[dict[str, Any]]) -> Iterator[Finding]:
    codes = [answer["code"] for answer in answers]
    for position, code in enumerate(codes):
        if code in codes[:position]:
            words = Words("代码“{0}”重复", "the code {0!r} stands twice").format(code)
            yield (*path, "answers", position, "code"), words


def adjustments(subject: Subject) -> Iterator[Finding]:
    """What is added has a cap above zero, what is taken a floor below it; one of them at least."""
    for path, entry in subject.each("adjustment"):
        cap, floor = exact(entry.get("cap", "0")), exact(entry.get("floor", "0"))
        if floor > 0:
            words = Words("下限不得大于零", "the floor cannot be above zero")
            yield (*path, "floor"), words
        elif cap == floor:
            words = Words("上限和下限都是零，不加也不减", "it neither adds nor takes anything")
            yield path, words


def limits(subject: Subject) -> Iterator[Finding]:
    """A floor lies below its cap."""
    tables = [*subject.each("category"), (("limits",), subject.body.get("limits", {}))]
    for path, entry in tables:
        if "cap" in entry and "floor" in entry and exact(entry["floor"]) >= exact(entry["cap"]):
            words = Words(
                "下限 {floor} 不低于上限 {cap}", "the floor {floor} is not below the cap {cap}"
            )
            yield (*path, "floor"), words.format(floor=entry["floor"], cap=entry["cap"])


def normalise(subject: Subject) -> Iterator[Finding]:
    """Totals are brought to something above zero; and what need not apply goes with it, or it would
    be zero points for the unit and nobody would see why."""
    if "normalise" in subject.body:
        if exact(subject.body["normalise"].get("to", "100")) == 0:
            yield ("normalise", "to"), Words("须大于零", "this must be above zero")
        return
    words = Words(
        "没有 [normalise]，“不适用”就等于零分",
        "without [normalise] what does not apply is worth zero",
    )
    for name in ("rule", "evaluation"):
        for path, entry in subject.each(name):
            if entry.get("missing") == "not_applicable" and not entry.get("periods"):
                yield (*path, "missing"), words


def tie_break(subject: Subject) -> Iterator[Finding]:
    """Ties are broken by categories that exist, or by load."""
    known = subject.codes("category") | {LOAD}
    for position, code in enumerate(subject.body.get("ranking", {}).get("tie_break", ())):
        if code not in known:
            yield ("ranking", "tie_break", position), unknown("类别", "category", code)
