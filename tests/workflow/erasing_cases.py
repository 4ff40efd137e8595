"""Knocks for the rules of lawful erasure; test_rules.py compares them with the table."""

from collections.abc import Callable
from typing import Any

from tests.builders import World
from tests.workflow.own_year import Knock

ORDER = {"document": "云法〔2013〕民1号", "reason_code": "court"}
REMARK = "本人张某某，联系电话 139 0000 0000，不同意。"


def erasing(w: World, kind: str, number: int, **more: Any) -> Knock:
    """An administrator's knock that names what is to be erased as it is stored."""
    row = w.row(f'SELECT digest FROM "{kind}" WHERE id = ?', number)  # noqa: S608
    fields = {"kind": kind, "number": number, "digest": row["digest"], **ORDER, **more}
    return "admin", "county", "erase", None, fields


def erase(w: World, kind: str, number: int, **more: Any) -> int:
    """Do it; the id of the row that says so."""
    *_, fields = erasing(w, kind, number, **more)
    return w.county("admin", "erase", **fields)


def remark(w: World, words: str = REMARK) -> int:
    """A text that a leader wrote when returning a target."""
    target = w.submitted()
    w.act("leader1", "return", target, reason_code="value_too_low", text=words)
    return w.row("SELECT MAX(id) AS id FROM text")["id"]


def name_of(w: World, username: str) -> int:
    """The text that is somebody's name."""
    return w.row("SELECT name_id FROM person WHERE username = ?", username)["name_id"]


def twice(w: World) -> Knock:
    number = remark(w)
    erase(w, "text", number)
    return erasing(w, "text", number)


def open_proposal(w: World) -> Knock:
    target = w.running()
    w.act("office", "transfer", target, lead_unit="SM", document="云编发〔2013〕4号", text=REMARK)
    return erasing(
        w, "text", w.row("SELECT text_id FROM proposal ORDER BY id DESC LIMIT 1")["text_id"]
    )


PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {
    ("county", "erase"): lambda w: erasing(w, "text", remark(w)),
}
_ACT = ("county", "erase")
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    (*_ACT, "it_is_not_erased_yet"): twice,
    (*_ACT, "it_is_what_was_shown"): lambda w: erasing(w, "text", remark(w), digest="0" * 64),
    (*_ACT, "it_names_no_active_account"): lambda w: erasing(w, "text", name_of(w, w.newcomer())),
    (*_ACT, "nobody_still_has_to_answer_it"): open_proposal,
}
