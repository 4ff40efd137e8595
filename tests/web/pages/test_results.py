"""Ranking, score sheet and comparison as people read them at a browser."""

import re

import pytest

from models.statements import run
from tests.web.pages.test_every_page import unlabelled
from tests.web.tables import rows
from tests.web.visitor import on_both
from tests.workflow.result_years import PLAN, assessed, decided, paid, published, revised, running


@on_both
def test_ranking_shows_the_stored_figures_with_ties_grades_rules_and_awards(world, visit):
    made = decided(world)
    paid(world, made, "XQ")
    page = visit("zs.drafter").get(f"/years/{made.year}/results")
    assert rows(page)[:4] == [
        ["1", "单位 ZS", "14", "20", "0", "0", "34", "达标 → 未达标", "一项重点未完成，降一等",
         "1", "0", "0", "第一名 5,000 元（不予）；约谈（待兑现）"],
        ["1（并列）", "单位 SM", "18", "20", "0", "0", "38", "超标", "", "0", "0", "0",
         "第一名 5,000 元（待兑现）"],
        ["1（并列）", "单位 XQ", "20", "18", "0", "0", "38", "超标", "", "0", "0", "0",
         "第一名 5,000 元（已兑现）"],
        ["3", "单位 JT", "20", "16", "0", "0", "36", "超标", "", "0", "0", "0",
         "第三名 金额未定（待兑现）"],
    ]  # fmt: skip
    for row in made.stored(1):
        shown = next(r for r in rows(page) if r[1] == f"单位 {row['code']}")
        assert (shown[0].partition("（")[0], shown[6]) == (str(row["rank"]), row["total"])


def test_ranking_names_its_steps_documents_and_days(world, visit):
    made = decided(world)
    text = visit("xq.drafter").get(f"/years/{made.year}/results").text
    for said in ("公示 ", "云考公告1号", "公示期至", "复核申请截至", "审定 ", "云政常纪2号"):
        assert said in text


def test_only_who_may_carry_out_an_award_finds_the_way_to_it(world, visit):
    made = decided(world)
    act = f"/years/{made.year}/acts/pay_award"
    assert act in visit("office").get(f"/years/{made.year}/results").links
    for username in ("head", "xq.head", "auditor"):
        assert act not in visit(username).get(f"/years/{made.year}/results").links


@on_both
def test_an_earlier_revision_can_be_read_and_says_that_it_is_one(world, visit):
    made = revised(world)
    visitor = visit("sm.head")
    last = visitor.get(f"/years/{made.year}/results")
    assert [r[6] for r in rows(last) if r[1] == "单位 XQ"] == ["40", ""]
    earlier = f"/years/{made.year}/results?no=1"
    assert earlier in last.links
    page = visitor.get(earlier)
    assert "这是第 1 次公布的结果，已由第 2 次更正。" in page.text
    assert next(r[6] for r in rows(page) if r[1] == "单位 XQ") == "38"
    # From an earlier revision the way leads to the sheet as it was then.
    sheet = visitor.get(next(link for link in page.links if "/results/XQ" in link))
    assert "已由第 2 次更正" in sheet.text
    assert next(r[2] for r in rows(sheet) if r[0].startswith("XQ routine")) == "18"


@on_both
def test_sheet_explains_every_number_down_to_the_finding(world, visit):
    made = decided(world)
    page = visit("jt.drafter").get(f"/years/{made.year}/results/ZS")
    key = next(r for r in rows(page) if r[0].startswith("ZS key"))
    assert key[1:5] == ["20", "14", "不低于 10 公里", "7 公里"]
    assert key[5].startswith("未完成（客观原因） 某inspector1")
    assert "分值 20 × 完成率 70%" in key[0]
    assert "须有未完成的重点目标 1 项，本单位 1 项（ZS key）：适用，降 1 等" in page.text
    assert "最低等次，不予奖励：第一名" in page.text
    assert f"/targets/{made.targets['ZS', 'key']}" in page.links


def test_sheet_says_how_to_object_and_afterwards_why_nobody_can_and_who_puts_it_right(world, visit):
    made = published(world)
    sheet = f"/years/{made.year}/results/ZS"
    assert "办理“申请复核”，截至 " in visit("jt.drafter").get(sheet).text
    made = decided(world)
    page = visit("zs.head").get(f"/years/{made.year}/results/ZS")
    assert "不再受理复核申请（期限为 " in page.text
    assert "本年度结果已经审定，不能再改动。确有错误的，由县长决定更正。" in page.text
    assert "办理“申请复核”" not in page.text


def test_sheet_marks_what_the_county_head_imposed(world, visit):
    made = assessed(world)
    # What arbitration will write; nothing else reads it on the way to the results.
    run(world.database, "UPDATE target SET imposed = 1 WHERE id = ?", (made.targets["SM", "key"],))
    world.year("office", "publish", made.year, document="云考公告1号")
    visitor = visit("office")
    sheet = rows(visitor.get(f"/years/{made.year}/results/SM"))
    assert ["县长审定下达" in row[0] for row in sheet] == [True, False]
    ranking = rows(visitor.get(f"/years/{made.year}/results"))
    assert next(r[10] for r in ranking if r[1] == "单位 SM") == "1"


def test_sheet_and_target_page_lead_to_each_other(world, visit):
    made = published(world)
    visitor = visit("zs.head")
    target = visitor.get(f"/targets/{made.targets['XQ', 'key']}")
    assert "分值 20 × 完成率 100%" in target.text
    assert f"/years/{made.year}/results/XQ" in target.links


