"""A changed scheme tried at a browser, over the API and on the command line: the same answer."""

import json
import re

import pytest

from tests.program import shangxia
from tests.web.api_client import Api, fits_described
from tests.web.pages.test_every_page import unlabelled
from tests.web.tables import rows
from tests.web.visitor import on_both
from tests.workflow.result_years import assessed, published, scheme

HEAVIER = {"points.key": "50"}


def address(year):
    return f"/years/{year}/results/what-if"


@on_both
def test_single_numbers_are_tried_from_the_address_and_the_answer_says_why(world, visit):
    made = published(world)
    visitor = visit("office")
    assert address(made.year) in visitor.get(f"/years/{made.year}/results").links
    visitor.get(address(made.year))
    form = visitor.page.form("points.key")
    assert form.method == "get"
    page = visitor.get(f"{address(made.year)}?points.key=50&ties=competition")
    assert "4 个单位中：位次不同 1，等次不同 1，总分不同 4；8 项目标中得分不同 4。" in page.text
    sm = next(row for row in rows(page) if row[0] == "单位 SM")
    assert sm[1:4] == ["38 → 42.5", "超标", "1 → 2"]
    assert sm[4] == (
        "重点类 18 → 22.5；“SM key”18 → 22.5；按完成率计分：分值 20 → 25；被超过：单位 XQ"
    )


@on_both
def test_a_file_is_pasted_and_tried_and_what_is_wrong_in_it_named_by_line(world, visit):
    made = published(world)
    visitor = visit("auditor")
    visitor.get(address(made.year))
    text = scheme(made.year).replace('kind = "proportional"', 'kind = "all_or_nothing"')
    page = visitor.send("toml", toml=text)
    assert (page.status, "位次不同 1" in page.text) == (200, True)
    assert "按完成率计分 → 完成得满分，未完成不得分" in page.text
    visitor.get(address(made.year))
    page = visitor.send("toml", toml=text.replace('at_least = "35"', 'at_least = "high"'))
    assert page.status == 422
    assert re.search(r"第 \d+ 行，grade\.1\.at_least", page.text)
    # What was pasted is not lost.
    assert 'at_least = "high"' in page.html.replace("&#34;", '"')


def test_what_is_wrong_with_a_single_number_is_said_by_its_name_and_at_its_field(world, visit):
    made = published(world)
    page = visit("office").get(f"{address(made.year)}?points.key=forty&grade.exceeded=x&places=9")
    assert page.status == 422
    for said in (
        "重点分值：须为不小于 0 的数，最多 6 位小数，现为“forty”",
        "超标不低于：须为数，最多 6 位小数，现为“x”",
        "总分保留小数位：须为0–6 的整数，现为 9",
    ):
        assert said in page.text
    assert "category.1" not in page.text, "a path into a file that nobody sent"
    assert "#f-points.key" in page.links
    field = page.html.partition('id="f-points.key" ')[2].partition(">")[0]
    assert 'aria-invalid="true"' in field
    assert 'value="forty"' in field


def test_targets_without_a_score_are_listed_and_nothing_is_ranked(world, visit):
    made = published(world)
    visitor = visit("head")
    visitor.get(address(made.year))
    gone = scheme(made.year).replace('code = "proportional"\n', 'code = "share"\n')
    page = visitor.send("toml", toml=gone)
    assert "有 8 项目标没有得分，不能排名" in page.text
    listed = [row for row in rows(page) if row[-1] == "计分办法 proportional 不在考核方案中"]
    assert len(listed) == 8


def test_another_years_scheme_is_chosen_by_its_year(world, visit):
    other, made = published(world), published(world)
    page = visit("office").get(f"{address(made.year)}?scheme={other.year}")
    assert f"试用 {other.year} 年度的方案" in page.text
    assert "4 个单位、8 项目标的得分、等次、位次都不变。" in page.text
    page = visit("office").get(f"{address(made.year)}?scheme=1890")
    assert (page.status, "没有 1890 年度。" in page.text) == (422, True)


def test_it_is_not_for_units_nor_for_leaders_before_publication(world, visit):
    made, waiting = published(world), assessed(world)
    for who, year, status in (
        ("xq.head", made.year, 403), ("leader1", made.year, 200), ("leader1", waiting.year, 403),
        ("office", waiting.year, 200), ("office", 1890, 404),
    ):  # fmt: skip
        assert visit(who).get(address(year)).status == status, (who, year)
    assert address(made.year) not in visit("xq.head").get(f"/years/{made.year}/results").links


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_can_be_read_by_a_screen_reader_in_both_languages(world, visit, language):
    made = published(world)
    visitor = visit("office", language)
    for query in ("", "?points.key=50&grade.exceeded=37&ties=dense", "?places=x", "?places=0"):
        page = visitor.get(address(made.year) + query)
        assert (page.h1, page.language, unlabelled(page)) == (1, language, []), query
        assert len(page.ids) == len(set(page.ids)), query
        if language == "en":
            found = set(re.findall(r"[\u4e00-\u9fff]+", page.text))
            assert found <= {"上下", "中文", "云岭县", "某", "管理员"}, query


def test_the_api_answers_in_its_described_shape_and_writes_nothing(world):
    made, api = published(world), Api(world.door)
    api.token("office")
    path = f"/years/{made.year}/what-if"
    changed = scheme(made.year).replace('points = "40"', 'points = "50"')
    before = None
    for raw in ({}, {"toml": changed}, {"scheme": made.year}):
        answer = api.post("office", path, raw)
        before = before or api.entries()
        assert answer.status_code == 200, answer.get_json()
        fits_described(answer.get_json(), "/api/v1/years/{id}/what-if", "POST", 200)
        assert answer.get_json()["counts"]["ranks"] == (1 if "toml" in raw else 0)
    refused = api.post("office", path, {"toml": changed, "scheme": made.year})
    assert (refused.status_code, list(refused.get_json()["fields"])) == (422, ["scheme"])
    assert api.entries() == before


def test_the_command_line_prints_what_would_differ(world, tmp_path):
    made = published(world)
    url = f"sqlite:///{world.database.database}"
    file = tmp_path / "ours.toml"
    file.write_text(scheme(made.year).replace('points = "40"', 'points = "50"'), "utf-8")
    ask = ("year", "whatif", str(made.year))
    ran = shangxia(*ask, str(file), "--as", "office", url=url)
    assert ran.code == 0, ran.err
    assert "SM\t38\t42.5" in ran.out
    ran = shangxia(*ask, "--scheme", str(made.year), "--as", "office", "--json", url=url)
    assert json.loads(ran.out)["counts"] == {"scores": 0, "totals": 0, "grades": 0, "ranks": 0}
    for wrong, code in (((), 2), ((str(file), "--scheme", "2013"), 2), (("--scheme", "1890"), 2)):
        assert shangxia(*ask, *wrong, "--as", "office", url=url).code == code
    assert shangxia(*ask, str(file), "--as", "xq.head", url=url).code == 1
