"""The overview of a year: what each reader sees of it, and what it costs to show."""

import pytest

from tests.counting import counted
from tests.web.pages.year_visits import PDF, issued, upload
from tests.web.visitor import on_both
from tests.workflow.own_year import prepared

PAGES = ("", "/letters", "/reports", "/scheme", "/letters/XQ")


def row_of(text, unit):
    """What stands in a unit's row of the table."""
    start = text.index(f"单位 {unit}", text.index("各单位进度"))
    return text[start : start + 80]


@on_both
def test_overview_counts_each_unit_s_targets_hands_and_lights(world, visit):
    year = issued(world, targets=3)
    world.year("office", "sign_letter", year, unit="XQ", signed_on=f"{year}-01-16")
    world.clock.set(world.clock().replace(month=4, day=20))
    text = visit("office").get(f"/years/{year}").text
    # Three targets whose milestone of March passed without a report; no report of the quarter.
    assert f"townships 战线 3 0 · 0% ■ 3 逾期 {year}年1月16日 0/1 ■ 1 逾期" in row_of(text, "XQ")
    assert "economy 战线 0" in row_of(text, "ZS")
    assert "已签责任书 1/2" in text
    assert "逾期的目标 3" in text


def test_drafts_of_other_units_are_neither_counted_nor_is_their_unit_shown_as_empty(world, visit):
    world.draft(category="key", key_tasks=["K1"])
    year = 2013
    own = visit("xq.head").get(f"/years/{year}").text
    assert "townships 战线 1 1 · 100% 1 1" in row_of(own, "XQ")
    assert "单位 ZS" not in own[own.index("各单位进度") :]
    other = visit("zs.head").get(f"/years/{year}").text
    assert "单位 XQ" not in other[other.index("各单位进度") :]
    assert "economy 战线 0" in row_of(visit("office").get(f"/years/{year}").text, "DA")


def test_unit_of_one_s_own_leads_to_its_sheet_and_others_to_their_targets(world, visit):
    year = issued(world)
    links = visit("zs.head").get(f"/years/{year}").links
    assert f"/sheet?unit=ZS&year={year}" in links
    assert f"/targets?unit=XQ&year={year}" in links


def statements_of(world, visitor, path):
    """How many statements one more visit of a page takes."""
    assert visitor.get(path).status == 200, path
    with counted(world.database) as asked:
        visitor.get(path)
    return len(asked)


def year_of_size(w, targets, units):
    """A year in force with so many targets of XQ, and so many more units with letters."""
    year = prepared(w)
    w.year_now = year
    for number in range(targets):
        w.common("XQ", "ZS", year=year, points="5")
        w.approved(year=year, title=f"第{number}条公路")
    more = [w.newcomers_unit() for _ in range(units)]
    for unit in more:
        w.county("office", "place_unit", year=year, unit=unit, front="economy")
    w.issue(year)
    for unit in ("XQ", *more):
        w.year("office", "sign_letter", year, unit=unit, signed_on=w.clock().date().isoformat())
    for head in ("xq.head", "zs.head")[: targets or 1]:
        w.year(head, "report_period", year, period="q1", text="已办")
        w.year(head, "self_assess", year, text="自查")
    return year


@pytest.mark.parametrize("who", ["office", "leader1", "xq.head"])
def test_pages_take_no_more_statements_for_more_units_targets_letters_and_reports(
    world, visit, who
):
    small, large = year_of_size(world, 1, 1), year_of_size(world, 9, 8)
    visitor = visit(who)
    took = {
        year: [statements_of(world, visitor, f"/years/{year}{page}") for page in PAGES]
        for year in (small, large)
    }
    assert took[large] == took[small]
    assert max(took[large]) < 50


def test_item_waits_for_its_leader_until_that_hand_is_on_it_in_every_unit(world, visit):
    world.common("XQ", "SM", year=2014, title="招商引资")
    leader = visit("leader1")
    page = leader.get("/years/2014")
    assert "招商引资 通用 20 2 2 统一审定" in page.text
    assert "统一审定" not in visit("leader2").get("/years/2014").text
    leader.get(next(link for link in page.links if link.endswith("/acts/sign_item")))
    leader.send("confirmed", press=("confirmed", "yes"))
    assert "招商引资 通用 20 2 0" in leader.get("/years/2014").text


def test_scan_is_told_of_on_the_page_of_letters(world, visit):
    year, office = issued(world), visit("office")
    office.get(f"/years/{year}/acts/sign_letter?unit=XQ")
    upload(office, PDF)
    office.send("confirmed", press=("confirmed", "yes"))
    assert "PDF · 1 KB" in office.get(f"/years/{year}/letters").text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_year_stands_under_years_and_leads_to_the_others(world, visit, page):
    year = issued(world)
    html = visit("head").get(f"/years/{year}{page}").html
    assert '<a href="/years" aria-current="page">' in html
    assert f'href="/years/{year}/letters"' in html
