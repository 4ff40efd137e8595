"""From the scores of a year to its results: totals, grades, ranks, awards (S41-S47).

Pure and exact: the same scheme, units and targets give the same bytes, in whatever order they
come. What each node of the derivation means stands in outcome_node.py; a second, independent
reckoning in recompute_outcome.py; why one unit stands before another in differences.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from workflow.audit.canonical import digest
from workflow.scheme.value import Scheme
from workflow.scoring import ranking
from workflow.scoring.derivation import Derivation
from workflow.scoring.gaps import CannotRank, gaps
from workflow.scoring.grades import Position, applied_rules, base_grade, grade
from workflow.scoring.outcome import Results, TargetOutcome, UnitOutcome, UnitPlace
from workflow.scoring.outcome_node import result_node
from workflow.scoring.totals import categories_of, ranked_value, total_of

__all__ = [
    "CannotRank",
    "Results",
    "TargetOutcome",
    "UnitOutcome",
    "UnitPlace",
    "outcomes",
    "results_digest",
]

DOMAIN: Final = "shangxia/results/v1"


def outcomes(
    scheme: Scheme, units: Sequence[UnitPlace], targets: Sequence[TargetOutcome]
) -> Results:
    """Return the outcome of every unit, by the scheme's order of fronts, then rank, then code.

    Raises CannotRank with everything that is missing or contradicts itself.
    """
    faults = gaps(scheme, units, targets)
    if faults:
        raise CannotRank(faults)
    own = _by_unit(targets)
    found: list[UnitOutcome] = []
    tables: dict[str, Derivation] = {}
    for front, places in _by_front(scheme, units):
        totals = {code: total_of(scheme, place, own[code]) for code, place in places.items()}
        table = tables[front] = ranking.front_table(scheme, front, totals)
        found += [
            _outcome(scheme, places[unit], own[unit], totals[unit], position, table)
            for unit, position in ranking.ranks(table).items()
        ]
    return Results(tuple(found), tables, results_digest(found))


def results_digest(outcomes: Iterable[UnitOutcome]) -> str:
    """Return the digest that stands for all outcomes, in their order, and so for all results."""
    return digest(DOMAIN, [outcome.derivation["digest"] for outcome in outcomes])


def _by_unit(targets: Sequence[TargetOutcome]) -> dict[str, list[TargetOutcome]]:
    own: dict[str, list[TargetOutcome]] = defaultdict(list)
    for target in targets:
        own[target.unit].append(target)
    return own


def _by_front(scheme: Scheme, units: Sequence[UnitPlace]) -> list[tuple[str, dict[str, UnitPlace]]]:
    """The units of each front by code; fronts in the scheme's order, undeclared ones by code."""
    declared = [front.code for front in scheme.fronts]
    fronts: dict[str, dict[str, UnitPlace]] = {code: {} for code in declared}
    for place in sorted(units, key=lambda place: (place.front, place.code)):
        fronts.setdefault(place.front, {})[place.code] = place
    return list(fronts.items())


def _outcome(
    scheme: Scheme,
    place: UnitPlace,
    targets: list[TargetOutcome],
    total: Derivation,
    position: int,
    table: Derivation,
) -> UnitOutcome:
    base = base_grade(scheme, total, Position(position, len(table["inputs"]["rows"])), targets)
    final = grade(scheme, base, targets, place.vetoed)
    value = ranked_value(total, scheme.ranking.on)
    code = final["result"]
    tree = result_node(
        "outcome",
        {"unit": place.code, "front": place.front, "scheme": scheme.digest},
        code,
        [
            final,
            ranking.rank(place, value, position, table),
            ranking.awards(scheme, position, code),
            ranking.sanctions(scheme, code),
        ],
    )
    return UnitOutcome(
        unit=place.code,
        front=place.front,
        categories=categories_of(total),
        total=total["result"],
        exact_total=total["children"][0]["result"],
        base_grade=base["result"],
        grade=code,
        rules=applied_rules(final),
        rank=position,
        awards=ranking.awarded(scheme, position, code),
        sanctions=ranking.sanctioned(scheme, code),
        derivation=tree,
    )
