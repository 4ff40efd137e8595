"""The coordination thread of a target and the tasks inside its units, as readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models import statements
from workflow.case import TargetCase
from workflow.clock import stamp
from workflow.organisation import Post
from workflow.queries.coordination import AT_WORK, OPEN
from workflow.queries.facts import marks
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.standing import sees_thread, units_of_target
from workflow.terms import UNIT_SIDE, Capacity

Values = dict[str, Any]

# The acts by which each is written, the one that begins a row first: their entries are shown to
# whom they are for.
THREAD = ("discuss", "answer")
TASKS = ("give_task", "finish_task", "drop_task")


def lines(reader: Reader, case: TargetCase) -> list[Values] | None:
    """Every line of the thread, oldest first; None where it is not for this reader."""
    assert case.subject is not None
    if not sees_thread(reader.posts, case):
        return None
    rows = statements.rows(
        reader.database,
        "SELECT * FROM coordination WHERE target_id = ? ORDER BY id",
        (case.subject["id"],),
    )
    people = names(reader.database, [row["person_id"] for row in rows])
    said = texts(reader.database, [row["text_id"] for row in rows])
    answered = {row["answers_id"] for row in rows}
    return [
        {
            "id": row["id"],
            "text": said.get(row["text_id"]),
            "asked": _asked(reader, row, answered),
            "answers": row["answers_id"],
            **_by(reader, row, people),
        }
        for row in rows
    ]


def _by(reader: Reader, row: Values, people: Any) -> Values:
    post, by = reader.organisation.post_by_id[row["post_id"]], people[row["person_id"]]
    return {
        "by": by.username,
        "by_name": by.name,
        "post": post.code,
        "post_name": post.name,
        "at": row["at"],
    }


def _asked(reader: Reader, row: Values, answered: set[int]) -> Values | None:
    """The unit that a line asks, by when, whether it answered, and whether it is the reader's."""
    if row["asked_id"] is None:
        return None
    unit, open_now = reader.organisation.unit_by_id[row["asked_id"]], row["id"] not in answered
    late = row["due_on"] is not None and row["due_on"] < reader.today.isoformat()
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "due_on": row["due_on"],
        "answered": not open_now,
        "late": open_now and late,
        "yours": open_now and unit.id in reader.own_units(),
    }


def tasks(reader: Reader, case: TargetCase) -> list[Values] | None:
    """The tasks inside the reader's own unit, oldest first; None for who is of no unit of the
    target. Nobody else sees them, in no page and no list."""
    assert case.subject is not None
    units = units_of_target(case) & set(reader.own_units())
    if not units:
        return None
    rows = statements.rows(
        reader.database,
        f"SELECT * FROM internal_task WHERE target_id = ? AND unit_id IN ({marks(sorted(units))}) "
        "ORDER BY id",
        (case.subject["id"], *sorted(units)),
    )
    roles = ("assignee_id", "person_id", "ended_by_id")
    people = names(reader.database, [row[role] for row in rows for role in roles])
    said = texts(reader.database, [row[n] for row in rows for n in ("text_id", "ended_text_id")])
    return [_task(reader, row, people, said) for row in rows]


def _task(reader: Reader, row: Values, people: Any, said: Any) -> Values:
    assignee, by, ended_by = (
        people.get(row[role]) for role in ("assignee_id", "person_id", "ended_by_id")
    )
    unit = reader.organisation.unit_by_id[row["unit_id"]]
    return {
        "id": row["id"],
        "unit": unit.code,
        "section": row["section"],
        "assignee": assignee.username,
        "assignee_name": assignee.name,
        "due_on": row["due_on"],
        "text": said.get(row["text_id"]),
        "by": by.username,
        "by_name": by.name,
        "at": row["at"],
        "ended": row["ended"],
        "ended_at": row["ended_at"],
        "ended_by_name": ended_by.name if ended_by else None,
        "ended_text": said.get(row["ended_text_id"]),
        "late": row["ended"] is None and row["due_on"] < reader.today.isoformat(),
        "yours": row["ended"] is None and row["assignee_id"] == reader.actor.person,
        "droppable": row["ended"] is None and _drops(reader, row),
    }


def _drops(reader: Reader, row: Values) -> bool:
    """Whether the reader gave it or heads the unit; rules.coordination says the same of an act."""
    heads = [p for p in reader.posts if p.capacity == Capacity.UNIT_HEAD and p.unit is not None]
    return row["person_id"] == reader.actor.person or any(
        post.unit is not None and post.unit.id == row["unit_id"] for post in heads
    )


# — for inboxes —


def waiting(reader: Reader) -> list[tuple[str, list[Any]]]:
    """Clauses over targets in which a question to the reader's unit, or a task, waits for them."""
    clauses: list[tuple[str, list[Any]]] = []
    for post in reader.posts:
        if post.unit is None or post.unit.id not in reader.own_units():
            continue
        party = "(t.unit_id = ? OR replace(t.supporting, ?, '') <> t.supporting)"
        of_unit = [post.unit.id, f",{post.unit.code},", post.unit.id]
        asked = (
            f"EXISTS (SELECT 1 FROM coordination c WHERE c.target_id = t.id AND c.asked_id = ? "
            f"AND {OPEN})"
        )
        task = (
            "EXISTS (SELECT 1 FROM internal_task i WHERE i.target_id = t.id AND i.unit_id = ? "
            "AND i.assignee_id = ? AND i.ended IS NULL)"
        )
        clauses.append(
            (
                f"({AT_WORK} AND {party} AND ({asked} OR {task}))",
                [*of_unit, post.unit.id, reader.actor.person],
            )
        )
    return clauses


def reasons(reader: Reader, numbers: Sequence[int]) -> dict[int, list[Values]]:
    """Why these targets of the reader's inbox wait for them beside the turn: what their unit is
    asked and what tasks they have, each with its earliest day."""
    units = sorted(set(reader.own_units()))
    found: dict[int, list[Values]] = {}
    if not numbers or not units:
        return found
    listed = f"target_id IN ({marks(numbers)})"
    asked = (
        f"SELECT c.target_id, MIN(c.due_on) AS due_on FROM coordination c WHERE c.{listed} "
        f"AND c.asked_id IN ({marks(units)}) AND {OPEN} GROUP BY c.target_id"
    )
    task = (
        f"SELECT i.target_id, MIN(i.due_on) AS due_on FROM internal_task i WHERE i.{listed} "
        f"AND i.unit_id IN ({marks(units)}) AND i.assignee_id = ? AND i.ended IS NULL "
        "GROUP BY i.target_id"
    )
    more = {"question": (asked, []), "task": (task, [reader.actor.person])}
    for kind, (sql, last) in more.items():
        for row in statements.rows(reader.database, sql, [*numbers, *units, *last]):
            found.setdefault(row["target_id"], []).append({"kind": kind, "due_on": row["due_on"]})
    return found


def colleagues(reader: Reader, units: Sequence[str]) -> list[Values]:
    """Those who hold a post of the reader's own unit, where it is one of these: whom it may give a
    task. A person of two posts is named once, in the first."""
    own = set(units) & set(reader.own_unit_codes())
    posts = [
        post
        for post in reader.organisation.posts.values()
        if post.capacity in UNIT_SIDE and post.unit is not None and post.unit.code in own
    ]
    held: dict[int, Post] = {}
    for post in posts:
        for person in reader.organisation.holders(post, stamp(reader.now)):
            held.setdefault(person, post)
    people = names(reader.database, held)
    return [
        {"username": people[n].username, "name": people[n].name, "post_name": post.name}
        for n, post in held.items()
    ]
