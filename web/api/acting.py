"""From a request to the door: the act, what was seen, and once only where a key says so."""

from __future__ import annotations

from typing import Any

from web.api.reading import idempotency_key
from web.county import actor, here, reader
from workflow import machine
from workflow.act import Act
from workflow.door import Done
from workflow.once import once
from workflow.terms import Capacity, YearState

Values = dict[str, Any]


def knock(
    act: str,
    kind: str,
    number: int | None,
    raw: Values,
    *,
    if_match: int | None = None,
    part: str = "",
) -> Done:
    """Perform an act for whoever asks. `part` tells the acts of one request apart.

    Raises what the door raises.
    """
    key = idempotency_key()
    kept = once(key + part, kind, number, act, raw) if key else None
    return here().door.perform(act, kind, number, actor(), raw, if_match=if_match, idempotent=kept)


def replayed(done: Done) -> dict[str, str]:
    """The header by which a client sees that the act was done before."""
    return {"Idempotency-Replayed": "true"} if done.replayed else {}


def beginning(raw: Values) -> Act:
    """Of the acts that make a target, the first that is open to this person towards the unit.

    Where none is, the last: the door then says no. What names a superior's document is an addition
    to a plan that is issued. Raises InvalidInput where no unit is named.
    """
    adds = "document" in raw
    begins = [act for act in machine.acts_on("target") if act.creates and is_addition(act) == adds]
    if not any(reader().capacities & set(act.capacities) for act in begins):
        # Capacity comes before input: the door says so, whatever the input.
        return begins[-1]
    case = reader().desk().new_target(raw, YearState.ISSUED if adds else YearState.DRAFTING)
    fits = [act for act in begins if machine.standing_for(act, case) is not None]
    return (fits or begins[-1:])[0]


def is_addition(act: Act) -> bool:
    """Whether an act that makes a target adds it to a plan that is issued already."""
    return "document" in act.input().load_fields


def acts_for_people(kind: str) -> tuple[Act, ...]:
    """The acts on a kind of object that somebody may do here, in table order.

    What only the clock or the operator does is not offered, nor what carries a hash: those of
    passwords and tokens, and of what is exported, are made here, never sent over the API.
    """
    return tuple(act for act in machine.acts_on(kind) if _by_people(act) and not _hashed(act))


def _by_people(act: Act) -> bool:
    return any(capacity != Capacity.SYSTEM for capacity in act.capacities)


def _hashed(act: Act) -> bool:
    return any(name.endswith("_hash") for name in act.input().load_fields)
