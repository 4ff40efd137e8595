"""Values by part and period as people type them: on the bureau sheet and on the act's own form."""

import json
import re

import pytest

from tests.web.api_client import Api
from tests.web.visitor import on_both
from tests.workflow.part_years import MONTHS, inspected_due, item_due, values
from web.commands.options import input_of
from workflow.lifecycle import BY_KIND

CHECK, ASSESS = ("step", "check"), ("step", "assess")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def stored(world, target):
    row = world.row("SELECT parts FROM finding WHERE target_id = ?", target)
    return {(v["part"], v["period"]): v["value"] for v in json.loads(row["parts"])}


@on_both
def test_a_bureau_sheet_asks_for_each_part_and_month_and_shows_what_they_come_to(world, visit):
    _, item, (xq, zs) = item_due(world)
    assessor = visit("assessor")
    page = assessor.get(f"/items/{item}/sheet")
    assert len(page.ids) == len(set(page.ids))
    asked = [c for c in page.controls if str(c.get("name")).startswith("parts-")]
    assert len(asked) == 2 * 13
    assert {c["id"] for c in asked} <= page.labelled
    assert "全年收入（万元） 单位 XQ" in page.text
    assert "上报值" not in page.text
    typed = {f"parts-months/{n}-{xq}": value for n, value in MONTHS.items()}
    typed |= {f"parts-year-{xq}": "viel", f"cause-{xq}": "objective", "item": [str(xq)]}
    page = assessor.send("step", press=CHECK, **typed)
    # What is no number is told in its own cell, and nothing that was typed is lost.
    assert "分项核定值 应为十进制数" in page.text
    wrong = next(c for c in page.controls if c.get("aria-invalid"))
    assert (wrong["name"], wrong["value"]) == (f"parts-year-{xq}", "viel")
    page = assessor.send("step", press=CHECK, **{f"parts-year-{xq}": "108"})
    assert "1月 10、2月 10" in page.text.replace("\xa0", " ")
    assert "9.2" in page.text
    assessor.send("step", press=ASSESS)
    assert stored(world, xq)["year", None] == "108"
    assert stored(world, xq)["months", "12"] == "7"
    assert world.state(zs) == "due"


def test_a_sheet_names_the_part_that_is_missing_in_the_readers_language(world, visit):
    _, item, (xq, _) = item_due(world)
    for language, told in (("zh-CN", "缺全年收入"), ("en", "Income of the year is missing")):
        assessor = visit("assessor", language)
        assessor.get(f"/items/{item}/sheet")
        typed = {f"parts-months/1-{xq}": "10", f"cause-{xq}": "objective", "item": [str(xq)]}
        page = assessor.send("step", press=CHECK, **typed)
        assert page.status == 422
        assert told in page.text
    assert world.state(xq) == "due"


@on_both
def test_an_inspector_fills_in_the_parts_on_the_acts_own_form(world, visit):
    target = inspected_due(world)
    inspector = visit("inspector1", "en")
    page = inspector.get(f"/targets/{target}/acts/inspect")
    assert {c["id"] for c in page.controls if str(c.get("name")).startswith("parts-")} <= (
        page.labelled
    )
    assert "found_value" not in page.form("quality").names
    assert "Income of the year (万元)" in page.text
    assert "month 12" in page.text
    answers = {"quality": "ok", "on_time": "true", "met": "true"}
    page = inspector.send("quality", **answers, **{"parts-year": "1,5", "parts-months/3": "10"})
    assert "Values by part: This must be a decimal" in page.text
    anchor = next(link for link in page.links if link.startswith("#f-parts"))
    wrong = next(c for c in page.controls if c.get("id") == anchor[1:])
    assert (wrong["name"], wrong["value"]) == ("parts-year", "1,5")
    page = inspector.send("quality", **{"parts-year": "108"})
    assert "Income of the year (万元): 108" in page.text
    assert "month 3 10" in page.text.replace("\xa0", " ")
    inspector.send("confirmed", press=("confirmed", "yes"))
    assert stored(world, target) == {("year", None): "108", ("months", "3"): "10"}
    shown = inspector.get(f"/targets/{target}").text.replace("\xa0", " ")
    assert "Values by part Income of the year (万元): 108" in shown
    world.act("office", "score", target)
    shown = inspector.get(f"/targets/{target}").text
    assert "Mean of the periods" in shown
    assert "the mean of 12 periods; 11 missing count as 0 points" in shown


def test_a_form_asks_for_no_parts_where_the_rule_has_none(world, visit):
    target = world.due()
    page = visit("inspector1").get(f"/targets/{target}/acts/inspect")
    assert "found_value" in page.form("quality").names
    assert "分项核定值" not in page.text


def test_a_program_sends_parts_and_reads_them_back(world):
    target = inspected_due(world)
    api = Api(world.door)
    version = api.target("inspector1", target)["version"]
    finding = {"version": version, "quality": "ok", "on_time": True, "met": True}
    path = f"/targets/{target}/actions/inspect"
    answer = api.post("inspector1", path, finding, Accept_Language="en").get_json()
    (refusal,) = answer["refusals"]
    assert refusal["code"] == "values_are_those_of_the_parts"
    assert refusal["text"].endswith("asks for: Income of the year is missing")
    assert not CHINESE.search(refusal["text"])
    wrong = {**finding, "parts": [{"part": "year", "value": 1.5}]}
    answer = api.post("inspector1", path, wrong).get_json()
    assert list(answer["fields"]) == ["parts.0.value"]
    sent = {**finding, "parts": values("108", {"2": "10"})}
    assert api.post("inspector1", path, sent).status_code == 200
    assert api.target("office", target)["acceptance"]["finding"]["parts"] == [
        {"part": "year", "period": None, "value": "108"},
        {"part": "months", "period": "2", "value": "10"},
    ]


def test_the_command_line_takes_a_part_an_option():
    given = ("part=year,value=108", "part=months,period=2,value=10")
    assert input_of(BY_KIND["target"]["assess"], {"field_parts": given})["parts"] == [
        {"part": "year", "value": "108"},
        {"part": "months", "period": "2", "value": "10"},
    ]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_scheme_and_the_score_sheet_tell_parts_periods_and_adjustments(world, visit, language):
    year, _, (xq, zs) = item_due(world)
    for target in (xq, zs):
        world.act("assessor", "assess", target, met=True, parts=values("108", MONTHS))
    world.year("office", "score", year)
    world.year("office", "assess", year, document="云考1号")
    world.year("office", "publish", year, document="云考公告1号")
    office = visit("office", language)
    scheme = office.get(f"/years/{year}/scheme").text
    sheet = office.get(f"/years/{year}/results/XQ").text.replace("\xa0", " ")
    if language == "en":
        assert "Income of the year: 40% of the points." in scheme
        assert "the mean of 12 periods, a missing one counts as 0 points." in scheme
        assert "Together they add at most 2 points and take at most 2 points" in scheme
        assert "month 12 7" in sheet
        assert "After adjustments" in sheet
    else:
        assert "全年收入：占分值的 40%。" in scheme
        assert "取 12 个时段得分的平均，缺的时段按 0 分计。" in scheme
        assert "合计最多加 2 分，最多扣 2 分；加减后不低于 0 分，不高于本项分值。" in scheme
        assert "12月 7" in sheet
        assert "加减分后" in sheet
