"""Claims about rounds, unanswered hand-overs and the county head's decision (design.md 2.6–7)."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import TargetCase
from workflow.hands import arbiter, consent
from workflow.terms import Capacity

DECIDERS = (Capacity.COUNTY_HEAD, Capacity.DEPUTY)


@rule(
    "往返已到方案规定的轮数：只能接受现稿，或提请县长审定",
    "The rounds of the scheme are used up: accept this revision, or ask the county head to decide",
    *DECIDERS,
)
def a_round_is_left(case: TargetCase) -> bool:
    return not arbiter.in_last_round(case)


@rule(
    "已是最后一轮，对方已在本轮稿上签署：不能再改，只能接受，或提请县长审定",
    "In the last round the other side has signed: it is accepted or the county head decides, "
    "not edited again",
    *DECIDERS,
)
def edit_opens_no_further_round(case: TargetCase) -> bool:
    if not arbiter.in_last_round(case):
        return True
    # What was imposed is taken back by an edit as any approval is (design.md 2.10).
    return consent.imposed(case) or not arbiter.others_hand_stands(case)


@rule(
    "已是最后一轮，现稿与审定领导所签不同：签署将开始新的一轮，须提请县长审定",
    "In the last round this is not what the leader signed: to sign it would open another; "
    "the county head decides",
    *DECIDERS,
)
def submit_opens_no_further_round(case: TargetCase) -> bool:
    return not (arbiter.in_last_round(case) and consent.differs_from_what_was_signed(case))


@rule(
    "尚未用完规定轮数，也没有上报后逾期仍未答复的：双方还可以商定",
    "Rounds are left, and no silence that was reported has lasted: both sides can still agree",
    Capacity.UNIT_HEAD,
    Capacity.LEADER,
)
def arbitration_is_open(case: TargetCase) -> bool:
    return arbiter.is_open(case)


@rule("已提请审定，等待决定", "The decision has been asked for and is awaited", *DECIDERS)
def arbitration_is_not_asked_yet(case: TargetCase) -> bool:
    return not any(row["kind"] == "asked" for row in case.known("escalations"))


@rule(
    "您已作为审定领导签署或本人即审定岗位，不能裁定本目标",
    "You signed from above, or yours is the reviewing post: you cannot decide this target",
    Capacity.DEPUTY,
    Capacity.OFFICE,
)
def arbiter_is_no_party(case: TargetCase) -> bool:
    return not arbiter.actor_is_party(case)


@rule(
    "县长可以裁定本目标，不由他人代为裁定",
    "The county head can decide this target; nobody decides in his stead",
    Capacity.COUNTY_HEAD,
)
def deputy_decides_only_for_a_party(case: TargetCase) -> bool:
    return case.capacity != Capacity.DEPUTY or arbiter.county_head_is_party(case)


@rule(
    "通用和稳定工作各单位内容相同，裁定时不能改动",
    "A common or stability item is the same in all units: its content is not settled here",
    Capacity.OFFICE,
    needs_input=True,
)
def common_item_is_decided_as_it_is(case: TargetCase) -> bool:
    return case.get("origin") != "common" or not case.changed - {"baseline"}


@rule(
    "没有等待答复的移交",
    "Nobody's answer is awaited",
    Capacity.UNIT_HEAD,
    Capacity.OFFICE,
    Capacity.LEADER,
)
def an_answer_is_awaited(case: TargetCase) -> bool:
    return case.known("handover") is not None


@rule(
    "该次移交已经上报",
    "This hand-over has been reported already",
    Capacity.UNIT_HEAD,
    Capacity.SUPPORTER,
    Capacity.OFFICE,
    Capacity.LEADER,
)
def handover_is_not_reported_yet(case: TargetCase) -> bool:
    row = case.known("handover")
    return row is None or not any(e["handover_id"] == row["id"] for e in case.known("escalations"))


@rule("答复期限尚未到", "The days for an answer are not over", Capacity.SYSTEM)
def days_for_an_answer_are_over(case: TargetCase) -> bool:
    row = case.known("handover")
    # The clock itself, not the log's time: after the clock was set back nothing may fire early.
    return row is None or arbiter.days_are_over(case, row["at"], case.clock_now)
