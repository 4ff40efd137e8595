"""Proofs as files: written, carried, read strictly, and checked with keys alone."""

import base64

import pytest

from workflow.audit import tree
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.note import MAX_SIZE, BadNote, SigningKey, signed
from workflow.audit.proof_file import NotProved, ProofFile, proved

ORIGIN = "shangxia/0123456789abcdef/1"
LOG = SigningKey.new(ORIGIN)
ENTRIES = [f'{{"index":{n}}}'.encode() for n in range(19)]
LEAVES = [tree.leaf_hash(entry) for entry in ENTRIES]


def checkpoint(size: int) -> Checkpoint:
    return Checkpoint(ORIGIN, size, tree.root(LEAVES[:size]))


def proof_of(index: int, size: int, extra: bytes = b"") -> ProofFile:
    nodes = tuple(tree.inclusion_proof(LEAVES[:size], index))
    return ProofFile(index, nodes, signed(checkpoint(size).text, LOG), extra)


def consistency(old: int, new: int) -> ConsistencyFile:
    return ConsistencyFile(old, new, tuple(tree.consistency_proof(LEAVES[:new], old)))


# — that an entry is in the log —


@pytest.mark.parametrize("size", range(1, len(ENTRIES) + 1))
def test_every_entry_is_proved_by_its_file_and_the_log_s_key(size):
    for index in range(size):
        text = proof_of(index, size).text
        assert proved(ENTRIES[index], text, [LOG.verifier]).checkpoint == checkpoint(size)


def test_a_proof_file_has_the_specified_form_and_is_read_back():
    proof = proof_of(4, 7)
    lines = proof.text.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 4"]
    assert [base64.b64decode(line) for line in lines[2:5]] == list(proof.nodes)
    assert lines[5:8] == ["", ORIGIN, "7"]
    assert proof.text.endswith(f"\n\n{proof.note}")
    assert ProofFile.of(proof.text) == ProofFile.of(proof.text.encode()) == proof


def test_what_more_a_file_carries_is_kept_and_believed_by_nobody():
    proof = proof_of(4, 7, b"\x00anything")
    assert proof.text.split("\n")[1] == "extra " + base64.b64encode(b"\x00anything").decode()
    assert ProofFile.of(proof.text) == proof
    assert proved(ENTRIES[4], proof.text, [LOG.verifier]).checkpoint.size == 7


def test_a_log_of_one_entry_needs_no_node():
    assert proof_of(0, 1).text.startswith("c2sp.org/tlog-proof@v1\nindex 0\n\nshangxia/")


def test_a_proof_serves_its_own_entry_place_and_log_only():
    proof = proof_of(4, 7)
    moved = ProofFile(5, proof.nodes, proof.note)
    longer = ProofFile(4, proof.nodes, signed(checkpoint(8).text, LOG))
    for entry, file in [(ENTRIES[5], proof), (ENTRIES[4], moved), (ENTRIES[4], longer)]:
        with pytest.raises(NotProved, match="this is not entry"):
            proved(entry, file, [LOG.verifier])


@pytest.mark.parametrize("bent", range(3))
def test_a_proof_with_another_node_or_one_less_or_more_proves_nothing(bent):
    proof = proof_of(4, 7)
    nodes = list(proof.nodes)
    for wrong in (
        [*nodes[:bent], bytes(32), *nodes[bent + 1 :]],
        [*nodes[:bent], *nodes[bent + 1 :]],
        [*nodes[:bent], nodes[bent], *nodes[bent:]],
    ):
        with pytest.raises(NotProved, match="this is not entry"):
            proved(ENTRIES[4], ProofFile(4, tuple(wrong), proof.note), [LOG.verifier])


def test_a_proof_under_a_stranger_s_checkpoint_or_a_bent_one_is_refused():
    proof = proof_of(4, 7)
    stranger = SigningKey.new(ORIGIN)
    with pytest.raises(BadNote, match="no known key"):
        proved(ENTRIES[4], proof.text, [stranger.verifier])
    with pytest.raises(BadNote, match="does not fit"):
        proved(ENTRIES[4], proof.text.replace("\n7\n", "\n8\n"), [LOG.verifier])


FILE = proof_of(4, 7).text
NODE = FILE.split("\n")[2]


