"""Scores, totals, grades and ranks of thousands of units, beside the same sums and ranks in SQL.

Ours computes each score by the scheme's rule, explains it by a tree of digested nodes, and stores
it; then makes every unit's total, grade, rank and awards with their own trees. The other side gets
the finished scores as whole hundredths in a narrow table and does in one statement what of all this
SQL can: the sums by category, the totals, the ranks. Both must come to the same. What an act in the
log would add is not in here; acts.py measures that. Nothing waits for the disk, so that computing
is what is compared, which others on the machine hardly change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import thread_time
from typing import Any

from models import statements
from models.base import Database
from workflow.audit.canonical import canonical
from workflow.bench import many_units
from workflow.bench.measure import Result, Times, dearer
from workflow.bench.process import Counted, Stage, apart
from workflow.county import open_county
from workflow.queries import facts, reckoned, year_facts
from workflow.queries.organisation import organisation
from workflow.scheme.scheme import Scheme
from workflow.scoring.assessment import derived
from workflow.scoring.derivation import written
from workflow.scoring.exact import exact
from workflow.scoring.outcome import Results, UnitOutcome
from workflow.scoring.program import program_digest
from workflow.scoring.results import outcomes
from workflow.words import Words

Progress = Callable[[str], None]
Values = dict[str, Any]
YEAR = many_units.YEAR
BLOCK = 100
"""Units scored at once: so much is held in memory, and written in one transaction."""

_INSPECTED = """
SELECT t.id, r.no, r.material,
       f.id AS finding, f.found_value, f.events, f.quality, f.on_time, f.met,
       (SELECT COALESCE(MAX(s.no), 0) + 1 FROM score s WHERE s.target_id = t.id) AS score_no
FROM target t JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
JOIN finding f ON f.target_id = t.id
WHERE t.year_id = ? AND t.unit_id > ? AND t.unit_id <= ? AND t.state = 'inspected' ORDER BY t.id
"""
_SCORED = """
UPDATE target SET state = 'scored', turn = 'none'
WHERE year_id = ? AND unit_id > ? AND unit_id <= ? AND state = 'inspected'
"""
_UNITS = """
SELECT DISTINCT unit_id FROM target WHERE year_id = ? AND state = 'inspected' ORDER BY unit_id
"""
_BEFORE = """
SELECT (SELECT COALESCE(MAX(id), 0) FROM year_result), (SELECT MAX(id) FROM entry),
       (SELECT COALESCE(MAX(id), 0) FROM unit_result)
"""
_NARROW = """
CREATE TABLE narrow AS
SELECT t.unit_id AS unit, f.front_id AS front, t.category AS category,
       CAST(ROUND(s.value * 100) AS INTEGER) AS hundredths
FROM score s JOIN target t ON t.id = s.target_id
JOIN unit_front f ON f.unit_id = t.unit_id AND f.year = t.year_id
WHERE t.year_id = ? ORDER BY t.unit_id
"""
_PLAIN = """
SELECT unit, {categories}, SUM(hundredths) AS total,
       RANK() OVER (PARTITION BY front ORDER BY SUM(hundredths) DESC) AS place
