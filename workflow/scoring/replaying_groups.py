"""The groups in which a changed scheme compares the units of a year that was found (what-if)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.scheme.value import Scheme
from workflow.scoring.group import Group, Member, is_of_a_group
from workflow.scoring.outcome import TargetOutcome

Found = tuple[TargetOutcome, str, str | None, Mapping[str, Any], str | None]
"""A target, the front it stands in, the item it came from, its content, the value found."""


def groups_under(scheme: Scheme, found: Iterable[Found]) -> dict[int, Group]:
    """Return the group of every target whose rule under this scheme compares the units.

    Each of them was found: what has no score takes no part in a trial.
    """
    together: defaultdict[tuple[str, str, str], list[Member]] = defaultdict(list)
    for outcome, front, item, content, value in found:
        rule = scheme.rules[content["scoring_rule"]["code"]]
        if item is not None and is_of_a_group(rule):
            within = rule.get("within", "front")
            member = Member(outcome.target, outcome.unit, True, value)
            together[item, within, front if within == "front" else ""].append(member)
    groups: dict[int, Group] = {}
    for (_, within, of), members in together.items():
        in_order = tuple(sorted(members, key=lambda member: member.target))
        group = Group(within, of, in_order)
        groups |= dict.fromkeys((member.target for member in in_order), group)
    return groups
