"""What acts on a unit as a whole write: evaluations, adjustments, vetoes, and their end."""

from __future__ import annotations

from functools import partial
from typing import Any

from workflow.audit.canonical import canonical
from workflow.case import Case
from workflow.effects.looking_up import refused
from workflow.errors import InvalidInput
from workflow.organisation import Unit
from workflow.scheme.unit_rules import Evaluation
from workflow.scoring.exact import exact
from workflow.words import Words

Values = dict[str, Any]


def enter_evaluation(case: Case) -> None:
    """登记测评结果: one outcome a unit; what stood there for the same asking is replaced."""
    assert case.scheme is not None
    known = {each.code: each for each in case.scheme.evaluations}
    declared = _declared(case, "evaluation", known)
    period = _period(case, declared)
    _told_once(case)
    standing = {
        (row["unit_id"], row["period"]): row["id"]
        for row in case.known("unit_entries")
        if (row["kind"], row["code"]) == ("evaluation", declared.code)
    }
    for place, outcome in enumerate(case.data["units"]):
        unit = _placed(case, outcome["unit"], f"units.{place}.unit")
        counts, value = stored_outcome(declared, outcome, place)
        before = standing.get((unit.id, period))
        if before is not None:
            _end(case, before, None)
        _enter(
            case,
            unit,
            "evaluation",
            declared.code,
            period=period,
            counts=counts,
            value=value,
        )


def adjust_unit(case: Case) -> None:
    """登记加减分: points for a unit as a whole; the scheme bounds their sum, never one entry."""
    assert case.scheme is not None
    known = {each.code: each for each in case.scheme.adjustments}
    declared = _declared(case, "adjustment", known)
    points = exact(case.data["points"])
    if points == 0:
        raise refused("points", "加减分不能为零。", "Points cannot be zero.")
    if (points > 0 and not exact(declared.cap)) or (points < 0 and not exact(declared.floor)):
        raise refused(
            "points",
            "这个项目只能加分。" if points < 0 else "这个项目只能扣分。",
            "This adjustment only adds." if points < 0 else "This adjustment only deducts.",
        )
    unit = _placed(case, case.data["unit"], "unit")
    _enter(case, unit, "adjustment", declared.code, value=case.data["points"])


def veto_unit(case: Case) -> None:
    """一票否决: it stands against the unit until it is lifted by a document."""
    assert case.scheme is not None
    declared = _declared(case, "veto", {each.code: each for each in case.scheme.vetoes})
    unit = _placed(case, case.data["unit"], "unit")
    _enter(case, unit, "veto", declared.code)


def end_entry(case: Case) -> None:
    """撤销登记: the entry stays readable and counts no more."""
    _end(case, case.data["entry"], case.reason)


def _enter(case: Case, unit: Unit, kind: str, code: str, **values: Any) -> None:
    assert case.year is not None
    case.stage.insert(
        "unit_entry",
        year_id=case.year["id"],
        unit_id=unit.id,
        kind=kind,
        code=code,
        **{"period": None, "counts": None, "value": None, **values},
        document=case.data["document"],
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
    )


def _end(case: Case, entry: int, text: Any) -> None:
    case.stage.insert(
        "unit_entry_end",
        entry_id=entry,
        document=case.data["document"],
        text_id=text,
        person_id=case.person,
        at=case.at,
    )


def _declared(case: Case, name: str, known: dict[str, Any]) -> Any:
    """What the scheme says of the code in a field. Raises InvalidInput where it says nothing."""
    found = known.get(case.data[name])
    if found is None:
        raise refused(name, "考核方案中没有这一项。", "The scheme has no such thing.")
    return found


def _placed(case: Case, code: str, field: str) -> Unit:
    """A unit that has a front in this year: only these are ranked."""
    assert case.year is not None
    unit = case.organisation.units.get(code)
    if unit is None or case.organisation.front(case.year["id"], unit.id) is None:
        raise refused(field, "本年度没有这个单位。", "This year has no such unit.")
    return unit


def _period(case: Case, declared: Evaluation) -> str | None:
    period: str | None = case.data.get("period") or None
    if period in (declared.periods or (None,)):
        return period
    zh, en = "、".join(declared.periods), ", ".join(declared.periods)
    if not declared.periods:
        raise refused("period", "这一项不分期次。", "This one has no periods.")
    raise refused("period", f"期次应为其一：{zh}。", f"The period must be one of: {en}.")


def _told_once(case: Case) -> None:
    codes = [outcome["unit"] for outcome in case.data["units"]]
    if not codes:
        raise refused("units", "没有任何单位的结果。", "There is no outcome of any unit.")
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise refused(f"units.{place}.unit", "单位重复。", "The unit stands twice.")


def stored_outcome(
    declared: Evaluation, outcome: Values, place: int
) -> tuple[str | None, str | None]:
    """The counts as stored JSON, or the score. Raises InvalidInput naming the entry."""
    fault = partial(_fault, place)
    given = {each["answer"]: each["count"] for each in outcome.get("counts") or []}
    value: str | None = outcome.get("value")
    if not declared.answers:
        if value is None or given:
            raise fault("value", "应填写得分。", "A score is asked for.")
        if not 0 <= exact(value) <= exact(declared.out_of):
            words = f"0–{declared.out_of}"
            raise fault("value", f"得分应为 {words}。", f"The score must lie in {words}.")
        return None, value
    known = [answer.code for answer in declared.answers]
    if value is not None or sorted(given) != sorted(known):
        zh, en = "、".join(a.name.zh for a in declared.answers), ", ".join(known)
        raise fault("counts", f"须填写各项答复的人数：{zh}。", f"Counts are asked for of: {en}.")
    if not any(given.values()):
        raise fault("counts", "没有人作答。", "Nobody gave an answer.")
    return canonical({code: given[code] for code in known}).decode(), None


def _fault(place: int, name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput({f"units.{place}.{name}": [Words(zh, en)]})
