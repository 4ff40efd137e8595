"""What a check is given, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from workflow.scheme.lines import Path
from workflow.words import Words

Body = dict[str, Any]
Finding = tuple[Path, Words]


@dataclass(frozen=True)
class Subject:
    """A scheme's body, and the county's codes of units and posts where they are known."""

    body: Body
    units: Collection[str] | None = None
    posts: Collection[str] | None = None

    def entries(self, name: str) -> list[Body]:
        """The tables headed [[name]]; none where the file has none."""
        found: list[Body] = self.body.get(name, [])
        return found

    def codes(self, name: str) -> set[str]:
        """The codes of the tables headed [[name]]."""
        return {entry["code"] for entry in self.entries(name)}

    def each(self, name: str) -> Iterator[tuple[Path, Body]]:
        """The tables headed [[name]], each with its path."""
        for position, entry in enumerate(self.entries(name)):
            yield (name, position), entry


def unknown(zh: str, en: str, code: str) -> Words:
    """The sentence on a code that names nothing."""
    return Words(f"没有{zh}“{code}”", f"there is no {en} {code!r}")
