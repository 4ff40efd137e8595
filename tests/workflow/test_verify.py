"""`audit verify`: a demo county verifies, and whatever is bent in it is named."""

# ruff: noqa: S608  (SQL is built from the tables' own names)

import json
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import statements
from models.base import is_sqlite
from models.tables import BY_NAME, LOGGED
from models.unit_of_work import logged_values
from tests.storage import opened
from tests.workflow.bending import (
    forge,
    found,
    last_writer,
    log_of,
    one,
    run,
    seal,
    unguarded,
)
from workflow.audit import entries as reading_entries
from workflow.audit import told
from workflow.audit.canonical import NotCanonical, canonical
from workflow.audit.entry import root_of
from workflow.audit.reading import KEYS, Malformed, entry_of
from workflow.audit.verify import verify
from workflow.case import Actor
from workflow.county import door_of
from workflow.demo.county import make

CHECKS = [
    "entries",
    "tree",
    "checkpoints",
    "cosignatures",
    "replay",
    "texts",
    "files",
    "moves",
    "hands",
    "states",
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo_url(request):
    storage = request.getfixturevalue(f"{request.param}_storage")
    url = storage.new()
    with opened(url) as database:
        make(database, reduced=True)
    yield url
    storage.drop(url)


@pytest.fixture(scope="module")
def demo(demo_url):
    with opened(demo_url) as database:
        yield database


# — a county that nobody bent —


def test_the_demo_county_verifies(demo):
    report = verify(demo)
    assert [(c.name, c.ok) for c in report.checks] == [(name, True) for name in CHECKS]
    assert report.ok
    assert report.first is None
    assert (report.size, report.root) == root_of(demo)
    assert report.verdict.startswith("Consistent only")
    assert report.verdict.zh.startswith("仅证明自洽")
    details = {check.name: check.detail for check in report.checks}
    entries = one(demo, "SELECT COUNT(*) FROM entry")
    approvals = one(
        demo,
        "SELECT COUNT(*) FROM entry WHERE act IN ('approve', 'arbitrate')"
        " AND object_kind = 'target' AND outcome = 'done'",
    )
    assert details["entries"] == f"{entries} entries."
    assert details["hands"] == f"{approvals} approvals."
    assert details["moves"].startswith("All lawful; 0 under another")
    rows = sum(one(demo, f'SELECT COUNT(*) FROM "{table._meta.table_name}"') for table in LOGGED)
    assert details["replay"] == f"{rows} rows, all the same."


def test_an_empty_database_verifies(database):
    report = verify(database)
    assert report.ok, report.first
    assert (report.size, report.root) == root_of(database)


def test_batches_of_any_size_give_the_same_report(demo, monkeypatch):
    whole = verify(demo)
    monkeypatch.setattr(reading_entries, "BATCH", 7)
    monkeypatch.setattr(told, "BATCH", 3)
    seen = []
    assert verify(demo, lambda done, total: seen.append((done, total))) == whole
    assert seen[0] == (7, whole.size)
    assert seen[-1] == (whole.size, whole.size)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_verification_writes_nothing(demo):
    before = everything(demo)
    verify(demo)
    assert everything(demo) == before


def everything(database):
    return {
        name: statements.rows(database, f'SELECT * FROM "{name}" ORDER BY "id"') for name in BY_NAME
    }


def test_acts_during_a_verification_neither_wait_nor_disturb(storage, monkeypatch):
    """One snapshot: what is done meanwhile is not half seen."""
    monkeypatch.setattr(reading_entries, "BATCH", 100)
    url = storage.new()
    with opened(url) as database:
        make(database, reduced=True)
        size = one(database, "SELECT size FROM log_head")
        door, done = door_of(database), []

        def add(number):
            fields = {"username": f"new{number}", "name": "新人"}
            admin = one(database, "SELECT id FROM person WHERE username = 'admin'")
            actor = Actor(admin, "admin", "cli")
            done.append(door.perform("add_person", "county", None, actor, fields).entry)
            database.close()

        def meanwhile(read, total):
            thread = threading.Thread(target=add, args=(read,))
            thread.start()
            thread.join(timeout=20)
            assert not thread.is_alive(), "an act waits for the verification"

        report = verify(database, meanwhile)
        assert len(done) >= 6
        assert report.ok, report.first
        assert report.size == size
        assert verify(database).size == size + len(done)
    storage.drop(url)


# — bent rows —


def bend(database, table, column, value, where):
    """Change one column of the first such row; its id."""
    number = one(database, f'SELECT MIN(id) FROM "{table}" WHERE {where}')
    run(database, f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', value, number)
    return number


@pytest.mark.parametrize(
    ("table", "column", "value", "where"),
    [
        ("target", "title", "另一个目标", "state = 'scored'"),
        ("target", "baseline", "9999", "baseline IS NOT NULL"),
        ("target", "due_on", None, "state = 'in_progress'"),
        ("target", "state", "scored", "state = 'due'"),
        ("revision", "material", "{}", "no = 2"),
        ("signature", "actor_id", 1, "side = 'approve'"),
        ("signature", "at", "2012-01-01T00:00:00.000000Z", "side = 'down'"),
        ("signature_end", "kind", "withdrawn", "kind = 'outdated'"),
        ("score", "value", "20.01", "value <> '20.01'"),
        ("finding", "found_value", "99", "found_value IS NOT NULL"),
        ("finding", "met", 0, "met = 1"),
        ("holding", "until", "2013-01-01T00:00:00.000000Z", "until IS NULL"),
        ("year", "document", "云政发〔2013〕9号", "state = 'issued'"),
        ("scheme", "body", "{}", "year = 2013"),
        ("county", "name_zh", "别的县", "id = 1"),
        ("milestone", "due_on", "2013-12-31", "position = 1"),
    ],
)
def test_a_bent_row_is_named(demo, table, column, value, where):
    with unguarded(demo):
        number = bend(demo, table, column, value, where)
        fault = found(demo)["replay"]
        assert (fault.table, fault.id, fault.field) == (table, number, column)
        assert fault.entry == last_writer(demo, table, number)
        for shown in (fault.words, fault.words.zh):
            assert f"{table} {number}" in shown
            assert column in shown


def test_credentials_are_compared_by_their_digests(demo):
    with unguarded(demo):
        number = bend(demo, "person", "password", "$argon2id$another", "username = 'head'")
        fault = found(demo)["replay"]
        assert (fault.table, fault.id, fault.field) == ("person", number, "password")
        assert "argon2" not in fault.words


def test_a_bent_text_is_named(demo):
    with unguarded(demo):
        number = bend(demo, "text", "body", "别的名字", "id > 5")
        faults = found(demo)
        assert set(faults) == {"texts"}
        assert (faults["texts"].table, faults["texts"].id) == ("text", number)


@pytest.mark.parametrize("salt", ["00", "no hex at all"])
def test_a_text_with_another_salt_is_named(demo, salt):
    with unguarded(demo):
        number = bend(demo, "text", "salt", salt, "id > 5")
        assert found(demo)["texts"].id == number


def test_a_bent_token_is_named(demo):
    """The demo grants none, so one is granted here, in the log as by an act."""
    admin = one(demo, "SELECT id FROM person WHERE username = 'admin'")
    row = {"id": 1, "person_id": admin, "hash": "stored", "label": "x", "revoked_at": None}
    row |= {"created_at": "2013", "expires_at": "2014"}

    def grant(log):
        write = {"table": "token", "id": 1, "before": None, "after": logged_values("token", row)}
        log.append({**log[-1], "act": "grant_token", "writes": [write]})

    with unguarded(demo):
        forge(demo, grant)
        run(demo, statements.insert_sql("token", tuple(row)), *row.values())
        assert found(demo) == {}
        bend(demo, "token", "hash", "another", "id = 1")
        fault = found(demo)["replay"]
        assert (fault.table, fault.id, fault.field) == ("token", 1, "hash")


@pytest.mark.parametrize("table", ["score", "signature_end", "key_task_link", "unit_front"])
@pytest.mark.parametrize("which", ["MIN", "MAX"])
def test_a_deleted_row_is_named(demo, table, which):
    with unguarded(demo):
        number = one(demo, f'SELECT {which}(id) FROM "{table}"')
        run(demo, f'DELETE FROM "{table}" WHERE id = ?', number)
        fault = found(demo)["replay"]
        assert (fault.table, fault.id, fault.field) == (table, number, None)
        assert fault.entry == last_writer(demo, table, number)


@pytest.mark.parametrize("table", ["stand", "score", "revision", "unit_front", "text"])
@pytest.mark.parametrize("number", [-(2**63), -5, 0, 1_000_000, 2**63 - 1])
def test_an_added_row_is_named(demo, table, number):
    with unguarded(demo):
        row = statements.row(demo, f'SELECT * FROM "{table}" ORDER BY id DESC')
        unlike = {
            "stand": {"person_id": 1, "side": "inspection"},
            "score": {"no": 99},
            "revision": {"no": 99},
            "unit_front": {"year": 2099},
            "text": {},
        }[table]
        row |= {"id": number, **unlike}
        run(demo, statements.insert_sql(table, tuple(row)), *row.values())
        fault = found(demo)["replay"]
        assert (fault.table, fault.id, fault.entry) == (table, number, None)


def test_the_stored_state_must_be_what_the_hands_say(demo):
    with unguarded(demo):
        number = bend(demo, "target", "state", "approved", "state = 'reviewed'")
        faults = found(demo)
        assert set(faults) == {"replay", "states"}
        assert (faults["states"].id, faults["states"].field) == (number, "state")


def test_the_stored_digest_must_be_the_candidate_s(demo):
    with unguarded(demo):
        number = bend(demo, "target", "digest", "0" * 64, "state = 'reviewed'")
        assert (found(demo)["states"].id, found(demo)["states"].field) == (number, "digest")


def test_a_revision_that_cannot_be_read_is_named(demo):
    with unguarded(demo):
        where = "target_id = (SELECT MIN(id) FROM target WHERE state = 'reviewed')"
        number = bend(demo, "revision", "material", "{", where)
        faults = found(demo)
        assert faults["replay"].id == number
        assert set(faults) == {"replay", "states"}


@pytest.mark.parametrize(
    ("table", "column", "check"),
    [
        ("target", "title", "replay"),
        ("revision", "material", "replay"),
        ("person", "password", "replay"),
        ("text", "body", "texts"),
        ("text", "salt", "texts"),
        ("entry", "body", "entries"),
        ("entry", "at", "entries"),
        ("log_head", "frontier", "tree"),
    ],
)
@pytest.mark.parametrize("value", ["CAST(x'e4b8ff61' AS TEXT)", "x'e4b8ad'"])
def test_bytes_that_are_no_text_are_named_and_nothing_raised(demo, table, column, check, value):
    if not is_sqlite(demo):
        return  # PostgreSQL holds text only
    with unguarded(demo):
        number = one(demo, f'SELECT MAX(id) FROM "{table}"')
        run(demo, f'UPDATE "{table}" SET "{column}" = {value} WHERE id = ?', number)
        fault = found(demo)[check]
        assert (fault.table, fault.id) == (table, number)
    assert verify(demo).ok


# — a bent log —


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2012-01-01T00:00:00.000000Z"),
        ("act", "create"),
        ("object_kind", "item"),
        ("object_id", 999),
        ("person_id", 1),
        ("outcome", "refused"),
        ("leaf", "0" * 64),
    ],
)
def test_a_bent_column_of_an_entry_is_named(demo, column, value):
    with unguarded(demo):
        number = bend(demo, "entry", column, value, "act = 'approve'")
        faults = found(demo)
        assert set(faults) == {"entries"}
        fault = faults["entries"]
        assert (fault.table, fault.id, fault.entry, fault.field) == (
            "entry",
            number,
            number,
            column,
        )


