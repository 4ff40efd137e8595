"""What is proposed about a target after issue, beside what is in force (design.md 2.10, 2.11).

Four kinds. An *addition* (增补) is a new target, by a superior's document. A *change* (调整) and a
*cancellation* (撤销) of a running target are proposed in the scheme's window. A *transfer* (划转)
gives a target to another unit, by document. Each is a candidate that collects the same hands as a
draft did, each hand for that purpose; until they are all there what is in force keeps binding, and
it is what counts when the target falls due first.
"""

from __future__ import annotations

from typing import Any

from workflow.case import Hand, TargetCase
from workflow.coverage.growth import worse
from workflow.organisation import Unit

# What a hand on each kind of proposal is put for.
PURPOSES = {"add": "add", "change": "change", "cancel": "cancel", "transfer": "change"}


def stands(case: TargetCase) -> bool:
    """Whether something is proposed and neither adopted, dropped nor lapsed."""
    return case.proposal is not None and case.proposal["ended_at"] is None


def runs(case: TargetCase) -> bool:
    """Whether it is proposed beside something that is in force."""
    return stands(case) and case.get("in_force") is not None


def kind(case: TargetCase) -> str | None:
    """What is proposed, if anything is."""
    return str(case.proposal["kind"]) if case.proposal is not None and stands(case) else None


def purpose(case: TargetCase) -> str:
    """What a hand on the candidate is put for."""
    return PURPOSES.get(kind(case) or "", "plan")


def is_about(hand: Hand, case: TargetCase) -> bool:
    """Whether a hand was put on what is asked now, not on what was in force before it."""
    if not runs(case):
        return True
    assert case.proposal is not None
    return bool(hand.revision >= case.proposal["first"])


def first_round(case: TargetCase) -> int:
    """The round from which the rounds of this quarrel are counted."""
    return int(case.proposal["first_round"]) if case.proposal is not None and runs(case) else 1


def binds_settled(case: TargetCase) -> bool:
    """Whether a proposal ended as adopted by this act."""
    return case.proposal is not None and case.proposal["outcome"] == "adopted"


def ends_the_target(case: TargetCase) -> bool:
    """Whether this act adopted a cancellation."""
    return binds_settled(case) and case.proposal is not None and case.proposal["kind"] == "cancel"


def lead_unit(case: TargetCase) -> Unit | None:
    """The unit that would answer for the content the act is about: of a transfer, the new one."""
    return case.organisation.units.get(case.content["lead_unit"] or "") or case.unit


def lowers(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether the new content asks for less of the same measure than the old (S15); never where
    the direction tells no better from worse, or the measure itself is another."""
    same = all(old[name] == new[name] for name in ("measure", "unit_of_measure", "direction"))
    return same and worse(new["target_value"], old["target_value"], new["direction"])
