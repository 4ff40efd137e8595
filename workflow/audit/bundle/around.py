"""Which entries a stranger needs beside a target's own, to judge who signed it, with what right.

Those on the units, posts and people that its entries name, on its year's rules, its item and its
key tasks, and those that brought its own along. Nobody else's entry is disclosed with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from workflow.queries.bundle import Body, read

Values = dict[str, Any]

# Columns of a target's rows that name people and posts.
PEOPLE = ("person_id", "actor_id", "on_behalf_of_id", "author")
# Acts on a year that say what its plan was and when it took effect.
YEARLY = frozenset({"open", "change_scheme", "issue"})
# Rows of the county that concern every target: keys and witnesses of the log, days off work.
ALWAYS = frozenset({"log_key", "witness", "calendar"})
# Rows that are changed after they were made: once disclosed, so is what becomes of them.
FOLLOWED = frozenset({"holding", "delegation", "key_task", "unit"})


class Around:
    """What a target's entries name; `needs` then tells of each entry whether it is disclosed."""

    def __init__(self, target: Values, found: Iterable[Body]) -> None:
        self.target = target
        self.people: set[int | None] = set()
        self.post_ids: set[int | None] = set()
        self.post_codes: set[str | None] = set()
        self.unit_ids: set[int | None] = {target["unit_id"]}
        self.unit_codes: set[str | None] = set()
        self.key_tasks: set[str] = set()
        self.files: set[int | None] = set()
        self.within: set[int | None] = set()
        # Texts that were disclosed so far: a later order to erase one of them is, too.
        self.texts: set[int] = set()
        self._kept: set[tuple[str, int]] = set()
        posts: dict[int, Values] = {}
        for _, _, entry in read(found):
            if entry["object"]["kind"] == "target":
                self._note(entry)
            for write in entry["writes"]:
                if write["table"] == "post":
                    posts[write["id"]] = {**posts.get(write["id"], {}), **write["after"]}
        for number, row in posts.items():
            if number in self.post_ids or row["code"] in self.post_codes:
                self.post_ids.add(number)
                self.unit_ids.add(row["unit_id"])
        for known in (self.people, self.post_ids, self.unit_ids, self.files, self.within):
            known.discard(None)

    def _note(self, entry: Values) -> None:
        """What one of the target's own entries names."""
        self.people |= {entry["person"], entry["on_behalf_of"]}
        self.post_codes.add(entry["post"])
        self.within.add(entry["within"])
        for write in entry["writes"]:
            row = write["after"]
            self.people |= {row.get(name) for name in PEOPLE}
            self.post_ids.add(row.get("post_id"))
            self.files.add(row.get("file_id"))
            if write["table"] == "revision":
                self._content(json.loads(row["material"]))

    def _content(self, content: Values) -> None:
        self.unit_codes |= {content["lead_unit"], *content["supporting_units"]}
        self.post_codes |= {content["reviewing_post"], content["responsible_post"]}
        self.key_tasks |= set(content["key_tasks"])

    def needs(self, index: int, entry: Values) -> bool:
        """Whether this entry is disclosed with the target; asked in the order of the log."""
        needed = self._is_of_it(index, entry)
        if needed:
            self.texts |= {w["id"] for w in entry["writes"] if w["table"] == "text"}
        return needed

    def _is_of_it(self, index: int, entry: Values) -> bool:
        kind, number = entry["object"]["kind"], entry["object"]["id"]
        if kind == "target":
            return bool(number == self.target["id"])
        if kind == "item" or index in self.within or entry["act"] == "found":
            return True
        if kind == "year":
            return entry["act"] in YEARLY
        return any(map(self._needs_row, entry["writes"]))

    def _needs_row(self, write: Values) -> bool:
        table, number, row = write["table"], write["id"], write["after"]
        if write["before"] is not None and table in FOLLOWED:
            return (table, number) in self._kept
        needed = self._names(table, number, row)
        if needed and table in FOLLOWED:
            self._kept.add((table, number))
        return needed

    def _names(self, table: str, number: int, row: Values) -> bool:
        """Whether a row of the county is one that the target's entries name."""
        if table in ("holding", "delegation"):
            named = {row.get(who) for who in ("person_id", "delegate_id", "principal_id")}
            return bool(named & self.people)
        if table == "unit":
            return number in self.unit_ids or row["code"] in self.unit_codes
        if table == "key_task":
            return row["year_id"] == self.target["year_id"] and row["code"] in self.key_tasks
        if table == "erasure":
            return row["text_id"] in self.texts or row["file_id"] in self.files
        named_ids = {"post": self.post_ids, "person": self.people, "file": self.files}
        if table in named_ids:
            return number in named_ids[table]
        return table in ALWAYS or (table == "year" and number == self.target["year_id"])
