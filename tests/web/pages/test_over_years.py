"""Margins, a unit's years and a measure's years as people read them, and over the API."""

import re

import pytest

from tests.web.api_client import Api, fits_described
from tests.web.pages.test_every_page import unlabelled
from tests.web.tables import rows
from tests.web.visitor import on_both
from tests.workflow.result_years import published

APART = {"XQ": (("key", "10"), ("routine", "9")), "SM": (("key", "8"), ("routine", "10"))}


@on_both
def test_margins_name_the_weight_and_the_score_and_lead_to_a_trial_just_beyond(world, visit):
    made = published(world, APART)
    office = visit("office")
    address = f"/years/{made.year}/results/margins"
    assert address in office.get(f"/years/{made.year}/results").links
    page = office.get(address)
    assert rows(page)[0] == [
        "1、2", "单位 XQ 与 单位 SM", "2 分", "重点 −20 → 20 分 试算 单位 XQ 与 单位 SM",
        "单位 SM“SM key”+2 分",
    ]  # fmt: skip
    (trial,) = [link for link in page.links if "points.key" in link]
    assert trial.endswith("points.key=19.9")
    swapped = {row[0]: row[3] for row in reversed(rows(office.get(trial))) if len(row) == 5}
    assert (swapped["单位 SM"], swapped["单位 XQ"]) == ("2 → 1", "1 → 2")
    assert not [link for link in visit("xq.head").get(address).links if "what-if" in link]


def test_who_is_level_or_out_of_reach_is_told_so(world, visit):
    page = visit("jt.drafter").get(f"/years/{published(world).year}/results/margins")
    assert [row[1:4] for row in rows(page)] == [
        ["单位 SM 与 单位 XQ", "并列", "已经打平"],
        ["单位 XQ 与 单位 JT", "2 分", "改动任何一类分值都不会换位"],
    ]
    assert visit("office").get("/years/1890/results/margins").status == 404


@on_both
def test_a_units_years_stand_in_a_table_with_a_chart_beside_it(world, visit):
    first = published(world)
    visitor = visit("sm.head")
    address = "/results/units/XQ"
    assert address in visitor.get(f"/years/{first.year}/results/XQ").links
    assert "<svg" not in main(visitor.get(address))
    second = published(world)
    page = visitor.get(address)
    told = [row[:3] + row[-2:] for row in rows(page)]
    assert told == [[str(made.year), told[0][1], "38", "0", "0"] for made in (first, second)]
    assert told[0][1].endswith("1／3")
    chart = main(page)
    assert chart.count("<circle") == 2
    assert f"{first.year}: 38；{second.year}: 38" in chart
    assert "style=" not in chart
    assert visitor.get("/results/units/NONE").status == 404


@on_both
def test_a_measure_is_compared_over_units_and_years(world, visit):
    published(world), published(world)
    visitor = visit("xq.drafter")
    page = visitor.get("/results/measures?measure=建成里程&unit=JT")
    jt = next(row for row in rows(page) if row[0] == "单位 JT")
    assert jt[1:] == ["10 公里（目标 10），20／20 分；8 公里（目标 10），16／20 分"] * 2
    assert main(page).count("<polyline") == 1
    assert "已公示的年度中没有" in visitor.get("/results/measures?measure=%25").text


def main(page):
    """The page without its frame."""
    return page.html.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_these_pages_can_be_read_by_a_screen_reader_in_both_languages(world, visit, language):
    made = published(world, APART)
    published(world)
    visitor = visit("office", language)
    pages = (f"/years/{made.year}/results/margins", "/results/units/XQ", "/results/measures")
    for path in pages:
        page = visitor.get(path)
        assert (page.status, page.h1, page.language) == (200, 1, language), path
        assert unlabelled(page) == [], path
        assert len(page.ids) == len(set(page.ids)), path
        if language == "en":
            found = set(re.findall(r"[\u4e00-\u9fff]+", page.text))
            assert found <= {"上下", "中文", "云岭县", "某", "管理员"}, path


def test_the_api_tells_margins_and_years_in_their_described_shapes(world):
    made, api = published(world, APART), Api(world.door)
    shown = api.get("xq.head", f"/years/{made.year}/results").get_json()
    assert shown["fronts"][0]["margins"][0]["weight"]["points"] == "20"
    fits_described(shown, "/api/v1/years/{id}/results", "GET", 200)
    unit = api.get("xq.head", "/units/XQ/results").get_json()
    fits_described(unit, "/api/v1/units/{unit}/results", "GET", 200)
    assert unit["years"][-1]["rank"] == 1
    measured = api.get("xq.head", "/measures?item=petitions").get_json()
    fits_described(measured, "/api/v1/measures", "GET", 200)
    assert api.get("xq.head", "/units/NONE/results").status_code == 404
