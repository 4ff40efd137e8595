"""Auditors' own reads: who reads what only auditors may read stands in the log, too.

Once for a person, a day and a kind of page (and each person or unit whose year was opened), so that
paging through a long list does not drown what it lists. The act goes through the door like every
other; by its Idempotency-Key it happens once however often, and from however many processes, the
page is asked for.
"""

from __future__ import annotations

import logging
from typing import Any

from workflow.case import Actor
from workflow.clock import today
from workflow.door import Door
from workflow.errors import WorkflowError
from workflow.once import earlier, once

log = logging.getLogger("shangxia.reads")


def note_reading(door: Door, actor: Actor, reads: str, **of: str) -> None:
    """Leave the trace of one read, unless today's stands already: then this writes nothing.

    A county that cannot be written just now can be read all the same: that is when auditors must.
    """
    assert actor.person is not None
    raw: dict[str, Any] = {"reads": reads, **of}
    day = today(door.clock()).isoformat()
    asked = once(":".join(("read", day, reads, *of.values())), "county", None, "read_log", raw)
    try:
        if earlier(door.database, actor.person, asked) is None:
            door.perform("read_log", "county", None, actor, raw, idempotent=asked)
    except WorkflowError as error:
        log.warning("a read of %s by %s is not in the log: %s", reads, actor.username, error)
