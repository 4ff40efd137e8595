"""Claims about substitutes and acting heads: who may act in whose post (design.md 2.9).

What is said here is judged when a delegation is registered; what it lets its holder do, and that
it still stands, is judged anew by every act.
"""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case
from workflow.clock import today
from workflow.effects import delegation as effects
from workflow.organisation import Post, Unit
from workflow.terms import UNIT_SIDE, Capacity

# They hold no hand in any target, or only prepare one.
NEVER = frozenset({Capacity.ADMIN, Capacity.AUDITOR, Capacity.SECRETARY})


@rule(
    "只有单位一把手、县领导和县长的岗位可以由他人代理；其他岗位请直接任职",
    "Only the posts of unit heads, leaders and the county head can be lent; to any other one "
    "somebody is appointed",
    Capacity.ADMIN,
    needs_input=True,
)
def post_can_be_lent(case: Case) -> bool:
    return effects.post_of(case).capacity in case.facts["lent"]


@rule(
    "被代理人须在任该岗位：代理的岗位不得再转由他人代理",
    "The principal must hold the post: what was lent to somebody is not lent on",
    Capacity.ADMIN,
    needs_input=True,
)
def principal_holds_the_post(case: Case) -> bool:
    if case.data["kind"] == "acting":
        return True
    holders = case.organisation.holders(effects.post_of(case), case.at)
    return effects.principal_of(case) in holders


@rule(
    "该岗位有人任职，不能由他人主持；请登记代理",
    "Somebody holds this post: it takes a substitute, not an acting head",
    Capacity.ADMIN,
    needs_input=True,
)
def post_is_vacant_for_an_acting_head(case: Case) -> bool:
    held = case.organisation.holders(effects.post_of(case), case.at)
    return case.data["kind"] != "acting" or not held


@rule(
    "此人已任该岗位，无须代理",
    "This person holds that post already",
    needs_input=True,
)
def delegate_does_not_hold_the_post(case: Case) -> bool:
    held = case.organisation.posts_of(effects.delegate_of(case), case.at)
    return effects.post_of(case) not in held


@rule(
    "系统管理员、审计人员和秘书不得代理",
    "Administrators, auditors and secretaries stand in for nobody",
    needs_input=True,
)
def delegate_may_hold_a_hand(case: Case) -> bool:
    held = case.organisation.posts_of(effects.delegate_of(case), case.at)
    return not any(post.capacity in NEVER for post in held)


@rule(
    "此人任职于另一方，不得代理：责任单位、上级、验收三方不得兼任",
    "This person's post is on another side of these targets: unit, upper side and inspection "
    "are apart",
    needs_input=True,
)
def delegate_is_of_no_other_side(case: Case) -> bool:
    lent, known = effects.post_of(case), case.organisation
    units = [u for u in known.unit_by_id.values() if _is_about(case, lent, u)]
    seats = known.seats_of(effects.delegate_of(case), case.at)
    return not any(_is_across(lent, post, unit) for post in seats for unit in units)


def _is_about(case: Case, lent: Post, unit: Unit) -> bool:
    """Whether targets of a unit come with what is lent."""
    named = case.data.get("units")
    if named and unit.code not in named:
        return False
    if lent.capacity == Capacity.UNIT_HEAD:
        return lent.unit == unit
    return lent.capacity == Capacity.COUNTY_HEAD or unit.id in lent.in_charge_of


def _is_across(lent: Post, own: Post, unit: Unit) -> bool:
    """Whether an own post stands on another side of a unit's targets than what is lent."""
    if own.capacity == Capacity.INSPECTOR:
        return True
    if lent.capacity != Capacity.UNIT_HEAD:
        return own.capacity in UNIT_SIDE and own.unit == unit
    in_charge = own.capacity == Capacity.LEADER and unit.id in own.in_charge_of
    return in_charge or own.capacity in (Capacity.OFFICE, Capacity.COUNTY_HEAD)


@rule("代理须写明截止日期", "A substitute needs a last day", needs_input=True)
def substitute_has_a_last_day(case: Case) -> bool:
    return case.data["kind"] == "acting" or bool(case.data.get("until_on"))


@rule(
    "截止日期早于起始日期，或已经过去",
    "The last day is before the first one, or has passed",
    needs_input=True,
)
def days_are_ahead(case: Case) -> bool:
    last = case.data.get("until_on")
    return not last or last >= max(case.data["from_on"], today(case.now).isoformat())


@rule(
    "所列事项不是该岗位可办的",
    "These are not acts of that post",
    needs_input=True,
)
def acts_are_the_posts_own(case: Case) -> bool:
    return set(case.data.get("acts") or ()) <= set(case.facts["acts_of"](effects.post_of(case)))


@rule("这项代理已经终止或到期", "It has ended already", needs_input=True)
def delegation_has_not_ended(case: Case) -> bool:
    return any(
        d.id == case.data["delegation"]
        and d.ended_at is None
        # A later day may still come; a day that has passed has ended it.
        and (d.until is None or case.at < d.until)
        for d in case.organisation.delegations
    )


REGISTERING = (
    post_can_be_lent,
    principal_holds_the_post,
    post_is_vacant_for_an_acting_head,
    delegate_does_not_hold_the_post,
    delegate_may_hold_a_hand,
    delegate_is_of_no_other_side,
    substitute_has_a_last_day,
    days_are_ahead,
    acts_are_the_posts_own,
)
