"""Signed notes: a text with lines below it by which keys vouch for it (c2sp.org/signed-note).

Pure: text in, text out; keys live elsewhere. A note has one spelling and is read strictly: what
is not exactly as the specification writes it is refused, and so is a note that none of the keys
asked about has signed, or that one of them has not signed well.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from workflow.audit import ed25519

ED25519: Final = 1
"""Kind of key: signs the note's text."""

COSIGNATURE: Final = 4
"""Kind of key: a witness's, which signs the text with a time (c2sp.org/tlog-cosignature)."""

TIME_SIZE: Final = 8
"""Bytes before a cosignature that hold its time: seconds since 1970, high byte first."""

MAX_TIME: Final = 2**63 - 1

MAX_SIGNATURES: Final = 100
MAX_SIZE: Final = 1_000_000
"""Bytes of a whole note; what is longer is nobody's checkpoint."""

_DASH: Final = "— "
_PRIVATE: Final = "PRIVATE+KEY+"
_KEY_ID: Final = re.compile(r"[0-9a-f]{8}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadNote(ValueError):
    """A note, a key or a line of one is not as it must be, or proves nothing; it says why."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """What is known of a signer in public: by this its signatures are checked."""

    name: str
    key_id: int
    kind: int
    public: bytes

    @classmethod
    def new(cls, name: str, kind: int, public: bytes) -> Self:
        """Return the verifier of a public key. Raises BadNote for what can be none."""
        _check_name(name)
        if kind not in (ED25519, COSIGNATURE):
            raise BadNote(f"keys of kind {kind} are not known here")
        if len(public) != ed25519.SIZE:
            raise BadNote(f"a public key has {ed25519.SIZE} bytes, not {len(public)}")
        return cls(name, _key_id(name, kind, public), kind, public)

    @classmethod
    def of(cls, vkey: str) -> Self:
        """Read a verifier key, `name+id+key`. Raises BadNote."""
        name, kind, public = _key_parts(vkey)
        verifier = cls.new(name, kind, public)
        _check_same(verifier.text, vkey)
        return verifier

    @property
    def text(self) -> str:
        """The verifier key as it is published."""
        return _key_text(self, self.public)

    def accepts(self, text: str, signature: bytes) -> bool:
        """Tell whether `signature` is this signer's for the text of a note."""
        if self.kind == ED25519:
            return ed25519.verifies(self.public, signature, text.encode())
        at = int.from_bytes(signature[:TIME_SIZE])
        message = cosigned_message(text, at)
        return at <= MAX_TIME and ed25519.verifies(self.public, signature[TIME_SIZE:], message)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its name. Its text is a secret; its `repr` shows none of it."""

    name: str
    kind: int
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls, name: str, kind: int = ED25519) -> Self:
        """Make a key that nobody had before. Raises BadNote for a name that cannot be one."""
        key = cls(name, kind, ed25519.new_seed())
        _ = key.verifier
        return key

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a key as `text` writes it. Raises BadNote, never with the secret in its words."""
        if not text.startswith(_PRIVATE):
            raise BadNote("a signing key begins with PRIVATE+KEY+")
        key = cls(*_key_parts(text.removeprefix(_PRIVATE)))
        if len(key.seed) != ed25519.SIZE:
            raise BadNote(f"a signing key has {ed25519.SIZE} bytes, not {len(key.seed)}")
        _check_same(key.text, text)
        return key

    @property
    def text(self) -> str:
        """The key as it is kept: PRIVATE+KEY+name+id+key."""
        return _PRIVATE + _key_text(self.verifier, self.seed)

    @property
    def verifier(self) -> Verifier:
        """What others check this key's signatures by."""
        return Verifier.new(self.name, self.kind, ed25519.public_of(self.seed))

    def sign(self, text: str) -> str:
        """Return the signature line for a note's text. Raises BadNote for a witness's key."""
        if self.kind != ED25519:
            raise BadNote("a witness's key signs with a time: see cosign.py")
        return self.line(ed25519.sign(self.seed, text.encode()))

    def line(self, signature: bytes) -> str:
        """Return the line that carries a signature of this key."""
        return SignatureLine(self.name, self.verifier.key_id, signature).text


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line below a note's text: whose it says it is, and the signature without the key id."""

    name: str
    key_id: int
    signature: bytes

    @classmethod
    def of(cls, line: str) -> Self:
        """Read a line without its newline. Raises BadNote."""
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise BadNote("a signature line is an em dash, a name and a signature")
        _check_name(name)
        raw = from_base64(encoded)
        if len(raw) < 5:
            raise BadNote("a signature line holds no signature")
        return cls(name, int.from_bytes(raw[:4]), raw[4:])

    @property
    def text(self) -> str:
        """The line, without a newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id.to_bytes(4) + self.signature)}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A note that was read: who signed it well, each once, and every line, unknown ones too."""

    text: str
    good: tuple[Verifier, ...]
    lines: tuple[SignatureLine, ...]


def signed(text: str, *keys: SigningKey) -> str:
    """Return the note in which `keys` sign `text`. Raises BadNote for a text that can be none."""
    _check_text(text)
    if not keys:
        raise BadNote("a note is signed by somebody")
    return with_lines(f"{text}\n", *(key.sign(text) for key in keys))


def with_lines(note: str, *lines: str) -> str:
    """Return the note with further signature lines below."""
    return note + "".join(f"{line}\n" for line in lines)


def opened(note: str | bytes, verifiers: Iterable[Verifier]) -> Opened:
    """Read a note by the keys that are known.

    Raises BadNote where it is malformed, where no known key signed it, or where the signature of
    a known key is bad. Lines of unknown keys are kept and say nothing.
    """
    known = _by_name_and_id(verifiers)
    text, lines = parts(note)
    good: dict[Verifier, None] = {}
    for line in lines:
        verifier = known.get((line.name, line.key_id))
        if verifier is None:
            continue
        if not verifier.accepts(text, line.signature):
            raise BadNote(f"the signature of {line.name} does not fit the text")
        good[verifier] = None
    if not good:
        raise BadNote("no known key signed this note")
    return Opened(text, tuple(good), lines)


def parts(note: str | bytes) -> tuple[str, tuple[SignatureLine, ...]]:
    """Return a note's text and its lines, none of them checked. Raises BadNote if malformed."""
    whole = plain_text(note)
    start = whole.rfind("\n\n")
    if start < 0:
        raise BadNote("there is no blank line between text and signatures")
    text, below = whole[: start + 1], whole[start + 2 :]
    if not below.endswith("\n"):
        raise BadNote("a note ends with a signature line and its newline")
    spelled = below[:-1].split("\n")
    if len(spelled) > MAX_SIGNATURES:
        raise BadNote(f"a note has at most {MAX_SIGNATURES} signatures")
    if len(set(spelled)) != len(spelled):
        raise BadNote("a signature line stands twice")
    return text, tuple(map(SignatureLine.of, spelled))


def cosigned_message(text: str, at: int) -> bytes:
    """Return what a witness signs: the note's text, and the time in seconds since 1970."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def to_base64(raw: bytes) -> str:
    """Return bytes in standard base64 (RFC 4648 section 4)."""
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """Read standard base64 in its one spelling. Raises BadNote for anything else."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise BadNote("not base64") from error
    if to_base64(raw) != text:  # stray bits in the last letter
        raise BadNote("not base64 in its one spelling")
    return raw


def plain_text(note: str | bytes) -> str:
    """Return a note as text. Raises BadNote for what no note may hold, and for one too long."""
    try:
        raw = note.encode() if isinstance(note, str) else note
        whole = raw.decode()
    except UnicodeError as error:
        raise BadNote("a note is UTF-8") from error
    if len(raw) > MAX_SIZE:
        raise BadNote(f"a note has at most {MAX_SIZE} bytes")
    if _CONTROL.search(whole):
        raise BadNote("a note holds no control characters")
    return whole


def _check_text(text: str) -> None:
    if not plain_text(text).endswith("\n"):
        raise BadNote("the text of a note ends with a newline")


def _check_name(name: str) -> None:
    plain_text(name)
    if not name or "+" in name or any(map(str.isspace, name)):
        raise BadNote("the name of a key is not empty and holds neither spaces nor a plus")


def _check_same(wanted: str, text: str) -> None:
    if wanted != text:
        raise BadNote("the id of a key does not belong to the key")


def _by_name_and_id(verifiers: Iterable[Verifier]) -> dict[tuple[str, int], Verifier]:
    known: dict[tuple[str, int], Verifier] = {}
    for each in verifiers:
        if known.setdefault((each.name, each.key_id), each) is not each:
            raise BadNote(f"the key {each.name} is given twice")
    return known


def _key_parts(text: str) -> tuple[str, int, bytes]:
    """Name, kind and key of `name+id+key`; that the id belongs to the key is not looked at."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not _KEY_ID.fullmatch(key_id):
        raise BadNote("a key is written name+id+key, the id in 8 lowercase hex digits")
    raw = from_base64(encoded)
    if not raw:
        raise BadNote("a key is empty")
    return name, raw[0], raw[1:]


def _key_text(verifier: Verifier, key: bytes) -> str:
    encoded = to_base64(bytes([verifier.kind]) + key)
    return f"{verifier.name}+{verifier.key_id:08x}+{encoded}"


def _key_id(name: str, kind: int, public: bytes) -> int:
    return int.from_bytes(
        hashlib.sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]
    )
