"""Years of the tests' own: a small scheme, and worlds where such a year stands at each stage."""

from typing import Any

from tests.builders import FOUND, START, World, open_year, scheme_with_a_deputy
from workflow.scoring.outcome_parts import parts

Knock = tuple[str, str, str, int | None, dict[str, Any]]

SCHEME = """
code = "own"
year = {year}
{total}
[[category]]
code = "key"
zh = "重点"
en = "Key"
points = "40"
[[category]]
code = "routine"
zh = "常规"
en = "Routine"
points = "30"
[[category]]
code = "common"
zh = "通用"
en = "Common"
points = "20"
[[category]]
code = "stability"
zh = "稳定"
en = "Stability"
points = "10"
[[rule]]
code = "proportional"
kind = "proportional"
[[rule]]
code = "petitions"
kind = "ledger"
deductions = [{{ event = "越级上访", points = "0.5" }}]
[[item]]
code = "petitions"
zh = "信访"
en = "Petitions"
category = "stability"
measure = "信访扣分事项"
unit_of_measure = "件"
{points}rule = "petitions"
scoring_unit = "{scorer}"
reviewing_post = "FXZ-1"
evidence = "台账"
acceptance = "据台账计分"
[[grade]]
code = "exceeded"
zh = "超标"
en = "Exceeded"
at_least = "15"
[[grade]]
code = "not_met"
zh = "未达标"
en = "Not met"
[[grade_rule]]
code = "S44"
zh = "两项"
en = "Two"
when = [{{ category = "key", cause = "lack_of_effort", at_least = 2 }}]
set_to = "not_met"
[[award]]
place = 1
zh = "第一名"
en = "First"
amount = "5000"
[[period]]
code = "q1"
zh = "第一季度"
en = "First quarter"
until = "03-31"
due = "04-10"
{open}
{more}
"""
NO_POINTS = """[[open]]
field = "item.petitions.points"
zh = "分值未定"
en = "Points not set"
"""


def scheme(
    year: int, *, points: bool = True, scorer: str = "YSZ", total: str = "", more: str = ""
) -> str:
    """A scheme of the tests' own, of one item found from a ledger; `more` are tables besides."""
    return SCHEME.format(
        year=year,
        total=total,
        more=more,
        points='points = "10"\n' if points else "",
        scorer=scorer,
        open="" if points else NO_POINTS,
    )


def on(who: str, act: str, target: int, **fields: Any) -> Knock:
    return who, "target", act, target, fields


def of_year(who: str, act: str, year: int, **fields: Any) -> Knock:
    return who, "year", act, year, fields


def prepared(w: World, *, placed: bool = True, **about: Any) -> int:
    """A year of its own under such a scheme, open for drafting."""
    year = w.next_year()
    w.clock.set(max(w.clock(), START.replace(year=year)))
    w.county("office", "open_year", year=year, toml=scheme(year, **about))
    if placed:
        for unit, front in (("XQ", "townships"), ("ZS", "economy")):
            w.county("office", "place_unit", year=year, unit=unit, front=front)
    w.year("office", "open", year)
    return year


def ruled(w: World, rules: str) -> int:
    """A year open for drafting, under the scheme of 2013 and some more scoring rules."""
    w.year_now = w.next_year()
    w.clock.set(max(w.clock(), START.replace(year=w.year_now)))
    open_year(w, w.year_now, toml=scheme_with_a_deputy(w.year_now) + rules)
    return w.year_now


def given(w: World) -> int:
    year = prepared(w)
    w.year("office", "give_items", year)
    return year


def brought_due(w: World, target: int, unit: str = "XQ", leader: str = "leader1") -> None:
    """A draft of a unit through both hands, approval and issue, to the end of its last day."""
    w.act(f"{unit.lower()}.head", "submit", target)
    w.act(leader, "review", target)
    w.act("head", "approve", target)
    if w.state(target) == "approved":
        w.issue(w.target(target)["year_id"])
    w.fall_due(target)


def objected_to(w: World, target: int) -> int:
    """The unit's head objects to the finding; the id of the objection."""
    w.act("xq.head", "object_result", target, about="finding", text="漏计")
    return int(w.row("SELECT MAX(id) AS id FROM objection")["id"])


