"""What readers signed before and may have to sign again: for a target, a sheet and the inbox."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from models import statements
from workflow.case import TargetCase
from workflow.hands import again
from workflow.queries import facts
from workflow.queries.reader import Reader

Values = dict[str, Any]

# The reader's last hand on each draft, where an edit took it off: with what was signed and what
# stands now. A return or an objection asks for more than another signature and is not among them.
_TAKEN_OFF = """
SELECT s.target_id, s.post_id, o.material AS signed, n.material AS present
FROM signature s JOIN signature_end e ON e.signature_id = s.id
JOIN target t ON t.id = s.target_id
JOIN revision o ON o.target_id = t.id AND o.no = s.revision
JOIN revision n ON n.target_id = t.id AND n.no = t.candidate
WHERE s.actor_id = ? AND s.verdict = 'affirm' AND t.state = 'drafted'
AND s.revision <> t.candidate AND e.kind = 'outdated' AND e.act IN ('edit', 'counter')
AND NOT EXISTS (SELECT 1 FROM signature l WHERE l.target_id = s.target_id
 AND l.actor_id = s.actor_id AND l.id > s.id)
ORDER BY s.target_id
"""


def since_signed(reader: Reader, cases: Iterable[TargetCase]) -> dict[int, Values]:
    """What changed in each target since its reader last signed it, where that was another
    revision; no differences are the same bytes again (design.md 2.2)."""
    signed = {}
    for case in cases:
        hand = again.last_hand(case, reader.actor.person)
        if hand is not None:
            signed[case.subject_id or 0, hand.revision] = (case, hand)
    found = {}
    for number, old in facts.revisions_of(reader.database, sorted({n for n, _ in signed})):
        if (number, old.no) in signed:
            found[number] = again.since(*signed[number, old.no], old)
    return found


def unchanged(reader: Reader) -> list[int]:
    """The drafts that the reader signed and that have changed in nothing that concerns them since:
    they wait to be signed again, whosever turn it is (S24)."""
    held = {post.id: post for post in reader.posts}
    found = []
    for row in statements.rows(reader.database, _TAKEN_OFF, (reader.actor.person,)):
        post = held.get(row["post_id"])
        if post is None:
            continue
        signed, present = json.loads(row["signed"]), json.loads(row["present"])
        if not again.concerns(signed, present, post.unit.code if post.unit else None):
            found.append(row["target_id"])
    return found
