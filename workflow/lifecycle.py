"""★ The one table of everything that may happen. Permission checks, buttons, API actions, OpenAPI,
the command line, audit kinds and the README's table and diagram are all read from it.

Adding an act is one row in `acts/`, its rules, its input and its effect, and one line in
tests/lifecycle.csv, which people write and review by hand. The rows stand in the order of a
target's and a year's life, a file for each part of it.
"""

from __future__ import annotations

from workflow.act import Act
from workflow.acts.arbitration import ARBITRATION
from workflow.acts.auditing import AUDITING
from workflow.acts.coordination import COORDINATION
from workflow.acts.county import COUNTY, ITEM
from workflow.acts.drafting import DRAFTING
from workflow.acts.erasing import ERASING
from workflow.acts.exporting import EXPORTING
from workflow.acts.findings import FINDINGS
from workflow.acts.paper import PAPER
from workflow.acts.proposals import PROPOSALS
from workflow.acts.running import RUNNING
from workflow.acts.sealing import SEALING
from workflow.acts.succession import SUCCESSION
from workflow.acts.whole_unit import WHOLE_UNIT
from workflow.acts.year import YEAR as COURSE

__all__ = ["ACTS", "BY_KIND", "ITEM", "TARGET", "YEAR", "act_named"]

TARGET: tuple[Act, ...] = (
    *DRAFTING,
    *PAPER,
    *ARBITRATION,
    *RUNNING,
    *PROPOSALS,
    *FINDINGS,
    *COORDINATION,
)
YEAR: tuple[Act, ...] = (*COURSE, *WHOLE_UNIT)
ACTS: tuple[Act, ...] = (
    *(*TARGET, *YEAR, *COUNTY, *SEALING, *SUCCESSION),
    *(*ERASING, *AUDITING, *EXPORTING, *ITEM),
)
BY_KIND: dict[str, dict[str, Act]] = {
    kind: {act.name: act for act in ACTS if act.on == kind}
    for kind in ("target", "year", "county", "item")
}


def act_named(kind: str, name: str) -> Act | None:
    """The row of an act, or None: names come from outside and are never trusted."""
    return BY_KIND[kind].get(name)
