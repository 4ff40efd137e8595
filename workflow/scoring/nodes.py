"""The nodes of a result that a unit may object to (S34): each by its path, and by the digest that
it had when it was shown.

    figure     0, 0.1, 0.1.0 …  a step of the score's derivation: its root, then child by child
    deduction  0.1.0 …          such a step that counts one kind of event
               ledger.17        an entry of the ledger, by its number
    evidence   finding          the finding under the score
    cause      cause            the cause that was decided

A step has its own digest (derivation.py); rows of tables get one here, over what they say but for
free words, which may be erased by law.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflow.audit.canonical import digest
from workflow.scoring.derivation import Derivation

DOMAIN: Final = "shangxia/objection-node/v1"
ROOT: Final = "0"
FINDING: Final = "finding"
CAUSE: Final = "cause"
LEDGER: Final = "ledger"
# The steps that count events, which a unit calls a deduction.
OF_EVENTS: Final = frozenset({"deduction", "addition"})

_SAID: Final = {
    FINDING: ("id", "found_value", "events", "quality", "on_time", "met", "cause"),
    LEDGER: ("id", "event", "count", "occurred_on", "document", "amount"),
    CAUSE: ("id", "cause", "heard_on", "document"),
}


def steps(tree: Derivation, path: str = ROOT) -> Iterator[tuple[str, Derivation]]:
    """Every step of a derivation with its path, from the root down."""
    yield path, tree
    for place, child in enumerate(tree["children"]):
        yield from steps(child, f"{path}.{place}")


def step_at(tree: Derivation, path: str) -> Derivation | None:
    """The step at this path; None where there is none."""
    return next((step for known, step in steps(tree) if known == path), None)


def what_of(step: Mapping[str, Any]) -> str:
    """What an objection to this step is about."""
    return "deduction" if step["rule"] in OF_EVENTS else "figure"


def entry_path(number: int) -> str:
    """The path of an entry of the ledger."""
    return f"{LEDGER}.{number}"


def row_digest(kind: str, row: Mapping[str, Any]) -> str:
    """The digest of a finding, an entry of the ledger or a decided cause, by what it says."""
    return digest(DOMAIN, {"kind": kind, **{name: row[name] for name in _SAID[kind]}})
