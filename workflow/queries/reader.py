"""Who reads: a person with the posts of this moment, and what that lets them see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import peewee

from workflow.audit.entry import Log
from workflow.case import Actor
from workflow.clock import Clock, stamp, today
from workflow.errors import NotFound
from workflow.organisation import Organisation, Post
from workflow.queries import facts
from workflow.queries.cases import Desk
from workflow.queries.organisation import organisation
from workflow.standing import EVERYWHERE, REVIEWERS, sees_draft, stands_by, works_on_unit
from workflow.terms import UNIT_SIDE, Capacity

Values = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """One person's view of the county at one moment."""

    database: peewee.Database
    organisation: Organisation
    county: Values
    actor: Actor
    now: datetime
    posts: tuple[Post, ...]

    @property
    def today(self) -> date:
        """The calendar day in the county."""
        return today(self.now)

    @property
    def capacities(self) -> frozenset[Capacity]:
        """The capacities of the posts held."""
        return frozenset(post.capacity for post in self.posts)

    def works_on(self, target: Values) -> bool:
        """Whether findings, scores and people's words on this target are for this reader already.

        Score sheets are everybody's from public notice on; until then they, inspectors' notes and
        the words of the quarrel are for those who work on the target (design.md 3, visibility).
        """
        finds = {Capacity.INSPECTOR, Capacity.ASSESSOR}
        if self.capacities & finds and target["in_force"] is not None:
            return True
        return sees_draft(list(self.posts), target, self.deputies.get(target["year_id"]))

    @cached_property
    def deputies(self) -> dict[int, str]:
        """The years in which one of the reader's posts arbitrates as deputy, with that post."""
        leads = {post.code for post in self.posts if post.capacity == Capacity.LEADER}
        named = facts.deputy_posts(self.database) if leads else {}
        return {year: post for year, post in named.items() if post in leads}

    def stands_by(self, unit: int) -> bool:
        """Whether the reader is of this unit, or its leader in charge."""
        return stands_by(self.posts, unit)

    def works_for(self, unit: int) -> bool:
        """Whether this unit's own words are for this reader: its reports, its letter's scan."""
        return works_on_unit(self.posts, unit)

    def own_units(self) -> list[int]:
        """The ids of the units on whose side the reader stands."""
        return [p.unit.id for p in self.posts if p.capacity in UNIT_SIDE and p.unit is not None]

    def own_unit_codes(self) -> list[str]:
        """The codes of those units."""
        return [p.unit.code for p in self.posts if p.capacity in UNIT_SIDE and p.unit is not None]

    def desk(self, salt: Callable[[], str] = str) -> Desk:
        """The desk on which cases are laid out to be looked at, never written."""
        return Desk(
            self.database, self.organisation, self.county, self.actor, self.now, self.now, salt
        )

    def visible(self, table: str = "t") -> tuple[str, list[Any]]:
        """A WHERE clause for targets this reader may see; says what standing.sees_target says."""
        if self.capacities & EVERYWHERE:
            return "1 = 1", []
        parts = [f"{table}.in_force IS NOT NULL"]
        values: list[Any] = []
        units = {*self.own_units()}
        for post in self.posts:
            if post.capacity == Capacity.LEADER:
                units |= post.in_charge_of
        if units:
            parts.append(f"{table}.unit_id IN ({_marks(len(units))})")
            values += sorted(units)
        reviewing = [post.code for post in self.posts if post.capacity in REVIEWERS]
        if reviewing:
            parts.append(f"{table}.reviewing_post IN ({_marks(len(reviewing))})")
            values += reviewing
        for code in self.own_unit_codes():
            parts.append(f"replace({table}.supporting, ?, '') <> {table}.supporting")
            values.append(f",{code},")
        if self.deputies:
            parts.append(f"{table}.year_id IN ({_marks(len(self.deputies))})")
            values += sorted(self.deputies)
        return f"({' OR '.join(parts)})", values


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def reader_of(database: peewee.Database, clock: Clock, actor: Actor) -> Reader:
    """The reader for a signed-in person. Raises NotFound before the county is founded."""
    county = facts.county(database)
    if county is None:
        raise NotFound
    known = organisation(database, county["organisation"])
    # As the door will judge: the log's time never goes back, even where the clock did.
    now = Log.open(database).time(clock())
    posts = tuple(known.posts_of(actor.person, stamp(now)))
    return Reader(database, known, county, actor, now, posts)
