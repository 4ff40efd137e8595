"""Every answer of the API: what it shows, and each way in which it says no."""

import json
from datetime import timedelta

import pytest

from models import statements
from tests.web.api_client import DOCUMENT, fits_described
from web.errors import status_of
from workflow.case import Actor
from workflow.clock import Manual
from workflow.errors import WorkflowError
from workflow.queries import facts

# A draft of XQ that nobody else may see, and targets that are in force, in the demo county.
DRAFT = "SELECT t.id FROM target t JOIN unit u ON u.id = t.unit_id WHERE t.in_force IS NULL " \
    "AND t.state = 'drafted' AND u.code = 'XQ' ORDER BY t.id DESC"  # fmt: skip
RUNNING = "SELECT id FROM target WHERE state = 'in_progress' ORDER BY id"
FIELDS = {"title": "新修水渠", "category": "routine", "lead_unit": "XQ", "year": 2014}


def number(api, query):
    return statements.value(api.database, query)


def entries(api) -> int:
    return statements.value(api.database, "SELECT COUNT(*) FROM entry")


def person(api, username) -> Actor:
    return Actor(facts.person(api.database, username)["id"], username, "api")


def created(api, **fields):
    answer = api.post("xq.drafter", "/targets", {**FIELDS, **fields})
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


# — reading —

READABLE = (
    "/targets", "/inbox", "/years", "/years/{year}", "/key-tasks", "/items", "/audit/checkpoint",
    "/me", "/targets/{id}", "/targets/{id}/history", "/targets/{id}/revisions", "/items/{item}",
)  # fmt: skip


@pytest.mark.parametrize("path", READABLE)
def test_what_is_read_is_of_the_described_shape_for_everybody(api, path):
    people = (
        "xq.drafter",
        "xq.head",
        "leader1",
        "head",
        "office",
        "inspector1",
        "auditor",
        "admin",
    )
    states = statements.rows(
        api.database, "SELECT MIN(id) AS id FROM target WHERE in_force IS NOT NULL GROUP BY state"
    )
    scored = number(api, "SELECT MIN(target_id) FROM score")
    for username in people:
        for target in {row["id"] for row in states} | {scored}:
            at = path.format(id=target, year=2013, item=1)
            answer = api.get(username, at)
            assert answer.status_code == 200, (username, at)
            described = "/api/v1" + path.replace("{year}", "{id}").replace("{item}", "{id}")
            fits_described(answer.get_json(), described, "GET", 200)
            if "{id}" not in path:
                break


def test_a_target_is_what_the_contract_says(api):
    target = created(api)
    assert {
        "id",
        "year",
        "unit",
        "category",
        "origin",
        "state",
        "turn",
        "round",
        "version",
        "imposed",
        "candidate",
        "in_force",
        "proposal",
        "signatures",
        "actions",
    } <= set(target)
    assert (target["unit"], target["origin"], target["state"]) == ("XQ", "bottom_up", "drafted")
    assert target["candidate"]["no"] == 1
    submit = next(a for a in target["actions"] if a["action"] == "submit")
    assert not submit["allowed"]
    assert submit["refusals"][0]["code"] == "not_your_capacity"
    assert submit["refusals"][0]["who"] == ["unit_head"]


def test_texts_come_in_the_language_that_was_asked_for(api):
    path = f"/targets/{number(api, RUNNING)}"
    chinese, english = (
        api.get("office", path, Accept_Language=language)
        for language in ("zh-CN,zh;q=0.9", "en-GB")
    )
    assert {a["action"]: a["label"] for a in chinese.get_json()["actions"]}["submit"] == "审签上报"
    assert {a["action"]: a["label"] for a in english.get_json()["actions"]}["submit"] != "审签上报"
    assert english.headers["Content-Language"] == "en"
    assert api.get("office", path).headers["Content-Language"] == "zh-CN"
    missing = api.get("office", "/targets/999999", Accept_Language="en").get_json()
    assert missing["detail"] == "There is no such thing, or you may not see it."


