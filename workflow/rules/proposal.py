"""Claims about what is proposed after issue: when, by whom, with what (design.md 2.10)."""

from __future__ import annotations

from datetime import date

from workflow.act import rule
from workflow.case import TargetCase
from workflow.clock import end_of, today
from workflow.hands import consent, proposal
from workflow.organisation import Post
from workflow.terms import NOBODY, UNIT_SIDE, Capacity, State, YearState
from workflow.words import Words

PROPOSERS = (Capacity.UNIT_HEAD, Capacity.LEADER, Capacity.OFFICE)


def _is_running(case: TargetCase) -> bool:
    return case.subject is not None and case.state == State.IN_PROGRESS


@rule(
    "本目标已在执行，现在没有待办的调整、撤销或划转",
    "This target is running, and nothing is proposed about it now",
    *PROPOSERS,
)
def something_is_proposed(case: TargetCase) -> bool:
    return not _is_running(case) or proposal.stands(case)


@rule(
    "已有待办的调整、撤销或划转，先办结或作废",
    "Something is proposed already: finish it or drop it first",
    Capacity.UNIT_HEAD,
    Capacity.LEADER,
    Capacity.COUNTY_HEAD,
)
def nothing_is_proposed_yet(case: TargetCase) -> bool:
    return not proposal.stands(case)


@rule(
    "本目标已到期，等待验收：不再调整、撤销或划转",
    "This target is due and waits for acceptance: it is not changed any more",
    NOBODY,
)
def target_is_not_due_yet(case: TargetCase) -> bool:
    # Judged by the day itself: until the clock has said so the target still runs.
    due = case.subject["due_on"] if case.subject is not None and _is_running(case) else None
    return due is None or case.now < end_of(date.fromisoformat(due))


def window(case: TargetCase) -> list[Words]:
    """The days in which the scheme takes proposals, as a refusal names them."""
    assert case.scheme is not None
    assert case.year is not None
    if case.scheme.change_window is None:
        return [Words("本年方案没有规定调整期", "this year's scheme has no such time")]
    since, until = (f"{case.year['id']}-{day}" for day in case.scheme.change_window)
    return [Words(f"{since} 至 {until}", f"{since} to {until}")]


@rule(
    "不在方案规定的目标调整期内",
    "It is not the time in which the scheme takes changes",
    # The scheme is frozen with the plan: the days come, or they have passed.
    NOBODY,
    names=window,
)
def change_window_is_open(case: TargetCase) -> bool:
    if not _is_running(case) or proposal.stands(case):
        return True
    assert case.scheme is not None
    assert case.year is not None
    if case.scheme.change_window is None:
        return False
    since, until = (f"{case.year['id']}-{day}" for day in case.scheme.change_window)
    return since <= today(case.now).isoformat() <= until


@rule(
    "待办的是撤销：内容不能修改，只能签署或作废",
    "A cancellation is proposed: it is signed or dropped, its content is not edited",
    *PROPOSERS,
)
def cancellation_is_not_edited(case: TargetCase) -> bool:
    return not proposal.runs(case) or proposal.kind(case) != "cancel"


@rule(
    "待办的是撤销：裁定时不能改动内容",
    "A cancellation is proposed: it is decided as it is",
    *PROPOSERS,
    needs_input=True,
)
def cancellation_is_decided_as_it_is(case: TargetCase) -> bool:
    is_one = proposal.runs(case) and proposal.kind(case) == "cancel"
    return not is_one or not case.changed - {"baseline"}


@rule(
    "审定岗位随划转或分管调整变更，不在此修改",
    "The reviewing post of a running target changes with a transfer, not here",
    Capacity.OFFICE,
    needs_input=True,
)
def reviewing_post_stays(case: TargetCase) -> bool:
    moves = proposal.kind(case) == "transfer"
    return moves or not _is_running(case) or "reviewing_post" not in case.changed


