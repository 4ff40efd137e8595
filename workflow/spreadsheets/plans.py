"""What a workbook would do: the acts it comes to, or everything that stands in their way.

A plan is made of acts and nothing else. It changes nothing by itself: whoever confirms it sends its
knocks through the door together, and what the door refuses is named by the same cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.case import Actor
from workflow.door import Door, Knock, ManyRefused
from workflow.errors import InvalidInput, WorkflowError
from workflow.inputs.loading import loaded
from workflow.lifecycle import act_named
from workflow.organisation import Organisation
from workflow.scheme.value import Scheme
from workflow.spreadsheets.reading import Book, Sheet
from workflow.spreadsheets.tables import (
    CELL,
    Fault,
    Line,
    Read,
    Table,
    plain,
    read_table,
    spellings,
)
from workflow.words import Words, both, joined

Values = dict[str, Any]
# Sheets of our templates that hold no data.
BESIDE = (Words("说明", "Notes"), Words("选项", "Lists"))


@dataclass(frozen=True)
class Person:
    """Somebody the county knows already: the name, and the codes of the posts held now."""

    name: str
    posts: frozenset[str]


@dataclass(frozen=True)
class PlanYear:
    """A year that was set up: the codes its scheme and key tasks give."""

    categories: Mapping[str, Words]
    rules: frozenset[str]
    key_tasks: frozenset[str]
    scheme: Scheme | None = None


@dataclass(frozen=True)
class Known:
    """What the county holds already, as far as a workbook can say it again."""

    organisation: Organisation
    parents: Mapping[str, str | None] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    years: Mapping[int, PlanYear] = field(default_factory=dict)
    # By year, unit code and measure: the row without its keys.
    past: Mapping[tuple[int, str, str], Values] = field(default_factory=dict)
    # By year, unit code and title.
    targets: frozenset[tuple[int, str, str]] = frozenset()
    # The unit of whoever imports, where it is only one.
    own_unit: str | None = None


@dataclass(frozen=True)
class Step:
    """One act of a plan, the row it comes from, and the column that each field comes from."""

    knock: Knock
    line: Line
    columns: Mapping[str, str]

    def faults(self, error: WorkflowError) -> list[Fault]:
        """A refusal of this act, named by cell."""
        if not isinstance(error, InvalidInput):
            return [Fault(self.line.sheet, str(self.line.number), error.words)]
        return [
            Fault(self.line.sheet, self._cell(name), said)
            for name, lines in error.fields.items()
            for said in lines
        ]

    def _cell(self, name: str) -> str:
        first = name.split(".")[0]
        return self.line.cells.get(self.columns.get(first, first), str(self.line.number))


@dataclass(frozen=True)
class Plan:
    """What a workbook comes to. With any fault it is not to be done at all."""

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]
    # Rows that say what the county holds already, word for word.
    same: int
    # What does not come out in a published table; it stays as printed, and stops nothing.
    remarks: tuple[Fault, ...] = ()

    @property
    def knocks(self) -> list[Knock]:
        """The acts, in the order in which they must be done."""
        return [step.knock for step in self.steps]

    @property
    def counts(self) -> list[tuple[Words, int]]:
        """How many acts of which kind, by label, in their order."""
        counted = Counter((step.knock.kind, step.knock.act) for step in self.steps)
        return [(_label(kind, act), count) for (kind, act), count in counted.items()]

    def refused(self, many: ManyRefused) -> tuple[Fault, ...]:
        """What the door refused, by sheet and cell."""
        found = [
            fault for index, error in many.refused for fault in self.steps[index].faults(error)
        ]
        return tuple(dict.fromkeys(found))


# An act that there is not: in its company nothing is ever written.
NEVER = Knock("", "county", None)


def tried(door: Door, made: Plan, actor: Actor) -> tuple[Fault, ...]:
    """What the door would refuse of a plan, by sheet and cell; nothing is kept of the trial.

    Every act is judged after the ones before it, in one transaction that ends with an act that is
    refused: so what is said here is what confirming would say.
    """
    try:
        door.perform_many([*made.knocks, NEVER], actor, together=True)
    except ManyRefused as error:
        error.refused = [(n, why) for n, why in error.refused if n < len(made.steps)]
        return made.refused(error)
    raise AssertionError("an act that there is not was done")


def _one_per_cell(faults: Iterable[Fault]) -> list[Fault]:
    """The first fault of each cell: what follows from a wrong cell is not said again."""
    first: dict[object, Fault] = {}
    for fault in faults:
        is_cell = CELL.fullmatch(fault.cell) is not None
        first.setdefault((fault.sheet, fault.cell) if is_cell else fault, fault)
    return list(first.values())


def _label(kind: str, name: str) -> Words:
    act = act_named(kind, name)
    assert act is not None
    return act.label


class Draft:
    """A plan in the making."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.faults: list[Fault] = []
        self.same = 0
        self.remarks: list[Fault] = []

    def take(self, read: Read) -> tuple[Line, ...]:
        """The rows of a sheet, its faults noted."""
        self.faults += read.faults
        return read.lines

    def wrong(self, line: Line, column: str, zh: str, en: str) -> None:
        """Note that a cell is wrong."""
        self.faults.append(line.fault(column, zh, en))

    def act(
        self, line: Line, act: str, raw: Values, *, kind: str = "county", **columns: str
    ) -> None:
        """An act that this row comes to; its input is looked at now, as the door will look."""
        step = Step(Knock(act, kind, None, raw), line, columns)
        row = act_named(kind, act)
        assert row is not None
        try:
            loaded(row, raw)
        except InvalidInput as error:
            self.faults += step.faults(error)
        self.steps.append(step)

    def plan(self, sheets: Sequence[str]) -> Plan:
        """The plan; its faults in the order in which one looks through the sheets."""
        order = {name: n for n, name in enumerate(sheets)}
        faults = sorted(
            _one_per_cell(self.faults), key=lambda f: (order.get(f.sheet, -1), *f.place())
        )
        remarks = tuple(sorted(dict.fromkeys(self.remarks), key=Fault.place))
        return Plan(() if faults else tuple(self.steps), tuple(faults), self.same, remarks)


