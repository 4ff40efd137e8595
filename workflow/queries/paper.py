"""Paper signature sheets: who would sign one, and the scans of those that were registered."""

from __future__ import annotations

from typing import Any

from models import statements
from workflow.case import TargetCase
from workflow.clock import stamp
from workflow.errors import NotFound
from workflow.organisation import Post
from workflow.queries.letters import Scan, scan_of
from workflow.queries.people import names
from workflow.queries.reader import Reader
from workflow.terms import Capacity

Values = dict[str, Any]
_SCAN = """
SELECT f.id, f.media_type FROM paper_hand h JOIN signature s ON s.id = h.signature_id
JOIN file f ON f.id = h.file_id WHERE s.target_id = ? AND f.digest = ?
"""


def signers(reader: Reader, number: int) -> list[Values]:
    """The posts that sign a target, in the order of a sheet, each with who holds it now.

    Raises NotFound.
    """
    case = reader.desk().target(number)
    at, known = stamp(reader.now), reader.organisation
    rows = [(side, post, known.holders(post, at)) for side, post in _posts(reader, case)]
    people = names(reader.database, [person for *_, held in rows for person in held])
    return [
        {"side": side, "post": post, "holders": [people[person] for person in held]}
        for side, post, held in rows
    ]


def _posts(reader: Reader, case: TargetCase) -> list[tuple[str, Post]]:
    assert case.candidate is not None
    content, posts = case.candidate.material, reader.organisation.posts.values()
    heads = [p for p in posts if p.capacity == Capacity.UNIT_HEAD and p.unit is not None]
    of = {"up": [content["lead_unit"]], "support": content["supporting_units"]}
    found = [
        (side, p) for side, units in of.items() for p in heads if p.unit and p.unit.code in units
    ]
    found += [("down", p) for p in posts if p.code == content["reviewing_post"]]
    return found + [("approve", p) for p in posts if p.capacity == Capacity.COUNTY_HEAD]


def scan(reader: Reader, number: int, digest: str) -> Scan:
    """The scan of a sheet, for those who work on the target. Raises NotFound."""
    target = reader.desk().target(number).subject
    assert target is not None
    row = statements.row(reader.database, _SCAN, (number, digest))
    if row is None or not reader.works_on(target):
        raise NotFound
    return scan_of(reader, row)
