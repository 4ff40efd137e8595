"""What a verification found: one check per question, each naming the first thing that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workflow.audit.verified import Verified
from workflow.words import Words

# What reading bent data runs into; any of it in an entry or a row is a fault of that.
BENT_DATA = (KeyError, TypeError, ValueError, AttributeError, AssertionError)
CONSISTENT = Words(
    "仅证明自洽：日志与数据相互吻合，但未与外部保存的检查点核对。",
    "Consistent only: log and tables agree with each other; nothing kept outside was compared.",
)
AUTHENTIC = Words(
    "真实：与外部保存的凭据相符，已签至第 {signed} 条。",
    "Authentic: it fits what was kept outside, and is signed up to {signed} entries.",
)
BENT = Words(
    "不吻合：日志或数据被改动过，见第一处。",
    "Bent: the log or the tables were changed; the first place is named.",
)


@dataclass(frozen=True)
class Fault:
    """The first bad thing of a check: which row, which field, which entry of the log is concerned.

    `entry` is the entry itself where that is bad, else the one that last wrote the row; None where
    no entry knows the row.
    """

    words: Words
    entry: int | None = None
    table: str | None = None
    id: int | None = None
    field: str | None = None


@dataclass(frozen=True)
class Check:
    """The answer to one question: `name` is its stable code, `detail` a sentence."""

    name: str
    label: Words
    ok: bool
    detail: Words
    fault: Fault | None


@dataclass(frozen=True)
class Report:
    """All checks of one run, over a log of `size` entries with this RFC 6962 root (hex)."""

    size: int
    root: str
    checks: tuple[Check, ...]
    # Up to how many entries it is signed, and whether something from outside was compared.
    signed: int = 0
    outside: bool = False
    # How far this run came, for the next to go on from there; to be kept outside.
    verified: Verified | None = None

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(check.ok for check in self.checks)

    @property
    def verdict(self) -> Words:
        """The result in a sentence; "authentic" needs a checkpoint or a key from outside."""
        if not self.ok:
            return BENT
        return AUTHENTIC.format(signed=self.signed) if self.outside else CONSISTENT

    @property
    def first(self) -> Check | None:
        """The first check that failed."""
        return next((check for check in self.checks if not check.ok), None)


class Finder:
    """A check while it runs: keeps the first fault and goes on."""

    def __init__(self, name: str, zh: str, en: str) -> None:
        self.name = name
        self.label = Words(zh, en)
        self.fault: Fault | None = None

    def fail(
        self,
        zh: str,
        en: str,
        *,
        entry: int | None = None,
        table: str | None = None,
        id: int | None = None,
        field: str | None = None,
        **values: Any,
    ) -> None:
        """Note a fault, unless there was one before. The sentences may name any of the values."""
        if self.fault is not None:
            return
        named = {"entry": entry, "table": table, "id": id, "field": field, **values}
        self.fault = Fault(Words(zh, en).format(**named), entry, table, id, field)

    def check(self, zh: str, en: str, **values: Any) -> Check:
        """The finished check; the sentences say what was looked at when nothing was wrong."""
        fault = self.fault
        detail = fault.words if fault else Words(zh, en).format(**values)
        return Check(self.name, self.label, fault is None, detail, fault)
