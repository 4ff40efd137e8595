"""Signing in and out as people do: by password, by the demo's one click, and against guessing."""

import pytest

from models import statements
from tests.web.visitor import Visitor, app_of, on_both
from workflow.passwords import hashed


def test_unknown_visitor_is_sent_to_sign_in_and_back_again(app):
    visitor = Visitor(app)
    assert visitor.get("/targets?state=drafted").location.startswith("/sign-in?next=")
    page = visitor.send("username", press=("username", "auditor"))
    assert page.location == "/targets?state=drafted"


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"]
)
def test_signing_in_never_leads_to_another_site(app, wanted):
    visitor = Visitor(app)
    visitor.get("/sign-in")
    page = visitor.send("username", press=("username", "office"), next=wanted)
    assert page.location == "/inbox"


def test_right_password_signs_in_and_a_wrong_one_says_no_more_than_that(world, app):
    world.county("admin", "set_password", username="office", password_hash=hashed("芝麻开门-123"))
    visitor = Visitor(app)
    visitor.get("/sign-in")
    wrong = visitor.send("password", username="office", password="wrong")
    assert (wrong.status, "用户名或密码不正确" in wrong.text) == (422, True)
    nobody = visitor.send("password", username="nobody", password="wrong")
    assert "用户名或密码不正确" in nobody.text
    assert visitor.send("password", username="office", password="芝麻开门-123").location == "/inbox"


@on_both
def test_guessing_is_slowed_down_even_for_the_right_password(world, app):
    world.county("admin", "set_password", username="office", password_hash=hashed("right-horse"))
    visitor = Visitor(app)
    visitor.get("/sign-in")
    tries = [visitor.send("password", username="office", password="wrong") for _ in range(5)]
    assert [page.status for page in tries] == [422] * 5
    assert visitor.send("password", username="office", password="right-horse").status == 429


def test_one_click_sign_in_is_for_the_demo_county_alone(world):
    visitor = Visitor(app_of(world, demo=False))
    page = visitor.get("/sign-in")
    assert "演示" not in page.text
    token = dict(page.form(known_by="password").values)["csrf_token"]
    data = {"csrf_token": token, "username": "office"}
    assert visitor.client.post("/sign-in/as", data=data).status_code == 404


def test_signing_out_ends_the_session_on_the_server(visit, app):
    visitor = visit("office")
    cookie = visitor.client.get_cookie("shangxia").value
    sign_out(visitor)
    thief = app.test_client()
    thief.set_cookie("shangxia", cookie)
    assert thief.get("/inbox").status_code == 303


def sign_out(visitor: Visitor) -> None:
    form = next(f for f in visitor.page.forms if f.action == "/sign-out")
    visitor.client.post("/sign-out", data=dict(form.values))


def test_disabled_person_is_out_at_the_next_request(world, visit):
    visitor = visit("secretary")
    world.county("admin", "disable_person", username="secretary")
    assert visitor.get("/targets").location.startswith("/sign-in")


@pytest.mark.parametrize(
    "passed",
    [
        "UPDATE session SET seen_at = '2000-01-01T00:00:00.000000Z'",
        "UPDATE session SET expires_at = '2000-01-01T00:00:00.000000Z'",
    ],
    ids=["idle", "old"],
)
def test_session_ends_when_idle_or_old(world, visit, passed):
    visitor = visit("office")
    statements.run(world.database, passed)
    assert visitor.get("/targets").location.startswith("/sign-in")


def test_new_password_ends_the_sessions_under_the_old_one(world, visit):
    visitor = visit("office")
    world.county("admin", "set_password", username="office", password_hash="$argon2id$")
    assert visitor.get("/targets").location.startswith("/sign-in")
