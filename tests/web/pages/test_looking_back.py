"""Looking back: what was known then, by whom it may be looked at, and that nothing can be done."""

import re

import pytest

from tests.web.api_client import Api
from tests.web.visitor import on_both
from tests.workflow.paper_cases import signed
from workflow.clock import moment_of


def main_of(page) -> str:
    found = re.search(r"<main.*?</main>", page.html, re.DOTALL)
    assert found is not None
    return found[0]


def day(world) -> str:
    """Today in the county; what follows happens on a later day."""
    today = world.desk().now.astimezone(world.clock().tzinfo).date().isoformat()
    world.clock.forward(days=2)
    return today


@on_both
def test_a_report_entered_late_is_not_known_before_it_was_entered(world, visit):
    """It says how things stood in March; in March nobody had said so."""
    number = world.running()
    world.clock.set(max(world.clock(), moment_of("2013-03-31T10:00:00Z")))
    world.act("xq.drafter", "report_progress", number, value="2", as_of="2013-03-30", text="开工")
    world.clock.set(moment_of("2013-06-20T02:00:00Z"))
    late = {"value": "7", "as_of": "2013-04-30", "text": "四月底已完成七公里"}
    world.act("xq.drafter", "report_progress", number, **late)
    auditor = visit("auditor")
    assert "四月底已完成七公里" in auditor.get(f"/targets/{number}").text
    for then in ("2013-05-02", "2013-06-19", "2013-06-20T09:59:59+08:00"):
        page = auditor.get(f"/targets/{number}?as_of={then.replace('+', '%2B')}")
        assert page.status == 200
        assert "四月底已完成七公里" not in page.text
        assert "开工" in page.text
    assert "四月底已完成七公里" in auditor.get(f"/targets/{number}?as_of=2013-06-20").text


def test_what_was_discarded_since_stands_in_the_list_as_it_was(world, visit):
    number = world.draft(title="后来作废的目标")
    then = day(world)
    world.act("xq.head", "discard", number)
    auditor = visit("auditor")
    assert "已取消" in main_of(auditor.get(f"/targets/{number}"))
    page = auditor.get(f"/targets?as_of={then}&state=drafted")
    assert "后来作废的目标" in page.text
    link = next(link for link in page.links if f"/targets/{number}" in link)
    assert f"as_of={then}" in link, "links stay in the past"
    shown = main_of(auditor.get(link))
    assert "拟定中" in shown
    assert "已取消" not in shown


def test_a_page_of_the_past_says_so_and_leads_back_to_now(world, visit):
    world.draft()
    then = day(world)
    page = visit("auditor").get(f"/targets?as_of={then}&unit=XQ")
    assert "此后录入的一概不在内" in page.text
    assert f"止于日志第 {world.size() - 1} 条" in page.text
    assert "/targets?unit=XQ" in page.links
    form = page.form("unit")
    assert ("as_of", then) in form.values, "filtering stays in the past"
    english = visit("auditor", "en").get(f"/targets?as_of={then}")
    assert "Nothing entered later is shown" in english.text


def test_the_day_is_asked_for_below_every_page_of_those_who_may(world, visit):
    world.draft()
    then = day(world)
    auditor = visit("auditor")
    page = auditor.get("/years?x=1")
    form = page.form("as_of")
    assert (form.method, form.action, ("x", "1") in form.values) == ("get", "/years", True)
    assert "as_of" in auditor.get(f"/years?as_of={then}").form("as_of").names
    assert not any("as_of" in one.names for one in visit("xq.head").get("/years").forms)


@pytest.mark.parametrize("who", ["auditor", "office", "head"])
def test_in_the_past_there_is_nothing_to_do_for_anybody(world, visit, who):
    """Not even for who has every act on it today."""
    numbers = [world.draft(), world.reviewed(), world.running(), world.due()]
    world.common("XQ", "SM")
    then, year = day(world), world.year_now
    visitor = visit(who)
    paths = ["/inbox", "/targets", "/sheet", "/years", f"/years/{year}", "/county", "/items"]
    paths += [f"/years/{year}/{part}" for part in ("key-tasks", "coverage", "scheme", "letters")]
    paths += ["/county/calendar", "/county/delegations", "/takeovers"]
    paths += [f"/targets/{number}" for number in numbers]
    for path in paths:
        page = visitor.get(f"{path}?as_of={then}")
        assert page.status in (200, 404), path
        buttons = [f.buttons for f in page.forms if f.method == "post"]
        words = {word for some in buttons for *_, word in some}
        assert words <= {"English", "退出"}, path
        assert not [link for link in page.links if "/acts/" in link or "/import" in link], path