@pytest.mark.parametrize("username", ["auditor", "office", "xq.drafter", "leader2", "admin"])
def test_paging_shows_each_visible_target_once(api, username):
    found, cursor = [], ""
    for _ in range(100):
        page = api.get(username, f"/targets?limit=7{cursor}").get_json()
        found += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    whole = api.get(username, "/targets?limit=200").get_json()
    assert found == [row["id"] for row in whole["items"]]
    assert len(found) == len(set(found)) > 7
    everything = statements.rows(api.database, "SELECT id FROM target")
    for row in everything:
        status = api.get(username, f"/targets/{row['id']}").status_code
        assert status == (200 if row["id"] in found else 404)


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [("year", "2014", "year"), ("unit", "SM", "unit"), ("category", "key", "category"),
     ("state", "in_progress", "state"), ("turn", "leader", "turn"), ("light", "red", "light")],
)  # fmt: skip
def test_a_filter_leaves_exactly_what_fits(api, name, value, key):
    rows = api.get("office", "/targets?limit=200").get_json()["items"]
    fitting = [row["id"] for row in rows if str(row[key]) == value]
    answer = api.get("office", f"/targets?limit=200&{name}={value}").get_json()
    assert [row["id"] for row in answer["items"]] == fitting
    assert 0 < len(fitting) < len(rows)


def test_filters_by_front_words_and_deadline(api):
    rows = api.get("office", "/targets?limit=200").get_json()["items"]
    for query, fits in (
        ("q=公路", lambda row: "公路" in row["title"]),
        ("due_before=2013-07-01", lambda row: row["due_on"] and row["due_on"] < "2013-07-01"),
        ("front=economy", lambda row: row["unit"] in ("ZS", "CZ", "JT")),
    ):
        found = api.get("office", f"/targets?limit=200&{query}").get_json()["items"]
        assert [r["id"] for r in found] == [r["id"] for r in rows if fits(r)]
        assert found


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=aW5ib3g6Mw", "state=new", "turn=x",
     "light=x", "year=1e3", "unit=NONE", "due_before=2013-02-30", "colour=red", "year=1&year=2",
     "q=%00", "limit=" + "9" * 30, "cursor=%ff"],
)  # fmt: skip
def test_a_query_that_cannot_be_read_is_422_and_names_the_field(api, query):
    answer = api.get("office", f"/targets?{query}")
    assert answer.status_code == 422
    assert list(answer.get_json()["fields"]) == [query.partition("=")[0]]


def test_the_list_asks_the_database_as_often_for_200_rows_as_for_2(api):
    api.get("office", "/targets?limit=2")
    asked: list[str] = []
    counted = []
    api.database.connection().set_trace_callback(asked.append)
    for limit in (2, 200):
        asked.clear()
        assert api.get("office", f"/targets?limit={limit}").status_code == 200
        counted.append(len(asked))
    api.database.connection().set_trace_callback(None)
    assert counted[0] == counted[1] <= 6


def test_inbox_tabs_and_their_counts(api):
    for tab in ("todo", "done", "mine"):
        answer = api.get("xq.drafter", f"/inbox?tab={tab}&limit=200").get_json()
        assert answer["counts"][tab] == len(answer["items"])
    assert api.get("xq.drafter", "/inbox?tab=all").status_code == 422


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
    before = entries(api)
    answer = api.ask("xq.drafter", "POST", "/targets", data)
    assert answer.status_code == status, answer.get_json()
    assert entries(api) == before


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


# — acts —


def test_the_act_that_makes_a_target_follows_from_who_asks(api):
    assert created(api)["origin"] == "bottom_up"
    assigned = api.post("leader1", "/targets", FIELDS)
    assert assigned.get_json()["origin"] == "top_down"
    target = assigned.get_json()["id"]
    assert assigned.headers["Location"] == f"/api/v1/targets/{target}"
    assert (
        api.client.get(assigned.headers["Location"], headers=api.headers("leader1")).status_code
        == 200
    )
    assert api.post("office", "/targets", FIELDS).get_json()["origin"] == "top_down"
    for username in ("sm.drafter", "leader2", "auditor", "admin", "inspector1"):
        refused = api.post(username, "/targets", FIELDS)
        assert (refused.status_code, refused.get_json()["code"]) == (403, "not_your_capacity")


def test_from_draft_to_approved(api):
    plan = {"measure": "长度", "unit_of_measure": "米", "target_value": "800.50", "points": "10",
            "due_on": "2014-06-30", "scoring_rule": "proportional", "responsible_post": "XQ-KY",
            "evidence": "验收单", "acceptance": "实地测量", "data_source": "台账"}  # fmt: skip
    target = created(api, **plan)
    assert target["candidate"]["target_value"] == "800.5"
    assert api.act("xq.head", target["id"], "submit").status_code == 200
    assert api.act("leader1", target["id"], "review").get_json()["state"] == "reviewed"
    done = api.act("head", target["id"], "approve", document="云政发〔2014〕1号")
    assert done.get_json()["state"] == "approved"
    assert done.headers["ETag"] == f'"{done.get_json()["version"]}"'
    sides = [s["side"] for s in done.get_json()["signatures"]]
    assert sides == ["up", "down", "approve"]
    kinds = [
        e["action"] for e in api.get("head", f"/targets/{target['id']}/history").get_json()["items"]
    ]
    assert kinds == ["approve", "review", "submit", "create"]
    channel = statements.value(api.database, "SELECT body FROM entry ORDER BY id DESC LIMIT 1")
    assert json.loads(channel)["channel"] == "api"


