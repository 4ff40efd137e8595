"""The digest of the lifecycle table, named in every entry: by which table was an act allowed?"""

from __future__ import annotations

from typing import Any

from workflow.audit.canonical import digest
from workflow.lifecycle import ACTS

DOMAIN = "shangxia/lifecycle/v1"


def described() -> list[dict[str, Any]]:
    """The table as plain data: what an auditor needs to judge whether a move was lawful."""
    return [
        {
            "act": act.name,
            "on": act.on,
            "moves": [
                {
                    "sources": [str(s) for s in move.sources],
                    "dest": str(move.dest),
                    "when": move.when.__name__ if move.when else None,
                }
                for move in act.moves
            ],
            "capacities": [str(c) for c in act.capacities],
            "rules": [r.code for r in act.rules],
            "signs": act.signs,
        }
        for act in ACTS
    ]


LIFECYCLE_DIGEST = digest(DOMAIN, described())
