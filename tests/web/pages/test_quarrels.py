"""Rounds, silence and decisions as people see them, and the county's calendar on its page."""

import pytest

from tests.builders import DECISION
from tests.web.visitor import on_both
from workflow.ticks import tick

BOTH = pytest.mark.parametrize("language", ["zh-CN", "en"])


@on_both
def test_quarrel_goes_to_the_county_head_and_stays_marked(world, visit):
    """Scenario 5 of the issue, on the pages."""
    target = world.quarrelled()
    leader = visit("leader1")
    page = leader.get(f"/targets/{target}")
    assert "第3轮，最多3轮（最后一轮）" in page.text
    assert "往返已到方案规定的轮数" in page.text
    assert leader.get(f"/targets/{target}/acts/return").status == 409
    head_of_unit = visit("xq.head")
    head_of_unit.get(f"/targets/{target}/acts/ask_arbitration")
    head_of_unit.send("text", text="目标值差距较大。")
    head_of_unit.send("confirmed", press=("confirmed", "yes"))
    head = visit("head")
    assert "已上报县长" in head.get("/inbox").text
    assert "目标值差距较大" in head.get(f"/targets/{target}").text
    head.get(f"/targets/{target}/acts/arbitrate")
    head.send("text", target_value="11", document=DECISION["document"], text=DECISION["text"])
    assert "在您确认之前不会" in head.page.text
    page = head.send("confirmed", press=("confirmed", "yes"))
    assert world.state(target) == "approved"
    for seen in ("裁定下达", "云政常纪〔2013〕9号", "目标值", "— 已裁定，不再签署"):
        assert seen in page.text
    assert "现稿待签" not in page.text
    assert "县长审定下达" in visit("xq.drafter").get("/targets").text


def test_decision_without_document_or_reason_is_asked_for_at_its_field(world, visit):
    target = world.quarrelled()
    head = visit("head")
    head.get(f"/targets/{target}/acts/arbitrate")
    page = head.send("text", document="", text="")
    assert page.status == 422
    assert {"#f-document", "#f-text"} <= set(page.links)
    assert world.state(target) == "drafted"


@BOTH
def test_silence_shows_on_target_list_and_inbox_in_both_languages(world, visit, language):
    target = world.assigned(title="Road")
    world.clock.forward(days=30)
    tick(world.door)
    leader = visit("leader1", language)
    marked = {"zh-CN": "已上报审定领导", "en": "reported to the reviewing leader"}[language]
    assert marked in leader.get("/inbox").text
    assert marked in leader.get("/targets").text
    page = leader.get(f"/targets/{target}")
    for words in {
        "zh-CN": ("轮次与答复", "逾期未答复", "24:00 前答复"),
        "en": ("Rounds and answers", "Unanswered; reported to", "to be answered by"),
    }[language]:
        assert words in page.text


def test_more_that_was_reported_takes_no_more_questions_to_the_database(world, visit, caplog):
    visitor = visit("leader1")

    def asked() -> list[int]:
        counts = []
        for path in ("/inbox", "/targets"):
            caplog.clear()
            with caplog.at_level("DEBUG", logger="peewee"):
                assert "已上报" in visitor.get(path).text
            counts.append(len([r for r in caplog.records if r.name == "peewee"]))
        return counts

    for more in (1, 6):
        for _ in range(more):
            world.assigned()
        world.clock.forward(days=30)
        tick(world.door)
        if more == 1:
            few = asked()
    assert min(few) > 3
    assert asked() == few


# — the calendar —


@on_both
def test_office_sets_a_year_and_everybody_sees_every_version(world, visit):
    office = visit("office")
    page = office.get("/county/calendar")
    assert "国办发明电〔2012〕33号" in page.text
    assert "10月1–4日、7日" in page.text
    office.get("/county/acts/set_calendar?year=2014")
    assert "2014-01-31" in office.page.html
    office.send(
        "document",
        holidays="2014-01-01\r\n2014-01-31、2014-02-03",
        workdays="2014-01-26",
        document="县通〔2014〕1号",
    )
    office.send("confirmed", press=("confirmed", "yes"))
    page = visit("xq.drafter").get("/county/calendar")
    assert "第1版 · 县通〔2014〕1号" in page.text
    assert "1月1日、31日；2月3日" in page.text
    assert "以前的版本: 国办发明电〔2013〕28号" in page.text
    assert not any("set_calendar" in link for link in page.links)


def test_days_that_cannot_be_are_said_at_the_box_and_nothing_typed_is_lost(world, visit):
    office = visit("office")
    office.get("/county/acts/set_calendar?year=2014")
    page = office.send("document", holidays="2014-01-04 2014-02-31", workdays="", document="1号")
    assert page.status == 422
    assert "#f-holidays" in page.links
    assert "2014-01-04\n2014-02-31" in page.html
    page = office.send("document", holidays="2014-01-04", workdays="", document="1号")
    office.send("confirmed", press=("confirmed", "yes"))
    assert "本来就休息" in office.page.text


@BOTH
def test_year_whose_notice_is_not_out_says_so(world, visit, language):
    world.clock.forward(days=365 * 2)
    page = visit("auditor", language).get("/county/calendar")
    assert {"zh-CN": "放假通知尚未公布", "en": "The notice is not out"}[language] in page.text


def test_only_the_office_opens_the_form(world, visit):
    for who in ("head", "leader1", "xq.head", "admin", "auditor"):
        assert visit(who).get("/county/acts/set_calendar").status == 403
