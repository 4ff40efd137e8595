"""The demo county's units, posts and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workflow.demo import names
from workflow.demo.play import Play
from workflow.passwords import hashed

CountyAct = tuple[str, dict[str, Any]]
APPOINTMENT = "云政发〔2011〕21号"


def found(play: Play, units: Iterable[names.Unit]) -> None:
    """The county with everybody in it."""
    units = tuple(units)
    zh, en = names.COUNTY
    play.county("", "found", name_zh=zh, name_en=en, demo=True)
    play.organise("", _administrator())
    play.organise("admin", _units(units))
    play.organise("admin", _posts(units))
    people = [*names.PEOPLE[1:], *(one for unit in units for one in _staff(unit))]
    play.organise("admin", _people(people))
    password = hashed(names.PASSWORD)
    everybody = ["admin", *(username for username, _, _ in people)]
    play.organise(
        "admin",
        [("set_password", {"username": who, "password_hash": password}) for who in everybody],
    )


def _administrator() -> Iterator[CountyAct]:
    username, name, post = names.PEOPLE[0]
    _, zh, en, capacity, _ = names.POSTS[-1]
    yield "add_person", {"username": username, "name": name}
    yield "add_post", {"code": post, "name_zh": zh, "name_en": en, "capacity": capacity}
    yield "appoint", {"username": username, "post": post, "document": APPOINTMENT}


def _units(units: tuple[names.Unit, ...]) -> Iterator[CountyAct]:
    for code, zh, en, _ in names.FRONTS:
        yield "add_front", {"code": code, "name_zh": zh, "name_en": en}
    known = [(u.code, u.zh, u.en, u.kind) for u in units] + list(names.OTHERS)
    for code, zh, en, kind in known:
        yield "add_unit", {"code": code, "name_zh": zh, "name_en": en, "kind": kind}


def _posts(units: tuple[names.Unit, ...]) -> Iterator[CountyAct]:
    charge = {post: [u.code for u in units if u.front == front] for front, *_, post in names.FRONTS}
    for code, zh, en, capacity, unit in names.POSTS[:-1]:
        yield (
            "add_post",
            {
                "code": code,
                "name_zh": zh,
                "name_en": en,
                "capacity": capacity,
                "unit": unit,
                "in_charge_of": charge.get(code, []),
            },
        )
    for one in units:
        for suffix, capacity, zh, en in (
            ("KY", "drafter", "经办人", "drafter"),
            ("YBS", "unit_head", "一把手", "head"),
        ):
            yield (
                "add_post",
                {
                    "code": f"{one.code}-{suffix}",
                    "name_zh": f"{one.zh}{zh}",
                    "name_en": f"{one.en}, {en}",
                    "capacity": capacity,
                    "unit": one.code,
                },
            )


def _staff(unit: names.Unit) -> list[tuple[str, str, str]]:
    drafter, head = names.people_of(names.UNITS.index(unit))
    low = unit.code.lower()
    return [
        (f"{low}.drafter", drafter, f"{unit.code}-KY"),
        (f"{low}.head", head, f"{unit.code}-YBS"),
    ]


def _people(people: list[tuple[str, str, str]]) -> Iterator[CountyAct]:
    for username, name, _ in people:
        yield "add_person", {"username": username, "name": name}
    for username, _, post in people:
        yield "appoint", {"username": username, "post": post, "document": APPOINTMENT}
