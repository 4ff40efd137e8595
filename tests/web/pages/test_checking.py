"""Papers bear a mark on screen and in print, and the page beside it answers what it is."""

import re

from tests.builders import at
from tests.web.api_client import Api
from tests.web.visitor import on_both
from tests.workflow.proposal_cases import change, issued, signed
from tests.workflow.result_years import published
from workflow.audit import paper_mark
from workflow.ticks import tick

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")


NOTHING = paper_mark.code("f" * 64)


def code_on(page) -> str:
    (found,) = set(CODE.findall(page.text))
    return found


@on_both
def test_letter_in_hand_is_checked_before_and_after_it_changed(world, visit):
    target = issued(world, title="新建通村公路")
    year = world.target(target)["year_id"]
    page = visit("xq.head").get(f"/years/{year}/letters/XQ")
    code = code_on(page)
    assert "日志尚未签名" in page.text
    assert "<svg" in page.html
    assert re.search(r"日志第 [\d,]+ 条（\d+年\d+月\d+日）起", page.text)
    reader = visit("sm.head")
    assert "/check" in reader.get("/inbox").links
    page = reader.get(f"/check?code={code.lower().replace('-', ' ')}")
    assert "一致：与现行内容相同" in page.text
    signed(world, change(world, "xq.head", target, target_value="11"))
    page = reader.get(f"/check?code={code}")
    assert "已被取代" in page.text
    assert "批准（某head）" in page.text
    assert f"/targets/{target}" in page.links
    assert f"/years/{year}/letters/XQ" in page.links
    assert code_on(visit("xq.head", "en").get(f"/years/{year}/letters/XQ")) != code
    answer = Api(world.door).get("sm.head", f"/audit/papers/{code}").get_json()
    assert (answer["verdict"], answer["papers"][0]["code"]) == ("superseded", code)


def test_score_sheet_bears_a_mark_once_it_is_published(world, visit):
    made = published(world)
    page = visit("zs.head").get(f"/years/{made.year}/results/XQ")
    answer = visit("sm.drafter", "en").get(f"/check?code={code_on(page)}")
    assert "Equal: it says what stands now." in answer.text
    assert f"/years/{made.year}/results/XQ" in answer.links


def test_signature_sheet_bears_twelve_characters_and_its_scan_is_answered_too(world, visit):
    target = world.draft()
    page = visit("xq.head").get(f"/targets/{target}/signature-sheet")
    digest = world.target(target)["digest"]
    for asked in (code_on(page), digest):
        answer = visit("xq.head").get(f"/check?code={asked}")
        assert f"/targets/{target}" in answer.links
    own = visit("xq.head").get(f"/check?code={digest}")
    other = visit("sm.head").get(f"/check?code={'0' * 64}")
    assert "一致" in own.text
    assert "查无此件" in other.text


def test_slip_of_what_stayed_unanswered_is_printed_from_the_target_and_checked(world, visit):
    world.clock.set(max(world.clock(), at("2013-09-26T10:00")))
    target = world.assigned("leader1", title="久未答复的公路", milestones=[])
    world.clock.forward(days=20)
    tick(world.door)
    leader = visit("leader1")
    page = leader.get(f"/targets/{target}")
    (link,) = [link for link in page.links if "/slips/" in link]
    page = leader.get(link)
    assert "督办单" in page.text
    code = code_on(page)
    assert "一致" in leader.get(f"/check?code={code}").text
    stranger = visit("sm.head")
    assert stranger.get(link).status == 404
    hidden = stranger.get(f"/check?code={code}").text
    never = stranger.get(f"/check?code={NOTHING}").text
    assert hidden.replace(code, "") == never.replace(NOTHING, "")
    world.act("xq.head", "submit", target)
    assert "已于" in leader.get(link).text
    assert "已被取代" in leader.get(f"/check?code={code}").text


def test_wrong_code_is_told_from_an_unknown_one(world, visit):
    page = visit("xq.head").get("/check?code=0000-0000-0001")
    assert "键入有误" in page.text
    assert "核对纸质件" in visit("admin").get("/check").text