def test_one_changed_byte_is_named(demo):
    with unguarded(demo):
        number = one(demo, "SELECT MIN(id) FROM entry WHERE act = 'approve'")
        body = one(demo, "SELECT body FROM entry WHERE id = ?", number)
        run(demo, "UPDATE entry SET body = ? WHERE id = ?", body.replace("XZ", "XY", 1), number)
        faults = found(demo)
        assert (faults["entries"].id, faults["entries"].field) == (number, "leaf")
        assert faults["tree"].table == "log_head"


def test_a_cut_tail_is_seen(demo):
    with unguarded(demo):
        run(demo, "DELETE FROM entry WHERE id = (SELECT MAX(id) FROM entry)")
        faults = found(demo)
        assert (faults["tree"].table, faults["tree"].field) == ("log_head", "size")


def test_a_cut_tail_under_a_new_head_is_seen(demo):
    with unguarded(demo):
        last = forge(demo, lambda log: (log.pop(), log.pop())[0])
        changed = last["writes"][0]
        fault = found(demo)["replay"]
        assert set(found(demo)) == {"replay"}
        assert fault.table in {changed["table"], "target", "revision", "stand", "signature"}


def test_a_gap_is_seen(demo):
    with unguarded(demo):
        run(demo, "DELETE FROM entry WHERE id = 40")
        fault = found(demo)["entries"]
        assert (fault.entry, fault.id) == (40, 40)