def test_what_nobody_scored_yet_is_not_called_nothing(world, visit):
    made = running(world)
    page = visit("xq.head").get(f"/years/{made.year}/results/XQ")
    assert "重点 尚未计分，分值 40 分" in page.text
    assert "常规 尚未计分，分值 30 分" in page.text
    scored = visit("office").get(f"/years/{assessed(world).year}/results/XQ")
    assert "尚未计分" not in scored.text
    assert "重点 得 20 分，分值 40 分" in scored.text


def test_before_publication_the_page_says_so_and_leads_to_the_scores_so_far(world, visit):
    made = assessed(world)
    address = f"/years/{made.year}/results"
    own = visit("xq.head")
    page = own.get(address)
    assert (page.status, "结果尚未公示。年终考核计分后，由目标办公示。" in page.text) == (200, True)
    assert [link for link in page.links if link.startswith(f"{address}/")] == [f"{address}/XQ"]
    sheet = own.get(f"{address}/XQ")
    assert "结果尚未公示" in sheet.text
    assert "目前得分 38" in sheet.text
    assert "战线内位次" not in sheet.text
    assert address + "/XQ" in own.get(f"/targets/{made.targets['XQ', 'key']}").links
    for username in ("sm.head", "inspector1"):
        other = visit(username)
        assert other.get(f"{address}/XQ").status == 404
        assert "结果尚未公示。" in other.get(address).text
        assert f"{address}/XQ" not in other.get(f"/targets/{made.targets['XQ', 'key']}").links


def test_navigation_leads_to_the_newest_year_that_has_results(world, visit):
    visitor = visit("xq.drafter")
    assert "结果尚未公示。" in visitor.get("/results").text
    made = published(world)
    assessed(world)
    page = visitor.get("/results")
    assert page.location == f"/years/{made.year}/results"
    assert "/results" in page.links


@on_both
def test_two_units_are_set_apart_in_plain_sentences(world, visit):
    made = published(world)
    visitor = visit("sm.head")
    address = f"/years/{made.year}/results/compare"
    text = visitor.get(f"{address}?a=XQ&b=JT").text
    for said in (
        "单位 XQ列第 1 位，单位 JT列第 3 位。",
        "总分：单位 XQ 38 分，单位 JT 36 分，单位 XQ多 2 分。",
        "最先拉开差距的是常规类：单位 XQ 18 分，单位 JT 16 分，单位 XQ多 2 分。",
        "单位 XQ“XQ routine”得 18 分（分值 20）；单位 JT“JT routine”得 16 分（分值 20）",
    ):
        assert said in text
    assert "单位 XQ与单位 SM并列第 1 位。" in visitor.get(f"{address}?a=XQ&b=SM").text
    assert "位次只在同一战线内排列" in visitor.get(f"{address}?a=XQ&b=ZS").text
    assert "请选择两个不同的单位" in visitor.get(f"{address}?a=XQ&b=XQ").text
    form = visitor.page.form("a")
    assert (form.method, form.action, form.names) == ("get", address, {"a", "b"})


@pytest.mark.parametrize(
    "path", ["?no=7", "?no=x", "?no=0", "/nobody", "/DA", "/XQ?no=2", "/compare", "/compare?a=DA"]
)
def test_what_is_not_there_has_its_page(world, visit, path):
    made = published(world)
    page = visit("office").get(f"/years/{made.year}/results{path}")
    assert (page.status, page.h1) == (404, 1)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_of_results_can_be_read_by_a_screen_reader_in_both_languages(world, visit, language):
    made = decided(world)
    before = assessed(world)
    base = f"/years/{made.year}/results"
    visitor = visit("office", language)
    for path in (base, f"{base}/ZS", f"{base}/compare?a=XQ&b=JT", f"/years/{before.year}/results",
                 f"/years/{before.year}/results/ZS"):  # fmt: skip
        page = visitor.get(path)
        assert (page.status, page.h1, page.language) == (200, 1, language), path
        assert len(page.ids) == len(set(page.ids)), path
        assert unlabelled(page) == [], path
        if language == "en":
            assert chinese(page) <= {"上下", "中文", "公里", "云岭县"} | documents(page), path


def chinese(page):
    return set(re.findall(r"[\u4e00-\u9fff]+", page.text))


def documents(page):
    """What people wrote: numbers of documents, and their names."""
    own = re.findall(r"云[\u4e00-\u9fff]+\d+号", page.text)
    names = re.findall(r"某\w+\.?\w*|管理员", page.text)
    return {part for text in (*own, *names) for part in re.findall(r"[\u4e00-\u9fff]+", text)}


@pytest.mark.parametrize("path", ["", "/XQ", "/compare?a=XQ&b=SM"])
def test_a_page_asks_no_more_statements_for_more_units_and_targets(world, visit, monkeypatch, path):
    small = published(world, {"XQ": (("key", "10"),), "SM": (("key", "9"),)})
    large = published(world, PLAN)
    visitor = visit("office")
    asked: list[str] = []
    real = world.database.execute_sql
    monkeypatch.setattr(
        world.database,
        "execute_sql",
        lambda sql, *rest, **more: (asked.append(sql), real(sql, *rest, **more))[1],
    )
    counted = []
    for made in (small, large):
        visitor.get(f"/years/{made.year}/results{path}")  # the scheme is kept from now on
        asked.clear()
        assert visitor.get(f"/years/{made.year}/results{path}").status == 200
        counted.append(len(asked))
    assert 0 < counted[0] == counted[1] <= 30
