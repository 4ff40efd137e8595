"""Signing the log: a checkpoint over what was added, or the reason why not (design.md section 4).

Outside the door and its transaction. The signer believes nothing that the database says of its own
tree: it goes on from the compact range that it kept on its own disk, hashes every new entry itself,
and signs only if it comes to the head that is stored. Where the log is shorter than, or other than
what was signed before, nothing is signed until a person opens a new origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.base import Conflict, Database
from models.locks import county_lock
from models.unit_of_work import Stage, unit_of_work
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.entry import Log
from workflow.audit.growing import Growing
from workflow.audit.keys import KeyFolder, KeyUnusable, Sealed
from workflow.audit.note import BadNote, SigningKey, Verifier, opened, parts, signed
from workflow.audit.rehash import rehashed
from workflow.audit.tree import Frontier, leaf_hash
from workflow.clock import Clock, stamp
from workflow.queries import checkpoints, leaves
from workflow.words import Words

Values = dict[str, Any]
Subtree = tuple[int, int, bytes]


class WillNotSign(Exception):
    """What was signed and what is stored do not go together; `code` and sentence say how."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.words = Words(zh, en)


@dataclass
class Sealer:
    """Signs one county's log with the key in `folder`."""

    database: Database
    clock: Clock
    folder: KeyFolder
    _thorough: bool = False

    def seal(self, *, thorough: bool = False) -> Values | None:
        """Sign what was added since the last time; the newest checkpoint, if there is one.

        `thorough` hashes everything that was signed before once more, instead of believing stored
        subtrees: what a program does once, before it signs for the first time. Raises WillNotSign,
        and nothing was signed; DatabaseError where the county cannot be reached.
        """
        self._thorough = thorough
        try:
            with self.folder.alone():
                return self._seal()
        except KeyUnusable as error:
            raise unusable(error) from error
        except leaves.MissingLeaves as error:
            raise _shorter() from error

    def _seal(self) -> Values | None:
        keys = checkpoints.keys(self.database)
        if not keys:
            self._not_signed_elsewhere()
            return None
        signers = self._signers(keys)
        before = self._before(keys[-1]["origin"])
        head = Log.open(self.database).frontier
        if before is not None and head.size <= before.size:
            return checkpoints.latest(self.database)
        start = Frontier.decode(before.size, before.frontier) if before else Frontier.empty()
        sealed, subtrees = self._sign(keys[-1]["origin"], start, head, signers)
        # First on our own disk: what was signed is never forgotten, whatever becomes of the rest.
        self.folder.keep(sealed)
        self._store(sealed, subtrees)
        self._finish(signers)
        return checkpoints.latest(self.database)

    # — who signs —

    def _not_signed_elsewhere(self) -> None:
        sealed = self.folder.sealed()
        if sealed is not None:
            raise WillNotSign(
                "other_log",
                f"此处的密钥已签过另一份日志（{sealed.origin}，{sealed.size} 条），"
                "现有数据库不是它。",
                f"The key here has signed another log ({sealed.origin}, {sealed.size} entries); "
                "this database does not hold it.",
            )

    def _signers(self, keys: list[Values]) -> list[SigningKey]:
        """The key in force, after the one that it takes over from where that is still to sign."""
        in_force, key = keys[-1], self.folder.key()
        if key is not None and key.verifier.text == in_force["vkey"]:
            return [key]
        follower = self.folder.next()
        if follower is None or follower.verifier.text != in_force["vkey"]:
            code = "key_missing" if key is None else "key_other"
            raise WillNotSign(
                code,
                f"此处没有日志现行密钥 {in_force['vkey']}。",
                f"The key in force, {in_force['vkey']}, is not here.",
            )
        if in_force["kind"] == "reopened":
            self.folder.set_aside()
            self.folder.take_over()
            return [follower]
        if key is None or key.verifier.text != keys[-2]["vkey"]:
            raise WillNotSign(
                "key_missing",
                "轮换须由前一密钥同签，而前一密钥不在此处。",
                "A key is taken over from by both signing; the one before is not here.",
            )
        return [key, follower]

    def _finish(self, signers: list[SigningKey]) -> None:
        """After a rotation was signed by both, the new key stands alone."""
        if len(signers) > 1:
            self.folder.take_over()

    # — what was signed before —

    def _before(self, origin: str) -> Sealed | None:
        """The last seal of this origin, on our disk or by another machine with our key."""
        sealed, newest = self.folder.sealed(), checkpoints.latest_of(self.database, origin)
        if sealed is None:
            if newest is None:
                return None
            raise WillNotSign(
                "seal_missing",
                "密钥旁的签名记录不见了：无从核对日志是否被截短。",
                "The record of what was signed is gone from beside the key: whether the log was "
                "cut cannot be told.",
            )
        if sealed.origin != origin:
            raise WillNotSign(
                "other_log",
                f"签名记录属于 {sealed.origin}，不是 {origin}。",
                f"What was signed is of {sealed.origin}, not of {origin}.",
            )
        self._compare(sealed.size, sealed.frontier)
        if newest is not None and newest["size"] > sealed.size:
            return self._adopted(newest, origin, sealed)
        self._checkpoints_are_there(sealed, newest)
        return sealed

    def _compare(self, size: int, frontier: str) -> None:
        """Whether the log still begins with what was signed."""
        if Log.open(self.database).size < size:
            raise _shorter()
        if self._frontier_at(size).encode() != frontier:
            raise WillNotSign(
                "forked",
                f"日志前 {size} 条与已签名的不是同一内容。",
                f"The first {size} entries are not those that were signed.",
            )

    def _frontier_at(self, size: int) -> Frontier:
        if self._thorough:
            return rehashed(self.database, size).frontier
        return leaves.frontier_at(self.database, size)

    def _adopted(self, newest: Values, origin: str, sealed: Sealed) -> Sealed:
        """A later checkpoint that another machine signed with the same key goes on from ours."""
        keys = [Verifier.of(k["vkey"]) for k in checkpoints.keys(self.database)]
        try:
            text = opened(newest["note"], [k for k in keys if k.name == origin]).text
            stated = Checkpoint.of(text)
        except BadNote as error:
            raise _not_ours(newest["size"]) from error
        frontier = leaves.frontier_at(self.database, newest["size"])
        if (stated.origin, stated.size, stated.root) != (origin, newest["size"], frontier.root()):
            raise _not_ours(newest["size"])
        adopted = Sealed(
            origin,
            stated.size,
            stated.root.hex(),
            frontier.encode(),
            newest["note"],
            sealed.size,
        )
        self.folder.keep(adopted)
        return adopted

    def _checkpoints_are_there(self, sealed: Sealed, newest: Values | None) -> None:
        """The stored checkpoints end with our last seal; one lost in a crash is stored again."""
        if newest is not None and newest["size"] == sealed.size:
            if parts(newest["note"])[0] == parts(sealed.note)[0]:
                return
        elif (newest["size"] if newest else 0) == sealed.previous:
            start = leaves.frontier_at(self.database, sealed.previous)
            self._store(sealed, extended(self.database, start, sealed.size)[1])
            return
        raise WillNotSign(
            "checkpoints_missing",
            f"库中缺少已签名的检查点（{sealed.size} 条）。",
            f"A checkpoint that was signed, over {sealed.size} entries, is not stored.",
        )

    # — signing —

    def _sign(
        self, origin: str, start: Frontier, head: Frontier, signers: list[SigningKey]
    ) -> tuple[Sealed, list[Subtree]]:
        frontier, subtrees = extended(self.database, start, head.size)
        if frontier != head:
            raise WillNotSign(
                "head_bent",
                f"第 {start.size} 条以后的日志与其树根不符。",
                f"The entries from {start.size} on do not give the root that is stored.",
            )
        checkpoint = Checkpoint(origin, head.size, frontier.root())
        note = signed(checkpoint.text, *signers)
        root = checkpoint.root.hex()
        return Sealed(origin, head.size, root, frontier.encode(), note, start.size), subtrees

    def _store(self, sealed: Sealed, subtrees: list[Subtree]) -> None:
        stage = Stage()
        at = stamp(self.clock())
        stage.insert(
            "checkpoint",
            origin=sealed.origin,
            size=sealed.size,
            root=sealed.root,
            note=sealed.note,
            at=at,
        )
        for level, place, found in subtrees:
            stage.insert("subtree", level=level, place=place, hash=found.hex())
        try:
            with unit_of_work(county_lock(self.database), self.database) as work:
                work.write(stage)
        except Conflict as error:
            # Another machine signed the same size meanwhile: it can only have signed the same.
            known = checkpoints.stored(self.database, sealed.origin, sealed.size)
            if known is None or known["root"] != sealed.root:
                raise _not_ours(sealed.size) from error


def extended(database: Database, start: Frontier, size: int) -> tuple[Frontier, list[Subtree]]:
    """The compact range after the entries up to `size`, hashed anew, and the subtrees completed."""
    growing = Growing((), leaves.LOWEST_LEVEL, start)
    for index, body in leaves.bodies(database, start.size, size):
        if index != growing.size or not isinstance(body, str):
            break
        growing.append(leaf_hash(body.encode()))
    completed = [(level, place, found) for (level, place), found in growing.subtrees.items()]
    return growing.frontier(), completed


def unusable(error: KeyUnusable) -> WillNotSign:
    """A key or its record that cannot be read or written."""
    return WillNotSign("key_unusable", error.words.zh, error.words.en)


def _shorter() -> WillNotSign:
    return WillNotSign(
        "shorter",
        "日志比已签名的短：可能恢复了旧库，或尾部被截去。",
        "The log is shorter than what was signed: an older database was put in place, or its "
        "tail was cut.",
    )


def _not_ours(size: int) -> WillNotSign:
    return WillNotSign(
        "foreign_checkpoint",
        f"库中 {size} 条的检查点不是本密钥对本日志所签。",
        f"The stored checkpoint over {size} entries is not this key's over this log.",
    )
