"""The county's units, fronts, posts and holders as one value, to judge acts by. No SQL here.

It changes rarely and is read on every act, so it is loaded once and kept until the county's
`organisation` counter moves (queries/organisation.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from workflow.terms import Capacity
from workflow.words import Words


@dataclass(frozen=True)
class Unit:
    """A unit: its stored id, its code in targets, its names."""

    id: int
    code: str
    name: Words
    kind: str


@dataclass(frozen=True)
class Front:
    """A front (S41)."""

    id: int
    code: str
    name: Words


@dataclass(frozen=True)
class Post:
    """A post, the capacity it gives, its unit, and the units in its charge."""

    id: int
    code: str
    name: Words
    capacity: Capacity
    unit: Unit | None
    in_charge_of: frozenset[int] = frozenset()
    # The units for whose targets a delegate has it; None: all. Its holders have it without limit.
    within: frozenset[int] | None = None
    # Whether it is another's, or nobody's, in which somebody stands in.
    lent: bool = False

    def reaches(self, unit: int) -> bool:
        """Whether targets of this unit are within it."""
        return self.within is None or unit in self.within


@dataclass(frozen=True)
class Holding:
    """A person holds a post from `since` until `until` (None: open); stored UTC texts."""

    person: int
    post: Post
    since: str
    until: str | None

    def holds_at(self, at: str) -> bool:
        """Whether the post is held at this moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Delegation:
    """A person acts in another's post from `since` until `until` (None: open); stored UTC texts.

    `principal` is whom a substitute acts for; None: an acting head, in a post that nobody holds.
    """

    id: int
    post: Post
    principal: int | None
    delegate: int
    since: str
    until: str | None
    # Unit ids and names of acts; None: all of them.
    units: frozenset[int] | None
    acts: frozenset[str] | None
    ended_at: str | None
    # Whether the delegate's account is in use.
    active: bool

    def runs_at(self, at: str) -> bool:
        """Whether a moment is in its days, and nothing has ended it by then."""
        ends = (self.until, self.ended_at)
        return self.since <= at and all(end is None or at < end for end in ends)

    def covers(self, act: str) -> bool:
        """Whether it was given for this kind of act."""
        return self.acts is None or act in self.acts

    def reaches(self, unit: int) -> bool:
        """Whether it was given for targets of this unit."""
        return self.units is None or unit in self.units


@dataclass(frozen=True)
class Organisation:
    """A snapshot; look-ups by code and id."""

    version: int
    units: dict[str, Unit]
    fronts: dict[str, Front]
    posts: dict[str, Post]
    holdings: dict[int, tuple[Holding, ...]]
    front_of: dict[tuple[int, int], Front]
    unit_by_id: dict[int, Unit] = field(default_factory=dict)
    post_by_id: dict[int, Post] = field(default_factory=dict)
    delegations: tuple[Delegation, ...] = ()

    def posts_of(self, person: int | None, at: str) -> list[Post]:
        """The posts a person holds at a moment, in the order they were given."""
        if person is None:
            return []
        return [h.post for h in self.holdings.get(person, ()) if h.holds_at(at)]

    def holders(self, post: Post, at: str) -> list[int]:
        """The people who hold a post at a moment."""
        held = self._by_post.get(post.id, {})
        return [person for person, some in held.items() if any(h.holds_at(at) for h in some)]

    @cached_property
    def _by_post(self) -> dict[int, dict[int, list[Holding]]]:
        """Who ever held each post, and when: rules ask for it several times an act."""
        found: dict[int, dict[int, list[Holding]]] = {}
        for person, held in self.holdings.items():
            for holding in held:
                found.setdefault(holding.post.id, {}).setdefault(person, []).append(holding)
        return found

    def stands_at(self, given: Delegation, at: str) -> bool:
        """Whether a delegation stands at a moment: it runs, and its principal holds the post still,
        or nobody holds it yet where an acting head was put in."""
        if not (given.active and given.runs_at(at)):
            return False
        holders = self.holders(given.post, at)
        return given.principal in holders if given.principal is not None else not holders

    def delegated_to(self, person: int | None, at: str) -> list[Delegation]:
        """What was given to a person and stands at a moment, the oldest first."""
        return [d for d in self.delegations if d.delegate == person and self.stands_at(d, at)]

    def seats_of(self, person: int | None, at: str) -> list[Post]:
        """The posts in which a person may act at a moment: held, then lent to them."""
        lent = [replace(d.post, within=d.units, lent=True) for d in self.delegated_to(person, at)]
        return self.posts_of(person, at) + lent

    def is_acting(self, person: int | None, post: str | None, at: str) -> bool:
        """Whether a person was acting head in this post, which nobody held, at that moment."""
        return any(
            d.principal is None and d.delegate == person and d.post.code == post and d.runs_at(at)
            for d in self.delegations
        )

    def heads(self, person: int, unit: Unit, at: str) -> bool:
        """Whether a person is this unit's head, by an own post or by one that was lent."""
        return any(
            post.capacity == Capacity.UNIT_HEAD and post.unit == unit
            for post in self.seats_of(person, at)
        )

    def is_the_units_own(self, post: Post, unit: Unit, at: str) -> bool:
        """Whether everybody who holds this post heads that unit too, and so cannot review it."""
        holders = self.holders(post, at)
        return bool(holders) and all(self.heads(person, unit, at) for person in holders)

    def in_charge(self, unit: Unit) -> list[Post]:
        """The leaders' posts in charge of a unit."""
        return [p for p in self._of(Capacity.LEADER) if unit.id in p.in_charge_of]

    def reviewing_posts(self, unit: Unit, at: str) -> list[Post]:
        """The posts that may review this unit's targets: leaders in charge of it who do not head it
        themselves, else the county head (design.md section 2, down(T))."""
        leaders = [p for p in self.in_charge(unit) if not self.is_the_units_own(p, unit, at)]
        return leaders or list(self._of(Capacity.COUNTY_HEAD))

    def _of(self, capacity: Capacity) -> Iterable[Post]:
        return (p for p in self.posts.values() if p.capacity == capacity)

    def front(self, year: int, unit: int) -> Front | None:
        """The front of a unit in a year, by ids."""
        return self.front_of.get((year, unit))
