"""Cosignatures: built here by hand from the specification, and everything that is not quite one."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit import cosign
from workflow.audit.checkpoint import Checkpoint, vouched
from workflow.audit.note import (
    COSIGNATURE,
    BadNote,
    SignatureLine,
    SigningKey,
    Verifier,
    opened,
    signed,
    with_lines,
)

ORIGIN = "shangxia/0123456789abcdef/1"
LOG = SigningKey.new(ORIGIN)
WITNESS = SigningKey.new("audit.example/bureau", COSIGNATURE)
TEXT = Checkpoint(ORIGIN, 7, bytes(range(32))).text
NOTE = signed(TEXT, LOG)
AT = 1_679_315_147


def line_by_hand(seed: bytes, name: str, at: int) -> str:
    """The specification's words as code, with nothing of ours."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    key_id = hashlib.sha256(name.encode() + b"\n\x04" + public).digest()[:4]
    message = f"cosignature/v1\ntime {at}\n{TEXT}".encode()
    raw = key_id + at.to_bytes(8, "big") + key.sign(message)
    return f"— {name} {base64.b64encode(raw).decode()}"


@given(st.integers(0, 2**63 - 1))
def test_a_cosignature_is_what_the_specification_says(at):
    line = cosign.cosignature(WITNESS, TEXT, at)
    assert line == line_by_hand(WITNESS.seed, WITNESS.name, at)
    assert cosign.checked(line, TEXT, WITNESS.verifier) == at


def test_a_witness_s_key_is_written_with_its_kind_and_read_back():
    vkey = WITNESS.verifier.text
    assert base64.b64decode(vkey.split("+", 2)[2])[0] == 4
    assert Verifier.of(vkey) == WITNESS.verifier
    assert SigningKey.of(WITNESS.text) == WITNESS


def test_log_and_witness_vouch_for_one_checkpoint():
    note = with_lines(NOTE, cosign.cosignature(WITNESS, TEXT, AT))
    found = vouched(note, [LOG.verifier, WITNESS.verifier])
    assert found.checkpoint.text == TEXT
    assert (found.log, found.witnesses) == ((LOG.verifier,), (WITNESS.verifier,))
    assert vouched(note, [LOG.verifier]).witnesses == ()


def test_a_witness_alone_is_not_the_log():
    note = with_lines(f"{TEXT}\n", cosign.cosignature(WITNESS, TEXT, AT))
    assert opened(note, [WITNESS.verifier]).good == (WITNESS.verifier,)
    with pytest.raises(BadNote, match="no known key of the log"):
        vouched(note, [LOG.verifier, WITNESS.verifier])


def test_another_log_s_key_does_not_vouch_for_this_one():
    other = SigningKey.new("shangxia/fedcba9876543210/1")
    with pytest.raises(BadNote, match="no known key of the log"):
        vouched(signed(TEXT, other), [other.verifier, LOG.verifier])
    # A witness that bears the log's name is none the less a witness.
    posing = SigningKey.new(ORIGIN, COSIGNATURE)
    note = with_lines(f"{TEXT}\n", cosign.cosignature(posing, TEXT, AT))
    with pytest.raises(BadNote, match="no known key of the log"):
        vouched(note, [posing.verifier])


def test_a_note_that_is_no_checkpoint_is_refused_however_well_signed():
    with pytest.raises(BadNote, match="three lines"):
        vouched(signed("hello\n", LOG), [LOG.verifier])


def test_a_bad_cosignature_of_a_known_witness_spoils_the_checkpoint():
    bent = with_lines(NOTE, cosign.cosignature(WITNESS, TEXT.replace("7", "8"), AT))
    assert vouched(bent, [LOG.verifier]).checkpoint.size == 7
    with pytest.raises(BadNote, match="does not fit"):
        vouched(bent, [LOG.verifier, WITNESS.verifier])


@pytest.mark.parametrize("place", [0, 7, 8, 40, 71])
def test_time_and_signature_belong_together(place):
    line = SignatureLine.of(cosign.cosignature(WITNESS, TEXT, AT))
    raw = bytearray(line.signature)
    raw[place] ^= 1
    bent = SignatureLine(line.name, line.key_id, bytes(raw)).text
    with pytest.raises(BadNote, match="does not fit"):
        cosign.checked(bent, TEXT, WITNESS.verifier)


@pytest.mark.parametrize("signature", [b"x", bytes(64), bytes(71), bytes(73)])
def test_a_cosignature_of_another_length_is_refused(signature):
    line = SignatureLine(WITNESS.name, WITNESS.verifier.key_id, signature)
    with pytest.raises(BadNote, match="does not fit"):
        cosign.checked(line.text, TEXT, WITNESS.verifier)
    with pytest.raises(BadNote, match="a time and a signature"):
        cosign.time_of(line)


def test_a_time_beyond_what_the_specification_allows_is_refused():
    line = line_by_hand(WITNESS.seed, WITNESS.name, 2**63)
    with pytest.raises(BadNote, match="does not fit"):
        cosign.checked(line, TEXT, WITNESS.verifier)


@pytest.mark.parametrize("at", [-1, 2**63])
def test_no_cosignature_is_made_for_a_time_that_cannot_be(at):
    with pytest.raises(BadNote, match="1970"):
        cosign.cosignature(WITNESS, TEXT, at)


def test_each_kind_of_key_signs_in_its_own_way_only():
    with pytest.raises(BadNote, match="kind 4"):
        cosign.cosignature(LOG, TEXT, AT)
    with pytest.raises(BadNote, match="kind 4"):
        cosign.checked(LOG.sign(TEXT), TEXT, LOG.verifier)
    with pytest.raises(BadNote, match="with a time"):
        WITNESS.sign(TEXT)


def test_a_line_of_somebody_else_is_not_this_witness_s():
    other = SigningKey.new(WITNESS.name, COSIGNATURE)
    with pytest.raises(BadNote, match="not one of"):
        cosign.checked(cosign.cosignature(other, TEXT, AT), TEXT, WITNESS.verifier)
    # The same key for a log's signatures has another id.
    as_log = SigningKey(WITNESS.name, 1, WITNESS.seed)
    with pytest.raises(BadNote, match="not one of"):
        cosign.checked(as_log.sign(TEXT), TEXT, WITNESS.verifier)
