"""What is typed on a bureau sheet: read from the form, drawn again, put before the door."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from web import forms, part_values
from web.pages.asking import form_key
from web.presentation import label, number, t, w
from workflow.door import Knock
from workflow.errors import InvalidInput, RulesRefused, WorkflowError
from workflow.lifecycle import BY_KIND
from workflow.once import once
from workflow.queries.bureau import Sheet

Values = dict[str, Any]
# Why the door would not take a row, by its target.
Problems = dict[int, WorkflowError]

ASSESS = BY_KIND["target"]["assess"]
FIELDS = ASSESS.input().fields
# What stands in a row until somebody writes something else; whether it is met, the sheet says.
USUAL = {
    "found_value": "",
    "no_value": "false",
    "quality": "ok",
    "on_time": "true",
    "met": "",
    "cause": "none",
    "text": "",
}
# The control of a row that a rule's "no" is about.
ABOUT = {
    "cause_goes_with_not_met": "cause",
    "assessment_can_be_scored": "found_value",
    "values_are_those_of_the_parts": "parts",
    "absence_of_a_value_is_said": "found_value",
    "what_does_not_apply_is_not_unmet": "met",
}
# Controls that a row has only where its rule asks for them, and what says so.
ABSENT = {"found_value": "needs_value", "no_value": "may_lack_value"}
AS_REPORTED = "all-reported"


@dataclass
class Typed:
    """The answers of all rows as they were typed, by target; which rows are ticked, and which
    version of each was on the page."""

    answers: dict[int, dict[str, str]]
    picked: set[int]
    versions: dict[int, str]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    def raw(self, sheet: Sheet, number: int) -> Values:
        """One row as the input of the act; what was left to the sheet is filled in by it."""
        sent = {**self.answers[number], "version": self.versions[number]}
        return sheet.completed(number, forms.read(ASSESS.input, MultiDict(sent)))

    def knock(self, sheet: Sheet, number: int) -> Knock:
        """One row as it knocks at the door; sent twice it is done once."""
        raw = self.raw(sheet, number)
        key = once(f"page:{self.key}:{number}", "target", number, "assess", raw)
        return Knock("assess", "target", number, raw, key)

    def kept(self) -> list[tuple[str, str]]:
        """Everything that was typed, to travel hidden through the check page."""
        pairs = [("once", self.key), *(("item", str(target)) for target in sorted(self.picked))]
        for target, answers in self.answers.items():
            pairs.append((f"version-{target}", self.versions[target]))
            pairs += [(f"{name}-{target}", text) for name, text in answers.items()]
        return pairs


def names_of(sheet: Sheet) -> list[str]:
    """The names of what is typed in a row: the usual answers, and a value for each part."""
    return [*USUAL, *part_values.names(part_values.choices_of(sheet.parts))]


def fresh(sheet: Sheet) -> Typed:
    """A sheet on which nobody has typed yet: all rows that may be found are ticked."""
    rows = [row for row in sheet.rows if row["assessable"]]
    usual = {**dict.fromkeys(names_of(sheet), ""), **USUAL}
    return Typed(
        answers={row["id"]: dict(usual) for row in rows},
        picked={row["id"] for row in rows},
        versions={row["id"]: str(row["version"]) for row in rows},
    )


def sent(sheet: Sheet, form: MultiDict[str, str]) -> Typed:
    """The sheet as it was sent; only rows of this item are read."""
    ids = [row["id"] for row in sheet.rows if f"version-{row['id']}" in form]
    names = names_of(sheet)
    typed = Typed(
        answers={n: {name: form.get(f"{name}-{n}", "").strip() for name in names} for n in ids},
        picked={n for n in ids if str(n) in form.getlist("item")},
        versions={n: form[f"version-{n}"] for n in ids},
    )
    typed.key = form_key(form) or typed.key
    return typed


def apply(sheet: Sheet, typed: Typed, form: MultiDict[str, str]) -> None:
    """The same answers into every ticked row; where nothing is chosen the rows keep theirs."""
    given = {name: form.get(f"all-{name}", "").strip() for name in USUAL}
    given = {name: text for name, text in given.items() if text}
    reported = {row["id"]: row["reported"] for row in sheet.rows if AS_REPORTED in form}
    for target in typed.picked:
        typed.answers[target] |= given
        if reported.get(target):
            typed.answers[target]["found_value"] = reported[target]


def renewed(sheet: Sheet, typed: Typed) -> Typed:
    """What is still to be found, as it was typed, on the versions that are shown now."""
    anew = fresh(sheet)
    for target in anew.answers.keys() & typed.answers.keys():
        anew.answers[target] = typed.answers[target]
    anew.picked &= typed.picked
    return anew


def controls(
    sheet: Sheet, row: Values, answers: Mapping[str, str], problem: WorkflowError | None
) -> Values:
    """The controls of a row by field, each named for its unit."""
    told = wrong(problem)
    unit = w(row["unit_name"])
    drawn: Values = {"parts": _by_part(sheet, row["id"], answers, told)}
    for name in USUAL:
        if name in ABSENT and not row[ABSENT[name]]:
            continue
        control = forms.control(name, FIELDS[name], answers[name], told, {})
        drawn[name] = {
            **control,
            "name": f"{name}-{row['id']}",
            "id": anchor(name, row["id"]),
            "label": t(f"{unit}：{control['label']}", f"{unit}: {control['label']}"),
            "hint": "",
            "required": False,
            "value": answers[name],
            "kind": "pick" if control["options"] else "line",
        }
    if "no_value" in drawn:
        drawn["no_value"]["options"] = _has_value()
    drawn["met"]["options"] = [{"value": "", "label": left_to_sheet(row)}, *drawn["met"]["options"]]
    return drawn


def _by_part(
    sheet: Sheet, target: int, answers: Mapping[str, str], told: Mapping[str, list[str]]
) -> Values:
    """The controls of a row's parts, each named for its target; and what is wrong with them all."""
    typed = part_values.read(MultiDict(answers))
    drawn = part_values.control(typed, told, part_values.choices_of(sheet.parts))
    for cell in (cell for group in drawn["groups"] for cell in group["cells"]):
        cell |= {"name": f"{cell['name']}-{target}", "id": f"{cell['id']}-{target}"}
    own = [w(text) for text in told.get("parts", ())]
    return {**drawn, "id": anchor("parts", target), "errors": own}