FROM narrow GROUP BY unit, front ORDER BY unit
"""


MEMORY = Words(
    "以上为计算时间。各进程最大内存及所历时间：计分 {0}，合计与排名 {1}，再算一次 {2}，SQL {3}",
    "These are times of computing. Peak memory and time that passed by process: scoring {0}; "
    "totals and ranks {1}; once more {2}; SQL {3}",
)


class NotTheSame(Exception):
    """The two sides do not come to the same sums and ranks, so their times say nothing."""


def measure(
    folder: Path, units: int, each: int, *, progress: Progress, counted: Counted
) -> list[Result]:
    """Make the year in `folder`, score and rank it, do it again, and do what SQL can.

    Raises NotTheSame where a sum or a rank differs, or where the second run does anything.
    """
    url = many_units.url_of(folder)
    progress(f"making a year of {units} units with {each} targets each")
    apart(many_units.make, url, units, each, counted=counted)
    progress(f"scoring {units * each} findings")
    scoring = apart(score, url, counted=counted)
    progress("totals, grades and ranks")
    ranking = apart(rank, url, counted=counted)
    progress("the same once more, nothing having changed")
    again = apart(run_again, url, counted=counted)
    progress("the same sums and ranks in SQL")
    plain = apart(in_sql, url, counted=counted)
    compare(ranking.answer["rows"], plain.answer["rows"])
    if (scoring.answer, again.answer["work"]) != (units * each, (0, 0)):
        raise NotTheSame(f"the second run did {again.answer['work']}")
    return _told(units, each, scoring, ranking, again, plain)


# — the stages, each in a process of its own —


def score(url: str, *, counted: Counted) -> int:
    """Score what is inspected, block by block; how many scores there are now that were not."""
    database: Any = open_county(url)
    statements.run(database, "PRAGMA synchronous = off")
    scheme = _scheme(database)
    waiting = [unit for (unit,) in statements.run(database, _UNITS, (YEAR,)).fetchall()]
    number = int(statements.value(database, "SELECT COALESCE(MAX(id), 0) FROM score"))
    first = number
    for start in range(0, len(waiting), BLOCK):
        block = waiting[start : start + BLOCK]
        about = (YEAR, block[0] - 1, block[-1])
        found = statements.rows(database, _INSPECTED, about)
        with database.atomic():
            scored = (_score(scheme, row, number + n) for n, row in enumerate(found, 1))
            many_units.write(database, "score", scored)
            statements.run(database, _SCORED, about)
        number += len(found)
        counted(start + len(block), len(waiting))
    database.close()
    return number - first


def _scheme(database: Database) -> Scheme:
    year = facts.year(database, YEAR)
    assert year is not None
    return facts.scheme_of_year(database, year)


def _score(scheme: Scheme, row: Values, number: int) -> Values:
    """A score as the act of scoring keeps it."""
    material = json.loads(row["material"])
    rule = scheme.rule_body(material["scoring_rule"]["digest"])
    assert rule is not None
    events = row["events"]
    derivation = derived(rule, material, {**row, "events": json.loads(events) if events else None})
    return {
        "id": number,
        "target_id": row["id"],
        "no": row["score_no"],
        "revision": row["no"],
        "finding_id": row["finding"],
        "value": derivation["result"],
        "derivation": written(derivation).decode(),
        "at": many_units.AT,
    }


def rank(url: str, *, counted: Counted) -> Values:
    """Make the year's results and keep them: what each step took, and what they say."""
    database: Any = open_county(url)
    statements.run(database, "PRAGMA synchronous = off")
    scheme, known = _scheme(database), organisation(database, 0)
    begun = thread_time()
    places, targets = year_facts.outcomes(database, known, YEAR, scheme)
    read = thread_time()
    results = outcomes(scheme, places, targets)
    made = thread_time()
    with database.atomic():
        _store(database, results, {unit.code: unit.id for unit in known.unit_by_id.values()})
    stored = thread_time()
    database.close()
    return {
        "took": {"read": read - begun, "made": made - read, "stored": stored - made},
        "rows": sorted(map(_shown, results.units)),
    }


def _shown(outcome: UnitOutcome) -> tuple[Any, ...]:
    sums = [outcome.categories[category] for category in many_units.RULES]
    return (outcome.unit, *(exact(number) for number in (*sums, outcome.exact_total)), outcome.rank)


