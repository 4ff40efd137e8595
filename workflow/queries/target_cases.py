"""Laying out the cases of targets: one for an act, many for a sheet, by the same few statements.

How many statements it takes does not depend on how many targets there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from workflow import standing
from workflow.case import TargetCase
from workflow.effects.running import rule_of
from workflow.queries import calendar, facts, groups, on_demand, waiting
from workflow.scoring.group import Group, is_of_a_group
from workflow.terms import State

if TYPE_CHECKING:
    from workflow.queries.cases import Desk

Values = dict[str, Any]
# Where content may still be written.
OPEN = (State.DRAFTED, State.REVIEWED, State.APPROVED, State.IN_PROGRESS)


def target_cases(desk: Desk, numbers: Sequence[int]) -> dict[int, TargetCase]:
    """The cases of acts on these targets by id; those that the actor may not see are left out."""
    rows = [row for row in facts.targets(desk.database, numbers) if desk.sees(row)]
    cases = {row["id"]: desk.case_of(row) for row in rows}
    if cases:
        _contents(desk, cases)
        _proposals(desk, cases)
        _hands(desk, cases)
        _key_tasks(desk, cases)
        _running(desk, cases)
    for case in cases.values():
        case.later = on_demand.at_target(desk.database, case)
        case.standings = standing.target_standings(case)
    _waiting(desk, cases)
    _groups(desk, cases)
    return cases


def _contents(desk: Desk, cases: dict[int, TargetCase]) -> None:
    """The candidate of each, and the revision in force."""
    for number, revision in facts.present_revisions(desk.database, list(cases)):
        case = cases[number]
        assert case.subject is not None
        if revision.no == case.subject["candidate"]:
            case.candidate = revision
        if revision.no == case.subject["in_force"]:
            case.in_force = revision


def _hands(desk: Desk, cases: dict[int, TargetCase]) -> None:
    """Every hand ever put on them, and who ever stood on which side."""
    for number, hand in facts.hands_of(desk.database, list(cases)):
        cases[number].hands.append(hand)
    for number, stand in facts.stands_of(desk.database, list(cases)):
        cases[number].stands.add(stand)


def _key_tasks(desk: Desk, cases: dict[int, TargetCase]) -> None:
    """What may be linked to, where links may still be named."""
    drafts = [case for case in cases.values() if case.state in OPEN]
    by_year = {
        year: facts.key_tasks(desk.database, year)
        for year in sorted({_column(case, "year_id") for case in drafts})
    }
    for case in drafts:
        case.key_tasks = by_year[_column(case, "year_id")]


def _proposals(desk: Desk, cases: dict[int, TargetCase]) -> None:
    """What is proposed about them after issue."""
    for row in facts.open_proposals(desk.database, list(cases)):
        cases[row["target_id"]].proposal = row


def _running(desk: Desk, cases: dict[int, TargetCase]) -> None:
    """Facts that exist only once a target is in force."""
    known = [case for case in cases.values() if _column(case, "in_force") is not None]
    open_ones = _ids(known, State.IN_PROGRESS, State.DUE)
    found = _ids(known, State.DUE, State.INSPECTED, State.SCORED)
    if open_ones:
        for row in facts.open_acceptances(desk.database, open_ones):
            cases[row["target_id"]].acceptance = row
    if found:
        for row in facts.accepted_findings(desk.database, found):
            cases[row["target_id"]].finding = row
        for number, count in facts.score_counts(desk.database, found):
            cases[number].scores = count


def _waiting(desk: Desk, cases: dict[int, TargetCase]) -> None:
    """Who is awaited over the drafts and what was reported upward: asked for by few acts, and then
    for all of them at once; nobody is awaited over what is in force, unless something is proposed
    about it. One calendar for all."""
    drafts = [
        number
        for number, case in cases.items()
        if case.proposal is not None or _column(case, "in_force") is None
    ]
    handovers = _once(desk, waiting.open_handovers, drafts)
    escalations = _once(desk, waiting.open_escalations, drafts)
    days = cache(lambda: calendar.calendar(desk.database))
    for number, case in cases.items():
        case.later |= {
            "handover": partial(_last, handovers, number),
            "escalations": partial(escalations, number),
            "calendar": days,
        }


def _groups(desk: Desk, cases: dict[int, TargetCase]) -> None:
    """Whom they are compared with, where their rules compare them; read for all at once, and only
    when a rule asks."""

    @cache
    def by_target() -> groups.Groups:
        known = [case for case in cases.values() if case.in_force is not None]
        rules = {_column(case, "item_id"): rule_of(case) for case in known}
        compared = {n: r for n, r in rules.items() if n is not None and is_of_a_group(r)}
        return groups.groups_of(desk.database, desk.organisation, compared)

    for number, case in cases.items():
        case.later["group"] = partial(_call, by_target, number)


def _call(by_target: Callable[[], groups.Groups], number: int) -> Group:
    return by_target()(number)


Rows = Callable[[int], list[Values]]


def _once(
    desk: Desk, read: Callable[[Any, Sequence[int]], list[Values]], drafts: list[int]
) -> Rows:
    """The rows of a target; those of all drafts are read when the first is asked for."""

    @cache
    def by_target() -> dict[int, list[Values]]:
        found: dict[int, list[Values]] = {}
        for row in read(desk.database, drafts) if drafts else ():
            found.setdefault(row["target_id"], []).append(row)
        return found

    return lambda number: by_target().get(number, [])


def _last(rows: Rows, number: int) -> Values | None:
    found = rows(number)
    return found[-1] if found else None


def _ids(cases: Iterable[TargetCase], *states: State) -> list[int]:
    return [_column(case, "id") for case in cases if case.state in states]


def _column(case: TargetCase, name: str) -> Any:
    assert case.subject is not None
    return case.subject[name]