def _has_value() -> list[Values]:
    """Whether a value stands in the row, or none can be found for it."""
    return [
        {"value": "false", "label": t("有数值", "has a value")},
        {"value": "true", "label": t("确无数值", "no value")},
    ]


def left_to_sheet(row: Values) -> str:
    """What "met" is where nobody says: by the value found, or by the ledger."""
    if row["needs_value"]:
        return t("按核定值", "by the value")
    if row["has_parts"]:
        return t("按分项得分", "by the parts")
    if row["usually_met"]:
        return t("按台账：是", "by ledger: yes")
    return t("按台账：否", "by ledger: no")


def for_all(*, needs_value: bool) -> list[Values]:
    """The controls by which one answer goes into every ticked row; empty means: leave as it is."""
    unchanged = {"value": "", "label": t("不改", "leave")}
    drawn = []
    for name in ("quality", "on_time", "met", "cause", "text"):
        control = forms.control(name, FIELDS[name], "", {}, {})
        own = {
            "name": f"all-{name}",
            "id": f"f-all-{name}",
            "kind": "pick" if control["options"] else "line",
            "value": "",
            "options": [unchanged, *control["options"]],
        }
        drawn.append(control | own)
    label = t("核定值取单位上报值", "Value found: as reported")
    tick = {"kind": "tick", "name": AS_REPORTED, "id": "f-all-reported", "label": label}
    return [*drawn, tick] if needs_value else drawn


def anchor(name: str, target: int) -> str:
    """The id of a control."""
    return f"f-{name}-{target}"


def wrong(problem: WorkflowError | None) -> dict[str, list[str]]:
    """The sentences of a problem by the field that they are about."""
    if isinstance(problem, InvalidInput):
        return {name: list(texts) for name, texts in problem.fields.items()}
    if isinstance(problem, RulesRefused):
        told = [(ABOUT.get(r.code), r.text) for r in problem.refusals]
        return {name: [text] for name, text in told if name}
    return {}


def reasons(sheet: Sheet, problems: Problems) -> list[Values]:
    """What stands in the way: each reason once, with the units that it is about."""
    told: dict[str, list[Values]] = {}
    for row in sheet.rows:
        problem = problems.get(row["id"])
        if problem is not None:
            about = (name.partition(".")[0] for name in wrong(problem))
            field = next((name for name in about if name in (*USUAL, "parts")), None)
            at = anchor(field, row["id"]) if field and row["assessable"] else f"row-{row['id']}"
            told.setdefault(why(problem), []).append({"field": at, "label": w(row["unit_name"])})
    return [{"text": text, "units": units} for text, units in told.items()]


def why(problem: WorkflowError) -> str:
    """Why the door would not take a row."""
    semicolon = t("；", "; ")
    if isinstance(problem, InvalidInput):
        named = [
            f"{w(FIELDS[name].metadata['label'])} {w(text)}" if name in FIELDS else w(text)
            for path, texts in problem.fields.items()
            for name in (path.partition(".")[0],)
            for text in texts
        ]
        return semicolon.join(named)
    if isinstance(problem, RulesRefused):
        return semicolon.join(w(r.text) for r in problem.refusals)
    return w(problem.words)


def found(sheet: Sheet, finding: Values) -> Values:
    """A finding in words, for the check page and for rows that were found."""
    drawn = {
        name: forms.answer(FIELDS[name], finding[name], {})
        for name in ("quality", "on_time", "met", "cause")
    }
    return {
        **drawn,
        "found_value": number(finding.get("found_value"))
        or label("missing_value", finding.get("missing")),
        "parts": part_values.said(finding.get("parts") or [], part_values.choices_of(sheet.parts)),
        "score": number(finding["score"]),
        "text": finding.get("text") or "",
    }
