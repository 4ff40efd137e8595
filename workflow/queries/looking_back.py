"""Who looks at a past, and what they see there: what today's posts let them see, nothing more.

Only those look back who see the whole county today, drafts and all (auditors, the target office,
the county head): for anybody else a past could show what is not theirs to see any more.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import peewee

from workflow.audit.instant import Instant
from workflow.clock import moment_of
from workflow.errors import NotFound, NotPermitted, Refusal
from workflow.organisation import Delegation, Organisation, Post
from workflow.queries import facts
from workflow.queries.organisation import organisation
from workflow.queries.reader import Reader
from workflow.standing import EVERYWHERE
from workflow.words import Words

# The one who looks is nobody of that time: what this person held, signed and did then is shown as
# everybody's is. No person has this id.
GUEST = -1
ONLY = Refusal(
    "not_your_capacity",
    Words(
        "回看往日限审计人员、目标办和县长。",
        "Looking back is for auditors, the target office and the county head.",
    ),
    tuple(sorted(capacity.value for capacity in EVERYWHERE)),
)


@dataclass(frozen=True)
class Revisited(Organisation):
    """The units, posts and people of a past, and beside them a guest in the posts of today."""

    seats: tuple[Post, ...] = ()

    def posts_of(self, person: int | None, at: str) -> list[Post]:
        return list(self.seats) if person == GUEST else super().posts_of(person, at)

    def delegated_to(self, person: int | None, at: str) -> list[Delegation]:
        return [] if person == GUEST else super().delegated_to(person, at)


def may_look_back(reader: Reader) -> bool:
    """Whether this reader of the present may look at the past."""
    return bool(reader.capacities & EVERYWHERE)


def looking_back(reader: Reader, copy: peewee.Database, instant: Instant) -> Reader:
    """The same person before the county as it was. Raises NotPermitted, NotFound."""
    if not may_look_back(reader):
        raise NotPermitted(ONLY)
    county = facts.county(copy)
    if county is None:
        raise NotFound
    known = organisation(copy, county["organisation"])
    then = {field.name: getattr(known, field.name) for field in fields(known)}
    return Reader(
        database=copy,
        organisation=Revisited(**then, seats=reader.posts),
        county=county,
        actor=replace(reader.actor, person=GUEST, looks_back=True),
        now=moment_of(instant.at),
        posts=reader.posts,
        originals=reader.database,
    )
