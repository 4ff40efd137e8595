"""Signing the log: what is signed, what is refused, and how a person goes on from there.

Both databases, real key files, and databases bent or put back as somebody with the file would.
"""

import os
import re
import shutil
import threading
from pathlib import Path

import pytest

from models import statements
from tests.builders import World, copy_of
from tests.storage import opened as connected
from tests.workflow.bending import disarm, run, unguarded
from workflow.audit import opening
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.entry import Log, root_of
from workflow.audit.keys import KeyFolder, KeyUnusable
from workflow.audit.note import COSIGNATURE, SigningKey, Verifier, cosigned_message, opened
from workflow.audit.sealing import Sealer, WillNotSign
from workflow.audit.tree import root as tree_root
from workflow.audit.verify import verify
from workflow.door import CLOCK
from workflow.errors import InvalidInput, NotPermitted, Unavailable
from workflow.queries import checkpoints, leaves


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "keys" / "log-key")


@pytest.fixture
def world(fresh):
    """A county of each test's own."""
    return fresh


def seal(world, folder):
    return opening.seal(world.door, folder)


def refusal(world, folder):
    """The code with which signing is refused; the door is shut by it."""
    with pytest.raises(WillNotSign) as refused:
        seal(world, folder)
    assert world.door.closed == refused.value.words
    return refused.value.code


def some_act(world):
    world.county("admin", "add_front", code=f"F{world.size()}", name_zh="新", name_en="New")


# — what is signed —


def test_the_first_start_makes_a_key_and_a_signed_checkpoint(world, folder):
    before = world.size()
    signed = seal(world, folder)
    key = folder.key()
    assert oct(folder.path.stat().st_mode & 0o777) == "0o600"
    assert (signed["size"], signed["root"]) == root_of(world.database)
    assert signed["size"] == before + 1, "the key's own entry is under its first signature"
    first = world.entries(before)[0]
    assert (first["act"], first["channel"], first["capacity"]) == (
        "set_log_key",
        "service",
        "system",
    )
    leaf = statements.value(world.database, "SELECT leaf FROM entry WHERE id = 0")
    assert key.name == f"shangxia/{leaf[:16]}/1"
    stated = Checkpoint.of(opened(signed["note"], [key.verifier]).text)
    assert (stated.origin, stated.size, stated.root.hex()) == (
        key.name,
        signed["size"],
        signed["root"],
    )
    assert key.text not in statements.value(world.database, "SELECT vkey FROM log_key")


def test_nothing_new_is_nothing_signed(world, folder):
    first = seal(world, folder)
    assert seal(world, folder) == first
    assert world.rows("SELECT id FROM checkpoint") == [{"id": 1}]


def test_the_root_is_that_of_the_very_bytes(world, folder):
    for _ in range(3):
        some_act(world)
        signed = seal(world, folder)
        hashes = leaves.leaf_hashes(world.database, 0, signed["size"])
        assert signed["root"] == tree_root(hashes).hex()


def test_complete_subtrees_are_kept_and_are_right(world, folder):
    while world.size() < 600:
        with pytest.raises(NotPermitted):
            world.county("leader1", "add_front", code="X", name_zh="新", name_en="New")
    seal(world, folder)
    kept = world.rows("SELECT level, place, hash FROM subtree ORDER BY level, place")
    assert [(k["level"], k["place"]) for k in kept] == [(8, 0), (8, 1), (9, 0)]
    hashes = leaves.leaf_hashes(world.database, 0, 512)
    assert kept[1]["hash"] == tree_root(hashes[256:512]).hex()
    assert kept[2]["hash"] == tree_root(hashes).hex()
    assert leaves.frontier_at(world.database, 600).root() == tree_root(
        leaves.leaf_hashes(world.database, 0, 600)
    )


# — what is refused —


def test_a_cut_tail_is_never_signed_over(world, folder):
    some_act(world)
    size = seal(world, folder)["size"]
    with unguarded(world.database):
        run(world.database, "DELETE FROM entry WHERE id = ?", size - 1)
        shorter = leaves.frontier_at(world.database, size - 1)
        run(
            world.database,
            "UPDATE log_head SET size = ?, frontier = ?",
            size - 1,
            shorter.encode(),
        )
        with pytest.raises(WillNotSign) as refused:
            Sealer(world.database, world.door.clock, folder).seal()
        assert refused.value.code == "shorter"


