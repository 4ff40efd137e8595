"""One target as everybody is shown it: pages and API are fed by the same values (design.md 6)."""

from __future__ import annotations

from typing import Any

from models import statements
from models.locks import snapshot
from workflow.case import Hand, TargetCase
from workflow.hands import consent
from workflow.hands.revision import Revision, diff
from workflow.offers import offers
from workflow.queries import facts, thread
from workflow.queries.advice import advice
from workflow.queries.again import since_signed
from workflow.queries.findings import findings
from workflow.queries.people import Named, names, stood_in, texts
from workflow.queries.proposals import lowered_of, proposal_of
from workflow.queries.quarrel import quarrel
from workflow.queries.reader import Reader
from workflow.queries.sums import sums_of

Values = dict[str, Any]

_SIGNATURES = """
SELECT s.id, s.side, s.verdict, s.revision, s.digest, s.round, s.actor_id, s.capacity, s.reason,
       s.text_id, s.channel, s.purpose, s.at, s.post_id, s.on_behalf_of_id,
       e.kind AS ended, e.act AS ended_act, e.revision AS ended_revision, e.person_id AS ended_by,
       e.at AS ended_at, h.signed_on, h.person_id AS registered_by, f.digest AS scan,
       x.id AS scan_erased
FROM signature s LEFT JOIN signature_end e ON e.signature_id = s.id
LEFT JOIN paper_hand h ON h.signature_id = s.id LEFT JOIN file f ON f.id = h.file_id
LEFT JOIN erasure x ON x.file_id = f.id
WHERE s.target_id = ? ORDER BY s.id
"""


def representation(reader: Reader, number: int) -> Values:
    """A target with both hands and every act offered or refused. Raises NotFound."""
    with snapshot(reader.database):
        return _representation(reader, number)


def _representation(reader: Reader, number: int) -> Values:
    case = reader.desk().target(number)
    assert case.subject is not None
    assert case.candidate is not None
    assert case.unit is not None
    row = case.subject
    near = reader.works_on(row)
    front = reader.organisation.front(row["year_id"], case.unit.id)
    return {
        "id": row["id"],
        "year": row["year_id"],
        "unit": case.unit.code,
        "unit_name": case.unit.name,
        "front": front.code if front else None,
        "category": row["category"],
        "origin": row["origin"],
        "state": row["state"],
        "turn": row["turn"],
        "round": row["round"],
        "version": row["version"],
        "imposed": bool(row["imposed"]),
        "item": row["item_id"],
        "title": row["title"],
        "due_on": row["due_on"],
        "candidate": shown_revision(case.candidate, row["baseline"]),
        "in_force": shown_revision(case.in_force, row["baseline"]) if case.in_force else None,
        "proposal": proposal_of(reader, case, words=near),
        "signatures": _signatures(reader, case, words=near),
        "hands": consent.by_side(case),
        "since_signed": since_signed(reader, [case]).get(number),
        "sums": sums_of(reader.database, case),
        "lowered_last_year": lowered_of(reader.database, row["year_id"] - 1, row["unit_id"]),
        **quarrel(reader, case, words=near),
        "thread": thread.lines(reader, case),
        "tasks": thread.tasks(reader, case),
        **findings(reader, case),
        "advice": advice(reader, case),
        "actions": offers("target", case),
    }


def shown_revision(revision: Revision, baseline: str | None) -> Values:
    """A revision by its number, digest and fields; the baseline is reference, not content."""
    return {
        "no": revision.no,
        "digest": revision.digest,
        "round": revision.round,
        "act": revision.act,
        "capacity": revision.capacity,
        "at": revision.at,
        **revision.fields,
        "baseline": baseline,
    }


def _signatures(reader: Reader, case: TargetCase, *, words: bool) -> list[Values]:
    assert case.subject is not None
    rows = statements.rows(reader.database, _SIGNATURES, (case.subject["id"],))
    who = ("actor_id", "on_behalf_of_id", "ended_by", "registered_by")
    people = names(reader.database, [row[name] for row in rows for name in who])
    posts = reader.organisation.post_by_id
    said = texts(reader.database, [r["text_id"] for r in rows] if words else [])
    by_id: dict[int | None, Hand] = {hand.id: hand for hand in case.hands}
    return [
        {
            "side": r["side"],
            "revision": r["revision"],
            "digest": r["digest"],
            "round": r["round"],
            "by": people[r["actor_id"]].username,
            "by_name": people[r["actor_id"]].name,
            "capacity": r["capacity"].partition(":")[0],
            "post": posts[r["post_id"]].code,
            "post_name": posts[r["post_id"]].name,
            **stood_in(
                reader.organisation,
                people.get(r["on_behalf_of_id"]),
                r["actor_id"],
                posts[r["post_id"]].code,
                r["at"],
            ),
            "at": r["at"],
            "verdict": r["verdict"],
            "reason": r["reason"],
            "text": said.get(r["text_id"]),
            "channel": r["channel"],
            "paper": _paper(r, people, words=words),
            "purpose": r["purpose"],
            "valid": consent.valid(by_id[r["id"]], case) or consent.carries(by_id[r["id"]], case),
            "outdated_by": _ended(r, people),
        }
        for r in rows
    ]


def _paper(row: Values, people: dict[int, Named], *, words: bool) -> Values | None:
    """When the sheet was signed, who registered it, and for whom it is its scan; None for what was
    put here."""
    if row["signed_on"] is None:
        return None
    by = people[row["registered_by"]]
    return {
        "signed_on": row["signed_on"],
        "scan": row["scan"] if words else None,
        "scan_erased": words and row["scan_erased"] is not None,
        "by": by.username,
        "by_name": by.name,
    }


def _ended(row: Values, people: dict[int, Named]) -> Values | None:
    if row["ended"] is None:
        return None
    by = people.get(row["ended_by"])
    return {
        "kind": row["ended"],
        "action": row["ended_act"],
        "revision": row["ended_revision"],
        "by": by.username if by else None,
        "by_name": by.name if by else None,
        "at": row["ended_at"],
    }


def revisions(reader: Reader, number: int) -> list[Values]:
    """Every revision of a target with its material, newest first, each with what it changed."""
    with snapshot(reader.database):
        return _revisions(reader, number)


def _revisions(reader: Reader, number: int) -> list[Values]:
    case = reader.desk().target(number)
    assert case.subject is not None
    rows = statements.rows(
        reader.database, "SELECT * FROM revision WHERE target_id = ? ORDER BY no", (number,)
    )
    people = names(reader.database, [r["author_id"] for r in rows])
    shown: list[Values] = []
    before: Revision | None = None
    for row in rows:
        revision = facts.revision_of(row)
        by = people.get(row["author_id"])
        shown.append(
            {
                **shown_revision(revision, case.subject["baseline"]),
                "by": by.username if by else None,
                "by_name": by.name if by else None,
                "material": revision.material,
                "diff": diff(before.fields, revision.fields) if before else [],
            }
        )
        before = revision
    return shown[::-1]
