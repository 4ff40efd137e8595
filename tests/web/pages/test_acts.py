"""Acts on the pages, without scripts: asked, checked, done once, and refused with their reasons."""

import re
from urllib.parse import urlencode

import pytest

from tests.web.visitor import Visitor, on_both


def sign(visitor: Visitor, target: int, act: str):
    """Open the act's check page and confirm."""
    visitor.get(f"/targets/{target}/acts/{act}")
    return visitor.send("confirmed", press=("confirmed", "yes"))


@on_both
def test_target_goes_from_draft_to_score_through_the_pages(world, visit):
    drafter, head = visit("xq.drafter"), visit("xq.head")
    drafter.get("/targets/new/create")
    drafter.send(
        "title",
        title="新建通村公路",
        category="routine",
        measure="建成里程",
        unit_of_measure="公里",
        target_value="10",
        points="20",
        due_on="2014-06-30",
        scoring_rule="proportional",
        responsible_post="XQ-KY",
        evidence="验收单",
        milestones__0__due_on="2014-03-31",
        milestones__0__title="开工",
    )
    page = drafter.send("confirmed", press=("confirmed", "yes"))
    number = int(page.location.rsplit("/", 1)[1])
    assert "已办：起草" in page.text
    assert "现稿待签" in sign(drafter, number, "hand_up").text
    assert "审签上报 第1稿" in head.get(f"/targets/{number}").text
    sign(head, number, "submit")
    sign(visit("leader1"), number, "review")
    sign(visit("head"), number, "approve")
    assert world.state(number) == "approved"

    world.waive(2014)
    office = visit("office")
    office.get("/years/2014/acts/issue")
    office.send("document", document="云政发〔2014〕8号")
    assert office.send("confirmed", press=("confirmed", "yes")).status == 200
    assert world.state(number) == "in_progress"

    drafter.get(f"/targets/{number}/acts/report_progress")
    drafter.send("value", value="4", as_of="2013-01-16", text="按计划推进")
    assert "按计划推进" in drafter.send("confirmed", press=("confirmed", "yes")).text

    world.fall_due(number)
    inspector = visit("inspector1")
    inspector.get(f"/targets/{number}/acts/inspect")
    inspector.send("found_value", found_value="11", quality="ok", on_time="true", met="true")
    inspector.send("confirmed", press=("confirmed", "yes"))
    assert world.state(number) == "inspected"
    assert "20 分" in sign(office, number, "score").text
    assert world.state(number) == "scored"


def test_nothing_is_signed_until_it_is_confirmed(world, visit):
    target = world.draft()
    size = world.size()
    head = visit("xq.head")
    page = head.get(f"/targets/{target}/acts/submit")
    assert world.target(target)["digest"][:12] in page.text
    assert "在您确认之前不会签署任何内容。" in page.text
    assert (world.size(), world.hands(target)) == (size, [])


def test_form_error_keeps_what_was_typed_and_leads_to_the_field(world, visit):
    target = world.draft()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    page = drafter.send("title", title="改过的名称", points="一百分", milestones__0__due_on="不知")
    assert page.status == 422
    values = dict(page.form(known_by="title").values)
    assert (values["title"], values["points"]) == ("改过的名称", "一百分")
    anchors = [link[1:] for link in page.links if link.startswith("#f-")]
    assert {"f-points", "f-milestones.0.due_on"} <= set(anchors) <= set(page.ids)
    assert world.target(target)["candidate"] == 1


@on_both
@pytest.mark.parametrize("typed", ["零\x00字符", "长" * 121, "半个\ud83d代理"])
def test_text_that_cannot_be_kept_is_refused_at_its_field(world, visit, typed):
    target = world.draft()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    address, values = drafter.filled("title")
    body = urlencode({**dict(values), "title": typed}, errors="surrogatepass")
    form = "application/x-www-form-urlencoded"
    answer = drafter.client.post(address, data=body, content_type=form)
    # Half a surrogate pair is no UTF-8: it comes in replaced, and is an ordinary character then.
    assert answer.status_code == (200 if "代理" in typed else 422)
    assert world.target(target)["candidate"] == 1


def test_emptied_title_is_asked_for_again(world, visit):
    target = world.draft()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    page = drafter.send("title", title=" ", measure="")
    assert page.status == 422
    assert "#f-title" in page.links
    assert "#f-measure" not in page.links


