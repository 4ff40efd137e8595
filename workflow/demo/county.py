"""The demo county: two fronts, six units, a year from preparing to acceptance, all by acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from models import statements
from models.base import Database
from workflow.clock import SHANGHAI, Manual, system_clock
from workflow.demo import names
from workflow.demo.play import Play
from workflow.door import Door
from workflow.passwords import hashed
from workflow.ticks import tick

Progress = Callable[[str], None]
# The morning on which the demo county is found; its clock runs on from here.
TODAY = datetime(2013, 9, 16, 9, tzinfo=SHANGHAI)
UNITS = tuple(code for code, *_ in names.UNITS[:6])


def make(database: Database, progress: Progress = lambda _: None) -> None:
    """Fill an empty, migrated database with the demo county."""
    clock = Manual(datetime(2012, 12, 3, 9, tzinfo=SHANGHAI))
    door = Door(database, clock)
    play = Play(door, clock)
    progress("单位与人员 units and people")
    _people(play)
    progress("2013 年度计划 the plan of 2013")
    _plan(play)
    progress("推进与验收 the running year")
    _run(play)
    progress("2014 年度拟定 drafts for 2014")
    _next_year(play)
    clock.set(TODAY)
    shift = int((TODAY - system_clock()).total_seconds())
    play.county("", "set_clock", clock_shift=shift)


def _people(play: Play) -> None:
    zh, en = names.COUNTY
    play.county("", "found", name_zh=zh, name_en=en, demo=True)
    play.county("", "add_person", username="admin", name="管理员")
    play.county(
        "", "add_post", code="GL-1", name_zh="系统管理员", name_en="Administrator", capacity="admin"
    )
    play.county("", "appoint", username="admin", post="GL-1", document="云政发〔2012〕1号")
    for code, zh, en in names.FRONTS:
        play.county("admin", "add_front", code=code, name_zh=zh, name_en=en)
    for code, zh, en, kind, _ in names.UNITS:
        play.county("admin", "add_unit", code=code, name_zh=zh, name_en=en, kind=kind)
    for code, zh, en, capacity, unit, charge in names.POSTS[:-1]:
        play.county(
            "admin",
            "add_post",
            code=code,
            name_zh=zh,
            name_en=en,
            capacity=capacity,
            unit=unit,
            in_charge_of=list(charge),
        )
    people = [*names.PEOPLE[1:]]
    for code in UNITS:
        own = next(u for u in names.UNITS if u[0] == code)
        for suffix, capacity, zh, en in (
            ("KY", "drafter", "经办人", "drafter"),
            ("YBS", "unit_head", "一把手", "head"),
        ):
            play.county(
                "admin",
                "add_post",
                code=f"{code}-{suffix}",
                name_zh=f"{own[1]}{zh}",
                name_en=f"{own[2]}, {en}",
                capacity=capacity,
                unit=code,
            )
        drafter, head = names.UNIT_PEOPLE[code]
        people += [
            (f"{code.lower()}.drafter", drafter, f"{code}-KY"),
            (f"{code.lower()}.head", head, f"{code}-YBS"),
        ]
    for username, name, post in people:
        play.county("admin", "add_person", username=username, name=name)
        play.county("admin", "appoint", username=username, post=post, document="云政发〔2012〕2号")
    password = hashed(names.PASSWORD)
    for username in ["admin", *(p[0] for p in people)]:
        play.county("admin", "set_password", username=username, password_hash=password)


def _plan(play: Play) -> None:
    play.on(1, 4)
    play.county("office", "open_year", year=2013)
    for code, _, _, _, front in names.UNITS:
        if front:
            play.county("office", "place_unit", year=2013, unit=code, front=front)
    for code, title, kind, measure, unit_of, value, lead in names.KEY_TASKS:
        play.county(
            "office",
            "add_key_task",
            year=2013,
            code=code,
            title=title,
            kind=kind,
            measure=measure,
            unit_of_measure=unit_of,
            target_value=value,
            lead_unit=lead,
            due_on="2013-12-31",
            document="云政发〔2013〕1号",
        )
    play.year("office", "open", 2013)
    play.on(1, 10)
    _common_items(play)
    play.on(1, 16)
    left_open = _bottom_up(play)
    play.on(1, 25)
    left_open += _top_down(play)
    play.on(2, 20)
    play.year("office", "issue", 2013, document="云政发〔2013〕8号", leave_open=left_open)


def _common_items(play: Play) -> None:
    """One hand of the county head for all units, and each unit's on its own sheet."""
    for code, category, title, measure, points, rule, value, unit_of in names.ITEMS:
        item = play.county(
            "office",
            "define_item",
            year=2013,
            code=code,
            category=category,
            title=title,
            measure=measure,
            points=points,
            scoring_rule=rule,
            target_value=value,
            unit_of_measure=unit_of,
            direction="at_least",
            due_on="2013-12-31",
            evidence="考核责任单位台账",
            acceptance="台账核对",
            units=list(UNITS),
            source_document="云政发〔2013〕2号",
        )
        for target in _targets_of_item(play, item):
            unit = _unit_of(play, target)
            play.act(f"{unit}.drafter", "edit", target, responsible_post=f"{unit.upper()}-KY")
            play.act(f"{unit}.head", "submit", target)
            play.act("office", "precheck", target)
            play.act(_leader(unit), "review", target)
            play.act("head", "approve", target)


