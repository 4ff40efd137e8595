"""The county's units, fronts, posts and holders as one value, to judge acts by. No SQL here.

It changes rarely and is read on every act, so it is loaded once and kept until the county's
`organisation` counter moves (queries/organisation.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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

    def posts_of(self, person: int | None, at: str) -> list[Post]:
        """The posts a person holds at a moment, in the order they were given."""
        if person is None:
            return []
        return [h.post for h in self.holdings.get(person, ()) if h.holds_at(at)]

    def holders(self, post: Post, at: str) -> list[int]:
        """The people who hold a post at a moment."""
        return [
            person
            for person, held in self.holdings.items()
            if any(h.post.id == post.id and h.holds_at(at) for h in held)
        ]

    def reviewing_posts(self, unit: Unit) -> list[Post]:
        """The posts that may review this unit's targets: leaders in charge of it, else the county
        head (design.md section 2, down(T))."""
        leaders = [p for p in self._of(Capacity.LEADER) if unit.id in p.in_charge_of]
        return leaders or list(self._of(Capacity.COUNTY_HEAD))

    def _of(self, capacity: Capacity) -> Iterable[Post]:
        return (p for p in self.posts.values() if p.capacity == capacity)

    def front(self, year: int, unit: int) -> Front | None:
        """The front of a unit in a year, by ids."""
        return self.front_of.get((year, unit))
