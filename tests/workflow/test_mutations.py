"""A closed year of the demo county, signed, and then bent in every way that somebody could.

Each is found by the check that is there for it, with the row or entry named; the clean copy raises
no alarm. What the one who bends holds (the database; the database and the format of the log; the
key as well) is said with each, as in docs/audit.md.
"""

import base64

import pytest

from models import statements
from tests.storage import opened
from tests.workflow.bending import (
    Entry,
    act,
    failed,
    forge,
    last_writer,
    one,
    run,
    unguarded,
    write,
)
from workflow.audit import opening
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.entry import Log
from workflow.audit.keys import KeyFolder
from workflow.audit.note import SigningKey, signed
from workflow.audit.outside import NotGiven
from workflow.audit.sealing import Sealer, WillNotSign
from workflow.audit.verify import verify
from workflow.case import Actor
from workflow.clock import system_clock
from workflow.county import door_of
from workflow.demo.county import make
from workflow.errors import NotPermitted
from workflow.queries import checkpoints, facts

PDF_TOO = base64.b64encode(b"%PDF-1.4 another letter").decode()
PDF = base64.b64encode(b"%PDF-1.4 a letter").decode()


class Held:
    """A signed demo county, and what people outside hold of it."""

    def __init__(self, database, folder):
        self.database = database
        self.folder = folder
        self.door = door_of(database, demo=True)
        make(database, reduced=True)
        self.kept = self._seal()
        office = facts.person(database, "office")
        actor = Actor(office["id"], "office", "web")
        given = {"name": "责任书", "body": PDF}
        self.file = self.door.perform("attach_file", "county", None, actor, given).object_id
        opening.rotate(self.door, folder, Actor(None, "operator", "cli"))
        with pytest.raises(NotPermitted):
            self.door.perform("add_front", "county", None, actor, {"code": "X"})
        self.door.perform("attach_file", "county", None, actor, {"name": "函", "body": PDF_TOO})
        self.newest = self._seal()
        self.vkey = folder.key().verifier.text

    def _seal(self):
        return opening.seal(self.door, self.folder)

    def faults(self, *, note=None, vkey=None):
        return failed(verify(self.database, None, note, vkey))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def held(request, tmp_path_factory):
    storage = request.getfixturevalue(f"{request.param}_storage")
    url = storage.new()
    with opened(url) as database:
        yield Held(database, KeyFolder(tmp_path_factory.mktemp("keys") / "log-key"))
    storage.drop(url)


# — nobody bent anything —


def test_the_clean_county_raises_no_alarm(held):
    alone = verify(held.database)
    assert alone.ok, alone.first
    assert alone.signed == alone.size
    assert alone.verdict.startswith("Consistent only")
    for note, vkey in (
        (held.kept["note"], None),
        (None, held.vkey),
        (held.newest["note"], held.vkey),
    ):
        report = verify(held.database, None, note, vkey)
        assert report.ok, report.first
        assert report.verdict.startswith("Authentic")
        assert report.verdict.zh.startswith("真实")


def test_a_checkpoint_kept_before_a_rotation_is_known_by_its_own_key(held):
    old = checkpoints.keys(held.database)[0]["vkey"]
    report = verify(held.database, None, held.kept["note"], old)
    assert report.ok, report.first


@pytest.mark.parametrize(
    ("note", "vkey"), [("", None), ("x\n", None), (None, "x"), ("x\n1\nAAAA\n\n— a b\n", None)]
)
def test_what_is_no_checkpoint_and_no_key_is_said_before_anything_is_read(held, note, vkey):
    with pytest.raises(NotGiven):
        verify(held.database, None, note, vkey)


# — who holds the database —


def edit_a_row(database):
    number = one(database, "SELECT MIN(id) FROM score")
    run(database, "UPDATE score SET value = '99' WHERE id = ?", number)
    return "replay", "score", number


def insert_a_row(database):
    number = one(database, "SELECT MAX(id) FROM award") + 1
    sql = "SELECT * FROM award WHERE id = ?"
    row = {**(statements.row(database, sql, (number - 1,)) or {}), "id": number, "code": "forged"}
    run(database, statements.insert_sql("award", tuple(row)), *row.values())
    return "replay", "award", number


def delete_a_row(database):
    number = one(database, "SELECT MAX(id) FROM finding")
    statements.run(database, "DELETE FROM cause_decision WHERE finding_id = ?", (number,))
    statements.run(database, "DELETE FROM score WHERE finding_id = ?", (number,))
    run(database, "DELETE FROM finding WHERE id = ?", number)
    return "replay", "finding", number


def swap_two_rows(database):
    first = one(database, "SELECT MIN(id) FROM unit_result")
    second = one(database, "SELECT MAX(id) FROM unit_result")
    values = {
        n: one(database, "SELECT total FROM unit_result WHERE id = ?", n) for n in (first, second)
    }
    assert values[first] != values[second]
    run(database, "UPDATE unit_result SET total = ? WHERE id = ?", values[second], first)
    run(database, "UPDATE unit_result SET total = ? WHERE id = ?", values[first], second)
    return "replay", "unit_result", first


