"""Editing many targets alike, looked over before anything is written: what each would become, and
what that would cost. How many statements it takes does not depend on how many targets there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.locks import snapshot
from workflow.act import Act
from workflow.case import TargetCase
from workflow.clock import stamp
from workflow.errors import WorkflowError
from workflow.hands import consent, proposal
from workflow.hands.revision import Revision, diff
from workflow.lifecycle import BY_KIND
from workflow.organisation import Unit
from workflow.queries import facts, target_list
from workflow.queries.people import Named, names
from workflow.queries.reader import Reader
from workflow.rehearsal import rehearsed
from workflow.standing import towards_unit

Values = dict[str, Any]
EDIT: Act = BY_KIND["target"]["edit"]


def may_be_picked(reader: Reader, row: Values) -> bool:
    """Whether a row of the list is worth ticking: by its state, and by what the reader is towards
    its unit. That promises nothing: what a rule refuses is named before anything is written.

    Common items are the same in all units (S4): nothing that many could share is edited in them.
    """
    if row["origin"] == "common" or not reader.acting:
        return False
    standings = towards_unit(list(reader.posts), reader.organisation.units[row["unit"]])
    held = {standing.capacity for standing in standings}
    return row["state"] in EDIT.sources and bool(held & set(EDIT.capacities))


def picked(reader: Reader, numbers: Sequence[int]) -> list[Values]:
    """Those of these targets that the reader may see, as rows of the list."""
    chosen = (f"t.id IN ({facts.marks(numbers)})", list(numbers))
    return target_list.page(reader, {}, limit=len(numbers) + 1, extra=chosen)[0]


def reviewers(reader: Reader, units: Sequence[Unit]) -> list[tuple[str, Any]]:
    """The posts that are in charge of any of these units, by code and name."""
    organisation, now = reader.organisation, stamp(reader.now)
    posts = [post for unit in units for post in organisation.reviewing_posts(unit, now)]
    return list({post.code: post.name for post in posts}.items())


def tried(reader: Reader, numbers: Sequence[int], given: Mapping[str, Any]) -> list[Values]:
    """Of each of these targets what the edit would make of it, or why the door would not do it."""
    with snapshot(reader.database):
        desk = reader.desk(_no_salt)
        cases = desk.targets(numbers)
        last = facts.last_revisions(reader.database, list(cases))
        before = {number: (case.candidate, _counting(case)) for number, case in cases.items()}
        for number, case in cases.items():
            case.facts["last_revision"] = last[number]
        asked = {n: {**given, "version": _column(c, "version")} for n, c in cases.items()}
        answers = rehearsed(desk, cases, EDIT, asked)
        actors = [a for _, hands in before.values() for a in hands.values()]
        people = names(reader.database, actors)
    return [_tried(case, before[number], answers[number], people) for number, case in cases.items()]


def _no_salt() -> str:
    """For texts that are never stored."""
    return "00" * 16


def _counting(case: TargetCase) -> dict[int | None, int]:
    """The hands that count on the candidate, each with who put it."""
    return {hand.id: hand.actor for hand in case.hands if consent.valid(hand, case)}


Before = tuple[Revision | None, dict[int | None, int]]


def _tried(
    case: TargetCase,
    before: Before,
    answer: TargetCase | WorkflowError,
    people: Mapping[int, Named],
) -> Values:
    assert case.subject is not None
    assert case.unit is not None
    revision, hands = before
    assert revision is not None
    return {
        "id": case.subject["id"],
        "title": case.subject["title"],
        "unit_name": case.unit.name,
        "version": case.subject["version"],
        "revision": revision.no,
        "in_force": case.subject["in_force"],
        **_outcome(answer, revision, hands, people),
    }


def _outcome(
    answer: TargetCase | WorkflowError,
    revision: Revision,
    hands: dict[int | None, int],
    people: Mapping[int, Named],
) -> Values:
    """What it would become: whose hands would end, whether it would be a change beside what is in
    force, and whether that would still want its reason."""
    if isinstance(answer, WorkflowError):
        return {"refused": answer}
    assert answer.candidate is not None
    gone = [h.actor for h in answer.hands if h.id in hands and h.ended is not None]
    proposed = proposal.runs(answer)
    return {
        "refused": None,
        "diff": diff(revision.fields, answer.candidate.fields),
        "ended": list(dict.fromkeys(people[actor].name for actor in gone)),
        "proposes": proposed,
        "wants_reason": proposed
        and answer.proposal is not None
        and answer.proposal["text_id"] is None,
    }


def _column(case: TargetCase, name: str) -> Any:
    assert case.subject is not None
    return case.subject[name]
