"""The agreed matrix: who may do what in which state, own unit or another's.

`lifecycle.csv` is written and reviewed by people, after design.md section 3 and mission.md. It is
never computed from the program: a matrix made from the table would only prove that the table equals
itself. Tests of the door, of pages and of the API all compare themselves with `cells()`.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.builders import World

FILE = Path(__file__).with_name("lifecycle.csv")
HEADER = ["state", "capacity", "relation", "acts"]
STATES = (
    "new", "drafted", "reviewed", "approved", "in_progress", "due", "inspected", "scored",
    "cancelled",
)  # fmt: skip
CAPACITIES = (
    "drafter", "unit_head", "supporter", "support_drafter", "leader", "county_head", "deputy",
    "office", "inspector", "assessor", "secretary", "auditor", "admin", "system",
)  # fmt: skip
RELATIONS = ("own", "foreign")

# Draft: not in force. Only its own unit, its supporters, its leaders, office, county head, the
# deputy who may have to decide, and auditors see it (design.md section 3, visibility); to
# everybody else it is not there.
DRAFTS = ("drafted", "reviewed", "approved", "cancelled")
SEE_EVERY_DRAFT = ("county_head", "deputy", "office", "auditor", "system")
SEE_OWN_DRAFTS = (
    "drafter", "unit_head", "supporter", "support_drafter", "leader", "secretary",
)  # fmt: skip

# Who stands for a cell in the county of tests/builders.py, towards a target of XQ that ZS supports.
PEOPLE = {
    ("drafter", "own"): "xq.drafter",
    ("drafter", "foreign"): "sm.drafter",
    ("unit_head", "own"): "xq.head",
    ("unit_head", "foreign"): "sm.head",
    ("supporter", "own"): "zs.head",
    ("supporter", "foreign"): "jt.head",
    ("support_drafter", "own"): "zs.drafter",
    ("support_drafter", "foreign"): "jt.drafter",
    ("leader", "own"): "leader1",
    ("leader", "foreign"): "leader2",
    ("county_head", "own"): "head",
    ("county_head", "foreign"): "head2",
    ("deputy", "own"): "deputy",
    ("deputy", "foreign"): "deputy",
    ("office", "own"): "xq.office",
    ("office", "foreign"): "office",
    ("inspector", "own"): "xq.inspector",
    ("inspector", "foreign"): "inspector1",
    ("assessor", "own"): "xq.assessor",
    ("assessor", "foreign"): "assessor",
    ("secretary", "own"): "xq.secretary",
    ("secretary", "foreign"): "secretary",
    ("auditor", "own"): "xq.auditor",
    ("auditor", "foreign"): "auditor",
    ("admin", "own"): "xq.admin",
    ("admin", "foreign"): "admin",
    ("system", "own"): "",
    ("system", "foreign"): "",
}


@dataclass(frozen=True)
class Cell:
    """One line of the matrix: in this state, towards such a target, this capacity may do these."""

    state: str
    capacity: str
    relation: str
    acts: frozenset[str]

    @property
    def visible(self) -> bool:
        """Whether the target is there at all for this person; if not, every answer is 404."""
        if self.state not in DRAFTS or self.capacity in SEE_EVERY_DRAFT:
            return True
        return self.relation == "own" and self.capacity in SEE_OWN_DRAFTS

    @property
    def person(self) -> str:
        """The user name of somebody who stands for this cell; empty for the clock."""
        return PEOPLE[self.capacity, self.relation]

    def __str__(self) -> str:
        return f"{self.state}-{self.capacity}-{self.relation}"


def cells() -> list[Cell]:
    """Every line of the agreed matrix."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == HEADER
    return [
        Cell(state, who, where, frozenset(acts.split())) for state, who, where, acts in lines[1:]
    ]


def one_of_each(world: World) -> dict[str, int]:
    """A target of XQ, supported by ZS, in every stored state."""
    with_support = {"supporting_units": ["ZS"]}
    found = {
        state: make(**with_support)
        for state, make in (
            ("scored", world.scored),
            ("inspected", world.inspected),
            ("due", world.due),
            ("in_progress", world.running),
            ("approved", world.approved),
            ("reviewed", world.reviewed),
            ("drafted", world.draft),
            ("cancelled", world.discarded),
        )
    }
    assert {state: world.state(number) for state, number in found.items()} == {s: s for s in found}
    return found