def test_an_entry_before_the_first_is_seen(demo):
    with unguarded(demo):
        body = one(demo, "SELECT body FROM entry WHERE id = 0")
        sql = "INSERT INTO entry (id, at, act, object_kind, outcome, body, leaf) "
        run(demo, sql + "VALUES (-1, 'x', 'found', 'county', 'done', ?, 'x')", body)
        assert found(demo)["entries"].id in (0, -1)


def test_swapped_entries_are_seen(demo):
    with unguarded(demo):
        for old, new in ((50, -1), (51, 50), (-1, 51)):
            run(demo, "UPDATE entry SET id = ? WHERE id = ?", new, old)
        faults = found(demo)
        assert (faults["entries"].id, faults["entries"].field) == (50, "id")
        assert "tree" in faults


def test_swapped_bodies_are_seen_even_under_a_new_head(demo):
    def swap(log):
        # Of two mornings: acts done together bear one time.
        log[0], log[1] = log[1], log[0]

    with unguarded(demo):
        forge(demo, swap)
        fault = found(demo)["entries"]
        assert (fault.id, fault.field) == (1, "at")


@pytest.mark.parametrize(
    ("column", "value"),
    [("size", 7), ("frontier", "00" * 32), ("frontier", ""), ("at", "2031"), ("at", "")],
)
def test_a_bent_head_is_named(demo, column, value):
    with unguarded(demo):
        run(demo, f'UPDATE log_head SET "{column}" = ?', value)
        faults = found(demo)
        assert set(faults) == {"tree"}
        assert (faults["tree"].table, faults["tree"].field) == ("log_head", column)


