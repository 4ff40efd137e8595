"""Opening a county: its database brought up to date, its clock, its door."""

from __future__ import annotations

from datetime import timedelta

from models.base import Database, DatabaseError, DatabaseUnusable, open_database
from models.migrate import check_not_newer, migrate, missing
from workflow.audit.entry import Log
from workflow.clock import BadClock, Clock, shift_of, shifted, system_clock
from workflow.door import Door
from workflow.queries import facts


def clock_of(database: Database, setting: str, *, demo: bool) -> Clock:
    """The county's clock: the real one, but for a demo county, which keeps its own.

    `setting` is SHANGXIA_CLOCK. Raises BadClock where it is used outside demo mode, cannot be read,
    or would put the clock before the last entry of the log.
    """
    county = facts.county(database)
    is_demo = bool(county and county["demo"])
    base = timedelta(seconds=county["clock_shift"] if county else 0)
    if not setting:
        return shifted(system_clock, base) if is_demo else system_clock
    if not (demo or is_demo):
        raise BadClock("SHANGXIA_CLOCK is for demo mode only")
    try:
        shift = shift_of(setting, system_clock(), base)
    except BadClock as error:
        raise BadClock(
            f"SHANGXIA_CLOCK must be an ISO time with zone or an offset such as +40d, not {error}"
        ) from error
    last = Log.open(database).last
    if last is not None and system_clock() + shift < last:
        raise BadClock(f"SHANGXIA_CLOCK lies before the last entry of the log, {last.isoformat()}")
    return shifted(system_clock, shift)


def open_county(url: str, *, make: bool = False) -> Database:
    """The county's database, migrated where `make`; connected for this thread.

    Raises DatabaseUnusable with one clear line.
    """
    database = open_database(url)
    try:
        if make:
            migrate(database)
        database.connect(reuse_if_open=True)
        check_not_newer(database)
        behind = missing(database)
        if behind:
            raise DatabaseUnusable(f"the database lacks {', '.join(behind)}: run shangxia migrate")
    except DatabaseError as error:
        database.close()
        raise DatabaseUnusable(f"the database cannot be opened: {error}") from error
    except DatabaseUnusable:
        database.close()
        raise
    return database


def door_of(database: Database, setting: str = "", *, demo: bool = False) -> Door:
    """The door of an open county under its own clock."""
    return Door(database, clock_of(database, setting, demo=demo))
