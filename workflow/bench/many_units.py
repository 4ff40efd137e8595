"""A year at its end with units by the thousand: every target found, none scored.

Like county.fill it writes past the door, in a database of its own that is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from models import statements
from workflow.audit.canonical import canonical
from workflow.bench import county
from workflow.bench.process import Counted
from workflow.clock import Manual
from workflow.county import open_county
from workflow.demo.play import Play
from workflow.door import Door
from workflow.hands.revision import material_of
from workflow.queries import facts
from workflow.scheme.scheme import Scheme

Values = dict[str, Any]

YEAR = county.RUNNING
AT = f"{YEAR}-12-31T08:00:00.000000Z"
BLOCK = 100
"""Units written at once."""

# What a unit's targets are scored by, category by category, in turn.
RULES = {
    "key": ("proportional", "ladder", "bonus"),
    "routine": ("proportional", "all_or_nothing", "ladder"),
    "common": ("law_enforcement", "clean_government", "proportional"),
    "stability": ("petitions", "work_safety", "public_order"),
}
POINTS = {"key": "4", "routine": "3", "common": "2", "stability": "1"}
"""Of each target; forty targets make up 40, 30, 20 and 10 (S10)."""
_TABLES = ("target", "revision", "acceptance", "finding", "cause_decision")


def url_of(folder: Path) -> str:
    """The database of a bench in a folder."""
    return f"sqlite:///{folder / 'results.db'}"


def make(url: str, units: int, each: int, *, counted: Counted) -> None:
    """A county of so many units with so many targets each, spread over the scheme's fronts."""
    database: Any = open_county(url, make=True)
    statements.run(database, "PRAGMA synchronous = off")
    play = Play(Door(database, Manual(county.NOW)), Manual(county.NOW))
    county.people(play)
    play.county("office", "open_year", year=YEAR)
    year = facts.year(database, YEAR)
    assert year is not None
    scheme = facts.scheme_of_year(database, year)
    person = play.actor("inspector").person
    rows = _Rows(scheme, each, person)
    with database.atomic():
        write(database, "unit", map(_unit, range(units)))
        fronts = dict(statements.run(database, "SELECT code, id FROM front").fetchall())
        codes = [front.code for front in scheme.fronts]
        placed = (_placed(n, fronts[codes[n % len(codes)]]) for n in range(units))
        write(database, "unit_front", placed)
        statements.run(database, "UPDATE year SET state = 'assessing' WHERE id = ?", (YEAR,))
    for first in range(0, units, BLOCK):
        with database.atomic():
            block = range(first, min(first + BLOCK, units))
            for table in _TABLES:
                make_row = getattr(rows, table)
                write(database, table, rows.each_of(block, make_row))
        counted(block.stop, units)
    statements.run(database, "ANALYZE")
    database.close()


def write(database: Any, table: str, rows: Iterable[Values]) -> None:
    """Write rows of the same columns one after another; none of them is kept."""
    some = iter(rows)
    head = next(some, None)
    if head is not None:
        sql = statements.insert_sql(table, tuple(head))
        statements.run(database, sql, tuple(head.values()))
        database.connection().executemany(sql, (tuple(row.values()) for row in some))


def code_of(unit: int) -> str:
    """The code of a unit by its place."""
    return f"U{unit:05}"


def _unit(number: int) -> Values:
    code = code_of(number)
    return {
        "id": number + 1,
        "code": code,
        "name_zh": f"单位{number}",
        "name_en": code,
        "parent_id": None,
        "kind": "township",
    }


def _placed(unit: int, front: int) -> Values:
    return {"id": unit + 1, "year": YEAR, "unit_id": unit + 1, "front_id": front}


