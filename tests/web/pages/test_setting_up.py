"""A county founded in the browser, and the list of what is then to do."""

import re

import pytest

from config import Config
from tests.builders import World
from tests.storage import opened
from tests.web.visitor import MORNING, Visitor
from web import create_app, setup_link
from workflow.clock import Manual
from workflow.passwords import matches

GOOD = "correct horse battery"
FILLED = {
    "name_zh": "新县",
    "name_en": "New County",
    "name": "首位管理员",
    "username": "root",
    "password": GOOD,
    "again": GOOD,
}


@pytest.fixture
def empty(database_url, tmp_path):
    """A migrated database without a county, the application on it, and its settings."""
    config = Config(database=f"sqlite:///{tmp_path / 'beside.db'}", secret_key="k" * 40)
    with opened(database_url) as database:
        world = World(database, Manual(MORNING))
        yield world, create_app(config, world.door), config


def founded(app, config, **changed):
    visitor = Visitor(app, "en")
    visitor.get(f"/setup/{setup_link.make(config)}")
    return visitor, visitor.send("name_zh", **FILLED | changed)


def test_before_there_is_a_county_every_page_leads_to_the_one_that_says_so(empty):
    _, app, _config = empty
    visitor = Visitor(app)
    for path in ("/", "/inbox", "/sign-in", "/targets/1", "/county", "/setup", "/link/x"):
        if visitor.client.get(path).status_code != 404:
            assert visitor.get(path).location == "/not-founded", path
    assert "shangxia init --browser" in visitor.page.text
    assert visitor.client.get("/healthz").status_code == 200
    ready = visitor.client.get("/readyz")
    assert (ready.status_code, ready.get_json()["checks"]["county"]) == (503, "not founded yet")
    assert visitor.client.get("/api/v1/targets").status_code == 503
    assert visitor.get("/setup/guess").status == 404


def test_county_is_founded_by_one_form_and_its_administrator_is_signed_in(empty):
    world, app, config = empty
    visitor, page = founded(app, config)
    assert (page.location, page.status) == ("/setup", 200)
    assert "New County" in page.text
    person = world.row("SELECT username, password FROM person")
    assert matches(person["password"], GOOD)
    acts = [r["act"] for r in world.rows("SELECT act FROM entry ORDER BY id")]
    assert acts == ["found", "add_person", "add_post", "appoint", "set_password"]
    assert not (config.var / "setup-token").exists()
    assert visitor.get("/county").status == 200


def test_link_is_for_one_founding(empty):
    _, app, config = empty
    token = setup_link.make(config)
    first, second = Visitor(app), Visitor(app)
    first.get(f"/setup/{token}")
    second.get(f"/setup/{token}")
    first.send("name_zh", **FILLED)
    page = second.send("name_zh", **FILLED | {"username": "second"})
    assert page.location.startswith("/sign-in")


def test_newer_link_ends_the_earlier_and_the_file_holds_no_token(empty):
    _, app, config = empty
    first, second = setup_link.make(config), setup_link.make(config)
    file = config.var / "setup-token"
    assert file.stat().st_mode & 0o777 == 0o600
    assert second not in file.read_text()
    assert Visitor(app).get(f"/setup/{first}").status == 404
    assert Visitor(app).get(f"/setup/{second}").status == 200
    file.write_text(f"{file.read_text().split()[0]} 2001-01-01T00:00:00+00:00")
    assert Visitor(app).get(f"/setup/{second}").status == 404


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name_zh": ""}, {"name_zh"}),
        ({"username": "No Name"}, {"username"}),
        ({"username": "", "name": "", "name_en": "x" * 61}, {"username", "name", "name_en"}),
        ({"password": "short", "again": "short"}, {"password"}),
        ({"again": GOOD + "!"}, {"again"}),
        ({"name_zh": "", "username": "9", "again": "x"}, {"name_zh", "username", "again"}),
    ],
)
def test_wrong_input_changes_nothing_and_is_shown_at_its_field(empty, changed, told):
    world, app, config = empty
    _, page = founded(app, config, **changed)
    assert page.status == 422
    assert set(re.findall(r'<a href="#(\w+)">', page.html)) == told
    assert world.rows("SELECT id FROM entry") == []
    assert (config.var / "setup-token").exists()
    kept = {c.get("name"): c.get("value") for c in page.controls}
    assert kept["name_zh"] == (FILLED | changed)["name_zh"]


def marks(page) -> dict[str, str]:
    """Each task by its title with how it stands."""
    return dict(
        re.findall(r'<h2>([^<]+)</h2>.*?aria-hidden="true">.</span>([^<]+)</span>', page.html, re.S)
    )


def test_list_is_computed_from_what_there_is(empty):
    _, app, config = empty
    _, page = founded(app, config)
    assert marks(page) == {
        "The county": "Done",
        "Units and fronts": "To do",
        "Posts and people": "Cannot start yet",
        "Passwords of people": "Cannot start yet",
        "Scheme and year": "Cannot start yet",
        "Fronts of the year": "Cannot start yet",
        "Last year&#39;s results": "Cannot start yet",
        "Call for drafts": "Cannot start yet",
    }
    assert {"/import/units", "/county/acts/add_unit", "/county/acts/add_front"} <= {*page.links}


def test_everybody_is_led_only_to_what_is_theirs(world, visit):
    admin, office = visit("admin", "en").get("/setup"), visit("office", "en").get("/setup")
    assert "/county/links" in admin.links
    assert "/county/acts/place_unit" not in admin.links
    assert "/county/links" not in office.links
    assert visit("xq.head").get("/setup").status == 404


def test_list_leaves_the_navigation_once_a_plan_was_issued(world, visit):
    assert "/setup" in visit("office").get("/inbox").links
    assert "/setup" not in visit("xq.head").get("/inbox").links
    world.database.execute_sql("UPDATE year SET state = 'issued' WHERE id = 2013")
    assert "/setup" not in visit("office").get("/inbox").links
