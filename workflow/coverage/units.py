"""Checks of the units: their points, and whether their posts are held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from workflow.coverage.failure import Failure
from workflow.coverage.plan import Plan, PlanTarget, PlanUnit
from workflow.scoring.exact import exact, exact_text
from workflow.terms import Capacity
from workflow.words import Words

MENDING = (Capacity.UNIT_HEAD, Capacity.LEADER, Capacity.OFFICE)


def off(have: Fraction, want: str, reserve: str) -> Fraction:
    """How far the points of a category are from what the scheme gives it, its reserve used, left
    out or used in part (S10)."""
    return max(have - exact(want), exact(want) - exact(reserve) - have, Fraction(0))


def every_unit_has_its_points(plan: Plan) -> Iterator[Failure]:
    """C4: each unit's points by category are the scheme's, or its declared variant's (S10), but for
    what the category keeps in reserve."""
    for unit in plan.units:
        targets = plan.by_unit.get(unit.code, [])
        wanted = plan.scheme.points_of(unit.code, unit.front)
        have = points(targets)
        kept = plan.scheme.reserve
        wrong = [
            code
            for code in {**wanted, **have}
            if off(have.get(code, Fraction(0)), wanted.get(code, "0"), kept.get(code, "0"))
        ]
        if wrong:
            yield _points_differ(plan, unit, targets, wrong)


def points(targets: list[PlanTarget]) -> dict[str, Fraction]:
    """The points of each category together."""
    found: defaultdict[str, Fraction] = defaultdict(Fraction)
    for target in targets:
        found[target.category] += exact(target.material["points"] or "0")
    return dict(found)


def _points_differ(
    plan: Plan, unit: PlanUnit, targets: list[PlanTarget], wrong: list[str]
) -> Failure:
    wanted, have = plan.scheme.points_of(unit.code, unit.front), points(targets)
    # "20/40": twenty where forty must be; a hundred units may each have such a line.
    each = Words("{category} {have}/{want}", "{category} {have}/{want}")
    figures = {
        code: {
            "have": exact_text(have.get(code, Fraction(0))),
            "want": _wanted(plan, code, wanted.get(code, "0")),
        }
        for code in wrong
    }
    parts = [
        each.format(category=_category(plan, code), have=f["have"], want=f["want"])
        for code, f in figures.items()
    ]
    words = Words("{unit}共 {sum} 分（{parts}）", "{unit}, {sum} points ({parts})")
    summed = exact_text(sum(have.values(), Fraction(0)))
    return Failure(
        "C4",
        f"unit:{unit.code}",
        words.format(unit=unit.name, parts=_spaced(parts), sum=summed),
        MENDING,
        tuple(targets),
        unit=unit.code,
        figures={"points": figures, "sum": summed},
    )


def _wanted(plan: Plan, code: str, points: str) -> str:
    """The points that must be there: from so many on, where the scheme keeps some in reserve."""
    reserve = exact(plan.scheme.reserve.get(code, "0"))
    if not reserve:
        return points
    return f"{exact_text(max(exact(points) - reserve, Fraction(0)))}–{points}"


def _spaced(parts: list[Words]) -> Words:
    """Short parts one behind the other, within a list of longer ones."""
    return Words(" ".join(p.zh for p in parts), " ".join(p.en for p in parts))


def _category(plan: Plan, code: str) -> Words:
    category = plan.scheme.categories.get(code)
    return category.name if category else Words(code, code)


def every_post_is_held(plan: Plan) -> Iterator[Failure]:
    """C10: each unit has a head, and each post that a target names has a holder."""
    for unit in plan.units:
        if unit.headless is not None:
            words = Words("{unit}没有在任的一把手", "{unit} has nobody as its head")
            yield Failure(
                "C10",
                f"unit:{unit.code}",
                words.format(unit=unit.name),
                (Capacity.ADMIN,),
                unit=unit.code,
                figures={"since": unit.headless},
            )
    naming: defaultdict[str, list[PlanTarget]] = defaultdict(list)
    for target in plan.targets:
        posts = {target.material["reviewing_post"], target.material["responsible_post"]}
        for post in posts & plan.vacant.keys():
            naming[post].append(target)
    for post, targets in sorted(naming.items()):
        yield _vacant(plan, post, targets)


def _vacant(plan: Plan, post: str, targets: list[PlanTarget]) -> Failure:
    words = Words("{post}无人任职（{n}项目标）", "nobody is in the post {post} ({n} targets)")
    return Failure(
        "C10",
        f"post:{post}",
        words.format(post=plan.name(post), n=len(targets)),
        (Capacity.ADMIN,),
        tuple(targets),
        post=post,
        figures={"since": plan.vacant[post]},
    )
