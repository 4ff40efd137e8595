"""Ranks inside a front (S41), and the awards and sanctions that stand at a place or grade."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any, Final

from workflow.scheme.value import Award, Sanction, Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact
from workflow.scoring.grades import is_last
from workflow.scoring.outcome import UnitPlace
from workflow.scoring.outcome_node import result_node
from workflow.scoring.outcome_parts import categories_below
from workflow.scoring.totals import ranked_value

LOAD: Final = "load"
"""Breaks a tie by the number of a unit's targets; any other name is a category's code."""


def front_table(scheme: Scheme, front: str, totals: Mapping[str, Derivation]) -> Derivation:
    """Return the table of a front: every unit with the value it is ranked by, best first.

    `totals` maps the front's units to the nodes of their totals. Equal values stand in the order
    of what the scheme breaks ties by, if anything; what is equal in that too shares a rank, and
    the next is skipped with ties "competition" (1-2-2-4), not with "dense" (1-2-2-3).
    """
    on, ties, tie_break = scheme.ranking.on, scheme.ranking.ties, scheme.ranking.tie_break
    values = {unit: ranked_value(total, on) for unit, total in totals.items()}
    broken = {unit: _tie_broken(total, tie_break) for unit, total in totals.items()}
    keys = {unit: [exact(values[unit]), *map(exact, broken[unit])] for unit in totals}
    rows: list[dict[str, Any]] = []
    rank, last = 0, None
    for place, unit in enumerate(sorted(keys, key=partial(_best_first, keys)), start=1):
        if keys[unit] != last:
            rank, last = place if ties == "competition" else rank + 1, keys[unit]
        row = {"unit": unit, "value": values[unit], "rank": rank, "total": totals[unit]["digest"]}
        rows.append({**row, "tie_break": broken[unit]} if tie_break else row)
    inputs = {"front": front, "scheme": scheme.digest, "on": on, "ties": ties, "rows": rows}
    if tie_break:
        inputs["tie_break"] = [*tie_break]
    return result_node("front", inputs, str(len(rows)))


def _best_first(keys: Mapping[str, list[Fraction]], unit: str) -> tuple[list[Fraction], str]:
    return [-key for key in keys[unit]], unit


def _tie_broken(total: Derivation, by: tuple[str, ...]) -> list[str]:
    """What decides between equal values: points of a category, or the load of targets."""
    if not by:
        return []
    earned = {part["inputs"]["category"]: part for part in categories_below(total)}
    load = sum(len(part["inputs"]["targets"]) for part in earned.values())
    return [str(load) if name == LOAD else earned[name]["result"] for name in by]


def ranks(table: Derivation) -> dict[str, int]:
    """Return the rank of every unit of a front's table, in the table's order."""
    return {row["unit"]: row["rank"] for row in table["inputs"]["rows"]}


def rank(place: UnitPlace, value: str, position: int, table: Derivation) -> Derivation:
    """Return the node of a unit's rank, which refers to its front's table by digest."""
    inputs: dict[str, Any] = {
        "unit": place.code,
        "front": place.front,
        "value": value,
        "table": table["digest"],
    }
    if by := table["inputs"].get("tie_break"):
        own = next(row for row in table["inputs"]["rows"] if row["unit"] == place.code)
        inputs["tie_break"] = [
            {"by": name, "value": decided}
            for name, decided in zip(by, own["tie_break"], strict=True)
        ]
    return result_node("rank", inputs, str(position))


def awarded(scheme: Scheme, position: int, grade: str) -> tuple[Award, ...]:
    """Return the awards of a place (S45), none for a unit with the last grade (S44)."""
    if is_last(scheme, grade):
        return ()
    return tuple(award for award in scheme.awards if award.place == position)


def awards(scheme: Scheme, position: int, grade: str) -> Derivation:
    """Return the node of a unit's awards; those that its grade withholds stand there as such."""
    withheld_at = scheme.grades[-1].code if len(scheme.grades) > 1 else None
    rule = "award_withheld" if grade == withheld_at else "award"
    inputs = {
        "rank": position,
        "grade": grade,
        "withheld_at": withheld_at,
        "awards": [_award(award) for award in scheme.awards],
    }
    at_place = [each for each in scheme.awards if each.place == position]
    nodes = [result_node(rule, _award(each), each.amount or "not_set") for each in at_place]
    return result_node("awards", inputs, str(len(awarded(scheme, position, grade))), nodes)


def sanctioned(scheme: Scheme, grade: str) -> tuple[Sanction, ...]:
    """Return the sanctions that stand beside a grade (S47)."""
    return tuple(sanction for sanction in scheme.sanctions if sanction.grade == grade)


def sanctions(scheme: Scheme, grade: str) -> Derivation:
    """Return the node of the sanctions of a unit's grade."""
    inputs = {"grade": grade, "sanctions": [_sanction(each) for each in scheme.sanctions]}
    own = sanctioned(scheme, grade)
    nodes = [result_node("sanction", _sanction(each), each.code) for each in own]
    return result_node("sanctions", inputs, str(len(own)), nodes)


def _award(award: Award) -> dict[str, str | int | None]:
    return {
        "place": award.place,
        "zh": award.name.zh,
        "en": award.name.en,
        "amount": award.amount,
    }


def _sanction(sanction: Sanction) -> dict[str, str]:
    return {
        "code": sanction.code,
        "zh": sanction.name.zh,
        "en": sanction.name.en,
        "grade": sanction.grade,
    }
