"""What people are shown: the list, the target and the inbox agree with the door, for everybody."""

import pytest

from models import statements
from tests.storage import opened
from workflow.case import Actor
from workflow.county import clock_of
from workflow.demo import county as demo
from workflow.errors import InvalidInput, NotFound, NotPermitted
from workflow.queries import facts, history, inbox, log_search, target_list, target_view, years
from workflow.queries.reader import reader_of
from workflow.standing import sees_target

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="module", params=KINDS)
def demo_county(request):
    storage = request.getfixturevalue(f"{request.param}_storage")
    url = storage.new()
    with opened(url) as database:
        demo.make(database, reduced=True)
        yield database
    storage.drop(url)


def people(database):
    rows = statements.rows(database, "SELECT id, username FROM person ORDER BY id")
    return [Actor(row["id"], row["username"], "page") for row in rows]


def reader(database, username):
    actor = next(a for a in people(database) if a.username == username)
    return reader_of(database, clock_of(database, "", demo=True), actor)


def all_pages(someone, filters=None, limit=7):
    found, after = [], 0
    while after is not None:
        rows, after = target_list.page(someone, filters or {}, limit=limit, after=after)
        found += rows
    return found


def test_the_list_shows_exactly_what_each_person_may_see(demo_county):
    rows = statements.rows(demo_county, "SELECT * FROM target ORDER BY id")
    for actor in people(demo_county):
        someone = reader(demo_county, actor.username)
        may = [
            r["id"]
            for r in rows
            if sees_target(
                someone.organisation, someone.posts, r, someone.deputies.get(r["year_id"])
            )
        ]
        assert [row["id"] for row in all_pages(someone)] == may, actor.username
        assert len(may) > 0, actor.username


def test_a_drafters_list_hides_other_units_drafts_and_opening_one_says_not_found(demo_county):
    drafter = reader(demo_county, "xq.drafter")
    foreign = statements.value(
        demo_county,
        "SELECT t.id FROM target t JOIN unit u ON u.id = t.unit_id "
        "WHERE t.in_force IS NULL AND u.code = 'BY'",
    )
    assert foreign not in [row["id"] for row in all_pages(drafter)]
    with pytest.raises(NotFound):
        target_view.representation(drafter, foreign)
    with pytest.raises(NotFound):
        history.of_target(drafter, foreign)


def test_a_row_of_the_list_says_what_the_target_itself_says(demo_county):
    auditor = reader(demo_county, "auditor")
    for row in all_pages(auditor, limit=50):
        whole = target_view.representation(auditor, row["id"])
        shared = row.keys() & whole.keys() - {"in_force"}
        assert {name: row[name] for name in shared} == {name: whole[name] for name in shared}
        assert (row["revision"], row["digest"]) == (
            whole["candidate"]["no"],
            whole["candidate"]["digest"],
        )


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("year", "2014", lambda r: r["year"] == 2014),
        ("unit", "ZS", lambda r: r["unit"] == "ZS"),
        ("front", "townships", lambda r: r["unit"] in ("XQ", "SM", "BY")),
        ("category", "key", lambda r: r["category"] == "key"),
        ("state", "due", lambda r: r["state"] == "due"),
        ("turn", "inspector", lambda r: r["turn"] == "inspector"),
        ("light", "blue", lambda r: r["state"] in ("inspected", "scored", "cancelled")),
        ("q", "公路", lambda r: "公路" in r["title"]),
        ("due_before", "2013-07-01", lambda r: r["due_on"] < "2013-07-01"),
    ],
)
def test_each_filter_keeps_what_it_names_and_nothing_else(demo_county, name, value, check):
    office = reader(demo_county, "office")
    everything = all_pages(office)
    if name == "light":
        expected = [r["id"] for r in everything if r["light"] == value]
    else:
        expected = [r["id"] for r in everything if r["due_on"] and check(r)]
    kept = all_pages(office, {name: value})
    assert [r["id"] for r in kept] == expected
    assert 0 < len(kept) < len(everything)
    assert all(check(r) for r in kept if r["light"] != "grey")


@pytest.mark.parametrize(
    "filters",
    [
        {"year": "soon"},
        {"year": "9" * 30},
        {"unit": "NOWHERE"},
        {"front": "x"},
        {"state": "done"},
        {"turn": "x"},
        {"light": "pink"},
        {"q": "a\x00b"},
        {"q": "\ud800"},
        {"due_before": "2013-13-45"},
        {"category": "a\nb"},
    ],
)
def test_a_filter_that_cannot_be_read_is_named(demo_county, filters):
    with pytest.raises(InvalidInput) as refused:
        target_list.page(reader(demo_county, "office"), filters)
    assert list(refused.value.fields) == list(filters)


def test_percent_and_underscore_are_letters_in_a_search(demo_county):
    office = reader(demo_county, "office")
    assert all_pages(office, {"q": "%"}) == []
    assert all_pages(office, {"q": "_"}) == []


