"""What is wrong with a scheme: all of it at once, by line and field, and nothing mended.

First its shape by the published JSON Schema; then what its tables mean together, as far as the
tables that a question needs are sound.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from workflow.scheme.checks import (
    arbitration,
    dates,
    groups,
    item_points,
    items,
    office,
    openings,
    points,
    results,
    structure,
    whole_units,
)
from workflow.scheme.checks.subject import Finding, Subject
from workflow.scheme.faults import Fault
from workflow.scheme.lines import Lines, Path, line_at, lines_of
from workflow.words import Words

Check = Callable[[Subject], Iterator[Finding]]

# Tables and lists one inside another; a scheme needs five.
DEEPEST = 20
# Tables whose entries are told apart by a code of their own.
CODED = (
    *("category", "variant", "front", "group", "item", "rule", "grade", "grade_rule"),
    *("veto", "evaluation", "adjustment", "sanction", "period"),
)
# Each question with the parts of the scheme it is asked of.
QUESTIONS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (points.categories, ("category", "total", "evaluation")),
    (points.variants, ("variant", "category", "front", "group", "total", "evaluation")),
    (points.fronts, ("front",)),
    (groups.groups, ("group", "front")),
    (groups.given_to, ("item", "group", "front")),
    (items.rules, ("rule",)),
    (items.items, ("item", "rule", "category")),
    (item_points.item_points, ("item", "category", "variant", "group", "front")),
    (results.grades, ("grade", "category", "item")),
    (results.grade_rules, ("grade_rule", "grade", "category")),
    (whole_units.vetoes, ("veto", "grade")),
    (whole_units.evaluations, ("evaluation",)),
    (whole_units.adjustments, ("adjustment",)),
    (whole_units.limits, ("category", "limits")),
    (whole_units.normalise, ("normalise", "rule", "evaluation")),
    (whole_units.tie_break, ("ranking", "category")),
    (results.awards, ("award",)),
    (results.sanctions, ("sanction", "grade")),
    (dates.periods, ("period", "year")),
    (dates.change_window, ("change_window", "year")),
    (dates.items, ("item", "year")),
    (arbitration.deputy, ("arbitration",)),
    (office.office, ("office",)),
    (openings.openings, ("open", "award", "item", "rule", *openings.TABLES)),
)


def check(
    body: Any,
    *,
    text: str | None = None,
    units: Collection[str] | None = None,
    posts: Collection[str] | None = None,
    leaving_out: Collection[Check] = (),
) -> list[Fault]:
    """Return everything that is wrong with a scheme; empty when it can be used.

    With its TOML `text` each fault names its line. `units` and `posts` are the county's codes;
    None leaves unasked whether the scheme's units and posts exist. Questions in `leaving_out` are
    not asked: a scheme that is only tried need not add up as a plan must.
    """
    if _is_too_deep(body):
        return [Fault(None, "", Words("嵌套过深", "it is nested too deeply"))]
    found = list(structure.findings(body))
    if isinstance(body, dict):
        unsound = {path[0] for path, _ in found if path}
        found += _meaning(Subject(body, units, posts), unsound, leaving_out)
    lines = lines_of(text) if text is not None and found else {}
    faults = [_fault(path, words, lines) for path, words in found]
    return sorted(faults, key=lambda fault: fault.line or 0)


def _is_too_deep(body: Any) -> bool:
    """Asked level by level, so that no nesting can harm whoever asks."""
    level = [body]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Collection[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _meaning(
    subject: Subject, unsound: set[str | int], leaving_out: Collection[Check]
) -> Iterator[Finding]:
    for name in CODED:
        if name not in unsound:
            yield from _twice(subject, name)
    for question, needs in QUESTIONS:
        if unsound.isdisjoint(needs) and question not in leaving_out:
            yield from question(subject)


def _twice(subject: Subject, name: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, entry in subject.each(name):
        if entry["code"] in seen:
            words = Words("代码“{0}”重复", "the code {0!r} stands twice").format(entry["code"])
            yield (*path, "code"), words
        seen.add(entry["code"])


def _fault(path: Path, words: Words, lines: Lines) -> Fault:
    field = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
    return Fault(line_at(lines, path), field, words)
