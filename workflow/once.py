"""Once only: an Idempotency-Key, kept in the act's own transaction so that a retry finds it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models import statements
from models.base import Database
from models.unit_of_work import Stage, UnitOfWork
from workflow.case import Case
from workflow.errors import InvalidInput, KeyReused
from workflow.inputs.fields import storable
from workflow.words import Words

Values = dict[str, Any]
LONGEST_KEY = 200
BAD_KEY = Words(
    f"幂等键最多 {LONGEST_KEY} 个字，且不含不能保存的字符。",
    f"An Idempotency-Key has at most {LONGEST_KEY} characters, all of which can be kept.",
)
REUSED = Words("这个幂等键已用于另一请求。", "This Idempotency-Key was used for another request.")


@dataclass(frozen=True)
class Once:
    """An Idempotency-Key with the digest of its request: the same act is done once only."""

    key: str
    request: str


def _request_digest(kind: str, object_id: int | None, act: str, raw: Mapping[str, Any]) -> str:
    text = json.dumps([kind, object_id, act, raw], sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def once(key: str, kind: str, object_id: int | None, act: str, raw: Mapping[str, Any]) -> Once:
    """The Idempotency-Key of one request."""
    return Once(key, _request_digest(kind, object_id, act, raw))


def earlier(database: Database, person: int, asked: Once) -> Values | None:
    """`object_id` and `entry` of the act done under this key before, if it was.

    Raises KeyReused where the key came with another request, InvalidInput for a key that cannot be
    kept.
    """
    if not storable(asked.key) or len(asked.key) > LONGEST_KEY:
        raise InvalidInput({"Idempotency-Key": [BAD_KEY]})
    kept = statements.row(
        database,
        "SELECT request, object_id, entry FROM idempotency WHERE person = ? AND key = ?",
        (person, asked.key),
    )
    if kept is not None and kept["request"] != asked.request:
        raise KeyReused(REUSED)
    return kept


def remember(work: UnitOfWork, person: int, asked: Once, case: Case, entry: int) -> None:
    """Keep the key with what its act made."""
    stage = Stage()
    stage.insert(
        "idempotency",
        person=person,
        key=asked.key,
        request=asked.request,
        object_id=case.subject_id,
        entry=entry,
        at=case.at,
    )
    work.write(stage)
