"""The second opinion on "same matter once, at the highest" (see recompute.py)."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from workflow.scoring.exact import exact

Entry = dict[str, Any]


def redone_once(inputs: dict[str, Any], below: list[Fraction]) -> Fraction:
    """What the entries that are marked as counting come to, having seen that the marks are right.

    Raises ValueError where they are not: another entry of the matter is worth more, or a matter
    counts twice or not at all.
    """
    prices = {each["event"]: exact(each["points_each"]) for each in inputs["events"]}
    sums = dict.fromkeys(prices, Fraction(0))
    for told in _matters(inputs["entries"]):
        ranked = sorted(told, key=lambda entry: _standing(entry, prices))
        marks = [{True: True, False: False}[entry["counts"]] for entry in ranked]
        if marks.count(True) != 1 or _standing(ranked[marks.index(True)], prices) != _standing(
            ranked[0], prices
        ):
            raise ValueError(f"{ranked[0].get('matter')} is not counted once, at the highest")
        sums[ranked[0]["event"]] += -_standing(ranked[0], prices)[0]
    limits = ((each["event"], each["at_most"]) for each in inputs["events"])
    return sum(
        (sums[event] if most is None else min(sums[event], exact(most)) for event, most in limits),
        Fraction(0),
    )


def _matters(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The entries of each matter; one that names none stands alone."""
    named = defaultdict(list)
    for entry in entries:
        if "matter" in entry:
            named[entry["matter"]].append(entry)
        else:
            yield [entry]
    yield from named.values()


def _standing(entry: Entry, prices: dict[str, Fraction]) -> tuple[Fraction, int]:
    """What orders the entries of a matter, the one that counts first."""
    return -prices[entry["event"]] * exact(entry["count"]), [*prices].index(entry["event"])