def alter_an_attachment(database):
    number = one(database, "SELECT MAX(id) FROM file")
    run(database, "UPDATE file SET body = ? WHERE id = ?", PDF[:-4] + "AAAA", number)
    return "files", "file", number


def alter_a_text(database):
    number = one(database, "SELECT MIN(id) FROM text")
    run(database, "UPDATE text SET body = '别的话' WHERE id = ?", number)
    return "texts", "text", number


def approve_by_sql(database):
    number = one(database, "SELECT MIN(id) FROM target WHERE state = 'drafted'")
    run(database, "UPDATE target SET state = 'approved' WHERE id = ?", number)
    return "replay", "target", number


def edit_an_entry(database):
    number = one(database, "SELECT MAX(id) FROM entry WHERE act = 'inspect'")
    run(
        database,
        "UPDATE entry SET body = REPLACE(body, '\"met\":1', '\"met\":0') WHERE id = ?",
        number,
    )
    run(
        database,
        "UPDATE entry SET body = REPLACE(body, 'inspector', 'inspectox') WHERE id = ?",
        number,
    )
    return "entries", "entry", number


def delete_an_entry(database):
    number = one(database, "SELECT MAX(id) FROM entry WHERE act = 'return'")
    run(database, "DELETE FROM entry WHERE id = ?", number)
    return "entries", "entry", number


def back_date_an_entry(database):
    number = one(database, "SELECT MAX(id) FROM entry WHERE act = 'submit'")
    run(database, "UPDATE entry SET at = '2011-01-01T00:00:00.000000Z' WHERE id = ?", number)
    return "entries", "entry", number


def bend_a_subtree(database):
    number = one(database, "SELECT MIN(id) FROM subtree")
    run(database, "UPDATE subtree SET hash = ? WHERE id = ?", "ab" * 32, number)
    return "tree", "subtree", number


def bend_a_checkpoint(database):
    number = one(database, "SELECT MAX(id) FROM checkpoint")
    run(database, "UPDATE checkpoint SET root = ? WHERE id = ?", "ab" * 32, number)
    return "checkpoints", "checkpoint", number


def delete_every_checkpoint_of_the_key_in_force(database):
    first = one(database, "SELECT MIN(id) FROM entry WHERE act = 'set_log_key' AND id > 100")
    run(database, "DELETE FROM checkpoint WHERE size > ?", first)
    return "checkpoints", "checkpoint", None


WITH_THE_DATABASE = (
    edit_a_row,
    insert_a_row,
    delete_a_row,
    swap_two_rows,
    alter_an_attachment,
    alter_a_text,
    approve_by_sql,
    edit_an_entry,
    delete_an_entry,
    back_date_an_entry,
    bend_a_subtree,
    bend_a_checkpoint,
    delete_every_checkpoint_of_the_key_in_force,
)


@pytest.mark.parametrize("bend", WITH_THE_DATABASE, ids=lambda bend: bend.__name__)
def test_whoever_holds_the_database_is_found(held, bend):
    with unguarded(held.database):
        check, table, number = bend(held.database)
        fault = held.faults().get(check)
        assert fault is not None
        assert (fault.table, fault.id) == (table, number)
        assert str(number) in fault.words or number is None


def test_a_bent_row_names_the_entry_that_wrote_it_last(held):
    with unguarded(held.database):
        _, table, number = edit_a_row(held.database)
        fault = held.faults()["replay"]
        assert fault.entry == last_writer(held.database, table, number)
        assert fault.field == "value"


# — who knows the log's format, too, and writes log and tables alike —


def cut_the_tail(database):
    forge(database, lambda log: log.__delitem__(slice(-1, None)))


def write_another_past(database):
    """The score of a target is another, in the log and in the table: nothing inside disagrees."""
    number = one(database, "SELECT MAX(id) FROM score")

    def change(log: list[Entry]) -> None:
        for entry in log:
            for each in entry["writes"]:
                if (each["table"], each["id"]) == ("score", number):
                    each["after"]["value"] = "99"

    forge(database, change)
    run(database, "UPDATE score SET value = '99' WHERE id = ?", number)


def insert_an_entry(database):
    forge(database, lambda log: log.insert(100, {**log[99], "outcome": "refused", "writes": []}))


def swap_two_entries(database):
    def change(log: list[Entry]) -> None:
        log[200], log[201] = log[201], log[200]
        log[200]["at"], log[201]["at"] = log[201]["at"], log[200]["at"]

    forge(database, change)


def take_back_a_refusal(database):
    def change(log: list[Entry]) -> None:
        entry = next(e for e in log if e["outcome"] == "refused")
        log.remove(entry)

    forge(database, change)