def test_another_past_of_the_same_length_is_never_signed_over(world, folder):
    some_act(world)
    size = seal(world, folder)["size"]
    with unguarded(world.database):
        run(world.database, "UPDATE entry SET leaf = ? WHERE id = ?", "ab" * 32, size - 1)
        with pytest.raises(WillNotSign) as refused:
            Sealer(world.database, world.door.clock, folder).seal()
        assert refused.value.code == "forked"


def test_new_entries_that_do_not_give_the_head_are_not_signed(world, folder):
    seal(world, folder)
    some_act(world)
    size = world.size()
    with unguarded(world.database):
        run(
            world.database,
            "UPDATE entry SET body = REPLACE(body, 'New', 'Bad') WHERE id = ?",
            size - 1,
        )
        with pytest.raises(WillNotSign) as refused:
            Sealer(world.database, world.door.clock, folder).seal()
        assert refused.value.code == "head_bent"


def test_an_emptied_table_of_checkpoints_is_noticed(world, folder):
    seal(world, folder)
    some_act(world)
    seal(world, folder)
    with unguarded(world.database):
        run(world.database, "DELETE FROM checkpoint")
        with pytest.raises(WillNotSign) as refused:
            Sealer(world.database, world.door.clock, folder).seal()
        assert refused.value.code == "checkpoints_missing"


def test_a_checkpoint_lost_between_signing_and_storing_is_stored_again(world, folder, monkeypatch):
    seal(world, folder)
    some_act(world)

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Sealer, "_store", stop)
        with pytest.raises(KeyboardInterrupt):
            seal(world, folder)
    assert len(world.rows("SELECT id FROM checkpoint")) == 1
    again = seal(world, folder)
    assert (again["size"], again["note"]) == (world.size(), folder.sealed().note)


def test_another_key_put_in_place_signs_nothing(world, folder):
    seal(world, folder)
    name = folder.key().name
    folder.path.unlink()
    assert refusal(world, folder) == "key_missing"
    folder.make(name)
    assert refusal(world, folder) == "key_other"


def test_a_record_of_what_was_signed_that_is_gone_is_missed(world, folder):
    seal(world, folder)
    Path(f"{folder.path}.sealed").unlink()
    assert refusal(world, folder) == "seal_missing"


@pytest.mark.parametrize("text", ["", "{}", '{"size":1}', '{"size": 1}', "\x00"])
def test_a_record_that_is_bent_is_not_believed(world, folder, text):
    seal(world, folder)
    Path(f"{folder.path}.sealed").write_text(text, "utf-8")
    assert refusal(world, folder) == "key_unusable"


def test_a_key_that_others_can_read_is_not_used(world, folder):
    seal(world, folder)
    folder.path.chmod(0o640)
    assert refusal(world, folder) == "key_unusable"
    assert "chmod 600" in world.door.closed.en
    folder.path.chmod(0o600)
    assert seal(world, folder) is not None
    assert world.door.closed is None


def test_a_bent_key_file_says_so_without_its_secret(world, folder):
    seal(world, folder)
    secret = folder.key().text
    folder.path.write_text(secret[:-3], "utf-8")
    with pytest.raises(KeyUnusable) as refused:
        folder.key()
    assert secret[-20:-3] not in str(refused.value)


def test_the_key_of_another_county_is_not_used(world, folder):
    folder.make("shangxia/0123456789abcdef/1")
    assert refusal(world, folder) == "other_log"


# — read-only, and how it ends —


def test_a_restored_database_is_read_only_until_a_person_opens_a_new_origin(
    storage, county_url, tmp_path
):
    folder = KeyFolder(tmp_path / "log-key")
    with connected(county_url) as database:
        seal(World(database), folder)
    backup = copy_of(storage, county_url)
    with connected(county_url) as database:
        world = World(database)
        some_act(world)
        newest = seal(world, folder)
    with connected(backup) as database:
        world = World(database)
        assert refusal(world, folder) == "shorter"
        size = world.size()
        with pytest.raises(Unavailable) as refused:
            some_act(world)
        assert "只读" in refused.value.words.zh
        assert world.size() == size, "not even a refusal is written"

        number = "云政办〔2013〕9号"
        signed = opening.reopen(world.door, folder, CLOCK, "机房断电，恢复前一晚备份", number)
        assert world.door.closed is None
        entry = world.entries(size)[0]
        assert (entry["act"], entry["named"]) == ("reopen_log", {"document": number})
        assert signed["origin"].endswith("/2")
        assert signed["size"] == size + 1 == newest["size"]
        assert signed["root"] != newest["root"], "two pasts, and two names for them"
        assert [k["kind"] for k in checkpoints.keys(database)] == ["first", "reopened"]
        kept = sorted(p.name for p in tmp_path.glob("*.closed-1"))
        assert kept == ["log-key.closed-1", "log-key.sealed.closed-1"]
        some_act(world)
        assert seal(world, folder)["size"] == size + 2
    storage.drop(backup)


