"""A hand on the door for the demo county: people by user name, time by a clock that is set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models import statements
from workflow.case import Actor
from workflow.clock import SHANGHAI, Manual
from workflow.door import Door


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
        signs = act in ("submit", "review", "approve", "confirm_support")
        seen = {"digest": row["digest"]} if signs else {"version": row["version"]}
        self.door.perform(act, "target", target, self.actor(username), {**seen, **fields})
        self.clock.forward(seconds=7)

    def _version(self, table: str, number: int) -> int:
        sql = f'SELECT version FROM "{table}" WHERE id = ?'
        return int(statements.value(self.door.database, sql, (number,)))
