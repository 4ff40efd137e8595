"""The objection flow in a real browser, in both languages: from the node to the new table."""

import re

import pytest

from tests.builders import World, golden
from tests.program import copied, served
from tests.storage import opened
from tests.web.test_axe import faults, signed_in
from tests.workflow.own_year import signed_off
from tests.workflow.result_years import Ended, find, published
from workflow.clock import stamp

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

SAID = {
    "zh-CN": {
        "figure": "对此数值申请复核",
        "unfold": "怎样算出",
        "no": "答复应由未经办该事项的人作出",
        "why": r"某office于20\d\d-\d\d-\d\d计分",
        "outdated": "已失效：38 超标 → 40 超标",
    },
    "en": {
        "figure": "Object to this figure",
        "unfold": "How it came about",
        "no": "must be given by somebody who had no part in the matter",
        "why": r"某office scored it on 20\d\d-\d\d-\d\d",
        "outdated": "outdated: 38 Exceeded → 40 Exceeded",
    },
}


@pytest.fixture(scope="module")
def county(sqlite_storage):
    """A published year, signed off by both sides: its address, and what it holds."""
    url = golden(sqlite_storage)
    with opened(url) as database:
        made = published(World(database))
        signed_off(made.world, made.year)
        made.world.clock.forward(minutes=1)
        at = stamp(made.world.clock())
    return url, made, at


class People:
    """Everybody at a browser of their own before one server."""

    def __init__(self, browser, address, made, language):
        self.browser, self.address, self.made, self.language = browser, address, made, language
        self.said = SAID[language]

    def at(self, who):
        return signed_in(self.browser, self.address, who, locale=self.language)

    def object(self, unit, category):
        """The unit's head unfolds a score on the sheet and objects to the figure at its end."""
        page = self.at(f"{unit.lower()}.head")
        page.goto(f"{self.address}/years/{self.made.year}/results/{unit}")
        row = page.locator("tr", has_text=f"{unit} {category}")
        row.get_by_text(self.said["unfold"]).first.click()
        with page.expect_navigation():
            row.get_by_role("link", name=re.compile(self.said["figure"])).last.click()
        page.fill("textarea[name=text]", "漏计一公里，有验收单。")
        self._confirmed(page)
        assert "acts" not in page.url, page.inner_text("main")
        return page

    def asked_to_answer(self, who, unit, category):
        """The page of the answer: its form, or why it is not for this person."""
        page = self.at(who)
        target = self.made.targets[unit, category]
        page.goto(f"{self.address}/targets/{target}/acts/answer_objection")
        return page

    def answer(self, who, unit, category):
        """Somebody upholds the one objection that waits on this target; the page afterwards."""
        page = self.asked_to_answer(who, unit, category)
        page.locator("select[name=objection]").select_option(index=1)
        page.check("input[name=upheld][value=true]")
        page.fill("textarea[name=text]", "经复核属实。")
        self._confirmed(page)
        return page

    def _confirmed(self, page):
        with page.expect_navigation():
            page.click("form[data-draft] button.button")
        with page.expect_navigation():
            page.click("button[name=confirmed]")


def mended(url, made: Ended, values: dict) -> None:
    """What was upheld is found anew, scored, and the results revised."""
    with opened(url) as database:
        world = World(database)
        for place, value in values.items():
            find(world, made.targets[place], value)
        world.year("office", "score", made.year)
        world.year("office", "revise", made.year, document="云考公告2号")


@pytest.mark.parametrize("language", list(SAID))
def test_from_a_figure_to_the_new_revision_and_the_hand_it_takes_off(
    browser, axe, county, tmp_path, language
):
    golden_url, made, at = county
    url, said = copied(golden_url, tmp_path), SAID[language]
    with served(url, SHANGXIA_DEMO="1", SHANGXIA_CLOCK=at) as (_, address):
        people = People(browser, address, made, language)
        page = people.object("XQ", "routine")
        page.goto(f"{address}/years/{made.year}/results/XQ")
        assert faults(page, axe) == []
        refused = people.asked_to_answer("office", "XQ", "routine").inner_text("main")
        assert said["no"] in refused
        assert re.search(said["why"], refused), "who it was and why is told"
        assert "acts" not in people.answer("office2", "XQ", "routine").url
        mended(url, made, {("XQ", "routine"): "10"})
        page = people.at("office")
        page.goto(f"{address}/years/{made.year}/acts/sign_off")
        assert page.inner_text("main").count(said["outdated"]) == 2, "one hand of each side"
        assert faults(page, axe) == []
        boxes = page.locator("input[name=seen]")
        assert [boxes.nth(n).input_value()[:3] for n in range(boxes.count())] == ["XQ:"]


def test_both_orders_of_upholding_give_the_same_table_in_both_languages(browser, county, tmp_path):
    golden_url, made, at = county
    places = [("XQ", "routine"), ("SM", "key")]
    tables = []
    for order, language in ((places, "zh-CN"), (places[::-1], "en")):
        folder = tmp_path / language
        folder.mkdir()
        url = copied(golden_url, folder)
        with served(url, SHANGXIA_DEMO="1", SHANGXIA_CLOCK=at) as (_, address):
            people = People(browser, address, made, language)
            for place in places:
                people.object(*place)
            for place in order:
                assert "acts" not in people.answer("office2", *place).url
            mended(url, made, dict.fromkeys(order, "10"))
            tables.append([_ranking(browser, address, made, one) for one in SAID])
    assert tables[0] == tables[1]
    assert "40" in tables[0][0]


def _ranking(browser, address, made, language):
    """The tables of all fronts as they are read."""
    page = signed_in(browser, address, "xq.drafter", locale=language)
    page.goto(f"{address}/years/{made.year}/results")
    return "\n".join(page.locator("section.fronts table").all_inner_texts())
