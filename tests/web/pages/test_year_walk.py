"""A year from its scheme to its last payment: every act on it done from its page, in the order of a
real one, with choices by name."""

import re

from tests.builders import FOUND
from tests.web.pages.year_visits import PDF, act, upload
from tests.web.visitor import on_both
from tests.workflow.own_year import decided, objected_to, scheme, signed_off


@on_both
def test_a_year_goes_its_whole_way_through_the_pages(world, visit):
    year = world.next_year()
    office, head, unit = visit("office"), visit("head"), visit("xq.head")
    office.get("/county/acts/open_year")
    office.send("toml", year=year, toml=scheme(year))
    office.send("confirmed", press=("confirmed", "yes"))
    for code, front in (("XQ", "townships"), ("ZS", "economy")):
        world.county("office", "place_unit", year=year, unit=code, front=front)
    assert state(world, year) == "preparing"

    changed = scheme(year).replace('amount = "5000"', 'amount = "8000"')
    act(office, year, "change_scheme", toml=changed)
    act(office, year, "open")
    assert "信访 10" in office.get(f"/years/{year}/acts/give_items").text
    act(office, year, "give_items")
    world.year_now = year
    world.clock.forward(days=1)
    target = world.draft(year=year)
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)
    world.act("head", "approve", target)
    lacking = [failure.digest for failure in world.lacks(year)]
    excused = {"failures": lacking, "text": "其余单位另行下达", "document": "云政函8号"}
    assert "豁免" in act(head, year, "waive", **excused).text
    office.get(f"/years/{year}/acts/issue")
    left = [row["id"] for row in drafts(world, year)]
    office.send("document", document="云政发8号", leave_open=left)
    office.send("confirmed", press=("confirmed", "yes"))
    assert (state(world, year), world.state(target)) == ("issued", "in_progress")

    office.get(f"/years/{year}/acts/sign_letter")
    upload(office, PDF, unit="XQ")
    office.send("confirmed", press=("confirmed", "yes"))
    page = unit.get(f"/years/{year}/acts/report_period")
    assert "第一季度（" in page.text
    act(unit, year, "report_period", period="q1", text="按计划推进")
    act(office, year, "check_half_year", document="云考发6号")
    world.fall_due(target)
    world.act("inspector1", "inspect", target, **FOUND)
    act(unit, year, "self_assess", text="逐项自查")
    act(office, year, "score")
    act(office, year, "assess", document="云考发12号")
    act(office, year, "publish", document="云考公告1号")
    assert state(world, year) == "published"

    answer = {"objection": objected_to(world, target), "upheld": True, "text": "属实"}
    world.act("office2", "answer_objection", target, **answer)
    world.act("inspector1", "inspect", target, **{**FOUND, "found_value": "9"})
    act(office, year, "score")
    act(office, year, "revise", document="云考公告2号")
    signed_off(world, year)
    world.clock.forward(days=20)
    act(head, year, "decide", document="云政常纪2号")
    act(office, year, "close", document="云政发5号")
    page = office.get(f"/years/{year}/acts/pay_award")
    assert "单位 XQ · 第一名 · 8,000 元" in page.text
    award = world.row("SELECT id FROM award WHERE year_id = ?", year)["id"]
    page = office.send("award", award=award, document="云财17号")
    assert "奖惩事项 单位 XQ · 第一名 · 8,000 元" in page.text
    office.send("confirmed", press=("confirmed", "yes"))
    assert world.row("SELECT state FROM award WHERE id = ?", award) == {"state": "done"}
    course(world, office.get(f"/years/{year}").text)


def course(world, text):
    """The overview tells the whole way with its documents, the latest first."""
    steps = (
        "通报结果并归档（云政发5号）",
        "审定结果（云政常纪2号）",
        "更正结果（云考公告2号）",
        "公示结果（云考公告1号）",
        "启动年终考核（云考发12号）",
        "登记半年检查（云考发6号）",
        "印发（云政发8号）",
        "统一下达通用与稳定工作",
        "部署拟定",
        "更换考核方案",
        "建立年度",
    )
    told = text[text.index("年度大事") :]
    assert [told.index(step) for step in steps] == sorted(told.index(step) for step in steps)
    assert re.search(r"公示至 20\d\d年\d+月\d+日；复核申请至 20\d\d年\d+月\d+日。", told)


def state(world, year):
    return world.row("SELECT state FROM year WHERE id = ?", year)["state"]


def drafts(world, year):
    return world.rows(
        "SELECT id FROM target WHERE year_id = ? AND state IN ('drafted', 'reviewed')", year
    )


def test_act_that_is_not_ones_own_or_not_for_now_is_refused_before_anything_is_filled_in(
    world, visit
):
    year = world.target(world.running())["year_id"]
    unit = visit("xq.head")
    assert unit.get(f"/years/{year}/acts/publish").status == 403
    assert unit.get(f"/years/{year}/acts/sign_letter").status == 403
    office = visit("office")
    page = office.get(f"/years/{year}/acts/publish")
    assert (page.status, "现在是“已印发”" in page.text) == (409, True)


def test_only_awards_that_wait_can_be_chosen(world, visit):
    year, _ = decided(world)
    paid, waiting = world.rows("SELECT id FROM award WHERE year_id = ? ORDER BY id", year)
    day = world.clock().date().isoformat()
    pay = {"award": paid["id"], "document": "云财1号", "done_on": day}
    world.year("office", "pay_award", year, **pay)
    html = visit("office").get(f"/years/{year}/acts/pay_award").html
    assert re.findall(r'<option value="(\d+)"', html) == [str(waiting["id"])]


def test_who_heads_two_units_says_for_which_one_it_is(world, visit):
    year = world.target(world.running())["year_id"]
    world.appoint("xq.head", "SM-YBS")
    unit = visit("xq.head")
    assert {"period", "unit"} <= unit.get(f"/years/{year}/acts/report_period").form("text").names
    act(unit, year, "report_period", period="q1", text="石门的报告", unit="SM")
    sent = world.rows("SELECT u.code FROM unit_report r JOIN unit u ON u.id = r.unit_id")
    assert sent == [{"code": "SM"}]
