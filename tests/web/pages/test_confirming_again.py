"""Scenario 9 of issue 4 on the pages: only the supporting units change, so everybody is asked again
and whose unit is not concerned signs by one click."""

import pytest

from tests.builders import World
from tests.counting import counted
from tests.web.api_client import Api, fits_described
from tests.web.visitor import Page, on_both

BOTH = pytest.mark.parametrize("language", ["zh-CN", "en"])
SAID = {
    "zh-CN": "仅配合单位有变动（+单位 JT −单位 SM）",
    "en": "only the supporting units changed (+Unit JT −Unit SM)",
}


def signed_by_all(world: World, **content) -> int:
    """A target that ZS and SM support, signed by everybody but the county head."""
    target = world.submitted(supporting_units=["ZS", "SM"], **content)
    for head in ("zs.head", "sm.head"):
        world.act(head, "confirm_support", target)
    world.act("leader1", "review", target)
    return target


def offered(page: Page) -> list[str]:
    """The words of the buttons that would sign at once."""
    return [word for form in page.forms for name, _, word in form.buttons if name == "confirmed"]


@on_both
@BOTH
def test_whoever_is_not_concerned_signs_again_by_one_click(world, visit, language):
    target = signed_by_all(world)
    world.act("xq.drafter", "edit", target, supporting_units=["ZS", "JT"])
    assert world.standing_hands(target) == set()
    for who in ("leader1", "xq.head", "zs.head"):
        visitor = visit(who, language)
        page = visitor.get(f"/targets/{target}")
        assert SAID[language] in page.text
        before = world.size()
        visitor.send("confirmed", press=("confirmed", "yes"))
        (entry,) = world.entries(before)
        assert (entry["outcome"], entry["digest"]) == ("done", world.target(target)["digest"])
        assert offered(visitor.page) == []
    # Whoever joins has never signed this: there is no one click for them.
    page = visit("jt.head", language).get(f"/targets/{target}")
    assert offered(page) == []
    world.act("jt.head", "confirm_support", target)
    assert world.state(target) == "reviewed"
    assert world.target(target)["round"] == 1


def test_inbox_asks_for_it_whosever_turn_it_is_and_signs_what_it_showed(world, visit):
    target, moved = signed_by_all(world, title="甲"), signed_by_all(world, title="乙")
    for number in (target, moved):
        world.act("xq.drafter", "edit", number, supporting_units=["ZS", "JT"])
    assert world.target(target)["turn"] == "unit"
    supporter = visit("zs.head")
    page = supporter.get("/inbox")
    assert page.text.count(SAID["zh-CN"]) == 2
    world.act("xq.drafter", "edit", moved, target_value="12")
    page = supporter.send("again", press=("again", str(target)))
    assert "已签 1 项" in page.text
    assert world.standing_hands(target) == {"support"}
    shown = supporter.get("/inbox").text
    assert "甲" not in shown
    assert "乙" not in shown


@on_both
def test_scenario_9_through_the_api(world):
    target, api = signed_by_all(world), Api(world.door)
    answer = api.act("xq.drafter", target, "edit", supporting_units=["ZS", "JT"])
    assert not any(answer.get_json()["hands"].values())
    assert {s["outdated_by"]["action"] for s in answer.get_json()["signatures"]} == {"edit"}
    for who, act in (("leader1", "review"), ("xq.head", "submit"), ("zs.head", "confirm_support")):
        waiting = api.get(who, "/inbox").get_json()["items"]
        assert target in [row["id"] for row in waiting], who
        shown = api.target(who, target)
        fits_described(shown, "/api/v1/targets/{id}", "GET", 200)
        assert shown["since_signed"]["again"] == {
            "action": act, "added": ["JT"], "removed": ["SM"],
        }  # fmt: skip
        seen = {"digest": shown["candidate"]["digest"]}
        assert api.post(who, f"/targets/{target}/actions/{act}", seen).status_code == 200
    assert api.target("jt.head", target)["since_signed"] is None
    # Whom the edit let go does not even see the draft any more.
    assert api.get("sm.head", f"/targets/{target}").status_code == 404
    assert api.act("jt.head", target, "confirm_support").get_json()["state"] == "reviewed"


def test_what_moved_between_page_and_click_is_not_signed(world, visit):
    target = signed_by_all(world)
    world.act("xq.drafter", "edit", target, supporting_units=["ZS", "JT"])
    on_page, in_inbox = visit("zs.head"), visit("zs.head")
    on_page.get(f"/targets/{target}")
    in_inbox.get("/inbox")
    world.act("xq.drafter", "edit", target, target_value="12")
    page = on_page.send("confirmed", press=("confirmed", "yes"))
    assert page.status == 409
    page = in_inbox.send("again", press=("again", str(target)))
    assert "目标值 10 → 12" in page.text
    assert world.standing_hands(target) == set()


def test_any_other_change_has_to_be_looked_at(world, visit):
    target = signed_by_all(world)
    world.act(
        "xq.drafter",
        "edit",
        target,
        supporting_units=["ZS", "JT"],
        due_on=f"{world.year_now}-05-31",
    )
    page = visit("leader1").get(f"/targets/{target}")
    assert "与您上次签署的差别" in page.text
    assert offered(page) == []
    assert "再次确认" not in visit("leader1").get("/inbox").text


def test_the_same_bytes_again_are_one_click_too(world, visit):
    target = world.submitted()
    world.act("xq.drafter", "edit", target, target_value="12")
    world.act("xq.drafter", "edit", target, target_value="10")
    head = visit("xq.head")
    assert "与您签署的第1稿一字不差" in head.get(f"/targets/{target}").text
    head.send("confirmed", press=("confirmed", "yes"))
    assert world.standing_hands(target) == {"up"}


def test_check_page_and_sheet_say_it_beside_what_is_to_be_signed(world, visit):
    target = signed_by_all(world)
    world.act("xq.drafter", "edit", target, supporting_units=["ZS", "JT"])
    head = visit("xq.head")
    assert SAID["zh-CN"] in head.get("/sheet").text
    head.get("/inbox")
    page = head.send("step", press=("step", "check_all"))
    assert "与您有关的内容未变，仅配合单位有变动" in page.text
    assert "单位 ZS、单位 JT" in page.text or "单位 JT、单位 ZS" in page.text


def test_who_lost_the_post_is_not_asked_to_sign_again(world, visit):
    target = signed_by_all(world)
    world.act("xq.drafter", "edit", target, supporting_units=["ZS", "JT"])
    world.relieve("leader1", "FXZ-1")
    assert "再次确认" not in visit("leader1").get("/inbox").text


def test_inbox_with_many_to_sign_again_asks_no_more_than_with_few(world, visit):
    supporter, asked = visit("zs.head"), []
    for _ in range(2):
        for _ in range(3):
            target = signed_by_all(world)
            world.act("xq.drafter", "edit", target, supporting_units=["ZS", "JT"])
        supporter.get("/inbox")
        with counted(world.database) as statements:
            assert "再次确认" in supporter.get("/inbox").text
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_what_was_returned_is_not_asked_for_again_before_it_comes_back(world, visit):
    target = signed_by_all(world)
    world.act("leader1", "return", target, reason_code="value_too_low", text="偏低")
    world.act("xq.drafter", "edit", target, supporting_units=["ZS", "JT"])
    assert "再次确认" not in visit("leader1").get("/inbox").text
