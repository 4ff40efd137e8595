"""What verifications found that were asked for on a page: read off the log, for auditors."""

from __future__ import annotations

import json
from typing import Any

from models import statements
from workflow.queries import history
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader

Values = dict[str, Any]

_NEWEST = (
    "SELECT id, at, object_id, body FROM entry WHERE act = 'verify_log' ORDER BY id DESC LIMIT ?"
)


def verifications(reader: Reader, limit: int = 10) -> list[Values]:
    """The last ones, newest first: when, by whom, over how much, the root, and every check.

    Raises NotPermitted.
    """
    history.only_auditors(reader)
    rows = statements.rows(reader.database, _NEWEST, (limit,))
    bodies = [json.loads(row["body"]) for row in rows]
    reports = texts(reader.database, [_text(body) for body in bodies])
    people = names(reader.database, [row["object_id"] for row in rows])
    found = []
    for row, body in zip(rows, bodies, strict=True):
        head, size, root = body["named"]["verified"].split()
        by = people.get(row["object_id"])
        report = reports.get(_text(body) or 0)
        found.append(
            {
                "index": row["id"],
                "at": row["at"],
                "by": by.username if by else None,
                "by_name": by.name if by else None,
                "ok": head != "bent",
                "outside": head == "authentic",
                "size": int(size),
                "root": root,
                # Erased by law it would be gone; what is above stands in the entry itself.
                "report": json.loads(report) if report else None,
            }
        )
    return found


def last_is_bad(reader: Reader) -> Values | None:
    """The last verification, if what it found was bent."""
    found = verifications(reader, 1)
    return found[0] if found and not found[0]["ok"] else None


def _text(body: Values) -> int | None:
    return next((w["id"] for w in body["writes"] if w["table"] == "text"), None)
