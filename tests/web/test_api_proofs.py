"""Checkpoints and proofs over the API, checked with what a stranger would have: text and keys."""

import hashlib
import json
from pathlib import Path

import pytest

from models import statements
from tests.builders import World, copy_of, golden
from tests.storage import opened as connected
from tests.web.api_client import Api
from tests.web.visitor import Visitor
from workflow.audit import opening
from workflow.audit.canonical import canonical
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.keys import KeyFolder
from workflow.audit.note import Verifier, opened
from workflow.audit.proof_file import proved
from workflow.audit.sealing import WillNotSign
from workflow.audit.tree import verify_consistency, verify_inclusion


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "log-key")


@pytest.fixture(scope="module")
def goldens():
    """One county for each kind of database, to be copied."""
    return {}


@pytest.fixture
def api(storage, goldens, folder):
    """A small county whose program signs."""
    kind = type(storage)
    if kind not in goldens:
        goldens[kind] = golden(storage)
    url = copy_of(storage, goldens[kind])
    with connected(url) as database:
        yield Api(World(database).door, folder)
    storage.drop(url)


def act(api):
    api.post("admin", "/county/actions/add_front", {"code": f"F{api.entries()}", **NAMES})


NAMES = {"name_zh": "新战线", "name_en": "A new front"}


def checkpoint(api):
    return api.get("auditor", "/audit/checkpoint").json


def test_the_checkpoint_covers_the_last_act_and_is_signed(api):
    act(api)
    told = checkpoint(api)
    assert told["size"] == api.entries()
    stated = Checkpoint.of(opened(told["note"], [Verifier.of(told["vkey"])]).text)
    assert (stated.origin, stated.size) == (told["origin"], told["size"])
    assert stated.root.hex() == told["root"]


def test_a_program_without_the_key_tells_size_and_root_alone(api, folder):
    api.app.extensions["county"] = type(api.app.extensions["county"])(
        api.app.extensions["county"].config, api.door
    )
    told = checkpoint(api)
    assert told["size"] == api.entries()
    assert (told["note"], told["origin"], told["vkey"]) == (None, None, None)


def test_each_entry_is_proved_to_whoever_has_its_text_and_the_key(api):
    act(api)
    told = checkpoint(api)
    entries = {}
    for row in statements.rows(api.database, "SELECT id, body FROM entry ORDER BY id"):
        entries[row["id"]] = row["body"]
    for index in (0, 1, told["size"] // 2, told["size"] - 1):
        proof = api.get("auditor", f"/audit/proof/{index}").json
        leaf = hashlib.sha256(b"\x00" + entries[index].encode()).digest()
        assert proof["leaf"] == leaf.hex()
        hashes = [bytes.fromhex(each) for each in proof["proof"]]
        root = bytes.fromhex(told["root"])
        assert verify_inclusion(index, told["size"], leaf, hashes, root)
        key = Verifier.of(told["vkey"])
        assert (
            proved(entries[index].encode(), proof["tlog_proof"], [key]).checkpoint.size
            == told["size"]
        )
        assert canonical(json.loads(entries[index])) == entries[index].encode()


def test_the_log_is_proved_only_to_have_grown(api):
    old = checkpoint(api)
    act(api)
    new = checkpoint(api)
    assert new["size"] > old["size"]
    proof = api.get("auditor", f"/audit/consistency?old={old['size']}").json
    assert (proof["old_root"], proof["new_root"]) == (old["root"], new["root"])
    hashes = [bytes.fromhex(each) for each in proof["proof"]]
    roots = [bytes.fromhex(each["root"]) for each in (old, new)]
    assert verify_consistency(old["size"], new["size"], *roots, hashes)
    carried = ConsistencyFile.of(proof["file"])
    assert (carried.old, carried.new, list(carried.nodes)) == (old["size"], new["size"], hashes)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/audit/proof/1000000", 404),
        ("/audit/proof/0?size=1000000", 422),
        ("/audit/proof/0?size=0", 422),
        ("/audit/proof/0?size=01x", 422),
        ("/audit/consistency", 422),
        ("/audit/consistency?old=0", 422),
        ("/audit/consistency?old=2&new=1", 422),
        ("/audit/consistency?old=1&new=1000000", 422),
    ],
)
def test_what_cannot_be_proved_is_said(api, path, status):
    assert api.get("auditor", path).status_code == status


def test_a_county_whose_log_cannot_be_signed_says_so_everywhere_and_changes_nothing(api, folder):
    act(api)
    checkpoint(api)
    sealed = Path(f"{folder.path}.sealed")
    kept = sealed.rename(sealed.with_suffix(".away"))
    with pytest.raises(WillNotSign):
        opening.seal(api.door, folder)
    ready = api.client.get("/readyz")
    assert ready.status_code == 503
    assert "what was signed is gone" in ready.json["checks"]["log"]
    size = api.entries()
    answer = api.post("admin", "/county/actions/add_front", {"code": "X", **NAMES})
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert "日志已停止签名" in answer.json["detail"]
    visitor = Visitor(api.app)
    visitor.sign_in("xq.head")
    assert "本县只读：日志已停止签名" in visitor.get("/targets").text
    assert api.entries() == size

    kept.rename(sealed)
    opening.seal(api.door, folder)
    assert api.client.get("/readyz").status_code == 200
    assert "只读" not in visitor.get("/targets").text
