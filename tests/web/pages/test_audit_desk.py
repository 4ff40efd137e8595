"""The auditor's desk on its pages: search, one entry, what did not happen, years, verification."""

import csv
import io
import json

import pytest

from models import statements
from tests.counting import counted
from tests.web.visitor import on_both
from web.verifying import Progress, Verifying, _claimed, _released, _tell
from workflow.audit import opening
from workflow.audit.keys import KeyFolder
from workflow.audit.note import SigningKey
from workflow.queries import checkpoints, log_search

DESK = (
    "/audit",
    "/audit/entries/3",
    "/audit/absent",
    "/audit/absent/milestones?year=2013",
    "/audit/verification",
    "/audit/people/xq.head/2013",
    "/audit/units/XQ/2013",
)


def refused(world, number: int) -> None:
    """The office, which reviews nothing, tries to, twice."""
    for _ in range(2):
        world.no("office", "review", number)


def found(page) -> list[int]:
    """The entries that a page of the search lists."""
    return [int(link.rpartition("/")[2]) for link in page.links if "/audit/entries/" in link]


def reads(world) -> list[tuple[str, str]]:
    """Which reads stand in the log: what, and by whom."""
    rows = world.rows(
        "SELECT e.body, p.username FROM entry e JOIN person p ON p.id = e.person_id "
        "WHERE e.act = 'read_log' ORDER BY e.id"
    )
    return [(json.loads(row["body"])["named"]["reads"], row["username"]) for row in rows]


# — who —


@pytest.mark.parametrize("path", DESK)
def test_the_desk_is_for_auditors_only(world, visit, path):
    world.running(year=2013)
    size = world.size()
    for person in ("xq.head", "office", "head", "admin", "inspector1", "secretary"):
        assert visit(person).get(path).status == 403, person
    # Nothing but refusals at the door is written, and reading is no act of theirs.
    assert world.size() == size
    assert visit("auditor").get(path).status == 200


def test_nobody_else_may_export_or_verify(world, visit):
    office = visit("office")
    office.get("/inbox")
    for path in ("/audit/export", "/audit/verification"):
        token = dict(office.page.forms[0].values)["csrf_token"]
        assert office.client.post(path, data={"csrf_token": token}).status_code == 403


# — the search —


@on_both
def test_an_entry_is_found_by_each_of_its_marks(world, visit):
    number = world.submitted(title="找得到的桥")
    refused(world, number)
    auditor = visit("auditor")
    last = world.size() - 1
    assert found(auditor.get("/audit?outcome=refused")) == [last, last - 1]
    for marks in (
        "person=office",
        "title=找得到",
        f"kind=target&object={number}",
        "act=review&act=approve",
        "channel=api&capacity=",
        "outcome=refused&person=office&act=review&title=桥",
    ):
        assert last in found(auditor.get(f"/audit?{marks}")), marks
    for marks in ("channel=import", "capacity=admin&outcome=refused", "title=找不到", "act=export"):
        assert last not in found(auditor.get(f"/audit?{marks}")), marks


@on_both
def test_a_person_is_found_by_name_and_by_user_name(world, visit):
    name = world.row(
        "SELECT x.body FROM person p JOIN text x ON x.id = p.name_id WHERE p.username = 'xq.head'"
    )["body"]
    number = world.submitted()
    auditor = visit("auditor")
    by_name, by_user = (found(auditor.get(f"/audit?person={who}")) for who in (name, "xq.head"))
    assert by_name == by_user != []
    bodies = [world.entries(index)[0] for index in by_name]
    assert {"submit"} <= {body["act"] for body in bodies}
    assert number in {body["object"]["id"] for body in bodies}


@on_both
def test_a_period_holds_the_entries_of_its_days_in_the_county(world, visit):
    before = world.size()
    world.clock.forward(days=40)
    world.draft()
    late = world.size() - 1
    day = world.clock().astimezone().date()
    auditor = visit("auditor")
    listed = found(auditor.get(f"/audit?from={day}&to={day}"))
    assert late in listed
    assert min(listed) >= before
    assert late not in found(auditor.get("/audit?to=2013-02-01"))
    assert found(auditor.get("/audit?from=2031-01-01")) == []


def test_a_day_ends_at_midnight_in_the_county(world, visit):
    world.clock.set(world.clock().replace(year=2013, month=3, day=4, hour=23, minute=59))
    world.draft()
    evening = world.size() - 1
    world.clock.forward(minutes=2)
    world.draft()
    auditor = visit("auditor")
    assert found(auditor.get("/audit?from=2013-03-04&to=2013-03-04")) == [evening]
    assert evening + 1 in found(auditor.get("/audit?from=2013-03-05&to=2013-03-05"))


def test_wrong_filters_are_named_and_nothing_is_read(visit, world):
    auditor = visit("auditor")
    for marks in ("from=yesterday", "act=rob", "channel=pigeon", "object=x", "kind=moon"):
        page = auditor.get(f"/audit?{marks}")
        assert (page.status, found(page)) == (422, []), marks
    assert reads(world) == []


