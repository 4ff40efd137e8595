"""Plans as values for tests of the checks: whole ones, and such as lack exactly one thing."""

from dataclasses import replace
from typing import Any

from workflow.calendar import Calendar, YearDays
from workflow.coverage.plan import Plan, PlanTarget, PlanTask, PlanUnit
from workflow.scheme.value import Category, Scheme, Variant
from workflow.words import Words

CATEGORIES = {"key": "40", "routine": "30", "common": "20", "stability": "10"}


def scheme(**changes: Any) -> Scheme:
    """Points as the source has them (S10)."""
    whole: dict[str, Any] = {
        "code": "tried", "year": 2014, "digest": "0" * 64, "rules": {}, "rule_digests": {},
        "precheck": False, "inspector_from_same_front": False,
        "categories": {c: Category(c, Words(c, c), points) for c, points in CATEGORIES.items()},
    }  # fmt: skip
    return Scheme(**{**whole, **changes})


# A Saturday in May is worked, a Friday in June is off.
DAYS = YearDays(2014, 1, frozenset({"2014-06-13"}), frozenset({"2014-05-10"}), "1号")


def variant(**points: str) -> Variant:
    """Other points for the units of the front `economy`."""
    return Variant("no_key", Words("无重点", "no key"), ("economy",), (), points)


def task(code: str = "K1", **changes: Any) -> PlanTask:
    whole: dict[str, Any] = {
        "code": code, "title": f"任务{code}", "kind": "shared_out", "unit_of_measure": "公里",
        "value": "100", "additive": True, "direction": "at_least", "lead": "JT",
        "supporters": (), "due_on": "2014-12-31", "no": 1, "digest": "a" * 64,
    }  # fmt: skip
    return PlanTask(**{**whole, **changes})


def target(number: int, unit: str = "XQ", **changes: Any) -> PlanTarget:
    """An approved target; what is no field of it is one of its content."""
    material = {
        "title": f"目标{number}", "category": "key", "measure": "里程", "unit_of_measure": "公里",
        "target_value": "50", "direction": "at_least", "points": "40", "due_on": "2014-06-30",
        "milestones": [], "lead_unit": unit, "supporting_units": [], "reviewing_post": "FXZ-1",
        "responsible_post": f"{unit}-KY", "key_tasks": ["K1"],
    }  # fmt: skip
    given = {name: changes.pop(name) for name in list(changes) if name in material}
    whole: dict[str, Any] = {
        "id": number, "unit": unit, "state": "approved", "round": 1, "in_force": False,
        "imposed": False, "no": 1, "digest": f"{number:064x}", "material": {**material, **given},
        "item": None, "template": None, "confirmed": frozenset(),
    }  # fmt: skip
    return PlanTarget(**{**whole, **changes})


def unit(code: str = "XQ", front: str = "townships", **changes: Any) -> PlanUnit:
    return PlanUnit(code, Words(f"单位{code}", f"Unit {code}"), front, **changes)


def rest(number: int, code: str) -> tuple[PlanTarget, ...]:
    """What a unit has beside its key targets."""
    return tuple(
        target(
            number + n, code, category=category, points=CATEGORIES[category], key_tasks=[],
            item=item, template="t" * 64 if item else None,
        )
        for n, (category, item) in enumerate(
            (("routine", None), ("common", "research"), ("stability", "petitions"))
        )
    )  # fmt: skip


def whole(**changes: Any) -> Plan:
    """A plan that lacks nothing: two units carry K1, each half of it."""
    plan = Plan(
        year=2014,
        scheme=scheme(),
        calendar=Calendar({2014: DAYS}),
        issued=False,
        units=(unit("XQ"), unit("ZS", "economy")),
        tasks=(task(),),
        targets=(target(1), *rest(10, "XQ"), target(2, "ZS"), *rest(20, "ZS")),
        items={"research": "t" * 64, "petitions": "t" * 64},
        names={"XQ": Words("单位XQ", "Unit XQ"), "JT": Words("单位JT", "Unit JT")},
    )
    return replace(plan, **changes)


def with_target(number: int, **changes: Any) -> Plan:
    """The whole plan, one target of it changed."""
    plan = whole()
    found = next(t for t in plan.targets if t.id == number)
    given = {name: changes.pop(name) for name in list(changes) if name in found.material}
    made = replace(found, material={**found.material, **given}, **changes)
    return replace(plan, targets=tuple(made if t is found else t for t in plan.targets))
