"""The coverage of a year's plan as it is shown: checks, matrix, sums, load, waivers (S14–S17, S19).

Everything comes out of one plan value, read by a constant number of statements.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from models import statements
from workflow.case import Case
from workflow.coverage.evaluation import evaluate
from workflow.coverage.failure import CHECKS, NOT_WAIVED, Failure, blocking
from workflow.coverage.matrix import Broken, task_row, unit_row
from workflow.coverage.plan import Plan, PlanTarget
from workflow.effects import coverage
from workflow.erased import shown_in
from workflow.errors import NotPermitted, Refusal
from workflow.queries import waivers
from workflow.queries.reader import Reader
from workflow.standing import EVERYWHERE, REVIEWERS
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]
# Who looks after the plan as a whole.
OVERSEERS = EVERYWHERE | {Capacity.LEADER}
# Of every candidate as it is drafted, or only of what would be issued now (after issue: was).
VIEWS = ("candidates", "issue")
_SIGNED = """
SELECT w.id, x.body AS reason, n.body AS by_name, p.username FROM waiver w
JOIN text x ON x.id = w.text_id JOIN person p ON p.id = w.person_id JOIN text n ON n.id = p.name_id
WHERE w.year_id = ?
"""


@dataclass(frozen=True)
class Sight:
    """What of a plan somebody may see: leaders the drafts of their own units (design.md 3)."""

    everything: bool
    units: frozenset[str]
    posts: frozenset[str]

    def target(self, target: PlanTarget) -> bool:
        """Whether this target is theirs to see."""
        own = target.unit in self.units or target.material["reviewing_post"] in self.posts
        return self.everything or target.in_force or own

    def failure(self, failure: Failure) -> bool:
        """Whether a failure is: what is said of a key task or post is everybody's."""
        if self.everything or failure.code in ("C1", "C2"):
            return True
        if failure.unit is not None and failure.unit in self.units:
            return True
        return all(self.target(t) for t in failure.targets)


def sight_of(reader: Reader) -> Sight:
    """Raises NotPermitted for who has no part in the plan as a whole."""
    for_overseers(reader, Words("计划统筹", "The plan as a whole"))
    return _sight(reader)


def for_overseers(reader: Reader, what: Words) -> None:
    """Raises NotPermitted unless this reader has a part in the plan as a whole."""
    if reader.capacities & OVERSEERS:
        return
    sentence = Words(
        "{what}由目标办、县长、审定领导和审计查看。",
        "{what} is for the target office, the county head, leaders and auditors.",
    )
    who = tuple(sorted(capacity.value for capacity in OVERSEERS))
    raise NotPermitted(Refusal("not_your_capacity", sentence.format(what=what), who))


def _sight(reader: Reader) -> Sight:
    charge = {number for post in reader.posts for number in post.in_charge_of}
    return Sight(
        bool(reader.capacities & EVERYWHERE),
        frozenset(reader.organisation.unit_by_id[number].code for number in charge)
        | frozenset(reader.own_unit_codes()),
        frozenset(post.code for post in reader.posts if post.capacity in REVIEWERS),
    )


def coverage_of(reader: Reader, number: int, view: str = "candidates") -> Values:
    """How whole a year's plan is. Raises NotPermitted, NotFound."""
    sight, case = sight_of(reader), reader.desk().year_case(number)
    whole: Plan = case.known("plan")
    gate = coverage.failures(case)
    plan = whole.if_issued_now() if view == "issue" or whole.issued else whole
    found = evaluate(plan) if plan is whole else gate
    seen = [f for f in found if sight.failure(f)]
    standing = coverage.standing(case)
    broken = Broken(found, standing)
    in_the_way = blocking(gate, frozenset(standing))
    return {
        "year": number,
        "state": case.year["state"] if case.year else "",
        "view": "issue" if plan is not whole else "candidates",
        "issued": whole.issued,
        # C0 is settled on issue itself, by naming what is left open.
        "can_issue": all(f.code in NOT_WAIVED for f in in_the_way),
        "unapproved": sum(not t.approved for t in whole.targets),
        "checks": _checks(found, standing),
        "failures": _failures(case, seen, standing, {f.digest for f in gate}),
        "key_tasks": [task_row(plan, task, broken, sight.target) for task in plan.tasks],
        "units": [
            unit_row(plan, unit, broken) for unit in plan.units
            if sight.everything or plan.issued or unit.code in sight.units
        ],
        "waivers": _waivers(reader, case, {f.digest for f in gate if not f.warning}),
        "plan": _named(case.known("plan_digest")),
    }  # fmt: skip