def test_a_long_log_is_signed_anew_under_its_new_origin(world, folder):
    """Its subtrees are kept once more, and proofs are made of the last ones."""
    while world.size() < 300:
        with pytest.raises(NotPermitted):
            world.county("leader1", "add_front", code="X", name_zh="新", name_en="New")
    seal(world, folder)
    disarm(world.database, "subtree")
    run(world.database, "UPDATE subtree SET hash = ?", "ab" * 32)
    assert refusal(world, folder) == "forked"
    signed = opening.reopen(world.door, folder, CLOCK, "缓存被改", None)
    assert signed["origin"].endswith("/2")
    assert len(world.rows("SELECT id FROM subtree WHERE level = 8")) == 2
    assert leaves.frontier_at(world.database, 300).root() == tree_root(
        leaves.leaf_hashes(world.database, 0, 300)
    )
    assert verify(world.database).ok


def test_opening_a_new_origin_survives_a_stop_after_the_act(world, folder):
    seal(world, folder)
    key = folder.prepare(checkpoints.origin(world.database, 2))
    given = {"vkey": key.verifier.text, "text": "换机", "document": None}
    world.door.perform("reopen_log", "county", None, CLOCK, given)
    signed = seal(world, folder)
    assert signed["origin"] == key.name
    assert folder.key().text == key.text
    assert folder.next() is None


def test_only_the_machine_opens_an_origin_or_sets_a_key(world, folder):
    seal(world, folder)
    for act in ("set_log_key", "reopen_log"):
        with pytest.raises(NotPermitted):
            world.county("admin", act, vkey=folder.key().verifier.text, text="x")


@pytest.mark.parametrize("vkey", ["", "x", "a+00000000+AAAA", "shangxia/1+0+"])
def test_a_key_that_is_none_is_refused(world, folder, vkey):
    seal(world, folder)
    with pytest.raises(InvalidInput) as refused:
        world.door.perform("set_log_key", "county", None, CLOCK, {"vkey": vkey})
    assert list(refused.value.fields) == ["vkey"]


def test_a_key_under_another_name_or_used_before_is_refused(world, folder):
    seal(world, folder)
    for key in (SigningKey.new("somebody"), folder.key()):
        with pytest.raises(InvalidInput):
            world.door.perform("set_log_key", "county", None, CLOCK, {"vkey": key.verifier.text})


# — rotation —


def test_a_rotated_key_is_vouched_for_by_the_one_before(world, folder):
    seal(world, folder)
    old = folder.key()
    signed = opening.rotate(world.door, folder, CLOCK)
    new = folder.key()
    assert new.text != old.text
    assert new.name == old.name, "the log keeps its origin"
    good = opened(signed["note"], [old.verifier, new.verifier]).good
    assert good == (old.verifier, new.verifier)
    assert world.entries()[-1]["act"] == "set_log_key"
    some_act(world)
    assert opened(seal(world, folder)["note"], [new.verifier]).good == (new.verifier,)


def test_a_rotation_survives_a_stop_after_the_act(world, folder):
    seal(world, folder)
    old = folder.key()
    new = folder.prepare(old.name)
    world.door.perform("set_log_key", "county", None, CLOCK, {"vkey": new.verifier.text})
    signed = seal(world, folder)
    assert len(opened(signed["note"], [old.verifier, new.verifier]).good) == 2
    assert folder.key().text == new.text


# — two who sign —


def test_two_signers_with_one_key_sign_each_size_once(county_url, tmp_path):
    folder, again = KeyFolder(tmp_path / "log-key"), threading.Barrier(3)
    errors: list[Exception] = []

    def signing():
        with database.connection_context():
            try:
                again.wait()
                for _ in range(30):
                    Sealer(database, world.door.clock, KeyFolder(folder.path)).seal()
            except Exception as error:
                errors.append(error)

    with connected(county_url) as database:
        world = World(database)
        seal(world, folder)
        threads = [threading.Thread(target=signing) for _ in range(2)]
        for thread in threads:
            thread.start()
        again.wait()
        for _ in range(20):
            some_act(world)
        for thread in threads:
            thread.join()
        assert not errors
        seal(world, folder)
        rows = world.rows("SELECT size, root FROM checkpoint ORDER BY id")
        sizes = [row["size"] for row in rows]
        assert sizes == sorted(set(sizes))
        for row in rows:
            assert leaves.frontier_at(database, row["size"]).root().hex() == row["root"]


