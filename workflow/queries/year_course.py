"""The course of a year: its steps in the order of the log, by whom, when and by which document."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any

from models import statements
from workflow.act import Act
from workflow.calendar import Calendar
from workflow.case import Case
from workflow.lifecycle import act_named
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.rules.notice import last_day
from workflow.scheme.scheme import Scheme

Values = dict[str, Any]

# The acts that are steps of the year; those that note an event name it otherwise at times.
STEPS = {
    "change_scheme": None,
    "open": None,
    "give_items": None,
    "approve": "approve",
    "issue": None,
    "check_half_year": "half_year",
    "assess": "assess",
    "publish": "publish",
    "revise": "revise",
    "decide": "decide",
    "correct": "correct",
    "close": "close",
}
_ENTRIES = f"""
SELECT id, act, object_kind, at, person_id FROM entry
WHERE object_id = ? AND outcome = 'done' AND (
  (object_kind = 'year' AND act IN ({", ".join(f"'{name}'" for name in STEPS)}))
  OR (object_kind = 'county' AND act = 'open_year'))
ORDER BY id
"""


def events(reader: Reader, case: Case) -> list[Values]:
    """Every step of a year that was taken, oldest first.

    The order is the log's; documents and words are the year's own. A notice names the last day for
    objections and the last day of its own (S34), in the county's working days.
    """
    year, scheme = case.year, case.scheme
    assert year is not None
    assert scheme is not None
    entries = statements.rows(reader.database, _ENTRIES, (year["id"],))
    noted: defaultdict[str, deque[Values]] = defaultdict(deque)
    for event in case.known("events"):
        noted[event["kind"]].append(event)
    # Every step of its kind notes one event, so the n-th of the one is the n-th of the other.
    steps = [(entry, _note(entry, noted, year)) for entry in entries]
    people = names(reader.database, [entry["person_id"] for entry in entries])
    words = texts(reader.database, [note.get("text_id") for _, note in steps])
    return [
        {
            "action": entry["act"],
            "label": act.label,
            "document": note.get("document"),
            "at": entry["at"],
            "by": by.username if (by := people.get(entry["person_id"])) else None,
            "by_name": by.name if by else None,
            "post_name": _post(reader, entry, act),
            "text": words.get(note.get("text_id") or 0),
            **_last_days(entry, scheme, case.known("calendar")),
        }
        for entry, note in steps
        if (act := act_named(entry["object_kind"], entry["act"])) is not None
    ]


def _note(entry: Values, noted: dict[str, deque[Values]], year: Values) -> Values:
    kind = STEPS.get(entry["act"])
    if kind is not None:
        return noted[kind].popleft()
    return {"document": year["document"]} if entry["act"] == "issue" else {}


def _post(reader: Reader, entry: Values, act: Act) -> str | None:
    """The post by which it was done, as the organisation was at that moment."""
    held = reader.organisation.seats_of(entry["person_id"], entry["at"])
    return next((post.name for post in held if post.capacity in act.capacities), None)


def _last_days(entry: Values, scheme: Scheme, known: Calendar) -> Values:
    if entry["act"] != "publish":
        return {"notice_until": None, "objections_until": None}
    return {
        "notice_until": last_day(entry["at"], scheme.notice_days, known).isoformat(),
        "objections_until": last_day(entry["at"], scheme.objection_days, known).isoformat(),
    }
