"""The coverage of the plan, waivers and key tasks over the API."""

import pytest

from tests.web.api_client import fits_described

PATH = "/years/2014/coverage"


def shown(api, who="office", **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return api.get(who, f"{PATH}?{asked}")


def test_the_answer_has_the_described_shape(api):
    for year in (2012, 2013, 2014):
        for who in ("office", "head", "leader1", "auditor"):
            answer = api.get(who, f"/years/{year}/coverage")
            assert answer.status_code == 200
            fits_described(answer.get_json(), "/api/v1/years/{id}/coverage", "GET", 200)


def test_every_failure_says_who_could_mend_it(api):
    seen = shown(api, view="candidates").get_json()
    assert {f["check"] for f in seen["failures"]} >= {"C0", "C1", "C2", "C4"}
    assert all(f["who"] and f["text"] for f in seen["failures"])
    gaps = {t["code"]: t["gap"] for t in seen["key_tasks"]}
    said = {f["key_task"]: f for f in seen["failures"] if f["check"] == "C2"}
    assert said
    assert {code for code, gap in gaps.items() if gap} == set(said)
    for code, failure in said.items():
        assert failure["figures"]["gap"] == gaps[code]
        assert failure["text"].endswith(f"差 {gaps[code]}")


def test_waived_over_the_api_it_no_longer_stands_in_the_way(api):
    named = [f for f in shown(api, view="issue").get_json()["failures"] if f["check"] == "C1"]
    version = api.get("head", "/years/2014").get_json()["version"]
    raw = {
        "version": version, "failures": [f["digest"] for f in named],
        "text": "另行下达", "document": "云政函〔2014〕2号",
    }  # fmt: skip
    assert api.post("office", "/years/2014/actions/waive", raw).status_code == 403
    assert api.post("head", "/years/2014/actions/waive", raw).status_code == 200
    after = shown(api, view="issue").get_json()
    assert {f["blocks_issue"] for f in after["failures"] if f["check"] == "C1"} == {False}
    live = [w for w in after["waivers"] if w["state"] == "live"]
    assert [w["digest"] for w in live] == [f["digest"] for f in named]
    raw = {"version": version + 1, "waiver": live[0]["id"], "text": "情况有变"}
    assert api.post("head", "/years/2014/actions/end_waiver", raw).status_code == 200
    assert shown(api, view="issue").get_json()["waivers"][0]["state"] == "ended"


def test_issue_is_refused_with_a_code_for_each_check(api):
    seen = api.get("office", "/years/2014").get_json()
    raw = {"version": seen["version"], "document": "8号", "leave_open": seen["unapproved"]}
    answer = api.post("office", "/years/2014/actions/issue", raw)
    assert answer.status_code == 409
    codes = {refusal["code"] for refusal in answer.get_json()["refusals"]}
    assert {"every_key_task_is_carried", "every_unit_has_its_points"} <= codes
    offer = next(a for a in seen["actions"] if a["action"] == "issue")
    assert not offer["allowed"]


def test_the_year_shows_the_digest_of_its_plan(api):
    plan = api.get("xq.head", "/years/2013").get_json()["plan"]
    # Issued once, and changed four times in July: each time it got its next digest.
    assert (plan["no"], plan["act"]) == (5, "approve")
    assert plan["previous"] != plan["digest"]
    assert plan["digest"] == shown_plan(api)["digest"]
    assert api.get("xq.head", "/years/2014").get_json()["plan"] is None


def shown_plan(api):
    return api.get("office", "/years/2013/coverage").get_json()["plan"]


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("xq.head", PATH, 403),
        ("admin", PATH, 403),
        (None, PATH, 401),
        ("office", "/years/1999/coverage", 404),
        ("office", f"{PATH}?view=nonsense", 422),
        ("office", f"{PATH}?nonsense=1", 422),
    ],
)
def test_who_may_not_see_it_is_told_in_the_usual_way(api, who, path, status):
    assert api.get(who, path).status_code == status


def test_a_key_task_is_worded_anew_over_the_api(api):
    task = next(
        t for t in api.get("office", "/key-tasks?year=2014").get_json()["items"]
        if t["code"] == "K6"
    )  # fmt: skip
    assert (task["supporting_units"], task["version"], task["ended"]) == (["JT"], 1, False)
    raw = {"year": 2014, "code": "K6", "version": 1, "document": "云政发〔2014〕5号"}
    changed = {**raw, "target_value": "9.50"}
    assert api.post("office", "/county/actions/change_key_task", changed).status_code == 200
    assert api.post("office", "/county/actions/change_key_task", changed).status_code == 409
    ended = {**raw, "version": 2, "text": "不再实施"}
    assert api.post("office", "/county/actions/end_key_task", ended).status_code == 200
    after = next(
        t for t in api.get("office", "/key-tasks?year=2014").get_json()["items"]
        if t["code"] == "K6"
    )  # fmt: skip
    assert (after["target_value"], after["version"], after["ended"]) == ("9.5", 3, True)