def test_an_act_in_the_past_is_refused_and_changes_nothing(world, app, visit):
    number = world.submitted()
    then = day(world)
    office = visit("office")
    asked = office.get(f"/targets/{number}/acts/return?as_of={then}")
    assert (asked.status, "请先返回现在" in asked.text) == (422, True)
    size, digest = world.size(), world.target(number)["digest"]
    api = Api(world.door)
    path = f"/targets/{number}/actions/review?as_of={then}"
    answer = api.post("leader1", path, {"digest": digest})
    assert answer.status_code == 422
    assert "as_of" in answer.get_json()["fields"]
    assert world.size() == size + 1, "the token that asked, and nothing else"


def test_who_does_not_see_the_whole_county_today_does_not_look_back(world, visit):
    """A leader who was to review a draft then, and is not now, does not see it by its past."""
    number = world.draft(title="曾由一位分管领导审定")
    then = day(world)
    api = Api(world.door)
    for who in ("xq.head", "xq.drafter", "leader1", "inspector1", "secretary", "assessor", "admin"):
        page = visit(who).get(f"/targets/{number}?as_of={then}")
        assert (page.status, "曾由一位分管领导审定" in page.text) == (403, False), who
        refused = api.get(who, f"/targets?as_of={then}", Accept_Language="zh-CN")
        assert (refused.status_code, refused.get_json()["code"]) == (403, "not_your_capacity")
    assert visit("office").get(f"/targets/{number}?as_of={then}").status == 200


def test_posts_of_today_decide_even_where_others_were_held_then(world, visit):
    """Who was auditor then and is none today looks at nothing; who is one now sees it all."""
    number = world.draft()
    then = day(world)
    world.relieve("auditor", "SJ-1")
    new = world.newcomer("SJ-1")
    assert visit("auditor").get(f"/targets/{number}?as_of={then}").status == 403
    page = visit(new).get(f"/targets/{number}?as_of={then}")
    assert page.status == 200
    audit = visit(new).get(f"/audit?as_of={then}")
    assert (audit.status, "起草" in audit.text) == (200, True)
    assert visit("office").get(f"/audit?as_of={then}").status == 403, "the log is the auditors'"


def test_an_answer_of_the_past_names_its_moment_and_its_last_entry(world):
    number = world.draft()
    last, at = world.size() - 1, world.row("SELECT at FROM log_head")["at"]
    world.clock.forward(days=3)
    world.act("xq.head", "submit", number)
    api = Api(world.door)
    then = api.get("auditor", f"/targets/{number}?as_of=entry:{last}")
    assert (then.headers["As-Of"], then.headers["As-Of-Entry"]) == (at, str(last))
    assert then.get_json()["signatures"] == []
    now = api.get("auditor", f"/targets/{number}")
    assert "As-Of" not in now.headers
    assert len(now.get_json()["signatures"]) == 1
    history = api.get("auditor", f"/targets/{number}/history?as_of=entry:{last}").get_json()
    assert [entry["action"] for entry in history["items"]] == ["create"]


@pytest.mark.parametrize("text", ["soon", "2099-01-01", "1990-01-01", "entry:99999999", "%00"])
def test_a_moment_that_is_none_is_said_in_the_readers_language(world, visit, text):
    chinese = visit("auditor").get(f"/targets?as_of={text}")
    english = visit("auditor", "en").get(f"/targets?as_of={text}")
    assert (chinese.status, english.status) == (422, 422)
    assert re.search("请给出日期|还没有到|还没有记录|没有这一条", chinese.text)
    assert re.search("Give a day|not come yet|no entry yet|no such entry", english.text)
    answer = Api(world.door).get("auditor", f"/targets?as_of={text}")
    assert (answer.status_code, list(answer.get_json()["fields"])) == (422, ["as_of"])


def test_a_scan_is_read_in_the_past_though_copies_keep_no_bytes(world, visit):
    number = world.draft()
    given = signed(world, "xq.head", number)
    world.act("office", "register_paper", number, **given)
    then = day(world)
    auditor = visit("auditor")
    page = auditor.get(f"/targets/{number}?as_of={then}")
    (link,) = [link for link in page.links if given["file"] in link]
    answer = auditor.client.get(link)
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
