"""What acts on a running year write: scheme, common items, approval, letters, reports, checks."""

from __future__ import annotations

from typing import Any

from workflow.audit.canonical import canonical
from workflow.case import Case
from workflow.effects.looking_up import named, refused
from workflow.effects.plan import checked_scheme, note_event, stage_scheme
from workflow.organisation import Unit
from workflow.scheme.scheme import canonical_text, scheme_of
from workflow.scheme.value import ItemPlan, Scheme
from workflow.scoring.exact import exact
from workflow.terms import Capacity
from workflow.words import Words, both

Values = dict[str, Any]


def new_scheme(case: Case) -> Scheme:
    """The scheme that the input brings. Raises InvalidInput naming line and field."""
    if "new_scheme" not in case.facts:
        assert case.year is not None
        body = checked_scheme(case, case.data["toml"], case.year["id"])
        case.facts["new_scheme"], case.facts["new_body"] = scheme_of(canonical_text(body)), body
    found: Scheme = case.facts["new_scheme"]
    return found


def change_scheme(case: Case) -> None:
    """更换考核方案: the rules anew, before anybody has signed by the old ones (S3)."""
    new_scheme(case)
    case.set(scheme_id=stage_scheme(case, case.facts["new_body"]))


def items_to_give(case: Case) -> list[ItemPlan]:
    """The items of the scheme that no unit has yet."""
    assert case.scheme is not None
    return [item for item in case.scheme.items if item.code not in case.known("items")]


def units_of_year(case: Case) -> list[Unit]:
    """The units that have a front in this year, by their id."""
    assert case.year is not None
    placed = sorted(unit for year, unit in case.organisation.front_of if year == case.year["id"])
    return [case.organisation.unit_by_id[unit] for unit in placed]


def unknown_in_items(case: Case) -> list[Words]:
    """Codes of scoring units and reviewing posts that name nothing in this county."""
    units, posts = case.organisation.units, case.organisation.posts
    bad = []
    for item in items_to_give(case):
        if item.scoring_unit and item.scoring_unit not in units:
            bad.append(both(f"{item.code}: {item.scoring_unit}"))
        if item.reviewing_post and item.reviewing_post not in posts:
            bad.append(both(f"{item.code}: {item.reviewing_post}"))
    return bad


def give_items(case: Case) -> None:
    """统一下达: every item of the scheme to every unit that it is for and whose points have room
    for it (S7–S9)."""
    assert case.scheme is not None
    assert case.year is not None
    for item in items_to_give(case):
        content = _content(item, case.year["id"])
        template = case.facts["template"](content)
        row = case.stage.insert(
            "item",
            year_id=case.year["id"],
            code=item.code,
            digest=template,
            fields=canonical(content).decode(),
        )
        if item.scoring_unit:
            scorer = case.organisation.units[item.scoring_unit]
            case.stage.insert("item_scorer", item_id=row, unit_id=scorer.id)
        units = [u.code for u in units_of_year(case) if _is_given(case, u, item)]
        cases = case.facts["item_cases"](row, template, content, units)
        case.also += [("assign", other) for other in cases]


def _is_given(case: Case, unit: Unit, item: ItemPlan) -> bool:
    assert case.scheme is not None
    assert case.year is not None
    placed = case.organisation.front(case.year["id"], unit.id)
    front = placed.code if placed else None
    points = case.scheme.points_of(unit.code, front)[item.category]
    return exact(points) > 0 and case.scheme.is_for(item.given_to, unit.code, front)


def _content(item: ItemPlan, year: int) -> Values:
    content = {
        "title": item.name.zh,
        "category": item.category,
        "measure": item.measure,
        "unit_of_measure": item.unit_of_measure,
        "target_value": item.target_value,
        "direction": item.direction,
        "points": item.points,
        "scoring_rule": item.rule,
        "due_on": f"{year}-{item.due}",
        "evidence": item.evidence,
        "acceptance": item.acceptance,
    }
    return {**content, "reviewing_post": item.reviewing_post} if item.reviewing_post else content


def approve_plan(case: Case) -> None:
    """会议批准: one decision for all that was shown; what has changed since is named, left out."""
    note_event(case, "approve")
    case.maybe += [
        ("approve", other, digest) for other, digest in case.facts["cases_of"](case.data["targets"])
    ]


def sign_letter(case: Case) -> None:
    """签订责任书: the paper letter of a unit, its date and its scan (S2)."""
    unit = named(case, "unit", case.organisation.units, "单位", "unit")
    scan = None
    if case.data.get("file"):
        scan = case.facts["file"](case.data["file"])
        if scan is None:
            raise refused("file", "没有这个附件。", "There is no such file.")
    assert case.year is not None
    case.stage.insert(
        "letter",
        year_id=case.year["id"],
        unit_id=unit.id,
        signed_on=case.data["signed_on"],
        file_id=scan,
        person_id=case.person,
        at=case.at,
    )


def check_half_year(case: Case) -> None:
    """半年检查: that it was held, by its document; changes of targets follow in their window."""
    note_event(case, "half_year")


def own_unit(case: Case) -> Unit | None:
    """The unit that the actor heads and speaks for: the one named, else the only one."""
    heads = [
        s.post.unit
        for s in case.standings
        if s.capacity == Capacity.UNIT_HEAD and s.post is not None and s.post.unit is not None
    ]
    given = case.data.get("unit")
    if given is None:
        return heads[0] if len(heads) == 1 else None
    return next((unit for unit in heads if unit.code == given), None)


def report_period(case: Case) -> None:
    """信息反馈: the unit's report of a period (S30)."""
    _report(case, "period", case.data["period"])


def self_assess(case: Case) -> None:
    """自查: the unit's own account, before anybody comes to look."""
    _report(case, "self", "self")


def _report(case: Case, kind: str, period: str) -> None:
    unit = own_unit(case)
    assert unit is not None
    assert case.year is not None
    case.stage.insert(
        "unit_report",
        year_id=case.year["id"],
        unit_id=unit.id,
        kind=kind,
        period=period,
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
    )


def begin_assessment(case: Case) -> None:
    """年终考核: what is due is inspected from now on; no progress is reported any more."""
    note_event(case, "assess")