def _targets_of_item(play: Play, item: int) -> list[int]:
    sql = "SELECT id FROM target WHERE item_id = ? ORDER BY id"
    return [row["id"] for row in statements.rows(play.door.database, sql, (item,))]


def _unit_of(play: Play, target: int) -> str:
    sql = "SELECT u.code FROM target t JOIN unit u ON u.id = t.unit_id WHERE t.id = ?"
    return str(statements.value(play.door.database, sql, (target,))).lower()


def _leader(unit: str) -> str:
    return "leader1" if unit.upper() in ("XQ", "SM", "BY") else "leader2"


def _fields(work: tuple[str | None, ...], unit: str, year: int = 2013) -> dict[str, object]:
    title, measure, unit_of, baseline, value, category, points, due, rule, task = work
    due_on = f"{year}-{due}"
    return {
        "title": title,
        "measure": measure,
        "unit_of_measure": unit_of,
        "baseline": baseline,
        "target_value": value,
        "category": category,
        "points": points,
        "due_on": due_on,
        "scoring_rule": rule,
        "key_tasks": [task] if task and year == 2013 else [],
        "lead_unit": unit,
        "responsible_post": f"{unit}-KY",
        "evidence": "验收单、影像资料",
        "acceptance": "实地测查",
        "data_source": "统计台账",
        "year": year,
        "milestones": [{"due_on": f"{year}-03-31", "quantity": None, "title": "开工"}],
    }


def _bottom_up(play: Play) -> list[int]:
    """Townships draft from below; one is quarrelled over, one stays open, one is given up."""
    left = []
    for unit in UNITS[:3]:
        low = unit.lower()
        for number, work in enumerate(names.WORK):
            target = play.new(f"{low}.drafter", "create", **_fields(work, unit))
            play.act(f"{low}.drafter", "hand_up", target)
            if (unit, number) == ("BY", 3):
                left.append(target)
                continue
            play.act(f"{low}.head", "submit", target)
            if (unit, number) == ("SM", 0):
                play.act(
                    "leader1",
                    "return",
                    target,
                    reason_code="value_too_low",
                    text="与全县60公里任务相比偏低，请调高。",
                )
                play.act("sm.drafter", "edit", target, target_value="12")
                play.act("sm.head", "submit", target)
            if (unit, number) == ("BY", 2):
                play.act(
                    "leader1",
                    "counter",
                    target,
                    reason_code="value_too_low",
                    target_value="550",
                    text="请按此稿执行。",
                )
                play.act("by.head", "submit", target)
            else:
                play.act("office", "precheck", target)
                play.act("leader1", "review", target)
            play.act("head", "approve", target)
        play.act(
            f"{low}.head",
            "discard",
            play.new(
                f"{low}.drafter",
                "create",
                **{**_fields(names.WORK[2], unit), "title": "重复上报的产业基地"},
            ),
            text="重复",
        )
    return left


