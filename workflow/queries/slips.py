"""A supervision slip (督办单): what was reported upward, whom it asks and until when."""

from __future__ import annotations

from typing import Any

from models import statements
from workflow.clock import stamp
from workflow.errors import NotFound
from workflow.hands import arbiter
from workflow.queries import papers
from workflow.queries.people import names, texts
from workflow.queries.reader import Reader

Values = dict[str, Any]

_ONE = """
SELECT e.id, e.kind, e.level, e.post, e.text_id, e.person_id, e.at, e.ended_at, e.ended_act,
 h.turn, h.act AS handed_by, h.at AS since
FROM escalation e LEFT JOIN handover h ON h.id = e.handover_id WHERE e.id = ? AND e.target_id = ?
"""


def slip(reader: Reader, target: int, escalation: int) -> Values:
    """The slip, for those who work on the target. Raises NotFound."""
    case = reader.desk().target(target)
    row = statements.row(reader.database, _ONE, (escalation, target))
    if row is None or case.subject is None or not reader.works_on(case.subject):
        raise NotFound
    by = names(reader.database, [row["person_id"]]).get(row["person_id"])
    until = stamp(arbiter.ends_at(case, row["since"])) if row["since"] else None
    return {
        **row,
        "by_name": by.name if by else None,
        "text": texts(reader.database, [row["text_id"]]).get(row["text_id"]),
        "until": until,
        "unit": case.unit,
        "paper": papers.of_escalation(reader.database, escalation),
    }
