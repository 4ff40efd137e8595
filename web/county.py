"""The opened county that a running program serves: its settings, its door, its people."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g

from config import Config
from models.base import Database
from workflow.audit.instant import Instant
from workflow.audit.keys import KeyFolder
from workflow.case import Actor
from workflow.clock import Clock
from workflow.door import Door
from workflow.organisation import Organisation
from workflow.queries import facts
from workflow.queries.organisation import organisation
from workflow.queries.reader import Reader, reader_of


@dataclass(frozen=True)
class County:
    """What every page needs: the settings and the one door."""

    config: Config
    door: Door
    # Where the log's key is kept, if this program signs.
    folder: KeyFolder | None = None

    @property
    def database(self) -> Database:
        """The county's database, for reading; whatever changes anything goes through the door."""
        return self.door.database

    @property
    def clock(self) -> Clock:
        """The county's clock; a demo county lives in a year of its own."""
        return self.door.clock

    @property
    def organisation(self) -> Organisation:
        """The units, posts and people as they are now."""
        row = facts.county(self.database)
        return organisation(self.database, row["organisation"] if row else 0)


@dataclass(frozen=True)
class Past:
    """The county as it was, which one request looks at (web/past.py)."""

    county: County
    instant: Instant


def live() -> County:
    """The county of this request's application, as it is now."""
    county: County = current_app.extensions["county"]
    return county


def here() -> County:
    """The county that this request reads: the present one, unless it looks back."""
    past: Past | None = g.get("past")
    return past.county if past else live()


def reader() -> Reader:
    """The signed-in person's view of the county, the same throughout one request."""
    if "reader" not in g:
        county = here()
        g.reader = reader_of(county.database, county.clock, actor())
    known: Reader = g.reader
    return known


def actor() -> Actor:
    """Who makes this request; set before any view that needs a person runs."""
    known: Actor = g.actor
    return known