def test_the_filters_are_remembered_on_the_next_page(world, visit):
    number = world.draft()
    for _ in range(55):
        world.no("office", "review", number)
    auditor = visit("auditor")
    page = auditor.get("/audit?act=create&act=review&channel=api")
    following = next(link for link in page.links if "after=" in link)
    assert (following.count("act="), "channel=api" in following) == (2, True)
    first, second = found(page), found(auditor.get(following))
    assert (len(first), max(second) < min(first)) == (50, True)
    form = auditor.page.form("channel")
    assert ("channel", "api") in form.values


def test_a_search_that_no_index_helps_stops_and_says_how_far_it_came(world, visit, monkeypatch):
    world.draft()
    monkeypatch.setattr(log_search, "LOOKED", 10)
    auditor = visit("auditor")
    page = auditor.get("/audit?outcome=refused")
    assert (found(page), "本页已查到第" in page.text) == ([], True)
    seen = 0
    while following := [link for link in page.links if "after=" in link]:
        page, seen = auditor.get(following[-1]), seen + 1
    assert (seen > 5, "本页已查到第" in page.text) == (True, False)


def test_the_search_asks_as_many_statements_for_many_rows_as_for_few(world, visit):
    auditor = visit("auditor")
    world.draft()
    auditor.get("/audit?kind=target")
    with counted(world.database) as few:
        auditor.get("/audit?kind=target")
    for number in range(30):
        world.draft(title=f"目标 {number}")
    with counted(world.database) as many:
        page = auditor.get("/audit?kind=target")
    assert (len(found(page)) > 30, len(many)) == (True, len(few))


# — one entry —


def test_an_entry_tells_who_what_and_before_and_after(world, visit):
    number = world.submitted(title="新桥")
    world.act("leader1", "return", number, reason_code="value_too_low", text="再高一些")
    page = visit("auditor").get(f"/audit/entries/{world.size() - 1}")
    text = page.text
    for words in ("退回", "审定领导", "接口", "新桥", "目标值偏低", "再高一些", "签署失效", "轮次"):
        assert words in text, words


def test_a_revision_is_told_field_by_field(world, visit):
    number = world.draft(title="旧名")
    world.act("xq.drafter", "edit", number, title="新名")
    page = visit("auditor").get(f"/audit/entries/{world.size() - 1}")
    for words in ("目标名称", "新名", "旧名", "牵头单位", "计量单位"):
        assert words in page.text, words


def test_the_canonical_text_on_the_page_hashes_to_the_leaf(world, visit):
    world.draft()
    index = world.size() - 1
    row = world.row("SELECT body, leaf FROM entry WHERE id = ?", index)
    page = visit("auditor").get(f"/audit/entries/{index}")
    assert row["leaf"] in page.text
    assert " ".join(row["body"].split()) in page.text


def test_a_refusal_is_told_in_words_and_wrote_nothing(world, visit):
    refused(world, world.submitted())
    page = visit("auditor").get(f"/audit/entries/{world.size() - 1}")
    assert ("没有相应身份" in page.text, "没有写入任何数据" in page.text) == (True, True)


def test_an_entry_that_is_not_there_is_not_found(visit):
    assert visit("auditor").get("/audit/entries/999999").status == 404


@on_both
def test_what_an_act_brought_along_leads_to_it_and_back(world, visit):
    world.running()
    issue = world.row("SELECT id FROM entry WHERE act = 'issue' AND object_kind = 'year'")["id"]
    auditor = visit("auditor")
    assert f"/audit/entries/{issue + 1}" in auditor.get(f"/audit/entries/{issue}").links
    assert "由此带出" in auditor.get(f"/audit/entries/{issue + 1}").text


# — auditors' own reads —


@on_both
def test_a_read_is_in_the_log_once_a_day_for_each_kind_of_page(world, visit):
    auditor = visit("auditor")
    for path in ("/audit", "/audit", "/audit?outcome=refused", "/audit/entries/2", "/audit/absent"):
        auditor.get(path)
    assert reads(world) == [("entries", "auditor"), ("absent", "auditor")]
    world.clock.forward(days=1)
    auditor = visit("auditor")
    auditor.get("/audit")
    visit("xq.auditor").get("/audit")
    assert reads(world)[2:] == [("entries", "auditor"), ("entries", "xq.auditor")]


def test_a_read_of_a_person_s_year_names_the_person(world, visit):
    auditor = visit("auditor")
    for path in ("/audit/people/xq.head/2013", "/audit/people/leader1/2013"):
        auditor.get(path)
        auditor.get(path)
    who = world.rows(
        "SELECT p.username FROM entry e JOIN person p ON p.id = e.object_id "
        "WHERE e.act = 'read_log' ORDER BY e.id"
    )
    assert [row["username"] for row in who] == ["xq.head", "leader1"]


def test_a_county_that_cannot_be_written_can_be_read(world, visit):
    auditor = visit("auditor")
    world.database.execute_sql("PRAGMA query_only = 1")
    try:
        assert auditor.get("/audit").status == 200
    finally:
        world.database.execute_sql("PRAGMA query_only = 0")
    assert reads(world) == []


