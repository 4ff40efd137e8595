"""One-time links for passwords: granted, opened, used once; and that nothing of them is told."""

import json
import re
from datetime import timedelta

import pytest

from models import statements
from tests.builders import World
from tests.web.pages.conftest import *  # noqa: F403  (the county behind the pages)
from tests.web.visitor import MORNING, Visitor, app_of, on_both
from web.logs import shown_path
from web.sessions import MOST_OF_ADDRESS
from workflow import passwords
from workflow.errors import InvalidInput
from workflow.inputs.access import MOST_HOURS

GOOD = "四个词连在一起 horse"


def granted(world: World, username: str = "office", **more) -> str:
    """The token of a link just granted."""
    token = passwords.new_token()
    fields = {"username": username, "link_hash": passwords.token_hash(token), "purpose": "first"}
    world.county("admin", "grant_link", **fields | more)
    return token


def password_of(world: World, username: str) -> str:
    return world.row("SELECT password FROM person WHERE username = ?", username)["password"]


@on_both
def test_link_sets_the_password_once_and_signs_in(world):
    token = granted(world)
    visitor = Visitor(app_of(world, demo=False))
    page = visitor.get(f"/link/{token}")
    assert (page.status, "office" in page.text) == (200, True)
    assert visitor.send("password", password=GOOD, again=GOOD).location == "/inbox"
    assert passwords.matches(password_of(world, "office"), GOOD)
    again = Visitor(app_of(world, demo=False)).get(f"/link/{token}")
    assert (again.status, "链接无效或已失效" in again.text) == (404, True)


def test_opening_a_link_does_not_use_it_up(world, app):
    token = granted(world)
    pages = [Visitor(app).get(f"/link/{token}").status for _ in range(3)]
    assert pages == [200, 200, 200]


def test_a_new_password_ends_the_sessions_under_the_old_one(world, visit, app):
    office = visit("office")
    other = Visitor(app)
    other.get(f"/link/{granted(world, purpose='reset')}")
    other.send("password", password=GOOD, again=GOOD)
    assert office.get("/targets").location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("first", "again", "told"),
    [("kurz", "kurz", "at least 10"), (GOOD, GOOD + "x", "differ"), ("", "", "at least 10")],
)
def test_password_that_will_not_do_is_said_at_its_field_and_the_link_still_holds(
    world, app, first, again, told
):
    visitor = Visitor(app, "en")
    token = granted(world)
    visitor.get(f"/link/{token}")
    page = visitor.send("password", password=first, again=again)
    assert (page.status, told in page.text, 'aria-invalid="true"' in page.html) == (422, True, True)
    assert password_of(world, "office") == ""
    assert visitor.get(f"/link/{token}").status == 200


def test_every_link_that_does_not_count_has_one_and_the_same_page(world, app):
    used, late, ended, disabled = (granted(world, name) for name in
                                   ("office", "leader1", "leader2", "secretary"))  # fmt: skip
    world.county("", "use_link", link_hash=passwords.token_hash(used), password_hash="$argon2id$x")
    granted(world, "leader2")
    world.county("admin", "disable_person", username="secretary")
    for token in (used, ended, disabled, "nothing"):
        refused_at_the_door(world, token)
    world.clock.set(MORNING + timedelta(hours=71))
    assert Visitor(app).get(f"/link/{late}").status == 200
    answers = [Visitor(app).get(f"/link/{token}") for token in (used, ended, disabled, "x" * 500)]
    world.clock.set(MORNING + timedelta(hours=73))
    refused_at_the_door(world, late)
    answers.append(Visitor(app).get(f"/link/{late}"))
    assert {page.status for page in answers} == {404}
    assert len({page.text for page in answers}) == 1


def refused_at_the_door(world: World, token: str) -> None:
    hashes = {"link_hash": passwords.token_hash(token), "password_hash": "$argon2id$x"}
    with pytest.raises(InvalidInput) as refused:
        world.county("", "use_link", **hashes)
    assert refused.value.fields["link_hash"][0].en == "This link does not work, or no longer."


def test_an_earlier_link_ends_when_a_newer_one_is_granted(world, app):
    first, second = granted(world), granted(world)
    assert Visitor(app).get(f"/link/{first}").status == 404
    assert Visitor(app).get(f"/link/{second}").status == 200
    rows = world.rows("SELECT used_at, expires_at FROM access_link ORDER BY id")
    assert [row["used_at"] for row in rows] == [None, None]
    assert rows[0]["expires_at"] < rows[1]["expires_at"]


