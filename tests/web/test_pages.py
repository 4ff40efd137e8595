"""The pages as people use them, without scripts: real county, real commits, real forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask

from config import Config
from models import statements
from tests.builders import START, World, copy_of, golden
from tests.matrix import cells, one_of_each
from tests.storage import opened
from tests.web.visitor import Visitor
from web import create_app
from workflow.clock import Manual

Visit = Callable[..., Visitor]
on_both = pytest.mark.parametrize("world", ["sqlite", "postgresql"], indirect=True)
# The day after the county was founded and its people appointed.
MORNING = START + timedelta(days=1)


@pytest.fixture(scope="session")
def golden_counties() -> dict[str, str]:
    """One county per kind of database, built once and copied."""
    return {}


@pytest.fixture
def world(request, golden_counties) -> Iterator[World]:
    """A county of this test's own; on SQLite but where a test asks for both kinds."""
    kind = getattr(request, "param", "sqlite")
    storage = request.getfixturevalue(f"{kind}_storage")
    if kind not in golden_counties:
        golden_counties[kind] = golden(storage)
    url = copy_of(storage, golden_counties[kind])
    with opened(url) as database:
        yield World(database, Manual(MORNING))
    storage.drop(url)


def app_of(world: World, *, demo: bool = True) -> Flask:
    return create_app(Config(database="", demo=demo, secret_key="k" * 40), world.door)


@pytest.fixture
def app(world) -> Flask:
    return app_of(world)


@pytest.fixture
def visit(app) -> Visit:
    """A visitor signed in as somebody."""

    def visitor(username: str, language: str = "zh-CN") -> Visitor:
        made = Visitor(app, language)
        made.sign_in(username)
        return made

    return visitor


# — signing in —


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
    from workflow.passwords import hashed

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
    from workflow.passwords import hashed

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


# — language, headers, errors —


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


# — every page —


