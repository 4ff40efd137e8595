"""Fetching the facts an act is judged on: fixed SQL, once per act, under the county's lock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import peewee

from models import statements
from models.plan import Revision as RevisionTable
from models.plan import Target
from models.tables import columns
from workflow.case import Hand
from workflow.hands.revision import Revision
from workflow.scheme.scheme import Scheme, scheme_of

Values = dict[str, Any]

TARGET_COLUMNS = ", ".join(f't."{name}"' for name in columns(Target))
_TARGETS = f'SELECT {TARGET_COLUMNS} FROM "target" t WHERE t."id" IN ({{}})'
_REVISION = ", ".join(f'"{name}"' for name in columns(RevisionTable) if name != "id")
_PRESENT = f"""
SELECT {", ".join(f'r."{name}"' for name in columns(RevisionTable) if name != "id")}
FROM "target" t JOIN "revision" r
ON r."target_id" = t."id" AND (r."no" = t."candidate" OR r."no" = t."in_force")
WHERE t."id" IN ({{}})
"""
_YEAR = """
SELECT y.*, s."digest" AS scheme_digest FROM "year" y JOIN "scheme" s ON s."id" = y."scheme_id"
WHERE y."id" = ?
"""
# The targets of a year that both hands have signed and the county head has not: drafts, and what is
# proposed about running ones.
AWAITING_APPROVAL = """
SELECT a.id FROM target a WHERE a.year_id = ? AND (a.state = 'reviewed' OR a.id IN
(SELECT p.target_id FROM proposal p WHERE p.ended_at IS NULL AND p.turn = 'county_head'))
"""
_IN_FORCE = """
SELECT t.id, r.material FROM target t JOIN revision r ON r.target_id = t.id AND r.no = t.in_force
WHERE t.year_id = ? AND t.unit_id = ? AND t.state <> 'cancelled'
"""
_LAST = "SELECT target_id, MAX(no) FROM revision WHERE target_id IN ({}) GROUP BY target_id"
_schemes: dict[str, Scheme] = {}
_HANDS = """
SELECT s."target_id", s."id", s."side", s."verdict", s."round", s."revision", s."digest",
       s."template", s."actor_id", s."capacity", s."post_id", s."purpose", e."kind" AS ended,
       CASE WHEN a."id" IS NULL THEN 0 ELSE 1 END AS imposed, s."on_behalf_of_id"
FROM "signature" s LEFT JOIN "signature_end" e ON e."signature_id" = s."id"
LEFT JOIN "arbitration" a ON a."signature_id" = s."id"
WHERE s."target_id" IN ({}) ORDER BY s."id"
"""
# Nothing follows the revision that ends a key task.
_KEY_TASKS = """
SELECT k.code, k.id FROM key_task k WHERE k.year_id = ? AND NOT EXISTS
(SELECT 1 FROM key_task_revision v WHERE v.key_task_id = k.id AND v.ended = 1)
"""


def county(database: peewee.Database) -> Values | None:
    """The county's row, or None before it is founded."""
    return statements.row(database, "SELECT * FROM county WHERE id = 1")


def target(database: peewee.Database, number: int) -> Values | None:
    """A target's row."""
    return next(iter(targets(database, [number])), None)


def targets(database: peewee.Database, numbers: Sequence[int]) -> list[Values]:
    """The rows of these targets that there are."""
    return statements.rows(database, _TARGETS.format(marks(numbers)), numbers)


def marks(values: Sequence[Any]) -> str:
    """What stands for these values inside IN (…); for none something that nothing equals."""
    return ", ".join("?" * len(values)) or "NULL"


def year(database: peewee.Database, number: int) -> Values | None:
    """A year's row, with the digest of its scheme as `scheme_digest`."""
    return statements.row(database, _YEAR, (number,))


def scheme_of_year(database: peewee.Database, year: Values) -> Scheme:
    """The scheme of a year's row; a digest names one text for ever, so its value is kept."""
    kept = _schemes.get(year["scheme_digest"])
    if kept is None:
        kept = _schemes[year["scheme_digest"]] = scheme(database, year["scheme_id"])
    return kept


def schemes(database: peewee.Database) -> dict[int, Scheme]:
    """The scheme of every year."""
    rows = statements.rows(
        database,
        'SELECT y."id", y."scheme_id", s."digest" AS scheme_digest '
        'FROM "year" y JOIN "scheme" s ON s."id" = y."scheme_id"',
    )
    return {row["id"]: scheme_of_year(database, row) for row in rows}


