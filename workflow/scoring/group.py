"""The second pass over a closed group: points by the best of it, or by place within it (S40).

A group is all units' targets of one common item in a year, in a front or in the county. It is
closed once each of them was found; until then nobody of it has a score. What a rule gives depends
on the others' values, so every derivation names the group's digest: where a value moves afterwards
the digest is another one, and the scores given before are seen to be stale.

relative_to_best   points × own ÷ best, by direction (at_most: best ÷ own), not below `floor`
by_rank            points − step for each place behind the first, not below `floor`; units with the
                   same value share the better place; in a group of fewer than `small_group` each
                   step is `small_step`

A member whose finding has no value has no place and is not counted among the others (missing.py).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from workflow.audit.canonical import digest
from workflow.scoring.derivation import Derivation, node
from workflow.scoring.exact import exact, exact_text
from workflow.words import Words

DOMAIN: Final = "shangxia/scoring-group/v1"
KINDS: Final = ("relative_to_best", "by_rank")
DIRECTIONS: Final = ("at_least", "at_most")
LEAVES: Final = ("share_of_best", "place")
"""The nodes that name the group."""


@dataclass(frozen=True, slots=True)
class Member:
    """One target of a group; `value` is None where nothing was found yet, or no value."""

    target: int
    unit: str
    found: bool
    value: str | None


@dataclass(frozen=True)
class Group:
    """The targets that one is compared with, itself among them."""

    within: str
    """front or county."""
    of: str
    """The code of the front; empty for the county."""
    members: tuple[Member, ...]

    @property
    def missing(self) -> list[Member]:
        """Whose finding the others wait for."""
        return [member for member in self.members if not member.found]

    @cached_property
    def digest(self) -> str:
        """What stands for the values of the group, whatever order they came in."""
        values = {str(m.target): m.value for m in self.members if m.value is not None}
        return digest(DOMAIN, {"within": self.within, "of": self.of, "values": values})

    @cached_property
    def values(self) -> list[Fraction]:
        """The values found, rising."""
        return sorted(exact(m.value) for m in self.members if m.value is not None)

    @cached_property
    def ends(self) -> tuple[Member, Member]:
        """Who has the lowest value and who the highest; of equals the target first made."""
        having = sorted((m for m in self.members if m.value is not None), key=lambda m: m.target)
        return min(having, key=_value), max(having, key=_value)

    def better(self, direction: str, value: Fraction) -> int:
        """How many of the group have a better value."""
        if direction == "at_least":
            return len(self.values) - bisect_right(self.values, value)
        return bisect_left(self.values, value)

    def shown(self) -> dict[str, Any]:
        """What a derivation says of the group itself."""
        return {
            "within": self.within,
            "of": self.of,
            "size": len(self.values),
            "group": self.digest,
        }


def _value(member: Member) -> Fraction:
    assert member.value is not None
    return exact(member.value)


def is_of_a_group(rule: Mapping[str, Any]) -> bool:
    """Whether a rule compares the units with each other."""
    return rule["kind"] in KINDS


def compared_node(
    rule: Mapping[str, Any], points: Fraction, direction: str, found: Fraction, group: Group
) -> Derivation:
    """The points that a completed rule of these kinds gives for a value within its group."""
    if rule["kind"] == "by_rank":
        return _by_rank(rule, points, _place(direction, found, group), group)
    share = _share_of_best(direction, found, group)
    inputs = {"points": exact_text(points), "floor": rule["floor"]}
    earned = max(points * exact(share["result"]), exact(rule["floor"]))
    return node("relative_to_best", inputs, earned, [share])


def _share_of_best(direction: str, found: Fraction, group: Group) -> Derivation:
    best = group.ends[1 if direction == "at_least" else 0]
    inputs = {
        "direction": direction,
        "found_value": exact_text(found),
        "best": exact_text(_value(best)),
        "best_unit": best.unit,
        "best_target": best.target,
        **group.shown(),
    }
    return node("share_of_best", inputs, _share(direction, found, _value(best)))


def _share(direction: str, found: Fraction, best: Fraction) -> Fraction:
    """Own ÷ best; where less is better and nothing is left to be less, all or nothing."""
    if direction == "at_least":
        return max(found / best, Fraction(0)) if best > 0 else Fraction(0)
    if found <= 0:
        return Fraction(1)
    return max(best, Fraction(0)) / found


def _place(direction: str, found: Fraction, group: Group) -> Derivation:
    better = group.better(direction, found)
    tied = bisect_right(group.values, found) - bisect_left(group.values, found)
    inputs = {
        "direction": direction,
        "found_value": exact_text(found),
        "better": better,
        "tied": tied,
        **group.shown(),
    }
    return node("place", inputs, Fraction(better + 1))


def _by_rank(
    rule: Mapping[str, Any], points: Fraction, place: Derivation, group: Group
) -> Derivation:
    few = rule["small_group"] is not None and len(group.values) < rule["small_group"]
    names = ("step", "floor", "small_group", "small_step")
    inputs = {
        "points": exact_text(points),
        "size": len(group.values),
        **{name: rule[name] for name in names},
    }
    step = exact(rule["small_step" if few else "step"])
    left = points - (exact(place["result"]) - 1) * step
    return node("by_rank", inputs, max(left, exact(rule["floor"])), [place])


def group_digest(derivation: Derivation) -> str | None:
    """The group that a score was reckoned in; None for a score that depends on no other."""
    step = derivation
    while len(step["children"]) == 1:
        step = step["children"][0]
    found: str | None = step["inputs"]["group"] if step["rule"] in LEAVES else None
    return found


def compared_faults(whole: Mapping[str, Any]) -> Iterator[Words]:
    """A small group's own step goes with where the group begins to be small."""
    if (whole.get("small_group") is None) != (whole.get("small_step") is None):
        yield Words(
            "small_group 与 small_step 须同时给出",
            "small_group and small_step go together",
        )
