"""Responsibility letters (目标责任书, S2): who has signed, the scans, and what a letter says."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from models import statements
from workflow.case import Case
from workflow.errors import NotFound
from workflow.organisation import Post, Unit
from workflow.queries import facts
from workflow.queries.people import names
from workflow.queries.reader import Reader
from workflow.queries.year_units import of_year
from workflow.scheme.scheme import Scheme
from workflow.scoring.exact import exact, exact_text
from workflow.terms import Capacity

Values = dict[str, Any]

_LETTERS = """
SELECT l.unit_id, l.signed_on, l.at, l.person_id, f.digest, f.media_type, f.size, e.id AS erased
FROM letter l LEFT JOIN file f ON f.id = l.file_id LEFT JOIN erasure e ON e.file_id = f.id
WHERE l.year_id = ? ORDER BY l.id
"""
_SCAN = """
SELECT f.id, f.media_type FROM letter l JOIN file f ON f.id = l.file_id
WHERE l.year_id = ? AND l.unit_id = ?
"""
# What is in force of a unit, as it was signed.
_IN_FORCE = """
SELECT t.id, t.category, r.material, r.digest FROM target t
JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
WHERE t.year_id = ? AND t.unit_id = ? AND t.state <> 'cancelled' ORDER BY t.id
"""


def letters(reader: Reader, case: Case) -> list[Values]:
    """The letters registered in a year: the day, the scan's digest, and who wrote it down."""
    assert case.year is not None
    rows = statements.rows(reader.database, _LETTERS, (case.year["id"],))
    people = names(reader.database, [row["person_id"] for row in rows])
    return [
        {
            "unit": reader.organisation.unit_by_id[row["unit_id"]].code,
            "signed_on": row["signed_on"],
            "scan": row["digest"],
            "scan_erased": row["erased"] is not None,
            "media_type": row["media_type"],
            "size": row["size"],
            "at": row["at"],
            "by": people[row["person_id"]].username,
            "by_name": people[row["person_id"]].name,
        }
        for row in rows
    ]


def units(reader: Reader, shown: Values) -> list[Unit]:
    """The units that owe a letter in a year; `shown` is years.year()."""
    found = statements.run(
        reader.database,
        "SELECT DISTINCT unit_id FROM target WHERE year_id = ? AND in_force IS NOT NULL",
        (shown["year"],),
    )
    known = reader.organisation.units
    more = {known[row["unit"]].id for row in shown["letters"]}
    return of_year(reader, shown["year"], {unit for (unit,) in found.fetchall()} | more)


def file_of(reader: Reader, digest: str) -> Values | None:
    """What is known of an attached file: its kind by its own first bytes, and its size; nothing
    where its bytes were erased by law."""
    sql = "SELECT digest, media_type, size FROM file WHERE digest = ? AND body <> ''"
    return statements.row(reader.database, sql, (digest,))


@dataclass(frozen=True)
class Scan:
    """A scanned letter: what it is by its own first bytes, and the bytes."""

    media_type: str
    content: bytes


def scan(reader: Reader, year: int, code: str) -> Scan:
    """The scan of a unit's letter, for those who work on the unit. Raises NotFound."""
    unit = reader.organisation.units.get(code)
    if unit is None or not reader.works_for(unit.id):
        raise NotFound
    row = statements.row(reader.database, _SCAN, (year, unit.id))
    if row is None:
        raise NotFound
    return scan_of(reader, row)


def scan_of(reader: Reader, row: Values) -> Scan:
    """The scan of a file, wherever its bytes are. Raises NotFound where they were erased."""
    body = facts.file_body(reader.files, row["id"])
    if not body:
        raise NotFound
    return Scan(row["media_type"], base64.b64decode(body))


@dataclass(frozen=True)
class Letter:
    """What a unit answers for in a year, as its letter says it."""

    year: Values
    scheme: Scheme
    unit: Unit
    # By post, never by person: who signs for the county, and who for the unit.
    county_head: Post | None
    unit_head: Post | None
    # Each with its category's code, its targets and the sum of their points.
    parts: tuple[Values, ...]
    total: str


def letter(reader: Reader, year: int, code: str) -> Letter:
    """The letter of a unit, once the plan is issued: then all may read it. Raises NotFound."""
    unit, row = reader.organisation.units.get(code), facts.year(reader.database, year)
    if unit is None or row is None or row["issued_at"] is None:
        raise NotFound
    scheme = facts.scheme_of_year(reader.database, row)
    rows = statements.rows(reader.database, _IN_FORCE, (year, unit.id))
    targets = [_target(found) for found in rows]
    return Letter(
        year=row,
        scheme=scheme,
        unit=unit,
        county_head=_post(reader, Capacity.COUNTY_HEAD, None),
        unit_head=_post(reader, Capacity.UNIT_HEAD, unit),
        parts=tuple(_part(c, targets) for c in _categories(scheme, targets)),
        total=_sum(targets),
    )


def _target(row: Values) -> Values:
    material: Values = json.loads(row["material"])
    return {**material, "id": row["id"], "category": row["category"], "digest": row["digest"]}


def _categories(scheme: Scheme, targets: list[Values]) -> list[str]:
    """The categories that have targets, in the scheme's order."""
    found = {target["category"] for target in targets}
    return [code for code in scheme.categories if code in found]


def _part(category: str, targets: list[Values]) -> Values:
    own = [target for target in targets if target["category"] == category]
    return {"category": category, "targets": own, "points": _sum(own)}


def _sum(targets: list[Values]) -> str:
    return exact_text(sum((exact(target["points"] or "0") for target in targets), exact("0")))


def _post(reader: Reader, capacity: Capacity, unit: Unit | None) -> Post | None:
    found = (
        post
        for post in reader.organisation.posts.values()
        if post.capacity == capacity and (unit is None or post.unit == unit)
    )
    return next(found, None)