def sheets_of(
    book: Book, tables: Sequence[Table], beside: Iterable[Words] = ()
) -> tuple[dict[str, Sheet], list[Fault]]:
    """Which sheet holds which table, by its name; a sheet alone may be called as it likes.

    `beside` are names of sheets that other imports read and this one passes over.
    """
    passed = {name for words in (*BESIDE, *beside) for name in spellings(words)}
    filled = [s for s in book.sheets if s.rows and plain(s.name) not in passed]
    names = {name: table for table in tables for name in spellings(table.label)}
    if len(filled) == 1 and plain(filled[0].name) not in names:
        return {tables[0].name: filled[0]}, []
    found: dict[str, Sheet] = {}
    faults = []
    for sheet in filled:
        table = names.get(plain(sheet.name))
        if table is None or table.name in found:
            words = Words(
                "不认识这个工作表；应为：{0}。请改名或删除。",
                "This sheet is not known; expected: {0}. Rename or delete it.",
            )
            faults.append(Fault(sheet.name, "", words.format(joined([t.label for t in tables]))))
        else:
            found[table.name] = sheet
    if not filled:
        faults.append(Fault("", "", Words("工作簿里没有内容。", "The workbook holds nothing.")))
    return found, faults


def read_sheet(draft: Draft, tables: Mapping[str, Sheet], table: Table) -> tuple[Line, ...]:
    """The rows of a table, where the workbook has its sheet."""
    return draft.take(read_table(table, tables[table.name])) if table.name in tables else ()


class Names:
    """Finds what a cell names by code, else by its one name in either language."""

    def __init__(self, zh: str, en: str) -> None:
        self.word = Words(zh, en)
        self.codes: dict[str, None] = {}
        self._named: dict[str, set[str]] = {}

    def add(self, code: str, *names: str | None) -> None:
        """Something that may be named."""
        self.codes[code] = None
        for name in names:
            if name:
                self._named.setdefault(name, set()).add(code)

    def code(self, draft: Draft, line: Line, column: str, given: str) -> str | None:
        """The code of what is named; None, and a fault, where it is nothing or not clear."""
        if given in self.codes:
            return given
        found = self._named.get(given, set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            words = Words(
                "有几个{0}叫“{1}”：{2}；请写代码。",
                "Several are called “{1}”: {2}; write the code.",
            ).format(self.word, given, both("、".join(sorted(found))))
        else:
            words = Words("没有这个{0}：“{1}”。", "There is no such {0}: “{1}”.")
            words = words.format(self.word, given)
        draft.faults.append(Fault(line.sheet, line.cells.get(column, str(line.number)), words))
        return None


def units_known(known: Known) -> Names:
    """The county's units, to be named."""
    names = Names("单位", "unit")
    for unit in known.organisation.units.values():
        names.add(unit.code, unit.name.zh, unit.name.en)
    return names


def posts_known(known: Known) -> Names:
    """The county's posts, to be named."""
    names = Names("岗位", "post")
    for post in known.organisation.posts.values():
        names.add(post.code, post.name.zh, post.name.en)
    return names
