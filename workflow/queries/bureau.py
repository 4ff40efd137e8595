"""The sheets of scoring units (考核责任单位): one common item, all units (S7–S9)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models import statements
from models.locks import snapshot
from workflow.case import TargetCase
from workflow.effects.acceptance import assessment_of
from workflow.effects.running import derivation_of, found_of, group_of
from workflow.errors import NotFound, WorkflowError
from workflow.lifecycle import act_named
from workflow.offers import refusals_of
from workflow.queries.inbox import todo
from workflow.queries.item_cases import cases_of_item
from workflow.queries.people import texts
from workflow.queries.reader import Reader
from workflow.rehearsal import rehearsed
from workflow.scoring.assessment import Assessment
from workflow.scoring.ledger import EventWorth, events_of
from workflow.scoring.missing import NOT_APPLICABLE
from workflow.scoring.parts import told
from workflow.spreadsheets.ledger_file import Ledger, key_of
from workflow.standing import EVERYWHERE
from workflow.terms import Capacity, State, YearState

Values = dict[str, Any]
NOT_BEGUN = (YearState.PREPARING, YearState.DRAFTING)

_ITEMS = """
SELECT i.id, i.year_id AS year, i.code, i.fields, x.unit_id, COUNT(t.id) AS units,
 SUM(CASE WHEN t.state = 'due' THEN 1 ELSE 0 END) AS due,
 SUM(CASE WHEN t.state IN ('inspected', 'scored') THEN 1 ELSE 0 END) AS assessed,
 SUM(CASE WHEN EXISTS (SELECT 1 FROM objection o WHERE o.target_id = t.id AND o.state = 'open')
  THEN 1 ELSE 0 END) AS objected,
 SUM(CASE WHEN t.state = 'due' AND {mine} THEN 1 ELSE 0 END) AS mine
FROM item i JOIN item_scorer x ON x.item_id = i.id
LEFT JOIN target t ON t.item_id = i.id AND t.in_force IS NOT NULL AND t.state <> 'cancelled'
WHERE i.year_id = ? AND {seen} GROUP BY i.id, i.year_id, i.code, i.fields, x.unit_id ORDER BY i.id
"""
_YEARS = """
SELECT y.id, y.state, COUNT(*) AS items FROM year y
JOIN item i ON i.year_id = y.id JOIN item_scorer x ON x.item_id = i.id
WHERE {seen} GROUP BY y.id, y.state ORDER BY y.id DESC
"""
_REPORTED = """
SELECT r.target_id, r.value FROM report r JOIN target t ON t.id = r.target_id
WHERE t.item_id = ? AND r.value IS NOT NULL ORDER BY r.as_of, r.id
"""


def _seen(reader: Reader) -> tuple[str, list[Any]]:
    """A WHERE clause for the items whose sheets are this reader's to see: the scoring unit's
    assessor sees its own, who sees everything sees them all."""
    if reader.capacities & EVERYWHERE:
        return "1 = 1", []
    units = _scores_for(reader)
    marks = ", ".join("?" * len(units))
    return (f"x.unit_id IN ({marks})", units) if units else ("1 = 0", [])


def _scores_for(reader: Reader) -> list[int]:
    posts = [p for p in reader.posts if p.capacity == Capacity.ASSESSOR and p.unit is not None]
    return sorted({p.unit.id for p in posts if p.unit is not None})


def years(reader: Reader) -> list[Values]:
    """The years with sheets for this reader, newest first; none for whoever has no sheet."""
    seen, values = _seen(reader)
    if seen == "1 = 0":
        return []
    found = statements.rows(reader.database, _YEARS.format(seen=seen), values)
    return [{**row, "begun": row["state"] not in NOT_BEGUN} for row in found]


def items(reader: Reader, year: int) -> list[Values]:
    """The items of a year that scoring units find: how many units are due, assessed, objecting,
    and how many rows wait for this very reader."""
    (mine, mine_values), (seen, seen_values) = todo(reader), _seen(reader)
    rows = statements.rows(
        reader.database,
        _ITEMS.format(mine=mine, seen=seen),
        [*mine_values, year, *seen_values],
    )
    return [_named(reader, row) for row in rows]


def _named(reader: Reader, row: Values) -> Values:
    fields, scorer = json.loads(row["fields"]), reader.organisation.unit_by_id[row["unit_id"]]
    return {**row, "fields": fields, "title": fields["title"], "scorer_name": scorer.name}


def item(reader: Reader, number: int) -> Values:
    """An item whose sheet this reader may see. Raises NotFound."""
    seen, values = _seen(reader)
    row = statements.row(
        reader.database,
        "SELECT i.id, i.year_id, i.year_id AS year, i.code, i.fields, x.unit_id FROM item i "
        f"JOIN item_scorer x ON x.item_id = i.id WHERE i.id = ? AND {seen}",
        [number, *values],
    )
    if row is None:
        raise NotFound
    return _named(reader, row)


@dataclass(frozen=True)
class Sheet:
    """One item, all units: rows in the order of the units, and the cases that they come from."""

    reader: Reader
    item: Values
    rows: list[Values]
    cases: Mapping[int, TargetCase]

    @property
    def events(self) -> list[EventWorth]:
        """What the item's rule counts, in its order; the rule is the same for all units (S40)."""
        case = next(iter(self.cases.values()), None)
        return events_of(assessment_of(case).rule) if case else []

    @cached_property
    def parts(self) -> list[Values]:
        """The parts whose values the sheet asks for, as they are shown; none under most rules."""
        case = next(iter(self.cases.values()), None)
        return told(assessment_of(case).parts) if case else []

    def may(self, act: str) -> set[int]:
        """The rows, by their targets, on which this act is the reader's to do now."""
        return {number for number, case in self.cases.items() if not _refusals(act, case)}

    def completed(self, number: int, answers: Values) -> Values:
        """The answers with what was left to the sheet: whether it is met."""
        if answers.get("met") is not None:
            return answers
        assessment = assessment_of(self.cases[number])
        if answers.get("no_value") in (True, "true"):
            return {**answers, "met": assessment.missing == NOT_APPLICABLE}
        return {**answers, "met": assessment.met(answers)}

    def tried(self, asked: Mapping[int, Values]) -> dict[int, Values | WorkflowError]:
        """Of each row by its target: the finding with the score that it would have, or why the door
        would not take it. Uses the cases up."""
        act = act_named("target", "assess")
        assert act is not None
        answers = rehearsed(self.reader.desk(_no_salt), self.cases, act, asked)
        return {
            number: answer if isinstance(answer, WorkflowError) else _tried(answer)
            for number, answer in answers.items()
        }


