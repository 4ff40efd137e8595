"""Cosignatures: a witness says when it saw a checkpoint as the longest of its log.

c2sp.org/tlog-cosignature with Ed25519 keys, kind 4. Pure; times are whole seconds since 1970. A
cosignature is one more line below a note, so that `note.opened` checks it like any other, given
the witness's verifier. What a witness must have seen before it signs stands in witness.py.
"""

from __future__ import annotations

from workflow.audit import ed25519
from workflow.audit.note import (
    COSIGNATURE,
    MAX_TIME,
    TIME_SIZE,
    BadNote,
    SignatureLine,
    SigningKey,
    Verifier,
    cosigned_message,
)


def cosignature(key: SigningKey, text: str, at: int) -> str:
    """Return the line by which a witness vouches for a checkpoint's text at this second.

    Raises BadNote where the key is not a witness's, or for a time before 1970.
    """
    if key.kind != COSIGNATURE:
        raise BadNote("a cosignature takes a witness's own key, of kind 4")
    if not 0 <= at <= MAX_TIME:
        raise BadNote("the time of a cosignature counts from 1970")
    signature = ed25519.sign(key.seed, cosigned_message(text, at))
    return key.line(at.to_bytes(TIME_SIZE) + signature)


def checked(line: str, text: str, witness: Verifier) -> int:
    """Return when `witness` cosigned a checkpoint's text by this line.

    Raises BadNote unless the line is this witness's and its signature fits the text.
    """
    read = SignatureLine.of(line)
    if witness.kind != COSIGNATURE:
        raise BadNote("a witness has a key of kind 4")
    if (read.name, read.key_id) != (witness.name, witness.key_id):
        raise BadNote(f"the line is not one of {witness.name}")
    if not witness.accepts(text, read.signature):
        raise BadNote(f"the signature of {witness.name} does not fit the text")
    return time_of(read)


def time_of(line: SignatureLine) -> int:
    """Return the time in a cosignature that was checked. Raises BadNote where there is no room."""
    if len(line.signature) != TIME_SIZE + ed25519.SIGNATURE_SIZE:
        raise BadNote("a cosignature has a time and a signature")
    return int.from_bytes(line.signature[:TIME_SIZE])