def _store(database: Database, results: Results, units: dict[str, int]) -> None:
    """The rows that publishing writes, and the entry that they rest on."""
    person = statements.value(database, "SELECT id FROM person WHERE username = 'office'")
    fronts = dict(statements.run(database, "SELECT code, id FROM front").fetchall())
    before, entry, last = statements.run(database, _BEFORE).fetchone()
    number = before + 1
    revision = {
        "id": number,
        "year_id": YEAR,
        "no": number,
        "digest": results.digest,
        "fronts": canonical(results.fronts).decode(),
        "person_id": person,
        "at": many_units.AT,
    }
    many_units.write(database, "year_result", [revision])
    basis = {"id": number, "result_id": number, "entry": entry, "program": program_digest()}
    many_units.write(database, "reckoning", [basis])
    rows = (
        {
            "id": n,
            "result_id": number,
            "unit_id": units[outcome.unit],
            "front_id": fronts[outcome.front],
            "total": outcome.total,
            "base_grade": outcome.base_grade,
            "grade": outcome.grade,
            "rank": outcome.rank,
            "derivation": canonical(outcome.derivation).decode(),
        }
        for n, outcome in enumerate(results.units, start=last + 1)
    )
    many_units.write(database, "unit_result", rows)


def run_again(url: str, *, counted: Counted) -> Values:
    """What a second run does: how many findings it scores, how many units it ranks."""
    begun = thread_time()
    scored = score(url, counted=counted)
    database = open_county(url)
    ranked = 0 if reckoned.stand(database, YEAR) else len(rank(url, counted=counted)["rows"])
    took = thread_time() - begun
    database.close()
    return {"work": (scored, ranked), "took": took}


def in_sql(url: str, *, counted: Counted) -> Values:
    """Sums by category, totals and ranks from a narrow table of whole hundredths."""
    database = open_county(url)
    statements.run(database, _NARROW, (YEAR,))
    sums = ", ".join(
        f"SUM(CASE WHEN category = '{code}' THEN hundredths ELSE 0 END)"
        for code in many_units.RULES
    )
    times, rows = Times(), []
    for _ in range(3):
        times.run(
            lambda: rows.append(statements.run(database, _PLAIN.format(categories=sums)).fetchall())
        )
    database.close()
    return {"took": times, "rows": [_in_points(row) for row in rows[-1]]}


def _in_points(row: tuple[Any, ...]) -> tuple[Any, ...]:
    unit, *hundredths, place = row
    return (many_units.code_of(unit - 1), *(Fraction(n, 100) for n in hundredths), place)


def compare(ours: Iterable[tuple[Any, ...]], plain: Iterable[tuple[Any, ...]]) -> None:
    """Hold sums and ranks, unit by unit, against SQL's. Raises NotTheSame at the first other."""
    for one, other in zip(ours, plain, strict=True):
        if one != other:
            raise NotTheSame(f"{one} is {other} in SQL")


# — what is said of them —


def _told(
    units: int, each: int, scoring: Stage, ranking: Stage, again: Stage, plain: Stage
) -> list[Result]:
    beside: Times = plain.answer["took"].only_computing()
    took = ranking.answer["took"]
    whole = scoring.computing + sum(took.values())
    n = f"{units * each:,}"
    lines = [
        (
            Words(f"{n} 个得分及推导，对 SQL", f"{n} scores with derivations : SQL"),
            scoring.computing,
        ),
        (Words("  读出得分与结论", "  reading scores and findings"), took["read"]),
        (
            Words(
                f"  {units:,} 个单位的合计、等次、位次及推导", f"  total, grade, rank of {units:,}"
            ),
            took["made"],
        ),
        (Words("  写入", "  writing them"), took["stored"]),
        (Words("以上合计，对 SQL", "all of it : SQL"), whole),
    ]
    told = [dearer(about, Times([seconds]), beside) for about, seconds in lines]
    second = Words("再算一次而无变动，对首次", "once more, nothing changed : all of it")
    told.append(dearer(second, Times([again.answer["took"]]), Times([whole]), 0.01))
    peaks = (scoring, ranking, again, plain)
    note = MEMORY.format(*(f"{s.peak / 2**20:.0f} MiB {s.seconds:.1f} s" for s in peaks))
    told[-1] = replace(told[-1], note=note)
    return told