@pytest.mark.parametrize("hours", [0, MOST_HOURS + 1, -1])
def test_hours_of_a_link_are_bounded(world, hours):
    with pytest.raises(InvalidInput) as refused:
        granted(world, hours=hours)
    assert set(refused.value.fields) == {"hours"}


def test_disabled_and_unknown_people_get_no_link(world):
    world.county("admin", "disable_person", username="secretary")
    for name in ("secretary", "nobody"):
        with pytest.raises(InvalidInput) as refused:
            granted(world, name)
        assert set(refused.value.fields) == {"username"}


def test_guessing_links_is_slowed_down(world, app):
    token = granted(world)
    for n in range(MOST_OF_ADDRESS):
        app.test_client().get(f"/link/guess-{n}")
    assert app.test_client().get(f"/link/{token}").status_code == 404
    statements.run(world.database, "DELETE FROM sign_in_failure")
    assert app.test_client().get(f"/link/{token}").status_code == 200


def test_token_is_in_no_table_no_entry_and_no_header(world, app):
    token = granted(world)
    digest = passwords.token_hash(token)
    entries = json.dumps([row["body"] for row in world.rows("SELECT body FROM entry")])
    assert token not in entries
    assert digest not in entries
    answer = app.test_client().get(f"/link/{token}")
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert shown_path(f"/link/{token}") == "/link/…"
    assert shown_path(f"/setup/{token}") == "/setup/…"
    assert shown_path("/targets/1") == "/targets/1"


def test_use_of_a_link_is_logged_as_nobody_s_act_on_that_person(world, app):
    visitor = Visitor(app)
    visitor.get(f"/link/{granted(world)}")
    visitor.send("password", password=GOOD, again=GOOD)
    body = world.row("SELECT body FROM entry ORDER BY id DESC LIMIT 1")["body"]
    entry = json.loads(body)
    person = world.row("SELECT id FROM person WHERE username = 'office'")["id"]
    assert (entry["act"], entry["person"], entry["capacity"]) == ("use_link", None, "system")
    assert (entry["channel"], entry["object"]["id"]) == ("page", person)
    assert GOOD not in body


def link_on(page) -> str:
    return re.findall(r"http://localhost(/link/[\w-]+)", page.html)[0]


def test_administrator_grants_one_person_a_link_and_sees_it_once(world, visit, app):
    admin = visit("admin")
    page = admin.get("/county")
    assert "/county/links" in page.links
    admin.get("/county/links")
    shown = admin.send("username", username="office", days="1")
    assert Visitor(app).get(link_on(shown)).status == 200
    assert "/link/" not in admin.get("/county/links").html


def test_administrator_grants_everybody_without_a_password_a_link_at_once(world, visit, app):
    world.county("admin", "set_password", username="office", password_hash="$argon2id$x")
    bare = {r["username"] for r in world.rows("SELECT username FROM person WHERE password = ''")}
    before = world.size()
    admin = visit("admin", "en")
    admin.get("/county/links")
    page = admin.send("everybody", press=("everybody", "yes"))
    links = re.findall(r"http://localhost(/link/[\w-]+)", page.html)
    assert (len(links), world.size() - before) == (len(bare), len(bare))
    assert "office2" in page.text
    assert "<small>office</small>" not in page.html


@pytest.mark.parametrize("person", ["office", "xq.head", "head", "auditor"])
def test_links_are_the_administrator_s_alone_to_grant(visit, person):
    visitor = visit(person)
    assert visitor.get("/county/links").status == 403
    token = dict(next(f for f in visitor.page.forms if f.action == "/sign-out").values)
    answer = visitor.client.post("/county/links", data={**token, "username": "head"})
    assert answer.status_code == 403


def test_nobody_chosen_or_nobody_known_is_said(visit):
    admin = visit("admin", "en")
    admin.get("/county/links")
    assert "Choose a person" in admin.send("username").text
    admin.get("/county/links")
    assert admin.send("username", username="nobody").status == 422


def test_command_line_prints_a_link_and_leaves_the_password_alone(bare):
    names = ("--name-zh", "真县", "--name-en", "True County", "--admin", "root")
    assert bare("init", *names, "--admin-name", "管理员").code == 0
    ran = bare("person", "reset-password", "root", "--link", "--hours", "5", "--json")
    told = json.loads(ran.out)
    assert told["path"].startswith("/link/")
    assert told["address"].endswith(told["path"])
    assert bare("person", "reset-password", "root", "--link", "--hours", "0").code == 2
    assert bare("person", "reset-password", "root", "--link", "--hours", "337").code == 2
    assert bare("person", "reset-password", "nobody", "--link").code == 2
    verified = bare("audit", "verify")
    assert verified.code == 0, verified.out
