"""Reports of units: sent by their heads, seen by all, read by those who work on the unit."""

from datetime import datetime

from tests.web.pages.year_visits import act, issued
from tests.web.visitor import on_both
from tests.workflow.own_year import prepared
from workflow.clock import SHANGHAI


def at(world, year, month, day):
    moment = datetime(year, month, day, 9, tzinfo=SHANGHAI)
    world.clock.set(max(world.clock(), moment))


@on_both
def test_head_sends_a_report_from_the_page_and_it_stands_there_for_all(world, visit):
    year = issued(world)
    at(world, year, 4, 1)
    unit = visit("xq.head")
    page = unit.get(f"/years/{year}/reports")
    send = next(link for link in page.links if "period=q1" in link)
    unit.get(send)
    assert dict(unit.page.form("text").values)["period"] == "q1"
    unit.send("text", text="按计划推进\n下一步抓质量")
    unit.send("confirmed", press=("confirmed", "yes"))
    assert f"/years/{year}/reports/XQ/q1" in unit.page.links
    text = visit("zs.head").get(f"/years/{year}/reports").text
    assert "已报 1/2" in text
    assert "某xq.head" in text


def test_report_is_read_by_those_who_work_on_the_unit_and_not_there_for_others(world, visit):
    year = issued(world)
    world.year("xq.head", "report_period", year, period="q1", text="按计划推进")
    path = f"/years/{year}/reports/XQ/q1"
    for who in ("xq.head", "xq.drafter", "leader1", "office", "head", "auditor"):
        assert "按计划推进" in visit(who).get(path).text, who
    for who in ("zs.head", "leader2", "inspector1", "assessor", "secretary", "admin"):
        visitor = visit(who)
        assert path not in visitor.get(f"/years/{year}/reports").links, who
        assert visitor.get(path).status == 404, who
    assert visit("office").get(f"/years/{year}/reports/XQ/q2").status == 404


def test_missing_and_late_reports_are_told_by_the_last_day_of_the_scheme(world, visit):
    year = issued(world)
    office = visit("office")
    at(world, year, 4, 10)
    assert "逾期未报" not in office.get(f"/years/{year}/reports").text
    at(world, year, 4, 11)
    assert "逾期未报 2" in office.get(f"/years/{year}/reports").text
    world.year("xq.head", "report_period", year, period="q1", text="补报")
    text = office.get(f"/years/{year}/reports").text
    assert "已报 1/2，其中迟报 1，逾期未报 1" in text
    assert "迟报" in office.get(f"/years/{year}/reports/XQ/q1").text
    assert "0/1" in office.get(f"/years/{year}").text


def test_nothing_is_owed_of_a_period_that_was_over_before_the_plan_was_issued(world, visit):
    year = prepared(world)
    world.year_now = year
    world.approved(year=year)
    at(world, year, 5, 2)
    world.issue(year)
    text = visit("office").get(f"/years/{year}/reports").text
    assert "不需报" in text
    assert "逾期未报" not in text


def test_leader_sees_the_units_in_charge_first(world, visit):
    year = issued(world)
    text = visit("leader2").get(f"/years/{year}/reports").text
    assert text.index("单位 ZS") < text.index("单位 XQ")
    text = visit("leader1").get(f"/years/{year}/reports").text
    assert text.index("单位 XQ") < text.index("单位 ZS")


def test_self_assessment_has_its_own_page(world, visit):
    year = issued(world)
    act(visit("xq.head"), year, "self_assess", text="逐项自查，均已完成")
    page = visit("leader1").get(f"/years/{year}/reports/XQ/self")
    assert "逐项自查，均已完成" in page.text
    assert "单位 XQ · 自查" in page.text
