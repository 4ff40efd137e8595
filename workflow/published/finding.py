"""What a published table says against itself, or leaves open: by row, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words, both


@dataclass(frozen=True)
class Finding:
    """One thing about one row; `code` is its kind, for programs.

    `row` is the row that a spreadsheet program shows, 0 for the table as a whole; `heading` is the
    column's as the file spells it, "" for the whole row. `is_wrong`: the table contradicts itself;
    else it only leaves open what a scheme needs.
    """

    sheet: str
    row: int
    heading: str
    code: str
    words: Words
    is_wrong: bool = True

    @property
    def where(self) -> Words:
        """The row and the column."""
        if not self.row:
            return Words("全表", "the table")
        row = Words("第 {0} 行", "row {0}").format(self.row)
        if not self.heading:
            return row
        return Words("{0}“{1}”", "{0}, {1}").format(row, both(self.heading))

    @property
    def said(self) -> Words:
        """Where and what, in one sentence."""
        return Words("{0}：{1}", "{0}: {1}").format(self.where, self.words)


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """What the table says against itself first, then units that are unknown here, then what is
    open; each by row, what is about the whole table last."""
    return tuple(sorted(dict.fromkeys(findings), key=_place))


def _place(finding: Finding) -> tuple[int, str, int]:
    kind = 2 if not finding.is_wrong else int(finding.code == "unknown_unit")
    return (kind, finding.sheet, finding.row or 10**9)
