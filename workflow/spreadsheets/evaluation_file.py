"""An evaluation's outcomes as a workbook: all units of a year, filled in offline and read again.

A file is of one evaluation and period of one year and says so by its mark. A row left empty means
that there is no outcome for its unit; with anything wrong none of the file is entered, for one
document covers it all. What is read comes to one act; nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workflow.door import Knock
from workflow.effects.whole_unit import stored_outcome
from workflow.errors import InvalidInput, WorkflowError
from workflow.inputs.loading import loaded_as
from workflow.inputs.whole_unit import Outcome
from workflow.organisation import Organisation, Unit
from workflow.scheme.unit_rules import Answer, Evaluation
from workflow.scheme.value import Scheme
from workflow.spreadsheets.filling import marked, sent_table, workbook
from workflow.spreadsheets.plans import Known, Plan, Step
from workflow.spreadsheets.reading import Book
from workflow.spreadsheets.tables import Column, Fault, Line, Table, plain, spellings
from workflow.words import Words, both, say

Values = dict[str, Any]

LABEL = Words("测评结果", "Outcomes")
WHO = (
    Column("unit", Words("单位代码", "Unit code"), required=True),
    Column("name", Words("单位", "Unit")),
)
# No answer's code can be taken for a column of ours.
COUNT = "count:"
OF_NOTHING = Fault(
    "",
    "",
    Words(
        "没有标明是哪一年度、哪项测评、哪一期次的文件，或县里没有这一项：请下载后填写。",
        "It says of no year, evaluation and period that the county has: download the file and "
        "fill that in.",
    ),
)
INCOMPLETE = Words(
    "本行已填其他答复，此处不能留空；没有人选的填 0。",
    "The row has counts of other answers, so this may not be empty; write 0 where nobody gave it.",
)
NOTHING = Words("文件中没有任何单位的结果。", "The file holds no outcome of any unit.")


@dataclass(frozen=True)
class Asking:
    """One asking of an evaluation: its year, its period where it has several, and of whom."""

    year: int
    declared: Evaluation
    period: str | None
    units: tuple[Unit, ...]

    @property
    def mark(self) -> str:
        """What says in a file of which asking it is."""
        parts = (self.declared.code, *([self.period] if self.period else []))
        return marked("evaluation", self.year, "/".join(parts))

    @property
    def name(self) -> Words:
        """The evaluation, and its period where it has several."""
        if self.period is None:
            return self.declared.name
        return Words("{0}（{1}）", "{0} ({1})").format(self.declared.name, both(self.period))

    @cached_property
    def answers(self) -> tuple[Column, ...]:
        """The columns to be filled in: how many gave each answer, or the score.

        Answers that are called alike, or as another column, are told apart by their code.
        """
        if not self.declared.answers:
            return (Column("value", Words("得分", "Score"), "decimal"),)
        labels = [*(column.label for column in WHO), *(a.name for a in self.declared.answers)]
        told = Counter(text for label in labels for text in spellings(label))
        return tuple(
            Column(f"{COUNT}{answer.code}", _told_apart(answer, told), "whole")
            for answer in self.declared.answers
        )

    @property
    def table(self) -> Table:
        """The sheet of such a file."""
        return Table("outcomes", LABEL, (*WHO, *self.answers), ())


def _told_apart(answer: Answer, told: Counter[str]) -> Words:
    if all(told[text] == 1 for text in spellings(answer.name)):
        return answer.name
    return Words("{0}（{1}）", "{0} ({1})").format(answer.name, both(answer.code))


@dataclass(frozen=True)
class Row:
    """A row as it was understood: its unit, its outcome (none: left empty), and what is wrong."""

    line: Line
    unit: Unit | None
    outcome: Values | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Outcomes:
    """What a file holds for an asking; `refused` says why it is not taken at all."""

    rows: tuple[Row, ...] = ()
    # Placed units that do not stand in the file: no outcome for them either.
    absent: tuple[Unit, ...] = ()
    refused: tuple[Fault, ...] = ()

    @property
    def units(self) -> list[Values]:
        """The outcomes as the act takes them."""
        return [row.outcome for row in self.rows if row.outcome is not None]

    @property
    def empty(self) -> int:
        """How many rows were left empty."""
        return sum(row.outcome is None and not row.faults for row in self.rows)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is wrong, in the order of the rows."""
        found = [fault for row in self.rows for fault in row.faults]
        if not (found or self.refused or self.units):
            return (Fault("", "", NOTHING),)
        return (*self.refused, *sorted(found, key=Fault.place))


def askings(year: int, scheme: Scheme, organisation: Organisation) -> list[Asking]:
    """Everything that a year's scheme asks about units: each evaluation, in each of its periods."""
    units = placed(year, organisation)
    return [
        Asking(year, one, period, units)
        for one in scheme.evaluations
        for period in one.periods or (None,)
    ]


def placed(year: int, organisation: Organisation) -> tuple[Unit, ...]:
    """The units that have a front in a year, in their order."""
    ids = sorted(unit for of, unit in organisation.front_of if of == year)
    return tuple(organisation.unit_by_id[one] for one in ids)


def outcomes_book(asking: Asking, language: str) -> bytes:
    """The sheet of an asking with every unit, to be filled in."""
    title = Words("{0} 年度{1}", "{1}, {0}").format(both(str(asking.year)), asking.name)
    rows = [{"unit": unit.code, "name": say(unit.name, language)} for unit in asking.units]
    columns = asking.table.columns
    asked = {column.name for column in asking.answers}
    return workbook(LABEL, title, asking.mark, columns, rows, asked, language)


