"""How far the ranks of a year's published results are from flipping, front by front: reckoned from
what was stored with that revision, never from anything newer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models import statements
from workflow.queries import facts
from workflow.queries.reader import Reader
from workflow.scheme.value import Scheme
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact_text
from workflow.scoring.robustness import Margin, Score, Weight, margins

Values = dict[str, Any]


def of_front(scheme: Scheme, front: str, table: Derivation, rows: Iterable[Values]) -> list[Values]:
    """The margins between neighbours of a front; `rows` are its units' stored results."""
    outcomes = {row["derivation"]["inputs"]["unit"]: row["derivation"] for row in rows}
    return [_shown(margin) for margin in margins(scheme, front, table, outcomes)]


def titles(reader: Reader, fronts: Iterable[Values]) -> dict[int, str]:
    """What the targets that margins name are called."""
    named = [m["score"]["target"] for each in fronts for m in each["margins"] if m["score"]]
    sql = f"SELECT id, title FROM target WHERE id IN ({facts.marks(named)})"
    return dict(statements.run(reader.database, sql, named).fetchall())


def _shown(margin: Margin) -> Values:
    return {
        "ahead": margin.ahead,
        "behind": margin.behind,
        "tied": margin.tied,
        "foreseen": margin.foreseen,
        "gap": exact_text(margin.gap),
        "weight": _weight(margin.weight),
        "score": _score(margin.score),
    }


def _weight(weight: Weight | None) -> Values | None:
    if weight is None:
        return None
    return {
        "category": weight.category,
        "change": exact_text(weight.change),
        "points": exact_text(weight.points),
    }


def _score(score: Score | None) -> Values | None:
    if score is None:
        return None
    return {"target": score.target, "unit": score.unit, "change": exact_text(score.change)}
