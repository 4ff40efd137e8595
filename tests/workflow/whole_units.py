"""A scheme that says everything it can of a unit as a whole, and units that it applies to."""

from typing import Any

from tests.workflow.results_cases import make_scheme, make_target
from workflow.scheme.unit_rules import Adjustment, Answer, Evaluation, Limits, Veto
from workflow.scheme.value import Category, Grade, Scheme
from workflow.scoring.outcome import Adjusted, Evaluated, TargetOutcome, UnitPlace, Vetoed
from workflow.words import Words

ANSWERS = tuple(
    Answer(code, Words(zh, code), share)
    for code, zh, share in (
        ("good", "满意", "1"),
        ("fair", "基本满意", "0.6"),
        ("bad", "不满意", "0"),
    )
)
PUBLIC = Evaluation("public", Words("群众满意度", "Public satisfaction"), "20", ANSWERS)
HALF_YEAR = Evaluation("half", Words("半年考核", "Half-year check"), "10", out_of="100")
MONTHS = Evaluation(
    "months", Words("月度考核", "Monthly checks"), "12", periods=("1", "2", "3"), missing="zero"
)
HONOURS = Adjustment("honours", Words("附加分", "Bonus"), cap="2", floor="0", applicable=True)
FAULTS = Adjustment("faults", Words("扣分", "Deductions"), cap="0", floor="-3")
SAFETY = Veto("safety", Words("安全生产一票否决", "Safety veto"), "安委会", "not_met")
NOT_TOP = Veto("integrity", Words("一票否优", "Not the top grade"), "纪委", "met")


def whole_scheme(**over: Any) -> Scheme:
    return make_scheme(
        **{
            "categories": {
                "key": Category("key", Words("重点", "Key"), "40", limits=Limits("42", "0")),
                "routine": Category("routine", Words("常规", "Routine"), "30"),
            },
            "evaluations": (PUBLIC, HALF_YEAR),
            "adjustments": (HONOURS, FAULTS),
            "vetoes": (SAFETY, NOT_TOP),
            "total": "100",
            **over,
        }
    )


def asked(code: str, *counts: int, period: str | None = None) -> Evaluated:
    given = tuple(zip(("good", "fair", "bad"), counts, strict=True))
    return Evaluated(code, period, given, None, "测〔2013〕1号")


def checked(code: str, value: str, period: str | None = None) -> Evaluated:
    return Evaluated(code, period, None, value, "考〔2013〕2号")


def place(code: str = "a", **over: Any) -> UnitPlace:
    given = {
        "evaluated": (asked("public", 50, 10, 0), checked("half", "90")),
        "adjusted": (),
        "vetoed": (),
        **over,
    }
    return UnitPlace(code, "towns", **given)


def adjusted(code: str, *points: str) -> tuple[Adjusted, ...]:
    return tuple(Adjusted(code, number, text, "文") for number, text in enumerate(points, 1))


def vetoed(code: str) -> tuple[Vetoed, ...]:
    return (Vetoed(code, 1, "安委会〔2013〕3号"),)


def targets(
    unit: str = "a", key: str = "40", routine: str = "30", **over: Any
) -> list[TargetOutcome]:
    number = 10 * (ord(unit) - ord("a"))
    return [
        make_target(number + 1, unit, score=key, item="k1", **over),
        make_target(number + 2, unit, category="routine", points="30", score=routine, item="r1"),
    ]


def quota(**grade: Any) -> tuple[Grade, ...]:
    return (
        Grade("exceeded", Words("超标", "Exceeded"), "60", **grade),
        Grade("met", Words("达标", "Met"), "50"),
        Grade("not_met", Words("未达标", "Not met"), None),
    )
