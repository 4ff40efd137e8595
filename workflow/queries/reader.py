"""Who reads: a person with the posts of this moment, and what that lets them see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from workflow.scheme.scheme import Scheme
from workflow.scheme.value import Office
from workflow.standing import (
    EVERYWHERE,
    OVER_UNITS,
    REVIEWERS,
    sees_draft,
    stands_by,
    works_on_unit,
)
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
    # Where the bytes of attached files are, if not in this database: of a past they are not kept.
    originals: peewee.Database | None = None

    @property
    def files(self) -> peewee.Database:
        """The database that holds the bytes of attached files."""
        return self.originals or self.database

    @property
    def acting(self) -> frozenset[Capacity]:
        """The capacities in which there is something to do; before a past there is nothing."""
        return frozenset() if self.actor.looks_back else self.capacities

    @property
    def today(self) -> date:
        """The calendar day in the county."""
        return today(self.now)

    @property
    def capacities(self) -> frozenset[Capacity]:
        """The capacities of the posts held, and of those lent for the whole county."""
        return frozenset(post.capacity for post in self.posts if post.within is None)

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
        named = {year: s.arbitration.deputy_post for year, s in self._schemes.items()}
        return {year: post for year, post in named.items() if post in leads}

    @cached_property
    def own_offices(self) -> dict[int, Office]:
        """The years whose scheme names who is the office towards the office's own unit."""
        return {year: s.office for year, s in self._schemes.items() if s.office is not None}

    @cached_property
    def _schemes(self) -> dict[int, Scheme]:
        """The schemes by year, where one of the reader's posts may be named in them."""
        named = {Capacity.LEADER, Capacity.OFFICE}
        asked = any(post.capacity in named for post in self.posts)
        return facts.schemes(self.database) if asked else {}

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
        values: list[Any]
        parts, values = [f"{table}.in_force IS NOT NULL"], []
        own = [post for post in self.posts if post.within is None]
        for posts in (own, *([post] for post in self.posts if post.within is not None)):
            clause, some = self._drafts_of(posts, table)
            if clause:
                parts.append(clause)
                values += some
        return f"({' OR '.join(parts)})", values

    def _drafts_of(self, posts: list[Post], table: str) -> tuple[str, list[Any]]:
        """The drafts that come with these posts; of a post lent for some units only those of them.
        Posts that are limited alike only."""
        parts: list[str] = []
        values: list[Any] = []

        def one_of(column: str, found: Iterable[Any]) -> None:
            listed = sorted(set(found))
            if listed:
                parts.append(f"{table}.{column} IN ({_marks(len(listed))})")
                values.extend(listed)

        side = [post for post in posts if post.capacity in UNIT_SIDE and post.unit is not None]
        charge = [post.in_charge_of for post in posts if post.capacity in OVER_UNITS]
        one_of("unit_id", {p.unit.id for p in side if p.unit}.union(*charge))
        one_of("reviewing_post", (p.code for p in posts if p.capacity in REVIEWERS))
        for code in (p.unit.code for p in side if p.unit):
            parts.append(f"replace({table}.supporting, ?, '') <> {table}.supporting")
            values.append(f",{code},")
        codes = {post.code for post in posts}
        one_of("year_id", (year for year, code in self.deputies.items() if code in codes))
        within = posts[0].within if posts else None
        if within is None:
            return " OR ".join(parts), values
        if any(post.capacity in EVERYWHERE for post in posts):
            parts.append("1 = 1")
        limit = f"{table}.unit_id IN ({_marks(len(within))})"
        return f"(({' OR '.join(parts)}) AND {limit})", [*values, *sorted(within)]


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
    posts = tuple(known.seats_of(actor.person, stamp(now)))
    return Reader(database, known, county, actor, now, posts)
