"""What is wrong with a scheme file: which line, which field, and what, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    `line` counts from 1; None where the file is not at hand or the whole of it is meant. `field`
    is the path to the value, entries counted from 1: `rule.3.steps.1.at_least`; empty for the
    whole file.
    """

    line: int | None
    field: str
    words: Words

    @property
    def sentence(self) -> Words:
        """Line, field and what is wrong with it, as one sentence."""
        zh, en = self.words.zh, self.words.en
        if self.field:
            zh, en = f"{self.field}：{zh}", f"{self.field}: {en}"
        if self.line is not None:
            zh, en = f"第 {self.line} 行，{zh}", f"line {self.line}, {en}"
        return Words(zh, en)


class BadScheme(ValueError):
    """The scheme cannot be used; `faults` says what is wrong, `words` all of it as one text."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        sentences = [fault.sentence for fault in self.faults]
        self.words = Words("；".join(s.zh for s in sentences), "; ".join(s.en for s in sentences))
        super().__init__(self.words.en)
