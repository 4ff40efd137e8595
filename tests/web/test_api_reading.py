"""What the API shows: targets, lists, pages of lists, the log, to whom and in which language."""

import pytest

from models import statements
from tests.web.api_client import RUNNING, fits_described

# — reading —


def whole_list(api, username, query=""):
    """All that a list holds, by the largest pages there are."""
    found, cursor = [], ""
    while True:
        page = api.get(username, f"/targets?limit=200{query}{cursor}").get_json()
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


READABLE = (
    "/targets", "/inbox", "/years", "/years/{year}", "/calendar", "/key-tasks", "/items",
    "/delegations", "/audit/checkpoint",
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
    scored = api.value("SELECT MIN(target_id) FROM score")
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
    target = api.created()
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
    path = f"/targets/{api.value(RUNNING)}"
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
        page = api.get(username, f"/targets?limit=27{cursor}").get_json()
        found += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == [row["id"] for row in whole_list(api, username)]
    assert len(found) == len(set(found)) > 27
    everything = statements.rows(api.database, "SELECT id FROM target WHERE id % 11 = 1")
    for row in everything:
        status = api.get(username, f"/targets/{row['id']}").status_code
        assert status == (200 if row["id"] in found else 404)


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [("year", "2014", "year"), ("unit", "SM", "unit"), ("category", "key", "category"),
     ("state", "in_progress", "state"), ("turn", "leader", "turn"), ("light", "red", "light")],
)  # fmt: skip
def test_a_filter_leaves_exactly_what_fits(api, name, value, key):
    rows = whole_list(api, "office")
    fitting = [row["id"] for row in rows if str(row[key]) == value]
    answer = whole_list(api, "office", f"&{name}={value}")
    assert [row["id"] for row in answer] == fitting
    assert 0 < len(fitting) < len(rows)


def test_filters_by_front_words_and_deadline(api):
    rows = whole_list(api, "office")
    for query, fits in (
        ("q=公路", lambda row: "公路" in row["title"]),
        ("due_before=2013-07-01", lambda row: row["due_on"] and row["due_on"] < "2013-07-01"),
        ("front=economy", lambda row: row["unit"] in ("ZS", "CZ", "JT", "AJ", "RS")),
    ):
        found = whole_list(api, "office", f"&{query}")
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


# — the log —


def test_the_log_is_for_auditors_and_pages_through_every_entry(api):
    api.headers("auditor")
    size = api.entries()
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
    api.created()
    after = api.get("auditor", "/audit/checkpoint").get_json()
    assert after["size"] > before["size"]
    assert after["root"] != before["root"]