def test_the_inbox_holds_what_waits_for_the_person_and_counts_it(demo_county):
    for username, turns in (
        ("xq.head", {"unit"}),
        ("leader1", {"leader"}),
        ("head", {"county_head", "leader"}),
        ("office", {"office"}),
        ("inspector1", {"inspector"}),
    ):
        someone = reader(demo_county, username)
        rows, _ = inbox.inbox(someone, "todo", limit=200, after=0)
        # What was reported upward stands here too, whosever turn it is.
        assert {row["turn"] for row in rows if row["escalated"] is None} <= turns, username
        assert inbox.counts(someone)["todo"] == len(rows), username
    assert inbox.counts(reader(demo_county, "auditor"))["todo"] == 0


def test_the_inbox_is_due_first_and_its_pages_leave_nothing_out(demo_county):
    head = reader(demo_county, "xq.head")
    whole, more = inbox.inbox(head, "todo", limit=200, after=0)
    assert more is None
    keys = [(row["due_on"], row["id"]) for row in whole]
    assert keys == sorted(keys)
    found, after = [], 0
    while after is not None:
        rows, after = inbox.inbox(head, "todo", limit=3, after=after)
        found += rows
    assert found == whole


def test_what_a_person_did_and_began_stands_in_the_other_tabs(demo_county):
    drafter = reader(demo_county, "sm.drafter")
    mine, _ = inbox.inbox(drafter, "mine", limit=200, after=0)
    done, _ = inbox.inbox(drafter, "done", limit=200, after=0)
    assert {row["unit"] for row in mine} == {"SM"}
    assert {row["id"] for row in mine} < {row["id"] for row in done}


def test_every_act_is_allowed_or_refused_with_a_sentence_in_both_languages(demo_county):
    ids = [r["id"] for r in statements.rows(demo_county, "SELECT id FROM target")]
    for username in ("xq.head", "leader2", "office", "auditor", "inspector2"):
        someone = reader(demo_county, username)
        for number in ids[::5]:
            try:
                shown = target_view.representation(someone, number)
            except NotFound:
                continue
            for offer in shown["actions"]:
                assert offer["allowed"] != bool(offer["refusals"])
                for refusal in offer["refusals"]:
                    assert refusal["code"]
                    assert refusal["text"].zh != refusal["text"].en


def test_history_tells_who_did_what_with_the_words_they_used(demo_county):
    returned = statements.value(
        demo_county, "SELECT object_id FROM entry WHERE act = 'return' AND outcome = 'done'"
    )
    shown = history.of_target(reader(demo_county, "leader1"), returned)
    entry = next(e for e in shown if e["action"] == "return")
    assert (entry["by_name"], entry["reason"], entry["outcome"]) == (
        "陆青禾",
        "value_too_low",
        "done",
    )
    assert "60公里" in entry["text"]
    assert [e["index"] for e in shown] == sorted((e["index"] for e in shown), reverse=True)


def test_only_auditors_read_the_log(demo_county):
    page = log_search.search(reader(demo_county, "auditor"), {}, limit=5)
    assert (len(page.rows), page.following) == (5, page.rows[-1]["index"])
    with pytest.raises(NotPermitted):
        log_search.search(reader(demo_county, "admin"), {}, limit=5)


def test_the_log_is_found_by_person_act_and_object(demo_county):
    auditor = reader(demo_county, "auditor")
    by_act = {"person": "leader1", "act": "counter", "kind": "target"}
    rows = log_search.search(auditor, by_act, limit=9).rows
    assert [(r["by"], r["action"]) for r in rows] == [("leader1", "counter")]
    by_object = {"object": str(rows[0]["object"]["id"]), "kind": "target"}
    rows = log_search.search(auditor, by_object, limit=99).rows
    assert {r["action"] for r in rows} >= {"create", "submit", "counter", "approve"}


def test_a_revision_of_the_list_hashes_to_its_digest(demo_county):
    import hashlib
    import json

    auditor = reader(demo_county, "auditor")
    countered = statements.value(demo_county, "SELECT object_id FROM entry WHERE act = 'counter'")
    shown = target_view.revisions(auditor, countered)
    assert [r["no"] for r in shown] == [2, 1]
    assert [d["field"] for d in shown[0]["diff"]] == ["target_value"]
    for revision in shown:
        text = json.dumps(
            revision["material"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        own = hashlib.sha256(b"shangxia/revision/v1\x00" + text.encode()).hexdigest()
        assert own == revision["digest"]


def test_a_year_counts_its_targets_and_names_what_is_not_approved(demo_county):
    office = reader(demo_county, "office")
    shown = years.year(office, 2013)
    counted = statements.value(demo_county, "SELECT COUNT(*) FROM target WHERE year_id = 2013")
    assert sum(shown["counts"].values()) == counted
    assert shown["unapproved"] == facts.target_ids(demo_county, 2013, "drafted", "reviewed")
    with pytest.raises(NotFound):
        years.year(office, 1999)
