"""Schemes, units and targets for the tests of totals, grades and ranking."""

from typing import Any

from workflow.scheme.value import (
    Award,
    Category,
    Count,
    FrontPlan,
    Grade,
    GradeRule,
    Ranking,
    Sanction,
    Scheme,
)
from workflow.scoring.derivation import Derivation
from workflow.scoring.results import Results, TargetOutcome, UnitPlace, outcomes
from workflow.words import Words

CATEGORIES = {"key": "40", "routine": "30", "common": "20", "stability": "10"}
GRADES = (
    Grade("exceeded", Words("超标", "Exceeded"), "95"),
    Grade("met", Words("达标", "Met"), "80"),
    Grade("not_met", Words("未达标", "Not met"), None),
)
KEY = {"category": "key", "cause": None, "at_least": 1, "at_most": None}


def make_rule(code: str, *when: dict[str, Any], **does: Any) -> GradeRule:
    counts = tuple(Count(**{**KEY, **each}) for each in when)
    return GradeRule(
        code, Words(f"规则{code}", code), counts, does.get("lower_by"), does.get("set_to")
    )


LACK = {"cause": "lack_of_effort"}
GRADE_RULES = (
    make_rule("S43", {"at_most": 1}, lower_by=1),
    make_rule("S44", {**LACK, "at_least": 2}, set_to="not_met"),
    make_rule("S44_objective", {"at_least": 2}, {**LACK, "at_least": 0, "at_most": 1}, lower_by=1),
)
AWARDS = tuple(
    Award(place, Words(f"第{place}名", f"Place {place}"), amount)
    for place, amount in [(1, "5000"), (2, "3000"), (3, None)]
)
SANCTIONS = (Sanction("talk", Words("约谈", "Talk"), "not_met"),)
FRONTS = tuple(
    FrontPlan(code, Words(f"战线{code}", f"Front {code}"), None) for code in ("towns", "bureaus")
)


def make_scheme(**over: Any) -> Scheme:
    return Scheme(
        **{
            "code": "test",
            "year": 2013,
            "digest": "d" * 64,
            "categories": {
                code: Category(code, Words(code, code), points)
                for code, points in CATEGORIES.items()
            },
            "rules": {},
            "rule_digests": {},
            "precheck": True,
            "inspector_from_same_front": False,
            "grades": GRADES,
            "grade_rules": GRADE_RULES,
            "awards": AWARDS,
            "sanctions": SANCTIONS,
            **over,
        }
    )


def ranking(**over: Any) -> Ranking:
    return Ranking(
        **{"ties": "competition", "places": 2, "mode": "half_up", "on": "rounded"} | over
    )


def make_target(target: int, unit: str = "a", **over: Any) -> TargetOutcome:
    return TargetOutcome(
        **{
            "target": target,
            "unit": unit,
            "category": "key",
            "points": "40",
            "score": "40",
            "derivation_digest": f"{target:064d}",
            "met": True,
            "cause": "none",
            **over,
        }
    )


def front_of(*totals: str) -> tuple[list[UnitPlace], list[TargetOutcome]]:
    """Units a, b, c … of one front with these totals, each by one routine target."""
    codes = [chr(ord("a") + place) for place in range(len(totals))]
    targets = [
        make_target(number, code, category="routine", points="100", score=total)
        for number, (code, total) in enumerate(zip(codes, totals, strict=True), start=1)
    ]
    return [UnitPlace(code, "towns") for code in codes], targets


# Worked by hand: unit → category → (points, score, met, cause) of its targets.
#   alpha  key 20 + 18.125, routine 28.35, common 20, stability 10  → 96.475, to 96.48
#   beta   key 20 + 12,     routine 30,    common 19.5, stability 9 → 90.5
#   gamma  key 20 + 18.12,  routine 28.36, common 20, stability 10  → 96.48
# So alpha and gamma share the first place as rounded; beta has one key target unfinished.
EXAMPLE = {
    "alpha": [
        ("key", "20", "20", True),
        ("key", "20", "18.125", True),
        ("routine", "30", "28.35", True),
        ("common", "20", "20", True),
        ("stability", "10", "10", True),
    ],
    "beta": [
        ("key", "20", "20", True),
        ("key", "20", "12", False),
        ("routine", "30", "30", True),
        ("common", "20", "19.5", True),
        ("stability", "10", "9", True),
    ],
    "gamma": [
        ("key", "20", "20", True),
        ("key", "20", "18.12", True),
        ("routine", "30", "28.36", True),
        ("common", "20", "20", True),
        ("stability", "10", "10", True),
    ],
}


def example() -> tuple[list[UnitPlace], list[TargetOutcome]]:
    targets = [
        make_target(
            100 * place + number,
            unit,
            category=category,
            points=points,
            score=score,
            met=met,
            cause="none" if met else "objective",
        )
        for place, (unit, rows) in enumerate(EXAMPLE.items(), start=1)
        for number, (category, points, score, met) in enumerate(rows, start=1)
    ]
    return [UnitPlace(unit, "towns") for unit in EXAMPLE], targets


def results(scheme: Scheme | None = None) -> Results:
    return outcomes(scheme or make_scheme(), *example())


def categories(tree: Derivation) -> list[Derivation]:
    """The nodes of the categories, wherever the grade rules above them put them."""
    step = tree["children"][0]
    while step["rule"] != "sum":
        step = step["children"][0]
    return step["children"]
