"""Erased by law: the words are nowhere, every proof holds, and what was bent is told from it."""

import base64
import json
import os
from pathlib import Path

import pytest

from models import statements
from models.log import Text
from models.tables import TABLES
from tests.builders import World, codes, copy_of, golden
from tests.storage import opened
from tests.workflow.bending import failed, forge, run, unguarded
from tests.workflow.erasing_cases import ORDER, REMARK, erase, erasing, name_of, remark
from tests.workflow.paper_cases import signed
from workflow.audit.tree import leaf_hash
from workflow.audit.verify import verify
from workflow.erased import ERASED, speaking
from workflow.errors import InvalidInput, NotPermitted, RulesRefused, WorkflowError
from workflow.once import once
from workflow.queries import erasable, history
from workflow.queries.erasable import PLACES
from workflow.queries.people import names, texts
from workflow.queries.reader import reader_of

LONG = "身份证号 533000 1999 0101 0000，" * 70


def faults(world: World) -> dict[str, tuple]:
    """What verification finds: table, id and entry of each fault."""
    found = failed(verify(world.database))
    return {name: (fault.table, fault.id, fault.entry) for name, fault in found.items()}


def stored(world: World, number: int) -> dict:
    return world.row("SELECT salt, body, digest FROM text WHERE id = ?", number)


# — what is left —


def test_erased_text_leaves_its_digest_and_an_entry_with_person_document_and_reason(fresh):
    number = remark(fresh)
    before, size = stored(fresh, number), fresh.size()
    erase(fresh, "text", number)
    assert stored(fresh, number) == {"salt": "", "body": "", "digest": before["digest"]}
    (entry,) = fresh.entries(size)
    assert (entry["act"], entry["outcome"], entry["capacity"]) == ("erase", "done", "admin")
    assert (entry["reason"], entry["named"]) == ("court", {"document": ORDER["document"]})
    (write,) = entry["writes"]
    assert (write["table"], write["after"]["text_id"]) == ("erasure", number)
    assert REMARK not in json.dumps(entry, ensure_ascii=False)


def test_entries_from_before_an_erasure_keep_their_leaves(fresh):
    number = remark(fresh)
    before = fresh.rows("SELECT id, body, leaf FROM entry ORDER BY id")
    erase(fresh, "text", number)
    after = fresh.rows("SELECT id, body, leaf FROM entry ORDER BY id")
    assert after[: len(before)] == before
    assert all(leaf_hash(row["body"].encode()).hex() == row["leaf"] for row in after)


