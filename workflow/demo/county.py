"""The demo county: a year that is over, one that runs and one that is drafted, all by acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from models import statements
from models.base import Database
from workflow.clock import SHANGHAI, Manual, system_clock
from workflow.demo import names, works
from workflow.demo.changing import Changing
from workflow.demo.ending import Ending
from workflow.demo.names import Unit
from workflow.demo.organisation import found
from workflow.demo.planning import Planning
from workflow.demo.play import Play
from workflow.demo.running import FOUND, Running
from workflow.door import Door
from workflow.ticks import tick

# Told before each step: how many are done, how many there are, and what comes now.
Progress = Callable[[int, int, str], None]
# The morning on which the demo county is found; its clock runs on from here.
TODAY = datetime(2013, 9, 16, 9, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Step:
    """One morning in the demo county: what is done on that day."""

    day: str
    what: str
    acts: tuple[Callable[[], object], ...]


def make(
    database: Database, progress: Progress = lambda *_: None, *, reduced: bool = False
) -> None:
    """Fill an empty, migrated database with the demo county; `reduced` to 18 of its 60 units."""
    clock = Manual(datetime(2011, 12, 5, 9, tzinfo=SHANGHAI))
    play = Play(Door(database, clock), clock)
    units = tuple(unit for unit in names.UNITS if unit.small or not reduced)
    steps = _steps(play, units)
    for number, step in enumerate(steps):
        progress(number, len(steps), f"{step.day} {step.what}")
        # What belongs to the same morning is no earlier than what was done on it already.
        clock.set(max(clock(), datetime.fromisoformat(f"{step.day}T09:00:00+08:00")))
        for act in step.acts:
            act()
    clock.set(TODAY)
    shift = int((TODAY - system_clock()).total_seconds())
    play.county("", "set_clock", clock_shift=shift)
    progress(len(steps), len(steps), f"{TODAY.date()}")


def _steps(play: Play, units: tuple[Unit, ...]) -> list[Step]:
    """The calendar: 2012 from its scheme to its awards, 2013 to September, 2014 begun."""
    plan = Planning(play, units, 2013)
    return [
        Step("2011-12-05", "单位与人员 units and people", (lambda: found(play, units),)),
        *_year_2012(play, units),
        *_turn_of_the_year(play, units, plan),
        *_year_2013(play, units, plan),
    ]


def _year_2012(play: Play, units: tuple[Unit, ...]) -> list[Step]:
    plan, run = Planning(play, units, 2012), Running(play, units, 2012)
    fall = partial(tick, play.door)
    return [
        Step("2012-01-05", "方案与部署 scheme, call for drafts", (plan.prepare,)),
        Step("2012-01-12", "拟定 drafts", (plan.draft,)),
        Step("2012-01-30", "审签审定 both hands", (plan.sign,)),
        Step("2012-02-15", "会议批准 approval", (plan.approve,)),
        Step("2012-02-20", "印发 issue", (plan.issue,)),
        Step("2012-03-20", "签订责任书 letters", (partial(run.letters, 15),)),
        Step(
            "2012-04-06",
            "第一季度 first quarter",
            (partial(run.report, "q1"), partial(run.progress, "2012-03-31", 20)),
        ),
        Step("2012-05-25", "台账 ledgers", (partial(run.ledgers, 5, half=0),)),
        Step(
            "2012-07-06",
            "半年检查 half-year check",
            (
                fall,
                run.inspect,
                partial(run.report, "half_year"),
                partial(run.progress, "2012-06-30", 48),
                partial(run.check_half_year, 18),
            ),
        ),
        Step("2012-07-18", "年中调整 mid-year changes", (Changing(play, units, 2012).settle,)),
        Step("2012-09-05", "到期验收 acceptance", (fall, run.inspect)),
        Step(
            "2012-10-10",
            "第三季度 third quarter",
            (partial(run.report, "q3", late=11), partial(run.progress, "2012-09-30", 76)),
        ),
        Step("2012-11-25", "台账 ledgers", (partial(run.ledgers, 11, half=1),)),
        Step("2012-12-05", "到期验收 acceptance", (fall, run.inspect)),
    ]


def _turn_of_the_year(play: Play, units: tuple[Unit, ...], plan: Planning) -> list[Step]:
    """2012 is assessed while 2013 is drafted."""
    end = Ending(Running(play, units, 2012))
    fall = partial(tick, play.door)
    return [
        Step("2012-12-26", "年终考核 assessment", (end.assess,)),
        Step("2013-01-04", "2013 年度部署 the plan of 2013", (fall, plan.prepare)),
        Step("2013-01-08", "验收与核定 findings", (end.find, end.record_estimates)),
        Step("2013-01-14", "裁定原因 causes", (partial(end.decide_causes, date(2013, 1, 14)),)),
        Step("2013-01-16", "公示 public notice", (partial(end.publish, date(2013, 1, 16)),)),
        Step("2013-01-17", "2013 年度拟定 drafts", (partial(plan.draft, quarrels=True),)),
        Step("2013-01-18", "申请复核 objections", (end.object,)),
        Step("2013-01-22", "答复复核 answers", (partial(end.answer, date(2013, 1, 22)),)),
        Step("2013-01-25", "审签审定 both hands", (partial(plan.sign, quarrels=True),)),
        Step("2013-01-28", "审定结果 decision", (partial(end.decide, date(2013, 1, 28)),)),
        Step("2013-01-30", "通报 notice", (partial(end.close, date(2013, 1, 30)),)),
        Step("2013-02-05", "兑现 awards", (end.record_final, partial(end.pay, date(2013, 2, 4)))),
        Step("2013-02-06", "县长审定下达 a decision", (plan.arbitrate,)),
        Step("2013-02-18", "会议批准 approval", (partial(plan.approve, quarrels=True),)),
        Step("2013-02-20", "豁免与印发 waivers, issue", (plan.waive, plan.issue)),
    ]


def _year_2013(play: Play, units: tuple[Unit, ...], plan: Planning) -> list[Step]:
    """2013 runs, and 2014 is begun."""
    run, change = Running(play, units, 2013), Changing(play, units, 2013)
    fall = partial(tick, play.door)
    return [
        Step("2013-03-20", "签订责任书 letters", (partial(run.letters, 18, skip=4),)),
        Step(
            "2013-04-08",
            "第一季度 first quarter",
            (partial(run.report, "q1"), partial(run.progress, "2013-04-05", 22, skip=9)),
        ),
        Step("2013-05-28", "台账 ledgers", (partial(run.ledgers, 5, half=0),)),
        Step(
            "2013-07-05",
            "到期验收 acceptance",
            (fall, partial(run.inspect, most=2 * len(units) // 3)),
        ),
        Step(
            "2013-07-09",
            "半年检查 half-year check",
            (
                partial(run.report, "half_year", late=10),
                partial(run.progress, "2013-06-30", 51, skip=5),
                partial(run.check_half_year, 20),
            ),
        ),
        Step(
            "2013-07-15",
            "计分与复核 scores, an objection",
            (partial(_score_some, play), partial(_object_to_a_finding, play)),
        ),
        Step(
            "2013-07-22",
            "年中调整 mid-year changes",
            (change.settle, change.leave_open),
        ),
        Step("2013-08-20", "提前验收 early claims", (partial(_claim_early, play, plan),)),
        Step("2013-08-26", "台账 ledgers", (partial(run.ledgers, 8, half=1),)),
        Step("2013-09-01", "到期 falling due", (fall,)),
        Step(
            "2013-09-02",
            "2014 年度部署 the plan of 2014",
            (Planning(play, units, 2014).prepare, partial(_ask_the_first, play)),
        ),
        Step("2013-09-09", "2014 年度拟定 drafts", (partial(_drafts_for_2014, play, units),)),
        Step("2013-09-10", "逾期未答复 silence reported", (fall,)),
    ]


def _score_some(play: Play) -> None:
    sql = "SELECT id FROM target WHERE year_id = 2013 AND state = 'inspected' ORDER BY id"
    found = [row["id"] for row in statements.rows(play.door.database, sql)]
    play.many("office", "score", found[: len(found) // 2])


def _object_to_a_finding(play: Play) -> None:
    """A unit head who sees the finding otherwise; it waits for its answer."""
    sql = (
        "SELECT t.id, u.code FROM target t JOIN unit u ON u.id = t.unit_id "
        "WHERE t.year_id = 2013 AND t.state = 'inspected' ORDER BY t.id"
    )
    row = statements.rows(play.door.database, sql)[0]
    text = "验收时漏计两个片区的完成数，请复核。"
    play.act(f"{row['code'].lower()}.head", "object_result", row["id"], about="finding", text=text)


def _claim_early(play: Play, planning: Planning) -> None:
    """Two say that they are done before their day; one was found so, one still waits."""
    for code, is_found in (("SM", True), ("FZ", False)):
        target = planning.own[code, 1]
        play.act(f"{code.lower()}.head", "report_done", target, value="9999", text="已提前完成。")
        if is_found:
            value = works.target_of(names.UNITS[works.NUMBER[code]], _work(code), 2013)
            text = "实地查看，属实。"
            play.act(
                "inspector1", "inspect", target, **FOUND, found_value=value, met=True, text=text
            )


def _work(code: str) -> works.Work:
    return works.WORKS[names.UNITS[works.NUMBER[code]].front][1]


def _ask_the_first(play: Play) -> None:
    """Asked on the first day, and not answered in five working days: the clock reports it."""
    unit = names.UNITS[works.NUMBER["ZS"]]
    fields = {**works.fields(unit, 4, 2014), "title": "重点企业服务专班"}
    play.new(names.LEADER_OF["FXZ-2"], "assign", **fields)


def _drafts_for_2014(play: Play, units: tuple[Unit, ...]) -> None:
    """The next year begins: drafted, signed, reviewed and approved side by side."""
    for number, unit in enumerate(units[::3]):
        low, leader = unit.code.lower(), _leader(unit)
        asked = [(None, works.fields(unit, index, 2014)) for index in range(4)]
        made = play.many(f"{low}.drafter", "create", asked)
        play.many(f"{low}.drafter", "hand_up", made[:2])
        play.many(f"{low}.head", "submit", made[1:])
        play.many(leader, "review", made[2:])
        if number % 2:
            play.many("head", "approve", made[3:])
        asked = [(None, {**works.fields(unit, 4, 2014), "title": "新增交办事项"})]
        play.many(leader if number % 2 else "office", "assign", asked)
    for unit in units[1::3]:
        _sent_up(play, unit)


def _sent_up(play: Play, unit: Unit) -> None:
    """All that a unit drafted, signed by its head and looked at: its leader signs it as a sheet."""
    low = unit.code.lower()
    asked = [(None, works.fields(unit, index, 2014)) for index in range(4)]
    made = play.many(f"{low}.drafter", "create", asked)
    play.many(f"{low}.head", "submit", made)
    play.many("office", "precheck", made)


def _leader(unit: Unit) -> str:
    post = next(post for front, *_, post in names.FRONTS if front == unit.front)
    return names.LEADER_OF[post]