@pytest.mark.parametrize(
    ("bent", "why"),
    [
        (FILE.replace("@v1", "@v2"), "begins with"),
        ("\n" + FILE, "begins with"),
        (FILE.replace("index 4\n", ""), "names the index"),
        (FILE.replace("index 4", "index 04"), "leading zero"),
        (FILE.replace("index 4", "index +4"), "plain digits"),
        (FILE.replace("index 4", "index -4"), "plain digits"),
        (FILE.replace("index 4", "index 4 "), "plain digits"),
        (FILE.replace("index 4", "index  4"), "plain digits"),
        (FILE.replace("index 4", "index"), "names the index"),
        (FILE.replace("index 4", "index 9223372036854775808"), "plain digits"),
        (FILE.replace("index 4", "extra \nindex 4"), "nothing more"),
        (FILE.replace("index 4", "extra ?\nindex 4"), "base64"),
        (FILE.replace("index 4", "extra AA==\nextra AA==\nindex 4"), "names the index"),
        (FILE.replace("index 4", "index 4\nextra AA=="), "base64"),
        (FILE.replace("index 4", "index 4\nindex 4"), "base64"),
        (FILE.replace(NODE, base64.b64encode(bytes(31)).decode()), "32 bytes, not 31"),
        (FILE.replace(NODE, base64.b64encode(bytes(33)).decode()), "32 bytes, not 33"),
        (FILE.replace(NODE, NODE.rstrip("=")), "base64"),
        (FILE.replace(NODE, NODE + " "), "base64"),
        (FILE.replace(NODE, "\n".join([NODE] * 62)), "more than 63"),
        (FILE.partition("\n\n")[0] + "\n", "begins with"),
        (FILE.replace("\n", "\r\n"), "control"),
        (FILE + "x" * MAX_SIZE, "at most"),
        (FILE.encode() + b"\xff", "UTF-8"),
        ("", "begins with"),
    ],
)
def test_what_is_not_spelled_as_a_proof_file_is_refused_with_its_reason(bent, why):
    with pytest.raises(BadNote, match=why):
        ProofFile.of(bent)


@pytest.mark.parametrize("note", ["", "\n", FILE, "a\n\n"])
def test_a_proof_file_without_a_good_note_proves_nothing(note):
    head = FILE.partition("\n\n")[0]
    with pytest.raises(BadNote, match=r"\w"):
        proved(ENTRIES[4], f"{head}\n\n{note}", [LOG.verifier])


# — that a log goes on from an earlier one —


@pytest.mark.parametrize("new", range(1, len(ENTRIES) + 1))
def test_a_consistency_file_leads_from_every_earlier_log(new):
    for old in range(1, new + 1):
        read = ConsistencyFile.of(consistency(old, new).text)
        assert read == consistency(old, new)
        assert read.leads(checkpoint(old), checkpoint(new))


def test_a_consistency_file_is_spelled_as_documented():
    file = consistency(3, 7)
    assert file.text.split("\n")[:3] == ["shangxia/consistency/v1", "old 3", "new 7"]
    assert [base64.b64decode(line) for line in file.text.split("\n")[3:-1]] == list(file.nodes)
    assert consistency(7, 7).text == "shangxia/consistency/v1\nold 7\nnew 7\n"


def test_a_consistency_file_leads_between_its_own_two_checkpoints_only():
    file = consistency(3, 7)
    rewritten = Checkpoint(ORIGIN, 3, tree.root([*LEAVES[:2], tree.leaf_hash(b"bent")]))
    elsewhere = Checkpoint("shangxia/0123456789abcdef/2", 7, checkpoint(7).root)
    assert file.leads(checkpoint(3), checkpoint(7))
    assert not file.leads(rewritten, checkpoint(7))
    assert not file.leads(checkpoint(3), elsewhere)
    assert not file.leads(checkpoint(4), checkpoint(7))
    assert not file.leads(checkpoint(3), checkpoint(8))
    # The right roots under sizes that are not theirs.
    assert not file.leads(Checkpoint(ORIGIN, 4, checkpoint(3).root), checkpoint(7))
    assert not file.leads(checkpoint(3), Checkpoint(ORIGIN, 8, checkpoint(7).root))
    assert not ConsistencyFile(3, 7, file.nodes[:-1]).leads(checkpoint(3), checkpoint(7))
    assert not ConsistencyFile(3, 7, (bytes(32), *file.nodes[1:])).leads(
        checkpoint(3), checkpoint(7)
    )


STEP = consistency(3, 7).text


@pytest.mark.parametrize(
    ("bent", "why"),
    [
        (STEP.replace("v1", "v2"), "begins with"),
        (STEP.replace("old 3", "old 0"), "no proof leads from 0"),
        (STEP.replace("old 3", "old 8"), "no proof leads from 8"),
        (STEP.replace("old 3", "old 03"), "leading zero"),
        (STEP.replace("new 7", "new 07"), "leading zero"),
        (STEP.replace("old 3\n", ""), "old and the new"),
        (STEP.replace("old 3\nnew 7", "new 7\nold 3"), "old and the new"),
        (STEP.replace("new 7\n", "new 7\n\n"), "32 bytes, not 0"),
        (STEP + "\n", "32 bytes, not 0"),
        (STEP + NODE[:-4] + "\n", "32 bytes"),
        (STEP + f"{NODE}\n" * 63, "more than 63"),
        (STEP.removesuffix("\n"), "begins with"),
        (STEP.replace("\n", "\r\n"), "control"),
        ("shangxia/consistency/v1\n", "begins with"),
        ("", "begins with"),
    ],
)
def test_what_is_not_spelled_as_a_consistency_file_is_refused_with_its_reason(bent, why):
    with pytest.raises(BadNote, match=why):
        ConsistencyFile.of(bent)
