"""The county that is measured: made by acts, then filled with years of targets in bulk.

Only a bench writes targets without the door, in a database of its own that is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from models import statements
from workflow.clock import SHANGHAI, Manual
from workflow.county import open_county
from workflow.demo.play import Play
from workflow.door import Door

Values = dict[str, Any]
NOW = datetime(2013, 9, 16, 9, tzinfo=SHANGHAI)
UNITS = 100
YEARS = tuple(range(2004, 2015))
DRAFTING = YEARS[-1]
RUNNING = YEARS[-2]
LEADERS = 5
WORK = (
    "新建通村公路",
    "农民人均纯收入增长",
    "特色产业基地",
    "便民服务中心",
    "植树造林",
    "污水处理",
)
FRONTS = ("townships", "agriculture", "science_education", "government", "economy")
CATEGORIES = ("key", "routine", "common", "stability")
PEOPLE = ("head", "office", "inspector", "auditor", *(f"leader{n}" for n in range(LEADERS)))
_MILESTONES = ("03-31", "06-30", "09-30")


@dataclass(frozen=True)
class Bench:
    """A county of its own in a folder, with somebody to play in it."""

    path: Path
    play: Play

    @property
    def door(self) -> Door:
        """The county's door."""
        return self.play.door


def make(folder: Path) -> Bench:
    """A county of 100 units, eleven years and their people, in a new file in `folder`."""
    path = folder / "bench.db"
    database = open_county(f"sqlite:///{path}", make=True)
    # Whether the making is on the disk does not matter; what is measured later is (see acts.py).
    statements.run(database, "PRAGMA synchronous = off")
    clock = Manual(NOW)
    play = Play(Door(database, clock), clock)
    people(play)
    _units(play)
    for year in YEARS:
        play.county("office", "open_year", year=year)
    for unit in range(UNITS):
        placed = {"unit": unit_code(unit), "front": front_of(unit)}
        play.county("office", "place_unit", year=RUNNING, **placed)
    play.year("office", "open", DRAFTING)
    statements.run(database, "PRAGMA synchronous = full")
    return Bench(path, play)


def unit_code(number: int) -> str:
    """The code of a unit by its place, 0 to 99."""
    return f"U{number:02}"


def front_of(unit: int) -> str:
    """The front of a unit by its place."""
    return FRONTS[unit % len(FRONTS)]


def _post(play: Play, username: str, capacity: str, **more: Any) -> None:
    code = username.upper()
    by = "admin" if username != "admin" else ""
    play.county(by, "add_person", username=username, name=username)
    play.county(by, "add_post", code=code, name_zh=code, name_en=code, capacity=capacity, **more)
    play.county(by, "appoint", username=username, post=code, document="1")


def people(play: Play) -> None:
    """A new county with its administrator, head, office, inspector and auditor."""
    play.county("", "found", name_zh="测速县", name_en="Bench County", demo=True)
    _post(play, "admin", "admin")
    for name in PEOPLE[:4]:
        _post(play, name, "county_head" if name == "head" else name)


def _units(play: Play) -> None:
    for code in ("townships", "economy"):
        play.county("admin", "add_front", code=code, name_zh=code, name_en=code)
    for number in range(UNITS):
        code = unit_code(number)
        play.county("admin", "add_unit", code=code, name_zh=code, name_en=code, kind="township")
    for number in range(LEADERS):
        charge = [unit_code(unit) for unit in range(UNITS) if unit % LEADERS == number]
        _post(play, f"leader{number}", "leader", in_charge_of=charge)
    for number in range(UNITS):
        code = unit_code(number)
        _post(play, f"d{code.lower()}", "drafter", unit=code)
        _post(play, f"h{code.lower()}", "unit_head", unit=code)


