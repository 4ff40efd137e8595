"""What the pages of one target are fed with: its representation, put into words."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import url_for

from web import part_values
from web.county import here, reader
from web.pages import choices, content, derivation, sums
from web.pages.naming import Names
from web.presentation import day, label, number, signer, t, w
from workflow.queries import score_sheet
from workflow.queries.target_view import representation
from workflow.terms import CAUSES, PAST_STATUSES, QUALITIES

Values = dict[str, Any]


def target(target_id: int) -> Values:
    """The target as this reader may see it. Raises NotFound."""
    return representation(reader(), target_id)


def lead(shown: Values) -> str:
    """The line under the heading: unit, category, where it came from, revision and round."""
    no, turn = shown["candidate"]["no"], shown["round"]
    parts = [
        w(shown["unit_name"]),
        str(shown["year"]),
        label("category", shown["category"]),
        label("origin", shown["origin"]),
        t(f"第{no}稿 第{turn}轮", f"revision {no}, round {turn}"),
    ]
    if shown["imposed"]:
        parts.append(t("县长审定下达", "imposed by the county head"))
    return " · ".join(parts)


def facts(revision: Values, year: int) -> list[Values]:
    """The fields of a revision with last year's result and the growth beside the value."""
    rows = content.facts(revision, here().organisation)
    if revision.get("baseline"):
        place = next((i for i, r in enumerate(rows) if r["field"] == "target_value"), len(rows))
        rows.insert(place + 1, content.baseline(revision))
    rules = dict(choices.scoring_rules(year))
    tasks = dict(choices.key_tasks(year)) if revision["key_tasks"] else {}
    for row in rows:
        if row["field"] == "scoring_rule":
            row["value"] = rules.get(row["value"], row["value"])
        if row["field"] == "key_tasks":
            row["value"] = t("、", ", ").join(tasks.get(c, c) for c in revision["key_tasks"])
    return rows


def item_facts(fields: Values, year: int) -> list[Values]:
    """The content of a common item, which is the same in all units."""
    return facts({"key_tasks": [], **fields}, year)


BRIEF = ("measure", "target_value", "baseline", "due_on", "scoring_rule", "acceptance")


def brief(shown: Values) -> list[Values]:
    """What must be met, in a few lines: above the form of an act that is about it."""
    rows = facts(shown["in_force"] or shown["candidate"], shown["year"])
    return [{**row, "whole": False} for row in rows if row["field"] in BRIEF and row["value"]]


def parts(shown: Values) -> list[Values]:
    """The panels of facts: the candidate, what is in force where it differs, finding and score."""
    candidate, force = shown["candidate"], shown["in_force"]
    ends = (shown["proposal"] or {}).get("kind") == "cancel"
    own = t("（现行有效）", " (in force)") if force and force["no"] == candidate["no"] else ""
    proposed = force is not None and not own
    found = [
        {
            "title": _title(proposed=proposed and not ends),
            "note": t(f"第{candidate['no']}稿", f"revision {candidate['no']}") + own,
            "rows": _with_origin(facts(candidate, shown["year"]), shown),
            "table": candidate["milestones"],
        }
    ]
    if force and force["no"] != candidate["no"] and not ends:
        note = t(f"第{force['no']}稿", f"revision {force['no']}")
        title = t("现行有效内容", "In force")
        rows, table = facts(force, shown["year"]), force["milestones"]
        found.insert(0, {"title": title, "note": note, "rows": rows, "table": table})
    return found + [part for part in (_acceptance(shown), _score(shown)) if part]


def _with_origin(rows: list[Values], shown: Values) -> list[Values]:
    """The same with last year's figure as it was recorded, and where that comes from (S18)."""
    last = shown["last_year"]
    if last is None or last["status"] is None:
        return rows
    fields = {**shown["candidate"], "baseline": last["result"]}
    row = content.baseline(fields)
    parts = [w(PAST_STATUSES[last["status"]]), last["document"] or ""]
    if last["origin"] is not None:
        number, year = last["origin"], shown["year"] - 1
        parts.append(t(f"来自 {year} 年度目标 {number}", f"from target {number} of {year}"))
    row["value"] += t("；", "; ") + t("，", ", ").join(part for part in parts if part)
    others = [each for each in rows if each["field"] != "baseline"]
    place = next((i for i, r in enumerate(others) if r["field"] == "target_value"), len(others))
    return [*others[: place + 1], row, *others[place + 1 :]]


def _title(*, proposed: bool) -> str:
    return t("拟议内容", "Proposed content") if proposed else t("目标内容", "Content")