def scheme(database: peewee.Database, number: int) -> Scheme:
    """A scheme by its id."""
    text = statements.value(database, "SELECT body FROM scheme WHERE id = ?", (number,))
    return scheme_of(text)


def revision(database: peewee.Database, target_id: int, no: int) -> Revision | None:
    """One revision of a target."""
    found = statements.row(
        database,
        f"SELECT {_REVISION} FROM revision WHERE target_id = ? AND no = ?",
        (target_id, no),
    )
    return None if found is None else revision_of(found)


def revisions_of(database: peewee.Database, numbers: Sequence[int]) -> list[tuple[int, Revision]]:
    """Every revision of these targets in order, each with its target."""
    sql = f"SELECT {_REVISION} FROM revision WHERE target_id IN ({marks(numbers)}) ORDER BY id"
    found = statements.rows(database, sql, numbers)
    return [(row["target_id"], revision_of(row)) for row in found]


def revision_of(row: Values) -> Revision:
    """A stored revision as a value."""
    return Revision(
        no=row["no"],
        round=row["round"],
        material=json.loads(row["material"]),
        digest=row["digest"],
        template=row["template"],
        author=row["author_id"],
        capacity=row["capacity"],
        act=row["act"],
        at=row["at"],
    )


def revision_by_digest(database: peewee.Database, target_id: int, digest: str) -> Revision | None:
    """The latest revision of a target with this digest: what somebody was shown."""
    found = statements.row(
        database,
        f"SELECT {_REVISION} FROM revision WHERE target_id = ? AND digest = ? "
        "ORDER BY no DESC LIMIT 1",
        (target_id, digest),
    )
    return None if found is None else revision_of(found)


def present_revisions(
    database: peewee.Database, numbers: Sequence[int]
) -> list[tuple[int, Revision]]:
    """The candidate of each of these targets, and its revision in force where there is one."""
    found = statements.rows(database, _PRESENT.format(marks(numbers)), numbers)
    return [(row["target_id"], revision_of(row)) for row in found]


def last_revisions(database: peewee.Database, numbers: Sequence[int]) -> dict[int, int]:
    """The last revision these targets ever had; a dropped proposal's counts too."""
    return dict(statements.run(database, _LAST.format(marks(numbers)), numbers).fetchall())


def open_proposals(database: peewee.Database, numbers: Sequence[int]) -> list[Values]:
    """What is proposed about these targets and stands: at most one of each."""
    sql = f'SELECT * FROM "proposal" WHERE "target_id" IN ({marks(numbers)}) AND "ended_at" IS NULL'
    return statements.rows(database, sql, numbers)


def hands(database: peewee.Database, target_id: int) -> list[Hand]:
    """Every hand ever put on a target, with what ended it."""
    return [hand for _, hand in hands_of(database, [target_id])]


def hands_of(database: peewee.Database, numbers: Sequence[int]) -> list[tuple[int, Hand]]:
    """Every hand ever put on these targets in order, each with its target."""
    cursor = statements.run(database, _HANDS.format(marks(numbers)), numbers)
    return [(number, Hand(*columns)) for number, *columns in cursor.fetchall()]


def stands_of(
    database: peewee.Database, numbers: Sequence[int]
) -> list[tuple[int, tuple[int, str]]]:
    """Who ever stood on which side of these targets."""
    sql = f"SELECT target_id, person_id, side FROM stand WHERE target_id IN ({marks(numbers)})"
    cursor = statements.run(database, sql, numbers)
    return [(number, (person, side)) for number, person, side in cursor.fetchall()]


def open_acceptances(database: peewee.Database, numbers: Sequence[int]) -> list[Values]:
    """The acceptances of these targets that wait for a finding, in order."""
    return statements.rows(
        database,
        f"SELECT * FROM acceptance WHERE target_id IN ({marks(numbers)}) "
        "AND state IN ('open', 'assigned') ORDER BY id",
        numbers,
    )


def accepted_findings(database: peewee.Database, numbers: Sequence[int]) -> list[Values]:
    """The findings on these targets that were accepted, in order; a target's last one counts."""
    return statements.rows(
        database,
        "SELECT f.* FROM finding f JOIN acceptance a ON a.id = f.acceptance_id "
        f"WHERE f.target_id IN ({marks(numbers)}) AND a.state = 'accepted' ORDER BY f.id",
        numbers,
    )


