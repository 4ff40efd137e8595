"""From a county's log to a witness and to a stranger: files alone, checked by keys alone."""

import pytest

from models import statements
from workflow.audit import opening, proofs
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.keys import KeyFolder
from workflow.audit.note import COSIGNATURE, SigningKey, Verifier
from workflow.audit.proof_file import NotProved, ProofFile, proved
from workflow.audit.witness import Answer, cosign
from workflow.audit.witness_state import State
from workflow.clock import system_clock

BUREAU = SigningKey.new("audit.example/bureau", COSIGNATURE)


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "keys" / "log-key")


def sealed(world, folder):
    """One more act, and the checkpoint over it."""
    world.county("admin", "add_front", code=f"F{world.size()}", name_zh="新", name_en="New")
    return opening.seal(world.door, folder)


def log_key(world):
    return Verifier.of(statements.value(world.database, "SELECT vkey FROM log_key"))


def test_a_county_s_checkpoints_are_cosigned_by_its_proofs(fresh, folder, tmp_path):
    state = State(tmp_path / "seen")

    def offer(checkpoint, proof=None):
        return cosign(state, BUREAU, [log_key(fresh)], checkpoint["note"], proof, system_clock)

    first = sealed(fresh, folder)
    assert offer(first).answer is Answer.FIRST
    for _ in range(3):
        old, new = first["size"], sealed(fresh, folder)
        found = proofs.consistency(fresh.database, old, new["size"])
        carried = ConsistencyFile(found.old, found.new, found.hashes).text
        assert offer(new, ConsistencyFile.of(carried)).answer is Answer.EXTENDS
        first = new


def test_an_entry_is_proved_by_its_file_under_what_log_and_witness_signed(fresh, folder, tmp_path):
    checkpoint = sealed(fresh, folder)
    state, log = State(tmp_path / "seen"), log_key(fresh)
    note = cosign(state, BUREAU, [log], checkpoint["note"], None, system_clock).note
    for row in statements.rows(fresh.database, "SELECT id, body FROM entry ORDER BY id"):
        found = proofs.inclusion(fresh.database, row["id"], checkpoint["size"])
        file = ProofFile(found.index, found.hashes, note).text
        answer = proved(row["body"].encode(), file, [log, BUREAU.verifier])
        assert answer.witnesses == (BUREAU.verifier,)
        assert answer.checkpoint.size == checkpoint["size"]
        with pytest.raises(NotProved):
            proved(row["body"].replace('"index"', '"Index"').encode(), file, [log])
