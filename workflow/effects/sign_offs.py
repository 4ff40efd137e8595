"""What signing off a unit's result writes, and what takes such a hand off again (签认)."""

from __future__ import annotations

from models.unit_of_work import New
from workflow.case import Case
from workflow.organisation import Unit
from workflow.scoring.outcome import Results
from workflow.scoring.outcome_parts import parts


def unit_of(case: Case) -> Unit | None:
    """The unit that the input names."""
    return case.organisation.units.get(case.data["unit"])


def digest_of(case: Case) -> str | None:
    """What there is to sign of the unit named: the digest of its grade in the last results, which
    covers score and grade and not its rank, so that other units move without it."""
    unit = unit_of(case)
    outcome = case.known("outcome_of")(unit.id if unit else None)
    return str(parts(outcome).grade["digest"]) if outcome else None


def sign_off(case: Case) -> None:
    """签认: one side's hand on the score and grade of one unit."""
    unit, last = unit_of(case), case.known("last_result")
    assert unit is not None
    assert case.year is not None
    case.stage.insert(
        "sign_off",
        year_id=case.year["id"],
        unit_id=unit.id,
        result_id=last["id"],
        side=case.capacity,
        digest=case.data["digest"],
        person_id=case.person,
        on_behalf_of_id=case.on_behalf_of,
        at=case.at,
    )


def end_outdated(case: Case, results: Results, revision: New) -> None:
    """New results take off the hands on what moved, of those units and no others."""
    units = case.organisation.units
    now = {units[o.unit].id: parts(o.derivation).grade["digest"] for o in results.units}
    for row in case.known("sign_offs"):
        if row["digest"] != now.get(row["unit_id"]):
            case.stage.insert("sign_off_end", sign_off_id=row["id"], result_id=revision, at=case.at)
