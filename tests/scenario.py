"""One story in three ways in: two targets from draft to score, one from below, one from above.

A step says who does what on which thing with what input, in the words of the table, and nothing of
pages, JSON or options: each driver (tests/web/test_three_ways.py) knows its own way in. The story
plays in the demo county, in the year that it is drafting.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

Values = dict[str, Any]
YEAR = 2014


@dataclass(frozen=True)
class Step:
    """One act. `on` is "new", the year, or the name under which a target was made."""

    who: str
    act: str
    on: str
    fields: Values = field(default_factory=dict)
    # The name under which later steps know the target that this one makes.
    makes: str = ""


@dataclass(frozen=True)
class Later:
    """The clock moves on to so long after the demo county's morning, and strikes."""

    clock: str


class Driver(Protocol):
    """A way in."""

    def clock(self, setting: str) -> None:
        """Begin to live at this SHANGXIA_CLOCK; what is due falls due."""

    def begin(self, step: Step) -> int:
        """Make a target; its id."""

    def act(self, step: Step, number: int) -> None:
        """Act on a target, as one who has just looked at it."""

    def act_on_year(self, step: Step, year: int) -> None:
        """Act on the year; an issue names all that is not approved, a waiver all that fails."""


ROAD = {
    "title": "新建通村公路",
    "category": "key",
    "measure": "建成里程",
    "unit_of_measure": "公里",
    "baseline": "8.5",
    "target_value": "10",
    "direction": "at_least",
    "data_source": "统计台账",
    "points": "20",
    "due_on": "2014-06-30",
    "scoring_rule": "proportional",
    "lead_unit": "XQ",
    "responsible_post": "XQ-KY",
    "evidence": "验收单、影像资料",
    "acceptance": "实地测查",
}
PARK = {
    "title": "产业园区招商",
    "category": "routine",
    "measure": "到位资金",
    "unit_of_measure": "万元",
    "target_value": "3000",
    "direction": "at_least",
    "points": "15",
    "due_on": "2014-11-30",
    "scoring_rule": "all_or_nothing",
    "lead_unit": "ZS",
    "reviewing_post": "FXZ-2",
    "evidence": "银行进账单",
    "acceptance": "查验账目",
    "source_document": "云政发〔2013〕31号",
}
MET = {"quality": "ok", "on_time": True, "met": True, "cause": "none"}

STORY: tuple[Step | Later, ...] = (
    # From below: the unit drafts, quarrels once about the value, and is met.
    Step("xq.drafter", "create", "new", {"year": YEAR, **ROAD}, makes="road"),
    Step("xq.drafter", "hand_up", "road", {"text": "请镇长审签。"}),
    Step("xq.head", "submit", "road"),
    Step("office", "precheck", "road", {"text": "要件齐全。"}),
    Step("leader1", "return", "road", {"reason_code": "value_too_low", "text": "请调高。"}),
    Step("xq.drafter", "edit", "road", {"target_value": "12"}),
    Step("xq.head", "submit", "road"),
    Step("leader1", "review", "road"),
    Step("head", "approve", "road", {"document": "云政发〔2014〕2号"}),
    # From above: the office asks, the leader answers for it, the unit signs last.
    Step("office", "assign", "new", {"year": YEAR, **PARK}, makes="park"),
    Step("zs.drafter", "edit", "park", {"responsible_post": "ZS-KY"}),
    Step("leader2", "review", "park"),
    Step("zs.head", "submit", "park", {"text": "接受。"}),
    Step("head", "approve", "park"),
    Later("+120d"),  # 2014-01-14
    # Most units promise nothing yet: the county head says why the plan goes out all the same.
    Step("head", "waive", "year", {"text": "其余单位另行下达。", "document": "云政函〔2014〕2号"}),
    Step("office", "issue", "year", {"document": "云政发〔2014〕3号"}),
    Later("+180d"),  # 2014-03-15
    Step(
        "xq.drafter",
        "report_progress",
        "road",
        {"value": "4.5", "as_of": "2014-03-10", "text": "路基完成。"},
    ),
    # Done early, and accepted early.
    Step("zs.head", "report_done", "park", {"value": "3200", "text": "资金已到位。"}),
    Step("inspector1", "inspect", "park", {"found_value": "3200", **MET, "text": "账实相符。"}),
    Step("office", "score", "park"),
    Later("+290d"),  # 2014-07-03: the road fell due by the clock
    Step(
        "inspector2",
        "inspect",
        "road",
        {
            "found_value": "10.8",
            "quality": "ok",
            "on_time": True,
            "met": False,
            "cause": "lack_of_effort",
            "text": "实测里程不足。",
        },
    ),
    Step("office", "score", "road"),
)


def play(driver: Driver) -> dict[str, int]:
    """Tell the story through a way in; the ids of its targets by name."""
    known: dict[str, int] = {}
    for step in STORY:
        if isinstance(step, Later):
            driver.clock(step.clock)
        elif step.on == "new":
            known[step.makes] = driver.begin(step)
        elif step.on == "year":
            driver.act_on_year(step, YEAR)
        else:
            driver.act(step, known[step.on])
    return known
