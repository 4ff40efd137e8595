"""Rules that count events: what an assessor's ledger of deductions and additions costs (S7-S9).

Kinds `per_event` (deductions only) and `ledger` (both, between floor and cap). Forms ask here
which events a rule knows and what one entry is worth; formulas.py asks for the nodes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypedDict

from workflow.audit.canonical import decimal_text
from workflow.scoring.derivation import Derivation, Node, node
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.once import groups_of, once_node
from workflow.scoring.rule import Rule, complete
from workflow.words import Words, both

ZERO: Final = Fraction(0)
SORTS: Final = {"deductions": "deduction", "additions": "addition"}
"""Parameter of a rule → the kind of the events it lists."""
KNOWN: Final = {
    "case": Words("发生一起", "a case occurred"),
    "criticism": Words("受到通报批评", "criticised in a circular"),
}
"""Names for the events of the shipped `per_event` rules, which have no room for names."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the assessor's ledger: `count` times what the rule calls `event`."""

    event: str
    count: str = "1"
    ref: str = ""
    """Number or digest of the evidence, or of the ledger's entry, shown in the derivation."""
    occurred_on: str | None = None
    """The day of the matter, as "2013-03-01"."""
    document: str | None = None
    """Number of the document that it rests on."""
    matter: str | None = None
    """The code of its matter: entries of a group that name the same one count once (once.py)."""


class EventWorth(TypedDict):
    """An event a rule knows: `points` for one of it, unsigned; `kind` deduction or addition."""

    event: str
    points: str
    kind: str
    at_most: str | None
    group: str | None
    name: Words


def events_of(rule: Mapping[str, Any]) -> list[EventWorth]:
    """Return the events a sound rule knows, in its own order; none under rules that count none."""
    whole = complete(rule)
    return [
        EventWorth(
            event=each["event"],
            points=each["points"],
            kind=kind,
            at_most=each["at_most"],
            group=each.get("group"),
            name=_name(each),
        )
        for listed, kind in SORTS.items()
        for each in whole.get(listed, [])
    ]


def _name(each: Mapping[str, Any]) -> Words:
    known = KNOWN.get(each["event"], both(each["event"]))
    return Words(each.get("zh") or known.zh, each.get("en") or known.en)


def event_points(rule: Mapping[str, Any], event: str, count: str) -> str:
    """Return what `count` times an event is worth, as signed decimal text: negative if it costs.

    This is the amount of one entry by itself, before any limit, floor or cap. Raises KeyError for
    an event the rule does not know and NotCanonical for a count that is no plain decimal.
    """
    worth = {each["event"]: each for each in events_of(rule)}[event]
    amount = exact(worth["points"]) * exact(decimal_text(count))
    return exact_text(-amount if worth["kind"] == "deduction" else amount)


def event_nodes(rule: Rule, events: tuple[Event, ...]) -> list[Derivation]:
    """Return a node for every event of a completed rule and every group of them, deductions
    before additions."""
    found: list[Derivation] = []
    for listed, kind in SORTS.items():
        declared = rule.get(listed, [])
        found += [_event_node(kind, each, events) for each in declared if not each.get("group")]
        found += [once_node(kind, group, declared, _named(events)) for group in groups_of(declared)]
    return found


def _named(events: tuple[Event, ...]) -> list[dict[str, Any]]:
    """All entries with the events and matters that they name, in one order."""
    named: list[dict[str, Any]] = []
    for each in events:
        about = {"event": each.event, **_entry(each)}
        named.append(about if each.matter is None else {**about, "matter": each.matter})
    return sorted(named, key=_place_named)


def _place_named(entry: dict[str, Any]) -> tuple[Any, ...]:
    return *_place(entry), entry["event"], entry.get("matter", "")


def balance(nodes: list[Derivation]) -> Fraction:
    """Return what the nodes of a ledger add up to: additions less deductions."""
    return sum((_signed(each) for each in nodes), ZERO)


def _signed(each: Derivation) -> Fraction:
    return exact(each["result"]) * (-1 if each["rule"].startswith("deduction") else 1)


def _event_node(
    kind: str, declared: Mapping[str, str | None], events: tuple[Event, ...]
) -> Derivation:
    """What one sort of event costs or gives; entries are sorted, their order means nothing."""
    own = [event for event in events if event.event == declared["event"]]
    if not own:
        return _nothing(kind, declared["event"], declared["points"], declared["at_most"])
    entries = sorted(map(_entry, own), key=_place)
    each, most = exact(declared["points"] or "0"), declared["at_most"]
    worth = sum((exact(entry["count"]) for entry in entries), ZERO) * each
    inputs = _inputs(declared["event"], declared["points"], most, entries)
    return node(kind, inputs, worth if most is None else min(worth, exact(most)))


def _nothing(kind: str, event: str | None, points: str | None, most: str | None) -> Derivation:
    """The node of what did not happen: alike for most units, so it is written once."""
    return _written_once(kind, event, points, most).with_inputs(_inputs(event, points, most, []))


@lru_cache(1024)
def _written_once(kind: str, event: str | None, points: str | None, most: str | None) -> Node:
    return node(kind, _inputs(event, points, most, []), ZERO)


def _inputs(
    event: str | None, points: str | None, most: str | None, entries: list[dict[str, str]]
) -> dict[str, Any]:
    return {"event": event, "points_each": points, "at_most": most, "entries": entries}


def _entry(event: Event) -> dict[str, str]:
    """An entry as a derivation shows it; what was not given leaves no trace."""
    shown = {"ref": event.ref, "count": decimal_text(event.count)}
    if event.occurred_on is not None:
        shown["occurred_on"] = event.occurred_on
    if event.document is not None:
        shown["document"] = event.document
    return shown


def _place(entry: dict[str, Any]) -> tuple[str, str, Fraction, str]:
    return (
        entry.get("occurred_on", ""),
        entry["ref"],
        exact(entry["count"]),
        entry.get("document", ""),
    )
