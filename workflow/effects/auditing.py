"""What acts on the log itself write: nothing but their entry, and in it what it is about."""

from __future__ import annotations

from workflow.case import Case
from workflow.effects.looking_up import named, refused


def read_log(case: Case) -> None:
    """The entry is about the person or unit whose year was read, if it was one's."""
    if case.data.get("username"):
        _about_person(case)
    elif case.data.get("unit"):
        unit = named(case, "unit", case.organisation.units, "单位", "unit")
        case.subject, case.about = {"id": unit.id}, "unit"


def export(case: Case) -> None:
    """Nothing: the entry names what was exported, its text by which filters."""


def verify_log(case: Case) -> None:
    """The entry is about the person who asked for it; its text is the report."""
    _about_person(case)


def _about_person(case: Case) -> None:
    person = case.facts["person"]
    if person is None:
        raise refused("username", "没有这个用户。", "There is no such user.")
    case.subject, case.about = {"id": person["id"]}, "person"
