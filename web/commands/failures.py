"""What the command line says no with: one line each, in one language."""

from __future__ import annotations

from workflow.errors import InvalidInput, WorkflowError
from workflow.words import Words, say


class Failed(Exception):
    """It cannot be done now; nothing was changed. Exit code 1."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


class Wrong(Failed):
    """It was asked wrongly: a missing or contradictory option. Exit code 2."""


def refusal_line(error: WorkflowError, language: str) -> str:
    """A refusal of the door in one line: its code, then every reason or every wrong field."""
    colon, semicolon = ("：", "；") if language == "zh-CN" else (": ", "; ")
    parts = [say(error.words, language)]
    if isinstance(error, InvalidInput):
        # Where the one wrong field is all there is to say, it is said once.
        known = error.words in [line for lines in error.fields.values() for line in lines]
        parts = [] if known else parts
        parts += [
            f"{name}{colon}{' '.join(say(line, language) for line in lines)}"
            for name, lines in error.fields.items()
        ]
    elif getattr(error, "refusals", ()):
        parts = [f"{say(r.text, language)} [{r.code}]" for r in error.refusals]  # type: ignore[attr-defined]
    return f"{error.code}{colon}{semicolon.join(parts)}"
