"""What stands beside a target's content: last year, findings, ledger, causes, objections, score."""

from __future__ import annotations

import json
from typing import Any

from models import statements
from workflow.calendar import Calendar
from workflow.case import TargetCase
from workflow.clock import moment_of, today
from workflow.effects.running import rule_of
from workflow.queries import baselines
from workflow.queries.acceptance import LEDGER
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.scoring import nodes
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.scoring.missing import meaning_of
from workflow.terms import YearState

Values = dict[str, Any]


def findings(reader: Reader, case: TargetCase) -> Values:
    """Everything that was found about a target, as far as it is this reader's to see."""
    assert case.subject is not None
    number, near = case.subject["id"], reader.works_on(case.subject)
    # From public notice on score sheets are everybody's; inspectors' words are not (design.md 3).
    public = near or results_are_public(case)
    return {
        "last_year": _last_year(reader, case),
        "acceptance": _acceptance(reader, case, words=near) if public else None,
        "cause": _cause(reader, case, words=near) if public else None,
        "ledger": ledger_of(reader, number, words=near) if public else [],
        "objections": _objections(reader, case) if near else [],
        "score": _score(reader, number) if public else None,
        "nodes": _nodes(case) if public else {},
    }


def _nodes(case: TargetCase) -> dict[str, str]:
    """What beside the steps of its score may be objected to, as it stands: digests by path."""
    rows = {nodes.FINDING: case.finding, nodes.CAUSE: case.known("cause")}
    found = {path: nodes.row_digest(path, row) for path, row in rows.items() if row is not None}
    for entry in case.known("ledger"):
        found[nodes.entry_path(entry["id"])] = nodes.row_digest(nodes.LEDGER, entry)
    return found


def results_are_public(case: TargetCase) -> bool:
    """Whether the results of the target's year have been put up for all to see."""
    assert case.year is not None
    return case.year["state"] in (YearState.PUBLISHED, YearState.CLOSED)


def _last_year(reader: Reader, case: TargetCase) -> Values | None:
    """Last year's figures beside this year's, and the growth between them (S18)."""
    assert case.candidate is not None
    past, baseline = case.known("past"), case.get("baseline")
    if past is None and baseline is None:
        return None
    result = past["result"] if past else baseline
    reason = case.known("growth_reason")
    return {
        "result": result,
        "target_value": past["target_value"] if past else None,
        "status": past["status"] if past else None,
        "document": past["document"] if past else None,
        "origin": _origin(reader, case) if past else None,
        "growth": growth(result, case.candidate.material["target_value"]),
        "no_growth_reason": texts(reader.database, [reason["text_id"]]).get(reason["text_id"])
        if reason
        else None,
    }


def _origin(reader: Reader, case: TargetCase) -> int | None:
    """The unit's own target of last year by this measure: where the figure comes from."""
    assert case.subject is not None
    assert case.candidate is not None
    year, unit = case.subject["year_id"] - 1, case.subject["unit_id"]
    return baselines.origin(reader.database, year, unit, case.candidate.material["measure"])


def growth(last: str, now: str | None) -> str | None:
    """How much more than last year in per cent, one decimal half up; None where that says nothing,
    as after a year of nothing."""
    if now is None or exact(last) <= 0:
        return None
    return exact_text(rounded((exact(now) / exact(last) - 1) * 100, 1, "half_up"))


def _cause(reader: Reader, case: TargetCase, *, words: bool) -> Values | None:
    row = case.known("cause")
    if row is None:
        return None
    by = names(reader.database, [row["person_id"]])[row["person_id"]]
    said = texts(reader.database, [row["text_id"]]) if words else {}
    return {
        "id": row["id"],
        "cause": row["cause"],
        "heard_on": row["heard_on"],
        "document": row["document"],
        "text": said.get(row["text_id"]),
        "by": by.username,
        "by_name": by.name,
        "at": row["at"],
    }


