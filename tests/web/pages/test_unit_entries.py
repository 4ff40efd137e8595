"""Entries about units on their page: the sheet of an evaluation, points, vetoes, and their end."""

import pytest

from tests.web.visitor import on_both
from tests.workflow.whole_year import adjustment, at_the_end_of_it, done, veto

CHECKED = {"press": ("confirmed", "yes")}


@on_both
def test_the_office_fills_one_sheet_for_all_units_and_sees_it_checked_line_by_line(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    page = office.get(f"/years/{year}/entries")
    (sheet,) = (link for link in page.links if "evaluation=public" in link)
    office.get(sheet)
    office.send(
        "document",
        **{"units:XQ:good": "3", "units:XQ:bad": "1", "units:ZS:good": "1", "units:ZS:bad": "1"},
        document="测〔2014〕1号",
    )
    assert "满意 3，不满意 1" in office.page.text
    assert world.rows("SELECT * FROM unit_entry") == []
    office.send("confirmed", **CHECKED)
    assert "满意 3，不满意 1" in office.page.text
    assert office.page.location == f"/years/{year}/entries"
    assert len(world.rows("SELECT * FROM unit_entry")) == 2


def test_a_wrong_number_is_said_at_its_unit_and_what_was_typed_stays(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    office.get(f"/years/{year}/acts/enter_evaluation?evaluation=public")
    office.send("document", **{"units:ZS:good": "many", "units:ZS:bad": "1"}, document="测1号")
    assert office.page.status == 422
    assert "应为整数" in office.page.text
    assert dict(office.page.form("document").values)["units:ZS:good"] == "many"
    office.send("document", **{"units:ZS:good": "0", "units:ZS:bad": "0"}, document="测1号")
    assert "没有人作答" in office.page.text


def test_a_check_has_one_score_a_unit_for_each_of_its_periods(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    page = office.get(f"/years/{year}/entries")
    assert sum("evaluation=half" in link for link in page.links) == 2
    office.get(f"/years/{year}/acts/enter_evaluation?evaluation=half&period=h1")
    office.send("document", **{"units:XQ:": "87.5"}, document="考1号")
    office.send("confirmed", **CHECKED)
    (row,) = world.rows("SELECT code, period, value FROM unit_entry")
    assert dict(row) == {"code": "half", "period": "h1", "value": "87.5"}
    # What no evaluation or period is leads back to the list.
    for query in ("", "?evaluation=none", "?evaluation=half", "?evaluation=half&period=h9"):
        back = office.get(f"/years/{year}/acts/enter_evaluation{query}")
        assert back.location == f"/years/{year}/entries"


def test_points_for_a_unit_are_called_points_in_the_list_and_on_its_sheet(world, visit):
    year, _ = at_the_end_of_it(world)
    done(world, adjustment(year, "-2"))
    done(world, adjustment(year))
    office = visit("office")
    page = office.get(f"/years/{year}/entries")
    assert ("-2 分" in page.text, "+1.5 分" in page.text) == (True, True)
    sheet = office.get(f"/years/{year}/results/XQ")
    assert "附加分 1.5 分" in sheet.text
    assert "群众满意度 得 0 分，分值 20 分" in sheet.text


def test_a_veto_is_entered_and_lifted_and_both_stay_to_be_read(world, visit):
    year, _ = at_the_end_of_it(world)
    office = visit("office")
    office.get(f"/years/{year}/acts/veto_unit")
    office.send("veto", unit="XQ", veto="safety", document="云安委2号", text="较大事故")
    office.send("confirmed", **CHECKED)
    page = office.page
    (lift,) = (link for link in page.links if "end_entry" in link)
    office.get(lift)
    office.send("entry", document="云安委9号", text="复查合格")
    assert "安全生产一票否决" in office.page.text
    office.send("confirmed", **CHECKED)
    assert "已撤销：云安委9号" in office.page.text
    assert "较大事故" in office.page.text


def test_points_for_a_unit_stand_on_its_sheet_with_their_document(world, visit):
    year, _ = at_the_end_of_it(world)
    done(world, adjustment(year, "1.5"))
    done(world, veto(year, unit="ZS"))
    world.year("office", "publish", year, document="公告")
    for language, words in (("zh-CN", "附加分"), ("en", "Bonus")):
        text = visit("xq.head", language).get(f"/years/{year}/results/XQ").text
        assert words in text
        assert "1.5" in text
    assert "安全生产一票否决" in visit("zs.head").get(f"/years/{year}/results/ZS").text


def test_entries_are_for_those_who_look_after_the_plan(world, visit):
    year, _ = at_the_end_of_it(world)
    path = f"/years/{year}/entries"
    for who, status in (("office", 200), ("head", 200), ("leader1", 200), ("auditor", 200),
                        ("xq.head", 403), ("inspector1", 403), ("admin", 403)):  # fmt: skip
        visitor = visit(who)
        assert visitor.get(path).status == status, who
        assert (path in visitor.get(f"/years/{year}").links) == (status == 200), who


@pytest.mark.parametrize("act", ["adjust_unit", "veto_unit", "end_entry"])
def test_a_county_whose_scheme_says_nothing_of_it_shows_no_such_page(world, visit, act):
    office = visit("office")
    assert "/years/2013/entries" not in office.get("/years/2013").links
    assert office.get(f"/years/2013/acts/{act}").status == 409


def test_the_scheme_says_all_of_it_in_words(world, visit):
    group = '[[group]]\ncode = "towns"\nzh = "乡镇组"\nen = "Towns"\nunits = ["XQ"]\n'
    limits = '[limits]\ncap = "120"\n[normalise]\nto = "100"\n'
    year, _ = at_the_end_of_it(world, group + limits)
    for language, all_of_it in (
        ("zh-CN", ("测评与阶段考核 30", "满意 1，不满意 0", "累计最多加 2 分", "否决（县安委会）",
                   "乡镇组：单位 XQ", "总分：最多 120 分", "适用分值")),
        ("en", ("Content 1, Not content 0", "at most 2 points added", "no better than",
                "Towns: Unit XQ", "Total: at most 120", "earned ÷ applicable")),
    ):  # fmt: skip
        text = visit("xq.head", language).get(f"/years/{year}/scheme").text
        for words in all_of_it:
            assert words in text, words
