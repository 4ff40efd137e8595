"""The list of targets: deep pages beside the first, for each reader and each filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import statements
from workflow.bench import county
from workflow.bench.acts import recording
from workflow.bench.county import Bench
from workflow.bench.measure import Result, Times, dearer, undisturbed
from workflow.queries.reader import Reader, reader_of
from workflow.queries.target_list import page
from workflow.words import Words

READERS = ("office", "hu00", "leader0", "inspector")
FILTERS: tuple[dict[str, str], ...] = (
    {"year": str(county.RUNNING)},
    {"unit": "U07"},
    {"front": "economy"},
    {"category": "key"},
    {"state": "due"},
    {"turn": "inspector"},
    {"light": "red"},
    {"q": "公路"},
    {"q": "第59"},
    {"due_before": "2006-01-01"},
    {"year": str(county.RUNNING), "unit": "U07"},
    {"year": str(county.RUNNING), "light": "red"},
)


def measure(bench: Bench, rounds: int) -> list[Result]:
    """Pages far back beside the first, `rounds` times each in turn.

    For each reader a page at nine tenths of the list, and the last, where what is sought is sought
    until the very end; with filters the last.
    """
    results = []
    with undisturbed():
        for username in READERS:
            reader = _reader(bench, username)
            ids = _ids(reader, {})
            about = Words(f"清单 90% 处对第一页：{username}", f"list at 90% : page 1, {username}")
            results.append(_deep(reader, {}, ids[len(ids) * 9 // 10], about, rounds))
            about = Words(f"清单末页对第一页：{username}", f"last page : page 1, {username}")
            results.append(_deep(reader, {}, _before_last(ids), about, rounds))
        reader = _reader(bench, "office")
        for filters in FILTERS:
            named = " ".join(f"{name}={value}" for name, value in filters.items())
            after = _before_last(_ids(reader, filters))
            results.append(_deep(reader, filters, after, Words(f"  {named}", f"  {named}"), rounds))
    return results


def _reader(bench: Bench, username: str) -> Reader:
    return reader_of(bench.door.database, bench.play.clock, bench.play.actor(username))


def _deep(
    reader: Reader, filters: Mapping[str, str], after: int, about: Words, rounds: int
) -> Result:
    first, deep = Times(), Times()
    for _ in range(rounds):
        first.run(lambda: page(reader, filters))
        deep.run(lambda: page(reader, filters, after=after))
    return dearer(about, deep, first, 1.5)


def _ids(reader: Reader, filters: Mapping[str, str]) -> list[int]:
    """All that a list holds, by paging through it."""
    ids: list[int] = []
    after: int | None = 0
    while after is not None:
        rows, after = page(reader, filters, limit=200, after=after)
        ids += [row["id"] for row in rows]
    return ids


def _before_last(ids: list[int]) -> int:
    """The id after which the last 50 begin."""
    return ids[-51] if len(ids) > 50 else 0


def plan(reader: Reader, filters: Mapping[str, str], after: int = 0) -> list[str]:
    """How SQLite goes about a page: its words on each step."""
    with recording(reader.database) as recorder:
        page(reader, filters, after=after)
    sql, values = recorder.statements[-1]
    rows: list[Any] = statements.run(
        reader.database, f"EXPLAIN QUERY PLAN {sql}", values
    ).fetchall()
    return [row[-1] for row in rows]