class _Rows:
    """The rows about one target, each by the same few numbers drawn for it."""

    def __init__(self, scheme: Scheme, each: int, person: int | None) -> None:
        self.each, self.person, self.scheme = each, person, scheme
        self.materials = {rule: self._material(*rule) for rule in _rules()}

    def each_of(
        self, units: Iterable[int], make: Callable[[int, int, int], Values | None]
    ) -> Iterator[Values]:
        for unit in units:
            for n in range(self.each):
                row = make(unit, n, unit * self.each + n + 1)
                if row is not None:
                    yield row

    def _material(self, category: str, code: str) -> str:
        fields = {
            **county.content(0),
            "lead_unit": "@unit@",
            "title": "@title@",
            "category": category,
            "points": POINTS[category],
            "target_value": "10",
            "direction": "at_least",
        }
        return canonical(material_of(fields, self.scheme.rule(code))).decode()

    def target(self, unit: int, n: int, number: int) -> Values:
        return {
            **county.target(number, YEAR),
            "unit_id": unit + 1,
            "state": "inspected",
            "turn": "office",
            "category": _rule(n)[0],
        }

    def revision(self, unit: int, n: int, number: int) -> Values:
        material = self.materials[_rule(n)]
        title = county.target(number, YEAR)["title"]
        return {
            "id": number,
            "target_id": number,
            "no": 1,
            "round": 1,
            "digest": f"{number:064x}",
            "material": material.replace("@unit@", code_of(unit)).replace("@title@", title),
            "template": None,
            "author_id": self.person,
            "capacity": "drafter",
            "act": "create",
            "at": AT,
        }

    def acceptance(self, _unit: int, _n: int, number: int) -> Values:
        return {
            "id": number,
            "target_id": number,
            "kind": "final",
            "state": "accepted",
            "opened_at": AT,
            "closed_at": AT,
        }

    def finding(self, _unit: int, n: int, number: int) -> Values:
        value, drawn = found_value(number), _drawn(number)
        return {
            "id": number,
            "acceptance_id": number,
            "target_id": number,
            "found_value": value,
            "events": self._events(n, number),
            "quality": "poor" if drawn % 31 == 0 else "ok",
            "on_time": int(drawn % 29 != 0),
            "met": int(_is_met(number)),
            "cause": "none" if _is_met(number) else "objective",
            "text_id": None,
            "person_id": self.person,
            "at": AT,
        }

    def _events(self, n: int, number: int) -> str | None:
        """Of a target with a ledger one entry in three years."""
        rule = self.scheme.rules[_rule(n)[1]]
        if rule["kind"] != "ledger" or _drawn(number) % 3:
            return None
        event = rule["deductions"][_drawn(number) % len(rule["deductions"])]["event"]
        entry = {
            "event": event,
            "count": "1",
            "ref": str(number),
            "occurred_on": f"{YEAR}-05-06",
            "document": None,
        }
        return canonical([entry]).decode()

    def cause_decision(self, _unit: int, _n: int, number: int) -> Values | None:
        if _is_met(number):
            return None
        return {
            "id": number,
            "target_id": number,
            "finding_id": number,
            "cause": ("objective", "lack_of_effort")[_drawn(number) % 2],
            "heard_on": f"{YEAR}-12-20",
            "document": "1",
            "text_id": None,
            "person_id": self.person,
            "at": AT,
        }


def _rules() -> Iterator[tuple[str, str]]:
    return ((category, code) for category, codes in RULES.items() for code in codes)


def _rule(n: int) -> tuple[str, str]:
    """Category and scoring rule of a unit's n-th target."""
    category = tuple(RULES)[n % len(RULES)]
    codes = RULES[category]
    return category, codes[n // len(RULES) % len(codes)]


def _drawn(number: int) -> int:
    """A number that looks drawn by lot and is the same on every machine."""
    return (number * 2_654_435_761 + 12_345) % 2**32 >> 7


def found_value(number: int) -> str:
    """What was found of ten: from 8.5 to 13.49, seldom less."""
    hundredths = 850 + _drawn(number) % 500
    if _drawn(number) % 40 == 0:
        hundredths -= 500
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _is_met(number: int) -> bool:
    """Whether it counts as met: nine of ten is enough, so that few grades fall."""
    return float(found_value(number)) >= 9