def content(number: int) -> Values:
    """The input of a complete target of unit `number` modulo 100."""
    return {
        "title": f"{WORK[number % len(WORK)]}第{number}号",
        "category": "routine",
        "measure": "建成里程",
        "unit_of_measure": "公里",
        "baseline": "8.5",
        "target_value": "10",
        "points": "20",
        "due_on": f"{DRAFTING}-11-30",
        "milestones": [
            {"due_on": f"{DRAFTING}-{day}", "quantity": None, "title": "开工"}
            for day in _MILESTONES
        ],
        "lead_unit": unit_code(number % UNITS),
        "responsible_post": f"H{unit_code(number % UNITS)}",
        "evidence": "验收单、影像资料",
        "acceptance": "实地测查",
        "data_source": "统计台账",
        "scoring_rule": "proportional",
        "year": DRAFTING,
    }


def fill(bench: Bench, count: int) -> None:
    """Write `count` targets of all years straight into the tables, with milestones and reports."""
    database: Any = bench.door.database
    first = int(statements.value(database, 'SELECT COALESCE(MAX("id"), 0) FROM "target"')) + 1
    rows = [target(first + i, YEARS[i * len(YEARS) // count]) for i in range(count)]
    person = bench.play.actor("office").person
    with database.atomic():
        connection = database.connection()
        for table, some in (
            ("target", iter(rows)),
            ("milestone", _milestones(rows)),
            ("report", _reports(rows, person)),
        ):
            head = next(some)
            sql = statements.insert_sql(table, tuple(head))
            connection.execute(sql, tuple(head.values()))
            connection.executemany(sql, (tuple(row.values()) for row in some))
    statements.run(database, "ANALYZE")


def _state(number: int, year: int) -> tuple[str, str]:
    if year < RUNNING:
        return ("cancelled" if number % 20 == 0 else "scored"), "none"
    if year == RUNNING:
        return ("in_progress", "none") if number % 4 else ("due", "inspector")
    return (("drafted", "unit"), ("reviewed", "county_head"), ("approved", "office"))[number % 3]


def target(number: int, year: int) -> Values:
    """A row of the table of targets."""
    state, turn = _state(number, year)
    unit = number % UNITS
    return {
        "id": number,
        "year_id": year,
        "unit_id": unit + 1,
        "item_id": None,
        "origin": "bottom_up",
        "state": state,
        "turn": turn,
        "handed_up": 0,
        "round": 1,
        "version": 5,
        "imposed": 0,
        "candidate": 1,
        "digest": f"{number:064x}",
        "prechecked": 1,
        "in_force": None if year == DRAFTING else 1,
        "title": f"{WORK[number % len(WORK)]}第{number}号",
        "category": CATEGORIES[number % len(CATEGORIES)],
        "due_on": f"{year}-{number % 12 + 1:02}-28",
        "reviewing_post": f"LEADER{unit % LEADERS}",
        "supporting": f",{unit_code((number * 7) % UNITS)}," if number % 5 == 0 else "",
        "baseline": None,
        "created_at": f"{year}-01-15T00:00:00.000000Z",
    }


def _milestones(rows: list[Values]) -> Iterator[Values]:
    number = 0
    for row in rows:
        if row["in_force"] is None:
            continue
        for position, day in enumerate(_MILESTONES):
            number += 1
            yield {
                "id": 10_000_000 + number,
                "target_id": row["id"],
                "revision": 1,
                "position": position,
                "due_on": f"{row['year_id']}-{day}",
                "quantity": None,
                "title": "开工",
            }


def _reports(rows: list[Values], person: int | None) -> Iterator[Values]:
    for row in rows:
        # Of the running year's targets one in ten is late with its reports.
        if row["in_force"] is not None and row["id"] % 10:
            yield {
                "id": 10_000_000 + row["id"],
                "target_id": row["id"],
                "kind": "progress",
                "value": "3",
                "as_of": f"{row['year_id']}-09-30",
                "text_id": None,
                "person_id": person,
                "at": f"{row['year_id']}-10-01T00:00:00.000000Z",
            }
