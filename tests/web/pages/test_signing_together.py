"""Forty at once: from the inbox, and the plan by one decision; nothing is skipped in silence."""

import pytest

from tests.counting import counted
from tests.web.visitor import on_both


def before_the_leader(world, **content):
    """A target that the office has looked at and that waits for its leader."""
    number = world.submitted(**content)
    world.act("office", "precheck", number)
    return number


@on_both
def test_leader_signs_forty_from_the_inbox_each_for_itself(world, visit):
    numbers = [before_the_leader(world, title=f"事项{n}") for n in range(40)]
    leader = visit("leader1")
    leader.get("/inbox")
    page = leader.send("step", press=("step", "check_all"))
    assert "核对：审定 40 项" in page.text
    before = world.size()
    page = leader.send("step", press=("step", "sign"))
    assert "已签 40 项" in page.text
    assert {world.state(number) for number in numbers} == {"reviewed"}
    entries = world.entries(before)
    assert [e["act"] for e in entries] == ["review"] * 40
    assert {e["digest"] for e in entries} == {world.target(n)["digest"] for n in numbers}


def test_only_what_is_ticked_is_signed(world, visit):
    first, second = before_the_leader(world, title="甲"), before_the_leader(world, title="乙")
    leader = visit("leader1")
    leader.get("/inbox")
    page = leader.send("step", press=("step", "check"), item=[first])
    assert "核对：审定 1 项" in page.text
    leader.send("step", press=("step", "sign"))
    assert [world.state(n) for n in (first, second)] == ["reviewed", "drafted"]


def test_what_changed_after_the_check_page_is_named_with_the_change(world, visit):
    kept, moved = before_the_leader(world, title="甲"), before_the_leader(world, title="乙")
    leader = visit("leader1", "en")
    leader.get("/inbox")
    leader.send("step", press=("step", "check_all"))
    world.act("xq.drafter", "edit", moved, due_on=f"{world.year_now}-05-31")
    page = leader.send("step", press=("step", "sign"))
    assert "Signed: 1; left out: 1" in page.text
    year = world.year_now
    assert f"Deadline 30 Jun {year} → 31 May {year}" in page.text
    assert [world.state(n) for n in (kept, moved)] == ["reviewed", "drafted"]
    refused = world.row("SELECT outcome, object_id FROM entry ORDER BY id DESC LIMIT 1")
    assert refused == {"outcome": "refused", "object_id": moved}


def test_inbox_offers_ticks_only_where_one_may_sign_now(world, visit):
    world.due()
    page = visit("inspector1").get("/inbox")
    assert "核对所选" not in page.text
    assert not any(c.get("name") == "item" for c in page.controls)


def test_inbox_costs_the_same_statements_with_few_rows_and_with_many(world, visit):
    leader = visit("leader1")
    asked = []
    for _ in range(2):
        for _ in range(5):
            before_the_leader(world)
        leader.get("/inbox")
        with counted(world.database) as statements:
            assert leader.get("/inbox").status == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


# — the plan by one act —


@pytest.fixture
def waiting(world):
    return [world.reviewed(title=f"事项{n}") for n in range(4)]


def decide(head, year, **answers):
    head.get(f"/years/{year}/acts/approve")
    head.send("step", press=("step", "check"))
    return head.send("document", press=("step", "confirm"), document="云政常〔2013〕9号", **answers)


@on_both
def test_county_head_approves_the_plan_in_one_act(world, visit, waiting):
    before = world.size()
    page = decide(visit("head"), world.year_now)
    assert "已批准 4 项" in page.text
    assert {world.state(n) for n in waiting} == {"approved"}
    assert [(e["object"]["kind"], e["act"]) for e in world.entries(before)] == [
        ("year", "approve"),
        *[("target", "approve")] * 4,
    ]
    assert [hand[0] for hand in world.hands(waiting[0])] == ["up", "down", "approve"]


