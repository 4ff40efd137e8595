"""The hand-over list of a post as its successor, the office and auditors see it."""

import pytest

from tests.counting import counted
from tests.web.api_client import Api, fits_described
from tests.web.visitor import on_both

BOTH = pytest.mark.parametrize("language", ["zh-CN", "en"])


@pytest.fixture
def head(world) -> str:
    """The new head of XQ, with a list that nobody has signed."""
    world.submitted(title="甲")
    world.draft(title="乙")
    world.clock.forward(seconds=60)
    world.relieve("xq.head", "XQ-YBS")
    return world.newcomer("XQ-YBS")


@on_both
def test_successor_finds_the_list_in_the_inbox_reads_and_signs_it(world, head, visit):
    visitor = visit(head)
    page = visitor.get("/inbox")
    assert "交接清单待您签署：岗位 XQ-YBS" in page.text
    page = visitor.get(next(link for link in page.links if "/takeovers/" in link))
    for seen in ("甲", "乙", "签署未齐", "牵头", "○ 待签", "共 2 项", "在您确认之前不会签署"):
        assert seen in page.text
    page = visitor.send("confirmed", press=("confirmed", "yes"))
    assert "交接清单已签署" in page.text
    assert "✓ 2013年" in page.text
    assert not any(name == "confirmed" for form in page.forms for name, _, _ in form.buttons)
    assert "交接清单" not in visitor.get("/inbox").text


def test_what_moved_is_named_on_a_page_of_its_own(world, head, visit):
    visitor = visit(head)
    visitor.get("/takeovers/XQ-YBS")
    world.draft(title="丙")
    page = visitor.send("confirmed", press=("confirmed", "yes"))
    assert page.status == 409
    for seen in ("清单已变，未作签署", "丙", "不在清单上", "拟定中"):
        assert seen in page.text
    assert "甲" not in page.text
    assert world.row("SELECT COUNT(*) AS n FROM takeover")["n"] == 0


@BOTH
def test_office_and_auditors_see_what_nobody_signed_in_both_languages(world, head, visit, language):
    for who in ("office", "auditor"):
        page = visit(who, language).get("/inbox")
        said = {"zh-CN": "尚未签署的交接清单：1 份", "en": "Hand-over lists not signed: 1"}
        assert said[language] in page.text
        page = visit(who, language).get("/takeovers")
        assert {"zh-CN": "待签", "en": "missing"}[language] in page.text
        page = visit(who, language).get("/takeovers/XQ-YBS")
        assert page.status == 200
        assert not any(name == "confirmed" for form in page.forms for name, _, _ in form.buttons)
    visitor = visit("sm.head", language)
    assert visitor.get("/takeovers/XQ-YBS").status == 404
    assert "/takeovers" not in " ".join(visitor.get("/inbox").links)


def test_list_through_the_api(world, head):
    api = Api(world.door)
    (row,) = api.get("office", "/takeovers").get_json()["items"]
    assert (row["by"], row["before"], row["taken"], row["targets"]) == (
        head,
        "xq.head",
        None,
        None,
    )
    answer = api.get(head, "/takeovers?post=XQ-YBS").get_json()
    fits_described(answer, "/api/v1/takeovers", "GET", 200)
    (row,) = answer["items"]
    assert len(row["targets"]) == 2
    seen = {
        "post": "XQ-YBS",
        "digest": row["digest"],
        "targets": [{"id": one["id"], "digest": one["digest"]} for one in row["targets"]],
    }
    world.act("xq.drafter", "edit", row["targets"][0]["id"], points="3")
    moved = api.post(head, "/county/actions/sign_takeover", seen)
    assert (moved.status_code, moved.get_json()["code"]) == (409, "stale")
    assert [one["field"] for one in moved.get_json()["diff"]] == [
        f"target {row['targets'][0]['id']}"
    ]
    (row,) = api.get(head, "/takeovers?post=XQ-YBS").get_json()["items"]
    signed = {"post": "XQ-YBS", "digest": row["digest"]}
    assert api.post(head, "/county/actions/sign_takeover", signed).status_code in (200, 201)
    (row,) = api.get("auditor", "/takeovers").get_json()["items"]
    assert row["taken"]["digest"] == signed["digest"]
    assert api.get("sm.head", "/takeovers").get_json()["items"] == []
    assert api.get("sm.head", "/takeovers?post=XQ-YBS").status_code == 404


def test_list_of_many_targets_asks_no_more_of_the_database(world, head, visit):
    visitor, asked = visit(head), []
    for _ in range(2):
        for _ in range(4):
            world.draft()
        visitor.get("/takeovers/XQ-YBS")
        with counted(world.database) as statements:
            assert visitor.get("/takeovers/XQ-YBS").status == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
