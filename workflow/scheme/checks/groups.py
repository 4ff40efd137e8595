"""Groups of units beside the fronts, and whom an item is given to (mission.md: groups are data)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from workflow.scheme.checks.points import NOUNS
from workflow.scheme.checks.subject import Finding, Subject, unknown
from workflow.scheme.lines import Path
from workflow.words import Words


def groups(subject: Subject) -> Iterator[Finding]:
    """Each group names what exists, and is in none that is in it."""
    below = {group["code"]: group.get("groups", []) for group in subject.entries("group")}
    for path, group in subject.each("group"):
        yield from _members(subject, path, group)
        circle = _circle(group["code"], below)
        if circle:
            words = Words("分组循环引用：{0}", "the groups hold each other: {0}")
            yield (*path, "groups"), words.format(" → ".join(circle))


def given_to(subject: Subject) -> Iterator[Finding]:
    """An item that is not for all names fronts, groups and units that exist."""
    for path, item in subject.each("item"):
        yield from _members(subject, path, item)
        for name in NOUNS:
            if item.get(name) == []:
                words = Words(
                    "没有任何单位适用；适用于所有单位的，去掉此项",
                    "this is for nobody; leave it out where the item is for all",
                )
                yield (*path, name), words


def _members(subject: Subject, path: Path, entry: dict[str, Any]) -> Iterator[Finding]:
    known: dict[str, Collection[str] | None] = {
        "fronts": subject.codes("front"),
        "groups": subject.codes("group"),
        "units": subject.units,
    }
    for name, noun in NOUNS.items():
        of_name = known[name]
        for position, code in enumerate(entry.get(name, ())):
            if of_name is not None and code not in of_name:
                yield (*path, name, position), unknown(noun.zh, noun.en, code)


def _circle(start: str, below: dict[str, list[str]]) -> list[str]:
    """The way from a group back to itself; empty where there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for code in below.get(way[-1], ()):
            if code == start:
                return [*way, code]
            if code not in seen:
                seen.add(code)
                ways.append([*way, code])
    return []
