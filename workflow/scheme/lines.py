"""On which line of a TOML file each of its values stands; for faults, which name their line.

`tomllib` gives values without places, so the text is read a second time, by tree-sitter. A value
that cannot be placed is given the line of what holds it, never a wrong one.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

# Keys and 0-based positions, from the outside in: ("rule", 2, "steps", 0, "at_least").
Path = tuple[str | int, ...]
Lines = dict[Path, int]


def lines_of(toml: str) -> Lines:
    """The line, counted from 1, of every key, table and array entry of valid TOML text.

    The text is not nested deeper than can be followed: checking.py has looked.
    """
    # Loaded here: only who checks a file needs it.
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(toml.encode()).root_node
    return _Reader().read(root)


def line_at(lines: Lines, path: Path) -> int | None:
    """The line of a value, or of the nearest thing around it; None when only the file is."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Reader:
    """One pass over the file; remembers how many entries each array of tables has so far."""

    def __init__(self) -> None:
        self.lines: Lines = {}
        self.entries: dict[Path, int] = {}

    def read(self, root: Node) -> Lines:
        for node in root.named_children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._table(node)
        return self.lines

    def _table(self, node: Node) -> None:
        head = next(child for child in node.named_children if child.type != "comment")
        path = self._inside(_keys(head))
        if node.type == "table_array_element":
            self.entries[path] = self.entries.get(path, -1) + 1
            path = (*path, self.entries[path])
        for length in range(1, len(path) + 1):
            self._mark(path[:length], node)
        for pair in node.named_children:
            if pair.type == "pair":
                self._pair(pair, path)

    def _inside(self, keys: list[str]) -> Path:
        """The path of a table's name: below an array of tables its last entry is meant."""
        path: Path = ()
        for key in keys:
            if path in self.entries:
                path = (*path, self.entries[path])
            path = (*path, key)
        return path

    def _pair(self, node: Node, base: Path) -> None:
        key, value = (child for child in node.named_children if child.type != "comment")
        path = base
        for part in _keys(key):
            path = (*path, part)
            self._mark(path, node)
        self._value(value, path)

    def _value(self, node: Node, path: Path) -> None:
        if node.type == "inline_table":
            for pair in node.named_children:
                if pair.type == "pair":
                    self._pair(pair, path)
        elif node.type == "array":
            inside = (child for child in node.named_children if child.type != "comment")
            for position, child in enumerate(inside):
                self._mark((*path, position), child)
                self._value(child, (*path, position))

    def _mark(self, path: Path, node: Node) -> None:
        """The first time a thing is named is where it stands."""
        self.lines.setdefault(path, node.start_point.row + 1)


def _keys(node: Node) -> list[str]:
    """The parts of a key as they are meant: a."b.c" has two."""
    if node.type == "dotted_key":
        return [part for child in node.named_children for part in _keys(child)]
    written = (node.text or b"").decode()
    # What stands in quotes may hold escapes: whoever reads the file reads them here too.
    return [next(iter(tomllib.loads(f"{written} = 0"))) if node.type == "quoted_key" else written]
