"""What a year would have come to under a changed scheme, from what is stored, writing nothing.

Before results are published scores are not everybody's (design.md 3): then it is for those who see
all of them, afterwards for leaders too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from models import statements
from models.locks import snapshot
from workflow.effects.running import found_of
from workflow.errors import InvalidInput, NotFound, NotPermitted, Refusal
from workflow.queries import facts, unit_entries, year_facts, years
from workflow.queries.reader import Reader
from workflow.scheme.differences import differences
from workflow.scheme.faults import BadScheme
from workflow.scheme.reading import Body, canonical_text
from workflow.scheme.scheme import Scheme, for_year, scheme_of
from workflow.scheme.trying import by_dial, sound, tried, turned
from workflow.scoring.gaps import CannotRank
from workflow.scoring.moved import Step, TargetMove, UnitMove, moved_targets, moved_units
from workflow.scoring.outcome import Results, TargetOutcome, UnitPlace
from workflow.scoring.replaying import Ended, Replay, as_it_was, regrouped, replayed
from workflow.scoring.results import outcomes
from workflow.standing import EVERYWHERE
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]

_LAST = "s.no = (SELECT MAX(x.no) FROM score x WHERE x.target_id = t.id)"
# The content, item and derivation behind the score that counts.
_SCORED = f"""
SELECT t.id, r.material, i.code AS item, s.derivation, s.finding_id FROM target t
JOIN score s ON s.target_id = t.id AND {_LAST}
JOIN revision r ON r.target_id = t.id AND r.no = s.revision
LEFT JOIN item i ON i.id = t.item_id WHERE t.year_id = ? AND t.in_force IS NOT NULL
"""
_FINDINGS = f"""
SELECT f.* FROM target t JOIN score s ON s.target_id = t.id AND {_LAST}
JOIN finding f ON f.id = s.finding_id WHERE t.year_id = ?
"""


def may_ask(reader: Reader, number: int) -> bool:
    """Whether this reader may try a changed scheme on a year."""
    if reader.capacities & EVERYWHERE:
        return True
    is_public = year_facts.last_result(reader.database, number) is not None
    return is_public and Capacity.LEADER in reader.capacities


def allowed(reader: Reader, number: int) -> None:
    """Raises NotFound for a year that is not there, NotPermitted for who may not ask."""
    if facts.year(reader.database, number) is None:
        raise NotFound
    if not may_ask(reader, number):
        sentence = Words(
            "方案试算由目标办、县长、审计办理，结果公示后县领导也可办理。",
            "Trying a scheme is for the target office, the county head and auditors; for leaders "
            "once the results are published.",
        )
        who = (*sorted(c.value for c in EVERYWHERE), Capacity.LEADER.value)
        raise NotPermitted(Refusal("not_your_capacity", sentence, who))


def changed_scheme(
    reader: Reader,
    number: int,
    *,
    toml: str | None = None,
    scheme: int | None = None,
    dials: Mapping[str, str] | None = None,
) -> Body:
    """The scheme to be tried on a year: a file, another year's, or its own with single numbers
    changed; its own where nothing is given. Raises InvalidInput with every fault, by line of the
    file or by the number that was changed."""
    if toml and scheme is not None:
        words = Words("方案文件与年度只能选一。", "Give a file or a year, not both.")
        raise InvalidInput({"scheme": [words]})
    known = reader.organisation
    try:
        if toml:
            return tried(toml, number, set(known.units), set(known.posts))
    except BadScheme as error:
        raise InvalidInput({"toml": [fault.sentence for fault in error.faults]}) from error
    body = _of_year(reader, number if scheme is None else scheme)
    return _turned(for_year(body, number), dials) if dials else body


def _turned(body: Body, values: Mapping[str, str]) -> Body:
    made = turned(body, values)
    try:
        return sound(made, None, None)
    except BadScheme as error:
        raise InvalidInput(by_dial(made, error.faults)) from error


def _of_year(reader: Reader, number: int) -> Body:
    try:
        return years.scheme_body(reader, number)
    except NotFound:
        words = Words("没有 {0} 年度。", "There is no year {0}.").format(number)
        raise InvalidInput({"scheme": [words]}) from None


def what_if(reader: Reader, number: int, body: Body) -> Values:
    """What would differ in a year's scores, totals, grades and ranks, and why.

    `gaps` says what keeps either side from being ranked; then `units` is empty, and `targets` still
    says which scores differ. Raises NotFound and NotPermitted.
    """
    with snapshot(reader.database):
        allowed(reader, number)
        own = years.scheme_body(reader, number)
        old, new = scheme_of(canonical_text(own)), scheme_of(canonical_text(for_year(body, number)))
        places, ended = replayable(reader, number, old)
        bare = [UnitPlace(place.code, place.front) for place in places]
        entered = unit_entries.placed(reader.database, reader.organisation, new, number, bare)
    was, now = as_it_was(ended), replayed(old, new, ended)
    after_places = regrouped(old, new, entered)
    before, gaps = _ranked(old, places, was)
    after, gaps_after = _ranked(new, after_places, now)
    units = moved_units(before, after, was, now) if before and after else []
    targets = moved_targets(was, now)
    ended_as = {outcome.target: outcome for outcome in was.targets}
    return {
        "year": number,
        "scheme_digest": old.digest,
        "changed_digest": new.digest,
        "changes": [
            {"path": one.path, "before": one.before, "after": one.after}
            for one in differences(own, for_year(body, number))
        ],
        "unscored": [{**_named(one.outcome), "reasons": list(one.faults)} for one in now.unscored],
        "gaps": list(dict.fromkeys((*gaps, *gaps_after))),
        "compared": {"units": len(places), "targets": len(was.targets)},
        "counts": _counts(units, targets),
        "units": [_unit(reader, old, new, move) for move in units],
        "targets": [_target(move, ended_as[move.target]) for move in targets],
        "categories": [
            {"code": code, "name": category.name}
            for code, category in {**old.categories, **new.categories}.items()
        ],
    }


def replayable(reader: Reader, number: int, scheme: Scheme) -> tuple[list[UnitPlace], list[Ended]]:
    """The units of a year where they stood with what was entered for them under its scheme, and
    every target in force as it ended."""
    places, targets = year_facts.outcomes(reader.database, reader.organisation, number, scheme)
    fronts = {place.code: place.front for place in places}
    findings = {
        row["id"]: found_of(row) for row in statements.rows(reader.database, _FINDINGS, (number,))
    }
    scored = {row["id"]: row for row in statements.rows(reader.database, _SCORED, (number,))}
    found: list[Ended] = []
    for outcome in targets:
        front, row = fronts.get(outcome.unit, ""), scored.get(outcome.target)
        if row is None or outcome.score is None:
            found.append(Ended(outcome, front, {}, None, None))
            continue
        material, derivation = json.loads(row["material"]), json.loads(row["derivation"])
        finding = findings[row["finding_id"]]
        found.append(Ended(outcome, front, material, finding, derivation, row["item"]))
    return places, found


def _ranked(
    scheme: Scheme, places: Iterable[UnitPlace], replay: Replay
) -> tuple[Results | None, list[Words]]:
    """The results of what could be scored, or why there are none: a unit of which one target has no
    score has no total, and nobody knows where it would stand."""
    unscored = [one.outcome for one in replay.unscored]
    if unscored:
        words = Words(
            "有 {count} 项目标没有得分，不能排名", "{count} targets have no score: no ranking"
        )
        return None, [words.format(count=len(unscored))]
    try:
        return outcomes(scheme, list(places), replay.targets), []
    except CannotRank as error:
        return None, error.faults


def _counts(units: list[UnitMove], targets: list[TargetMove]) -> dict[str, int]:
    return {
        "scores": sum(move.score[0] != move.score[1] for move in targets),
        "totals": sum(move.before.total != move.after.total for move in units),
        "grades": sum(move.before.grade != move.after.grade for move in units),
        "ranks": sum(
            (move.before.front, move.before.rank) != (move.after.front, move.after.rank)
            for move in units
        ),
    }


def _unit(reader: Reader, old: Scheme, new: Scheme, move: UnitMove) -> Values:
    grades = [{grade.code: grade.name for grade in scheme.grades} for scheme in (old, new)]
    sides = {
        side: {
            "front": outcome.front,
            "total": outcome.total,
            "exact_total": outcome.exact_total,
            "base_grade": outcome.base_grade,
            "grade": outcome.grade,
            "grade_name": names[outcome.grade],
            "rank": outcome.rank,
        }
        for side, outcome, names in zip(
            ("before", "after"), (move.before, move.after), grades, strict=True
        )
    }
    same_front = move.before.front == move.after.front
    return {
        "unit": move.unit,
        "unit_name": reader.organisation.units[move.unit].name,
        **sides,
        "why": [_step(step) for step in move.why],
        "behind_now": list(move.behind_now) if same_front else [],
        "ahead_now": list(move.ahead_now) if same_front else [],
    }


def _target(move: TargetMove, outcome: TargetOutcome) -> Values:
    (points, points_after), (score, score_after) = move.points, move.score
    return {
        **_named(outcome),
        "points_before": points,
        "points_after": points_after,
        "score_before": score,
        "score_after": score_after,
        "why": [_step(step) for step in move.why],
    }


def _step(step: Step) -> Values:
    return {**asdict(step), "inputs": [asdict(other) for other in step.inputs]}


def _named(outcome: TargetOutcome) -> Values:
    return {
        "target": outcome.target,
        "unit": outcome.unit,
        "title": outcome.title,
        "category": outcome.category,
    }