def score_counts(database: peewee.Database, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """How many scores those of these targets had that had any."""
    sql = (
        f"SELECT target_id, COUNT(*) FROM score WHERE target_id IN ({marks(numbers)}) "
        "GROUP BY target_id"
    )
    return [(number, int(n)) for number, n in statements.run(database, sql, numbers).fetchall()]


def key_tasks(database: peewee.Database, number: int) -> dict[str, int]:
    """Codes and ids of a year's key tasks; those that were ended are no more to be named."""
    cursor = statements.run(database, _KEY_TASKS, (number,))
    return dict(cursor.fetchall())


def points_in_force(database: peewee.Database, year: int, unit: int) -> list[Values]:
    """Category and points of each target of a unit that is in force in a year."""
    rows = statements.rows(database, _IN_FORCE, (year, unit))
    return [{"id": row["id"], **_counted(json.loads(row["material"]))} for row in rows]


def _counted(material: Values) -> Values:
    return {name: material[name] for name in ("category", "points")}


def item_codes(database: peewee.Database, number: int) -> set[str]:
    """Codes of a year's common items."""
    cursor = statements.run(database, "SELECT code FROM item WHERE year_id = ?", (number,))
    return {code for (code,) in cursor.fetchall()}


def target_ids(database: peewee.Database, number: int, *states: str) -> list[int]:
    """The targets of a year in these states, oldest first."""
    marks = ", ".join("?" * len(states))
    cursor = statements.run(
        database,
        f"SELECT id FROM target WHERE year_id = ? AND state IN ({marks}) ORDER BY id",
        (number, *states),
    )
    return [number for (number,) in cursor.fetchall()]


def drafting_years(database: peewee.Database) -> list[int]:
    """The years that are open for drafting."""
    return years_in(database, "drafting")


def awaiting_approval(database: peewee.Database, number: int) -> list[int]:
    """What of a year waits for the county head."""
    cursor = statements.run(database, f"{AWAITING_APPROVAL} ORDER BY a.id", (number,))
    return [number for (number,) in cursor.fetchall()]


def years_in(database: peewee.Database, state: str) -> list[int]:
    """The years in this state."""
    cursor = statements.run(database, "SELECT id FROM year WHERE state = ? ORDER BY id", (state,))
    return [number for (number,) in cursor.fetchall()]


def file_by_digest(database: peewee.Database, digest: str) -> int | None:
    """The id of the attached file with this SHA-256 digest; None where its bytes were erased."""
    found: int | None = statements.value(
        database, "SELECT id FROM file WHERE digest = ? AND body <> ''", (digest,)
    )
    return found


def is_erased_file(database: peewee.Database, digest: str) -> bool:
    """Whether the bytes of this digest were erased by law."""
    sql = "SELECT id FROM file WHERE digest = ? AND body = ''"
    return statements.value(database, sql, (digest,)) is not None


def titles(database: peewee.Database, numbers: Sequence[int]) -> dict[int, str]:
    """The titles of these targets."""
    if not numbers:
        return {}
    sql = f"SELECT id, title FROM target WHERE id IN ({marks(numbers)})"
    return dict(statements.run(database, sql, numbers).fetchall())


def person(database: peewee.Database, username: str) -> Values | None:
    """A person's row by user name."""
    return statements.row(database, "SELECT * FROM person WHERE username = ?", (username,))


def delegation(database: peewee.Database, number: int | None) -> Values | None:
    """A delegation's row."""
    if number is None:
        return None
    return statements.row(database, "SELECT * FROM delegation WHERE id = ?", (number,))


def open_holdings(database: peewee.Database, person_id: int) -> list[Values]:
    """The posts a person holds without an end."""
    return statements.rows(
        database,
        "SELECT * FROM holding WHERE person_id = ? AND until IS NULL ORDER BY id",
        (person_id,),
    )


def open_tokens(database: peewee.Database, person_id: int) -> list[Values]:
    """The tokens of a person that are not revoked."""
    return statements.rows(
        database,
        "SELECT * FROM token WHERE person_id = ? AND revoked_at IS NULL ORDER BY id",
        (person_id,),
    )


def file_body(database: peewee.Database, number: int) -> str:
    """The bytes of an attached file in base64; nothing where they were erased."""
    found: str | None = statements.value(database, "SELECT body FROM file WHERE id = ?", (number,))
    return found or ""