def _checks(found: tuple[Failure, ...], standing: dict[str, Values]) -> list[Values]:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for failure in found:
        kind = 2 if failure.warning else 1 if failure.digest in standing else 0
        counts[failure.code][kind] += 1
    return [
        {
            "check": code,
            "label": label,
            "failures": counts[code][0],
            "waived": counts[code][1],
            "warnings": counts[code][2],
        }
        for code, label in CHECKS.items()
    ]


def _failures(
    case: Case, found: list[Failure], standing: dict[str, Values], gate: set[str]
) -> list[Values]:
    waivable = coverage.to_waive(case).keys()
    return [
        {
            "check": f.code,
            "about": f.about,
            "digest": f.digest,
            "text": f.sentence,
            "severity": "warning" if f.warning else "failure",
            "who": [str(capacity) for capacity in f.who],
            "blocks_issue": not f.warning and f.digest in gate and f.digest not in standing,
            "waivable": f.digest in waivable,
            "waiver": standing[f.digest]["id"] if f.digest in standing else None,
            "targets": [t.id for t in f.targets],
            "key_task": f.task.code if f.task else None,
            "unit": f.unit,
            "post": f.post,
            "figures": f.figures,
        }
        for f in found
    ]


def _waivers(reader: Reader, case: Case, gate: set[str]) -> list[Values]:
    """Every waiver of the year: live, lapsed since what it excused has changed, or taken back."""
    assert case.year is not None
    sql_rows = statements.rows(reader.database, _SIGNED, (case.year["id"],))
    signed = {row["id"]: shown_in(row, "reason", "by_name") for row in sql_rows}
    posts = reader.organisation.post_by_id
    return [
        {
            "id": row["id"],
            "check": row["code"],
            "about": row["about"],
            "digest": row["failure"],
            "text": waivers.words(row),
            "reason": signed[row["id"]]["reason"],
            "document": row["document"],
            "by": signed[row["id"]]["username"],
            "by_name": signed[row["id"]]["by_name"],
            "post": posts[row["post_id"]].code,
            "post_name": posts[row["post_id"]].name,
            "at": row["at"],
            "state": _state_of(row, gate),
            "ended_at": row["ended_at"],
        }
        for row in case.known("waivers")
    ]


def _state_of(row: Values, gate: set[str]) -> str:
    if row["ended_id"] is not None:
        return "ended"
    return "live" if row["failure"] in gate else "lapsed"


def _named(row: Values | None) -> Values | None:
    if row is None:
        return None
    names = ("no", "digest", "previous", "act", "at")
    return {**{name: row[name] for name in names}, "waivers": json.loads(row["waivers"])}


def plan_digest(reader: Reader, number: int) -> Values | None:
    """The digest of a year's plan as it stands; None until it is issued."""
    return _named(waivers.last_digest(reader.database, number))


def digests(reader: Reader, number: int) -> list[Values]:
    """Every digest of a year's plan, the newest first."""
    return [_named(row) or {} for row in waivers.digests(reader.database, number)]


def carried(reader: Reader, number: int) -> dict[str, list[Values]]:
    """Who carries each key task of a year, by its code, as far as the reader may see."""
    plan: Plan = reader.desk().year_case(number).known("plan")
    sight = _sight(reader)
    return {
        task.code: task_row(plan, task, Broken(()), sight.target)["cells"] for task in plan.tasks
    }
