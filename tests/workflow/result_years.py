"""A small year brought to its results: two fronts, a tie, a grade lowered, an award withheld.

Every target is worth 20 points in proportion to what was found of 10. By hand:
  townships  XQ  key 10/10 → 20,  routine 9/10 → 18    38  exceeded   shares place 1
             SM  key 9/10 → 18,   routine 10/10 → 20   38  exceeded   shares place 1
             JT  key 10/10 → 20,  routine 8/10 → 16    36  exceeded   place 3: amount not set
  economy    ZS  key 7/10 → 14 and not met, routine 10/10 → 20
                                                       34  met, by S43 not met: no award, a sanction
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.builders import FOUND, START, World
from tests.workflow import own_year
from workflow.case import Actor
from workflow.queries import facts
from workflow.queries.reader import Reader, reader_of

Plan = dict[str, tuple[tuple[str, str], ...]]
Make = Callable[[World, str, str], int]
PLAN: Plan = {
    "XQ": (("key", "10"), ("routine", "9")),
    "SM": (("key", "9"), ("routine", "10")),
    "JT": (("key", "10"), ("routine", "8")),
    "ZS": (("key", "7"), ("routine", "10")),
}
FRONTS = {"XQ": "townships", "SM": "townships", "JT": "townships", "ZS": "economy"}
LEADERS = {"XQ": "leader1", "SM": "leader1", "JT": "leader2", "ZS": "leader2"}
UNMET = "7"

GRADES = """[[grade]]
code = "exceeded"
zh = "超标"
en = "Exceeded"
at_least = "35"
[[grade]]
code = "met"
zh = "达标"
en = "Met"
at_least = "20"
[[grade]]
code = "not_met"
zh = "未达标"
en = "Not met"
[[grade_rule]]
code = "S43"
zh = "一项重点未完成，降一等"
en = "One key target not met: one grade down"
when = [{ category = "key", at_least = 1, at_most = 1 }]
lower_by = 1
"""
MORE = """[[award]]
place = 2
zh = "第二名"
en = "Second"
amount = "3000"
[[award]]
place = 3
zh = "第三名"
en = "Third"
[[sanction]]
code = "talk"
zh = "约谈"
en = "Talk"
grade = "not_met"
[[open]]
field = "award.3.amount"
zh = "第三名金额未定"
en = "The third amount is not set"
"""


@dataclass
class Ended:
    """A year with its targets: `targets` by unit and category."""

    world: World
    year: int
    targets: dict[tuple[str, str], int] = field(default_factory=dict)

    def stored(self, no: int) -> list[dict[str, Any]]:
        """What the database holds of one revision of the results, unit by unit."""
        return self.world.rows(
            "SELECT u.code, r.total, r.base_grade, r.grade, r.rank, r.derivation "
            "FROM unit_result r JOIN unit u ON u.id = r.unit_id "
            "JOIN year_result y ON y.id = r.result_id WHERE y.year_id = ? AND y.no = ? "
            "ORDER BY r.id",
            self.year,
            no,
        )


def scheme(year: int) -> str:
    """The scheme of own_year.py with three grades, S43, an amount not set and a sanction."""
    text = own_year.scheme(year)
    grades = text[text.index("[[grade]]") : text.index("[[grade_rule]]")]
    return text.replace(grades, GRADES) + MORE


def reader(world: World, username: str) -> Reader:
    """What a person is shown at this moment."""
    person = facts.person(world.database, username)
    assert person is not None
    return reader_of(world.database, world.clock, Actor(person["id"], username, "page"))


def approved(w: World, unit: str, category: str) -> int:
    """A target of a unit with every hand."""
    target = drafted(w, unit, category)
    w.act(f"{unit.lower()}.head", "submit", target)
    w.act(LEADERS[unit], "review", target)
    w.act("head", "approve", target)
    return target


def running(w: World, plan: Plan | None = None, make: Make = approved) -> Ended:
    """The year with its plan in force; `make` brings each target to its approval."""
    plan = plan or PLAN
    year = w.next_year()
    w.clock.set(max(w.clock(), START.replace(year=year)))
    w.county("office", "open_year", year=year, toml=scheme(year))
    for unit in plan:
        w.county("office", "place_unit", year=year, unit=unit, front=FRONTS[unit])
    w.year("office", "open", year)
    w.year_now = year
    made = Ended(w, year)
    for unit, targets in plan.items():
        for category, _ in targets:
            made.targets[unit, category] = make(w, unit, category)
    w.issue(year)
    return made


def drafted(w: World, unit: str, category: str) -> int:
    """A target of a unit as its drafter wrote it."""
    fields = w.fields(
        title=f"{unit} {category}", category=category, lead_unit=unit, responsible_post=f"{unit}-KY"
    )
    return w.new(f"{unit.lower()}.drafter", "create", **fields)


def find(w: World, target: int, value: str) -> None:
    """The finding of one target; seven of ten is not enough, for an objective cause."""
    met = value != UNMET
    finding = {**FOUND, "found_value": value, "met": met}
    w.act("inspector1", "inspect", target, **finding, cause="none" if met else "objective")


def assessed(w: World, plan: Plan | None = None, make: Make = approved) -> Ended:
    """The year with every target found and scored, before anything is published."""
    made = running(w, plan, make)
    for (unit, category), target in made.targets.items():
        w.fall_due(target)
        find(w, target, dict((plan or PLAN)[unit])[category])
    w.year("office", "score", made.year)
    for row in w.rows("SELECT id FROM target WHERE year_id = ?", made.year):
        if w.row("SELECT id FROM finding WHERE target_id = ? AND met = 0", row["id"]):
            day = w.clock().date().isoformat()
            decision = {"cause": "objective", "heard_on": day, "document": "云考领纪1号"}
            w.act("head", "decide_cause", row["id"], **decision, text="议定")
    w.year("office", "assess", made.year, document="云考1号")
    return made


def published(w: World, plan: Plan | None = None, make: Make = approved) -> Ended:
    """The results put up for all to see."""
    made = assessed(w, plan, make)
    w.year("office", "publish", made.year, document="云考公告1号")
    return made


def revised(w: World) -> Ended:
    """XQ objected to nine of its ten, was found to have all ten, and leads alone."""
    made = published(w)
    target = made.targets["XQ", "routine"]
    number = own_year.objected_to(w, target)
    w.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    find(w, target, "10")
    w.year("office", "score", made.year)
    w.year("office", "revise", made.year, document="云考公告2号")
    return made


def decided(w: World) -> Ended:
    """The results of PLAN decided, so that awards and sanctions stand."""
    made = published(w)
    own_year.signed_off(w, made.year)
    w.clock.forward(days=20)
    w.year("head", "decide", made.year, document="云政常纪2号")
    return made


def paid(w: World, made: Ended, unit: str) -> None:
    """The award of a unit is paid out."""
    sql = (
        "SELECT a.id FROM award a JOIN unit u ON u.id = a.unit_id "
        "WHERE a.year_id = ? AND u.code = ?"
    )
    number, day = w.row(sql, made.year, unit)["id"], w.clock().date().isoformat()
    w.year("office", "pay_award", made.year, award=number, document="云财17号", done_on=day)
