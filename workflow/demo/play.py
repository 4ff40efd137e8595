"""A hand on the door for the demo county: people by user name, time by a clock that is set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from models import statements
from workflow.case import Actor
from workflow.clock import SHANGHAI, Manual
from workflow.door import Done, Door, Knock
from workflow.lifecycle import act_named

# A target's id; with the fields of the input; without an id, a new target.
Asked = int | tuple[int | None, dict[str, Any]]


class Play:
    """Performs acts as people do, at times one says. Everything goes through the door."""

    def __init__(self, door: Door, clock: Manual, channel: str = "import") -> None:
        self.door = door
        self.clock = clock
        self.channel = channel
        self._ids: dict[str, int] = {}

    def on(self, month: int, day: int, year: int = 2013, hour: int = 9) -> None:
        """Set the clock to a morning in the county."""
        self.clock.set(datetime(year, month, day, hour, tzinfo=SHANGHAI))

    def actor(self, username: str) -> Actor:
        """The person as an actor; the operator where the name is empty."""
        if not username:
            return Actor(None, "operator", self.channel)
        if username not in self._ids:
            sql = "SELECT id FROM person WHERE username = ?"
            self._ids[username] = statements.value(self.door.database, sql, (username,))
        return Actor(self._ids[username], username, self.channel)

    def county(self, username: str, act: str, /, **fields: Any) -> int:
        """An act on the county; the id of what it made."""
        done = self.door.perform(act, "county", None, self.actor(username), fields)
        self.clock.forward(seconds=7)
        return done.object_id or 0

    def year(self, username: str, act: str, year: int, /, **fields: Any) -> None:
        """An act on a year at its present version."""
        version = self._version("year", year)
        fields = {"version": version, **fields}
        self.door.perform(act, "year", year, self.actor(username), fields)
        self.clock.forward(seconds=7)

    def item(self, username: str, act: str, item: int) -> None:
        """An act on a common item at its present digest."""
        digest = statements.value(
            self.door.database, "SELECT digest FROM item WHERE id = ?", (item,)
        )
        self.door.perform(act, "item", item, self.actor(username), {"digest": digest})
        self.clock.forward(seconds=7)

    def new(self, username: str, act: str, /, **fields: Any) -> int:
        """A new target; its id."""
        done = self.door.perform(act, "target", None, self.actor(username), fields)
        self.clock.forward(seconds=7)
        assert done.object_id is not None
        return done.object_id

    def act(self, username: str, act: str, target: int, /, **fields: Any) -> None:
        """An act on a target, as one who has just looked at it."""
        row = statements.row(
            self.door.database, "SELECT version, digest FROM target WHERE id = ?", (target,)
        )
        assert row is not None
        name = _seen_by(act)
        seen = {name: row[name]}
        self.door.perform(act, "target", target, self.actor(username), {**seen, **fields})
        self.clock.forward(seconds=7)

    def many(self, username: str, act: str, targets: Iterable[Asked]) -> list[int]:
        """One act on many targets in one transaction, as one who has just looked at them all.

        Each is a target's id, or the id with the fields of its input; without an id it is a new
        target. Raises what the door would not do. Returns the targets' ids.
        """
        asked = [one if isinstance(one, tuple) else (one, {}) for one in targets]
        seen = self._seen([number for number, _ in asked if number is not None], act)
        knocks = [
            Knock(act, "target", number, {**seen.get(number or 0, {}), **fields})
            for number, fields in asked
        ]
        done = self.door.perform_many(knocks, self.actor(username), together=True)
        self.clock.forward(seconds=7)
        return [one.object_id or 0 for one in done if isinstance(one, Done)]

    def _seen(self, targets: list[int], act: str) -> dict[int, dict[str, Any]]:
        name = _seen_by(act)
        shown: dict[int, dict[str, Any]] = {}
        for first in range(0, len(targets), 500):
            some = targets[first : first + 500]
            sql = (
                f"SELECT id, version, digest FROM target WHERE id IN ({', '.join('?' * len(some))})"
            )
            for row in statements.rows(self.door.database, sql, some):
                shown[row["id"]] = {name: row[name]}
        return shown

    def organise(self, username: str, acts: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Many acts on the county in one transaction, in order."""
        knocks = [Knock(act, "county", None, fields) for act, fields in acts]
        self.door.perform_many(knocks, self.actor(username), together=True)
        self.clock.forward(seconds=7)

    def _version(self, table: str, number: int) -> int:
        sql = f'SELECT version FROM "{table}" WHERE id = ?'
        return int(statements.value(self.door.database, sql, (number,)))


def _seen_by(act: str) -> str:
    """What the actor says to have seen: the content's digest where the act puts a hand on it."""
    row = act_named("target", act)
    assert row is not None
    return "digest" if row.signs else "version"
