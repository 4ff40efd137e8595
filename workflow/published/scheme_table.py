"""From a published table to a draft of the year's scheme, and all that is wrong in the table.

The table is taken as it is printed. Where it contradicts itself the draft holds what is printed for
the whole, the finding names the row, and the comment above the entry says it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.organisation import Organisation
from workflow.published import bands, departments, items
from workflow.published.departments_draft import departments_draft
from workflow.published.draft import Draft
from workflow.published.finding import Finding, in_order
from workflow.published.headings import Found, tables_in
from workflow.published.items_draft import items_draft
from workflow.published.numbers import shown
from workflow.published.units import unit_names
from workflow.scheme.scheme import Fault, body_of, check
from workflow.scoring.exact import exact
from workflow.spreadsheets.reading import Book
from workflow.words import Words, both, joined

Body = dict[str, Any]
LAYOUTS = (items.ITEMS, departments.DEPARTMENTS, bands.BANDS)
FIELDS = tuple(dict.fromkeys(f.name for layout in LAYOUTS for f in layout.fields))


@dataclass(frozen=True)
class Wanted:
    """What somebody says about a table beside the file: which scheme it becomes, what it is to add
    to (None: as the table says, else 100), the points that are common to all departments, and the
    headings of columns that are called otherwise."""

    code: str
    year: int
    total: str | None = None
    common: str = "0"
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SchemeTable:
    """What a table comes to: the findings by row, the draft, and what the draft still lacks."""

    findings: tuple[Finding, ...]
    toml: str
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What the table says against itself."""
        return tuple(finding for finding in self.findings if finding.is_wrong)

    @property
    def body(self) -> Body:
        """The draft as plain data."""
        return body_of(self.toml)


def scheme_table(
    book: Book, wanted: Wanted, organisation: Organisation | None = None
) -> SchemeTable:
    """The draft of a published table. Units are looked up in the county's `organisation`, where
    there is one. Raises NoTable."""
    found = tables_in(book, LAYOUTS, wanted.columns)
    names = None if organisation is None else unit_names(organisation)
    graded = [one for one in found if one.layout is bands.BANDS]
    draft, told = _drafted(found, wanted, names)
    for one in graded:
        told += bands.findings(bands.bands(one))
    draft.grades(graded)
    _noted(draft, told)
    toml = draft.toml
    units = None if organisation is None else organisation.units
    faults = check(body_of(toml), text=toml, units=units)
    unread = tuple(dict.fromkeys(name for one in found for name in one.unread))
    return SchemeTable(in_order(told), toml, tuple(faults), unread)


def _drafted(
    found: Sequence[Found], wanted: Wanted, names: Mapping[str, str] | None
) -> tuple[Draft, list[Finding]]:
    """The first table of items, else of departments: a file holds one scheme."""
    title = both(found[0].sheet)
    of_items = next((one for one in found if one.layout is items.ITEMS), None)
    if of_items is not None:
        made = items.sections(of_items)
        draft = Draft(wanted.code, wanted.year, _total(of_items, wanted), title)
        codes, told = items.scorers(made, names)
        items_draft(draft, made, codes)
        return draft, [*items.findings(of_items, made, wanted.total), *told]
    total = wanted.total or "100"
    draft = Draft(wanted.code, wanted.year, total, title)
    of_departments = next((one for one in found if one.layout is departments.DEPARTMENTS), None)
    if of_departments is None:
        return draft, []
    function = shown(exact(total) - exact(wanted.common))
    listed = departments.departments(of_departments)
    groups, told = departments.placed(listed, names)
    departments_draft(draft, listed, groups, function, wanted.common)
    return draft, [*departments.findings(of_departments, listed, function), *told]


def _total(found: Found, wanted: Wanted) -> str:
    return items.stated_total(found, wanted.total)[0]


def _noted(draft: Draft, told: Sequence[Finding]) -> None:
    """What is wrong in the table, above everything in the file."""
    draft.note(
        "由公布的表格读出的草案；表中的错误照原样保留。",
        "A draft read from a published table; what is wrong in it was left as it is.",
        "◐ 表中没有、由程序代拟，须由县里确定 not in the table: to be decided",
    )
    wrong = [finding for finding in in_order([*told]) if finding.is_wrong]
    for finding in wrong:
        draft.note(f"! {finding.said.zh}", f"! {finding.said.en}")


def told(made: SchemeTable) -> Words:
    """In one sentence what was found."""
    words = Words(
        "表中 {0} 处有误，{1} 处待定；草案尚有 {2} 处不合用。",
        "{0} wrong in the table, {1} left open; the draft has {2} faults of its own.",
    )
    counts = (len(made.wrong), len(made.findings) - len(made.wrong), len(made.faults))
    return words.format(*counts)


def unread(made: SchemeTable) -> Words:
    """The columns that nothing was made of."""
    words = Words("未读的列：{0}", "Columns that were not read: {0}")
    return words.format(joined([both(name) for name in made.unread]))
