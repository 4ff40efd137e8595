"""How a text that was erased by law reads wherever its body would stand (依法删除).

No act stores an empty text, so an empty body is an erased one; `audit verify` finds any that no
entry of the log accounts for.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from workflow.words import Words, say

Values = dict[str, Any]

ERASED = Words("已依法删除", "erased by law")

# The language of whoever is being answered. Ambient, unlike everything else here: bodies go out as
# plain text through every list, page, file and JSON, and none of them needs to know of erasure.
speaking: ContextVar[str] = ContextVar("speaking", default="zh-CN")


def shown(body: str) -> str:
    """A stored body as it is read: itself, or in its place that it was erased."""
    return body or str(say(ERASED, speaking.get()))


def shown_in(row: Values, *names: str) -> Values:
    """A row as it is read: these columns of it hold bodies."""
    return {**row, **{name: shown(row[name]) for name in names}}