@pytest.fixture
def addresses(world) -> list[str]:
    """Every kind of page, on targets of every state."""
    number = {**one_of_each(world), "asked": world.assigned(), "new": world.draft()}
    world.common("XQ", "SM")
    paths = ["/inbox", "/inbox?tab=done", "/inbox?tab=mine", "/targets", "/sheet", "/years"]
    paths += [f"/targets/{n}" for n in number.values()]
    paths += [f"/years/{world.year_now}", f"/years/{world.year_now}/acts/issue", "/audit"]
    acts = ("edit", "submit", "review", "counter", "return", "object", "confirm_support")
    paths += [f"/targets/{number['new']}/acts/{act}" for act in acts]
    paths += [f"/targets/{number['asked']}/acts/object", "/targets/new/create"]
    paths += [f"/targets/{number['due']}/acts/{act}" for act in ("inspect", "report_progress")]
    paths += ["/county", *(f"/county/acts/{act}" for act in ("define_item", "add_key_task"))]
    return [*paths, "/targets/new/assign", f"/targets/{number['reviewed']}/acts/approve"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_can_be_read_by_everybody_and_by_a_screen_reader(visit, addresses, language):
    people = ("xq.drafter", "xq.head", "zs.head", "leader1", "head", "office", "inspector1")
    for person in (*people, "auditor", "admin"):
        visitor = visit(person, language)
        for path in addresses:
            page = visitor.get(path)
            # A page may say no, in its own way; it never breaks.
            assert page.status in (200, 403, 404, 409), (person, path, page.text)
            assert (page.h1, page.language) == (1, language), (person, path)
            assert len(page.ids) == len(set(page.ids)), (person, path)
            assert unlabelled(page) == [], (person, path)
            assert " style=" not in page.html


def unlabelled(page) -> list[str]:
    """Controls that no label is tied to."""
    shown = [c for c in page.controls if c.get("type") != "hidden"]
    return [str(c.get("name")) for c in shown if c.get("id") not in page.labelled]


def test_english_page_shows_no_chinese_but_names_and_what_people_wrote(world, visit):
    """Left are the product's mark, the switch to Chinese, names of people and free text."""
    number = world.reviewed(
        title="Village road",
        measure="Length",
        unit_of_measure="km",
        evidence="Certificate",
        milestones=[],
    )
    page = visit("head", "en").get(f"/targets/{number}")
    text = page.text
    for name in re.findall(r"[\u4e00-\u9fff]+", text):
        assert name in {"上下", "中文"} or any(name in own for own in names_of(world)), name


def names_of(world: World) -> set[str]:
    rows = world.rows("SELECT body FROM text")
    return {row["body"] for row in rows} | {"云岭县"}


# — acts —


def sign(visitor: Visitor, target: int, act: str):
    """Open the act's check page and confirm."""
    visitor.get(f"/targets/{target}/acts/{act}")
    return visitor.send("confirmed", press=("confirmed", "yes"))


@on_both
def test_target_goes_from_draft_to_score_through_the_pages(world, visit):
    drafter, head = visit("xq.drafter"), visit("xq.head")
    drafter.get("/targets/new/create")
    drafter.send(
        "title",
        title="新建通村公路",
        category="routine",
        measure="建成里程",
        unit_of_measure="公里",
        target_value="10",
        points="20",
        due_on="2014-06-30",
        scoring_rule="proportional",
        responsible_post="XQ-KY",
        evidence="验收单",
        milestones__0__due_on="2014-03-31",
        milestones__0__title="开工",
    )
    page = drafter.send("confirmed", press=("confirmed", "yes"))
    number = int(page.location.rsplit("/", 1)[1])
    assert "已办：起草" in page.text
    assert "现稿待签" in sign(drafter, number, "hand_up").text
    assert "审签上报 第1稿" in head.get(f"/targets/{number}").text
    sign(head, number, "submit")
    sign(visit("leader1"), number, "review")
    sign(visit("head"), number, "approve")
    assert world.state(number) == "approved"

    office = visit("office")
    office.get("/years/2014/acts/issue")
    office.send("document", document="云政发〔2014〕8号")
    assert office.send("confirmed", press=("confirmed", "yes")).status == 200
    assert world.state(number) == "in_progress"

    drafter.get(f"/targets/{number}/acts/report_progress")
    drafter.send("value", value="4", as_of="2013-01-16", text="按计划推进")
    assert "按计划推进" in drafter.send("confirmed", press=("confirmed", "yes")).text

    world.fall_due(number)
    inspector = visit("inspector1")
    inspector.get(f"/targets/{number}/acts/inspect")
    inspector.send("found_value", found_value="11", quality="ok", on_time="true", met="true")
    inspector.send("confirmed", press=("confirmed", "yes"))
    assert world.state(number) == "inspected"
    assert "20 分" in sign(office, number, "score").text
    assert world.state(number) == "scored"


def test_nothing_is_signed_until_it_is_confirmed(world, visit):
    target = world.draft()
    size = world.size()
    head = visit("xq.head")
    page = head.get(f"/targets/{target}/acts/submit")
    assert world.target(target)["digest"][:12] in page.text
    assert "在您确认之前不会签署任何内容。" in page.text
    assert (world.size(), world.hands(target)) == (size, [])


def test_form_error_keeps_what_was_typed_and_leads_to_the_field(world, visit):
    target = world.draft()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    page = drafter.send("title", title="改过的名称", points="一百分", milestones__0__due_on="不知")
    assert page.status == 422
    values = dict(page.form(known_by="title").values)
    assert (values["title"], values["points"]) == ("改过的名称", "一百分")
    anchors = [link[1:] for link in page.links if link.startswith("#f-")]
    assert {"f-points", "f-milestones.0.due_on"} <= set(anchors) <= set(page.ids)
    assert world.target(target)["candidate"] == 1


@on_both
@pytest.mark.parametrize("typed", ["零\x00字符", "长" * 121, "半个\ud83d代理"])
def test_text_that_cannot_be_kept_is_refused_at_its_field(world, visit, typed):
    target = world.draft()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    address, values = drafter.filled("title")
    body = urlencode({**dict(values), "title": typed}, errors="surrogatepass")
    form = "application/x-www-form-urlencoded"
    answer = drafter.client.post(address, data=body, content_type=form)
    # Half a surrogate pair is no UTF-8: it comes in replaced, and is an ordinary character then.
    assert answer.status_code == (200 if "代理" in typed else 422)
    assert world.target(target)["candidate"] == 1


def test_emptied_title_is_asked_for_again(world, visit):
    target = world.draft()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    page = drafter.send("title", title=" ", measure="")
    assert page.status == 422
    assert "#f-title" in page.links
    assert "#f-measure" not in page.links


def test_plan_is_issued_once_every_open_target_is_named(world, visit):
    approved, open_one = world.approved(), world.draft(title="暂缓的公路")
    office = visit("office")
    office.get("/years/2013/acts/issue")
    assert "暂缓的公路" in office.page.text
    office.send("document", document="云政发〔2013〕8号")
    refused = office.send("confirmed", press=("confirmed", "yes"))
    assert refused.status == 409
    assert dict(refused.form(known_by="document").values)["document"] == "云政发〔2013〕8号"
    office.send("document", leave_open=[open_one])
    office.send("confirmed", press=("confirmed", "yes"))
    assert (world.state(approved), world.state(open_one)) == ("in_progress", "drafted")


def test_check_page_shows_the_change_and_lets_one_go_back(world, visit):
    target = world.submitted()
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    page = drafter.send("title", target_value="12")
    assert "目标值 10 12" in page.text
    assert "签署失效" in page.text
    again = drafter.send("confirmed", press=("change", "yes"))
    assert dict(again.form(known_by="title").values)["target_value"] == "12"
    assert world.target(target)["candidate"] == 1


@on_both
def test_moved_content_is_not_signed_and_the_difference_is_shown(world, visit):
    target = world.draft()
    head = visit("xq.head")
    head.get(f"/targets/{target}/acts/submit")
    world.act("xq.drafter", "edit", target, target_value="12.5")
    page = head.send("confirmed", press=("confirmed", "yes"))
    assert page.status == 409
    assert "目标值 10 12.5" in page.text
    assert world.hands(target) == []


@on_both
def test_form_sent_twice_acts_once(world, visit):
    target = world.draft()
    head = visit("xq.head")
    head.get(f"/targets/{target}/acts/submit")
    twice = [head.filled("confirmed", press=("confirmed", "yes"))] * 2
    for address, values in twice:
        head.client.post(address, data=dict(values))
    assert [hand[:3] for hand in world.hands(target)] == [("up", "affirm", 1)]


def test_new_target_sent_twice_is_made_once(world, visit):
    drafter = visit("xq.drafter")
    drafter.get("/targets/new/create")
    drafter.send("title", title="两次点击", category="routine")
    address, values = drafter.filled("confirmed", press=("confirmed", "yes"))
    places = {drafter.client.post(address, data=dict(values)).location for _ in range(2)}
    assert len(places) == 1
    assert len(world.rows("SELECT id FROM target WHERE title = '两次点击'")) == 1


def test_rules_that_say_no_are_all_named_and_nothing_typed_is_lost(world, visit):
    target = world.draft(measure=None, evidence=None)
    page = visit("xq.head").get(f"/targets/{target}/acts/submit")
    assert page.status == 409
    drafter = visit("xq.drafter")
    drafter.get(f"/targets/{target}/acts/edit")
    drafter.send("title")
    unchanged = drafter.send("confirmed", press=("confirmed", "yes"))
    assert unchanged.status == 409
    assert dict(unchanged.form(known_by="title").values)["title"] == "新建通村公路"


def test_wrong_capacity_gets_the_reason_and_a_foreign_draft_is_not_there(world, visit):
    target = world.draft()
    refused = visit("xq.drafter").get(f"/targets/{target}/acts/submit")
    assert (refused.status, "单位一把手" in refused.text) == (403, True)
    assert visit("sm.head").get(f"/targets/{target}").status == 404


def test_lists_keep_their_filters_through_paging_and_back(world, visit):
    for i in range(52):
        world.draft(title=f"第{i:02}项 公路")
    drafter = visit("xq.drafter")
    page = drafter.get("/targets?q=公路&state=drafted")
    following = next(link for link in page.links if "after=" in link)
    assert "state=drafted" in following
    second = drafter.get(following)
    rows = [link for link in second.links if re.fullmatch(r"/targets/\d+", link)]
    assert len(rows) == 2
    target = drafter.client.get(rows[0], headers={"Referer": f"http://localhost{following}"})
    assert following.replace("&", "&amp;") in target.text


# — one unit, one sheet —


@on_both
def test_unit_fills_its_posts_and_signs_the_whole_sheet(world, visit):
    world.common("XQ", "SM", title="招商引资")
    _, (other, _) = world.common("XQ", "SM", title="扶贫帮困")
    head = visit("xq.head")
    head.get("/sheet")
    posts = {
        name.replace("-", "__"): "XQ-KY"
        for name in head.page.form(known_by="item").names
        if name.startswith("post-")
    }
    head.send("step", press=("step", "check"), **posts)
    assert world.hands(other) == []
    page = head.send("step", press=("step", "sign"))
    assert "已签 2 项" in page.text
    assert [hand[:2] for hand in world.hands(other)] == [("up", "affirm")]


def test_item_that_changed_meanwhile_is_named_and_left_out(world, visit):
    _, (first, _) = world.common("XQ", "SM", title="招商引资")
    _, (second, _) = world.common("XQ", "SM", title="扶贫帮困")
    for number in (first, second):
        world.act("xq.drafter", "edit", number, responsible_post="XQ-KY")
    head = visit("xq.head")
    head.get("/sheet")
    head.send("step", press=("step", "check"))
    world.act("xq.drafter", "edit", second, responsible_post="XQ-YBS")
    page = head.send("step", press=("step", "sign"))
    assert "已签 1 项" in page.text
    assert "扶贫帮困（" in page.text
    assert (len(world.hands(first)), world.hands(second)) == (1, [])


# — the county —


@on_both
def test_common_item_is_defined_once_and_signed_once_for_all_units(world, visit):
    office = visit("office")
    office.get("/county/acts/define_item")
    office.send(
        "code",
        code="T-1",
        title="调查研究",
        category="common",
        measure="调研报告",
        unit_of_measure="篇",
        target_value="2",
        points="4",
        due_on="2014-12-31",
        scoring_rule="proportional",
        reviewing_post="FXZ-1",
        evidence="报告",
        units=["XQ", "SM"],
    )
    page = office.send("confirmed", press=("confirmed", "yes"))
    assert "已办：下达通用或稳定工作" in page.text
    targets = [row["id"] for row in world.rows("SELECT id FROM target ORDER BY id")]
    for number in targets:
        unit = "xq" if number == targets[0] else "sm"
        post = f"{unit.upper()}-KY"
        world.act(f"{unit}.drafter", "edit", number, responsible_post=post)
    leader = visit("leader1")
    page = leader.get("/years/2014")
    leader.get(next(link for link in page.links if link.endswith("/acts/sign_item")))
    assert "2 个单位待签" in leader.page.text
    leader.send("confirmed", press=("confirmed", "yes"))
    assert [world.standing_hands(number) for number in targets] == [{"down"}, {"down"}]


def test_administrator_adds_people_and_has_no_hand_in_any_target(world, visit):
    target = world.submitted()
    admin = visit("admin")
    admin.get("/county/acts/add_person")
    admin.send("username", username="new.person", name="新来的人")
    admin.send("confirmed", press=("confirmed", "yes"))
    assert world.row("SELECT active FROM person WHERE username = 'new.person'") == {"active": 1}
    assert admin.get(f"/targets/{target}").status == 404
    assert visit("xq.head").get("/county/acts/add_person").status == 403
    assert admin.get("/county/acts/set_password").status == 404


# — the agreed matrix —


@pytest.fixture(scope="module")
def everything(sqlite_storage, golden_counties) -> Iterator[tuple[Flask, dict[str, int]]]:
    """A target in every state, looked at by everybody, changed by nobody."""
    url = copy_of(sqlite_storage, golden_counties.get("sqlite") or golden(sqlite_storage))
    with opened(url) as database:
        world = World(database, Manual(MORNING))
        yield app_of(world), one_of_each(world)
    sqlite_storage.drop(url)


@pytest.mark.parametrize(
    "cell", [c for c in cells() if c.state != "new" and c.capacity != "system"], ids=str
)
def test_target_page_names_the_acts_of_the_agreed_matrix_and_no_others(everything, cell):
    """An act of the matrix is a button, or stands blocked with its rule; any other is not named
    as this person's to do now."""
    app, number = everything
    visitor = Visitor(app)
    visitor.sign_in(cell.person)
    page = visitor.get(f"/targets/{number[cell.state]}")
    assert page.status == (200 if cell.visible else 404)
    offered = set(re.findall(r"/acts/(\w+)", " ".join(page.links)))
    blocked = set(re.findall(r'<li data-act="(\w+)"', page.html))
    assert offered | blocked == cell.acts
