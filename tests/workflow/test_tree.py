"""The Merkle tree against RFC 6962's own words and the published vectors."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit import tree
from workflow.audit.tree import Frontier

LEAVES = [tree.leaf_hash(str(n).encode()) for n in range(301)]


def mth(hashes: list[bytes]) -> bytes:
    """MTH as RFC 6962 2.1 writes it, straight from the text."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    children = mth(hashes[:split]) + mth(hashes[split:])
    return hashlib.sha256(b"\x01" + children).digest()


def vector(shared_dir: Path, name: str):
    return json.loads((shared_dir / "vectors" / name).read_text("utf-8"))


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def raw_proof(case: dict) -> list[bytes]:
    return [raw(each) for each in case["proof"] or []]


def from_hex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def frontier_of(leaves: list[bytes]) -> Frontier:
    frontier = Frontier.empty()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier


def test_root_of_nothing_is_the_hash_of_nothing():
    assert tree.root([]) == Frontier.empty().root() == hashlib.sha256(b"").digest()


def test_leaf_and_node_hashes_are_kept_apart():
    left, right = LEAVES[:2]
    assert tree.leaf_hash(left + right) != tree.node_hash(left, right)
    assert tree.leaf_hash(b"x") == hashlib.sha256(b"\x00x").digest()


def test_frontier_root_is_the_recursive_root_for_every_size_to_300():
    frontier = Frontier.empty()
    for size, leaf in enumerate(LEAVES):
        assert frontier.size == size
        assert frontier.root() == mth(LEAVES[:size]), size
        frontier = frontier.append(leaf)


def test_a_frontier_made_at_once_is_the_one_that_grew():
    frontier, nodes = Frontier.empty(), tree.levels(LEAVES)
    for size, leaf in enumerate(LEAVES):
        assert Frontier.of(LEAVES[:size]) == Frontier.within(nodes, size) == frontier, size
        frontier = frontier.append(leaf)


def test_two_logs_one_behind_the_other_are_the_whole_where_the_second_fits():
    for left in (0, 8, 16, 24, 48, 56, 64):
        for right in range(9):
            joined = frontier_of(LEAVES[:left]).joined(frontier_of(LEAVES[left : left + right]))
            assert joined == frontier_of(LEAVES[: left + right]), (left, right)
    for left, right in ((1, 2), (8, 9), (12, 5)):
        with pytest.raises(ValueError, match="do not fit"):
            frontier_of(LEAVES[:left]).joined(frontier_of(LEAVES[:right]))


def test_append_leaves_the_old_frontier_as_it_was():
    before = frontier_of(LEAVES[:7])
    root, text = before.root(), before.encode()
    before.append(LEAVES[7])
    assert (before.size, before.root(), before.encode()) == (7, root, text)


@pytest.mark.parametrize("size", [*range(18), 255, 256, 257])
def test_a_frontier_survives_being_written_and_read(size):
    frontier = frontier_of(LEAVES[:size])
    read = Frontier.decode(size, frontier.encode())
    assert read == frontier
    assert read.append(LEAVES[size]).root() == mth(LEAVES[: size + 1])


def test_frontier_text_holds_the_largest_subtree_first():
    frontier = frontier_of(LEAVES[:6])
    assert frontier.encode() == mth(LEAVES[:4]).hex() + mth(LEAVES[4:6]).hex()


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, ""),
        (0, "ab" * 32),
        (2, "ab" * 64),
        (3, "ab" * 32),
        (-1, "ab" * 32),
        (1, "AB" * 32),
        (1, "ab" * 31),
        (3, "ab" * 63),
        (1, "ab" * 16 + " " + "ab" * 16),
        (1, "zz" * 32),
    ],
)
def test_a_frontier_that_cannot_be_is_refused(size, text):
    with pytest.raises(ValueError, match=r"\w"):
        Frontier.decode(size, text)


def test_a_leaf_hash_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        tree.root([*LEAVES[:3], b"short", *LEAVES[3:]])
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier.empty().append(b"short")


def test_reference_tree_has_the_published_roots(shared_dir):
    published = vector(shared_dir, "rfc6962_tree.json")
    leaves = [tree.leaf_hash(leaf) for leaf in from_hex(published["leaves_hex"])]
    roots = [tree.root(leaves[:size]).hex() for size in range(len(leaves) + 1)]
    assert roots == published["roots_hex"]


