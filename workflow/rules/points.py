"""The points of a unit after issue: what is adopted leaves them no further from the scheme's (S10).

An addition takes its points from the reserve that the scheme declares, or others of its category
give them up: then all are approved as one sheet, in one act on the year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from workflow.act import rule
from workflow.case import Case, TargetCase
from workflow.coverage.units import off
from workflow.scoring.exact import exact, exact_text
from workflow.terms import Capacity
from workflow.words import Words

Points = dict[str, Fraction]
Counted = dict[int, tuple[str, Fraction]]


def _in_force(case: TargetCase) -> Counted:
    """The category and points of every target of the unit that is in force."""
    rows = case.known("points_in_force")
    return {row["id"]: (row["category"], exact(row["points"] or "0")) for row in rows}


def _summed(counted: Counted) -> Points:
    found: defaultdict[str, Fraction] = defaultdict(Fraction)
    for category, points in counted.values():
        found[category] += points
    return found


def _adopting(counted: Counted, cases: Iterable[TargetCase]) -> Counted:
    """The same with what is proposed of these in force."""
    after = dict(counted)
    for number, case in enumerate(cases, start=1):
        key = case.subject_id or -number
        if case.proposal is not None and case.proposal["kind"] == "cancel":
            after.pop(key, None)
        else:
            material = case.content
            after[key] = (material["category"], exact(material["points"] or "0"))
    return after


def _off(case: TargetCase, have: Points) -> dict[str, Fraction]:
    """How far each category is from what the scheme gives it, its reserve left out or used."""
    assert case.scheme is not None
    assert case.unit is not None
    assert case.year is not None
    front = case.organisation.front(case.year["id"], case.unit.id)
    wanted = case.scheme.points_of(case.unit.code, front.code if front else None)
    kept = case.scheme.reserve
    return {
        code: off(have.get(code, Fraction(0)), wanted.get(code, "0"), kept.get(code, "0"))
        for code in {**wanted, **have}
    }


def _together(case: TargetCase) -> list[TargetCase]:
    """The proposals about the same unit that the same act adopts, this one among them."""
    if case.within is None:
        return [case]
    named = [other for _, other, _ in case.within.maybe]
    mine = [other for other in named if _is_counted(other) and _same_unit(case, other)]
    return mine if case in mine else [case, *mine]


def _same_unit(case: TargetCase, other: TargetCase) -> bool:
    assert case.unit is not None
    return other.unit is not None and other.unit.id == case.unit.id


def _is_counted(case: TargetCase) -> bool:
    kinds = ("add", "change", "cancel")
    return case.proposal is not None and case.proposal["kind"] in kinds


def worse(case: TargetCase, together: Iterable[TargetCase]) -> dict[str, tuple[Fraction, Fraction]]:
    """The categories that these would leave further off than they are: as they would be, and as
    they are wanted to be at most."""
    now = _in_force(case)
    then = _adopting(now, together)
    before, after = _off(case, _summed(now)), _off(case, _summed(then))
    have = _summed(then)
    return {
        category: (have.get(category, Fraction(0)), far)
        for category, far in after.items()
        if far > before.get(category, Fraction(0))
    }


def _named(case: TargetCase) -> list[Words]:
    assert case.scheme is not None
    words = Words("{category} {have} 分", "{category} {have} points")
    found = []
    for code, (have, _) in worse(case, _together(case)).items():
        category = case.scheme.categories.get(code)
        name = category.name if category else Words(code, code)
        found.append(words.format(category=name, have=exact_text(have)))
    return found


@rule(
    "批准后该单位的分值将不合方案：请从机动分安排，或与本类别其他调整一并批准",
    "The unit's points would no longer be the scheme's: take them from the reserve, or approve it "
    "together with other changes of the category, as one sheet",
    Capacity.UNIT_HEAD,
    Capacity.LEADER,
    Capacity.COUNTY_HEAD,
    names=_named,
)
def points_stay_whole(case: TargetCase) -> bool:
    return not _is_counted(case) or not worse(case, _together(case))


# Where the content comes with the act, it is judged on what it brings.
points_stay_whole_as_given = replace(points_stay_whole, needs_input=True)


def stay_whole(case: Case) -> bool:
    """Whether those that an act on the year really adopted leave each unit's points whole: some of
    those that were named may have been left out."""
    done = [o for _, o in case.also if isinstance(o, TargetCase) and _is_counted(o)]
    return all(not worse(one, [other for other in done if _same_unit(one, other)]) for one in done)
