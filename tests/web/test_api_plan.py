"""Many targets at once, and the acts on plan and county."""

import pytest

from tests.web.api_client import DOCUMENT, RUNNING, fits_described

# — many at once —


def test_a_batch_answers_for_each_target_by_itself(api):
    targets = [api.created(title=f"第{n}条") for n in range(3)]
    hidden = api.value("SELECT t.id FROM target t JOIN unit u ON u.id = t.unit_id "
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
    running = api.value(RUNNING)
    raw = {"items": [{"id": running, "version": api.target("xq.head", running)["version"]}]}
    (result,) = api.post("xq.head", "/targets/batch/hand_up", raw).get_json()["results"]
    assert (result["status"], result["code"]) in ((403, "not_your_capacity"), (409, "wrong_state"))
    assert result["refusals"][0]["code"] == result["code"]
    assert result["detail"]


def test_a_batch_with_a_key_is_done_once(api):
    targets = [api.created(title=f"第{n}条") for n in range(2)]
    raw = {"items": [{"id": t["id"], "version": 1} for t in targets], "points": "5"}
    answers = [
        api.post("xq.drafter", "/targets/batch/edit", raw, Idempotency_Key="b") for _ in range(2)
    ]
    assert [r["code"] for r in answers[0].get_json()["results"]] == ["done", "done"]
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


def test_a_year_tells_its_course_its_letters_and_who_has_reported(api):
    year = api.get("zs.head", "/years/2012").get_json()
    told = [(e["action"], e["document"]) for e in year["events"]]
    assert [action for action, _ in told][:3] == ["open_year", "open", "give_items"]
    assert ("issue", year["document"]) in told
    notice = next(e for e in year["events"] if e["action"] == "publish")
    assert notice["at"][:10] < notice["notice_until"] < notice["objections_until"]
    assert {"unit", "signed_on", "scan", "by_name"} <= set(year["letters"][0])
    assert {(r["unit"], r["period"]) for r in year["reports"]} >= {("XQ", "q1"), ("XQ", "self")}
    assert not any("text" in report for report in year["reports"])
    fits_described(year, "/api/v1/years/{id}", "GET", 200)


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


def test_calendar_is_set_and_read_over_the_api(api):
    days = {"year": 2015, "holidays": ["2015-01-01"], "workdays": ["2015-01-04"], "document": "1号"}
    assert api.post("office", "/county/actions/set_calendar", days).status_code == 200
    items = api.get("xq.drafter", "/calendar").get_json()["items"]
    (ours,) = [one for one in items if one["year"] == 2015]
    assert (ours["no"], ours["counts"], ours["by"]) == (1, True, "office")
    assert (ours["holidays"], ours["workdays"]) == (["2015-01-01"], ["2015-01-04"])
    wrong = api.post("office", "/county/actions/set_calendar", {**days, "workdays": ["2015-01-05"]})
    assert list(wrong.get_json()["fields"]) == ["workdays"]