def read_outcomes(book: Book, asking: Asking) -> Outcomes:
    """What a workbook holds for an asking, row by row, with all that is wrong."""
    sent = sent_table(book, asking.table, asking.mark)
    refused = sent.refused or _lacking(asking, sent.lines)
    if refused:
        return Outcomes(refused=refused)
    by_code = {unit.code: unit for unit in asking.units}
    given = Counter(line.get("unit") for line in sent.lines)
    rows = []
    for line in sent.lines:
        unit = by_code.get(line.get("unit") or "")
        cells = {line.cells.get(name) for name in line.cells} | {str(line.number)}
        wrong = [fault for fault in sent.faults if fault.cell in cells]
        wrong += _wrong_unit(line, unit, given[line.get("unit")])
        outcome = _outcome(asking, line)
        if outcome is not None and not wrong:
            wrong += _wrong_outcome(asking, line, outcome)
        rows.append(Row(line, unit, None if wrong else outcome, tuple(wrong)))
    absent = tuple(unit for unit in asking.units if unit.code not in given)
    return Outcomes(tuple(rows), absent)


def _lacking(asking: Asking, lines: Sequence[Line]) -> tuple[Fault, ...]:
    """The columns that were taken out: a row may leave a cell empty, the sheet no heading."""
    words = Words("缺少“{0}”这一列。", "The column “{0}” is missing.")
    return tuple(
        Fault(line.sheet, "", words.format(column.label))
        for line in lines[:1]
        for column in asking.table.columns
        if column.name not in line.cells
    )


def _wrong_unit(line: Line, unit: Unit | None, count: int) -> Iterator[Fault]:
    code, name = line.get("unit"), line.get("name")
    if code is None:
        return
    if unit is None:
        words = Words("本年度没有单位“{0}”。", "This year has no unit “{0}”.")
        yield Fault(line.sheet, line.cells["unit"], words.format(both(code)))
        return
    if count > 1:
        words = Words("单位“{0}”出现了不止一次。", "The unit “{0}” stands here more than once.")
        yield Fault(line.sheet, line.cells["unit"], words.format(both(code)))
    if name is not None and plain(name) not in spellings(unit.name):
        # One column was sorted without the other: the numbers may be another unit's.
        words = Words("代码“{0}”是{1}，不是“{2}”。", "The code “{0}” is of {1}, not of “{2}”.")
        said = words.format(both(code), unit.name, both(name))
        yield Fault(line.sheet, line.cells["name"], said)


def _outcome(asking: Asking, line: Line) -> Values | None:
    """The outcome of a row as the act takes it; None where the row was left empty."""
    given = {c.name: line.get(c.name) for c in asking.answers if c.name in line.values}
    if not given:
        return None
    if not asking.declared.answers:
        return {"unit": line.get("unit"), **given}
    counts = [{"answer": name.removeprefix(COUNT), "count": count} for name, count in given.items()]
    return {"unit": line.get("unit"), "counts": counts}


def _wrong_outcome(asking: Asking, line: Line, outcome: Values) -> Iterator[Fault]:
    """What the act would say of this outcome, at the cell that it says it of."""
    missing = [column for column in asking.answers if column.name not in line.values]
    if missing:
        yield from (Fault(line.sheet, line.cells[column.name], INCOMPLETE) for column in missing)
        return
    try:
        stored_outcome(asking.declared, loaded_as(Outcome, outcome), 0)
    except InvalidInput as error:
        for path, told in error.fields.items():
            cell = line.cells.get(_column_of(asking, outcome, path), str(line.number))
            yield from (Fault(line.sheet, cell, words) for words in told)


def _column_of(asking: Asking, outcome: Values, path: str) -> str:
    """The column that a complaint is about; the first where it is about all counts together."""
    field, *rest = path.removeprefix("units.0.").split(".")
    if field != "counts":
        return field
    if rest:
        return COUNT + str(outcome["counts"][int(rest[0])]["answer"])
    return asking.answers[0].name


def asked_of_units(known: Known) -> list[Asking]:
    """Everything that any year of the county asks about its units."""
    return [
        asking
        for year, plan in known.years.items()
        if plan.scheme is not None
        for asking in askings(year, plan.scheme, known.organisation)
    ]


def asking_of(book: Book, known: Sequence[Asking]) -> Asking | None:
    """The asking whose mark stands in a file, where there is one of it."""
    by_mark = {asking.mark: asking for asking in known}
    texts = (
        cell.text.strip()
        for sheet in book.sheets
        for row in sheet.rows
        for cell in row.cells.values()
    )
    return next((by_mark[text] for text in texts if text in by_mark), None)


def entered(asking: Asking, found: Outcomes, **more: Any) -> Values:
    """The input of the one act that a file comes to; `more` are its document and what else."""
    about = {"evaluation": asking.declared.code, "period": asking.period}
    return {**about, "units": found.units, **more}


class OneForAll(Step):
    """The act that a whole sheet comes to: what the door refuses of it is of no row."""

    def faults(self, error: WorkflowError) -> list[Fault]:
        """A refusal, named by the sheet."""
        return [Fault(self.line.sheet, "", error.words)]


def outcomes_plan(asking: Asking, found: Outcomes, **more: Any) -> Plan:
    """The one act of a file as a plan, or all that stands in its way."""
    if found.faults:
        return Plan((), found.faults, 0)
    raw = entered(asking, found, **more)
    knock = Knock("enter_evaluation", "year", asking.year, raw)
    return Plan((OneForAll(knock, found.rows[0].line, {}),), (), 0)
