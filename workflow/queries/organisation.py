"""Loading the organisation, and keeping it while its counter stands still."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any
from weakref import WeakKeyDictionary

import peewee

from models import statements
from models.locks import snapshot
from workflow.clock import days_of
from workflow.effects.drafting import codes_in
from workflow.organisation import Delegation, Front, Holding, Organisation, Post, Unit
from workflow.terms import Capacity
from workflow.words import Words

_kept: WeakKeyDictionary[peewee.Database, Organisation] = WeakKeyDictionary()
_guard = threading.Lock()


def organisation(database: peewee.Database, version: int) -> Organisation:
    """The organisation at the county's counter `version`; loaded only when the counter moved."""
    kept = _kept.get(database)
    if kept is not None and kept.version == version:
        return kept
    with snapshot(database):
        loaded = _load(database, version)
    with _guard:
        _kept[database] = loaded
    return loaded


def forget(database: peewee.Database) -> None:
    """Read it anew next time: what was kept came out of a transaction that was rolled back."""
    with _guard:
        _kept.pop(database, None)


def _name(row: dict[str, Any]) -> Words:
    return Words(row["name_zh"], row["name_en"])


def _load(database: peewee.Database, version: int) -> Organisation:
    rows = statements.rows
    units = {
        r["id"]: Unit(r["id"], r["code"], _name(r), r["kind"])
        for r in rows(database, "SELECT id, code, name_zh, name_en, kind FROM unit ORDER BY id")
    }
    fronts = {
        r["id"]: Front(r["id"], r["code"], _name(r))
        for r in rows(
            database, 'SELECT id, code, name_zh, name_en FROM front ORDER BY "position", id'
        )
    }
    charge: defaultdict[int, set[int]] = defaultdict(set)
    for r in rows(database, "SELECT post_id, unit_id FROM portfolio"):
        charge[r["post_id"]].add(r["unit_id"])
    posts = {
        r["id"]: Post(
            r["id"],
            r["code"],
            _name(r),
            Capacity(r["capacity"]),
            units.get(r["unit_id"]),
            frozenset(charge[r["id"]]),
        )
        for r in rows(
            database, "SELECT id, code, name_zh, name_en, unit_id, capacity FROM post ORDER BY id"
        )
    }
    return Organisation(
        version=version,
        units={u.code: u for u in units.values()},
        fronts={f.code: f for f in fronts.values()},
        posts={p.code: p for p in posts.values()},
        holdings=_holdings(database, posts),
        front_of={
            (r["year"], r["unit_id"]): fronts[r["front_id"]]
            for r in rows(database, "SELECT year, unit_id, front_id FROM unit_front")
        },
        unit_by_id=units,
        post_by_id=posts,
        delegations=_delegations(database, posts, units),
    )


def _holdings(database: peewee.Database, posts: dict[int, Post]) -> dict[int, tuple[Holding, ...]]:
    held: defaultdict[int, list[Holding]] = defaultdict(list)
    sql = (
        "SELECT h.person_id, h.post_id, h.since, h.until FROM holding h "
        "JOIN person p ON p.id = h.person_id WHERE p.active = 1 ORDER BY h.id"
    )
    for r in statements.rows(database, sql):
        held[r["person_id"]].append(
            Holding(r["person_id"], posts[r["post_id"]], r["since"], r["until"])
        )
    return {person: tuple(some) for person, some in held.items()}


def _delegations(
    database: peewee.Database, posts: dict[int, Post], units: dict[int, Unit]
) -> tuple[Delegation, ...]:
    sql = (
        "SELECT d.*, p.active FROM delegation d JOIN person p ON p.id = d.delegate_id ORDER BY d.id"
    )
    numbers = {unit.code: unit.id for unit in units.values()}
    return tuple(_delegation(row, posts, numbers) for row in statements.rows(database, sql))


def _delegation(row: dict[str, Any], posts: dict[int, Post], numbers: dict[str, int]) -> Delegation:
    since, until = days_of(row["from_on"], row["until_on"])
    units, acts = codes_in(row["units"]), codes_in(row["acts"])
    return Delegation(
        id=row["id"],
        post=posts[row["post_id"]],
        principal=row["principal_id"],
        delegate=row["delegate_id"],
        since=since,
        until=until,
        units=frozenset(numbers[code] for code in units) or None,
        acts=frozenset(acts) or None,
        ended_at=row["ended_at"],
        active=bool(row["active"]),
    )