REFUSED = (
    ("sm.drafter", DRAFT, "edit", {"version": 1}),
    ("xq.drafter", DRAFT, "submit", {"digest": "0" * 64}),
    ("xq.head", DRAFT, "submit", {"digest": "0" * 64}),
    ("xq.head", DRAFT, "edit", {"version": 999}),
    ("xq.head", DRAFT, "edit", {}),
    ("xq.head", DRAFT, "edit", {"points": "much"}),
    ("xq.head", DRAFT, "inspect", {}),
    ("xq.head", DRAFT, "object", {"reason_code": "other", "version": None}),
    ("inspector1", RUNNING, "inspect", {}),
    ("office", RUNNING, "score", {}),
    ("office", RUNNING, "issue", {}),
    ("auditor", RUNNING, "edit", {}),
    ("admin", RUNNING, "approve", {}),
    ("head", RUNNING, "fall_due", {}),
)


@pytest.mark.parametrize(("username", "which", "action", "fields"), REFUSED)
@pytest.mark.parametrize("seen", [True, False])
def test_a_refusal_is_the_doors_own(api, username, which, action, fields, seen):
    target = number(api, which)
    row = facts.target(api.database, target)
    raw = {**({"version": row["version"]} if seen else {}), **fields}
    with pytest.raises(WorkflowError) as caught:
        api.door.perform(action, "target", target, person(api, username), raw)
    error = caught.value
    answer = api.post(username, f"/targets/{target}/actions/{action}", raw)
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (status_of(error), error.code)
    own = [r.code for r in getattr(error, "refusals", ())]
    assert [r["code"] for r in problem.get("refusals", [])] == own
    assert set(problem.get("fields", {})) == set(getattr(error, "fields", {}))
    assert set(problem.get("current", {})) == set(getattr(error, "current", {}))


def test_what_moved_is_told_with_its_difference(api):
    target = created(api, points="10")
    old = target["candidate"]["digest"]
    assert api.act("xq.drafter", target["id"], "edit", points="12").status_code == 200
    answer = api.post("xq.head", f"/targets/{target['id']}/actions/submit", {"digest": old})
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (409, "stale")
    assert problem["current"]["candidate"] == 2
    assert [(d["field"], d["old"], d["new"]) for d in problem["diff"]] == [("points", "10", "12")]


@pytest.mark.parametrize("digest", ["\x00", "\ud800", "x" * 100_000, "'; --"])
def test_a_digest_that_is_none_is_no_fault_of_ours(api, digest):
    target = created(api)
    answer = api.post("xq.head", f"/targets/{target['id']}/actions/submit", {"digest": digest})
    assert answer.status_code in (409, 422)
    answer = api.post("admin", "/county/actions/relieve", {"username": digest})
    assert answer.status_code == 422


def test_if_match_is_honoured_and_never_demanded(api):
    target = created(api)
    path = f"/targets/{target['id']}/actions/edit"
    tag = api.get("xq.drafter", f"/targets/{target['id']}").headers["ETag"]
    assert api.post("xq.drafter", path, {"points": "5"}, If_Match=tag).status_code == 200
    moved = api.post("xq.drafter", path, {"points": "6"}, If_Match=tag)
    assert (moved.status_code, moved.get_json()["code"]) == (412, "precondition_failed")
    assert moved.get_json()["current"]["version"] == target["version"] + 1
    now = target["version"] + 1
    for wrong in ('"x"', f'W/"{now}"', '"1x", "9999"', '"' + "9" * 400 + '"'):
        assert api.post("xq.drafter", path, {"points": "7"}, If_Match=wrong).status_code == 412, (
            wrong
        )
    several = api.post("xq.drafter", path, {"points": "7"}, If_Match=f'"9999", "{now}"')
    assert several.status_code == 200
    seen = {"points": "8", "version": now + 1}
    assert api.post("xq.drafter", path, seen, If_Match="*").status_code == 200
    year = api.get("office", "/years/2014")
    assert (
        api.post(
            "office", "/years/2014/actions/issue", {"document": "x"}, If_Match='"99"'
        ).status_code
        == 412
    )
    assert year.headers["ETag"] == f'"{year.get_json()["version"]}"'
    item = api.get("leader1", "/items/1")
    assert item.headers["ETag"] == f'"{item.get_json()["digest"]}"'
    sign = {"digest": item.get_json()["digest"]}
    assert (
        api.post("leader1", "/items/1/actions/sign_item", sign, If_Match='"0"').status_code == 412
    )