WITH_THE_FORMAT = (
    cut_the_tail,
    write_another_past,
    insert_an_entry,
    swap_two_entries,
    take_back_a_refusal,
)


@pytest.mark.parametrize("bend", WITH_THE_FORMAT, ids=lambda bend: bend.__name__)
def test_whoever_writes_the_log_anew_is_found_by_what_was_signed(held, bend):
    with unguarded(held.database):
        bend(held.database)
        fault = held.faults()["checkpoints"]
        assert fault.table == "checkpoint"
        assert fault.id == first_that_does_not_fit(held)


def first_that_does_not_fit(held):
    """By hand: the first stored checkpoint whose root the log, as it is now, does not give."""
    from workflow.queries import leaves

    size = Log.open(held.database).size
    for row in checkpoints.every(held.database):
        if row["size"] > size:
            return row["id"]
        if leaves_root(held.database, row["size"], leaves).hex() != row["root"]:
            return row["id"]
    return None


def leaves_root(database, size, leaves):
    from workflow.audit.tree import root

    return root(leaves.leaf_hashes(database, 0, size))


@pytest.mark.parametrize("bend", WITH_THE_FORMAT, ids=lambda bend: bend.__name__)
def test_and_where_the_checkpoints_are_gone_by_the_one_that_was_kept(held, bend):
    with unguarded(held.database):
        bend(held.database)
        statements.run(held.database, "DELETE FROM checkpoint")
        fault = held.faults(note=held.newest["note"], vkey=held.vkey)["outside"]
        assert str(held.newest["size"]) in fault.words or "No checkpoint" in fault.words


@pytest.mark.parametrize("bend", WITH_THE_FORMAT, ids=lambda bend: bend.__name__)
def test_and_the_service_signs_none_of_it(held, bend):
    with unguarded(held.database):
        bend(held.database)
        with pytest.raises(WillNotSign) as refused:
            Sealer(held.database, system_clock, held.folder).seal(thorough=True)
        assert refused.value.code in ("shorter", "forked"), refused.value


def sign_anew(database, key: SigningKey):
    """Every checkpoint over the log as it is now, signed with another key under the log's name."""
    statements.run(database, "DELETE FROM checkpoint")
    log = Log.open(database).frontier
    text = Checkpoint(key.name, log.size, log.root()).text
    columns = ("id", "origin", "size", "root", "note", "at")
    values = (1, key.name, log.size, log.root().hex(), signed(text, key), "x")
    statements.run(database, statements.insert_sql("checkpoint", columns), values)


def test_a_log_signed_anew_with_another_key_is_found(held):
    with unguarded(held.database):
        write_another_past(held.database)
        sign_anew(held.database, SigningKey.new(held.newest["origin"]))
        assert held.faults()["checkpoints"].field == "note"


def test_another_key_written_into_the_log_is_found_by_who_knows_the_true_one(held):
    """The one who bends rewrites even the key's own entry: only what is outside tells."""
    key = SigningKey.new(held.newest["origin"])
    with unguarded(held.database):
        for row in checkpoints.keys(held.database):
            forge(held.database, lambda log, row=row: replace_key(log, row, key))
        statements.run(held.database, "DELETE FROM log_key WHERE id > 1")
        run(held.database, "UPDATE log_key SET vkey = ?", key.verifier.text)
        sign_anew(held.database, key)
        assert "checkpoints" not in held.faults()
        assert held.faults(vkey=held.vkey)["outside"].table == "log_key"
        assert "outside" in held.faults(note=held.kept["note"])


def replace_key(log, row, key):
    entry = next(
        (e for e in log for w in e["writes"] if w["table"] == "log_key" and w["id"] == row["id"]),
        None,
    )
    if entry is None:
        return
    if row["kind"] == "first":
        write(entry, "log_key")["after"]["vkey"] = key.verifier.text
    else:
        log.remove(entry)


# — laws of the log —


def test_a_target_approved_by_a_forged_entry_without_hands_is_found(held):
    with unguarded(held.database):
        number = one(held.database, "SELECT MIN(id) FROM target WHERE state = 'drafted'")

        def change(log: list[Entry]) -> None:
            approved = dict(act(log, "approve"))
            made = next(
                e
                for e in log
                for w in e["writes"]
                if (w["table"], w["id"]) == ("target", number) and w["before"] is None
            )
            state = {"table": "target", "id": number}
            state |= {"before": {"state": "drafted"}, "after": {"state": "approved"}}
            approved |= {
                "object": {**approved["object"], "id": number},
                "digest": made["digest"],
                "revision": made["revision"],
                "writes": [dict(sorted(state.items()))],
                "at": log[-1]["at"],
                "round": 1,
            }
            log.append(approved)

        forge(held.database, change)
        run(held.database, "UPDATE target SET state = 'approved' WHERE id = ?", number)
        found = held.faults()
        assert found["hands"].id == number
        assert (found["states"].table, found["states"].id) == ("target", number)
