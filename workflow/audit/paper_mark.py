"""The mark of a paper: a digest of what it says, and the twelve characters by which people type it.

Pure. Defined once for every paper: `digest` is SHA-256 over a domain and the canonical JSON of the
paper's content. A signature sheet is the exception: what is signed on it has a digest already, the
revision's own. Of a digest the first 55 bits become eleven characters, the twelfth checks them
(ISO 7064, hybrid system for 33 and 32): every single mistyped character is found, and nearly every
two that were swapped. Eleven characters are enough to find a paper again, not to rule out one that
somebody made to fit; for that the QR code holds the whole digest.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from workflow.audit.canonical import digest as digest_of

Values = dict[str, Any]

DOMAIN = "shangxia/paper/v1"
QR_PREFIX = "shangxia-paper/v1"
# Crockford's base 32: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
CHARACTERS, BITS = 12, 55
_BASE = len(ALPHABET)
_WHOLE = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_CHECKPOINT = re.compile(r"(shangxia/[0-9a-f]+/[0-9]+) ([0-9]{1,18}) ([A-Za-z0-9+/]{43}=)")


def letter(unit: str, year: int, document: str, scheme: str, targets: dict[int, str]) -> Values:
    """What a letter of responsibility says: which content binds of which target, by which document
    and scheme."""
    listed = [[number, targets[number]] for number in sorted(targets)]
    named = {"unit": unit, "year": year, "document": document, "scheme": scheme}
    return {"kind": "letter", **named, "targets": listed}


def score_sheet(unit: str, year: int, no: int, derivation: str) -> Values:
    """What a published score sheet says: the derivation of all its numbers, in one revision."""
    return {"kind": "score", "unit": unit, "year": year, "no": no, "derivation": derivation}


def slip(target: int, kind: str, level: str, revision: str, at: str) -> Values:
    """What a supervision slip says: of which target, on which content, what was reported when."""
    named = {"target": target, "about": kind, "level": level}
    return {"kind": "slip", **named, "revision": revision, "at": at}


def digest(content: Values) -> str:
    """The digest of a paper with this content."""
    return digest_of(DOMAIN, content)


# — twelve characters —


def code(digest: str) -> str:
    """The twelve characters of a digest, in three groups of four."""
    bits = int(digest[:16], 16) >> (64 - BITS)
    places = [bits >> shift & 31 for shift in range(BITS - 5, -1, -5)]
    text = "".join(ALPHABET[place] for place in [*places, _check(places)])
    return "-".join(text[at : at + 4] for at in range(0, CHARACTERS, 4))


def _check(places: list[int]) -> int:
    carried = _BASE
    for place in places:
        carried = ((carried + place) % _BASE or _BASE) * 2 % (_BASE + 1)
    return (1 - carried) % _BASE


@dataclass(frozen=True)
class Asked:
    """What somebody scanned or typed: the digests that it may mean lie between these two.

    Of a scan also the log that stood on the paper: its origin, size and root in base64.
    """

    lowest: str
    highest: str
    checkpoint: tuple[str, int, str] | None = None


class Mistyped(ValueError):
    """No scan of ours, and not twelve characters whose check fits."""


def asked(text: str) -> Asked:
    """Read what was scanned or typed; case, spaces, dashes and look-alikes are forgiven.

    Raises Mistyped.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    whole = _WHOLE.search(plain.lower())
    if whole:
        return Asked(whole[0], whole[0], _checkpoint(plain))
    typed = re.sub(r"[\s\-‐-―−_.]", "", plain).upper().translate(LOOK_ALIKE)
    if len(typed) != CHARACTERS or not set(typed) <= set(ALPHABET):
        raise Mistyped
    *places, check = (ALPHABET.index(one) for one in typed)
    if check != _check(places):
        raise Mistyped
    bits = sum(place << shift for place, shift in zip(places, range(50, -1, -5), strict=True))
    low = bits << (64 - BITS)
    high = low | (1 << (64 - BITS)) - 1
    return Asked(f"{low:016x}".ljust(64, "0"), f"{high:016x}".ljust(64, "f"))


def _checkpoint(text: str) -> tuple[str, int, str] | None:
    found = _CHECKPOINT.search(text)
    return (found[1], int(found[2]), found[3]) if found else None


def scanned(digest: str, origin: str, size: int, root: str) -> str:
    """What the QR code holds, on one line: a scanner that types must not press Enter within."""
    return f"{QR_PREFIX} {digest} {origin} {size} {root}"
