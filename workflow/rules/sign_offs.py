"""Claims about sign-offs of units' results: on what is shown, each side by another person."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case
from workflow.effects import sign_offs
from workflow.terms import CAPACITIES, NOBODY, Capacity
from workflow.words import Words, both


@rule("结果中没有这个单位", "The results hold no such unit", needs_input=True)
def unit_is_in_the_results(case: Case) -> bool:
    return sign_offs.digest_of(case) is not None


@rule(
    "该单位的得分或等次在您查看之后有了改动，请重新查看",
    "The score or grade of this unit has changed since you saw it: look at it again",
    NOBODY,
    needs_input=True,
)
def result_is_as_shown(case: Case) -> bool:
    digest = sign_offs.digest_of(case)
    return digest is None or digest == case.data["digest"]


def _moved(case: Case) -> list[Words]:
    unit = sign_offs.unit_of(case)
    moved = case.known("moved")(unit.id) if unit else []
    return [both(target.title) for target in moved]


@rule(
    "公布之后该单位有目标重新验收、计分或裁定原因：请先更正结果",
    "Since the results were put up targets of this unit were found, scored or decided anew: "
    "revise the results first",
    Capacity.OFFICE,
    needs_input=True,
    names=_moved,
)
def result_of_the_unit_stands(case: Case) -> bool:
    return not _moved(case)


@rule(
    "您这一方已签认该单位的结果",
    "Your side has signed this unit's result already",
    NOBODY,
    needs_input=True,
)
def side_has_not_signed_yet(case: Case) -> bool:
    unit = sign_offs.unit_of(case)
    signed = {(row["unit_id"], row["side"]) for row in case.known("sign_offs")}
    return unit is None or (unit.id, case.capacity) not in signed


@rule(
    "目标办与县长须由不同的人签认",
    "The office and the county head sign by different people",
    Capacity.OFFICE,
    Capacity.COUNTY_HEAD,
)
def signer_is_on_no_other_side(case: Case) -> bool:
    signed = case.known("signers")
    return not any(p in case.people and side != case.capacity for side, p in signed)


@rule(
    "本单位的结果不得由本单位一把手签认",
    "The head of a unit does not sign its result",
    Capacity.OFFICE,
    Capacity.COUNTY_HEAD,
    needs_input=True,
)
def signer_does_not_head_the_unit(case: Case) -> bool:
    unit, known = sign_offs.unit_of(case), case.organisation
    return unit is None or not any(known.heads(p, unit, case.at) for p in case.people)


def _missing(case: Case) -> list[Words]:
    """The units without both hands, each with whose is missing."""
    sides: dict[int, list[str]] = {}
    for unit, side in case.known("unsigned"):
        sides.setdefault(unit, []).append(side)
    words = Words("{unit}（缺{sides}）", "{unit} ({sides})")
    return [
        words.format(
            unit=case.organisation.unit_by_id[unit].name,
            sides=Words(
                "、".join(CAPACITIES[Capacity(side)].zh for side in some),
                ", ".join(CAPACITIES[Capacity(side)].en for side in some),
            ),
        )
        for unit, some in sides.items()
    ]


@rule(
    "还有单位的结果没有双方签认",
    "The results of some units lack a sign-off",
    Capacity.OFFICE,
    Capacity.COUNTY_HEAD,
    names=_missing,
)
def every_unit_is_signed_off(case: Case) -> bool:
    return not case.known("unsigned")
