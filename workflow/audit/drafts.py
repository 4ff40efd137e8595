"""Targets before their plan is issued, as the log alone tells them: candidate, hands and stands.

Only these are kept in memory; what is in force asks for no more hands.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from workflow.audit.reading import Malformed, spelled
from workflow.case import Actor, Hand, TargetCase
from workflow.hands.revision import DOMAIN
from workflow.organisation import Organisation
from workflow.queries.facts import revision_of

Values = dict[str, Any]

_NEVER = datetime.min.replace(tzinfo=UTC)
_DOMAIN = DOMAIN.encode() + b"\x00"
_NOBODY = Actor(None, "", "")
_NOWHERE = Organisation(0, {}, {}, {}, {}, {})


def bare_case(subject: Values) -> TargetCase:
    """A target as consent reads it: its row and what will be put on it, and no act at all."""
    case = TargetCase(
        now=_NEVER,
        clock_now=_NEVER,
        actor=_NOBODY,
        organisation=_NOWHERE,
        county={},
        kind="target",
        salt=str,
    )
    case.subject = subject
    return case


class Drafts:
    """The open targets; `note` each write of an entry on one of them."""

    def __init__(self) -> None:
        self._cases: dict[int, TargetCase] = {}

    def get(self, number: int) -> TargetCase | None:
        """The case of an open target."""
        return self._cases.get(number)

    def close(self, number: int) -> None:
        """Forget a target: from here on acts move its state."""
        del self._cases[number]

    def note(self, target: int, write: Values) -> None:
        """Put what an entry on this target wrote on its case."""
        table, after = write["table"], write["after"]
        if table == "target":
            self._row(target, write["before"] is None, after)
        case = self._cases.get(target)
        if case is None:
            return
        if table == "revision":
            case.candidate = revision_of(after)
        elif table == "signature":
            case.hands.append(_hand(write["id"], after))
        elif table == "signature_end":
            ended = after["signature_id"]
            case.hands = [
                replace(hand, ended=after["kind"]) if hand.id == ended else hand
                for hand in case.hands
            ]
        elif table == "stand":
            case.stands.add((after["person_id"], after["side"]))

    def _row(self, target: int, new: bool, after: Values) -> None:
        if new:
            self._cases[target] = bare_case(dict(after))
        elif target in self._cases:
            subject = self._cases[target].subject
            assert subject is not None
            subject.update(after)


def _hand(number: int, row: Values) -> Hand:
    return Hand(
        number,
        row["side"],
        row["verdict"],
        row["round"],
        row["revision"],
        row["digest"],
        row["template"],
        row["actor_id"],
        row["capacity"],
    )


def digest_of_text(material: str) -> str | None:
    """The digest of a stored material, or None where the text is not in its only spelling."""
    try:
        spelled(material)
    except Malformed:
        return None
    return hashlib.sha256(_DOMAIN + material.encode()).hexdigest()
