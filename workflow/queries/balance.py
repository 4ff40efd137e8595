"""The balance of the two directions of a year, by a constant number of statements (S11–S13).

Who sees whose figures: a unit's are for its own people, its leaders in charge, the office, the
county head and auditors; a leader's for who holds the post, the office, the county head, auditors.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from math import ceil
from typing import Any

from models import statements
from workflow.balance import ABOVE, BELOW, FACTS, Course, behind, figures
from workflow.clock import moment_of, stamp, today
from workflow.errors import NotFound
from workflow.organisation import Post, Unit
from workflow.queries import facts
from workflow.queries.calendar import calendar
from workflow.queries.people import names
from workflow.queries.reader import Reader
from workflow.queries.year_units import of_year
from workflow.standing import EVERYWHERE, REVIEWERS
from workflow.terms import UNIT_SIDE, UPPER_SIDE

Values = dict[str, Any]

# By which acts an awaited side answers; any other that ends its wait was somebody else's.
ANSWERS = {"unit": ("submit", "object"), "leader": ("review", "counter", "return")}
SIDE_OF_TURN = {"unit": BELOW, "leader": ABOVE}
SIDE_OF_HAND = {"up": BELOW, "down": ABOVE}


def _quoted(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


# What is proposed beside something in force is no part of how that came about: it ends where the
# first proposal began. An addition is how its own target came about.
_BOUND = """LEFT JOIN (
 SELECT target_id, MIN(first) AS first, MIN(first_round) AS round, MIN(at) AS at FROM proposal
 WHERE kind <> 'add' GROUP BY target_id) p ON p.target_id = t.id"""
# Of a year, and of what the reader may see of it.
_OF = "t.year_id = ? AND (t.state <> 'cancelled' OR t.in_force IS NOT NULL) AND {scope}"
_TARGETS = f"""
SELECT t.id, t.title, t.state, t.unit_id, t.reviewing_post, t.origin, t.imposed,
 COALESCE(p.round, t.round) AS round,
 COALESCE(c.above, 0) AS above, COALESCE(c.below, 0) AS below
FROM target t {_BOUND} LEFT JOIN (
 SELECT r.target_id,
  MAX(CASE WHEN r.capacity IN ({_quoted([*UPPER_SIDE])}) THEN 1 ELSE 0 END) AS above,
  MAX(CASE WHEN r.capacity IN ({_quoted([*UNIT_SIDE])}) THEN 1 ELSE 0 END) AS below
 FROM revision r JOIN target t ON t.id = r.target_id {_BOUND}
 WHERE {_OF} AND (p.first IS NULL OR r.no < p.first)
 GROUP BY r.target_id) c ON c.target_id = t.id
WHERE {_OF} ORDER BY t.id
"""
_HANDOVERS = f"""
SELECT h.id, h.target_id, h.turn, h.at, h.ended_at, h.ended_act, t.reviewing_post
FROM handover h JOIN target t ON t.id = h.target_id {_BOUND}
WHERE h.turn IN ({_quoted([*ANSWERS])}) AND (p.at IS NULL OR h.at < p.at) AND {_OF}
"""
# A return is not only the leader's to make: in which post it was done, its entry says.
_RETURNS = f"""
SELECT h.id, e.body FROM handover h JOIN target t ON t.id = h.target_id
JOIN entry e ON e.object_kind = 'target' AND e.object_id = h.target_id AND e.act = h.ended_act
 AND e.at = h.ended_at AND e.outcome = 'done'
WHERE h.turn = 'leader' AND h.ended_act = 'return' AND {_OF}
"""
_HANDS = f"""
SELECT s.target_id, s.side, s.at, w.at FROM signature s JOIN target t ON t.id = s.target_id
LEFT JOIN signature_shown w ON w.signature_id = s.id {_BOUND}
WHERE (p.first IS NULL OR s.revision < p.first)
 AND s.side IN ({_quoted([*SIDE_OF_HAND])}) AND s.verdict = 'affirm' AND {_OF}
ORDER BY s.id
"""


def concerns(reader: Reader) -> bool:
    """Whether any of these figures is this reader's to see."""
    return bool(reader.capacities & EVERYWHERE or _units(reader) or _posts(reader))


def balance_of(reader: Reader, year: int) -> Values:
    """The facts of each unit and each reviewing post of a year that the reader may see.

    Raises NotFound for a year that does not exist.
    """
    rows, courses = _courses(reader, year)
    below, above = _by(courses, "unit"), _by(courses, "post")
    posts = _shown_posts(reader, {row["reviewing_post"] for row in rows})
    holders = {p.code: reader.organisation.holders(p, stamp(reader.now)) for p in posts}
    known = names(reader.database, [person for held in holders.values() for person in held])
    return {
        "year": year,
        "facts": [
            {"fact": name, "label": fact.label, "about": fact.about} for name, fact in FACTS.items()
        ],
        "units": [
            {"unit": unit.code, "name": unit.name, **figures(below[unit.id], BELOW)}
            for unit in of_year(reader, year, below)
            if reader.works_for(unit.id)
        ],
        "leaders": [
            {
                "post": post.code,
                "name": post.name,
                "holders": [known[person].name for person in holders[post.code]],
                **figures(above[post.code], ABOVE),
            }
            for post in posts
        ],
    }


