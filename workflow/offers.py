"""What may be done with an object now, and what may not, and why: read off the table."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from workflow import machine
from workflow.act import Act
from workflow.case import Case
from workflow.errors import Refusal
from workflow.lifecycle import act_named

Values = dict[str, Any]


def refusals_of(act: Act, case: Case) -> list[Refusal]:
    """Why an act cannot be done now: its capacity, else the state, else every rule that says no.

    Rules that need the input are not asked: they are answered when it is there.
    """
    case.standing = machine.standing_for(act, case)
    if case.standing is None:
        return [machine.capacity_refusal(act)]
    if act.on in machine.MACHINES and case.state not in act.sources:
        return [machine.state_refusal(act, act.on, case.state)]
    case.act = act
    return machine.refusals(act, case, with_input=False)


def is_offered(name: str, case: Case) -> bool:
    """Whether one act is allowed now; the others of its kind are not asked."""
    act = act_named(case.kind, name)
    return act is not None and not refusals_of(act, case)


def offers(kind: str, case: Case) -> list[Values]:
    """Every act on an existing object: allowed, or refused with codes, sentences and who could."""
    shown = []
    for act in machine.acts_on(kind):
        if act.creates:
            continue
        refusals = refusals_of(act, case)
        shown.append(
            {
                "action": act.name,
                "label": act.label,
                "button": _button(act, case),
                "allowed": not refusals,
                "refusals": [
                    {"code": r.code, "text": r.text, "who": list(r.who)} for r in refusals
                ],
                "input": described(act.input),
                "signs": act.signs,
            }
        )
    return shown


def _button(act: Act, case: Case) -> Any:
    candidate = getattr(case, "candidate", None)
    if act.button is None or candidate is None:
        return act.label
    return act.button.format(no=candidate.no)


_described: dict[type[ma.Schema], list[Values]] = {}


def described(schema: type[ma.Schema]) -> list[Values]:
    """The fields of an input: name, label, whether it must be given."""
    if schema not in _described:
        _described[schema] = [
            {
                "name": name,
                "label": field.metadata.get("label", name),
                "required": field.required,
            }
            for name, field in schema().load_fields.items()
        ]
    return _described[schema]
