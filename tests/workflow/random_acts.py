"""Random people doing random acts for as long as one asks, by a seed alone.

The walks of `test_state_machine.py` are short and many; here one county lives long.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.builders import World, golden
from tests.workflow.test_state_machine import (
    ACTS,
    ONWARD,
    PEOPLE,
    POSTS,
    PROPOSED,
    SIGNED,
    County,
)

USUAL = (
    ("xq.head", "submit"), ("zs.head", "confirm_support"), ("leader1", "review"),
    ("head", "approve"), ("xq.head", "report_done"), ("inspector1", "inspect"),
    ("office", "score"),
)  # fmt: skip
# How often each of `Life`'s steps is taken, of a hundred.
STEPS = {
    "onward": 26, "anything": 10, "usual": 36, "proposed": 8, "begun": 8, "moved": 4,
    "common": 2, "issued": 2, "later": 4,
}  # fmt: skip


class Life:
    """One county and the dice."""

    def __init__(self, county: County, seed: int) -> None:
        self.county = county
        self.dice = random.Random(seed)

    @property
    def world(self) -> World:
        return self.county.world

    def until(self, size: int) -> None:
        """Steps until the log has so many entries."""
        # What others did to this county meanwhile is theirs to count.
        self.county.size = self.world.size()
        while self.world.size() < size:
            kind = self.dice.choices(list(STEPS), list(STEPS.values()))[0]
            getattr(self, f"_{kind}")()

    def _target(self) -> int:
        # Mostly one of the latest: what is scored or cancelled takes little more.
        newest = self.county.targets[-12:]
        return self.dice.choice(newest if self.dice.random() < 0.8 else self.county.targets)

    def _act(self, who: str, act: str, target: int, *, fresh: bool = True, **more: Any) -> None:
        self.county.act(who, act, target, self.dice.randrange(41), fresh, **more)

    def _onward(self) -> None:
        self._act(*self.dice.choice(ONWARD), self._target())

    def _anything(self) -> None:
        who, act = self.dice.choice(PEOPLE), self.dice.choice(ACTS)
        self._act(who, act, self._target(), fresh=self.dice.random() < 0.8)

    def _usual(self) -> None:
        """A target of its own, or an old one, goes its way for a while."""
        if self.dice.random() < 0.7:
            self._begun()
        target = self.county.targets[-1]
        for who, act in USUAL[: self.dice.randint(2, len(USUAL))]:
            self._act(who, act, target)

    def _proposed(self) -> None:
        target = self._target()
        self.county.summer_comes()
        act, people = self.dice.choice(PROPOSED)
        self._act(self.dice.choice(people), act, target)
        for who, hand in self.dice.sample(SIGNED, self.dice.randint(0, len(SIGNED))):
            more = {"responsible_post": "SM-YBS"} if hand == "edit" else {}
            self._act(who, hand, target, **more)

    def _begun(self) -> None:
        year = self.world.row("SELECT state FROM year WHERE id = 2013")["state"]
        act = self.dice.choice(["create", "assign"]) if year == "drafting" else "add"
        who = "xq.drafter" if act == "create" else "office"
        self.county.begin(who=who, act=act)

    def _moved(self) -> None:
        self.county.move_to_another_post(post=self.dice.choice(POSTS))

    def _common(self) -> None:
        if len(self.county.targets) < 6:
            self.county.give_a_common_item()

    def _issued(self) -> None:
        self.county.issue_the_plan()

    def _later(self) -> None:
        self.county.time_passes(days=self.dice.randint(1, 9))


@contextmanager
def living(storage: Any, goldens: dict[str, str], seed: int) -> Iterator[Life]:
    """A county of its own on this storage. Prints its seed, by which it is the same again."""
    kind = type(storage).__name__
    if kind not in goldens:
        goldens[kind] = golden(storage)
    tally: Counter[str] = Counter()
    about = {"url": goldens[kind], "storage": storage, "tally": tally}
    county = type("Walk", (County,), about)()
    # From where the log is: of entries that bear one time no moment can tell which were there.
    county.world.clock.set(county.world.desk().now)
    county.world.clock.forward(seconds=1)
    try:
        yield Life(county, seed)
    finally:
        print(f"{kind}: seed {seed}, {dict(tally)}")
        county.teardown()
