"""Somebody who holds the database and the key as well: every hash and signature of a bundle is
right then, and yet what is told cannot be; the stranger's verifier names entry, row and field."""

import json

import pytest

from tests.storage import opened
from tests.workflow.bending import act, forge, unguarded, write
from tests.workflow.bundles import Exporter, judged
from workflow.audit.bundle.scope import Scope
from workflow.audit.canonical import canonical
from workflow.audit.keys import KeyFolder
from workflow.demo.county import make


@pytest.fixture(scope="module")
def county(sqlite_storage, tmp_path_factory):
    url = sqlite_storage.new()
    with opened(url) as database:
        make(database, reduced=True)
        yield Exporter(database, KeyFolder(tmp_path_factory.mktemp("key") / "log-key"))
    sqlite_storage.drop(url)


def told_of(county, folder, change, scope=None):
    """What the verifier says of a bundle over a log that was changed and sealed anew."""
    with unguarded(county.database):
        named = forge(county.database, change)
        bundle = county.built(folder / "bundle", scope or Scope())
        return named, judged(bundle, county.vkey)


def of(log, index, target):
    """Where a target's latest entry of this act stood, as the verifier names it."""
    return f"#{index} target {target}"


def first_approved(log):
    """A target that was approved with both hands, no common item, and that entry."""
    return next(
        e for e in log
        if (e["act"], e["outcome"]) == ("approve", "done")
        and e["object"]["kind"] == "target"
        and any(w["after"]["template"] is None for w in hands(log, e["object"]["id"]))
    )  # fmt: skip


def hands(log, target):
    return [
        w for e in log for w in e["writes"]
        if w["table"] == "signature" and w["after"]["target_id"] == target
    ]  # fmt: skip


def test_a_log_that_nobody_changed_gives_no_alarm(county, tmp_path):
    _, found = told_of(county, tmp_path, lambda log: None)
    assert all(ok for ok, _ in found.values()), found


@pytest.mark.parametrize("side", ["up", "down"])
def test_an_approval_without_one_of_the_hands(county, tmp_path, side):
    def change(log):
        entry = first_approved(log)
        for hand in hands(log, entry["object"]["id"]):
            if hand["after"]["side"] == side:
                hand["after"]["verdict"] = "object"
        return of(log, entry["index"], entry["object"]["id"])

    where, found = told_of(county, tmp_path, change)
    assert found["log"] == (False, f"{where} lacks its two hands")


def test_one_person_for_both_hands(county, tmp_path):
    def change(log):
        entry = first_approved(log)
        target = entry["object"]["id"]
        up, down = (
            next(e for e in log if any(
                w["table"] == "signature" and w["after"]["target_id"] == target
                and w["after"]["side"] == side for w in e["writes"]
            )) for side in ("up", "down")
        )  # fmt: skip
        down["person"] = write(down, "signature")["after"]["actor_id"] = up["person"]
        return of(log, entry["index"], target)

    where, found = told_of(county, tmp_path, change)
    assert found["log"] == (False, f"{where} lacks its two hands")


def test_a_content_changed_under_its_digest(county, tmp_path):
    def change(log):
        entry = act(log, "create")
        row = write(entry, "revision")
        row["after"]["material"] = canonical(
            {**json.loads(row["after"]["material"]), "target_value": "1"}
        ).decode()
        return entry["index"], row["id"]

    (index, number), found = told_of(county, tmp_path, change)
    said = f"#{index} revision {number}: the digest is not its content's"
    assert found["log"] == (False, said)


def test_a_hand_that_is_not_its_actors(county, tmp_path):
    def change(log):
        entry = act(log, "review")
        entry["person"] += 1
        return entry["index"], write(entry, "signature")["id"]

    (index, number), found = told_of(county, tmp_path, change)
    assert found["log"] == (False, f"#{index} signature {number}: another's hand, or other content")


@pytest.mark.parametrize("scope", [Scope(), Scope("year", 2012)])
def test_another_value_before_a_change(county, tmp_path, scope):
    def change(log):
        entry = act(log, "score")
        row = write(entry, "target")
        row["before"]["state"] = "due"
        return entry["index"], row["id"]

    (index, number), found = told_of(county, tmp_path, change, scope)
    assert found["log"] == (False, f"#{index} target {number} ['state']: it was not so before")


def test_an_entry_left_out(county, tmp_path):
    """The next change of the same row does not fit what was there."""

    def change(log):
        entry = act(log, "submit")
        log.remove(entry)
        return entry["index"]

    index, found = told_of(county, tmp_path, change)
    assert not found["log"][0]
    first, said = found["log"][1].split(" ", 1)
    assert int(first.removeprefix("#")) >= index
    assert said.endswith("it was not so before")


def test_a_row_that_is_for_good_changed_all_the_same(county, tmp_path):
    def change(log):
        entry, row = act(log, "score"), write(act(log, "create"), "revision")
        told = {"table": "revision", "id": row["id"]}
        entry["writes"].append({**told, "before": {"no": 1}, "after": {"no": 1}})
        return entry["index"], row["id"]

    (index, number), found = told_of(county, tmp_path, change)
    assert found["log"] == (False, f"#{index} revision {number} ['id']: it was not so before")


def test_a_time_that_goes_back(county, tmp_path):
    def change(log):
        log[50]["at"] = "2001-01-01T00:00:00.000000Z"

    _, found = told_of(county, tmp_path, change)
    assert found["log"] == (False, "entry 50 is astray or not its leaf's")
