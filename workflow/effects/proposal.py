"""What acts on a proposal after issue write: begin it, adopt it, drop it."""

from __future__ import annotations

from typing import Any

from workflow.case import TargetCase
from workflow.effects import drafting
from workflow.effects.drafting import copied, listed_codes, raise_content
from workflow.effects.lapsing import end, restore
from workflow.effects.running import take_effect
from workflow.effects.waiting import pass_turn
from workflow.hands import consent, proposal
from workflow.hands.revision import material_of

Values = dict[str, Any]


def begin_addition(case: TargetCase) -> None:
    """增补: a new target beside the plan that is issued, by a superior's document (design.md 2.10).

    Its state is derived from its hands as a draft's is; approved, it binds at once.
    """
    drafting.begin(case)
    _open(case, "add")


def edit(case: TargetCase) -> None:
    """修改: new content. Of what is in force an edit begins a change, or goes on with it; the value
    in force still counts, and nobody's hand is on the new one."""
    in_force = case.get("in_force") is not None
    if in_force and not proposal.stands(case) and case.changed - {"baseline"}:
        _open(case, "change")
    drafting.edit(case)
    if proposal.runs(case) and case.reason is not None:
        case.move_proposal(text_id=case.reason)


def propose_cancellation(case: TargetCase) -> None:
    """提出撤销: the content in force once more, to be signed away."""
    assert case.candidate is not None
    _open(case, "cancel")
    raise_content(case, case.candidate.material)
    pass_turn(case, drafting.turn_after_edit(case))


def propose_transfer(case: TargetCase) -> None:
    """划转: the same content at another unit, by document; its new head and reviewer sign."""
    _open(case, "transfer")
    raise_content(case, case.content)
    pass_turn(case, "unit")


def prepare_transfer(case: TargetCase) -> None:
    """The content in force as the other unit would take it over. Raises InvalidInput."""
    assert case.candidate is not None
    assert case.scheme is not None
    drafting.check_codes(case, case.data)
    unit = case.organisation.units[case.data["lead_unit"]]
    before = case.candidate.fields
    posts = [post.code for post in case.organisation.reviewing_posts(unit, case.at)]
    stays = before["reviewing_post"] if before["reviewing_post"] in posts else None
    fields = {
        **before,
        "lead_unit": unit.code,
        "supporting_units": [c for c in before["supporting_units"] if c != unit.code],
        "reviewing_post": stays or next(iter(posts), None),
        # The unit that takes it over names its own.
        "responsible_post": None,
    }
    rule = case.scheme.rule(fields["scoring_rule"])
    case.proposed = material_of(fields, rule, case.candidate.template)
    case.changed = drafting.differing(case)


def _open(case: TargetCase, kind: str) -> None:
    assert case.unit is not None
    content = case.content
    values: Values = {
        "target_id": case.ref,
        "kind": kind,
        "first": case.known("last_revision") + 1 if case.subject is not None else 1,
        "last": None,
        "first_round": case.round,
        "replaced": None,
        "turn": "none",
        "handed_up": 0,
        "unit_id": case.unit.id,
        "reviewing_post": content["reviewing_post"],
        "supporting": listed_codes(content["supporting_units"]),
        "document": case.data.get("document"),
        "text_id": case.reason,
        "person_id": case.person,
        "capacity": case.capacity,
        "at": case.at,
        "ended_at": None,
        "ended_act": None,
        "outcome": None,
        "lowered": 0,
    }
    new = case.stage.insert("proposal", **values)
    case.proposal = {"new": new, **values}


def bind(case: TargetCase) -> None:
    """The candidate has what it needs: from now on it is what binds, or nothing does any more."""
    running = proposal.runs(case)
    if proposal.stands(case):
        _adopt(case)
    if not proposal.ends_the_target(case):
        take_effect(case)
    if running:
        # Those on what was in force until now.
        consent.end_outdated(case)


def _adopt(case: TargetCase) -> None:
    assert case.candidate is not None
    assert case.proposal is not None
    kind, before = case.proposal["kind"], case.in_force
    material = case.candidate.material
    lowered = before is not None and proposal.lowers(before.material, material)
    replaced = before.no if before is not None else None
    end(case, "adopted", lowered=int(lowered), replaced=replaced)
    if kind == "cancel":
        case.set(turn="none")
    elif kind != "add":
        unit = case.organisation.units[material["lead_unit"]]
        case.set(unit_id=unit.id, **copied(case.candidate))


def discard(case: TargetCase) -> None:
    """作废: a draft ends; of a proposal, what is in force is all there is again."""
    if proposal.runs(case):
        restore(case, "dropped")
    else:
        drafting.discard(case)
        if proposal.stands(case):
            end(case, "dropped")