def _top_down(play: Play) -> list[int]:
    """Bureaus answer what is asked from above: accept, accept with changes, object."""
    left = []
    for unit in UNITS[3:]:
        low = unit.lower()
        for number, work in enumerate(names.WORK):
            target = play.new("office", "assign", **_fields(work, unit))
            if number == 1 and unit == "JT":
                play.act(
                    "jt.head",
                    "object",
                    target,
                    reason_code="not_our_function",
                    text="农民增收不属交通部门职能。",
                )
                left.append(target)
                continue
            if number == 2:
                play.act(f"{low}.drafter", "edit", target, target_value="480")
            if number == 3:
                play.act("leader2", "review", target)
            play.act(f"{low}.head", "submit", target)
            if number == 2 and unit == "CZ":
                left.append(target)
                continue
            play.act("office", "precheck", target) if number != 3 else None
            if number != 3:
                play.act("leader2", "review", target)
            if (unit, number) == ("ZS", 1):
                left.append(target)
                continue
            play.act("head", "approve", target)
    return left


def _run(play: Play) -> None:
    """Reports, an early claim, what fell due, findings and scores."""
    play.on(4, 3)
    running = _in_state(play, "in_progress", "bottom_up")
    for target, unit in running:
        play.act(
            f"{unit}.drafter",
            "report_progress",
            target,
            value="3",
            as_of="2013-03-31",
            text="按计划推进",
        )
    play.on(5, 20)
    early, unit = running[3]
    play.act(f"{unit}.head", "report_done", early, value="1", text="已建成开放")
    play.on(5, 24)
    play.act(
        "inspector1",
        "inspect",
        early,
        found_value="1",
        quality="ok",
        on_time=True,
        met=True,
        text="实地查看，已开放。",
    )
    play.on(7, 1)
    tick(play.door)
    play.on(7, 8)
    found = ("10", "9", "12", "10.5")
    for (target, _), value in zip(_in_state(play, "due"), found, strict=False):
        met = float(value) >= 10
        play.act(
            "inspector1",
            "inspect",
            target,
            found_value=value,
            quality="ok",
            on_time=True,
            met=met,
            cause="none" if met else "lack_of_effort",
            text="实地测量里程。",
        )
    play.on(7, 15)
    for target, _ in _in_state(play, "inspected")[:3]:
        play.act("office", "score", target)
    play.on(9, 1)
    tick(play.door)


def _in_state(play: Play, state: str, origin: str = "%") -> list[tuple[int, str]]:
    rows = statements.rows(
        play.door.database,
        "SELECT t.id, u.code FROM target t JOIN unit u ON u.id = t.unit_id "
        "WHERE t.state = ? AND t.origin LIKE ? ORDER BY t.id",
        (state, origin),
    )
    return [(row["id"], row["code"].lower()) for row in rows]


def _next_year(play: Play) -> None:
    """The next year begins to be drafted: drafted, reviewed and approved side by side."""
    play.on(9, 2)
    play.county("office", "open_year", year=2014)
    for code, _, _, _, front in names.UNITS:
        if front:
            play.county("office", "place_unit", year=2014, unit=code, front=front)
    play.year("office", "open", 2014)
    play.on(9, 9)
    for number, work in enumerate(names.WORK):
        target = play.new("xq.drafter", "create", **_fields(work, "XQ", 2014))
        if number == 0:
            continue
        play.act("xq.head", "submit", target)
        if number >= 2:
            play.act("leader1", "review", target)
        if number == 3:
            play.act("head", "approve", target)
    for number, work in enumerate(names.WORK[:2]):
        target = play.new("leader2", "assign", **_fields(work, "ZS", 2014))
        if number == 1:
            play.act("leader2", "review", target)
