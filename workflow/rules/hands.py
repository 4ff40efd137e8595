"""Claims about hands: who may put one, who may not, and what there is to answer (design.md 2)."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import TargetCase
from workflow.hands import consent, proposal, separation
from workflow.terms import NOBODY, UNIT_SIDE, Capacity


@rule(
    "您或您所代理的人站在本目标的另一方：责任单位、上级、验收三方不得兼任，"
    "责任单位一把手也不得代表上级",
    "You, or the person you stand in for, stand on another side of this target: unit, upper side "
    "and inspection are apart, and its unit's head does not act from above",
    Capacity.ADMIN,
)
def actor_stands_on_no_other_side(case: TargetCase) -> bool:
    return not separation.other_sides(case)


def _has_signed(case: TargetCase, side: str) -> bool:
    return any(h.people & case.people for h in consent.affirmed(case, side))


@rule(
    "本稿已有责任单位一把手签署",
    "The unit's head has signed this revision already",
    Capacity.UNIT_HEAD,
)
def unit_has_not_signed_yet(case: TargetCase) -> bool:
    return not consent.up(case)


@rule(
    "本稿已有审定领导签署", "The reviewing leader has signed this revision already", Capacity.LEADER
)
def leader_has_not_signed_yet(case: TargetCase) -> bool:
    return not consent.down(case)


@rule(
    "您已代表配合单位签署本稿",
    "Your supporting unit has confirmed this revision already",
    Capacity.SUPPORTER,
)
def supporter_has_not_signed_yet(case: TargetCase) -> bool:
    post = case.standing.post if case.standing else None
    unit = post.unit.code if post and post.unit else ""
    signed = {h.capacity.partition(":")[2] for h in consent.affirmed(case, "support")}
    return unit not in signed


@rule(
    "您在本稿上没有有效的签署可撤回",
    "You have no valid hand here to withdraw",
    Capacity.UNIT_HEAD,
    Capacity.SUPPORTER,
    Capacity.LEADER,
    Capacity.COUNTY_HEAD,
    Capacity.DEPUTY,
)
def actor_has_a_hand_here(case: TargetCase) -> bool:
    return bool(consent.own_hands(case))


@rule(
    "责任单位尚未上报，没有可退回的内容",
    "The unit has not handed anything up: there is nothing to return",
    Capacity.UNIT_HEAD,
)
def unit_has_handed_up(case: TargetCase) -> bool:
    return any(h.side == "up" and consent.valid(h, case) for h in case.hands)


@rule(
    "上级尚未下达或签署，没有可申请调整的内容",
    "Nothing was asked from above: there is nothing to object to",
    Capacity.OFFICE,
    Capacity.LEADER,
)
def something_was_asked_from_above(case: TargetCase) -> bool:
    assert case.candidate is not None
    by_upper = separation.side_of(case.candidate.capacity) == "upper"
    return by_upper or _began(case) == "upper" or consent.down(case)


def _began(case: TargetCase) -> str:
    """The side that began what is open: the proposal that stands, else the target."""
    if proposal.runs(case):
        assert case.proposal is not None
        return separation.side_of(case.proposal["capacity"]) or "upper"
    return "unit" if case.get("origin") == "bottom_up" else "upper"


@rule("已申请调整，等待上级答复", "An objection stands and waits for its answer", Capacity.LEADER)
def no_objection_stands(case: TargetCase) -> bool:
    return not consent.objections(case)


@rule(
    "您已作为审定领导签署，批准应由他人作出",
    "You reviewed this target: the approval must be somebody else's",
    Capacity.COUNTY_HEAD,
)
def approver_did_not_review(case: TargetCase) -> bool:
    # Where no leader is in charge of the unit the county head reviews too, visibly (design.md 2).
    return consent.only_the_county_head_reviews(case) or not _has_signed(case, "down")


@rule(
    "您已作为县长批准，审定应由他人作出",
    "You approved this target: the review must be somebody else's",
    Capacity.LEADER,
)
def reviewer_did_not_approve(case: TargetCase) -> bool:
    return consent.only_the_county_head_reviews(case) or not _has_signed(case, "approve")


@rule(
    "本稿已有县长批准", "The county head has approved this revision already", Capacity.COUNTY_HEAD
)
def not_approved_yet(case: TargetCase) -> bool:
    return not consent.affirmed(case, "approve")


@rule(
    "对方已在本稿签署，不能作废；请先由其撤回或退回",
    "The other side's hand is on this draft: it must be withdrawn or returned first",
    Capacity.LEADER,
    Capacity.UNIT_HEAD,
)
def other_side_has_not_signed(case: TargetCase) -> bool:
    own = separation.side_of(case.capacity)
    return not (consent.down(case) if own == "unit" else consent.up(case))


@rule(
    "谁起草谁作废：本目标由另一方起草",
    "A draft is discarded by the side that began it",
    Capacity.UNIT_HEAD,
    Capacity.OFFICE,
)
def own_side_began_it(case: TargetCase) -> bool:
    return separation.side_of(case.capacity) == _began(case)


@rule(
    "统一下达的目标由全部单位共有，不能单独作废",
    "A common item is every unit's and is not discarded alone",
    NOBODY,
)
def is_not_a_common_item(case: TargetCase) -> bool:
    return proposal.runs(case) or bool(case.get("origin") != "common")


@rule(
    "系统管理员和审计人员不得签署或办理目标",
    "Administrators and auditors hold no hand in any target",
    Capacity.ADMIN,
)
def actor_is_no_administrator_or_auditor(case: TargetCase) -> bool:
    held = [p for one in case.people for p in case.organisation.posts_of(one, case.at)]
    return not any(p.capacity in (Capacity.ADMIN, Capacity.AUDITOR) for p in held)


@rule(
    "您任职于责任单位，或已站在其一方，不得为上级代拟意见",
    "You are of the unit that this target is of, or stood on its side: the opinion is not yours",
    Capacity.SECRETARY,
)
def adviser_is_not_of_the_units_side(case: TargetCase) -> bool:
    assert case.unit is not None
    posts = case.organisation.seats_of(case.person, case.at)
    own = any(p.capacity in UNIT_SIDE and p.unit == case.unit for p in posts)
    return not own and (case.person, "unit") not in case.stands


@rule("目标内容没有改动", "The content is not changed", needs_input=True)
def content_changes(case: TargetCase) -> bool:
    return bool(case.changed - {"baseline"})


@rule(
    "修改稿须由其所列审定岗位签署",
    "A counter-draft is signed by the reviewing post that it names",
    Capacity.LEADER,
    needs_input=True,
)
def counter_names_its_own_post(case: TargetCase) -> bool:
    post = case.standing.post if case.standing else None
    return post is not None and case.content["reviewing_post"] == post.code


@rule("没有任何改动", "Nothing is changed", needs_input=True)
def something_changes(case: TargetCase) -> bool:
    return bool(case.changed)


@rule(
    "通用和稳定工作各单位内容相同，只能填写责任岗位",
    "A common or stability item is the same in all units: only the responsible post may be filled",
    Capacity.OFFICE,
    needs_input=True,
)
def common_item_stays_the_same(case: TargetCase) -> bool:
    if case.get("origin") != "common":
        return True
    return case.changed <= {"responsible_post"} and separation.side_of(case.capacity) == "unit"


@rule(
    "本稿已送审", "This revision has been handed up already", Capacity.DRAFTER, Capacity.UNIT_HEAD
)
def not_handed_up_yet(case: TargetCase) -> bool:
    if proposal.runs(case):
        assert case.proposal is not None
        return not case.proposal["handed_up"]
    return not bool(case.get("handed_up"))


@rule(
    "双方尚未签齐，不能批准",
    "Both hands are not on it yet: there is nothing to approve",
    Capacity.UNIT_HEAD,
    Capacity.LEADER,
)
def is_reviewed(case: TargetCase) -> bool:
    return consent.agreed(case)


@rule(
    "本稿已初审",
    "This revision has been prechecked already",
    Capacity.DRAFTER,
    Capacity.UNIT_HEAD,
    Capacity.LEADER,
    Capacity.OFFICE,
)
def not_prechecked_yet(case: TargetCase) -> bool:
    assert case.candidate is not None
    return bool(case.get("prechecked") != case.candidate.no)


# What refuses a hand because it is there already: nothing is asked of its owner any more.
HAND_IS_THERE = (
    unit_has_not_signed_yet,
    leader_has_not_signed_yet,
    supporter_has_not_signed_yet,
    not_approved_yet,
)
