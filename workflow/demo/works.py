"""What the demo county's units promise for themselves: key and routine targets, front by front."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workflow.demo.names import UNITS, Unit
from workflow.scoring.exact import exact, exact_text, rounded


@dataclass(frozen=True)
class Work:
    """A target that every unit of a front has; what it reached in 2012 grows with the unit."""

    title: str
    measure: str
    unit_of_measure: str
    base: int
    category: str
    points: str
    due: str
    rule: str
    task: str | None = None


def _key(title: str, measure: str, of: str, base: int, due: str, task: str) -> Work:
    return Work(title, measure, of, base, "key", "20", due, "proportional", task)


def _routine(title: str, measure: str, of: str, base: int, due: str, rule: str) -> Work:
    return Work(title, measure, of, base, "routine", "10", due, rule)


WORKS: dict[str, tuple[Work, ...]] = {
    "townships": (
        _key("新建通村公路", "建成里程", "公里", 10, "11-30", "K2"),
        _key("农民人均纯收入增长", "人均纯收入", "元", 4200, "12-31", "K3"),
        _routine("特色产业基地", "新增面积", "亩", 400, "08-31", "bonus"),
        _routine("农田水利设施维护", "完成渠系清淤", "公里", 12, "06-30", "proportional"),
        _routine("便民服务中心办件", "按时办结件数", "件", 900, "12-31", "ladder"),
    ),
    "agriculture": (
        _key("农业重点项目建设", "完成投资", "万元", 800, "12-31", "K4"),
        _key("带动农民增收", "带动农户", "户", 300, "11-30", "K3"),
        _routine("农技培训", "培训人次", "人次", 1500, "08-31", "bonus"),
        _routine("农资市场检查", "检查次数", "次", 24, "06-30", "proportional"),
        _routine("涉农信息发布", "发布条数", "条", 120, "12-31", "ladder"),
    ),
    "science_education": (
        _key("民生实事办理", "办结实事", "件", 4, "12-31", "K5"),
        _key("公共服务设施建设", "完成投资", "万元", 600, "11-30", "K4"),
        _routine("业务人员轮训", "培训人次", "人次", 200, "08-31", "bonus"),
        _routine("下乡服务", "服务场次", "场", 30, "06-30", "proportional"),
        _routine("公开事项办理", "按时办结件数", "件", 80, "12-31", "ladder"),
    ),
    "government": (
        _key("民生实事办理", "办结实事", "件", 3, "12-31", "K5"),
        _key("协办招商项目", "到位资金", "万元", 400, "11-30", "K1"),
        _routine("公文按时办结", "按时办结件数", "件", 240, "08-31", "ladder"),
        _routine("业务督导", "督导次数", "次", 16, "06-30", "proportional"),
        _routine("政策宣传", "宣传场次", "场", 20, "12-31", "bonus"),
    ),
    "economy": (
        _key("招商引资项目", "到位资金", "万元", 900, "12-31", "K1"),
        _key("重点工程投资", "完成投资", "万元", 1500, "11-30", "K4"),
        _routine("企业走访服务", "走访次数", "次", 60, "08-31", "bonus"),
        _routine("统计与报表", "按时报送份数", "份", 48, "06-30", "proportional"),
        _routine("审批事项办理", "按时办结件数", "件", 360, "12-31", "ladder"),
    ),
}
NUMBER = {unit.code: number for number, unit in enumerate(UNITS)}


def _scaled(value: int, percent: int) -> str:
    """A whole number, some per cent of a value, half up."""
    return exact_text(rounded(exact(str(value)) * percent / 100, 0, "half_up"))


def target_of(unit: Unit, work: Work, year: int) -> str:
    """What a unit promises: more in a larger unit, and each year more than was reached (S18)."""
    if year > 2012:
        before = reached(unit, WORKS[unit.front].index(work), year - 1)
        return exact_text(exact(_scaled(int(before), 103)) + 1)
    return _scaled(work.base, 100 + NUMBER[unit.code] % 7 * 10)


# Growth in per cent cannot be added up over units: each has its own (S14).
RATE = ("K3", "12")


def county_value(code: str, units: Iterable[Unit], year: int) -> str:
    """What the county promises itself of a key task: 98 % of what its units will promise."""
    if code == RATE[0]:
        return RATE[1]
    promised = [
        int(target_of(unit, work, year))
        for unit in units
        for work in WORKS[unit.front]
        if work.task == code
    ]
    return str(sum(promised) * 98 // 100)


def reached(unit: Unit, index: int, year: int) -> str:
    """What was found at the end. Patterns repeat after 17 units, so that some end level."""
    work, pattern = WORKS[unit.front][index], NUMBER[unit.code] % 17
    percent = 100 + (pattern * 3 + index * 2) % 9 - (4 if index > 1 and pattern % 4 == 0 else 0)
    if index in unmet_keys(unit):
        percent = 72 + pattern
    return _scaled(int(target_of(unit, work, year)), percent)


def unmet_keys(unit: Unit) -> tuple[int, ...]:
    """Which of a unit's two key targets were not met in 2012, so that S43 and S44 are seen."""
    pattern = NUMBER[unit.code] % 17
    return {3: (0,), 7: (1,), 11: (0, 1), 14: (0, 1)}.get(pattern, ())


def cause_of(unit: Unit) -> str:
    """Why they were not met, as decided: every other one for want of effort."""
    return "lack_of_effort" if NUMBER[unit.code] % 17 in (3, 11) else "objective"


def fields(unit: Unit, index: int, year: int) -> dict[str, Any]:
    """The content of a unit's target for a year, lacking nothing."""
    work = WORKS[unit.front][index]
    return {
        "year": year,
        "title": work.title,
        "category": work.category,
        "measure": work.measure,
        "unit_of_measure": work.unit_of_measure,
        "target_value": target_of(unit, work, year),
        "direction": "at_least",
        "points": work.points,
        "due_on": f"{year}-{work.due}",
        "milestones": [{"due_on": f"{year}-04-30", "quantity": None, "title": "完成前期工作"}],
        "lead_unit": unit.code,
        "responsible_post": f"{unit.code}-KY",
        "key_tasks": [work.task] if work.task else [],
        "scoring_rule": work.rule,
        "evidence": "验收单、影像资料",
        "acceptance": "实地测查",
        "data_source": "统计台账",
    }
