"""A year whose scheme evaluates, adjusts and vetoes units, for tests and for the cases of rules."""

from typing import Any

from tests.builders import World
from tests.workflow.own_year import Knock, at_the_end, decided, of_year

MORE = """
[[evaluation]]
code = "public"
zh = "群众满意度"
en = "Public satisfaction"
points = "20"
answers = [
  { code = "good", zh = "满意", en = "Content", share = "1" },
  { code = "bad", zh = "不满意", en = "Not content", share = "0" },
]
missing = "zero"
[[evaluation]]
code = "half"
zh = "半年考核"
en = "Half-year check"
points = "10"
periods = ["h1", "h2"]
missing = "not_applicable"
[[adjustment]]
code = "honours"
zh = "附加分"
en = "Bonus"
cap = "2"
[[adjustment]]
code = "faults"
zh = "扣分"
en = "Deductions"
floor = "-3"
[[veto]]
code = "safety"
zh = "安全生产一票否决"
en = "Safety veto"
authority = "县安委会"
set_to = "not_met"
"""
OFFICE = """
[office]
unit = "ZS"
stands_in = "FXZ-2"
"""
ABOUT: dict[str, Any] = {"total": 'total = "130"', "more": MORE}
DOCUMENT = "云考〔2014〕7号"


def at_the_end_of_it(w: World, more: str = "") -> tuple[int, int]:
    return at_the_end(w, total=ABOUT["total"], more=MORE + more)


def asked(unit: str, good: int, bad: int) -> dict[str, Any]:
    counts = [{"answer": "good", "count": good}, {"answer": "bad", "count": bad}]
    return {"unit": unit, "counts": counts}


def evaluation(year: int, *units: dict[str, Any], **fields: Any) -> Knock:
    units = units or (asked("XQ", 3, 1), asked("ZS", 1, 1))
    known = {"evaluation": "public", "units": [*units], "document": DOCUMENT}
    return of_year("office", "enter_evaluation", year, **{**known, **fields})


def adjustment(year: int, points: str = "1.5", who: str = "office", **fields: Any) -> Knock:
    code = "faults" if points.startswith("-") else "honours"
    known = {"unit": "XQ", "adjustment": code, "points": points, "document": DOCUMENT,
             "text": "省级表彰"}  # fmt: skip
    return of_year(who, "adjust_unit", year, **{**known, **fields})


def veto(year: int, who: str = "office", **fields: Any) -> Knock:
    known = {"unit": "XQ", "veto": "safety", "document": "云安委〔2014〕2号", "text": "较大事故"}
    return of_year(who, "veto_unit", year, **{**known, **fields})


def end(w: World, year: int, who: str = "office", **fields: Any) -> Knock:
    last = w.row("SELECT MAX(id) AS id FROM unit_entry WHERE year_id = ?", year)["id"]
    known = {"entry": last, "document": DOCUMENT, "text": "登记有误"}
    return of_year(who, "end_entry", year, **{**known, **fields})


def done(w: World, knock: Knock) -> None:
    who, _, act, year, fields = knock
    w.year(who, act, year, **fields)


def entered(w: World, make: Any = adjustment) -> int:
    year, _ = at_the_end_of_it(w)
    done(w, make(year))
    return year


def ended_twice(w: World) -> Knock:
    year = entered(w)
    knock = end(w, year)
    done(w, adjustment(year, "-1"))
    done(w, knock)
    return knock


def vetoed_twice(w: World) -> Knock:
    year = entered(w, veto)
    return veto(year)


def _plain(w: World) -> int:
    return at_the_end(w)[0]


def _after_decision(w: World, act: str) -> Knock:
    year = decided(w)[0]
    fields: dict[str, Any] = {
        "enter_evaluation": evaluation(year)[4],
        "adjust_unit": adjustment(year)[4],
        "veto_unit": veto(year)[4],
        "end_entry": {"entry": 1, "document": DOCUMENT, "text": "有误"},
    }[act]
    return of_year("office", act, year, **fields)


def _of_its_own(w: World, act: str) -> Knock:
    year, _ = at_the_end_of_it(w, OFFICE)
    if act == "end_entry":
        done(w, adjustment(year, who="head", unit="ZS"))
        return end(w, year)
    return {"adjust_unit": adjustment, "veto_unit": veto}[act](year, unit="ZS")


NOTHING = {"entry": 1, "document": DOCUMENT, "text": "有误"}
PASSES = {
    ("year", "enter_evaluation"): lambda w: evaluation(at_the_end_of_it(w)[0]),
    ("year", "adjust_unit"): lambda w: adjustment(at_the_end_of_it(w)[0]),
    ("year", "veto_unit"): lambda w: veto(at_the_end_of_it(w)[0]),
    ("year", "end_entry"): lambda w: end(w, entered(w)),
}
REFUSES = {
    ("year", "enter_evaluation", "scheme_evaluates"): lambda w: evaluation(_plain(w)),
    ("year", "adjust_unit", "scheme_adjusts"): lambda w: adjustment(_plain(w)),
    ("year", "veto_unit", "scheme_vetoes"): lambda w: veto(_plain(w)),
    ("year", "veto_unit", "veto_is_not_entered_yet"): vetoed_twice,
    ("year", "end_entry", "an_entry_stands"): lambda w: of_year(
        "office", "end_entry", _plain(w), **NOTHING
    ),
    ("year", "end_entry", "this_entry_stands"): ended_twice,
    **{
        ("year", act, "not_for_the_offices_own_unit"): lambda w, act=act: _of_its_own(w, act)
        for act in ("adjust_unit", "veto_unit", "end_entry")
    },
    **{
        ("year", act, "results_are_not_decided_yet"): lambda w, act=act: _after_decision(w, act)
        for act in ("enter_evaluation", "adjust_unit", "veto_unit", "end_entry")
    },
}
ALSO = {
    ("enter_evaluation", "results_are_not_decided_yet"): {"scheme_evaluates"},
    ("adjust_unit", "results_are_not_decided_yet"): {"scheme_adjusts"},
    ("veto_unit", "results_are_not_decided_yet"): {"scheme_vetoes"},
    ("end_entry", "results_are_not_decided_yet"): {"an_entry_stands", "this_entry_stands"},
    ("end_entry", "an_entry_stands"): {"this_entry_stands"},
}
