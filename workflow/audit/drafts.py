"""Targets that may still ask for hands, as the log alone tells them: candidate, hands and stands.

Only these are kept in memory: drafts, and running targets, about which something may be proposed.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from workflow.audit.reading import Malformed, spelled
from workflow.case import Actor, Hand, TargetCase
from workflow.hands.revision import DOMAIN, Revision
from workflow.organisation import Organisation, Post, Unit
from workflow.queries.facts import revision_of
from workflow.terms import Capacity
from workflow.words import Words

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


class Posts:
    """Units, posts and what is in whose charge, as far as consent asks for them."""

    TABLES = ("unit", "post", "portfolio")

    def __init__(self) -> None:
        self._units: dict[int, Unit] = {}
        self._rows: dict[int, Values] = {}
        self._charge: dict[int, set[int]] = {}
        self._built: Organisation | None = _NOWHERE

    def note(self, write: Values) -> None:
        """Put one write on them; rows of these tables are only ever added."""
        table, row = write["table"], write["after"]
        if table == "unit":
            name = Words(row["name_zh"], row["name_en"])
            self._units[write["id"]] = Unit(write["id"], row["code"], name, row["kind"])
        elif table == "post":
            self._rows[write["id"]] = row
        else:
            self._charge.setdefault(row["post_id"], set()).add(row["unit_id"])
        self._built = None

    def organisation(self) -> Organisation:
        """They as a value."""
        if self._built is None:
            posts = [
                Post(
                    number,
                    row["code"],
                    Words(row["name_zh"], row["name_en"]),
                    Capacity(row["capacity"]),
                    self._units.get(row["unit_id"]),
                    frozenset(self._charge.get(number, ())),
                )
                for number, row in self._rows.items()
            ]
            units = {unit.code: unit for unit in self._units.values()}
            by_code = {post.code: post for post in posts}
            self._built = Organisation(
                0, units, {}, by_code, {}, {}, dict(self._units), {p.id: p for p in posts}
            )
        return self._built


class Drafts:
    """The targets that may ask for hands; `note` each write of an entry on one of them."""

    def __init__(self) -> None:
        self._cases: dict[int, TargetCase] = {}
        self._revisions: dict[int, dict[int, Revision]] = {}
        self._posts = Posts()

    def get(self, number: int) -> TargetCase | None:
        """The case of such a target, on the posts and units of this moment of the log."""
        case = self._cases.get(number)
        if case is not None and case.subject is not None:
            self._point(case)
            case.organisation = self._posts.organisation()
            case.unit = case.organisation.unit_by_id.get(case.subject["unit_id"])
        return case

    def organise(self, write: Values) -> None:
        """Put what an entry on the county wrote on its units and posts."""
        self._posts.note(write)

    def close(self, number: int) -> None:
        """Forget a target: nothing is proposed about it any more."""
        del self._cases[number]
        self._revisions.pop(number, None)

    def note(self, target: int, write: Values) -> None:
        """Put what an entry on this target wrote on its case."""
        table, after = write["table"], write["after"]
        if table == "target":
            self._row(target, write["before"] is None, after)
        case = self._cases.get(target)
        if case is None:
            return
        if table == "revision":
            self._revisions.setdefault(target, {})[after["no"]] = revision_of(after)
        elif table == "proposal":
            known = case.proposal if write["before"] is not None else None
            case.proposal = {**(known or {}), **after, "id": write["id"]}
        elif table == "signature":
            case.hands.append(_hand(write["id"], after))
        elif table == "signature_end":
            ended = after["signature_id"]
            case.hands = [
                replace(hand, ended=after["kind"]) if hand.id == ended else hand
                for hand in case.hands
            ]
        elif table == "arbitration":
            signed = after["signature_id"]
            case.hands = [
                replace(hand, imposed=True) if hand.id == signed else hand for hand in case.hands
            ]
        elif table == "stand":
            case.stands.add((after["person_id"], after["side"]))

    def _point(self, case: TargetCase) -> None:
        """The candidate and what is in force are the revisions that the row names."""
        assert case.subject is not None
        known = self._revisions.get(case.subject["id"], {})
        case.candidate = known.get(case.subject["candidate"])
        case.in_force = known.get(case.subject["in_force"])

    def _row(self, target: int, new: bool, after: Values) -> None:
        if new:
            self._cases[target] = bare_case({"id": target, **after})
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
        row["post_id"],
        row["purpose"],
        behalf=row["on_behalf_of_id"],
    )


def digest_of_text(material: str, domain: bytes = _DOMAIN) -> str | None:
    """The digest of a stored text, or None where it is not in its only spelling."""
    try:
        spelled(material)
    except Malformed:
        return None
    return hashlib.sha256(domain + material.encode()).hexdigest()
