"""The results of a year as they were published: every front's table, in any revision (S40–S47).

They are read off what was stored and never reckoned anew, so that an earlier revision says for ever
what it said when people saw it. Everybody signed in may see them (design.md 3, visibility).
"""

from __future__ import annotations

import json
from typing import Any

from models import statements
from models.locks import snapshot
from workflow import offers
from workflow.organisation import Organisation
from workflow.queries import year_facts
from workflow.queries.finality import checkpoint_of
from workflow.queries.margins import of_front
from workflow.queries.proposals import lowered_counts
from workflow.queries.publication import Publication, publication
from workflow.queries.reader import Reader
from workflow.scoring.derivation import Derivation
from workflow.scoring.outcome_parts import Parts, parts
from workflow.words import Words

Values = dict[str, Any]
Awards = dict[tuple[int, str, str], Values]

# They were stored by front in the scheme's order, then by rank, then by code.
_UNITS = """
SELECT unit_id, total, base_grade, grade, rank, derivation FROM unit_result
WHERE result_id = ? {only} ORDER BY id
"""


def results(reader: Reader, number: int, no: int | None = None) -> Values:
    """A year's results in one revision, the last unless told. Raises NotFound."""
    with snapshot(reader.database):
        published = publication(reader, number, no)
        tables = fronts(reader, published)
        rows = unit_rows(reader, published)
        awards = awards_of(reader, published)
        lowered = lowered_counts(reader.database, number)
        checkpoint = checkpoint_of(reader, published)
    listed: dict[str, list[Values]] = {}
    stored: dict[str, list[Values]] = {}
    for row in rows:
        code = row["derivation"]["inputs"]["front"]
        stored.setdefault(code, []).append(row)
        unit = unit_result(reader.organisation, row, tables[code], awards)
        unit["lowered"] = lowered.get(row["unit_id"], 0)
        listed.setdefault(code, []).append(unit)
    return {
        **published.shown(),
        "checkpoint": checkpoint,
        "fronts": [
            {
                "front": code,
                "name": front_name(reader, code),
                "table": tables[code],
                "units": some,
                "margins": of_front(published.scheme, code, tables[code], stored[code]),
            }
            for code, some in listed.items()
        ],
    }


def may_pay(reader: Reader, number: int) -> bool:
    """Whether this reader may carry out an award or sanction of the year now."""
    return offers.is_offered("pay_award", reader.desk().year_case(number))


def unit_rows(reader: Reader, published: Publication, *units: int) -> list[Values]:
    """The stored results of all units, or of those named by id, with their derivations."""
    only = f"AND unit_id IN ({', '.join('?' * len(units))})" if units else ""
    rows = statements.rows(reader.database, _UNITS.format(only=only), (published.id, *units))
    for row in rows:
        row["derivation"] = json.loads(row["derivation"])
    return rows


def fronts(reader: Reader, published: Publication) -> dict[str, Derivation]:
    """The stored tables of all fronts: units, ranked values and ranks."""
    sql = "SELECT fronts FROM year_result WHERE id = ?"
    found: dict[str, Derivation] = json.loads(
        statements.value(reader.database, sql, (published.id,))
    )
    return found


def awards_of(reader: Reader, published: Publication) -> Awards | None:
    """The awards and sanctions that stand, by unit, kind and code; None until they are decided."""
    if not published.is_decided:
        return None
    decided, no = published.decided, published.chosen["no"]
    assert decided is not None
    rows = year_facts.awards(reader.database, published.year["id"]).values()
    # Those it granted or found standing; what a later correction revoked says so.
    own = [r for r in rows if r["at"] <= decided["at"] and not (r["ended_no"] or no + 1) <= no]
    return {(row["unit_id"], row["kind"], row["code"]): row for row in own}


def unit_result(
    organisation: Organisation, row: Values, table: Derivation, awards: Awards | None
) -> Values:
    """What a year came to for one unit, in the figures that were stored."""
    step = parts(row["derivation"])
    unit = organisation.unit_by_id[row["unit_id"]]
    entries = step.entries()
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "rank": row["rank"],
        "tied": [other["rank"] for other in table["inputs"]["rows"]].count(row["rank"]) > 1,
        "categories": {part["inputs"]["category"]: part["result"] for part in step.categories},
        "total": row["total"],
        "exact_total": step.total["children"][0]["result"],
        "base_grade": row["base_grade"],
        "grade": row["grade"],
        "rules": [
            {"code": rule["inputs"]["code"], "name": _name(rule)}
            for rule in step.rules
            if rule["inputs"]["applies"]
        ],
        "unfinished_key": sum(
            entry["met"] is False
            for part in step.categories
            if part["inputs"]["category"] == "key"
            for entry in part["inputs"]["targets"]
        ),
        "imposed": sum(entry["imposed"] for entry in entries),
        "awards": [*_awards(step, unit.id, awards), *_sanctions(step, unit.id, awards)],
        "digest": row["derivation"]["digest"],
    }


def front_name(reader: Reader, code: str) -> Words:
    """What a front is called."""
    front = reader.organisation.fronts.get(code)
    return front.name if front else Words(code, code)


def _name(node: Values) -> Words:
    return Words(node["inputs"]["zh"], node["inputs"]["en"])


def _awards(step: Parts, unit: int, awards: Awards | None) -> list[Values]:
    """The awards of the unit's place; those that its grade withholds stand there as such (S44)."""
    return [
        {
            "kind": "award",
            "code": f"place_{node['inputs']['place']}",
            "name": _name(node),
            "place": node["inputs"]["place"],
            "amount": node["inputs"]["amount"],
            **(_standing(awards, unit, "award", f"place_{node['inputs']['place']}")),
            **({"state": "withheld"} if node["rule"] == "award_withheld" else {}),
        }
        for node in step.awards["children"]
    ]


def _sanctions(step: Parts, unit: int, awards: Awards | None) -> list[Values]:
    return [
        {
            "kind": "sanction",
            "code": node["inputs"]["code"],
            "name": _name(node),
            "place": None,
            "amount": None,
            **_standing(awards, unit, "sanction", node["inputs"]["code"]),
        }
        for node in step.sanctions["children"]
    ]


def _standing(awards: Awards | None, unit: int, kind: str, code: str) -> Values:
    """How far an award or sanction is: proposed until the results are decided."""
    row = (awards or {}).get((unit, kind, code))
    if row is None:
        return {"id": None, "state": "proposed", "document": None, "done_on": None}
    found = {name: row[name] for name in ("id", "state", "document", "done_on")}
    return found if row["ended_id"] is None else {**found, "state": "revoked"}