def ledger_of(reader: Reader, number: int, *, words: bool) -> list[Values]:
    """Every entry of the ledger about a target, struck ones too, oldest first."""
    sql = f"{LEDGER} WHERE l.target_id = ? ORDER BY l.id"
    rows = statements.rows(reader.database, sql, (number,))
    ids = [i for r in rows for i in (r["matter_id"], r["ended_text_id"])]
    said = texts(reader.database, ids if words else [])
    people = names(reader.database, [r["person_id"] for r in rows])
    return [
        {
            "id": r["id"],
            "event": r["event"],
            "count": r["count"],
            "occurred_on": r["occurred_on"],
            "matter": said.get(r["matter_id"]),
            "matter_code": r["matter_code"],
            "document": r["document"],
            "amount": r["amount"],
            "by": people[r["person_id"]].username,
            "by_name": people[r["person_id"]].name,
            "at": r["at"],
            "struck_at": r["ended_at"],
            "struck_text": said.get(r["ended_text_id"]),
        }
        for r in rows
    ]


def _objections(reader: Reader, case: TargetCase) -> list[Values]:
    rows = case.known("objections")
    said = texts(reader.database, [i for r in rows for i in (r["text_id"], r["answer_id"])])
    people = names(
        reader.database, [i for r in rows for i in (r["person_id"], r["answered_by_id"])]
    )
    return [
        {
            "id": r["id"],
            "about": r["about"],
            "ref": r["ref"],
            "node": _node(r),
            "state": r["state"],
            "text": said.get(r["text_id"]),
            "by": people[r["person_id"]].username,
            "by_name": people[r["person_id"]].name,
            "at": r["at"],
            "answer": said.get(r["answer_id"]),
            "document": r["document"],
            **_until(case, r),
            "answered_by_name": people[r["answered_by_id"]].name if r["answered_by_id"] else None,
            "answered_at": r["answered_at"],
        }
        for r in rows
    ]


def _node(objection: Values) -> Values | None:
    """What exactly it points at; an objection of an older program points at a whole row."""
    if objection["what"] is None:
        return None
    return {name: objection[name] for name in ("what", "path", "digest")}


def _until(case: TargetCase, objection: Values) -> Values:
    """Until which day an objection is to be answered by the scheme (S34), and whether that day had
    ended when it was, or has ended since."""
    assert case.scheme is not None
    known: Calendar = case.known("calendar")
    asked, days = today(moment_of(objection["at"])), case.scheme.answer_days
    answered = moment_of(objection["answered_at"]) if objection["answered_at"] else case.now
    return {
        "answer_until": known.add(asked, days).isoformat(),
        "late": answered >= known.end_of(asked, days),
    }


def _acceptance(reader: Reader, case: TargetCase, *, words: bool) -> Values | None:
    assert case.subject is not None
    row = statements.row(
        reader.database,
        "SELECT a.id, a.kind, a.state, a.opened_at, a.closed_at, f.found_value, f.parts, "
        "f.quality, f.on_time, f.met, f.cause, f.text_id, f.person_id, f.at "
        "FROM acceptance a LEFT JOIN finding f ON f.acceptance_id = a.id "
        "WHERE a.target_id = ? ORDER BY a.id DESC LIMIT 1",
        (case.subject["id"],),
    )
    if row is None:
        return None
    finding = None
    if row["person_id"] is not None:
        by = names(reader.database, [row["person_id"]])[row["person_id"]]
        finding = {
            "found_value": row["found_value"],
            "parts": json.loads(row["parts"] or "[]"),
            "missing": meaning_of(rule_of(case)) if row["found_value"] is None else None,
            "quality": row["quality"],
            "on_time": bool(row["on_time"]),
            "met": bool(row["met"]),
            "cause": row["cause"],
            "text": texts(reader.database, [row["text_id"]] if words else []).get(row["text_id"]),
            "by": by.username,
            "by_name": by.name,
            "at": row["at"],
        }
    return {
        "kind": row["kind"],
        "state": row["state"],
        "opened_at": row["opened_at"],
        "closed_at": row["closed_at"],
        "finding": finding,
    }


def _score(reader: Reader, number: int) -> Values | None:
    row = statements.row(
        reader.database,
        "SELECT value, derivation, at FROM score WHERE target_id = ? ORDER BY id DESC LIMIT 1",
        (number,),
    )
    if row is None:
        return None
    return {"value": row["value"], "derivation": json.loads(row["derivation"]), "at": row["at"]}
