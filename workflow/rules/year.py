"""Claims about the year and its plan as a whole."""

from __future__ import annotations

from typing import Any

from workflow.act import rule
from workflow.case import Case
from workflow.clock import moment_of, today
from workflow.effects import plan as plan_effects
from workflow.effects import year as year_effects
from workflow.scheme.unit_rules import Group
from workflow.scheme.value import ItemPlan, Scheme
from workflow.terms import NOBODY, STATES, Capacity, YearState
from workflow.words import Words, both


def named(case: Case, rows: list[dict[str, Any]]) -> list[Words]:
    """Targets as a refusal names them: title, unit and state."""
    words = Words("{title}（{unit}，{state}）", "{title} ({unit}, {state})")
    return [
        words.format(
            title=both(row["title"]),
            unit=case.organisation.unit_by_id[row["unit_id"]].name,
            state=STATES[row["state"]],
        )
        for row in rows
    ]


def _unnamed(case: Case) -> list[dict[str, Any]]:
    """The targets that are not approved and were not named on issue."""
    listed = set(case.data.get("leave_open") or ())
    found: list[dict[str, Any]] = case.known("not_approved")
    return [row for row in found if row["id"] not in listed]


@rule(
    "目标随年度计划一并印发，不单独印发",
    "A target is issued with the year's plan, never alone",
    Capacity.OFFICE,
)
def issued_with_the_plan(case: Case) -> bool:
    return case.within is not None


@rule("本年度不在拟定阶段", "The year is not open for drafting", Capacity.OFFICE)
def year_is_drafting(case: Case) -> bool:
    return case.year is not None and case.year["state"] == YearState.DRAFTING


@rule(
    "还有目标未获批准：先批准、作废，或在印发时逐一列出",
    "Some targets are not approved: approve them, discard them, or name each one on issue",
    Capacity.COUNTY_HEAD,
    Capacity.LEADER,
    Capacity.UNIT_HEAD,
    needs_input=True,
    names=lambda case: named(case, _unnamed(case)),
)
def every_target_is_approved_or_named(case: Case) -> bool:
    return not _unnamed(case)


@rule(
    "所列暂缓的目标中，有的已获批准或不属本年度",
    "A target named as left open is approved already, or not of this year",
    needs_input=True,
)
def what_is_left_open_is_open(case: Case) -> bool:
    return set(case.data.get("leave_open") or ()) <= set(case.known("unapproved"))


@rule("没有可印发的目标", "There is no approved target to issue", Capacity.COUNTY_HEAD)
def something_is_approved(case: Case) -> bool:
    return bool(case.known("approved"))


@rule(
    "没有已验收、待计分的目标",
    "No inspected target waits for its score",
    Capacity.INSPECTOR,
    Capacity.ASSESSOR,
    names=lambda case: named(case, case.known("groups").awaited),
)
def something_is_inspected(case: Case) -> bool:
    return bool(plan_effects.to_score(case))


@rule(
    "本项没有等待审定的目标",
    "No target of this item waits for the leader",
    Capacity.OFFICE,
    Capacity.LEADER,
)
def item_waits_for_the_leader(case: Case) -> bool:
    return bool(case.facts["waiting"])


@rule(
    "有目标所用的计分办法不在新方案中",
    "Some targets name a scoring rule that the new scheme does not hold",
    needs_input=True,
)
def targets_keep_their_rules(case: Case) -> bool:
    new = year_effects.new_scheme(case)
    used: set[str] = case.known("used_rules")
    return used <= set(new.rule_digests.values())


@rule(
    "通用和稳定工作已经下达，方案中的事项不能再改",
    "The common items have been given to the units: those of the scheme stay as they are",
    needs_input=True,
)
def items_given_stay(case: Case) -> bool:
    new = year_effects.new_scheme(case)
    assert case.scheme is not None
    given = case.known("items")
    return _given(case.scheme, given) == _given(new, given)


def _given(scheme: Scheme, codes: set[str]) -> dict[str, tuple[ItemPlan, tuple[Group, ...]]]:
    """The items given and, where one is for groups, whom the groups hold."""
    return {
        item.code: (item, scheme.groups if item.given_to.groups else ())
        for item in scheme.items
        if item.code in codes
    }


@rule(
    "方案中没有尚未下达的事项", "The scheme holds no item that was not given yet", Capacity.OFFICE
)
def an_item_waits_to_be_given(case: Case) -> bool:
    return bool(year_effects.items_to_give(case))


@rule(
    "方案中尚有未定分值的事项",
    "The scheme leaves the points of some items open",
    Capacity.OFFICE,
    names=lambda case: [item.name for item in year_effects.items_to_give(case) if not item.points],
)
def points_of_items_are_set(case: Case) -> bool:
    return all(item.points for item in year_effects.items_to_give(case))


@rule(
    "所列考核责任单位或审定岗位本县没有",
    "An item names a scoring unit or reviewing post that this county does not have",
    Capacity.OFFICE,
    names=lambda case: year_effects.unknown_in_items(case),
)
def items_name_what_exists(case: Case) -> bool:
    return not year_effects.unknown_in_items(case)


@rule("本年度还没有单位划入战线", "No unit has been placed in a front yet", Capacity.OFFICE)
def units_are_placed(case: Case) -> bool:
    return bool(year_effects.units_of_year(case))


@rule("没有等待批准的目标", "No target waits for approval", Capacity.LEADER)
def something_waits_for_approval(case: Case) -> bool:
    return bool(case.known("reviewed"))


@rule("没有选定目标", "No target is named", needs_input=True)
def something_is_named(case: Case) -> bool:
    return bool(case.data["targets"])


@rule(
    "该单位的责任书已登记",
    "The letter of this unit is registered already",
    NOBODY,
    needs_input=True,
)
def letter_is_not_registered_yet(case: Case) -> bool:
    unit = case.organisation.units.get(case.data["unit"])
    return unit is None or unit.id not in case.known("letters")


@rule(
    "签订日期应在印发之后、今天之前（含当日）",
    "The letter is signed after the plan was issued, and not in the future",
    needs_input=True,
)
def letter_day_fits(case: Case) -> bool:
    assert case.year is not None
    issued = today(moment_of(case.year["issued_at"])).isoformat()
    return bool(issued <= case.data["signed_on"] <= today(case.now).isoformat())


@rule(
    "只能由本单位一把手填报",
    "This is for the head of that unit",
    Capacity.UNIT_HEAD,
    needs_input=True,
)
def unit_is_ones_own(case: Case) -> bool:
    return year_effects.own_unit(case) is not None


@rule("本单位已经填报", "Your unit has reported this already", NOBODY, needs_input=True)
def unit_has_not_reported(case: Case) -> bool:
    unit = year_effects.own_unit(case)
    period = case.data.get("period") or "self"
    return unit is None or (unit.id, period) not in case.known("reported")


@rule("方案中没有这个报告期", "The scheme has no such period", needs_input=True)
def period_is_in_the_scheme(case: Case) -> bool:
    assert case.scheme is not None
    return case.data["period"] in {period.code for period in case.scheme.periods}
