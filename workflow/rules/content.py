"""Claims about the content of a candidate: what it needs before a hand may be put on it (S21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from workflow.act import rule
from workflow.case import TargetCase
from workflow.hands.proposal import lead_unit
from workflow.hands.separation import side_of
from workflow.scheme.scheme import Scheme
from workflow.scoring.group import is_of_a_group
from workflow.scoring.rule import check_use
from workflow.standing import REVIEWERS
from workflow.terms import Capacity

WRITERS = (Capacity.DRAFTER, Capacity.UNIT_HEAD, Capacity.LEADER, Capacity.OFFICE)


def _is_common(case: TargetCase) -> bool:
    if case.subject is None and case.subject_new is None:
        return case.item is not None
    return bool(case.get("origin") == "common")


def _field(case: TargetCase, name: str) -> Any:
    return case.content[name]


@rule("尚未填写指标（考核什么）", "The measure is not stated", *WRITERS)
def measure_is_stated(case: TargetCase) -> bool:
    return bool(_field(case, "measure"))


@rule("尚未填写完成时限", "The deadline is not set", *WRITERS)
def deadline_is_set(case: TargetCase) -> bool:
    return bool(_field(case, "due_on"))


@rule("完成时限不在本考核年度内", "The deadline is not in the plan year", *WRITERS)
def deadline_is_in_the_year(case: TargetCase) -> bool:
    due = _field(case, "due_on")
    assert case.year is not None
    return not due or date.fromisoformat(due).year == case.year["id"]


@rule("分值应大于零", "The points must be more than zero", *WRITERS)
def points_are_positive(case: TargetCase) -> bool:
    return _field(case, "points") not in (None, "0")


@rule(
    "尚未选定计分办法，或本年方案中没有该办法",
    "No scoring rule of this year's scheme is chosen",
    *WRITERS,
)
def scoring_rule_is_in_the_scheme(case: TargetCase) -> bool:
    rule_named = _field(case, "scoring_rule")
    assert case.scheme is not None
    return bool(rule_named) and case.scheme.rule_body(rule_named["digest"]) is not None


@rule(
    "计分办法与目标值、方向或分值不相配，或须在各单位之间比较而本目标并非通用、稳定事项，届时无法计分",
    "The scoring rule cannot score this value, direction and points, or it compares units and this "
    "is no common item",
    *WRITERS,
)
def scoring_rule_fits_the_target(case: TargetCase) -> bool:
    assert case.scheme is not None
    named = _field(case, "scoring_rule")
    points = _field(case, "points")
    if not named or points in (None, "0"):
        return True  # said by the rules above
    body = case.scheme.rule_body(named["digest"])
    if body is not None and is_of_a_group(body) and not _is_common(case):
        return False
    direction = _field(case, "direction") or "at_least"
    return _fits(case.scheme, named["digest"], points, _field(case, "target_value"), direction)


@lru_cache(maxsize=4096)
def _fits(
    scheme: Scheme, rule_digest: str, points: str, target_value: str | None, direction: str
) -> bool:
    # Every hand asks again what was asked when the content was written; a scheme never changes.
    body = scheme.rule_body(rule_digest)
    return body is None or not check_use(body, points, target_value, direction)


@rule("尚未说明佐证材料", "The kind of evidence is not named", *WRITERS)
def evidence_is_named(case: TargetCase) -> bool:
    return bool(_field(case, "evidence"))


@rule("尚未确定责任岗位", "The responsible post is not named", *WRITERS)
def responsible_post_is_named(case: TargetCase) -> bool:
    if _is_common(case) and side_of(case.capacity) == "upper":
        return True  # its leader signs once for all units, before each has named its own post
    return bool(_field(case, "responsible_post"))


@rule(
    "责任岗位应为牵头单位的岗位",
    "The responsible post must be one of the lead unit's",
    *WRITERS,
)
def responsible_post_is_the_lead_units(case: TargetCase) -> bool:
    code = _field(case, "responsible_post")
    post = case.organisation.posts.get(code or "")
    lead = _field(case, "lead_unit")
    return code is None or (post is not None and post.unit is not None and post.unit.code == lead)


@rule("时间节点晚于完成时限", "A milestone is later than the deadline", *WRITERS)
def milestones_keep_the_deadline(case: TargetCase) -> bool:
    due = _field(case, "due_on")
    return not due or all(m["due_on"] <= due for m in _field(case, "milestones"))


@rule(
    "审定岗位应为分管本单位的领导；没有分管领导的，为县长",
    "The reviewing post must be a leader in charge of this unit, else the county head",
    *WRITERS,
)
def reviewing_post_is_in_charge(case: TargetCase) -> bool:
    unit = lead_unit(case)
    assert unit is not None
    post = case.organisation.posts.get(_field(case, "reviewing_post") or "")
    if _is_common(case) and post is not None and post.capacity in REVIEWERS:
        return True  # the leader of the item's line of work signs it for every unit
    known = case.organisation
    # Who heads the unit is spoken of by the rule below.
    allowed = [*known.in_charge(unit), *known.reviewing_posts(unit, case.at)]
    return post is not None and post in allowed


@rule(
    "审定岗位的任职者正是责任单位一把手：须由其他领导审定",
    "Whoever holds the reviewing post heads this very unit: another leader must review",
    *WRITERS,
)
def reviewing_post_is_not_the_units_own_head(case: TargetCase) -> bool:
    unit = lead_unit(case)
    assert unit is not None
    post = case.organisation.posts.get(_field(case, "reviewing_post") or "")
    if post is None or post.capacity not in REVIEWERS:
        return True  # said by the rule above
    return not case.organisation.is_the_units_own(post, unit, case.at)


COMPLETE = (
    measure_is_stated,
    deadline_is_set,
    deadline_is_in_the_year,
    points_are_positive,
    scoring_rule_is_in_the_scheme,
    scoring_rule_fits_the_target,
    evidence_is_named,
    responsible_post_is_named,
    responsible_post_is_the_lead_units,
    milestones_keep_the_deadline,
    reviewing_post_is_in_charge,
    reviewing_post_is_not_the_units_own_head,
)

# What a draft may leave open, but not name wrongly: these decide who sees and signs it.
NAMED_AS_GIVEN = tuple(
    replace(claim, needs_input=True)
    for claim in (
        reviewing_post_is_in_charge,
        reviewing_post_is_not_the_units_own_head,
        responsible_post_is_the_lead_units,
    )
)
# What every unit is given must be whole but for the post that each unit fills.
COMPLETE_FOR_ALL = tuple(claim for claim in COMPLETE if claim is not responsible_post_is_named)

# For acts that bring the content with them: judged on what they bring, never offered as a "no".
COMPLETE_AS_GIVEN = tuple(replace(claim, needs_input=True) for claim in COMPLETE)
