"""What somebody kept outside (a checkpoint, a verifier key), held against this log.

Only this makes a verdict more than "consistent": whoever holds server, database and key can write
everything anew, but cannot change what others hold already.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflow.audit.checkpoint import Checkpoint
from workflow.audit.note import BadNote, Verifier, opened, parts
from workflow.audit.report import Check, Finder
from workflow.audit.seals import Seals
from workflow.words import Words


class NotGiven(ValueError):
    """What was given cannot be read as a checkpoint or a key; `words` say which."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


class Outside:
    """A checkpoint kept elsewhere, the log's verifier key, or both."""

    def __init__(self, note: str | None, vkey: str | None) -> None:
        self.found = Finder("outside", "与外部保存的凭据一致", "It fits what was kept outside")
        self._note = note
        self._verifier = _verifier(vkey) if vkey else None
        self._checkpoint = _checkpoint(note) if note is not None else None

    @property
    def given(self) -> bool:
        """Whether there is anything to hold the log against."""
        return self._verifier is not None or self._checkpoint is not None

    @property
    def sizes(self) -> set[int]:
        """The sizes at which the tree's root is wanted."""
        return {self._checkpoint.size} if self._checkpoint else set()

    def judge(self, seals: Seals, roots: Mapping[int, bytes], empty: bytes) -> None:
        """Note the first thing that does not fit."""
        if self._verifier is not None and self._verifier not in [k.verifier for k in seals.keys]:
            self.found.fail(
                "日志中没有这把密钥：签名者另有其人，或日志已被改写。",
                "The log never had this key: somebody else signed it, or it was rewritten.",
                table="log_key",
                field="vkey",
            )
        elif self._verifier is not None and not _signed_by(seals, self._verifier):
            self.found.fail(
                "没有这把密钥签的检查点。",
                "No checkpoint is signed with this key.",
                table="checkpoint",
                field="note",
            )
        if self._checkpoint is not None:
            self._compare(seals, self._checkpoint, {0: empty, **roots})

    def _compare(self, seals: Seals, kept: Checkpoint, roots: Mapping[int, bytes]) -> None:
        verifiers = [self._verifier] if self._verifier else [k.verifier for k in seals.keys]
        try:
            opened(self._note or "", verifiers)
        except BadNote:
            self.found.fail(
                "外部检查点不是这份日志的密钥所签。",
                "The checkpoint from outside is not signed with a key of this log.",
            )
            return
        if roots.get(kept.size) != kept.root:
            self.found.fail(
                "外部检查点（{size} 条）与日志不符：此前的记录被改动、截去或另写了一份。",
                "The log is not what the checkpoint from outside states over {size} entries: some "
                "of them were changed, cut off or written anew.",
                entry=None,
                size=kept.size,
            )

    def check(self) -> Check:
        """The finished check."""
        size = self._checkpoint.size if self._checkpoint else 0
        return self.found.check(
            "外部检查点 {size} 条。" if size else "密钥相符。",
            "A checkpoint over {size} entries." if size else "The key is the log's.",
            size=size,
        )


def _signed_by(seals: Seals, verifier: Verifier) -> bool:
    for row in reversed(seals.stored):
        try:
            opened(row["note"], [verifier])
        except BadNote:
            continue
        return True
    return False


def _verifier(vkey: str) -> Verifier:
    try:
        return Verifier.of(vkey.strip())
    except BadNote as error:
        raise NotGiven("给出的不是验证密钥。", "This is no verifier key.") from error


def _checkpoint(note: str) -> Checkpoint:
    try:
        return Checkpoint.of(parts(note)[0])
    except BadNote as error:
        raise NotGiven(
            "给出的不是签名检查点。", "What was given is no signed checkpoint."
        ) from error
