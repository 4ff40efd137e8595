"""Every (state, capacity, act): allowed, or why not, in both languages, and who could clear it.

Which of them are allowed is for the agreed matrix (`test_api_matrix.py`) and the rules; here no
"no" may be silent. Where a target is not for somebody to see, it is not there: to say who could
change that would tell that it is.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import World, copy_of, golden
from tests.matrix import CAPACITIES, Cell, cells, one_of_each
from tests.storage import opened
from tests.web.api_client import Api
from tests.workflow.test_state_machine import input_of
from web.api.acting import acts_for_people
from workflow.lifecycle import TARGET
from workflow.offers import offers
from workflow.terms import NOBODY

LANGUAGES = ("zh-CN", "en")
KNOWN = {*CAPACITIES, NOBODY}
EXISTING = {act.name for act in TARGET if not act.creates}
CREATING = [act for act in acts_for_people("target") if act.creates]
STORED = [cell for cell in cells() if cell.state != "new" and cell.person]
NEW = [cell for cell in cells() if cell.state == "new" and cell.person]
CLOCK = [cell for cell in cells() if cell.state != "new" and cell.capacity == "system"]

MATTER = {"matter": "群体上访一次"}
ANSWER = {"objection": 1, "upheld": False, "text": "维持"}
# Whole inputs of the acts that the random walks leave to others.
INPUTS = {
    "enter_ledger": {"event": "petition", "count": 1, "occurred_on": "2013-03-01", **MATTER},
    "strike_ledger": {"ledger": 1, "text": "重复登记"},
    "assess": {"met": True},
    "decide_cause": {"cause": "objective", "heard_on": "2013-12-01", "document": "1号"},
    "object_result": {"about": "finding", "text": "数据有误"},
    "answer_objection": ANSWER,
    "discuss": {"text": "请报用地情况"},
    "answer": {"question": 1, "text": "已报"},
    "give_task": {"assignee": "xq.drafter", "text": "报数", "due_on": "2099-12-31"},
    "finish_task": {"task": 1},
    "drop_task": {"task": 1},
    "register_paper": {"signer": "xq.head", "signed_on": "2013-03-01", "file": "0" * 64},
    "change": {"target_value": "9", "text": "资金未到位"},
    "cancel": {"text": "任务取消"},
    "transfer": {"lead_unit": "SM", "document": "云编〔2013〕2号", "text": "职能划转"},
}


@pytest.fixture(scope="module")
def county(sqlite_storage) -> Iterator[tuple[World, Api, dict[str, int]]]:
    """A county that the cells share, with a target of XQ in every state."""
    with opened(copy_of(sqlite_storage, golden(sqlite_storage))) as database:
        world = World(database)
        yield world, Api(world.door), one_of_each(world)


def is_chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


def check_refusals(refusals: list[dict[str, Any]], language: str) -> None:
    """At least one, each with code, a sentence of this language, and who could clear it."""
    assert refusals
    for refusal in refusals:
        assert refusal["code"].isidentifier()
        assert refusal["text"]
        assert is_chinese(refusal["text"]) == (language == "zh-CN"), refusal["text"]
        assert refusal["who"], refusal["code"]
        assert set(refusal["who"]) <= KNOWN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cell", STORED, ids=str)
def test_each_act_is_allowed_or_says_why_not_and_who_could_clear_it(county, cell, language):
    _, api, targets = county
    answer = api.get(cell.person, f"/targets/{targets[cell.state]}", Accept_Language=language)
    if not cell.visible:
        told = answer.get_json()
        assert (answer.status_code, told["code"]) == (404, "not_found")
        assert is_chinese(told["detail"]) == (language == "zh-CN")
        return
    actions = {action["action"]: action for action in answer.get_json()["actions"]}
    assert set(actions) == EXISTING
    for action in actions.values():
        if action["allowed"]:
            assert action["refusals"] == []
        else:
            check_refusals(action["refusals"], language)


@pytest.mark.parametrize("cell", [c for c in STORED if c.visible], ids=str)
def test_who_tries_what_is_refused_is_told_the_same(county, cell):
    """What the page says beforehand the door says too, with what only the input brings."""
    world, api, targets = county
    number = targets[cell.state]
    shown = api.target(cell.person, number)
    seen = {"version": shown["version"], "digest": shown["candidate"]["digest"]}
    size, language = world.size(), LANGUAGES[number % 2]
    refused = [a for a in shown["actions"] if not a["allowed"]]
    for action in refused:
        names = {field["name"] for field in action["input"]}
        act = action["action"]
        raw = {name: value for name, value in seen.items() if name in names}
        raw |= INPUTS.get(act) or input_of(act, 1)
        path = f"/targets/{number}/actions/{act}"
        answer = api.post(cell.person, path, raw, Accept_Language=language)
        assert answer.status_code in (403, 409), (act, answer.get_json())
        told = answer.get_json()["refusals"]
        check_refusals(told, language)
        assert {r["code"] for r in action["refusals"]} <= {r["code"] for r in told}
    assert world.size() == size + len(refused), "each refusal has its entry, and nothing else"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cell", NEW, ids=str)
@pytest.mark.parametrize("open_year", [True, False], ids=["drafting", "issued"])
def test_beginning_a_target_is_allowed_or_says_why_not(county, cell: Cell, language, open_year):
    world, api, _ = county
    year = world.drafting_year() if open_year else 2013
    fields = {"lead_unit": "XQ", "year": year, "title": "x", "category": "key"}
    answer = api.post(cell.person, "/targets", fields, Accept_Language=language)
    if answer.status_code == 201:
        assert cell.acts
        assert open_year
    else:
        assert not (cell.acts and open_year)
        check_refusals(answer.get_json()["refusals"], language)


@pytest.mark.parametrize("cell", CLOCK, ids=str)
def test_the_clock_too_is_told_why_not(county, cell):
    world, _, targets = county
    for offer in offers("target", world.case(targets[cell.state])):
        for language in () if offer["allowed"] else LANGUAGES:
            said = [
                {**r, "text": r["text"].zh if language == "zh-CN" else r["text"].en}
                for r in offer["refusals"]
            ]
            check_refusals(said, language)
