"""Verification that goes on from the last one: what it sees of the new, and believes of the old."""

import pytest

from models import statements
from tests.workflow.bending import failed, last_writer, one, run, unguarded
from workflow.audit import opening
from workflow.audit.keys import KeyFolder
from workflow.audit.outside import NotGiven
from workflow.audit.since import verify_since
from workflow.audit.verified import NotVerified, Verified
from workflow.audit.verify import verify


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "log-key")


@pytest.fixture
def verified(fresh, folder):
    """How far a whole verification of a signed county came."""
    fresh.approved()
    opening.seal(fresh.door, folder)
    whole = verify(fresh.database)
    assert whole.ok, whole.first
    return whole.verified


def act_on(world, folder):
    """A target from draft to approval, and its draft of before edited."""
    target = world.approved()
    opening.seal(world.door, folder)
    return target


def since(world, verified, **more):
    return verify_since(world.database, verified, **more)


def test_what_is_new_is_verified_and_gives_the_same_place_as_the_whole(fresh, verified, folder):
    act_on(fresh, folder)
    report = since(fresh, verified)
    assert report.ok, report.first
    whole = verify(fresh.database)
    assert report.verified == whole.verified
    assert (report.size, report.root, report.signed) == (whole.size, whole.root, whole.signed)
    new = fresh.size() - verified.size
    assert report.checks[0].detail.startswith(f"{new} new ones; the {verified.size} before")


def test_nothing_new_is_right(fresh, verified):
    assert since(fresh, verified).ok


def test_it_is_carried_as_text(verified):
    assert Verified.of(verified.text) == verified


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text.replace("verified/v1", "verified/v2"),
        lambda text: text.replace('"size":', '"size":0'),
        lambda text: text.replace('"size":', '"size":1'),
        lambda text: text.replace('"signed"', '"sign"'),
        lambda text: text.replace('"frontier":"', '"frontier":"A'),
    ],
    ids=["empty", "another form", "leading zero", "another size", "another key", "no hex"],
)
def test_what_is_no_such_record_is_refused(verified, change):
    with pytest.raises(NotVerified):
        Verified.of(change(verified.text))


def test_a_row_that_a_new_entry_wrote_is_compared(fresh, verified, folder):
    target = act_on(fresh, folder)
    with unguarded(fresh.database):
        run(fresh.database, "UPDATE target SET due_on = '2099-12-31' WHERE id = ?", target)
        fault = failed(since(fresh, verified))["replay"]
    assert (fault.table, fault.id, fault.field) == ("target", target, "due_on")
    assert fault.entry == last_writer(fresh.database, "target", target)


def test_a_new_row_that_is_gone_is_missed(fresh, verified, folder):
    act_on(fresh, folder)
    with unguarded(fresh.database):
        number = one(fresh.database, "SELECT MAX(id) FROM stand")
        run(fresh.database, "DELETE FROM stand WHERE id = ?", number)
        fault = failed(since(fresh, verified))["replay"]
    assert (fault.table, fault.id) == ("stand", number)


def test_a_new_entry_that_was_edited_is_found(fresh, verified, folder):
    act_on(fresh, folder)
    number = fresh.size() - 1
    with unguarded(fresh.database):
        run(
            fresh.database,
            "UPDATE entry SET body = REPLACE(body, 'done', 'dine') WHERE id = ?",
            number,
        )
        found = failed(since(fresh, verified))
    assert found["entries"].entry == number
    assert {"tree", "checkpoints"} <= found.keys(), "the root is another one, too"


def test_an_entry_that_was_left_out_is_found(fresh, verified, folder):
    act_on(fresh, folder)
    with unguarded(fresh.database):
        run(fresh.database, "DELETE FROM entry WHERE id = ?", verified.size + 1)
        assert failed(since(fresh, verified))["entries"].entry == verified.size + 1


def test_a_log_that_was_cut_below_the_last_time_is_found(fresh, verified):
    with unguarded(fresh.database):
        statements.run(fresh.database, "DELETE FROM entry WHERE id >= ?", (verified.size - 2,))
        fault = failed(since(fresh, verified))["tree"]
    assert str(verified.size - 2) in fault.words


def test_another_past_is_found_by_the_new_root_though_it_is_not_read(fresh, verified, folder):
    """The new entries hang on the leaves that were verified, not on those that are stored now."""
    act_on(fresh, folder)
    other = Verified(
        verified.size,
        "ab" * 32 + verified.frontier[64:],
        verified.at,
        verified.signed,
    )
    found = failed(since(fresh, other))
    assert {"tree", "checkpoints"} <= found.keys()


def test_an_old_row_that_was_bent_is_left_to_the_whole_verification(fresh, verified, folder):
    act_on(fresh, folder)
    with unguarded(fresh.database):
        run(fresh.database, "UPDATE unit SET name_zh = '别的' WHERE id = 1")
        assert since(fresh, verified).ok
        assert "replay" in failed(verify(fresh.database))


def test_it_takes_a_checkpoint_from_outside_and_the_key(fresh, verified, folder):
    note = opening.seal(fresh.door, folder)["note"]
    act_on(fresh, folder)
    vkey = folder.key().verifier.text
    report = since(fresh, verified, checkpoint=note, vkey=vkey)
    assert report.ok, report.first
    assert report.verdict.startswith("Authentic")


def test_a_checkpoint_from_before_the_last_time_asks_for_the_whole(fresh, folder):
    opening.seal(fresh.door, folder)
    note = opening.seal(fresh.door, folder)["note"]
    act_on(fresh, folder)
    verified = verify(fresh.database).verified
    with pytest.raises(NotGiven):
        since(fresh, verified, checkpoint=note)


def test_a_rotation_that_was_seen_before_is_not_asked_for_again(fresh, verified, folder):
    from workflow.door import CLOCK

    opening.rotate(fresh.door, folder, CLOCK)
    seen = verify(fresh.database).verified
    act_on(fresh, folder)
    assert since(fresh, seen).ok
    assert since(fresh, verified).ok
