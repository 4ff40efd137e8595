"""One spelling for every value, so that equal things have equal bytes and equal digests.

JSON is written as RFC 8785 (JSON Canonicalization Scheme) says: by the `rfc8785` library, or by a
quicker way that tests hold to the library's bytes.
The log, revisions and scoring rules hold decimals as strings (design.md, sections 2 and 4): a
binary float cannot hold 0.1, so neither float nor Decimal is let into canonical JSON.
Nothing here reads the database, the clock or the request.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, cast

import rfc8785

MAX_DIGITS: Final = 60
"""Digits a decimal may have in all; keeps Decimal("1E+999999") from filling the memory."""

MAX_INT: Final = 2**53 - 1
"""Largest integer that every JSON reader holds exactly (RFC 8785 3.2.2.3, RFC 7493)."""

# For plain values Python's C encoder writes what RFC 8785 asks for, at a fifth of the library's
# time, which would otherwise cost about as much as the durable commit of an act.
_PLAIN_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)

_LEAVES: Final = frozenset({str, bool, type(None)})

_PLAIN_DECIMAL: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class NotCanonical(ValueError):
    """The value has no canonical form here; the message says where and why."""


def canonical(value: object) -> bytes:
    """Return the canonical JSON of `value` as UTF-8 (RFC 8785).

    Takes None, bool, str, int up to ±(2^53 − 1), lists, tuples and dicts with text keys.
    Raises NotCanonical for floats, Decimals, larger ints, other types, lone surrogates and
    nesting too deep to follow.
    """
    unproven: Any = value
    try:
        if _is_plain(value):
            return _PLAIN_ENCODER.encode(value).encode()
        _refuse_inexact(value, "$")
        return rfc8785.dumps(unproven)
    except RecursionError:
        raise NotCanonical("the value is nested too deeply") from None
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)) from error


def digest(domain: str, value: object) -> str:
    """Return the lowercase hex SHA-256 of `domain` ‖ 0x00 ‖ canonical JSON of `value`.

    The domain, e.g. "shangxia/revision/v1", keeps a digest made for one purpose from standing for
    another (design.md, section 2). It is not empty and holds no NUL, so the bytes split one way.
    """
    return digest_of_bytes(domain, canonical(value))


def digest_of_bytes(domain: str, content: bytes) -> str:
    """Return the same of what is canonical JSON already."""
    if not domain or "\x00" in domain:
        raise NotCanonical("a digest needs a domain without NUL")
    return hashlib.sha256(domain.encode() + b"\x00" + content).hexdigest()


def decimal_text(number: Decimal | str) -> str:
    """Return the one spelling of a decimal: no exponent, no plus, no padding zeros, no −0.

    "007.50" gives "7.5", Decimal("1E+2") gives "100", "-0.0" gives "0". Text must already be a
    plain decimal in ASCII digits. Raises NotCanonical for NaN, infinities, exponents in text,
    more than MAX_DIGITS digits, and for floats and ints, which come from somewhere inexact or
    have no need of this.
    """
    text = _expanded(number)
    whole, _, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    unsigned = f"{whole}.{part}" if part else whole
    return f"-{unsigned}" if text.startswith("-") and unsigned != "0" else unsigned


def nfc(text: str) -> str:
    """Return `text` in Unicode Normalization Form C (UAX #15), so that é is one code point."""
    return unicodedata.normalize("NFC", text)


def _expanded(number: Decimal | str) -> str:
    """The number in plain digits, its zeros and sign as given."""
    if isinstance(number, Decimal):
        if not number.is_finite():
            raise NotCanonical(f"{number} is not a finite number")
        _, digits, exponent = number.as_tuple()
        if len(digits) + abs(int(exponent)) > MAX_DIGITS:
            raise NotCanonical(f"a decimal may have {MAX_DIGITS} digits at most")
        return format(number, "f")
    if not isinstance(number, str):
        raise NotCanonical(f"a decimal is a str or Decimal, not {type(number).__name__}")
    if len(number) > MAX_DIGITS:
        raise NotCanonical(f"a decimal may have {MAX_DIGITS} digits at most")
    if not _PLAIN_DECIMAL.fullmatch(number):
        raise NotCanonical(f"{number!r} is not a plain decimal")
    return number


def _is_plain(value: object) -> bool:
    """Whether `value` holds exact JSON types only, small ints, and keys in ASCII.

    Where keys are ASCII, code points and UTF-16 units sort alike; other keys go to the library.
    Asked of every entry of the log, so leaves are told in the loops, without a call of their own.
    """
    kind = type(value)
    if kind in _LEAVES:
        return True
    if kind is int:
        return -MAX_INT <= cast(int, value) <= MAX_INT
    if kind is dict or isinstance(value, dict):
        for key, item in cast(dict[Any, object], value).items():
            if type(key) is not str or not key.isascii():
                return False
            if type(item) not in _LEAVES and not _is_plain(item):
                return False
        return True
    if isinstance(value, list | tuple):
        return all(type(item) in _LEAVES or _is_plain(item) for item in value)
    return False


def _refuse_inexact(value: object, path: str) -> None:
    """Raise at the first float or Decimal, naming its place; the library would let floats in."""
    if isinstance(value, float | Decimal):
        kind = type(value).__name__
        raise NotCanonical(f"{path} is a {kind}: write decimals as strings (decimal_text)")
    if isinstance(value, Mapping):
        for key, item in value.items():
            _refuse_inexact(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _refuse_inexact(item, f"{path}[{index}]")
