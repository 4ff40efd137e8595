"""Scenario 9 of issue 4 in a real browser, in both languages: one click on the target page."""

import pytest

from models import statements
from tests.program import served
from tests.storage import opened
from tests.web.api_client import Api
from tests.web.test_axe import faults, signed_in
from workflow.county import door_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SAID = {
    "zh-CN": "仅配合单位有变动（+安监局 −财政局），请再次确认",
    "en": "only the supporting units changed (+Work Safety Bureau −Finance Bureau). Confirm again",
}
WHOLE = {
    "measure": "改造危桥", "unit_of_measure": "座", "target_value": "3", "points": "5",
    "due_on": "2014-10-31", "scoring_rule": "proportional", "responsible_post": "XQ-KY",
    "evidence": "验收单", "supporting_units": ["JT", "CZ"],
}  # fmt: skip


@pytest.fixture
def county(demo_url):
    """A county with a target that all have signed, whose supporters then changed."""
    with opened(demo_url) as database:
        api = Api(door_of(database, demo=True))
        target = api.created(**WHOLE)["id"]
        for who, act in (
            ("xq.head", "submit"), ("jt.head", "confirm_support"), ("cz.head", "confirm_support"),
            ("leader1", "review"),
        ):  # fmt: skip
            assert api.act(who, target, act).status_code == 200
        edited = api.act("xq.drafter", target, "edit", supporting_units=["JT", "AJ"])
        assert not any(edited.get_json()["hands"].values())
    return demo_url, target


def test_whoever_is_not_concerned_clicks_once_and_whoever_joins_signs_as_ever(browser, axe, county):
    url, target = county
    with served(url, "--demo") as (_, address):
        for who, language in (("leader1", "zh-CN"), ("xq.head", "en"), ("jt.head", "zh-CN")):
            page = signed_in(browser, address, who, locale=language)
            page.goto(f"{address}/targets/{target}")
            assert SAID[language] in page.inner_text("main")
            assert faults(page, axe) == []
            with page.expect_navigation():
                page.click("button[name=confirmed]")
            assert page.url == f"{address}/targets/{target}"
            assert page.locator("button[name=confirmed]").count() == 0
            page.context.close()
        page = signed_in(browser, address, "aj.head", locale="en")
        page.goto(f"{address}/targets/{target}")
        assert page.locator("button[name=confirmed]").count() == 0
        page.click(f'a[href="/targets/{target}/acts/confirm_support"]')
        with page.expect_navigation():
            page.click("button[name=confirmed]")
        page.context.close()
    with opened(url) as database:
        state = statements.value(database, "SELECT state FROM target WHERE id = ?", (target,))
        assert state == "reviewed"
