"""The demo county: a year that is over, one that runs and one that is drafted, all by acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from models import statements
from models.base import Database
from workflow.clock import SHANGHAI, Manual, system_clock
from workflow.demo import names, organisation, works
from workflow.demo.ending import Ending
from workflow.demo.names import Unit
from workflow.demo.planning import Planning
from workflow.demo.play import Play
from workflow.demo.running import FOUND, Running
from workflow.door import Door
from workflow.ticks import tick

Progress = Callable[[str], None]
# The morning on which the demo county is found; its clock runs on from here.
TODAY = datetime(2013, 9, 16, 9, tzinfo=SHANGHAI)


def make(database: Database, progress: Progress = lambda _: None, *, reduced: bool = False) -> None:
    """Fill an empty, migrated database with the demo county; `reduced` to 18 of its 60 units."""
    clock = Manual(datetime(2011, 12, 5, 9, tzinfo=SHANGHAI))
    play = Play(Door(database, clock), clock)
    units = tuple(unit for unit in names.UNITS if unit.small or not reduced)
    progress("单位与人员 units and people")
    organisation.found(play, units)
    progress("2012 年度计划 the plan of 2012")
    ending = _year_2012(play, units)
    progress("2012 年终考核，2013 年度计划 the end of 2012, the plan of 2013")
    planning = _turn_of_the_year(play, units, ending)
    progress("2013 年推进与验收 the running year")
    _run_2013(play, units, planning)
    progress("2014 年度拟定 drafts for 2014")
    _drafts_for_2014(play, units)
    clock.set(TODAY)
    shift = int((TODAY - system_clock()).total_seconds())
    play.county("", "set_clock", clock_shift=shift)


def _year_2012(play: Play, units: tuple[Unit, ...]) -> Ending:
    planning, running = Planning(play, units, 2012), Running(play, units, 2012)
    play.on(1, 5, 2012)
    planning.prepare()
    play.on(1, 12, 2012)
    planning.draft()
    play.on(1, 30, 2012)
    planning.sign()
    play.on(2, 15, 2012)
    planning.approve()
    play.on(2, 20, 2012)
    planning.issue()
    play.on(3, 20, 2012)
    running.letters(15)
    play.on(4, 6, 2012)
    running.report("q1")
    running.progress("2012-03-31", 20)
    play.on(5, 25, 2012)
    running.ledgers(5, half=0)
    play.on(7, 6, 2012)
    tick(play.door)
    running.inspect()
    running.report("half_year")
    running.progress("2012-06-30", 48)
    play.year(
        "office", "check_half_year", 2012, document="云考发〔2012〕6号", text="检查十八个单位。"
    )
    play.on(9, 5, 2012)
    tick(play.door)
    running.inspect()
    play.on(10, 10, 2012)
    running.report("q3", late=11)
    running.progress("2012-09-30", 76)
    play.on(11, 25, 2012)
    running.ledgers(11, half=1)
    play.on(12, 5, 2012)
    tick(play.door)
    running.inspect()
    return Ending(running)


def _turn_of_the_year(play: Play, units: tuple[Unit, ...], ending: Ending) -> Planning:
    """2012 is assessed while 2013 is drafted."""
    planning = Planning(play, units, 2013)
    play.on(12, 26, 2012)
    ending.assess()
    play.on(1, 4)
    tick(play.door)
    planning.prepare()
    play.on(1, 8)
    ending.find()
    ending.record("estimated", "云统〔2013〕1号")
    play.on(1, 14)
    ending.decide_causes(date(2013, 1, 14))
    play.on(1, 16)
    ending.publish(date(2013, 1, 16))
    play.on(1, 17)
    planning.draft(quarrels=True)
    play.on(1, 18)
    ending.object()
    play.on(1, 22)
    ending.answer(date(2013, 1, 22))
    play.on(1, 25)
    planning.sign(quarrels=True)
    play.on(1, 28)
    ending.decide(date(2013, 1, 28))
    play.on(1, 30)
    ending.close(date(2013, 1, 30))
    play.on(2, 5)
    ending.record("final", "云统〔2013〕3号")
    ending.pay(date(2013, 2, 4))
    play.on(2, 18)
    planning.approve(quarrels=True)
    play.on(2, 20)
    planning.issue()
    return planning


def _run_2013(play: Play, units: tuple[Unit, ...], planning: Planning) -> None:
    """To September: some have reported and some not, some are due, found, scored or objected to."""
    running = Running(play, units, 2013)
    play.on(3, 20)
    running.letters(18, skip=4)
    play.on(4, 8)
    running.report("q1")
    running.progress("2013-04-05", 22, skip=9)
    play.on(5, 28)
    running.ledgers(5, half=0)
    play.on(7, 5)
    tick(play.door)
    running.inspect(most=2 * len(units) // 3)
    play.on(7, 9)
    running.report("half_year", late=10)
    running.progress("2013-06-30", 51, skip=5)
    play.year(
        "office", "check_half_year", 2013, document="云考发〔2013〕7号", text="检查二十个单位。"
    )
    play.on(7, 15)
    _score_some(play)
    _object_to_a_finding(play)
    play.on(8, 20)
    _claim_early(play, planning)
    play.on(8, 26)
    running.ledgers(8, half=1)
    play.on(9, 1)
    tick(play.door)


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
    for code, found in (("SM", True), ("FZ", False)):
        target = planning.own[code, 1]
        play.act(f"{code.lower()}.head", "report_done", target, value="9999", text="已提前完成。")
        if found:
            value = works.target_of(names.UNITS[works.NUMBER[code]], _work(code), 2013)
            text = "实地查看，属实。"
            play.act(
                "inspector1", "inspect", target, **FOUND, found_value=value, met=True, text=text
            )


def _work(code: str) -> works.Work:
    return works.WORKS[names.UNITS[works.NUMBER[code]].front][1]


def _drafts_for_2014(play: Play, units: tuple[Unit, ...]) -> None:
    """The next year begins: drafted, signed, reviewed and approved side by side."""
    planning = Planning(play, units, 2014)
    play.on(9, 2)
    planning.prepare()
    play.on(9, 9)
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


def _leader(unit: Unit) -> str:
    post = next(post for front, *_, post in names.FRONTS if front == unit.front)
    return names.LEADER_OF[post]
