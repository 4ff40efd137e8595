"""The quarrel over a target as it is shown: who is awaited, what was reported, what was decided."""

from __future__ import annotations

import json
from typing import Any

from workflow.case import TargetCase
from workflow.clock import stamp
from workflow.hands import arbiter, proposal
from workflow.queries import waiting
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.terms import State

Values = dict[str, Any]

QUARREL = (State.DRAFTED, State.REVIEWED)


def quarrel(reader: Reader, case: TargetCase, *, words: bool) -> Values:
    """Who is awaited and until when, the escalations that stand, the rounds, and the decisions.

    `words`: whether people's own words are for this reader.
    """
    assert case.subject is not None
    stands = case.state in QUARREL or proposal.runs(case)
    row = case.known("handover") if stands else None
    escalations = case.known("escalations") if stands else []
    decided = waiting.decisions(reader.database, case.subject["id"]) if case.get("imposed") else []
    shown = [*escalations, *decided]
    people = names(reader.database, [r["person_id"] for r in shown])
    said = texts(reader.database, [r["text_id"] for r in shown] if words else [])
    return {
        "waiting": _waiting(case, row) if row else None,
        "escalations": [
            {
                # By which those who work on it find its slip.
                "id": e["id"] if words else None,
                **{n: e[n] for n in ("kind", "level", "at")},
                **_by(e, people, said),
            }
            for e in escalations
        ],
        "rounds": {
            "first": proposal.first_round(case),
            "most": arbiter.terms(case).rounds,
            "last": stands and arbiter.in_last_round(case),
            "open": stands and arbiter.is_open(case),
        },
        "arbitrations": [_decision(d, people, said) for d in decided],
    }


def _waiting(case: TargetCase, row: Values) -> Values:
    until = stamp(arbiter.ends_at(case, row["at"]))
    return {"turn": row["turn"], "since": row["at"], "until": until, "action": row["act"]}


def _by(row: Values, people: Any, said: Any) -> Values:
    by = people.get(row["person_id"])
    return {
        "by": by.username if by else None,
        "by_name": by.name if by else None,
        "text": said.get(row["text_id"]),
    }


def _decision(row: Values, people: Any, said: Any) -> Values:
    return {
        **{n: row[n] for n in ("round", "revision", "digest", "capacity", "document", "at")},
        "settled": json.loads(row["settled"]),
        "ground": "rounds" if row["escalation_id"] is None else "unanswered",
        **_by(row, people, said),
    }