# — once only —


def test_the_same_key_gives_the_same_answer_and_one_act(api):
    first = api.post("xq.drafter", "/targets", FIELDS, Idempotency_Key="k-1")
    before = entries(api)
    again = api.post("xq.drafter", "/targets", FIELDS, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert entries(api) == before
    other = api.post("xq.drafter", "/targets", {**FIELDS, "title": "另一条"}, Idempotency_Key="k-1")
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency_key_reused")
    elsewhere = api.post(
        "sm.drafter", "/targets", {**FIELDS, "lead_unit": "SM"}, Idempotency_Key="k-1"
    )
    assert elsewhere.status_code == 201
    assert elsewhere.get_json()["id"] != first.get_json()["id"]


def test_an_act_with_a_key_is_done_once_though_its_version_has_moved(api):
    target = created(api)
    path, raw = f"/targets/{target['id']}/actions/edit", {"version": 1, "points": "5"}
    first, again = (api.post("xq.drafter", path, raw, Idempotency_Key="once") for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.get_json()["version"] == first.get_json()["version"] == 2
    assert api.post("xq.drafter", path, raw).status_code == 409


@pytest.mark.parametrize("key", ["", "x" * 201, "钥匙".encode().decode("latin-1"), "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(api, key):
    answer = api.post("xq.drafter", "/targets", FIELDS, Idempotency_Key=key)
    assert answer.status_code == 422
    assert list(answer.get_json()["fields"]) == ["Idempotency-Key"]


# — many at once —


def test_a_batch_answers_for_each_target_by_itself(api):
    targets = [created(api, title=f"第{n}条") for n in range(3)]
    hidden = number(api, "SELECT t.id FROM target t JOIN unit u ON u.id = t.unit_id "
                         "WHERE t.in_force IS NULL AND u.code = 'BY'")  # fmt: skip
    items = [{"id": t["id"], "version": 1} for t in targets]
    items[1]["version"] = 7
    items += [{"id": hidden, "version": 1}, {"id": 10**9, "version": 1}, {"id": targets[0]["id"]}]
    answer = api.post("xq.drafter", "/targets/batch/edit", {"items": items, "points": "5"})
    assert answer.status_code == 200
    results = answer.get_json()["results"]
    assert [r["id"] for r in results] == [item["id"] for item in items]
    assert [(r["status"], r["code"]) for r in results] == [
        (200, "done"), (409, "stale"), (200, "done"), (404, "not_found"), (404, "not_found"),
        (422, "invalid_input"),
    ]  # fmt: skip
    assert results[0]["target"]["candidate"]["points"] == "5"
    assert results[1]["current"]["version"] == 1
    assert api.target("xq.drafter", targets[1]["id"])["version"] == 1
    fits_described(answer.get_json(), "/api/v1/targets/batch/edit", "POST", 200)


def test_a_batch_says_per_target_why_not(api):
    running = number(api, RUNNING)
    raw = {"items": [{"id": running, "version": api.target("xq.head", running)["version"]}]}
    (result,) = api.post("xq.head", "/targets/batch/hand_up", raw).get_json()["results"]
    assert (result["status"], result["code"]) in ((403, "not_your_capacity"), (409, "wrong_state"))
    assert result["refusals"][0]["code"] == result["code"]
    assert result["detail"]


def test_a_batch_with_a_key_is_done_once(api):
    targets = [created(api, title=f"第{n}条") for n in range(2)]
    raw = {"items": [{"id": t["id"], "version": 1} for t in targets], "points": "5"}
    answers = [
        api.post("xq.drafter", "/targets/batch/edit", raw, Idempotency_Key="b") for _ in range(2)
    ]
    assert answers[0].get_json() == answers[1].get_json()
    assert api.target("xq.drafter", targets[0]["id"])["version"] == 2


@pytest.mark.parametrize(
    ("raw", "field"),
    [({}, "items"), ({"items": []}, "items"), ({"items": [{"id": 1}] * 201}, "items"),
     ({"items": {}}, "items"), ({"items": [{"id": "x"}]}, "items.0.id"),
     ({"items": [{"id": 1, "points": "3"}]}, "items.0.points"),
     ({"items": [{"id": 1, "version": 1}], "version": 1}, "version")],
)  # fmt: skip
def test_a_batch_that_names_no_targets_is_refused(api, raw, field):
    answer = api.post("xq.drafter", "/targets/batch/edit", raw)
    assert answer.status_code == 422
    assert list(answer.get_json()["fields"]) == [field]


# — the plan and the county —


def test_years_key_tasks_and_items_grow_by_the_tables_acts(api):
    year = api.post("office", "/years", {"year": 2015})
    assert (year.status_code, year.headers["Location"]) == (201, "/api/v1/years/2015")
    opened = api.post("office", "/years/2015/actions/open", {"version": 1})
    assert opened.get_json()["state"] == "drafting"
    task = {"year": 2015, "code": "K9", "title": "造林", "kind": "joint", "measure": "面积",
            "unit_of_measure": "亩", "lead_unit": "XQ", "due_on": "2015-12-31",
            "document": "x"}  # fmt: skip
    made = api.post("office", "/key-tasks", task)
    assert made.status_code == 201
    fits_described(made.get_json(), "/api/v1/key-tasks", "POST", 201)
    assert api.get("xq.drafter", "/key-tasks?year=2015").get_json()["items"] == [made.get_json()]
    assert api.post("office", "/key-tasks", task).status_code == 422
    assert api.post("xq.head", "/years", {"year": 2016}).status_code == 403
    item = {"year": 2014, "code": "T9", "title": "调研", "category": "common", "measure": "篇数",
            "unit_of_measure": "篇", "target_value": "2", "points": "4", "due_on": "2014-12-31",
            "scoring_rule": "proportional", "units": ["XQ", "SM"], "reviewing_post": "FXZ-1",
            "evidence": "台账", "acceptance": "核对"}  # fmt: skip
    made = api.post("office", "/items", item)
    assert made.status_code == 201, made.get_json()
    fits_described(made.get_json(), "/api/v1/items", "POST", 201)
    shown = api.client.get(made.headers["Location"], headers=api.headers("leader1")).get_json()
    assert shown["waiting"] == 2
    path = f"/items/{shown['id']}/actions/sign_item"
    signed = api.post("leader1", path, {"digest": shown["digest"]})
    assert (signed.status_code, signed.get_json()["waiting"]) == (200, 0)
    assert api.post("leader1", path, {"digest": shown["digest"]}).status_code == 409
    assert api.post("leader2", path, {"digest": shown["digest"]}).status_code == 403
    assert api.post("leader1", path, {"digest": "0" * 64}).status_code == 409


def test_administrators_change_the_county_and_credentials_never_travel(api):
    answer = api.post(
        "admin", "/county/actions/add_person", {"username": "new.one", "name": "新人"}
    )
    assert answer.status_code == 200
    fits_described(answer.get_json(), "/api/v1/county/actions/add_person", "POST", 200)
    refused = api.post("office", "/county/actions/add_person", {"username": "x.y", "name": "某"})
    assert refused.status_code == 403
    offered = {p.rpartition("/")[2] for p in DOCUMENT["paths"] if "/county/actions/" in p}
    assert {"add_person", "appoint", "relieve", "disable_person", "place_unit"} <= offered
    assert not offered & {"found", "set_clock", "set_password", "grant_token"}


# — the log —


def test_the_log_is_for_auditors_and_pages_through_every_entry(api):
    api.headers("auditor")
    size = entries(api)
    found, cursor = [], ""
    while True:
        page = api.get("auditor", f"/audit/entries?limit=200{cursor}").get_json()
        fits_described(page, "/api/v1/audit/entries", "GET", 200)
        found += [entry["index"] for entry in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == list(range(size))[::-1]
    refused = api.get("auditor", "/audit/entries?outcome=refused&limit=5").get_json()["items"]
    assert {e["outcome"] for e in refused} <= {"refused"}
    assert api.get("office", "/audit/entries").status_code == 403


def test_the_checkpoint_moves_with_every_act(api):
    before = api.get("auditor", "/audit/checkpoint").get_json()
    created(api)
    after = api.get("auditor", "/audit/checkpoint").get_json()
    assert after["size"] > before["size"]
    assert after["root"] != before["root"]
