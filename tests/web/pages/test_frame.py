"""What surrounds every page: language, headers, cookies, and the pages that say no."""

import pytest

from tests.web.visitor import Visitor


def test_language_is_remembered_and_else_asked_of_the_browser(app):
    client = app.test_client()
    assert (
        '<html lang="en">'
        in client.get("/sign-in", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    )
    visitor = Visitor(app, language="zh-CN")
    assert visitor.get("/sign-in").language == "zh-CN"
    page = visitor.send("language", press=("language", "en"))
    assert (page.language, page.location) == ("en", "/sign-in")
    assert visitor.get("/sign-in").language == "en"


@pytest.mark.parametrize("path", ["/sign-in", "/inbox", "/nowhere", "/static/parts.css"])
def test_every_answer_is_sealed(app, path):
    with app.test_client().get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_cookie_is_bound_to_the_host_under_tls_and_never_read_by_scripts(app):
    plain = app.test_client().get("/sign-in").headers["Set-Cookie"]
    sealed = app.test_client().get("/sign-in", base_url="https://county.example")
    cookie = sealed.headers["Set-Cookie"]
    assert plain.startswith("shangxia=")
    assert cookie.startswith("__Host-shangxia=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_forged_form_without_the_csrf_value_does_nothing(world, visit):
    target = world.draft()
    size = world.size()
    data = {"digest": world.target(target)["digest"], "confirmed": "yes"}
    answer = visit("xq.head").client.post(f"/targets/{target}/acts/submit", data=data)
    assert (answer.status_code, world.size()) == (400, size)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/targets/999999", 404),
        (f"/targets/{10**30}", 404),
        ("/targets/1/acts/__class__", 404),
        ("/targets/new/edit", 404),
        ("/targets?after=abc", 422),
        (f"/targets?after={10**30}", 422),
        ("/targets?q=%00", 422),
        ("/targets?state=nonsense", 422),
        ("/inbox?tab=nonsense", 404),
        ("/years/1066", 404),
        ("/audit?object=x", 422),
    ],
)
def test_bad_address_has_its_page(visit, path, status):
    page = visit("auditor").get(path)
    assert (page.status, page.h1) == (status, 1)
    assert "Traceback" not in page.html


def test_unforeseen_fault_shows_a_number_and_nothing_of_the_inside(app, visit, caplog):
    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("SELECT secret FROM inside")

    page = visit("office").get("/broken")
    assert page.status == 500
    assert "SELECT" not in page.html
    assert "RuntimeError" in caplog.text


def test_log_is_for_auditors(visit):
    assert visit("office").get("/audit").status == 403
    page = visit("auditor").get("/audit?act=add_person")
    assert "新增人员" in page.text