# — exports —


@on_both
def test_an_export_holds_what_was_found_and_stands_in_the_log(world, visit):
    refused(world, world.submitted(title="=1+1"))
    auditor = visit("auditor")
    auditor.get("/audit?outcome=refused")
    export = next(form for form in auditor.page.forms if form.action == "/audit/export")
    answer = auditor.client.post("/audit/export", data=dict(export.values))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert (answer.mimetype, len(rows)) == ("text/csv", 3)
    # Text stays text in a spreadsheet.
    assert {row[10] for row in rows[1:]} == {"'=1+1"}
    entry = world.entries(world.size() - 1)[0]
    assert (entry["act"], entry["named"], entry["capacity"]) == (
        "export",
        {"exports": "entries"},
        "auditor",
    )
    page = auditor.get(f"/audit/entries/{world.size() - 1}")
    assert "日志条目" in page.text


# — verification —


@on_both
def test_the_button_verifies_and_the_result_stands_in_the_log(world, visit, app):
    world.running()
    auditor = visit("auditor")
    auditor.get("/audit/verification")
    size = world.size()
    auditor.send("begin", press=("begin", "yes"))
    app.extensions["verifying"].wait()
    page = auditor.get("/audit/verification")
    assert (page.status, "仅证明自洽" in page.text) == (200, True)
    assert f"{size:,}" in page.text
    entry = world.entries(size)[0]
    assert (entry["act"], entry["capacity"], entry["person"]) == ("verify_log", "system", None)
    told, of, root = entry["named"]["verified"].split()
    assert (told, int(of), len(root)) == ("consistent", size, 64)


def test_a_bent_row_is_named_in_words_with_the_way_to_its_entry(world, visit, app):
    number = world.draft()
    statements.run(world.database, "UPDATE target SET title = 'bent' WHERE id = ?", (number,))
    auditor = visit("auditor")
    auditor.get("/audit/verification")
    auditor.send("begin", press=("begin", "yes"))
    app.extensions["verifying"].wait()
    page = auditor.get("/audit/verification")
    assert ("不吻合" in page.text, f"target · {number} · title" in page.text) == (True, True)
    created = world.row("SELECT id FROM entry WHERE act = 'create'")["id"]
    assert f"/audit/entries/{created}" in page.links
    assert "最近一次核验不吻合" in auditor.get("/inbox").text


@on_both
def test_a_key_kept_outside_makes_the_verdict_more_or_names_what_does_not_fit(
    world, visit, app, tmp_path
):
    world.draft()
    found = opening.seal(world.door, KeyFolder(tmp_path / "log-key"))
    assert found is not None
    note = checkpoints.note_of(world.database, found)
    auditor = visit("auditor")
    auditor.get("/audit/verification")
    # As a browser sends it, with other ends of lines.
    auditor.send("begin", press=("begin", "yes"), checkpoint=note.replace("\n", "\r\n"))
    app.extensions["verifying"].wait()
    assert "可信" in auditor.get("/audit/verification").text
    other = SigningKey.new("shangxia/0000000000000000/1").verifier.text
    auditor.send("begin", press=("begin", "yes"), vkey=other)
    app.extensions["verifying"].wait()
    page = auditor.get("/audit/verification")
    assert ("日志中没有这把密钥" in page.text, "不吻合" in page.text) == (True, True)
    page = auditor.send("begin", press=("begin", "yes"), checkpoint="no checkpoint")
    assert (page.status, "no checkpoint" in page.text) == (422, True)


def test_of_two_verifications_one_begins(world, app):
    verifying = app.extensions["verifying"]
    verifying._own.acquire()
    try:
        assert verifying.start("auditor", "") is False
    finally:
        verifying._own.release()
    assert verifying.start("auditor", "") is True
    verifying.wait()
    assert verifying.running() is None


def test_another_process_sees_the_verification_that_runs(world, app):

    mine, other = (
        app.extensions["verifying"],
        Verifying(world.door, app.extensions["county"].config),
    )
    file = _claimed(mine._path)
    with _released(file, mine._path):
        _tell(file, Progress("auditor", "2013-01-17T01:00:00.000000Z", 3, 9))
        assert (other.running().done, other.start("auditor", "")) == (3, False)
    assert other.running() is None


# — inbox and links —


def test_an_auditor_s_inbox_begins_with_what_was_refused_and_what_stays_unanswered(world, visit):
    number = world.running()
    refused(world, number)
    page = visit("auditor").get("/inbox")
    assert "近七日未获准的行为：2 次" in page.text
    assert "近七日" not in visit("office").get("/inbox").text
    assert any("outcome=refused" in link for link in page.links)


def test_an_auditor_comes_from_a_target_to_its_entries_and_its_unit_s_year(world, visit):
    number = world.running()
    year = world.target(number)["year_id"]
    links = visit("auditor").get(f"/targets/{number}").links
    assert f"/audit?kind=target&object={number}" in links
    assert f"/audit/units/XQ/{year}" in links
    assert not any("/audit" in link for link in visit("office").get(f"/targets/{number}").links)