def test_a_machine_that_signed_less_goes_on_from_what_another_signed(world, folder, tmp_path):
    seal(world, folder)
    other = KeyFolder(tmp_path / "other")
    for suffix in ("", ".sealed"):
        shutil.copy(f"{folder.path}{suffix}", f"{other.path}{suffix}")
        os.chmod(f"{other.path}{suffix}", 0o600)
    some_act(world)
    newest = seal(world, other)
    assert seal(world, folder) == newest
    some_act(world)
    assert seal(world, folder)["size"] == newest["size"] + 1


def test_a_later_checkpoint_by_nobody_we_know_is_not_gone_on_from(world, folder):
    seal(world, folder)
    some_act(world)
    key, size = SigningKey.new(folder.key().name), world.size()
    text = Checkpoint(key.name, size, Log.open(world.database).frontier.root()).text
    statements.run(
        world.database,
        statements.insert_sql("checkpoint", ("id", "origin", "size", "root", "note", "at")),
        (99, key.name, size, "00" * 32, f"{text}\n{key.sign(text)}\n", "x"),
    )
    assert refusal(world, folder) == "foreign_checkpoint"


# — witnesses —


def cosigned(note, key, at=1_700_000_000):
    """The note with the line of a witness that signed it at this time."""
    from workflow.audit import ed25519

    text = note.partition("\n\n")[0] + "\n"
    raw = at.to_bytes(8) + ed25519.sign(key.seed, cosigned_message(text, at))
    return f"{note}{key.line(raw)}\n"


@pytest.fixture
def witness():
    return SigningKey.new("audit.example/yunxi", COSIGNATURE)


def test_a_registered_witness_s_line_is_kept_and_shown(world, folder, witness):
    signed = seal(world, folder)
    world.county("admin", "add_witness", vkey=witness.verifier.text)
    note = cosigned(signed["note"], witness)
    world.county("auditor", "keep_cosignature", note=note.replace("\n", "\r\n"))
    kept = checkpoints.note_of(
        world.database, checkpoints.stored(world.database, signed["origin"], signed["size"])
    )
    assert kept == note
    keys = [folder.key().verifier, Verifier.of(witness.verifier.text)]
    assert len(opened(kept, keys).good) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.split("\n\n")[0] + "\n",
        lambda note: note,
        lambda note: re.sub(r"\n[0-9]+\n", "\n7\n", note),
        lambda note: "x" + note,
    ],
    ids=["no lines", "nobody new", "another size", "another origin"],
)
def test_what_is_no_cosigned_checkpoint_of_ours_is_refused(world, folder, witness, change):
    signed = seal(world, folder)
    world.county("admin", "add_witness", vkey=witness.verifier.text)
    with pytest.raises(InvalidInput) as refused:
        world.county("auditor", "keep_cosignature", note=change(signed["note"]))
    assert list(refused.value.fields) == ["note"]


def test_a_bad_line_of_a_witness_is_refused_and_nothing_is_kept(world, folder, witness):
    signed = seal(world, folder)
    world.county("admin", "add_witness", vkey=witness.verifier.text)
    note = cosigned(signed["note"], witness)
    flipped = note[:-6] + ("A" if note[-6] != "A" else "B") + note[-5:]
    with pytest.raises(InvalidInput):
        world.county("auditor", "keep_cosignature", note=flipped)
    assert world.rows("SELECT id FROM cosignature") == []


def test_a_witness_that_was_removed_is_taken_no_more(world, folder, witness):
    signed = seal(world, folder)
    world.county("admin", "add_witness", vkey=witness.verifier.text)
    with pytest.raises(InvalidInput):
        world.county("admin", "add_witness", vkey=witness.verifier.text)
    world.county("admin", "remove_witness", witness=witness.name)
    with pytest.raises(InvalidInput):
        world.county("admin", "remove_witness", witness=witness.name)
    with pytest.raises(InvalidInput):
        world.county("auditor", "keep_cosignature", note=cosigned(signed["note"], witness))


def test_a_log_s_own_key_is_no_witness(world, folder):
    seal(world, folder)
    with pytest.raises(InvalidInput):
        world.county("admin", "add_witness", vkey=folder.key().verifier.text)
