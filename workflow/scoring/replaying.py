"""A changed scheme over what a year really found: what each target would have scored (what-if).

What people did stays as it was: content in force, finding, ledger, decided cause. Only the scheme
is another one, and of it:

- a rule is found by its code. A code that the changed scheme has not is a fault by name; nothing
  is put in its place.
- where the points of a unit's category changed, the points of its targets there are scaled by the
  same factor, so that the category keeps its share of the unit's points; rounded half up to
  SCALED_PLACES decimals. Points that a rule itself states (a deduction, a step of a ladder) are the
  rule's and are not scaled.
- an item that both schemes have brings what changed of it: points, rule, category, target value,
  direction. Items whose points add up to their category's new points are not scaled.
- rules that compare the units compare those whom the changed scheme puts together.
- what was entered for a unit as a whole counts where the changed scheme has its code, else not.
- a unit stands in the front where the changed scheme puts it, if that is another than the old
  scheme's; else where it stood.

What cannot be scored so is listed with every reason and is never left out in silence.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from workflow.audit.canonical import NotCanonical, decimal_text
from workflow.scheme.value import ItemPlan, Scheme
from workflow.scoring.assessment import derived
from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact, exact_text, rounded
from workflow.scoring.formulas import CannotScore
from workflow.scoring.group import Group
from workflow.scoring.ledger import events_of
from workflow.scoring.missing import is_applicable
from workflow.scoring.outcome import TargetOutcome, UnitPlace
from workflow.scoring.replaying_groups import Found, groups_under
from workflow.words import Words, both

SCALED_PLACES: Final = 6
"""Decimals that scaled points keep: far below what any score shows."""
OF_ITEMS: Final = ("category", "target_value", "direction")
"""What of an item enters its targets' content by the same name."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """A target as the year left it, with everything that its score comes from."""

    outcome: TargetOutcome
    front: str
    material: Mapping[str, Any]
    """The content in force."""
    finding: Values | None
    """The finding that counts, its events as a list; None: nobody has found anything yet."""
    derivation: Derivation | None
    item: str | None = None
    """The code of the common item that it came from."""


@dataclass(frozen=True, slots=True)
class Unscored:
    """A target that has no score under the changed scheme, and every reason for it."""

    outcome: TargetOutcome
    faults: tuple[Words, ...]


@dataclass(frozen=True)
class Replay:
    """What the targets of a year come to under a scheme."""

    targets: tuple[TargetOutcome, ...]
    """Those that have a score there."""
    unscored: tuple[Unscored, ...]
    derivations: dict[int, Derivation] = field(repr=False)


class Unfit(ValueError):
    """A target that the changed scheme gives no score; `faults` says why in both languages."""

    def __init__(self, *faults: Words) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


def as_it_was(ended: Iterable[Ended]) -> Replay:
    """Return what the targets came to in the year itself, as it was stored."""
    known = list(ended)
    return Replay(
        tuple(one.outcome for one in known if one.outcome.score is not None),
        tuple(Unscored(one.outcome, (_NO_SCORE,)) for one in known if one.outcome.score is None),
        {one.outcome.target: one.derivation for one in known if one.derivation is not None},
    )


def replayed(old: Scheme, new: Scheme, ended: Iterable[Ended]) -> Replay:
    """Return what the targets would come to under the scheme `new` instead of `old`."""
    targets: list[TargetOutcome] = []
    unscored: list[Unscored] = []
    derivations: dict[int, Derivation] = {}
    known = list(ended)
    groups = groups_under(new, _found(old, new, known))
    for one in known:
        try:
            outcome, derivation = rescored(old, new, one, groups.get(one.outcome.target))
        except Unfit as error:
            unscored.append(Unscored(one.outcome, error.faults))
        else:
            targets.append(outcome)
            derivations[outcome.target] = derivation
    return Replay(tuple(targets), tuple(unscored), derivations)


def _found(old: Scheme, new: Scheme, ended: list[Ended]) -> Iterator[Found]:
    """Every target that can be compared, where the changed scheme puts its unit."""
    moved = _moved(old, new)
    for one in ended:
        if one.finding is not None and one.outcome.score is not None:
            with contextlib.suppress(Unfit):
                front = moved.get(one.outcome.unit, one.front)
                content, value = content_under(old, new, one), one.finding["found_value"]
                yield one.outcome, front, one.item, content, value


def regrouped(old: Scheme, new: Scheme, places: Iterable[UnitPlace]) -> list[UnitPlace]:
    """Return the units where the changed scheme puts them, those it does not move where they
    stood, and with what it counts of what was entered for them."""
    moved = _moved(old, new)
    return [
        replace(
            _counted_under(new, place),
            front=moved.get(place.code, place.front),
        )
        for place in places
    ]


def _moved(old: Scheme, new: Scheme) -> dict[str, str]:
    """The units that the changed scheme lists in another front, with that front."""
    before, after = _listed(old), _listed(new)
    return {unit: front for unit, front in after.items() if before.get(unit) != front}