def at_the_end(w: World, **about: Any) -> tuple[int, int]:
    """A year in assessment, all found and scored: one target of XQ, one of ZS."""
    year = prepared(w, **about)
    w.year_now = year
    first = w.draft(year=year)
    second = w.new(
        "zs.drafter", "create",
        **w.fields(year=year, lead_unit="ZS", responsible_post="ZS-KY"),
    )  # fmt: skip
    for target, low, leader in ((first, "xq", "leader1"), (second, "zs", "leader2")):
        w.act(f"{low}.head", "submit", target)
        w.act(leader, "review", target)
        w.act("head", "approve", target)
    w.issue(year)
    for target in (first, second):
        w.fall_due(target)
        w.act("inspector1", "inspect", target, **FOUND)
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    return year, first


def published(w: World) -> tuple[int, int]:
    year, target = at_the_end(w)
    w.year("office", "publish", year, document="云考公告1号")
    signed_off(w, year)
    return year, target


def signed_off(w: World, year: int, office: str = "office", head: str = "head") -> None:
    """Both sides' hands on the score and grade of every unit that lacks them."""
    who = {"office": office, "county_head": head}
    case = w.year_case(year)
    for unit, side in case.known("unsigned"):
        outcome = case.known("outcome_of")(unit)
        shown = {"digest": parts(outcome).grade["digest"], "unit": outcome["inputs"]["unit"]}
        w.year(who[side], "sign_off", year, **shown)


def after_notice(w: World) -> int:
    year, _ = published(w)
    w.clock.forward(days=20)
    return year


def decided(w: World) -> tuple[int, int]:
    year, target = published(w)
    w.clock.forward(days=20)
    w.year("head", "decide", year, document="云政常纪2号")
    return year, target


def rescored(w: World) -> int:
    """Published, then an objection was upheld and the target found and scored anew."""
    year, target = published(w)
    number = objected_to(w, target)
    answer = {"objection": number, "upheld": True, "text": "属实"}
    w.act("office2", "answer_objection", target, **answer)
    w.act("inspector1", "inspect", target, **{**FOUND, "found_value": "9"})
    w.year("office", "score", year)
    return year


def cause_upheld(w: World) -> int:
    """Published, the notice over; what the county head said of a cause was objected to and does not
    stand."""
    year = unmet_key(w)
    target = int(w.row("SELECT id FROM target WHERE year_id = ?", year)["id"])
    day = w.clock().date().isoformat()
    w.act("head", "decide_cause", target, cause="objective", heard_on=day, document="云考领纪1号")
    w.year("office", "publish", year, document="云考公告1号")
    signed_off(w, year)
    w.act("xq.head", "object_result", target, about="cause", text="不可抗力")
    number = int(w.row("SELECT MAX(id) AS id FROM objection")["id"])
    w.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    w.clock.forward(days=20)
    return year


def unmet_key(w: World) -> int:
    """A year in assessment whose only key target was not met, and nobody decided why."""
    year = prepared(w)
    w.year_now = year
    target = w.draft(year=year, category="key")
    brought_due(w, target)
    finding = {**FOUND, "met": False, "cause": "objective", "found_value": "7"}
    w.act("inspector1", "inspect", target, **finding)
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    return year


def unscored(w: World) -> int:
    year = w.target(w.inspected())["year_id"]
    w.year("office", "assess", year, document="云考1号")
    return year


def waiting(w: World) -> int:
    """All scored, and an objection waits."""
    year, target = at_the_end(w)
    w.act("xq.head", "object_result", target, about="finding", text="漏计")
    return year


def published_then(w: World, *, upheld: bool) -> int:
    """Published, then objected to, and the notice is over; upheld, the target is due again."""
    year, target = published(w)
    number = objected_to(w, target)
    if upheld:
        answer = {"objection": number, "upheld": True, "text": "属实"}
        w.act("office2", "answer_objection", target, **answer)
    w.clock.forward(days=20)
    return year


def unplaced(w: World) -> int:
    """A year in assessment in which a unit with targets is in no front."""
    year = prepared(w)
    w.year_now = year
    target = w.new(
        "sm.drafter", "create",
        **w.fields(year=year, lead_unit="SM", responsible_post="SM-KY"),
    )  # fmt: skip
    brought_due(w, target, "SM")
    w.act("inspector1", "inspect", target, **FOUND)
    w.year("office", "score", year)
    w.year("office", "assess", year, document="云考1号")
    return year