def targets_behind(
    reader: Reader, year: int, *, unit: str = "", post: str = "", fact: str = "targets"
) -> list[Values]:
    """The targets that a figure of this unit or this post counts, each with its facts.

    Raises NotFound where the figure is not the reader's to see.
    """
    side, mine = _whose(reader, unit, post)
    rows, courses = _courses(reader, year)
    units, row_of = reader.organisation.unit_by_id, {row["id"]: row for row in rows}
    counted = behind([course for course in courses if mine(course)], side, fact)
    return [_row(row_of[c.id], units[c.unit], c, side) for c in counted]


def _whose(reader: Reader, unit: str, post: str) -> tuple[str, Callable[[Course], bool]]:
    known = reader.organisation
    if unit in known.units and reader.works_for(known.units[unit].id):
        return BELOW, lambda course: course.unit == known.units[unit].id
    if post in {p.code for p in _shown_posts(reader, {post})}:
        return ABOVE, lambda course: course.post == post
    raise NotFound


def _row(row: Values, unit: Unit, course: Course, side: str) -> Values:
    counts = {name: fact.count(course, side) for name, fact in FACTS.items()}
    return {
        **{name: row[name] for name in ("id", "title", "state", "origin", "round")},
        "unit": unit.code,
        "unit_name": unit.name,
        "imposed": course.imposed,
        "changed_above": bool(counts["changed_above"]),
        "changed_below": bool(counts["changed_below"]),
        "answers": list(course.answers[side]),
        "waiting": bool(course.waiting[side]),
        "hands": list(course.hands[side]),
    }


# — what may be seen —


def _units(reader: Reader) -> list[int]:
    """The units whose figures are this reader's by a post: their own, and those in charge."""
    return sorted({*reader.own_units(), *(u for p in reader.posts for u in p.in_charge_of)})


def _posts(reader: Reader) -> list[str]:
    return sorted(p.code for p in reader.posts if p.capacity in REVIEWERS)


def _shown_posts(reader: Reader, named: set[Any]) -> list[Post]:
    """The reviewing posts whose figures the reader may see, of those named and their own."""
    own, everywhere = _posts(reader), bool(reader.capacities & EVERYWHERE)
    posts = [p for p in reader.organisation.posts.values() if p.capacity in REVIEWERS]
    return [p for p in posts if p.code in own or (everywhere and p.code in named)]


def _scope(reader: Reader) -> tuple[str, list[Any]]:
    """A WHERE clause for the targets that stand behind what the reader may see."""
    if reader.capacities & EVERYWHERE:
        return "1 = 1", []
    units, posts = _units(reader), _posts(reader)
    parts = [f"t.unit_id IN ({', '.join('?' * len(units))})"] if units else []
    parts += [f"t.reviewing_post IN ({', '.join('?' * len(posts))})"] if posts else []
    return f"({' OR '.join(parts) or '1 = 0'})", [*units, *posts]


# — reading —


def _courses(reader: Reader, year: int) -> tuple[list[Values], list[Course]]:
    """The rows of the targets, and the course of each."""
    if facts.year(reader.database, year) is None:
        raise NotFound
    scope, values = _scope(reader)

    def run(sql: str) -> Any:
        asked = [year, *values]
        return statements.run(reader.database, sql.format(scope=scope), asked).fetchall()

    # Asked of the revisions, and once more of the targets.
    asked_twice = [year, *values] * 2
    rows = statements.rows(reader.database, _TARGETS.format(scope=scope), asked_twice)
    answers, waiting = _answers(reader, run(_HANDOVERS), run(_RETURNS))
    hands = _hands(run(_HANDS))
    return rows, [_course(row, answers, waiting, hands) for row in rows]


def _course(row: Values, answers: Any, waiting: Any, hands: Any) -> Course:
    number = row["id"]
    return Course(
        id=number,
        unit=row["unit_id"],
        post=row["reviewing_post"],
        origin=row["origin"],
        round=row["round"],
        imposed=bool(row["imposed"]),
        changed_above=bool(row["above"]),
        changed_below=bool(row["below"]),
        answers={side: tuple(answers[number, side]) for side in (BELOW, ABOVE)},
        waiting={side: waiting[number, side] for side in (BELOW, ABOVE)},
        hands={side: tuple(hands[number, side]) for side in (BELOW, ABOVE)},
    )


def _answers(reader: Reader, handovers: Any, returns: Any) -> tuple[Any, Any]:
    """By target and side: the working days of each answer, and how many are awaited now."""
    known, post_of = calendar(reader.database), {n: json.loads(b)["post"] for n, b in returns}
    worked = cache(known.worked)
    answers: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    waiting: defaultdict[tuple[int, str], int] = defaultdict(int)
    for number, target, turn, at, ended_at, act, post in handovers:
        key = (target, SIDE_OF_TURN[turn])
        if ended_at is None:
            waiting[key] += 1
        elif act in ANSWERS[turn] and post_of.get(number, post) == post:
            answers[key].append(worked(today(moment_of(at)), today(moment_of(ended_at))))
    return answers, waiting


def _hands(rows: Any) -> Any:
    """By target and side: the seconds from the opening to each hand, None where not known."""
    found: defaultdict[tuple[int, str], list[int | None]] = defaultdict(list)
    for target, side, at, shown in rows:
        spent = ceil((moment_of(at) - moment_of(shown)).total_seconds()) if shown else None
        found[target, SIDE_OF_HAND[side]].append(spent)
    return found


def _by(courses: list[Course], name: str) -> defaultdict[Any, list[Course]]:
    found: defaultdict[Any, list[Course]] = defaultdict(list)
    for course in courses:
        found[getattr(course, name)].append(course)
    return found
