"""Years, key tasks and common items as they are shown."""

from __future__ import annotations

import json
from typing import Any

from models import statements
from workflow.clock import stamp
from workflow.coverage.wording import codes_of
from workflow.errors import NotFound
from workflow.lifecycle import act_named
from workflow.offers import offers
from workflow.queries import facts, letters, reports, year_course
from workflow.queries import key_tasks as tasks
from workflow.queries.coverage_view import plan_digest
from workflow.queries.reader import Reader
from workflow.queries.target_list import counts_by_state
from workflow.scheme.scheme import Scheme
from workflow.standing import EVERYWHERE

Values = dict[str, Any]


def years(reader: Reader) -> list[Values]:
    """All years, newest first."""
    rows = statements.rows(
        reader.database,
        "SELECT y.id, y.state, y.document, y.issued_at, y.version, s.code AS scheme, s.digest "
        "FROM year y JOIN scheme s ON s.id = y.scheme_id ORDER BY y.id DESC",
    )
    return [_year(row) for row in rows]


def _year(row: Values) -> Values:
    return {
        "year": row["id"],
        "state": row["state"],
        "document": row["document"],
        "issued_at": row["issued_at"],
        "version": row["version"],
        "scheme": row["scheme"],
        "scheme_digest": row["digest"],
    }


def year(reader: Reader, number: int) -> Values:
    """One year with its acts and the counts of its targets. Raises NotFound."""
    found = [y for y in years(reader) if y["year"] == number]
    if not found:
        raise NotFound
    case = reader.desk().year_case(number)
    return {
        **found[0],
        "counts": counts_by_state(reader, number),
        # Drafts are for those who work on them; only these see them all.
        "unapproved": case.known("unapproved") if reader.capacities & EVERYWHERE else [],
        "plan": plan_digest(reader, number),
        "categories": [
            {"code": c.code, "name": c.name, "points": c.points}
            for c in (case.scheme.categories.values() if case.scheme else ())
        ],
        "scoring_rules": _rules(case.scheme),
        "events": year_course.events(reader, case),
        "letters": letters.letters(reader, case),
        "reports": reports.reports(reader, case),
        "actions": offers("year", case),
    }


def categories_of_unit(reader: Reader, number: int, unit: str) -> list[Values]:
    """The categories of a year's scheme with the points that each has for this unit (S10)."""
    row = facts.year(reader.database, number)
    if row is None:
        return []
    scheme, own = facts.scheme_of_year(reader.database, row), reader.organisation.units[unit]
    front = reader.organisation.front(number, own.id)
    points = scheme.points_of(unit, front.code if front else None)
    return [
        {"code": c.code, "name": c.name, "points": points[c.code]}
        for c in scheme.categories.values()
    ]


def scheme_of(reader: Reader, number: int) -> Scheme:
    """The scheme of a year. Raises NotFound."""
    row = facts.year(reader.database, number)
    if row is None:
        raise NotFound
    return facts.scheme_of_year(reader.database, row)


def scheme_body(reader: Reader, number: int) -> Values:
    """The same as the data it was stored as. Raises NotFound."""
    body = statements.value(
        reader.database,
        "SELECT s.body FROM scheme s JOIN year y ON y.scheme_id = s.id WHERE y.id = ?",
        (number,),
    )
    if body is None:
        raise NotFound
    found: Values = json.loads(body)
    return found


def _rules(scheme: Scheme | None) -> list[Values]:
    rules = scheme.rules.items() if scheme else ()
    return [{"code": code, "kind": rule["kind"]} for code, rule in rules]


def key_tasks(reader: Reader, number: int | None = None) -> list[Values]:
    """The key tasks of a year, or of all years."""
    rows = (
        tasks.all_task_rows(reader.database)
        if number is None
        else list(tasks.task_rows(reader.database, number).values())
    )
    return [
        {
            "id": r["id"],
            "year": r["year_id"],
            "code": r["code"],
            "title": r["title"],
            "kind": r["kind"],
            "measure": r["measure"],
            "unit_of_measure": r["unit_of_measure"],
            "target_value": r["target_value"],
            "additive": bool(r["additive"]),
            "direction": r["direction"],
            "lead_unit": reader.organisation.unit_by_id[r["lead_unit_id"]].code,
            "due_on": r["due_on"],
            "document": r["document"],
            "supporting_units": codes_of(r["supporting"]),
            "version": r["no"] or 1,
            "ended": bool(r["ended"]),
        }
        for r in rows
    ]