@on_both
def test_one_that_changed_since_it_was_shown_is_named_and_left_out(world, visit, waiting):
    head = visit("head")
    year = world.year_now
    head.get(f"/years/{year}/acts/approve")
    head.send("step", press=("step", "check"))
    world.act("leader1", "edit", waiting[1], target_value="12")
    page = head.send("document", press=("step", "confirm"), document="云政常〔2013〕9号")
    assert "已批准 3 项，未批准 1 项" in page.text
    assert "事项1" in page.text
    assert "目标值 10 → 12" in page.text
    states = [world.state(n) for n in waiting]
    assert states == ["approved", "drafted", "approved", "approved"]


def test_one_that_changed_before_the_check_page_stands_beside_those_to_approve(
    world, visit, waiting
):
    head = visit("head")
    head.get(f"/years/{world.year_now}/acts/approve")
    world.act("leader1", "edit", waiting[1], target_value="12")
    world.act("xq.head", "submit", waiting[1])
    world.act("leader1", "review", waiting[1])
    page = head.send("step", press=("step", "check"))
    assert "核对：批准 3 项" in page.text
    assert "不在其中 (1)" in page.text
    assert "内容在您查看之后有了改动" in page.text


def test_decision_without_a_document_is_asked_for_it_and_changes_nothing(world, visit, waiting):
    head = visit("head")
    head.get(f"/years/{world.year_now}/acts/approve")
    head.send("step", press=("step", "check"))
    page = head.send("document", press=("step", "confirm"), document="", text="已议")
    assert page.status == 422
    assert "会议文号" in page.text
    assert "已议" in page.text
    assert {world.state(n) for n in waiting} == {"reviewed"}
    page = head.send("document", press=("step", "confirm"), document="云政常〔2013〕9号")
    assert {world.state(n) for n in waiting} == {"approved"}


def test_nobody_but_the_county_head_opens_the_approval(world, visit, waiting):
    for person in ("office", "leader1", "xq.head", "auditor"):
        page = visit(person).get(f"/years/{world.year_now}/acts/approve")
        assert page.status == 403
    assert visit("head").get("/years/1999/acts/approve").status == 404


def test_plan_without_anything_to_approve_says_why(world, visit):
    world.draft()
    page = visit("head").get(f"/years/{world.drafting_year()}/acts/approve")
    assert page.status == 409
    assert "没有等待批准的目标" in page.text


def test_whom_a_county_head_reviewed_for_is_not_ticked(world, visit):
    # The county head stood in as the leader of one: that approval must be somebody else's.
    world.appoint("head2", "FXZ-1")
    number = world.submitted(title="须他人批准")
    world.act("head2", "review", number)
    page = visit("head2").get(f"/years/{world.year_now}/acts/approve")
    assert "没有可批准的目标" in page.text
    assert "您已作为审定领导签署，批准应由他人作出" in page.text


def test_approval_page_costs_the_same_statements_with_few_and_with_many(world, visit):
    head = visit("head")
    asked = []
    for _ in range(2):
        for _ in range(4):
            world.reviewed()
        path = f"/years/{world.year_now}/acts/approve"
        head.get(path)
        with counted(world.database) as statements:
            assert head.get(path).status == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


# — what stands beside a proposal —


@on_both
def test_leader_judges_a_proposal_beside_the_same_measure_elsewhere(world, visit):
    own = world.submitted(measure="油菜面积")
    other = world.draft(
        "sm.drafter", lead_unit="SM", responsible_post="SM-KY", measure="油菜面积",
        target_value="12", baseline="10", milestones=[],
    )  # fmt: skip
    page = visit("leader1").get(f"/targets/{own}")
    assert "同一指标在其他单位" in page.text
    assert "12 公里 10 20%" in page.text
    assert f"/targets/{other}" in page.links
    # Whom a draft is not for is not told of it by this either.
    assert "同一指标在其他单位" not in visit("xq.head").get(f"/targets/{own}").text
