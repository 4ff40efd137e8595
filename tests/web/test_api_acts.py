"""Acts through the API: from draft to approved, every refusal the door's own, and once only."""

import json

import pytest

from models import statements
from tests.web.api_client import DRAFT, FIELDS, RUNNING
from web.errors import status_of
from workflow.errors import WorkflowError
from workflow.queries import facts

# — acts —


def test_the_act_that_makes_a_target_follows_from_who_asks(api):
    assert api.created()["origin"] == "bottom_up"
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
    target = api.created(**plan)
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
    target = api.value(which)
    row = facts.target(api.database, target)
    raw = {**({"version": row["version"]} if seen else {}), **fields}
    with pytest.raises(WorkflowError) as caught:
        api.door.perform(action, "target", target, api.actor(username), raw)
    error = caught.value
    answer = api.post(username, f"/targets/{target}/actions/{action}", raw)
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (status_of(error), error.code)
    own = [r.code for r in getattr(error, "refusals", ())]
    assert [r["code"] for r in problem.get("refusals", [])] == own
    assert set(problem.get("fields", {})) == set(getattr(error, "fields", {}))
    assert set(problem.get("current", {})) == set(getattr(error, "current", {}))


def test_what_moved_is_told_with_its_difference(api):
    target = api.created(points="10")
    old = target["candidate"]["digest"]
    assert api.act("xq.drafter", target["id"], "edit", points="12").status_code == 200
    answer = api.post("xq.head", f"/targets/{target['id']}/actions/submit", {"digest": old})
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (409, "stale")
    assert problem["current"]["candidate"] == 2
    assert [(d["field"], d["old"], d["new"]) for d in problem["diff"]] == [("points", "10", "12")]


@pytest.mark.parametrize("digest", ["\x00", "\ud800", "x" * 100_000, "'; --"])
def test_a_digest_that_is_none_is_no_fault_of_ours(api, digest):
    target = api.created()
    answer = api.post("xq.head", f"/targets/{target['id']}/actions/submit", {"digest": digest})
    assert answer.status_code in (409, 422)
    answer = api.post("admin", "/county/actions/relieve", {"username": digest})
    assert answer.status_code == 422


def test_if_match_is_honoured_and_never_demanded(api):
    target = api.created()
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
    before = api.entries()
    again = api.post("xq.drafter", "/targets", FIELDS, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert api.entries() == before
    other = api.post("xq.drafter", "/targets", {**FIELDS, "title": "另一条"}, Idempotency_Key="k-1")
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency_key_reused")
    elsewhere = api.post(
        "sm.drafter", "/targets", {**FIELDS, "lead_unit": "SM"}, Idempotency_Key="k-1"
    )
    assert elsewhere.status_code == 201
    assert elsewhere.get_json()["id"] != first.get_json()["id"]


def test_an_act_with_a_key_is_done_once_though_its_version_has_moved(api):
    target = api.created()
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
