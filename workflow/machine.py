"""The only importer of transitions: one shared machine per kind of object, built from the table.

The machine holds no object and puts nothing on one: `events[name].trigger(case)` moves the case's
state and is done (stack.md 11, style.md 1.8).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from transitions import EventData, Machine

from workflow.act import KEEP, Act, Question, Rule
from workflow.case import Case
from workflow.errors import Refusal
from workflow.lifecycle import BY_KIND, TARGET, YEAR
from workflow.terms import CAPACITIES, NOBODY, STATES, YEAR_STATES, State, YearState
from workflow.words import Words, joined


class BadTable(Exception):
    """The lifecycle table contradicts itself; the program does not start with it."""


def _asked(question: Question) -> Callable[[EventData], bool]:
    def ask(event: EventData) -> bool:
        return question(event.model)

    return ask


def _machine(acts: tuple[Act, ...], states: list[str]) -> Machine:
    rows: list[dict[str, Any]] = []
    for act in acts:
        for move in act.moves:
            conditions = [] if move.when is None else [_asked(move.when)]
            rows += [
                {
                    "trigger": act.name,
                    "source": str(source),
                    "dest": KEEP if move.dest == KEEP else str(move.dest),
                    "conditions": conditions,
                }
                for source in move.sources
            ]
    return Machine(
        model=None,
        states=states,
        initial="new",
        transitions=rows,
        auto_transitions=False,
        send_event=True,
    )


def check(acts: tuple[Act, ...], states: list[str], first: str, last: set[str]) -> list[str]:
    """What transitions does not check: unknown, unreachable and trap states, no capacity."""
    faults = [f"{act.name}: no capacity" for act in acts if not act.capacities]
    names = [act.name for act in acts]
    faults += [f"{name}: stands twice" for name in sorted({n for n in names if names.count(n) > 1})]
    edges: dict[str, set[str]] = {state: set() for state in states}
    for act in acts:
        for move in act.moves:
            for source in move.sources:
                dest = source if move.dest == KEEP else move.dest
                if source not in edges or dest not in edges:
                    faults.append(f"{act.name}: unknown state in {source} → {dest}")
                    continue
                edges[source].add(dest)
    reached, todo = {first}, [first]
    while todo:
        for dest in edges[todo.pop()] - reached:
            reached.add(dest)
            todo.append(dest)
    faults += [f"{state}: cannot be reached" for state in states if state not in reached]
    faults += [f"{s}: leads nowhere" for s in states if s not in last and not edges[s] - {s}]
    faults += [f"{s}: final, and yet something leaves it" for s in last if edges[s] - {s}]
    return faults


TARGET_STATES = [s.value for s in State]


def _checked(acts: tuple[Act, ...], states: list[str], first: str, last: set[str]) -> None:
    faults = check(acts, states, first, last)
    if faults:
        raise BadTable("; ".join(faults))


_checked(TARGET, TARGET_STATES, State.NEW, {State.CANCELLED})
# No state of a year is final: the county head may have closed results corrected.
_checked(
    YEAR,
    [s.value for s in YearState if s != YearState.NEW],
    YearState.PREPARING,
    set(),
)

MACHINES: dict[str, Machine] = {
    "target": _machine(TARGET, TARGET_STATES),
    "year": _machine(YEAR, [s.value for s in YearState]),
}


def move(case: Case, act: Act) -> None:
    """Move the case by the table. A machine that stays put in silence is a bug, said loudly."""
    machine = MACHINES.get(act.on)
    if machine is None:
        return
    if not machine.events[act.name].trigger(case):
        raise BadTable(f"{act.on} {act.name}: no row fits {case.state}")


def state_labels(kind: str) -> dict[str, Words]:
    """The labels of the states of a kind of object."""
    return STATES if kind == "target" else YEAR_STATES


def capacity_refusal(act: Act) -> Refusal:
    """The "no" to somebody who is not, towards this object, what the act asks for."""
    who = tuple(c.value for c in act.capacities)
    names = joined([CAPACITIES[c] for c in act.capacities])
    text = Words(
        "“{act}”由{who}办理，您对此没有这个身份。",
        "“{act}” is for: {who}. You are not that here.",
    )
    return Refusal("not_your_capacity", text.format(act=act.label, who=names), who)


def state_refusal(act: Act, kind: str, state: str) -> Refusal:
    """The "no" to an act that leads nowhere from the present state."""
    labels = state_labels(kind)
    sources = joined([labels[s] for s in act.sources if s in labels])
    text = Words(
        "现在是“{state}”，“{act}”只在“{sources}”时可办。",
        "It is now “{state}”; “{act}” is possible in: {sources}.",
    )
    words = text.format(state=labels[state], act=act.label, sources=sources)
    return Refusal("wrong_state", words, _who_leads_to(kind, state, act.sources))


@cache
def _who_leads_to(kind: str, state: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Who takes the next step on the shortest ways from a state to one of those wanted; NOBODY
    where no way leads there."""
    far = dict.fromkeys(map(str, wanted), 0)
    moves = [
        (act, str(s), str(m.dest)) for act in acts_on(kind) for m in act.moves for s in m.sources
    ]
    for distance in range(len(moves)):
        found = {s for _, s, dest in moves if s not in far and far.get(dest) == distance}
        far |= dict.fromkeys(found, distance + 1)
    if state not in far:
        return (NOBODY,)
    nearer = [act for act, s, dest in moves if s == state and far.get(dest) == far[state] - 1]
    return tuple(dict.fromkeys(str(c) for act in nearer for c in act.capacities))


def refusals(
    act: Act, case: Case, *, with_input: bool, also: tuple[Rule, ...] = ()
) -> list[Refusal]:
    """Every rule of the act, and of `also`, that does not hold, in table order."""
    return [
        Refusal(r.code, r.refusal(case), tuple(map(str, r.who or act.capacities)))
        for r in (*act.rules, *also)
        if (with_input or not r.needs_input) and not r.holds(case)
    ]


def standing_for(act: Act, case: Case) -> Any:
    """The standing in which the actor does this: of those the act is open to, in the row's order,
    the first that no rule speaks against, else the first; None where there is none.

    Who is both of the office and of a unit acts as the one that is free to act. In a past that is
    looked at there is nothing to do for anybody.
    """
    if case.actor.looks_back:
        return None
    open_to = [
        s
        for capacity in act.capacities
        for s in case.standings
        if s.capacity == capacity and s.covers(act.name)
    ]
    if len(open_to) > 1 and case.subject is not None:
        before = case.standing
        for standing in open_to:
            case.standing = standing
            if not refusals(act, case, with_input=False):
                return standing
        case.standing = before
    return open_to[0] if open_to else None


def acts_on(kind: str) -> tuple[Act, ...]:
    """The rows for a kind of object, in table order."""
    return tuple(BY_KIND[kind].values())