def _acceptance(shown: Values) -> Values | None:
    acceptance = shown["acceptance"]
    if acceptance is None or acceptance["finding"] is None:
        return None
    finding = acceptance["finding"]
    yes, no = t("是", "yes"), t("否", "no")
    missing = label("missing_value", finding["missing"])
    rows = [
        (t("验收值", "Value found"), number(finding["found_value"]) or missing),
        (t("分项核定值", "Values by part"), _by_part(shown, finding["parts"])),
        (t("质量", "Quality"), w(QUALITIES[finding["quality"]])),
        (t("按时", "On time"), yes if finding["on_time"] else no),
        (t("是否完成", "Met"), yes if finding["met"] else no),
        (t("未完成原因", "Cause"), w(CAUSES[finding["cause"]])),
        (t("验收人", "Found by"), f"{finding['by_name']} · {day(finding['at'])}"),
        (t("验收意见", "In words"), finding["text"]),
    ]
    return {
        "title": t("验收结论", "Finding"),
        "rows": [
            {"label": title, "value": value, "whole": "\n" in value}
            for title, value in rows
            if value
        ],
    }


def _by_part(shown: Values, values: list[Values]) -> str:
    force = shown["in_force"] or shown["candidate"]
    asked = choices.parts_asked(shown["year"], force["scoring_rule"]) if values else {}
    return "\n".join(part_values.said(values, asked))


def event_names(shown: Values) -> dict[str, str]:
    """What the events are called that the scoring rule in force counts."""
    force = shown["in_force"] or shown["candidate"]
    return choices.event_names(shown["year"], force["scoring_rule"])


def _score(shown: Values) -> Values | None:
    score = shown["score"]
    if score is None:
        return None
    value = t(f"{number(score['value'])} 分", f"{number(score['value'])} points")
    known = reader().organisation
    names = Names(
        events=event_names(shown),
        units={unit.code: w(unit.name) for unit in known.units.values()},
        fronts={front.code: w(front.name) for front in known.fronts.values()},
    )
    return {
        "title": t("得分", "Score"),
        "rows": [{"label": t("得分", "Score"), "value": value}],
        "steps": derivation.steps(score["derivation"], names),
        "sheet": _sheet(shown),
    }


def _sheet(shown: Values) -> str:
    """The unit's score sheet, where this reader may see it."""
    if not score_sheet.is_open_to(reader(), shown["year"], shown["unit"]):
        return ""
    return url_for("results.sheet", year=shown["year"], unit=shown["unit"])


def since_signed(shown: Values) -> list[Values]:
    """What changed since this reader last signed, as panels of the page."""
    since = shown["since_signed"]
    if since is None:
        return []
    no, now = since["revision"], shown["candidate"]["no"]
    rows = content.differences(since["diff"], here().organisation)
    if not rows:
        rows = [
            {"label": t("全部字段", "All fields"), "before": "", "after": t("未变", "unchanged")}
        ]
    return [
        {
            "title": t("与您上次签署的差别", "Changes since you signed"),
            "caption": t(f"您签署的第{no}稿 → 第{now}稿", f"Revision {no}, signed by you → {now}"),
            "rows": rows,
        }
    ]


def to_sign(shown: Values) -> Values:
    """What the check page of a signature shows: the whole content, its digest, and the diff."""
    since = since_signed(shown)
    changes = {"caption": since[0]["caption"], "rows": since[0]["rows"]} if since else None
    return {
        "digest": shown["candidate"]["digest"],
        "facts": facts(shown["candidate"], shown["year"]),
        "milestones": shown["candidate"]["milestones"],
        "changes": changes,
        "sums": sums.rows(shown),
        "sum_columns": sums.columns(),
    }


def warning(shown: Values, is_content: bool) -> Values:
    """What a changed content would do to the hands that are on the present one."""
    signed = [signer(s) for s in shown["signatures"] if s["valid"]]
    if not is_content or not signed:
        return {}
    who = t("、", ", ").join(dict.fromkeys(signed))
    return {
        "warning": t(
            f"改动内容会使 {who} 在现稿上的签署失效。",
            f"Changing the content ends the signatures of {who} on the present revision.",
        )
    }


def new_values(*, running: bool = False) -> Values:
    """What a form for a new target begins with; `running`: of a plan that is issued already."""
    units = sorted(choices.own_units())
    year = choices.newest_in("issued" if running else "drafting")
    return {
        "lead_unit": units[0] if len(units) == 1 else "",
        "year": "" if year is None else str(year),
        "direction": "at_least",
    }


def first_values(schema: type[ma.Schema]) -> Values:
    """What a form begins with where nothing is known yet: today, and the schema's own defaults."""
    values = {
        name: field.load_default
        for name, field in schema().fields.items()
        if field.load_default is not ma.missing
    }
    return {**values, "as_of": reader().today.isoformat()}