def _counted_under(scheme: Scheme, place: UnitPlace) -> UnitPlace:
    """A unit without the adjustments and vetoes that a scheme does not have."""
    adjustments = {each.code for each in scheme.adjustments}
    vetoes = {each.code for each in scheme.vetoes}
    return replace(
        place,
        adjusted=tuple(each for each in place.adjusted if each.adjustment in adjustments),
        vetoed=tuple(each for each in place.vetoed if each.veto in vetoes),
    )


def rescored(
    old: Scheme, new: Scheme, one: Ended, group: Group | None = None
) -> tuple[TargetOutcome, Derivation]:
    """Return how a target ends under the changed scheme. Raises Unfit with every reason.

    Where nothing that a score comes from is another, what was stored stands: it is not reckoned
    again. A score within a `group` comes from the others too, so that one is.
    """
    if one.outcome.score is None or one.derivation is None or one.finding is None:
        raise Unfit(_NO_SCORE)
    content = content_under(old, new, one)
    if content["category"] not in new.categories:
        words = Words("类别 {code} 不在考核方案中", "the scheme has no category {code}")
        raise Unfit(words.format(code=content["category"]))
    if content == {**one.material} and group is None:
        return one.outcome, one.derivation
    derivation = reckoned(old, new, one, content, group)
    outcome = replace(
        one.outcome,
        category=content["category"],
        points=content["points"],
        score=derivation["result"],
        derivation_digest=derivation["digest"],
        applicable=is_applicable(derivation),
    )
    return outcome, derivation


def content_under(old: Scheme, new: Scheme, one: Ended) -> Values:
    """Return a target's content as the changed scheme would have it. Raises Unfit.

    Equal to the content in force where the scheme changed nothing of it.
    """
    own, item = {**one.material}, _item(new, one.item)
    was = _item(old, one.item)
    code = own["scoring_rule"]["code"]
    if was is not None and item is not None:
        code = item.rule if item.rule != was.rule else code
        before, after = ({n: getattr(i, n) for n in OF_ITEMS} for i in (was, item))
        own |= {n: value for n, value in after.items() if value != before[n]}
    rule = new.rule(code)
    if rule is None:
        words = Words("计分办法 {code} 不在考核方案中", "the scheme has no scoring rule {code}")
        raise Unfit(words.format(code=code))
    return {**own, "scoring_rule": rule, "points": _points(old, new, one, was, item)}


def reckoned(
    old: Scheme, new: Scheme, one: Ended, content: Values, group: Group | None = None
) -> Derivation:
    """Return the derivation of what a finding scores on a content. Raises Unfit."""
    assert one.finding is not None
    rule = new.rules[content["scoring_rule"]["code"]]
    body = old.rule_body(one.material["scoring_rule"]["digest"])
    if events_of(rule) and one.finding["events"] is None and not (body and events_of(body)):
        raise Unfit(_NO_LEDGER)
    try:
        return derived(rule, content, one.finding, group)
    except CannotScore as error:
        raise Unfit(*error.faults) from error
    except NotCanonical as error:
        raise Unfit(both(str(error))) from error


_NO_SCORE: Final = Words("没有得分", "it has no score")
_NO_LEDGER: Final = Words(
    "该计分办法按台账事项计分，而本年没有记台账",
    "this rule counts events, and no ledger was kept in this year",
)


def _listed(scheme: Scheme) -> dict[str, str]:
    return {unit: front.code for front in scheme.fronts for unit in front.units or ()}


def _item(scheme: Scheme, code: str | None) -> ItemPlan | None:
    return next((item for item in scheme.items if item.code == code), None)


def _points(
    old: Scheme, new: Scheme, one: Ended, was: ItemPlan | None, item: ItemPlan | None
) -> str:
    """The points of a target under the changed scheme."""
    own: str = one.material["points"]
    if was is not None and item is not None:
        if item.points is not None and item.points != was.points:
            return item.points
        if item.points is not None and _adds_up(new, item.category, one):
            return own
    unit, category = one.outcome.unit, one.outcome.category
    before = exact(old.points_of(unit, one.front).get(category, "0"))
    after = exact(new.points_of(unit, one.front).get(category, "0"))
    if before == after or category not in new.categories or not exact(own):
        return own
    if not before:
        words = Words(
            "类别 {code} 原为 0 分，无从按比例折算分值",
            "the category {code} had no points, so nothing says how to scale the target's",
        )
        raise Unfit(words.format(code=category))
    scaled = rounded(exact(own) * after / before, SCALED_PLACES, "half_up")
    return decimal_text(exact_text(scaled))


def _adds_up(scheme: Scheme, category: str, one: Ended) -> bool:
    """Whether the items of a category that this unit gets state points that are all it has."""
    unit, front = one.outcome.unit, one.front
    own = [i for i in scheme.items if i.category == category]
    stated = [item.points for item in own if scheme.is_for(item.given_to, unit, front)]
    known = scheme.points_of(unit, front).get(category)
    if known is None or None in stated:
        return False
    return sum((exact(points or "0") for points in stated), Fraction(0)) == exact(known)
