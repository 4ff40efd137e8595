"""A county of seven people in memory: who they are, and what a target may be about.

The same codes and names as in the county of tests/builders.py, so that its steps can be taken there
too.
"""

from datetime import UTC, datetime
from typing import Any

from tests.builders import scheme_with_a_deputy
from workflow.hands.revision import digest_of, material_of
from workflow.organisation import Holding, Organisation, Post, Unit
from workflow.scheme.reading import canonical_text, scheme_of
from workflow.scheme.scheme import body_of
from workflow.terms import Capacity
from workflow.words import Words

ROUNDS = 2
YEAR = 2013
NOW = datetime(YEAR, 1, 16, tzinfo=UTC)
SCHEME = scheme_of(canonical_text(body_of(scheme_with_a_deputy(YEAR, rounds=ROUNDS))))
TARGET = 1

XQ, ZS = (Unit(n, code, Words(code, code), "township") for n, code in ((1, "XQ"), (2, "ZS")))
POSTS = {
    code: Post(n, code, Words(code, code), capacity, unit, frozenset(charge))
    for n, (code, capacity, unit, charge) in enumerate(
        (
            ("XQ-KY", Capacity.DRAFTER, XQ, ()),
            ("XQ-YBS", Capacity.UNIT_HEAD, XQ, ()),
            ("ZS-YBS", Capacity.UNIT_HEAD, ZS, ()),
            ("FXZ-1", Capacity.LEADER, None, (1,)),
            ("XZ", Capacity.COUNTY_HEAD, None, ()),
            ("MBB-1", Capacity.OFFICE, None, ()),
        ),
        start=1,
    )
}
CODE_OF = {post.id: code for code, post in POSTS.items()}
FIXED = {
    "xq.drafter": "XQ-KY",
    "xq.head": "XQ-YBS",
    "zs.head": "ZS-YBS",
    "leader1": "FXZ-1",
    "head": "XZ",
    "office": "MBB-1",
}
# Who changes from one post to another and back: the unit's head becomes the leader in charge of it,
# or that leader becomes county head.
MOVER = "mover"
FROM_THE_UNIT = ("XQ-YBS", "FXZ-1")
TO_THE_TOP = ("FXZ-1", "XZ")
PEOPLE = {name: n for n, name in enumerate((*FIXED, MOVER), start=1)}
NAME_OF = {n: name for name, n in PEOPLE.items()}


def _organisation(mover: str) -> Organisation:
    held = {**FIXED, MOVER: mover}
    holdings = {
        PEOPLE[name]: (Holding(PEOPLE[name], POSTS[code], "", None),) for name, code in held.items()
    }
    units = {unit.code: unit for unit in (XQ, ZS)}
    by_id = ({u.id: u for u in units.values()}, {p.id: p for p in POSTS.values()})
    return Organisation(0, units, {}, dict(POSTS), holdings, {}, *by_id)


ORGANISATION = {code: _organisation(code) for code in POSTS}

# Two contents: B has another value than A, and a supporting unit whose head is asked too.
INPUTS: dict[str, dict[str, Any]] = {
    "A": {"target_value": "10", "supporting_units": []},
    "B": {"target_value": "8", "supporting_units": ["ZS"]},
}
WHOLE = {
    "title": "新建通村公路",
    "category": "routine",
    "measure": "建成里程",
    "unit_of_measure": "公里",
    "direction": "at_least",
    "points": "20",
    "due_on": f"{YEAR}-06-30",
    "scoring_rule": "proportional",
    "lead_unit": "XQ",
    "reviewing_post": "FXZ-1",
    "responsible_post": "XQ-KY",
    "evidence": "验收单",
}
MATERIAL = {
    key: material_of({**WHOLE, **given}, SCHEME.rule("proportional"))
    for key, given in INPUTS.items()
}
DIGEST = {key: digest_of(material) for key, material in MATERIAL.items()}
KEY_OF = {digest: key for key, digest in DIGEST.items()}
SUPPORTERS = {key: frozenset(given["supporting_units"]) for key, given in INPUTS.items()}
