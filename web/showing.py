"""Since when a page shows what is to be signed: a sealed moment in its form, and back at the door.

The seal is bound to person, session and every content of the page by its digest. One that is
missing, altered or too old is no error: then it is not known how long the content was looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from web.county import actor, reader
from web.sealing import sealed, unsealed
from workflow.case import Actor, Shown
from workflow.clock import stamp

# Kind and id of an object, and the digest of what is shown of it.
Content = tuple[str, int, str]
FIELD = "shown"


def since(contents: Iterable[Content], text: str) -> str:
    """The seal of a page that shows these contents: the one it came with, where it is of these very
    contents (the page was only drawn again), else of this moment."""
    listed = list(contents)
    if _opened(listed, text) is not None:
        return text
    return sealed(FIELD, [stamp(reader().now), _fingerprint(listed)])


def looking_at(contents: Iterable[Content], text: str) -> Actor:
    """Who makes this request, with what was before their eyes and since when, if that is known."""
    listed = list(contents)
    at = _opened(listed, text)
    return actor() if at is None else replace(actor(), shown=Shown(at, frozenset(listed)))


def _opened(contents: list[Content], text: str) -> str | None:
    """The moment that a seal of these contents holds."""
    at, fingerprint = (unsealed(FIELD, text) if text else None) or ("", "")
    return str(at) if fingerprint == _fingerprint(contents) else None


def _fingerprint(contents: list[Content]) -> str:
    lines = sorted({f"{kind}:{number}:{digest}" for kind, number, digest in contents})
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
