"""Reading an entry of the log back: canonical, and with all that an entry has."""

from __future__ import annotations

import json
from typing import Any, NoReturn

Values = dict[str, Any]

# What stands in every entry (workflow/door.py writes it); a later program may add names.
KEYS = frozenset(
    {
        "act",
        "at",
        "capacity",
        "channel",
        "digest",
        "index",
        "lifecycle",
        "object",
        "on_behalf_of",
        "outcome",
        "person",
        "post",
        "reason",
        "refusals",
        "request",
        "revision",
        "round",
        "scheme",
        "within",
        "writes",
    }
)
OBJECT = frozenset({"id", "kind"})
WRITE = ("after", "before", "id", "table")


class Malformed(ValueError):
    """A body is not an entry in its only spelling; the text says why, in English."""


def _no_float(text: str) -> NoReturn:
    raise Malformed(f"the number {text}")


_READ = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)
# On what the decoder above gives, this is the spelling of audit/canonical.py: a test holds it so.
_SPELL = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


def spelled(text: object) -> Any:
    """The value that a text spells. Raises Malformed unless the text is canonical JSON."""
    if not isinstance(text, str):  # a database may hold bytes where text belongs
        raise Malformed("not a text")
    try:
        value = _READ.decode(text)
    except RecursionError as error:
        raise Malformed("nested too deeply") from error
    except ValueError as error:
        raise Malformed(str(error)) from error
    if _SPELL.encode(value) != text:
        raise Malformed("not in canonical form")
    return value


def entry_of(body: str) -> Values:
    """The entry that a stored body spells. Raises Malformed unless it is canonical and whole."""
    entry = spelled(body)
    if not isinstance(entry, dict) or not entry.keys() >= KEYS:
        raise Malformed("it lacks what every entry has")
    if not isinstance(entry["at"], str):
        raise Malformed("its time is none")
    if not isinstance(entry["object"], dict) or not entry["object"].keys() >= OBJECT:
        raise Malformed("its object is not one")
    if not isinstance(entry["writes"], list) or not all(map(_is_write, entry["writes"])):
        raise Malformed("its writes are not such")
    whole: Values = entry
    return whole


def _is_write(write: object) -> bool:
    return (
        isinstance(write, dict)
        and tuple(write) == WRITE
        and isinstance(write["after"], dict)
        and isinstance(write["before"], dict | None)
        and isinstance(write["id"], int)
        and isinstance(write["table"], str)
    )
