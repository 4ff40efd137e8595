"""上下平衡 on its page: figures with their definitions, each leading to the targets behind it."""

import re

import pytest

from tests.counting import counted
from tests.web.visitor import on_both
from workflow.balance import FACTS

YEAR = 2013
PATH = f"/years/{YEAR}/balance"


@pytest.fixture
def plan(world) -> dict[str, int]:
    """One target of each kind of course, all of XQ."""
    changed = world.submitted(year=YEAR, title="修改过的")
    world.act("leader1", "counter", changed, reason_code="value_too_low", target_value="12")
    return {
        "changed": changed,
        "asked": world.assigned(year=YEAR, title="下达的"),
        "imposed": world.imposed(year=YEAR, title="裁定的"),
    }


@on_both
def test_each_figure_leads_to_the_targets_that_it_counts(visit, plan):
    office = visit("office")
    page = office.get(PATH)
    links = [link for link in page.links if "/balance/targets?" in link and "unit=XQ" in link]
    assert {link.rpartition("fact=")[2] for link in links} >= {
        "targets", "began_below", "changed_above", "began_above", "further_rounds", "waiting",
        "hands", "not_known", "imposed",
    }  # fmt: skip
    for link in links:
        office.get(link)
        assert office.page.status == 200
        assert any(f"/targets/{number}" in office.page.links for number in plan.values()), link
    office.get(f"{PATH}/targets?unit=XQ&fact=changed_above")
    assert ("修改过的" in office.page.text, "裁定的" in office.page.text) == (True, False)
    assert "经上级" in office.page.text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_figure_has_its_definition_on_the_page(visit, plan, language):
    text = visit("office", language).get(PATH).text
    for fact in FACTS.values():
        for words in (fact.label, fact.about):
            assert (words.zh if language == "zh-CN" else words.en) in text


def test_facts_have_no_colour_and_their_rows_no_order_of_their_own(world, visit, plan):
    page = visit("office").get(PATH)
    tables = page.html.partition("<table")[2].rpartition("</table>")[0]
    assert not re.search(r'class="[^"]*(light|tag|broken|red|late|wrong)', tables)
    assert "aria-sort" not in page.html
    # Townships before the economy, whatever stands in their rows.
    places = [page.text.index(f"单位 {code}") for code in ("XQ", "SM", "ZS", "JT")]
    assert places == sorted(places)


def test_a_hand_put_on_the_page_stands_there_with_its_seconds(world, visit):
    target, head = world.draft(year=YEAR), visit("xq.head")
    head.get(f"/targets/{target}/acts/submit")
    world.clock.forward(seconds=40)
    head.send("confirmed", press=("confirmed", "yes"))
    assert "打开后一分钟内 1" in head.get(PATH).text
    assert "40 秒" in head.get(f"{PATH}/targets?unit=XQ&fact=within_a_minute").text


def test_units_see_their_own_and_others_are_told_whose_figures_they_are(visit, plan):
    head = visit("xq.head").get(PATH)
    assert ("单位 XQ" in head.text, "单位 SM" in head.text) == (True, False)
    assert "各审定领导" not in head.text
    inspector = visit("inspector1").get(PATH)
    assert (inspector.status, "这里没有由您查看的数字" in inspector.text) == (200, True)
    assert PATH not in visit("inspector1").get(f"/years/{YEAR}").links
    assert PATH in visit("xq.drafter").get(f"/years/{YEAR}").links
    assert PATH in visit("leader1").get(f"/years/{YEAR}/coverage").links


@pytest.mark.parametrize("asked", ["", "?fact=hands", "?unit=XQ&post=FXZ-1", "?unit=SM"])
def test_an_address_without_a_figure_of_ones_own_is_not_found(visit, plan, asked):
    assert visit("xq.head").get(f"{PATH}/targets{asked}").status == 404


def test_an_unknown_figure_shows_all_targets(visit, plan):
    page = visit("xq.head").get(f"{PATH}/targets?unit=XQ&fact=nonsense")
    assert all(f"/targets/{number}" in page.links for number in plan.values())


def test_the_page_asks_as_much_for_few_targets_as_for_many(world, visit):
    office, asked = visit("office"), []
    for _ in range(2):
        for _ in range(3):
            world.submitted(year=YEAR)
        office.get(PATH)
        with counted(world.database) as statements:
            assert office.get(PATH).status == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