def test_reference_tree_has_the_published_proofs(shared_dir):
    published = vector(shared_dir, "rfc6962_tree.json")
    leaves = [tree.leaf_hash(leaf) for leaf in from_hex(published["leaves_hex"])]
    for case in published["inclusion"]:
        proof = tree.inclusion_proof(leaves[: case["size"]], case["index"])
        assert proof == from_hex(case["proof"]), case
    for case in published["consistency"]:
        proof = tree.consistency_proof(leaves[: case["to"]], case["from"])
        assert proof == from_hex(case["proof"]), case
    assert (len(published["inclusion"]), len(published["consistency"])) == (36, 36)


def test_published_inclusion_cases_are_judged_as_published(shared_dir):
    cases = vector(shared_dir, "merkle_inclusion.json")
    wrong = [
        case["file"]
        for case in cases
        if tree.verify_inclusion(
            case["leafIdx"],
            case["treeSize"],
            raw(case["leafHash"]),
            raw_proof(case),
            raw(case["root"]),
        )
        is case["wantErr"]
    ]
    refused = sum(case["wantErr"] for case in cases)
    assert (len(cases), refused, wrong) == (98, 92, [])


def test_published_consistency_cases_are_judged_as_published(shared_dir):
    cases = vector(shared_dir, "merkle_consistency.json")
    wrong = [
        case["file"]
        for case in cases
        if tree.verify_consistency(
            case["size1"],
            case["size2"],
            raw(case["root1"]),
            raw(case["root2"]),
            raw_proof(case),
        )
        is case["wantErr"]
    ]
    refused = sum(case["wantErr"] for case in cases)
    assert (len(cases), refused, wrong) == (98, 92, [])


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_leaf_hash_or_node_that_is_not_32_bytes_proves_nothing(length):
    leaves, odd = LEAVES[:2], bytes(length)
    assert not tree.verify_inclusion(0, 1, odd, [], odd)
    assert not tree.verify_inclusion(0, 2, leaves[0], [odd], tree.node_hash(leaves[0], odd))
    assert not tree.verify_consistency(1, 2, leaves[0], tree.node_hash(leaves[0], odd), [odd])
    joined = tree.node_hash(leaves[0], odd)
    assert tree.verify_inclusion(0, 2, leaves[0], [bytes(32)], tree.node_hash(leaves[0], bytes(32)))
    assert not tree.verify_inclusion(1, 2, odd, [leaves[0]], joined)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_of_every_small_tree_is_proved(size):
    leaves, root = LEAVES[:size], mth(LEAVES[:size])
    for index in range(size):
        proof = tree.inclusion_proof(leaves, index)
        assert tree.verify_inclusion(index, size, leaves[index], proof, root), index


@pytest.mark.parametrize("size", range(1, 34))
def test_every_small_tree_is_proved_to_go_on_from_each_earlier_one(size):
    leaves, root = LEAVES[:size], mth(LEAVES[:size])
    for old in range(1, size + 1):
        proof = tree.consistency_proof(leaves, old)
        assert tree.verify_consistency(old, size, mth(LEAVES[:old]), root, proof), old


@given(st.data())
def test_an_inclusion_proof_serves_its_own_leaf_and_place_only(data):
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index))
    leaves, root = LEAVES[:size], tree.root(LEAVES[:size])
    proof = tree.inclusion_proof(leaves, index)
    assert tree.verify_inclusion(index, size, leaves[index], proof, root)
    assert not tree.verify_inclusion(index, size, leaves[other], proof, root)
    assert not tree.verify_inclusion(other, size, leaves[index], proof, root)


@given(st.data())
def test_a_rewritten_past_is_never_consistent(data):
    size = data.draw(st.integers(2, 300))
    old = data.draw(st.integers(1, size))
    bent = data.draw(st.integers(0, old - 1))
    rewritten = [*LEAVES[:bent], tree.leaf_hash(b"bent"), *LEAVES[bent + 1 : size]]
    proof = tree.consistency_proof(rewritten, old)
    old_root, new_root = tree.root(LEAVES[:old]), tree.root(rewritten)
    assert not tree.verify_consistency(old, size, old_root, new_root, proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match="has no leaf"):
        tree.inclusion_proof(LEAVES[:size], index)
    assert not tree.verify_inclusion(index, size, LEAVES[0], [], LEAVES[0])


@pytest.mark.parametrize("old", [-1, 0, 4])
def test_no_proof_leads_from_nothing_or_from_a_longer_log(old):
    with pytest.raises(ValueError, match="no proof leads"):
        tree.consistency_proof(LEAVES[:3], old)
    assert not tree.verify_consistency(old, 3, mth(LEAVES[:3]), mth(LEAVES[:3]), [])
