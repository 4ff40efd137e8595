"""Checkpoints, keys and cosignatures as stored, held against the tree that was hashed anew.

A key signs from the entry on that put it in force; the first checkpoint after a rotation bears the
key before, too, so that whoever knows one key of an origin can follow it to the next. Checkpoints
of an origin that was closed may state what the log no longer is: that is why it was closed, and the
act that says so stands in the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.base import Database
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.note import BadNote, SignatureLine, Verifier, opened, parts
from workflow.audit.report import BENT_DATA, Check, Finder
from workflow.queries import checkpoints

Values = dict[str, Any]


@dataclass(frozen=True)
class Key:
    """A key of the log and the entry that put it in force."""

    verifier: Verifier
    origin: str
    kind: str
    entry: int


class Seals:
    """One look at what is stored; `judge` it against the roots by size of the tree."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.stored = checkpoints.every(database)
        self.found = Finder(
            "checkpoints", "检查点签名有效且与日志相符", "Checkpoints are signed and fit the log"
        )
        self.witnessed = Finder(
            "cosignatures", "见证签名有效", "Cosignatures of witnesses are good"
        )
        self.keys: list[Key] = []
        # The size up to which the origin in force is signed.
        self.signed = 0
        self.closed = 0
        self._cosigned = 0
        self._begun: set[Key | None] = set()

    @property
    def sizes(self) -> set[int]:
        """The sizes at which the tree's root is wanted."""
        return {row["size"] for row in self.stored}

    def judge(self, roots: Mapping[int, bytes], size: int, after: int = 0, signed: int = 0) -> None:
        """Every checkpoint over more than `after` entries, then every cosignature, against a log of
        `size` entries that was `signed` so far up to there."""
        self.signed = signed
        self._read_keys()
        for row in self.stored:
            if row["size"] <= after:
                self._begun |= {self._in_force(row["origin"], row["size"])} - {None}
                continue
            try:
                self._judge_one(row, roots, size)
            except BENT_DATA:
                self._row(row, "note", "无法读取", "it cannot be read")
        self._never_signed(size)
        self._judge_witnesses()

    def _read_keys(self) -> None:
        rows, entries = checkpoints.keys(self.database), checkpoints.key_entries(self.database)
        if len(rows) != len(entries):
            self._bad(
                "日志密钥与启用它的记录不符",
                "The log's keys are not those that entries put in force",
                "log_key",
                None,
                None,
            )
        for row, entry in zip(rows, entries, strict=False):
            try:
                verifier = Verifier.of(row["vkey"])
            except BENT_DATA:
                self._bad("密钥无效", "It is no key", "log_key", row["id"], "vkey")
                continue
            self.keys.append(Key(verifier, row["origin"], row["kind"], entry))

    # — one checkpoint —

    def _judge_one(self, row: Values, roots: Mapping[int, bytes], size: int) -> None:
        key = self._in_force(row["origin"], row["size"])
        if key is None:
            self._row(row, "origin", "当时没有这个源头的密钥", "no key of this origin was in force")
            return
        if not self._is_signed(row, self._needed(key)):
            return
        if roots.get(row["size"]) == bytes.fromhex(row["root"]):
            if key.origin == self.keys[-1].origin:
                self.signed = max(self.signed, row["size"])
        elif self._was_closed(key):
            self.closed += 1
        elif row["size"] > size:
            zh, en = "日志比它短：尾部已被截去", "the log is shorter: its tail is gone"
            self._row(row, "size", zh, en)
        else:
            zh, en = "日志此前的内容与它不符", "the log up to there is not what it states"
            self._row(row, "root", zh, en)

    def _needed(self, key: Key) -> list[Verifier]:
        """Whose signatures a checkpoint of this key must bear: the first one after a rotation also
        that of the key before."""
        if key in self._begun:
            return [key.verifier]
        self._begun.add(key)
        before = self.keys[: self.keys.index(key)]
        return [key.verifier, *(k.verifier for k in before[-1:] if key.kind == "rotated")]

    def _in_force(self, origin: str, size: int) -> Key | None:
        """The key that signs this size of this origin. A closed origin's last key signs whatever it
        still had to sign."""
        of_origin = [k for k in self.keys if k.origin == origin]
        covered = [k for k in of_origin if k.entry < size]
        return covered[-1] if covered else None

    def _was_closed(self, key: Key) -> bool:
        return key.origin != self.keys[-1].origin

    def _is_signed(self, row: Values, needed: list[Verifier]) -> bool:
        try:
            read = opened(row["note"], needed)
            stated = Checkpoint.of(read.text)
        except BadNote as error:
            self._row(row, "note", f"签名无效（{error}）", f"its signature is bad ({error})")
            return False
        if set(read.good) != set(needed):
            zh, en = (
                "轮换后的首个检查点缺前一密钥的签名",
                "the key before did not sign the rotation",
            )
            self._row(row, "note", zh, en)
            return False
        told = (stated.origin, stated.size, stated.root.hex())
        if told == (row["origin"], row["size"], row["root"]):
            return True
        names = ("origin", "size", "root")
        field = next(n for n, value in zip(names, told, strict=True) if value != row[n])
        self._row(row, field, "与所签内容不符", "it is not what was signed")
        return False

    def _never_signed(self, size: int) -> None:
        """A key was put in force and everything it signed is gone."""
        if not self.keys or self.signed or self.keys[-1].entry + 1 >= size:
            return
        zh, en = (
            "现行密钥的检查点都不见了",
            "Every checkpoint of the key in force is gone",
        )
        self._bad(zh, en, "checkpoint", None, None)

    def _row(self, row: Values, field: str, zh: str, en: str) -> None:
        self._bad(
            f"检查点 {row['id']}（{row['size']} 条）：{zh}",
            f"Checkpoint {row['id']} (over {row['size']} entries): {en}",
            "checkpoint",
            row["id"],
            field,
        )

    def _bad(self, zh: str, en: str, table: str, number: int | None, field: str | None) -> None:
        # What stands in a row may hold braces; the sentence is finished here.
        zh, en = (text.replace("{", "{{").replace("}", "}}") for text in (zh, en))
        self.found.fail(f"{zh}。", f"{en}.", table=table, id=number, field=field)

    # — witnesses —

    def _judge_witnesses(self) -> None:
        notes = {(row["origin"], row["size"]): row["note"] for row in self.stored}
        for row in checkpoints.cosignatures(self.database):
            self._cosigned += 1
            if not _is_cosigned(row, notes.get((row["origin"], row["size"]))):
                self.witnessed.fail(
                    "见证签名 {id} 无效。",
                    "Cosignature {id} is not its witness's over a stored checkpoint.",
                    table="cosignature",
                    id=row["id"],
                    field="line",
                )

    def checks(self, size: int) -> tuple[Check, ...]:
        """The finished checks."""
        closed_zh = f"；已关闭的源头另有 {self.closed} 个与现日志不符" if self.closed else ""
        closed_en = f"; {self.closed} of closed origins state another log" if self.closed else ""
        return (
            self.found.check(
                f"{{n}} 个，已签至第 {{signed}} 条，其后 {{rest}} 条未签{closed_zh}。",
                f"{{n}}, signed up to {{signed}} entries, {{rest}} not yet{closed_en}.",
                n=len(self.stored),
                signed=self.signed,
                rest=size - self.signed,
            ),
            self.witnessed.check("{n} 个。", "{n}.", n=self._cosigned),
        )


def _is_cosigned(row: Values, note: str | None) -> bool:
    try:
        verifier, line = Verifier.of(row["vkey"]), SignatureLine.of(row["line"])
        return note is not None and verifier.accepts(parts(note)[0], line.signature)
    except BENT_DATA:
        return False
