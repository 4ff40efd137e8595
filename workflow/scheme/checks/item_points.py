"""The items of a category share its points among them, for every unit that gets them (S7-S10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from workflow.scheme.checks.subject import Finding, Subject
from workflow.scheme.lines import Path
from workflow.scoring.exact import exact, exact_text
from workflow.words import Words, both

Entry = dict[str, Any]


@dataclass(frozen=True)
class Whom:
    """A unit as items see it, or any that nothing names: its own code and front, where known."""

    unit: str | None
    front: str | None

    @property
    def name(self) -> Words | None:
        """What to call it, where it is not just any unit."""
        if self.unit is not None:
            return both(self.unit)
        return both(self.front) if self.front is not None else None


def item_points(subject: Subject) -> Iterator[Finding]:
    """All points of a category are shared out where none is left open, but for what the category
    keeps for additions; of a category without items nothing is asked."""
    told: set[str] = set()
    for whom in _kinds_of_units(subject):
        for at, category in subject.each("category"):
            if category["code"] in told:
                continue
            for finding in _shared_out(subject, category, at, whom):
                told.add(category["code"])
                yield finding


def _kinds_of_units(subject: Subject) -> Iterator[Whom]:
    """Any unit, then each front, then each unit that an item, group or variant names."""
    yield Whom(None, None)
    naming = [e for name in ("item", "group", "variant") for e in subject.entries(name)]
    yield from (Whom(None, front["code"]) for front in subject.entries("front"))
    front_of = {u: f["code"] for f in subject.entries("front") for u in f.get("units", ())}
    for unit in sorted({code for entry in naming for code in entry.get("units", ())}):
        yield Whom(unit, front_of.get(unit))


def _shared_out(subject: Subject, category: Entry, at: Path, whom: Whom) -> Iterator[Finding]:
    mine = [(p, i) for p, i in subject.each("item") if i["category"] == category["code"]]
    if whom.name is None and subject.entries("front") and any(map(_is_for_some, mine)):
        return  # where not all get the same, each front is asked for itself
    own = [(p, i) for p, i in mine if _is_for(subject, i, whom)]
    given = sum((exact(i["points"]) for _, i in own if "points" in i), Fraction())
    all_given, whole = all("points" in i for _, i in own), exact(_points(subject, category, whom))
    least = whole - exact(category.get("reserve", "0")) if all_given else Fraction()
    if not own or given == whole or least <= given < whole:
        return
    at_variant = _varied(subject, category, whom)
    if at_variant is not None and all_given:
        words = Words(
            "“{code}”的各项已分完 {found} 分，变式不能另定为 {points}",
            "the items of {code!r} share out {found} points; a variant cannot make them {points}",
        )
        yield at_variant, words.format(**_figures(category, given, whole))
        return
    last = next((p for p, i in reversed(own) if "points" in i), at)
    words = Words(
        "“{code}”各项分值合计 {found}，该类别为 {points}",
        "the items of {code!r} add up to {found} points; the category has {points}",
    )
    if whom.name:
        words = Words(
            "“{unit}”的“{code}”各项分值合计 {found}，应为 {points}",
            "for {unit!r} the items of {code!r} add up to {found} points, not to {points}",
        )
    figures = _figures(category, given, whole)
    yield (*last, "points"), words.format(unit=whom.unit or whom.front, **figures)


def _figures(category: Entry, given: Fraction, whole: Fraction) -> dict[str, str]:
    return {"code": category["code"], "found": exact_text(given), "points": exact_text(whole)}


def _is_for_some(item: tuple[Path, Entry]) -> bool:
    return any(item[1].get(name) for name in ("units", "fronts", "groups"))


def _is_for(subject: Subject, entry: Entry, whom: Whom) -> bool:
    """Whether an item is for such a unit; one that is for all is for any."""
    named = [entry.get(name, ()) for name in ("units", "fronts", "groups")]
    return not any(named) or _is_named(subject, entry, whom, ())


def _is_named(subject: Subject, entry: Entry, whom: Whom, seen: tuple[str, ...]) -> bool:
    if whom.unit in entry.get("units", ()) or whom.front in entry.get("fronts", ()):
        return True
    groups = {group["code"]: group for group in subject.entries("group")}
    return any(
        _is_named(subject, groups[code], whom, (*seen, code))
        for code in entry.get("groups", ())
        if code in groups and code not in seen
    )


def _varied(subject: Subject, category: Entry, whom: Whom) -> Path | None:
    """Where the variant of such a unit gives the category other points, if it does."""
    for name in ("units", "groups", "fronts"):
        for path, variant in subject.each("variant"):
            if _is_named(subject, {name: variant.get(name, ())}, whom, ()):
                own = variant["points"].get(category["code"], category["points"])
                differs = exact(own) != exact(category["points"])
                return (*path, "points", category["code"]) if differs else None
    return None


def _points(subject: Subject, category: Entry, whom: Whom) -> str:
    """The points of the category for such a unit: its variant's, by unit, group or front."""
    path = _varied(subject, category, whom)
    if path is None:
        own: str = category["points"]
        return own
    points: str = subject.entries("variant")[int(path[1])]["points"][category["code"]]
    return points
