"""Entries of an item's ledger from a workbook: one a row, each an act through the door (S9).

What is wrong, or stands in the ledger already, is named and left out; the others go on together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.audit.canonical import nfc
from workflow.case import Actor
from workflow.door import Door, Knock, ManyRefused
from workflow.errors import InvalidInput, StaleVersion
from workflow.inputs.acceptance import EnterLedger
from workflow.inputs.loading import loaded
from workflow.lifecycle import act_named
from workflow.once import once
from workflow.scoring.ledger import EventWorth
from workflow.spreadsheets.filling import marked, sent_table, workbook
from workflow.spreadsheets.plans import NEVER, Draft, Names, Step
from workflow.spreadsheets.reading import Book
from workflow.spreadsheets.tables import Column, Fault, Line, Table
from workflow.words import Words, say

Values = dict[str, Any]
# A unit, an event, a day, a matter and a document: what makes two entries the same.
Key = tuple[Any, ...]

FIELDS = {"event": "text", "occurred_on": "day", "count": "whole", "document": "text",
          "matter": "text"}  # fmt: skip
LEDGER = Table(
    "ledger",
    Words("台账", "Ledger"),
    (
        Column("unit", Words("单位", "Unit"), required=True),
        *(
            Column(name, EnterLedger().fields[name].metadata["label"], kind)
            for name, kind in FIELDS.items()
        ),
    ),
    (),
)


@dataclass(frozen=True)
class Entries:
    """The entries that a workbook comes to, what is left out of it, and why it is not taken."""

    steps: tuple[Step, ...] = ()
    left_out: tuple[Fault, ...] = ()
    refused: tuple[Fault, ...] = ()

    @property
    def knocks(self) -> list[Knock]:
        """The acts, in the order of the rows."""
        return [step.knock for step in self.steps]

    @property
    def rows(self) -> list[int]:
        """The rows that they come from."""
        return [step.line.number for step in self.steps]


def mark(item: Values) -> str:
    """What says in a file of which item it is."""
    return marked("ledger", item["year"], item["code"])


def ledger_book(
    item: Values, rows: Sequence[Values], events: Sequence[EventWorth], language: str
) -> bytes:
    """An empty ledger of an item, with its units and events to choose from."""
    title = Words("台账：{0}", "Ledger: {0}").format(f"{item['title']} {item['year']}")
    names = Counter(say(row["unit_name"], language) for row in rows)
    units = [
        name if names[name := say(row["unit_name"], language)] == 1 else row["unit"] for row in rows
    ]
    choices = {"unit": units, "event": [say(each["name"], language) for each in events]}
    asked = {column.name for column in LEDGER.columns}
    return workbook(LEDGER.label, title, mark(item), LEDGER.columns, (), asked, language, choices)


@dataclass(frozen=True)
class Ledger:
    """An item's ledger as it stands: its rows (queries/bureau.py), events, and entries by key."""

    item: Values
    rows: Sequence[Values]
    events: Sequence[EventWorth]
    entered: frozenset[Key]
    # The targets about which this reader may enter anything now.
    open: frozenset[int]


def read_entries(book: Book, ledger: Ledger, key: str) -> Entries:
    """The entries of a workbook, before the door is asked; `key` lets it be done once only."""
    sent = sent_table(book, LEDGER, mark(ledger.item))
    if sent.refused:
        return Entries(refused=sent.refused)
    draft = Draft()
    units, events = _names(ledger)
    by_code = {row["unit"]: row for row in ledger.rows}
    seen: dict[Key, Line] = {}
    wrong = {fault.cell for fault in sent.faults}
    draft.faults += sent.faults
    for line in sent.lines:
        raw = _raw(draft, line, units, events)
        if wrong.isdisjoint(line.cells.values()) and raw is not None:
            _entry(draft, ledger, line, by_code[raw.pop("unit")], raw, seen, key)
    return Entries(versioned(draft.steps), tuple(draft.plan([]).faults))


def _names(ledger: Ledger) -> tuple[Names, Names]:
    units, events = Names("单位", "unit"), Names("事项", "event")
    for row in ledger.rows:
        units.add(row["unit"], row["unit_name"].zh, row["unit_name"].en)
    for each in ledger.events:
        events.add(each["event"], each["name"].zh, each["name"].en)
    return units, events