def test_plan_is_issued_once_every_open_target_is_named(world, visit):
    approved, open_one = world.approved(), world.draft(title="暂缓的公路")
    world.waive(2013)
    office = visit("office")
    office.get("/years/2013/acts/issue")
    assert "暂缓的公路" in office.page.text
    office.send("document", document="云政发〔2013〕8号")
    refused = office.send("confirmed", press=("confirmed", "yes"))
    assert refused.status == 409
    assert dict(refused.form(known_by="document").values)["document"] == "云政发〔2013〕8号"
    office.send("document", leave_open=[open_one])
    office.send("confirmed", press=("confirmed", "yes"))
    assert (world.state(approved), world.state(open_one)) == ("in_progress", "drafted")


def test_check_page_shows_the_change_and_lets_one_go_back(world, visit):
    target = world.submitted()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    page = drafter.send("title", target_value="12")
    assert "目标值 10 12" in page.text
    assert "签署失效" in page.text
    again = drafter.send("confirmed", press=("change", "yes"))
    assert dict(again.form(known_by="title").values)["target_value"] == "12"
    assert world.target(target)["candidate"] == 1


@on_both
def test_moved_content_is_not_signed_and_the_difference_is_shown(world, visit):
    target = world.draft()
    head = visit("xq.head")
    head.get(f"/targets/{target}/acts/submit")
    world.act("xq.drafter", "edit", target, target_value="12.5")
    page = head.send("confirmed", press=("confirmed", "yes"))
    assert page.status == 409
    assert "目标值 10 12.5" in page.text
    assert world.hands(target) == []


@on_both
def test_form_sent_twice_acts_once(world, visit):
    target = world.draft()
    head = visit("xq.head")
    head.get(f"/targets/{target}/acts/submit")
    twice = [head.filled("confirmed", press=("confirmed", "yes"))] * 2
    for address, values in twice:
        head.client.post(address, data=dict(values))
    assert [hand[:3] for hand in world.hands(target)] == [("up", "affirm", 1)]


def test_new_target_sent_twice_is_made_once(world, visit):
    drafter = visit("xq.drafter")
    drafter.get("/targets/new/create")
    drafter.send("title", title="两次点击", category="routine")
    address, values = drafter.filled("confirmed", press=("confirmed", "yes"))
    places = {drafter.client.post(address, data=dict(values)).location for _ in range(2)}
    assert len(places) == 1
    assert len(world.rows("SELECT id FROM target WHERE title = '两次点击'")) == 1


def test_rules_that_say_no_are_all_named_and_nothing_typed_is_lost(world, visit):
    target = world.draft(measure=None, evidence=None)
    page = visit("xq.head").get(f"/targets/{target}/acts/submit")
    assert page.status == 409
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    drafter.send("title")
    unchanged = drafter.send("confirmed", press=("confirmed", "yes"))
    assert unchanged.status == 409
    assert dict(unchanged.form(known_by="title").values)["title"] == "新建通村公路"


def test_wrong_capacity_gets_the_reason_and_a_foreign_draft_is_not_there(world, visit):
    target = world.draft()
    refused = visit("xq.drafter").get(f"/targets/{target}/acts/submit")
    assert (refused.status, "单位一把手" in refused.text) == (403, True)
    assert visit("sm.head").get(f"/targets/{target}").status == 404


def test_lists_keep_their_filters_through_paging_and_back(world, visit):
    for i in range(52):
        world.draft(title=f"第{i:02}项 公路")
    drafter = visit("xq.drafter")
    page = drafter.get("/targets?q=公路&state=drafted")
    following = next(link for link in page.links if "after=" in link)
    assert "state=drafted" in following
    second = drafter.get(following)
    rows = [link for link in second.links if re.fullmatch(r"/targets/\d+", link)]
    assert len(rows) == 2
    target = drafter.client.get(rows[0], headers={"Referer": f"http://localhost{following}"})
    assert following.replace("&", "&amp;") in target.text


@pytest.mark.parametrize(
    ("language", "nobody", "somebody"),
    [
        ("zh-CN", "（无人可以解除）", "（可由单位一把手处理）"),
        ("en", "(nobody can clear this any more)", "(can be cleared by: unit head)"),
    ],
)
@on_both
def test_what_is_refused_says_who_could_clear_it(world, visit, language, nobody, somebody):
    _, (common, _) = world.common("XQ", "SM", year=2014)
    shown = visit("xq.head", language).get(f"/targets/{common}").text
    assert nobody in shown, "a common item is not discarded alone"
    signed = world.submitted(year=2014)
    assert somebody in visit("xq.head", language).get(f"/targets/{signed}").text
