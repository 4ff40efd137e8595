"""Same matter once, at the highest: honours by level (+1, +3, +5), criticism likewise (mission.md).

Events of a ledger rule that name the same `group` are one scale. Entries that name the same matter
are counted once, by the one that is worth most; an entry that names none is a matter of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact
from workflow.words import Words

Entry = dict[str, Any]
SUFFIX: Final = "_once"
"""What the node of a group is called after: deduction_once, addition_once."""


def groups_of(declared: Sequence[Mapping[str, Any]]) -> list[str]:
    """The groups that events of one sort form, in the order in which they are first named."""
    return list(dict.fromkeys(each["group"] for each in declared if each.get("group")))


def once_node(
    kind: str, group: str, declared: Sequence[Mapping[str, Any]], entries: Sequence[Entry]
) -> Derivation:
    """What a group of events costs or gives, from entries in any fixed order."""
    own = [each for each in declared if each.get("group") == group]
    worth = {each["event"]: exact(each["points"]) for each in own}
    mine = [entry for entry in entries if entry["event"] in worth]
    counting = _counting(mine, worth)
    shown = [{**entry, "counts": place in counting} for place, entry in enumerate(mine)]
    inputs = {
        "group": group,
        "events": [
            {"event": each["event"], "points_each": each["points"], "at_most": each["at_most"]}
            for each in own
        ],
        "entries": shown,
    }
    total = sum((_worth_of(each, shown) for each in own), Fraction(0))
    return node(kind + SUFFIX, inputs, total)


def _counting(entries: Sequence[Entry], worth: Mapping[str, Fraction]) -> set[int]:
    """The places of the entries that count: of each matter the one that is worth most, and of
    equals the one whose event the rule names first."""
    named = list(worth)
    best: dict[object, int] = {}

    def value(place: int) -> tuple[Fraction, int]:
        event = entries[place]["event"]
        return exact(entries[place]["count"]) * worth[event], -named.index(event)

    for place, entry in enumerate(entries):
        matter = entry.get("matter", place)
        best[matter] = max(best.get(matter, place), place, key=value)
    return set(best.values())


def _worth_of(event: Mapping[str, Any], entries: Sequence[Entry]) -> Fraction:
    """What the counting entries of one event come to, at most what the event is limited to."""
    counts = [e["count"] for e in entries if e["counts"] and e["event"] == event["event"]]
    worth = sum(map(exact, counts), Fraction(0)) * exact(event["points"])
    return worth if event["at_most"] is None else min(worth, exact(event["at_most"]))


def group_faults(whole: Mapping[str, Any]) -> Iterator[Words]:
    """A group is a scale of honours or of criticism, never of both."""
    both = {*groups_of(whole.get("deductions", []))} & {*groups_of(whole.get("additions", []))}
    for name in sorted(both):
        words = Words(
            "组 {name} 既有扣分又有加分事项",
            "the group {name} holds events that cost and that give",
        )
        yield words.format(name=name)
