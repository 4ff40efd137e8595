"""Claims about lawful erasure: nothing is emptied by mistake, twice, or before it was answered."""

from __future__ import annotations

from workflow.act import rule
from workflow.case import Case
from workflow.terms import NOBODY, Capacity


@rule("这一条已经依法删除", "It was erased already", NOBODY, needs_input=True)
def it_is_not_erased_yet(case: Case) -> bool:
    found = case.known("to_erase")
    return found is None or found["erased"] is None


@rule(
    "所给摘要不是这一条的：请从查询页打开要删除的一条",
    "The digest is another one's: open what is to be erased from the list",
    needs_input=True,
)
def it_is_what_was_shown(case: Case) -> bool:
    found = case.known("to_erase")
    return found is None or found["digest"] == case.data["digest"]


@rule(
    "这是在用账号的姓名：签署须署名，请先停用该账号",
    "It names an active account, and hands are put by name: disable the account first",
    Capacity.ADMIN,
    needs_input=True,
)
def it_names_no_active_account(case: Case) -> bool:
    found = case.known("to_erase")
    return found is None or not found["active"]


@rule(
    "据以办理的事项尚未办结：复核申请须先答复，调整和上报须先了结",
    "A matter that rests on it is still open: objections are answered and proposals and "
    "escalations ended first",
    Capacity.COUNTY_HEAD,
    Capacity.LEADER,
    Capacity.OFFICE,
    needs_input=True,
)
def nobody_still_has_to_answer_it(case: Case) -> bool:
    found = case.known("to_erase")
    return found is None or not found["awaited"]


ERASING = (
    it_is_not_erased_yet,
    it_is_what_was_shown,
    it_names_no_active_account,
    nobody_still_has_to_answer_it,
)
