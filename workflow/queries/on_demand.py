"""What only few acts ask for: looked up when a rule or an effect wants to know it, and once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import peewee

from workflow.case import Case, TargetCase
from workflow.clock import today
from workflow.organisation import Organisation
from workflow.queries import (
    acceptance,
    calendar,
    checkpoints,
    coordination,
    coverage,
    erasing,
    facts,
    groups,
    objecting,
    papers,
    reckoned,
    sign_offs,
    takeover,
    unit_entries,
    waivers,
    year_facts,
)
from workflow.terms import State

Later = dict[str, Callable[[], Any]]


def at_target(database: peewee.Database, case: TargetCase) -> Later:
    """What few acts on a target ask for."""
    row = case.subject
    assert row is not None
    number = row["id"]
    return {
        **of_plan(database, case),
        "signer": lambda: partial(facts.person, database),
        "file_of": lambda: partial(facts.file_by_digest, database),
        "last_revision": lambda: facts.last_revisions(database, [number]).get(number, 0),
        "points_in_force": lambda: facts.points_in_force(database, row["year_id"], row["unit_id"]),
        "scoring_unit": lambda: acceptance.scoring_unit(database, row["item_id"]),
        "ledger": lambda: acceptance.ledger(database, number),
        "objections": lambda: objecting.objections(database, number),
        "cause": lambda: acceptance.cause(database, number),
        "last_score": lambda: acceptance.last_score(database, number),
        "scored_in": lambda: acceptance.scored_in(database, number),
        "questions": lambda: coordination.open_questions(database, number),
        "tasks": lambda: coordination.open_tasks(database, number),
        "person_named": lambda: partial(facts.person, database),
        "involved": lambda: objecting.involved(database, number),
        "events": lambda: year_facts.events(database, row["year_id"]),
        "growth_reason": lambda: acceptance.growth_reason(database, number, row["digest"]),
        "past": lambda: acceptance.past_result(
            database, row["year_id"] - 1, row["unit_id"], case.content["measure"]
        ),
    }


def at_year(database: peewee.Database, organisation: Organisation, case: Case) -> Later:
    """What acts on a year are judged on."""
    assert case.year is not None
    ids, number = facts.target_ids, case.year["id"]
    return {
        **of_plan(database, case),
        "approved": lambda: ids(database, number, State.APPROVED),
        "inspected": lambda: ids(database, number, State.INSPECTED),
        "reviewed": lambda: facts.awaiting_approval(database, number),
        "unapproved": lambda: ids(database, number, State.DRAFTED, State.REVIEWED),
        "not_approved": lambda: year_facts.named(database, number, State.DRAFTED, State.REVIEWED),
        "unscored": lambda: year_facts.unscored(database, number),
        "undecided": lambda: year_facts.undecided(database, number, _by_cause(case)),
        "open_objections": lambda: year_facts.open_objections(database, number),
        "events": lambda: year_facts.events(database, number),
        "calendar": lambda: calendar.calendar(database),
        "letters": lambda: year_facts.letters(database, number),
        "reported": lambda: year_facts.reported(database, number),
        "last_result": lambda: year_facts.last_result(database, number),
        "results_stand": lambda: reckoned.stand(database, number),
        "awards": lambda: year_facts.awards(database, number),
        "sign_offs": lambda: sign_offs.standing(database, number),
        "signers": lambda: sign_offs.signers(database, number),
        "unsigned": lambda: sign_offs.unsigned(database, number),
        "outcome_of": lambda: partial(sign_offs.outcome, database, number),
        "moved": lambda: partial(sign_offs.moved, database, organisation, number),
        "items": lambda: facts.item_codes(database, number),
        "used_rules": lambda: year_facts.used_rules(database, number),
        "unit_entries": lambda: unit_entries.standing(database, number),
        "outcomes": lambda: year_facts.outcomes(database, organisation, number, case.scheme),
        "groups": lambda: _standing(database, organisation, case),
    }


def _standing(database: peewee.Database, organisation: Organisation, case: Case) -> Any:
    assert case.scheme is not None
    assert case.year is not None
    return groups.standing(database, organisation, case.scheme, case.year["id"])


def at_post(database: peewee.Database, case: Case) -> Later:
    """What few acts on the county ask for: the hand-over list of the post that the input names,
    the text or file that it names."""
    post = case.organisation.posts.get(case.data.get("post") or "")
    day = today(case.now).isoformat()
    return {
        "takeover": lambda: takeover.waiting(database, post, case.person),
        "takeover_list": lambda: (
            takeover.to_sign(
                database, case.organisation, post, day, case.known("takeover")["signed"]
            )
            if post is not None
            else None
        ),
        "titles": lambda: partial(facts.titles, database),
        "to_erase": lambda: erasing.to_erase(database, case.data["kind"], case.data["number"]),
    }


def of_log(database: peewee.Database) -> Later:
    """What acts on the log's keys and witnesses are judged on."""
    return {
        "log_keys": lambda: checkpoints.keys(database),
        "log_origin": lambda: partial(checkpoints.origin, database),
        "witnesses": lambda: checkpoints.witnesses(database),
        "checkpoint_of": lambda: partial(checkpoints.stored, database),
        "cosigned_by": lambda: partial(checkpoints.cosigned_by, database),
    }


def of_plan(database: peewee.Database, case: Case) -> Later:
    """The plan of the case's year as a whole, for its checks, waivers and digest."""
    year, scheme = case.year, case.scheme
    assert year is not None
    assert scheme is not None
    return {
        "plan": lambda: coverage.plan_of(database, case.organisation, year, scheme, case.at),
        "waivers": lambda: waivers.waivers(database, year["id"]),
        "letters_said": lambda: papers.letters_said(database, year["id"]),
        "plan_digest": lambda: waivers.last_digest(database, year["id"]),
    }


def _by_cause(case: Case) -> set[str]:
    """The categories in which a grade rule asks why targets were not met (S44)."""
    assert case.scheme is not None
    counts = [count for rule in case.scheme.grade_rules for count in rule.when if count.cause]
    every = set(case.scheme.categories)
    return {c for count in counts for c in ({count.category} if count.category else every)}