def ledger_of(sheet: Sheet) -> Ledger:
    """The item's ledger, for the entries of a workbook to be compared with."""
    standing = [
        (number, entry) for number, case in sheet.cases.items() for entry in case.known("ledger")
    ]
    said = texts(sheet.reader.database, [entry["matter_id"] for _, entry in standing])
    return Ledger(
        item=sheet.item,
        rows=sheet.rows,
        events=sheet.events,
        entered=frozenset(
            key_of(number, {**entry, "matter": said.get(entry["matter_id"])})
            for number, entry in standing
        ),
        open=frozenset(sheet.may("enter_ledger")),
    )


def _tried(case: TargetCase) -> Values:
    """The finding that an act would make, with its score, unless that waits for other units."""
    own, found = assessment_of(case), case.data
    missing = own.missing if found.get("found_value") is None else None
    score = None if own.waits_for_others else own.derivation(found)["result"]
    return {**found, "missing": missing, "score": score}


def _no_salt() -> str:
    """For texts that are never stored."""
    return "00" * 16


def sheet(reader: Reader, number: int) -> Sheet:
    """The sheet of an item, as it stands at one moment. Raises NotFound."""
    with snapshot(reader.database):
        shown = item(reader, number)
        cases = cases_of_item(reader.desk(_no_salt), shown)
        reports = statements.rows(reader.database, _REPORTED, (number,))
        said = texts(reader.database, [c.finding["text_id"] for c in cases.values() if c.finding])
    reported = {row["target_id"]: row["value"] for row in reports}
    alike: dict[tuple[Any, ...], Assessment] = {}
    rows = [
        {
            **_row(shown, case, alike),
            "reported": reported.get(number),
            "finding": _finding(case, said),
        }
        for number, case in cases.items()
    ]
    return Sheet(reader, shown, rows, cases)


def _row(item: Values, case: TargetCase, alike: dict[tuple[Any, ...], Assessment]) -> Values:
    assert case.subject is not None
    assert case.unit is not None
    front = case.organisation.front(item["year"], case.unit.id)
    own = assessment_of(case)
    assessment = alike.setdefault(own.likeness, own)
    costs, gives = assessment.balance
    refusals = _refusals("assess", case)
    return {
        "id": case.subject["id"],
        "unit": case.unit.code,
        "unit_name": case.unit.name,
        "front": front.code if front else None,
        "front_name": front.name if front else None,
        "state": case.subject["state"],
        "version": case.subject["version"],
        "digest": case.subject["digest"],
        "points": assessment.material["points"],
        "target_value": assessment.material["target_value"],
        "entries": len(assessment.ledger),
        "costs": costs,
        "gives": gives,
        "predicted": assessment.predicted,
        "needs_value": assessment.needs_value,
        "counts_events": assessment.counts_events,
        "has_parts": bool(assessment.parts),
        "may_lack_value": assessment.missing is not None,
        "usually_met": assessment.met({}),
        "own": case.unit.id == item["unit_id"],
        "objections": sum(o["state"] == "open" for o in case.known("objections")),
        "assessable": not refusals,
        "refusals": refusals,
    }


def _refusals(act: str, case: TargetCase) -> list[Any]:
    row = act_named("target", act)
    assert row is not None
    return refusals_of(row, case)


def _foreseen(case: TargetCase, found: Values) -> str | None:
    """The score that a finding will have; None as long as its group is not complete."""
    group = group_of(case)
    if group is not None and group.missing:
        return None
    score: str = derivation_of(case, found)["result"]
    return score


def _finding(case: TargetCase, said: Mapping[int, str]) -> Values | None:
    """What was found, with the score that it has, or that it will have once it is computed."""
    found = case.finding
    if found is None or case.state not in (State.INSPECTED, State.SCORED):
        return None
    last = case.known("last_score")
    whole = found_of(found)
    score = last["value"] if last and case.state == State.SCORED else _foreseen(case, whole)
    return {
        "found_value": found["found_value"],
        "parts": whole["parts"] or [],
        "missing": assessment_of(case).missing if found["found_value"] is None else None,
        "quality": found["quality"],
        "on_time": bool(found["on_time"]),
        "met": bool(found["met"]),
        "cause": found["cause"],
        "text": said.get(found["text_id"]),
        "score": score,
        "is_final": case.state == State.SCORED,
    }