def test_a_log_without_its_head_is_seen(demo):
    with unguarded(demo):
        run(demo, "DELETE FROM log_head")
        assert set(found(demo)) == {"tree"}


def sealed_with(database, number, spelling):
    """The log with one body spelled otherwise, everything else made to fit it."""
    log = log_of(database)
    bodies = [canonical(entry) for entry in log]
    bodies[number] = spelling(log[number], bodies[number])
    seal(database, bodies, [entry["at"] for entry in log])


@pytest.mark.parametrize(
    "spelling",
    [
        lambda entry, body: body.replace(b'{"act"', b'{ "act"', 1),
        lambda entry, body: body + b"\n",
        lambda entry, body: json.dumps(entry, ensure_ascii=True, sort_keys=True).encode(),
        lambda entry, body: body.replace(b'"act":', b'"act":"found","act":', 1),
        lambda entry, body: json.dumps(dict(reversed(entry.items()))).encode(),
        lambda entry, body: canonical({k: v for k, v in entry.items() if k != "scheme"}),
        lambda entry, body: canonical({**entry, "writes": {}}),
        lambda entry, body: canonical({**entry, "writes": [{}]}),
    ],
)
def test_a_body_in_another_spelling_is_seen_under_any_head(demo, spelling):
    with unguarded(demo):
        sealed_with(demo, 60, spelling)
        fault = found(demo)["entries"]
        assert (fault.id, fault.field) == (60, "body")


KEYED = st.fixed_dictionaries({name: st.none() for name in sorted(KEYS - {"object", "writes"})})
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
WRITES = st.lists(
    st.fixed_dictionaries(
        {
            "table": st.text(),
            "id": st.integers(0, 99),
            "before": st.none() | st.dictionaries(st.text("abc_"), SCALARS),
            "after": st.dictionaries(st.text("abc_"), SCALARS),
        }
    )
)


@given(KEYED, SCALARS, WRITES, st.booleans())
def test_reading_accepts_exactly_the_canonical_spelling(keyed, number, writes, spaced):
    entry = {**keyed, "at": "2013", "object": {"kind": "target", "id": number}, "writes": writes}
    try:
        body = canonical(entry).decode()
    except NotCanonical:  # a lone surrogate: no spelling at all
        return
    assert entry_of(body) == entry
    other = json.dumps(entry, ensure_ascii=False, sort_keys=True) if spaced else body + " "
    with pytest.raises(Malformed):
        entry_of(other)


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "{}", '"x"', "{" * 9, "[" * 100_000, '{"a":1.5}', '{"a":NaN}', "\x00"],
)
def test_what_is_no_entry_is_said_to_be_none(body):
    with pytest.raises(Malformed):
        entry_of(body)
