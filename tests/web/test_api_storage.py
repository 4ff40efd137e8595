"""The API on both databases: the same requests get the same answers."""

import pytest

from tests.builders import FOUND, World, copy_of, golden
from tests.storage import opened
from tests.web.api_client import Api, fits_described

WAY = (("xq.head", "submit"), ("office", "precheck"), ("leader1", "review"), ("head", "approve"))
MARKS = ("%", "_", "\\", "'", "?", '"', "％")


@pytest.fixture
def county(storage):
    with opened(copy_of(storage, golden(storage))) as database:
        yield World(database)


def test_a_target_from_draft_to_score_with_lists_and_log_on_the_way(county):
    api = Api(county.door)
    for username in ("xq.drafter", "xq.head", "leader1", "head", "office", "inspector1", "auditor"):
        api.headers(username)
    fields = county.fields()
    made = api.post("xq.drafter", "/targets", fields, Idempotency_Key="first")
    assert made.status_code == 201, made.get_json()
    again = api.post("xq.drafter", "/targets", fields, Idempotency_Key="first")
    assert again.get_json() == made.get_json()
    target = made.get_json()["id"]
    for username, action in WAY:
        todo = api.get(username, "/inbox").get_json()["items"]
        assert target in [row["id"] for row in todo], (username, todo)
        assert api.act(username, target, action).status_code == 200
    # One target is no plan: the county head excuses what it lacks.
    lacking = api.get("head", f"/years/{fields['year']}/coverage?view=issue").get_json()
    waiver = {
        "version": api.get("head", f"/years/{fields['year']}").get_json()["version"],
        "failures": [f["digest"] for f in lacking["failures"] if f["waivable"]],
        "text": "试点",
        "document": "云政函〔2013〕1号",
    }
    waived = api.post("head", f"/years/{fields['year']}/actions/waive", waiver)
    assert waived.status_code == 200, waived.get_json()
    year = api.get("office", f"/years/{fields['year']}")
    issue = {"version": year.get_json()["version"], "document": "云政发〔2013〕8号"}
    path = f"/years/{fields['year']}/actions/issue"
    assert api.post("office", path, issue).get_json()["state"] == "issued"
    api.database.connect(reuse_if_open=True)
    county.fall_due(target)
    assert api.act("inspector1", target, "inspect", **FOUND).get_json()["state"] == "inspected"
    scored = api.act("office", target, "score")
    assert scored.get_json()["score"]["value"] == "20"
    fits_described(scored.get_json(), "/api/v1/targets/{id}/actions/score", "POST", 200)
    for path in ("/history", "/revisions"):
        answer = api.get("auditor", f"/targets/{target}{path}").get_json()
        fits_described(answer, f"/api/v1/targets/{{id}}{path}", "GET", 200)
    entries = api.get("auditor", "/audit/entries?outcome=done&kind=target").get_json()
    assert entries["items"][0]["action"] == "score"
    assert api.client.get("/readyz").status_code == 200
    assert "shangxia_log_entries" in api.client.get("/metrics").get_data(as_text=True)


def test_titles_are_found_by_their_very_characters(county):
    api = Api(county.door)
    api.headers("xq.drafter")
    for mark in MARKS:
        county.database.connect(reuse_if_open=True)
        fields = {"year": 2013, "title": f"甲{mark}乙", "category": "routine"}
        assert api.post("xq.drafter", "/targets", fields).status_code == 201
    for mark in MARKS:
        answer = api.client.get(
            "/api/v1/targets", query_string={"q": f"甲{mark}乙"}, headers=api.headers("xq.drafter")
        )
        assert [row["title"] for row in answer.get_json()["items"]] == [f"甲{mark}乙"]