def everything_in(url: str) -> bytes:
    """All that SQLite keeps of a database on the disk."""
    path = Path(url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize("words", [REMARK, LONG], ids=["a line", "a long one"])
def test_words_are_nowhere_in_the_database_file_afterwards(sqlite_storage, goldens, words):
    url = copy_of(sqlite_storage, _golden(sqlite_storage, goldens))
    with opened(url) as database:
        world = World(database)
        target = world.submitted()
        raw = {"reason_code": "incomplete", "text": words}
        raw["version"] = world.target(target)["version"]
        kept = once("a key", "target", target, "return", raw)
        world.door.perform("return", "target", target, world.actor("leader1"), raw, idempotent=kept)
        number = world.row("SELECT MAX(id) AS id FROM text")["id"]
        for _ in range(30):  # what comes after moves pages about
            world.draft()
        salt = stored(world, number)["salt"]
        some = words[:20].encode()
        assert some in everything_in(url)
        erase(world, "text", number)
        left = everything_in(url)
        assert some not in left
        assert salt.encode() not in left
        assert kept.request.encode() not in left, "a digest without salt could be guessed from"
    sqlite_storage.drop(url)


def _golden(storage, goldens) -> str:
    kind = type(storage).__name__
    if kind not in goldens:
        goldens[kind] = golden(storage)
    return goldens[kind]


def test_bytes_of_a_file_are_nowhere_in_the_database_file_afterwards(sqlite_storage, goldens):
    url = copy_of(sqlite_storage, _golden(sqlite_storage, goldens))
    with opened(url) as database:
        world = World(database)
        body = base64.b64encode(b"%PDF-1.4 " + os.urandom(100_000)).decode()
        number = world.county("office", "attach_file", name="扫描件.pdf", body=body)
        assert body[5_000:5_040].encode() in everything_in(url)
        erase(world, "file", number)
        left = everything_in(url)
        assert not any(body[at : at + 40].encode() in left for at in range(0, 130_000, 1_000))
    sqlite_storage.drop(url)


def test_retry_of_a_request_from_before_an_erasure_does_nothing_twice(fresh):
    target = fresh.submitted()
    raw = {"reason_code": "incomplete", "text": REMARK}
    raw["version"] = fresh.target(target)["version"]
    kept = once("a key", "target", target, "return", raw)
    leader = fresh.actor("leader1")
    fresh.door.perform("return", "target", target, leader, raw, idempotent=kept)
    erase(fresh, "text", fresh.row("SELECT MAX(id) AS id FROM text")["id"])
    size = fresh.size()
    with pytest.raises(WorkflowError, match="Idempotency-Key was used"):
        fresh.door.perform("return", "target", target, leader, raw, idempotent=kept)
    assert not [e for e in fresh.entries(size) if e["outcome"] == "done"]


# — verification —


def test_lawful_erasures_of_text_name_and_file_verify(fresh):
    number, target = remark(fresh), fresh.submitted()
    assert not faults(fresh)
    fresh.act("office", "register_paper", target, **signed(fresh, "leader1", target))
    person = fresh.newcomer("XQ-KY")
    fresh.county("admin", "disable_person", username=person)
    erase(fresh, "text", number)
    erase(fresh, "text", name_of(fresh, person))
    erase(fresh, "file", fresh.row("SELECT MAX(id) AS id FROM file")["id"], reason_code="request")
    report = verify(fresh.database)
    assert report.ok, report.first
    details = {check.name: check.detail for check in report.checks}
    assert details["texts"] == "2 texts are erased."
    assert details["files"] == "1 files, 1 of them erased."


def test_text_that_is_empty_without_an_erasure_is_named(fresh):
    number = remark(fresh)
    run(fresh.database, "UPDATE text SET salt = '', body = '' WHERE id = ?", number)
    assert faults(fresh) == {"texts": ("text", number, None)}


def test_text_of_which_only_the_body_is_gone_is_named(fresh):
    number = remark(fresh)
    erase(fresh, "text", number)
    run(fresh.database, "UPDATE text SET salt = 'ab' WHERE id = ?", number)
    assert faults(fresh)["texts"][:2] == ("text", number)


def test_erased_text_whose_digest_was_changed_is_named(fresh):
    number = remark(fresh)
    erase(fresh, "text", number)
    run(fresh.database, "UPDATE text SET digest = ? WHERE id = ?", "0" * 64, number)
    assert faults(fresh)["replay"][:2] == ("text", number)


def test_erased_text_that_was_put_back_is_named_with_the_entry_that_erased_it(fresh):
    number = remark(fresh)
    before = stored(fresh, number)
    erase(fresh, "text", number)
    run(
        fresh.database, "UPDATE text SET salt = ?, body = ? WHERE id = ?",
        before["salt"], before["body"], number,
    )  # fmt: skip
    assert faults(fresh) == {"texts": ("text", number, fresh.size() - 1)}


def test_erasure_without_an_entry_is_named(fresh):
    number = remark(fresh)
    admin = fresh.actor("admin").person
    row = (7, number, "x", "court", admin, "2013-01-01T00:00:00.000000Z")
    names_ = ("id", "text_id", "document", "reason", "person_id", "at")
    run(fresh.database, statements.insert_sql("erasure", names_), *row)
    run(fresh.database, "UPDATE text SET salt = '', body = '' WHERE id = ?", number)
    assert faults(fresh) == {"replay": ("erasure", 7, None), "texts": ("text", number, None)}


def test_erasure_written_by_another_act_or_in_anothers_name_is_unlawful(fresh):
    number = erase(fresh, "text", remark(fresh))
    office = fresh.actor("office").person

    def in_the_offices_name(log):
        (write,) = log[-1]["writes"]
        write["after"]["person_id"] = office

    with unguarded(fresh.database):
        forge(fresh.database, in_the_offices_name)
        run(fresh.database, "UPDATE erasure SET person_id = ? WHERE id = ?", office, number)
        assert faults(fresh)["hands"][:2] == ("erasure", number)


def test_bent_and_emptied_files_are_named(fresh):
    body = b"%PDF-1.4 scan"
    number = fresh.county(
        "office", "attach_file", name="a.pdf", body=base64.b64encode(body).decode()
    )
    other = base64.b64encode(b"%PDF-1.4 scam").decode()
    for bent in (other, "", "no base64"):
        run(fresh.database, "UPDATE file SET body = ? WHERE id = ?", bent, number)
        assert faults(fresh) == {"files": ("file", number, None)}, bent
    run(fresh.database, "UPDATE file SET body = ?", base64.b64encode(body).decode())
    erase(fresh, "file", number)
    run(fresh.database, "UPDATE file SET body = ?", base64.b64encode(body).decode())
    assert faults(fresh) == {"files": ("file", number, fresh.size() - 1)}


# — who may, and what may not —


def test_nobody_but_an_administrator_erases_and_not_without_a_name(world):
    number = remark(world)
    *_, fields = erasing(world, "text", number)
    for who in ("xq.head", "leader1", "head", "office", "auditor", "secretary", ""):
        with pytest.raises(NotPermitted):
            world.door.perform("erase", "county", None, world.actor(who), fields)
    assert stored(world, number)["body"] == REMARK


@pytest.mark.parametrize("missing", ["document", "reason_code", "digest"])
def test_erasure_needs_document_reason_and_the_digest_of_what_was_seen(world, missing):
    *_, fields = erasing(world, "text", remark(world))
    del fields[missing]
    with pytest.raises(InvalidInput):
        world.county("admin", "erase", **fields)


def test_what_there_is_not_cannot_be_erased(world):
    for kind in ("text", "file"):
        with pytest.raises(InvalidInput):
            world.county("admin", "erase", kind=kind, number=10**9, digest="0" * 64, **ORDER)


def test_objection_is_answered_before_its_words_may_be_erased(world):
    target = world.scored()
    score = world.row("SELECT MAX(id) AS id FROM score")["id"]
    world.act("xq.head", "object_result", target, about="score", ref=score, text=REMARK)
    row = world.row("SELECT id, text_id FROM objection ORDER BY id DESC LIMIT 1")
    with pytest.raises(RulesRefused) as refused:
        erase(world, "text", row["text_id"])
    assert codes(refused.value) == ["nobody_still_has_to_answer_it"]
    world.act("head", "answer_objection", target, objection=row["id"], upheld=False, text="维持。")
    erase(world, "text", row["text_id"])


def test_erased_file_is_not_attached_again_and_bears_no_new_hand(world):
    target = world.submitted()
    fields = signed(world, "leader1", target)
    row = world.row("SELECT id, body FROM file WHERE digest = ?", fields["file"])
    erase(world, "file", row["id"])
    with pytest.raises(InvalidInput) as again:
        world.county("office", "attach_file", name="again.pdf", body=row["body"])
    assert "erased by law" in again.value.fields["body"][0]
    with pytest.raises(InvalidInput) as gone:
        world.act("office", "register_paper", target, **fields)
    assert gone.value.fields.keys() == {"file"}


# — how it reads —


def test_erased_words_and_names_read_as_such_in_the_readers_language(fresh):
    number, target = remark(fresh), None
    person = fresh.newcomer("XQ-KY")
    target = fresh.draft(person)
    fresh.county("admin", "disable_person", username=person)
    erase(fresh, "text", number)
    erase(fresh, "text", name_of(fresh, person))
    who = fresh.row("SELECT id FROM person WHERE username = ?", person)["id"]
    for language, words in (("zh-CN", ERASED.zh), ("en", ERASED.en)):
        token = speaking.set(language)
        assert texts(fresh.database, [number]) == {number: words}
        assert names(fresh.database, [who])[who].name == words
        reader = reader_of(fresh.database, fresh.clock, fresh.actor("leader1"))
        assert words in {entry["by_name"] for entry in history.of_target(reader, target)}
        speaking.reset(token)


def test_every_column_that_holds_a_text_is_looked_through():
    held = {
        (kind._meta.table_name, key.column_name)
        for kind in TABLES
        for key, other in kind._meta.refs.items()
        if other is Text and kind._meta.table_name != "erasure"
    }
    assert {place[:2] for place in PLACES} == held, "name it in workflow/queries/erasable.py"


def test_look_up_finds_by_person_by_target_and_by_wording_and_tells_no_words(fresh):
    number = remark(fresh)
    target = fresh.row("SELECT MAX(id) AS id FROM target")["id"]
    reader = reader_of(fresh.database, fresh.clock, fresh.actor("admin"))
    by_words = erasable.texts(reader, {"words": "电话 139"})
    assert [row["number"] for row in by_words] == [number]
    (row,) = [r for r in erasable.texts(reader, {"target": str(target)}) if r["number"] == number]
    assert (row["target_id"], row["by"], row["what"].zh) == (target, "leader1", "退回的说明")
    found = {r["number"]: r["what"].zh for r in erasable.texts(reader, {"person": "leader1"})}
    assert found == {number: "退回的说明", name_of(fresh, "leader1"): "姓名"}
    assert REMARK not in str(by_words)
    assert erasable.one(reader, "text", number)["body"] == REMARK
    assert erasable.texts(reader, {}) == []
