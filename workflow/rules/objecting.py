"""Claims about objections to a result: to what, how long, and who may answer (S34)."""

from __future__ import annotations

from typing import Any

from workflow.act import rule
from workflow.case import TargetCase
from workflow.clock import moment_of, today
from workflow.effects import acceptance, objecting
from workflow.rules import notice
from workflow.scoring import nodes
from workflow.terms import NOBODY, Capacity, YearState
from workflow.words import Words, both

Values = dict[str, Any]

# What somebody had to do with the matter, for the sentence that says so.
DID = {
    "inspect": Words("验收", "found it"),
    "assess": Words("核定", "assessed it"),
    "score": Words("计分", "scored it"),
    "enter_ledger": Words("记入台账", "entered the ledger"),
    "decide_cause": Words("裁定原因", "decided the cause"),
    "object_result": Words("申请复核", "objected"),
}


@rule(
    "没有可申请复核的事项",
    "There is nothing here to object to",
    Capacity.INSPECTOR,
    Capacity.ASSESSOR,
)
def something_was_found(case: TargetCase) -> bool:
    return case.finding is not None or bool(case.known("ledger"))


@rule("本目标没有所指的事项", "This target has nothing such to object to", needs_input=True)
def objection_names_something(case: TargetCase) -> bool:
    return objecting.node_of(case) is not None


@rule(
    "所指之处在您查看之后有了改动，请重新查看",
    "What you point at has changed since you saw it: look at it again",
    NOBODY,
    needs_input=True,
)
def node_is_as_shown(case: TargetCase) -> bool:
    shown, node = case.data.get("node"), objecting.node_of(case)
    return shown is None or node is None or shown == node.digest


@rule(
    "对该事项已申请复核，请等待答复",
    "An objection to the same stands already and waits for its answer",
    needs_input=True,
)
def same_objection_is_not_open(case: TargetCase) -> bool:
    node = objecting.node_of(case)
    waiting = [o for o in case.known("objections") if o["state"] == "open"]
    return node is None or not any(_points_at(o, node) for o in waiting)


def _points_at(objection: Values, node: objecting.Node) -> bool:
    """Whether an objection is about this node; one of an older program is about a whole row."""
    if (objection["about"], objection["ref"]) != (node.about, node.ref):
        return False
    whole = nodes.ROOT if node.about == "score" else node.path
    return bool((objection["path"] or whole) == node.path)


@rule("公示异议期已过", "The time for objections to the published results is over", NOBODY)
def objection_is_in_time(case: TargetCase) -> bool:
    assert case.year is not None
    if case.year["state"] != YearState.PUBLISHED:
        return True
    assert case.scheme is not None
    return not notice.are_over(case, case.scheme.objection_days)


@rule("没有待答复的复核申请", "No objection waits for an answer", Capacity.UNIT_HEAD)
def an_objection_waits(case: TargetCase) -> bool:
    return any(o["state"] == "open" for o in case.known("objections"))


@rule("没有这件待答复的复核申请", "No such objection waits for an answer", needs_input=True)
def this_objection_waits(case: TargetCase) -> bool:
    return acceptance.objection_of(case) is not None


def _involved(case: TargetCase) -> list[Values]:
    """What those who would answer did in this matter, themselves or through whom they stand in
    for or by whom they were stood in for."""
    return [did for did in case.known("involved") if did["people"] & case.people]


def _what_they_did(case: TargetCase) -> list[Words]:
    words = Words("{name}于{day}{did}", "{name} {did} on {day}")
    return [
        words.format(
            name=both(did["name"]),
            day=both(today(moment_of(did["at"])).isoformat()),
            did=DID[did["act"]],
        )
        for did in _involved(case)
    ]


@rule(
    "答复应由未经办该事项的人作出",
    "The answer must be given by somebody who had no part in the matter",
    Capacity.OFFICE,
    Capacity.COUNTY_HEAD,
    names=_what_they_did,
)
def answer_is_somebody_elses(case: TargetCase) -> bool:
    # Where none waits a rule above says so.
    waits = any(o["state"] == "open" for o in case.known("objections"))
    return not waits or not _involved(case)
