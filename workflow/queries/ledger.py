"""The ledger (台账): an item's entries over all units, and what is new for a unit (S9, S34)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import peewee

from models import statements
from workflow.clock import stamp
from workflow.errors import InvalidInput
from workflow.queries import facts
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader
from workflow.scoring.ledger import events_of
from workflow.words import Words, both

Values = dict[str, Any]
PAGE = 50
# So long an entry stands among what is new for its unit, unless the unit objects before.
NEW_FOR = timedelta(days=30)

# The last objection to an entry says how the matter stands.
_ENTRIES = """
SELECT l.*, m.code AS matter_code, t.unit_id, t.title, t.year_id, r.material,
 e.at AS struck_at, e.text_id AS struck_text_id,
 (SELECT o.state FROM objection o WHERE o.about = 'ledger' AND o.ref = l.id
  AND o.target_id = l.target_id ORDER BY o.id DESC LIMIT 1) AS objection
FROM ledger l JOIN target t ON t.id = l.target_id
JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
LEFT JOIN ledger_end e ON e.ledger_id = l.id
LEFT JOIN ledger_matter m ON m.ledger_id = l.id
"""
_NEW = """
FROM ledger l JOIN target t ON t.id = l.target_id JOIN year y ON y.id = t.year_id
WHERE t.unit_id IN ({marks}) AND l.at >= ? AND y.state <> 'closed'
 AND NOT EXISTS (SELECT 1 FROM ledger_end x WHERE x.ledger_id = l.id)
 AND NOT EXISTS (SELECT 1 FROM objection o WHERE o.about = 'ledger' AND o.ref = l.id
  AND o.target_id = l.target_id)
"""


def page(
    reader: Reader, item: Values, *, unit: str = "", limit: int = PAGE, after: int = 0
) -> tuple[list[Values], int | None]:
    """One page of an item's entries, newest first, struck ones too, and the id after which the
    next begins. For a reader of the item's sheet. Raises InvalidInput for an unknown unit."""
    where, values = ["t.item_id = ?"], [item["id"]]
    if unit:
        known = reader.organisation.units.get(unit)
        if known is None:
            words = Words("本县没有这个单位。", "This county has no such unit.")
            raise InvalidInput({"unit": [words]})
        where.append("t.unit_id = ?")
        values.append(known.id)
    if after:
        where.append("l.id < ?")
        values.append(after)
    sql = f"{_ENTRIES} WHERE {' AND '.join(where)} ORDER BY l.id DESC LIMIT ?"
    rows = statements.rows(reader.database, sql, [*values, limit + 1])
    more = rows[limit - 1]["id"] if len(rows) > limit else None
    return shown(reader, rows[:limit]), more


def entry(reader: Reader, item: Values, number: int) -> Values | None:
    """One entry of an item's ledger, as it stands now."""
    sql = f"{_ENTRIES} WHERE t.item_id = ? AND l.id = ?"
    found = statements.rows(reader.database, sql, (item["id"], number))
    return next(iter(shown(reader, found)), None)


def targets_by_unit(reader: Reader, item: Values) -> dict[str, int]:
    """The item's targets in force by their units' codes, in the order of the units."""
    rows = statements.rows(
        reader.database,
        "SELECT t.id, t.unit_id FROM target t WHERE t.item_id = ? AND t.in_force IS NOT NULL "
        "AND t.state <> 'cancelled' ORDER BY t.unit_id",
        (item["id"],),
    )
    return {reader.organisation.unit_by_id[row["unit_id"]].code: row["id"] for row in rows}


def new_for(
    reader: Reader, *, limit: int = PAGE, after: int = 0
) -> tuple[list[Values], int | None]:
    """What is new in the ledgers about the reader's own units, newest first (S34).

    New is an entry of the last thirty days that stands, of a year that is not closed, and that the
    unit has not objected to: once it has, the objection is what waits.
    """
    where, values = _new(reader)
    key, key_values = ("AND l.id < ?", [after]) if after else ("", [])
    chosen = f"SELECT l.id {where} {key} ORDER BY l.id DESC LIMIT ?"
    ids = statements.run(reader.database, chosen, [*values, *key_values, limit + 1]).fetchall()
    wanted = [number for (number,) in ids[:limit]]
    if not wanted:
        return [], None
    marks = ", ".join("?" * len(wanted))
    sql = f"{_ENTRIES} WHERE l.id IN ({marks}) ORDER BY l.id DESC"
    rows = statements.rows(reader.database, sql, wanted)
    return shown(reader, rows), wanted[-1] if len(ids) > limit else None


def count_new(reader: Reader) -> int:
    """How many entries are new for the reader's own units."""
    where, values = _new(reader)
    return int(statements.value(reader.database, f"SELECT COUNT(*) {where}", values))


def _new(reader: Reader) -> tuple[str, list[Any]]:
    units = reader.own_units()
    # An id that no unit has: whoever stands on no unit's side is told nothing.
    marks = ", ".join("?" * len(units)) or "0"
    return _NEW.format(marks=marks), [*units, stamp(reader.now - NEW_FOR)]


def shown(reader: Reader, rows: list[Values]) -> list[Values]:
    """Entries with units, events, people and words in place of codes and ids."""
    said = texts(reader.database, [i for r in rows for i in (r["matter_id"], r["struck_text_id"])])
    people = names(reader.database, [r["person_id"] for r in rows])
    events = _Names(reader.database, {r["year_id"] for r in rows})
    return [
        {
            "id": r["id"],
            "target": r["target_id"],
            "title": r["title"],
            "unit": reader.organisation.unit_by_id[r["unit_id"]].code,
            "unit_name": reader.organisation.unit_by_id[r["unit_id"]].name,
            "event": r["event"],
            "event_name": events.of(r),
            "count": r["count"],
            "occurred_on": r["occurred_on"],
            "matter": said.get(r["matter_id"]),
            "matter_code": r["matter_code"],
            "document": r["document"],
            "amount": r["amount"],
            "by_name": people[r["person_id"]].name,
            "at": r["at"],
            "struck_at": r["struck_at"],
            "struck_text": said.get(r["struck_text_id"]),
            "objection": r["objection"],
        }
        for r in rows
    ]


class _Names:
    """What the rules in force call the events of entries; each year's scheme is fetched once."""

    def __init__(self, database: peewee.Database, years: set[int]) -> None:
        rows = [facts.year(database, number) for number in sorted(years)]
        self.schemes = {row["id"]: facts.scheme_of_year(database, row) for row in rows if row}

    def of(self, row: Values) -> Words:
        """The name of an entry's event; its code where the rule has none."""
        rule = json.loads(row["material"])["scoring_rule"]
        body = self.schemes[row["year_id"]].rule_body(rule["digest"]) if rule else None
        known = {each["event"]: each["name"] for each in events_of(body)} if body else {}
        return known.get(row["event"], both(row["event"]))