@rule(
    "尚未写明调整、撤销或划转的理由",
    "The reason of what is proposed is not given yet",
    *PROPOSERS,
)
def proposal_has_its_reason(case: TargetCase) -> bool:
    return not proposal.runs(case) or (
        case.proposal is not None and case.proposal["text_id"] is not None
    )


@rule(
    "调整稿与现行有效内容相同，没有可签署的调整",
    "The proposed content is what is in force: there is no change to sign",
    *PROPOSERS,
)
def change_changes_something(case: TargetCase) -> bool:
    if proposal.kind(case) != "change" or case.in_force is None:
        return True
    return case.content != case.in_force.material


@rule(
    "调整后的完成时限已过",
    "The proposed deadline has passed already",
    *PROPOSERS,
)
def proposed_deadline_is_ahead(case: TargetCase) -> bool:
    if proposal.kind(case) not in ("add", "change"):
        return True
    due = case.content["due_on"]
    return due is None or due >= today(case.now).isoformat()


@rule(
    "调整、撤销或划转尚未经上下双方签署同一稿",
    "What is proposed has not been signed by both sides yet",
    Capacity.UNIT_HEAD,
    Capacity.LEADER,
    Capacity.SUPPORTER,
)
def proposal_is_reviewed(case: TargetCase) -> bool:
    return not proposal.runs(case) or consent.agreed(case)


@rule(
    "已申请提前验收：验收有结论后才能变更",
    "An early claim stands: it is answered before what is in force changes",
    Capacity.INSPECTOR,
)
def early_claim_is_answered(case: TargetCase) -> bool:
    return not proposal.runs(case) or case.acceptance is None


def _own_post(case: TargetCase) -> Post | None:
    return case.standing.post if case.standing else None


def _speaks_for(case: TargetCase, code: str) -> bool:
    post = _own_post(case)
    return post is not None and post.unit is not None and post.unit.code == code


@rule(
    "划转由接收单位签署",
    "A transfer is signed by the unit that takes the target over",
    Capacity.UNIT_HEAD,
)
def actor_is_of_the_unit_named(case: TargetCase) -> bool:
    if proposal.kind(case) != "transfer" or case.capacity not in UNIT_SIDE:
        return True
    assert case.candidate is not None
    return _speaks_for(case, case.candidate.material["lead_unit"])


@rule(
    "划转生效前，由原责任单位填报",
    "Until a transfer binds, the unit that answers now reports",
    Capacity.UNIT_HEAD,
)
def actor_is_of_the_answering_unit(case: TargetCase) -> bool:
    assert case.unit is not None
    return case.capacity not in UNIT_SIDE or _speaks_for(case, case.unit.code)


@rule(
    "统一下达的目标各单位都有，不撤销、不划转",
    "A common item is every unit's: it is neither cancelled nor transferred",
    NOBODY,
)
def common_item_stays_where_it_is(case: TargetCase) -> bool:
    return bool(case.get("origin") != "common")


@rule(
    "划转须转给另一个单位",
    "A transfer gives the target to another unit",
    Capacity.OFFICE,
    needs_input=True,
)
def transfer_goes_elsewhere(case: TargetCase) -> bool:
    assert case.unit is not None
    return bool(case.content["lead_unit"] != case.unit.code)


@rule(
    "接收单位的一把手空缺",
    "Nobody heads the unit that would take the target over",
    Capacity.ADMIN,
    needs_input=True,
)
def receiving_unit_has_a_head(case: TargetCase) -> bool:
    lead = case.content["lead_unit"]
    return any(
        post.capacity == Capacity.UNIT_HEAD
        and post.unit is not None
        and post.unit.code == lead
        and case.organisation.holders(post, case.at)
        for post in case.organisation.posts.values()
    )


@rule("本年度的计划没有在执行", "The plan of this year is not running", Capacity.OFFICE)
def plan_is_running(case: TargetCase) -> bool:
    return case.year is not None and case.year["state"] == YearState.ISSUED