def _raw(draft: Draft, line: Line, units: Names, events: Names) -> Values | None:
    """The input of an entry with the code of its unit; None where either is not known."""
    codes = {
        name: names.code(draft, line, name, given) if (given := line.get(name)) else None
        for name, names in (("unit", units), ("event", events))
    }
    if line.get("event") is None:
        draft.wrong(line, "event", "“事项”必填。", "“Event” is required.")
    if None in codes.values():
        return None
    rest = {name: line.get(name) for name in ("occurred_on", "count", "document", "matter")}
    return codes | {name: value for name, value in rest.items() if value is not None}


def _entry(
    draft: Draft,
    ledger: Ledger,
    line: Line,
    row: Values,
    raw: Values,
    seen: dict[Key, Line],
    key: str,
) -> None:
    own = key_of(row["id"], raw)
    earlier = seen.setdefault(own, line)
    number = row["id"]
    asked = once(f"file:{key}:{line.number}", "target", number, "enter_ledger", raw)
    step = Step(Knock("enter_ledger", "target", number, raw, asked), line, {})
    if own in ledger.entered:
        draft.wrong(line, "matter", "台账中已有这一条。", "This entry is in the ledger already.")
    elif earlier is not line:
        draft.wrong(
            line, "matter", f"与第 {earlier.number} 行相同。", f"The same as row {earlier.number}."
        )
    elif number not in ledger.open:
        said = Words("“{0}”现在不能记入。", "Nothing can be entered about “{0}” now.")
        draft.faults.append(Fault(line.sheet, line.cells["unit"], said.format(row["unit_name"])))
    else:
        _checked(draft, step)


def _checked(draft: Draft, step: Step) -> None:
    """Keep the entry where its act would take its input."""
    act = act_named("target", "enter_ledger")
    assert act is not None
    try:
        loaded(act, {**step.knock.raw, "version": 0})
    except InvalidInput as error:
        draft.faults += step.faults(error)
    else:
        draft.steps.append(step)


def key_of(target: int, entry: Mapping[str, Any]) -> Key:
    """What makes an entry the same as another."""
    matter = nfc(str(entry.get("matter") or "").strip())
    return (target, entry["event"], entry.get("occurred_on"), matter, entry.get("document"))


def versioned(steps: Sequence[Step], versions: Mapping[int, int] | None = None) -> tuple[Step, ...]:
    """The entries with the version that each will find: one about a unit moves it on by one."""
    if versions is None:
        return tuple(steps)
    made: list[Step] = []
    before: Counter[int | None] = Counter()
    for step in steps:
        target = step.knock.object_id
        assert target is not None
        raw = {**step.knock.raw, "version": versions[target] + before[target]}
        before[target] += 1
        knock = Knock("enter_ledger", "target", target, raw, step.knock.idempotent)
        made.append(Step(knock, step.line, step.columns))
    return tuple(made)


def tried_entries(door: Door, found: Entries, ledger: Ledger, actor: Actor) -> Entries:
    """What the door would take of them; what it would refuse is left out and named.

    Where it refuses one about a unit, the later ones of that unit are asked again without it.
    """
    versions = {row["id"]: row["version"] for row in ledger.rows}
    steps, left = versioned(found.steps, versions), list(found.left_out)
    while steps:
        refused = _refused(door, steps, actor)
        real = {n: e for n, e in refused.items() if not isinstance(e, StaleVersion)} or refused
        for place, error in real.items():
            left += steps[place].faults(error)
        if not real:
            break
        steps = versioned([s for n, s in enumerate(steps) if n not in real], versions)
    return Entries(steps, tuple(sorted(left, key=Fault.place)))


def _refused(door: Door, steps: Sequence[Step], actor: Actor) -> dict[int, Any]:
    """What the door would refuse, by place; nothing is kept of the trial."""
    try:
        door.perform_many([*(step.knock for step in steps), NEVER], actor, together=True)
    except ManyRefused as error:
        return {n: why for n, why in error.refused if n < len(steps)}
    raise AssertionError("an act that there is not was done")