def items(reader: Reader, number: int) -> list[Values]:
    """The common and stability items of a year, each with its acts."""
    rows = statements.rows(
        reader.database, "SELECT * FROM item WHERE year_id = ? ORDER BY id", (number,)
    )
    shown = []
    for row in rows:
        case = reader.desk().item_case(row["id"])
        shown.append(
            {
                "id": row["id"],
                "year": row["year_id"],
                "code": row["code"],
                "digest": row["digest"],
                "fields": json.loads(row["fields"]),
                "waiting": len(case.facts["waiting"]),
                "actions": offers("item", case),
            }
        )
    return shown


# The leader's hand on an item counts while it is on what is the same in all units (design.md 2.8).
_ITEM_ROWS = """
SELECT i.id, i.code, i.fields, u.id AS scorer,
 (SELECT COUNT(*) FROM target t WHERE t.item_id = i.id AND t.state <> 'cancelled') AS units,
 (SELECT COUNT(*) FROM target t WHERE t.item_id = i.id AND t.state = 'drafted' AND NOT EXISTS
   (SELECT 1 FROM signature s JOIN post p ON p.id = s.post_id
    LEFT JOIN signature_end e ON e.signature_id = s.id
    WHERE s.target_id = t.id AND s.side = 'down' AND s.verdict = 'affirm' AND s.round = t.round
    AND e.id IS NULL AND p.code = t.reviewing_post
    AND (s.template = i.digest
         OR (s.digest = t.digest AND s.revision = t.candidate)))) AS waiting
FROM item i LEFT JOIN item_scorer x ON x.item_id = i.id LEFT JOIN unit u ON u.id = x.unit_id
WHERE i.year_id = ? ORDER BY i.id
"""


def item_rows(reader: Reader, number: int) -> list[Values]:
    """The items of a year as a list shows them: in how many units, and how many of them still wait
    for the item's leader, this reader where `mine`."""
    signs = act_named("item", "sign_item")
    assert signs is not None
    held = {
        post.code
        for post in reader.posts
        if post.capacity in signs.capacities and post.within is None
    }
    units = reader.organisation.unit_by_id
    shown = []
    for row in statements.rows(reader.database, _ITEM_ROWS, (number,)):
        fields = json.loads(row["fields"])
        scorer = units[row["scorer"]].name if row["scorer"] else None
        mine = fields.get("reviewing_post") in held
        shown.append({**row, "fields": fields, "scoring_unit": scorer, "mine": mine})
    return shown


def choices(
    reader: Reader, number: int | None, unit: str | None
) -> dict[str, list[tuple[str, Any]]]:
    """The codes a form may offer, each with its name: for select controls."""
    organisation = reader.organisation
    row = facts.year(reader.database, number) if number is not None else None
    scheme = facts.scheme(reader.database, row["scheme_id"]) if row else None
    own = organisation.units.get(unit) if unit else None
    at = stamp(reader.now)
    reviewing = organisation.reviewing_posts(own, at) if own else list(organisation.posts.values())
    posts = [(p.code, p.name) for p in organisation.posts.values()]
    listed = key_tasks(reader, number) if number is not None else []
    return {
        "categories": [(c.code, c.name) for c in scheme.categories.values()] if scheme else [],
        "scoring_rules": [(code, code) for code in scheme.rules] if scheme else [],
        "units": [(u.code, u.name) for u in organisation.units.values()],
        "fronts": [(f.code, f.name) for f in organisation.fronts.values()],
        "posts": posts,
        "reviewing_posts": [(p.code, p.name) for p in reviewing],
        "responsible_posts": [
            (p.code, p.name)
            for p in organisation.posts.values()
            if own is not None and p.unit is not None and p.unit.id == own.id
        ],
        "key_tasks": [(t["code"], t["title"]) for t in listed if not t["ended"]],
    }
