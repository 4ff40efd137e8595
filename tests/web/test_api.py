"""Who may ask the API, and what it takes: all else is turned away clearly."""

from datetime import timedelta

import pytest

from models import statements
from tests.web.api_client import FIELDS
from workflow.clock import Manual

# — who asks —


@pytest.mark.parametrize(
    "header", [None, "Bearer wrong", "Bearer ", "Basic b2ZmaWNlOng=", "Bearer 值"]
)
def test_nobody_known_is_401_and_told_how(api, header):
    given = {} if header is None else {"Authorization": header.encode().decode("latin-1")}
    for method, path in (("GET", "/targets"), ("POST", "/targets"), ("GET", "/audit/entries")):
        answer = api.ask(None, method, path, **given)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
        assert answer.get_json()["code"] == "not_signed_in"


def test_a_token_ends_when_it_expires_is_revoked_or_its_person_may_not_sign_in(api):
    api.tokens["office"] = api.token("office", days=1)
    assert api.get("office", "/me").status_code == 200
    clock = Manual(api.door.clock() + timedelta(hours=25))
    real, api.door.clock = api.door.clock, clock
    assert api.get("office", "/me").status_code == 401
    api.door.clock = real
    assert api.get("xq.head", "/me").status_code == 200
    assert (
        api.post("admin", "/county/actions/disable_person", {"username": "xq.head"}).status_code
        == 200
    )
    assert api.get("xq.head", "/me").status_code == 401
    revoked = api.headers("secretary")
    statements.run(
        api.database,
        "UPDATE token SET revoked_at = '2013-09-16' WHERE person_id = "
        "(SELECT id FROM person WHERE username = 'secretary')",
    )
    assert api.client.get("/api/v1/me", headers=revoked).status_code == 401


def test_the_session_cookie_serves_too_and_changes_need_its_csrf_value(api):
    browser = api.app.test_client()
    page = browser.get("/sign-in").get_data(as_text=True)
    value = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"username": "xq.drafter", "password": "shangxia-demo", "csrf_token": value}
    assert browser.post("/sign-in", data=form).status_code == 303
    me = browser.get("/api/v1/me").get_json()
    assert me["username"] == "xq.drafter"
    bare = browser.post("/api/v1/targets", json=FIELDS)
    assert (bare.status_code, bare.get_json()["code"]) == (400, "csrf")
    headers = {"X-CSRFToken": me["csrf_token"]}
    assert browser.post("/api/v1/targets", json=FIELDS, headers=headers).status_code == 201
    both = {"Authorization": "Bearer wrong", **headers}
    assert browser.post("/api/v1/targets", json=FIELDS, headers=both).status_code == 401


def test_a_token_tells_a_program_no_csrf_value(api):
    me = api.get("leader1", "/me").get_json()
    assert me["csrf_token"] is None
    assert me["posts"][0]["capacity"] == "leader"


# — what comes in —


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b'{"title": "a", "title": "b"}', 400),
        (b'{"points": NaN}', 400),
        (b'{"points": -Infinity}', 400),
        (b"\xff\xfe{}", 400),
        ('{"title": "x"}'.encode("utf-16"), 400),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"a":' * 50 + b"1" + b"}" * 50, 400),
        (b'{"\\ud800": 1}', 400),
        (b"{", 400),
        (b"9" * 5000, 400),
        (b'{"title": "' + b"x" * 1_100_000 + b'"}', 413),
        (b"[]", 422),
        (b'"text"', 422),
        (b"null", 422),
        (b'{"title": "a\\u0000b", "category": "key"}', 422),
        (b'{"title": "\\ud800", "category": "key"}', 422),
        (b'{"title": "x", "category": "key", "points": 1.5}', 422),
        (b'{"title": "x", "category": "key", "points": 1e400}', 422),
        (b'{"title": "x", "category": "key", "lead_unit": {"a": 1}}', 422),
        (b'{"title": "x", "category": "key", "year": 1000000000000000000000000000000}', 422),
        (b'{"title": "x", "category": "key", "colour": "red"}', 422),
        (b"", 422),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_taken_is_refused_clearly_and_changes_nothing(api, data, status):
    api.headers("xq.drafter")
    before = api.entries()
    answer = api.ask("xq.drafter", "POST", "/targets", data)
    assert answer.status_code == status, answer.get_json()
    assert api.entries() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/xml"])
def test_only_json_is_taken(api, kind):
    answer = api.ask("xq.drafter", "POST", "/targets", b'{"title": "x"}', Content_Type=kind)
    assert (answer.status_code, answer.get_json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("path", ["/targets/{n}", "/targets/{n}/history", "/targets/{n}/revisions",
                                  "/items/{n}", "/years/{n}",
                                  "/targets/{n}/actions/edit"])  # fmt: skip
def test_numbers_that_no_object_can_have_are_404(api, path):
    for given in ("0", "10" * 15, "-1", "1.5", "x", str(2**53 - 1), "%00"):
        method = "POST" if "actions" in path else "GET"
        answer = api.ask(
            "office", method, path.format(n=given), b"{}" if method == "POST" else None
        )
        assert answer.status_code == 404


def test_acts_and_addresses_that_there_are_none_of_are_404(api):
    for path in ("/targets/1/actions/create", "/targets/1/actions/nothing", "/targets/batch/create",
                 "/years/2013/actions/close_it", "/items/1/actions/x", "/county/actions/found",
                 "/county/actions/set_password", "/county/actions/grant_token",
                 "/county/actions/set_clock", "/nothing"):  # fmt: skip
        assert api.post("admin", path, {"items": [{"id": 1}]}).status_code == 404, path


def test_the_wrong_method_is_405_and_told_the_right_ones(api):
    answer = api.ask("office", "DELETE", "/targets")
    assert answer.status_code == 405
    assert {"GET", "POST", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


def test_head_and_options_are_what_they_should_be(api):
    shown = api.get("office", "/targets")
    head = api.ask("office", "HEAD", "/targets")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == shown.headers["Content-Length"]
    options = api.ask(None, "OPTIONS", "/targets")
    assert (options.status_code, options.data) == (200, b"")
    assert "POST" in options.headers["Allow"]
