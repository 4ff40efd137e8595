"""Who looks at a past, and what they see there: what today's posts let them see, nothing more.

Only those look back who see the whole county today, drafts and all (auditors, the target office,
the county head): for anybody else a past could show what is not theirs to see any more.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import peewee

from models.base import DatabaseError
from workflow.audit.copies import copies_of
from workflow.audit.instant import Instant, instant_of
from workflow.audit.rebuild import CannotBeRebuilt
from workflow.clock import Clock, moment_of
from workflow.errors import NotPermitted, Refusal, Unavailable
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


NO_ROOM = Words("现在无法读出往日的样子。", "The past cannot be read just now.")
BENT = Words(
    "日志第 {entry} 条无法重放，读不出那时的样子；请核验日志。",
    "Entry {entry} of the log cannot be replayed, so that past cannot be read: verify the log.",
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


def look_back(reader: Reader, clock: Clock, text: str) -> tuple[Reader, Instant]:
    """The same person before the county as it was at the moment that `text` names, and that moment.

    The reader's database is a copy, connected; its connection is the caller's to close. Raises
    NotPermitted, NoSuchInstant, Unavailable.
    """
    if not may_look_back(reader):
        # Before the log is asked anything: it is not theirs.
        raise NotPermitted(ONLY)
    instant = instant_of(reader.database, clock, text)
    return _revisiting(reader, _copy(reader.database, instant), instant), instant


def _copy(database: peewee.Database, instant: Instant) -> peewee.Database:
    try:
        copy = copies_of(database).at(instant.size)
        copy.connect(reuse_if_open=True)
    except CannotBeRebuilt as error:
        raise Unavailable(BENT.format(entry=error.entry)) from error
    except (OSError, DatabaseError) as error:
        raise Unavailable(NO_ROOM) from error
    return copy


def _revisiting(reader: Reader, copy: peewee.Database, instant: Instant) -> Reader:
    county = facts.county(copy)
    # The log begins with the county's founding: there is one in every past of it.
    assert county is not None
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
