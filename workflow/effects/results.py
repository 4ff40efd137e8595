"""What ends a year: results computed, published, revised, decided; awards, notice and payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.unit_of_work import THIS_ENTRY, New
from workflow.audit.canonical import canonical
from workflow.case import Case
from workflow.effects import papers, sign_offs
from workflow.effects.plan import note_event
from workflow.scoring.outcome import Results, UnitOutcome
from workflow.scoring.program import program_digest
from workflow.scoring.results import outcomes as compute

Values = dict[str, Any]
Key = tuple[int, str, str, str | None]


def results_of(case: Case) -> Results:
    """The results as they stand now, computed from what is stored. Raises CannotRank."""
    if "results" not in case.facts:
        assert case.scheme is not None
        places, targets = case.known("outcomes")
        case.facts["results"] = compute(case.scheme, places, targets)
    found: Results = case.facts["results"]
    return found


def _store(case: Case) -> New:
    results, last = results_of(case), case.known("last_result")
    assert case.year is not None
    revision = case.stage.insert(
        "year_result",
        year_id=case.year["id"],
        no=last["no"] + 1 if last else 1,
        digest=results.digest,
        fronts=canonical(results.fronts).decode(),
        person_id=case.person,
        at=case.at,
    )
    case.stage.insert("reckoning", result_id=revision, entry=THIS_ENTRY, program=program_digest())
    for outcome in results.units:
        _store_unit(case, revision, outcome)
        papers.score_sheet(case, outcome.unit, revision.values["no"], outcome.derivation)
    return revision


def _store_unit(case: Case, revision: New, outcome: UnitOutcome) -> None:
    case.stage.insert(
        "unit_result",
        result_id=revision,
        unit_id=case.organisation.units[outcome.unit].id,
        front_id=case.organisation.fronts[outcome.front].id,
        total=outcome.total,
        base_grade=outcome.base_grade,
        grade=outcome.grade,
        rank=outcome.rank,
        derivation=canonical(outcome.derivation).decode(),
    )


def publish(case: Case) -> None:
    """公示: the results for all to see, with the days in which units may object (S33, S34)."""
    note_event(case, "publish")
    _store(case)


def revise(case: Case) -> None:
    """更正结果: computed anew after an objection was upheld; the earlier ones stay readable.

    Units whose score or grade moved are to be signed off anew.
    """
    note_event(case, "revise")
    sign_offs.end_outdated(case, results_of(case), _store(case))


def decide(case: Case) -> None:
    """审定结果: the results are final, and their awards and sanctions stand (S45–S47).

    Where they correct earlier ones, what is no longer due is revoked and stays on the register.
    """
    note_event(case, "decide")
    due = {key: values for outcome in results_of(case).units for key, values in _due(case, outcome)}
    standing = {_key(a): a for a in case.known("awards").values() if a["ended_id"] is None}
    for key, award in standing.items():
        if key not in due:
            _revoke(case, award)
    for key, values in due.items():
        if key not in standing:
            case.stage.insert(
                "award", **values, state="granted", document=None, done_on=None, at=case.at
            )


def _due(case: Case, outcome: UnitOutcome) -> Iterator[tuple[Key, Values]]:
    """What the results give this unit, each with what tells it from any other."""
    assert case.year is not None
    unit = {
        "year_id": case.year["id"],
        "unit_id": case.organisation.units[outcome.unit].id,
    }
    given = [
        {"kind": "award", "code": f"place_{a.place}", "place": a.place, "amount": a.amount}
        for a in outcome.awards
    ]
    given += [
        {"kind": "sanction", "code": s.code, "place": None, "amount": None}
        for s in outcome.sanctions
    ]
    for one in given:
        yield _key({**unit, **one}), {**unit, **one}


def _key(award: Values) -> Key:
    return award["unit_id"], award["kind"], award["code"], award["amount"]


def _revoke(case: Case, award: Values) -> None:
    case.stage.insert(
        "award_end",
        award_id=award["id"],
        result_id=case.known("last_result")["id"],
        document=case.data["document"],
        person_id=case.person,
        at=case.at,
    )


def waits(award: Values) -> bool:
    """Whether an award or sanction stands and is still to be carried out."""
    return award["state"] == "granted" and award["ended_id"] is None


def correct(case: Case) -> None:
    """更正审定结果: the final results stay readable, and what they rest on may be put right.

    That is done by its own acts: found anew, struck, decided; then revised, signed off and decided.
    """
    note_event(case, "correct")


def close(case: Case) -> None:
    """结果通报: the year is over; it stays readable and unchanged (S1)."""
    note_event(case, "close")


def pay_award(case: Case) -> None:
    """兑现奖惩: money paid or sanction carried out, by a document."""
    award = case.known("awards")[case.data["award"]]
    case.stage.update(
        "award",
        award,
        state="done",
        document=case.data["document"],
        done_on=case.data["done_on"],
    )
