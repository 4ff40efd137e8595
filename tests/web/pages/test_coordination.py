"""The coordination thread and tasks inside a unit as people see and use them."""

import pytest

from tests.counting import counted
from tests.web.api_client import Api, fits_described
from tests.web.visitor import on_both

BOTH = pytest.mark.parametrize("language", ["zh-CN", "en"])


@pytest.fixture
def joint(world) -> int:
    return world.draft(supporting_units=["ZS"])


def follows(visitor, act: str) -> None:
    """Go on by the link that the page has for this act."""
    visitor.get(next(link for link in visitor.page.links if f"/acts/{act}" in link))


@on_both
def test_lead_asks_a_supporter_who_finds_it_in_the_inbox_and_answers(world, visit, joint):
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{joint}")
    follows(drafter, "discuss")
    year = world.clock().year
    drafter.send("text", text="请提供农路规划。", ask_unit="ZS", answer_by=f"{year}-03-01")
    assert "在您确认之前不会" in drafter.page.text
    page = drafter.send("confirmed", press=("confirmed", "yes"))
    assert f"请单位 ZS于 {year}年3月1日 前答复 ○ 待答复" in page.text
    supporter = visit("zs.drafter")
    assert f"请您单位答复协调，{year}年3月1日前" in supporter.get("/inbox").text
    supporter.get(f"/targets/{joint}")
    follows(supporter, "answer?question=")
    supporter.send("text", text="已送规划股。")
    page = supporter.send("confirmed", press=("confirmed", "yes"))
    for seen in ("✓ 已答复", "答复某xq.drafter：请提供农路规划。", "已送规划股。"):
        assert seen in page.text
    assert "请您单位答复协调" not in supporter.get("/inbox").text


@BOTH
def test_late_answer_and_late_task_say_so_in_both_languages(world, visit, joint, language):
    day = world.clock().date().isoformat()
    world.act("leader1", "discuss", joint, text="x", ask_unit="ZS", answer_by=day)
    task = {"text": "y", "assignee": "zs.drafter", "section": "规划股", "due_on": day}
    world.act("zs.head", "give_task", joint, **task)
    world.clock.forward(days=2)
    page = visit("zs.drafter", language).get(f"/targets/{joint}")
    for seen in {
        "zh-CN": ("■ 逾期未答复", "本单位内部任务", "■ 逾期", "某zs.drafter 规划股"),
        "en": ("■ Answer is late", "Tasks inside your unit", "■ Late"),
    }[language]:
        assert seen in page.text
    marked = {"zh-CN": "内部任务，", "en": "task inside your unit, by"}[language]
    assert marked in visit("zs.drafter", language).get("/inbox").text


@on_both
def test_head_gives_a_task_and_whoever_has_it_says_it_is_done(world, visit, joint):
    head = visit("zs.head")
    head.get(f"/targets/{joint}")
    follows(head, "give_task")
    assert 'value="zs.drafter"' in head.page.html
    assert "xq.drafter" not in head.page.html
    day = world.clock().date().isoformat()
    page = head.send("text", text="测算里程", assignee="zs.drafter", section="规划股", due_on=day)
    assert "某zs.drafter（岗位 ZS-KY）" in page.text
    head.send("confirmed", press=("confirmed", "yes"))
    drafter = visit("zs.drafter")
    assert "内部任务" in drafter.get("/inbox").text
    drafter.get(f"/targets/{joint}")
    follows(drafter, "finish_task?task=")
    drafter.send("task", text="已报")
    page = drafter.send("confirmed", press=("confirmed", "yes"))
    assert "✓ 已完成" in page.text
    assert "内部任务" not in drafter.get("/inbox").text
    page = head.get(f"/targets/{joint}")
    assert "测算里程" in page.text
    assert not any("drop_task" in link for link in page.links)


def test_what_is_not_for_somebody_is_on_no_page_of_theirs(world, visit):
    target = world.running(supporting_units=["ZS"])
    day = f"{world.target(target)['year_id']}-06-01"
    world.act("leader1", "discuss", target, text="只给本目标各单位")
    world.act("zs.head", "give_task", target, text="只给中枢", assignee="zs.head", due_on=day)
    for who in ("jt.head", "inspector1", "secretary", "sm.drafter"):
        text = visit(who).get(f"/targets/{target}").text
        assert "协调记录" not in text
        assert "只给" not in text
    for who in ("xq.head", "leader1", "office", "head", "auditor"):
        text = visit(who).get(f"/targets/{target}").text
        assert "只给本目标各单位" in text
        assert "只给中枢" not in text
    assert "只给中枢" in visit("zs.drafter").get(f"/targets/{target}").text


def test_target_without_supporters_has_no_thread_on_its_page(world, visit):
    text = visit("xq.head").get(f"/targets/{world.draft()}").text
    assert "协调记录" not in text
    assert "本单位内部任务" in text


def test_api_reads_and_writes_both_and_says_why_a_target_waits(world, joint):
    api = Api(world.door)
    api.act("xq.drafter", joint, "discuss", text="请答复", ask_unit="ZS")
    task = {"text": "测算", "assignee": "zs.drafter", "due_on": "2999-01-01"}
    api.act("zs.head", joint, "give_task", **task)
    inbox = api.get("zs.drafter", "/inbox").get_json()
    fits_described(inbox, "/api/v1/inbox", "GET", 200)
    (row,) = (row for row in inbox["items"] if row["id"] == joint)
    assert row["because"] == [
        {"kind": "question", "due_on": None},
        {"kind": "task", "due_on": "2999-01-01"},
    ]
    shown = api.target("zs.drafter", joint)
    fits_described(shown, "/api/v1/targets/{id}", "GET", 200)
    (line,), (own,) = shown["thread"], shown["tasks"]
    answer = api.act("zs.drafter", joint, "answer", question=line["id"], text="已办")
    assert answer.get_json()["thread"][1]["answers"] == line["id"]
    assert api.act("zs.drafter", joint, "finish_task", task=own["id"]).status_code == 200
    refused = api.act("zs.drafter", joint, "answer", question=line["id"], text="再答")
    assert [r["code"] for r in refused.get_json()["refusals"]] == ["own_unit_is_asked"]
    assert api.target("leader1", joint)["tasks"] is None


def test_long_thread_and_many_tasks_ask_no_more_of_the_database(world, visit, joint):
    drafter, asked = visit("zs.drafter"), []
    for _ in range(2):
        for _ in range(3):
            world.act("xq.drafter", "discuss", joint, text="请答复", ask_unit="ZS")
            task = {"text": "测算", "assignee": "zs.drafter", "due_on": "2999-01-01"}
            world.act("zs.head", "give_task", joint, **task)
        for path in (f"/targets/{joint}", "/inbox"):
            drafter.get(path)
            with counted(world.database) as statements:
                assert drafter.get(path).status == 200
            asked.append(len(statements))
    assert asked[:2] == asked[2:]
