"""Why an act is turned down. Named by what went wrong; nothing here knows HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from workflow.words import Words, joined


@dataclass(frozen=True)
class Refusal:
    """One "no": a stable code, its sentence, and who could clear it."""

    code: str
    text: Words
    who: tuple[str, ...] = ()


class WorkflowError(Exception):
    """An act was turned down and changed nothing but, where the log keeps refusals, the log."""

    code: ClassVar[str] = "refused"

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class NotFound(WorkflowError):
    """There is no such thing, or it is not for this person to see."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__(
            Words("没有这个对象，或您无权查看。", "There is no such thing, or you may not see it.")
        )


class NotPermitted(WorkflowError):
    """The person's capacity does not allow this act on this object."""

    code = "not_your_capacity"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.text)
        self.refusals = (refusal,)


class Stale(WorkflowError):
    """Somebody wrote since this was read; `diff` lists the fields that differ."""

    def __init__(
        self, words: Words, current: dict[str, Any], diff: Sequence[dict[str, Any]] = ()
    ) -> None:
        super().__init__(words)
        self.current = current
        self.diff = tuple(diff)


class StaleVersion(Stale):
    """The version or digest in the request is no longer the current one."""

    code = "stale"


class PreconditionFailed(Stale):
    """The If-Match of the request names an older version."""

    code = "precondition_failed"


class WrongState(WorkflowError):
    """The object is not in a state from which this act leads anywhere."""

    code = "wrong_state"

    def __init__(self, refusal: Refusal, current: dict[str, Any]) -> None:
        super().__init__(refusal.text)
        self.refusals = (refusal,)
        self.current = current


class InvalidInput(WorkflowError):
    """The input itself is not of the act's form; `fields` maps field paths to sentences."""

    code = "invalid_input"

    def __init__(self, fields: dict[str, list[Words]]) -> None:
        super().__init__(
            Words("提交的内容有误，未作任何改动。", "The input is wrong; nothing was changed.")
        )
        self.fields = fields


class RulesRefused(WorkflowError):
    """Rules of the act do not hold: all of them together."""

    code = "rules_refused"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(joined([r.text for r in refusals]))
        self.refusals = tuple(refusals)


class KeyReused(WorkflowError):
    """An Idempotency-Key came again with another request."""

    code = "idempotency_key_reused"


class Unavailable(WorkflowError):
    """The county cannot be written just now (full disk, read-only folder, lost database)."""

    code = "unavailable"
