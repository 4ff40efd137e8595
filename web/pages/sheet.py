"""一单位一表: a unit's whole plan of a year on one sheet, by category with its points (S2, S10).

What waits for the reader's signature is ticked and signed together (together.py); in a common item
the unit fills in its responsible post here, and nothing else (design.md 2.8).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from web.county import actor, here, reader
from web.pages import again, audit_links, choices, content, together, way
from web.presentation import number, t, w
from workflow.door import Knock
from workflow.errors import WorkflowError
from workflow.queries import sheets, years
from workflow.terms import UNIT_SIDE, YearState

Values = dict[str, Any]
pages = Blueprint("sheet", __name__)

# What a tick may still wait for: the sheet itself asks for it.
ASKED_HERE = {"responsible_post_is_named"}
SIDES = ("up", "support", "down", "approve")


@pages.get("/sheet")
def show() -> str:
    unit = _unit(request.args.get("unit"))
    year = _year(request.args.get("year"), unit)
    return render_template("pages/sheet.html", **_sheet(unit, year))


@pages.post("/sheet")
def send() -> together.Answer:
    """Save the posts that were chosen; then, where that was asked for, go on to the check page."""
    unit = _unit(request.form.get("unit"))
    year = _year(request.form.get("year"), unit)
    step = request.form.get("step", "")
    if step not in ("fill", "check"):
        raise BadRequest
    back = url_for("sheet.show", unit=unit, year=year)
    numbers = together.picked(request.form)
    failed = _fill(_rows(unit, year))
    if failed:
        return together.told(t("未能全部保存", "Not all could be saved"), failed, back)
    if step == "check":
        return together.check(numbers, back)
    return _saved(back)


def _saved(back: str) -> Response:
    flash(t("已保存责任岗位。", "Responsible posts saved."), "fine")
    return redirect(back, 303)


def _unit(code: str | None) -> str:
    """The unit asked for, else one's own, else the first; unknown codes fall back likewise."""
    open_to = units()
    return code if code in open_to else next(iter(open_to), "")


def units() -> dict[str, str]:
    """The units whose sheet this person may want: one's own and those in one's charge, or all."""
    own, known = choices.own_units(), choices.units(reader().organisation)
    return {code: name for code, name in known if not own or code in own}


def _year(text: str | None, unit: str) -> int:
    """The year asked for, else the one that is drafted now, else the newest on the unit's sheet."""
    listed = years.years(reader())
    numbers = [row["year"] for row in listed]
    asked = [number for number in numbers if str(number) == text]
    if asked:
        return asked[0]
    used = sheets.years_of_unit(reader(), reader().organisation.units[unit]) if unit else []
    drafting = [row["year"] for row in listed if row["state"] == YearState.DRAFTING]
    begun = [year for year in (*drafting, *used) if year in used]
    return next(iter([*begun, *drafting, *numbers]), 0)


def _rows(unit: str, year: int) -> list[Values]:
    if not unit or not year:
        return []
    known = reader()
    return sheets.rows(
        known, sheets.of_unit(known, known.organisation.units[unit], year), since=True
    )


def _sheet(unit: str, year: int) -> Values:
    posts = choices.responsible_posts({unit})
    rows = [_row(row, posts) for row in _rows(unit, year)]
    fillable = any(row["control"] for row in rows)
    labels = list(dict.fromkeys(row["ready"] for row in rows if row["ready"]))
    name = units().get(unit, "")
    return {
        "heading": t(f"一单位一表：{name} {year}", f"One unit, one sheet: {name} {year}"),
        "columns": columns(),
        "groups": _groups(rows, unit, year),
        "unit": unit,
        "year": year,
        "units": units(),
        "years": [row["year"] for row in years.years(reader())],
        "kept": [("unit", unit), ("year", str(year))],
        "audit": audit_links.of_unit(unit, year) if unit else [],
        "button": t("核对所选：", "Check: ") + t("、", ", ").join(labels) if labels else "",
        "for_all": _post_for_all(posts) if fillable else None,
    }


def columns() -> list[Values]:
    """The columns of the sheet."""
    titles = (
        t("事项", "Item"),
        t("目标值", "Value"),
        t("分值", "Points"),
        t("完成时限", "Deadline"),
        t("责任岗位", "Responsible post"),
        t("签署", "Hands"),
        t("状态", "State"),
    )
    return [{"label": title, "number": i == 2} for i, title in enumerate(titles)]


def _groups(rows: list[Values], unit: str, year: int) -> list[Values]:
    """The unit's own targets by category with their points beside what the scheme asks for (S10),
    then those of others that it supports."""
    own = [row for row in rows if row["unit"] == unit]
    groups = []
    for category in years.categories_of_unit(reader(), year, unit):
        some = [row for row in own if row["category"] == category["code"]]
        note = _sum(some, category["points"])
        groups.append({"label": w(category["name"]), "note": note, "rows": some})
    supported = [row for row in rows if row["unit"] != unit]
    note = t(f"{len(supported)} 项，分值归牵头单位", f"{len(supported)}; the lead unit's points")
    groups.append({"label": t("配合的目标", "Supported targets"), "note": note, "rows": supported})
    return [group for group in groups if group["rows"]]


def _sum(rows: list[Values], asked: str) -> str:
    """How many, and their points beside what the scheme gives to the category."""
    points = sum((Decimal(row["content"]["points"] or "0") for row in rows), Decimal(0))
    sums, count = f"{number(points)} / {number(asked)}", number(len(rows))
    return t(f"{count} 项，{sums} 分", f"{count}, {sums} points")


def _row(row: Values, posts: Any) -> Values:
    fields, names = row["content"], reader().organisation.posts
    post = fields["responsible_post"]
    control = _post_control(row, posts) if _fills(row) else None
    act, why = together.signing(row)
    return {
        **row,
        "url": url_for("targets.show", target=row["id"]),
        "value": content.value_line(fields),
        "responsible": w(names[post].name) if post in names else "",
        "note": _note(row, act, why),
        "control": control,
        "marks": _marks(row),
        "ready": _ready(row, control),
        "pick": {"id": f"item-{row['id']}"} if _ready(row, control) else None,
    }


def _fills(row: Values) -> bool:
    """Whether the reader may fill in the unit's own post of this common item."""
    edit = next((offer for offer in row["offers"] if offer["act"].name == "edit"), None)
    if edit is None or edit["refusals"] or row["origin"] != "common" or row["hands"]["up"]:
        return False
    return edit["capacity"] in UNIT_SIDE


def _ready(row: Values, control: Values | None) -> str:
    """The act by which the row may be signed from here, by its label; "" for none."""
    offers = [offer for offer in row["offers"] if offer["act"].signs]
    for offer in offers:
        missing = {refusal.code for refusal in offer["refusals"]}
        if not missing or (control is not None and missing <= ASKED_HERE):
            return w(offer["act"].label)
    return ""


def _marks(row: Values) -> list[Values]:
    """Both hands in a line: a shape and a word each."""
    asked = [s for s in SIDES if s != "support" or row["content"]["supporting_units"]]
    words = {
        "up": t("单位", "unit"),
        "support": t("配合", "support"),
        "down": t("领导", "leader"),
        "approve": t("县长", "county head"),
    }
    return [{"word": words[side], "valid": row["hands"][side]} for side in asked]


def _note(row: Values, act: Any, why: str) -> str:
    """What is still missing: the rule that stands in the way, else whose turn it is; or that only
    one's own hand is to be put again."""
    if why:
        return why
    since = row["since_signed"]
    if act is not None and since and since["again"]:
        return again.sentence(since)
    if act is not None or row["turn"] == "none":
        return ""
    return t("轮到", "waiting for ") + way.whose_turn(row)


def _post_control(row: Values, posts: Any) -> Values:
    identity, title = f"post-{row['id']}", row["title"]
    return {
        "name": identity,
        "id": identity,
        "label": t(f"{title} 的责任岗位", f"Responsible post for {title}"),
        "kind": "select",
        "value": row["content"]["responsible_post"],
        "options": [{"value": code, "label": name} for code, name in posts],
    }


def _post_for_all(posts: Any) -> Values:
    """One choice for every item that has none yet: ten items are ten choices otherwise."""
    return {
        "name": "post-all",
        "id": "post-all",
        "label": t("尚未选定责任岗位的，一律用", "Where no post is chosen, use"),
        "kind": "select",
        "value": "",
        "options": [{"value": code, "label": name} for code, name in posts],
    }


def _fill(rows: list[Values]) -> list[together.Left]:
    """Save the posts that were chosen anew, in one transaction; which could not be, and why."""
    others = request.form.get("post-all", "")
    chosen = [
        (row, request.form.get(f"post-{row['id']}", "") or others)
        for row in rows
        if f"post-{row['id']}" in request.form
    ]
    changed = [
        (r, post) for r, post in chosen if post not in ("", r["content"]["responsible_post"])
    ]
    knocks = [
        Knock("edit", "target", row["id"], {"version": row["version"], "responsible_post": post})
        for row, post in changed
    ]
    answers = here().door.perform_many(knocks, actor()) if knocks else []
    return [
        together.Left(row["id"], row["title"], together.why_not(answer))
        for (row, _), answer in zip(changed, answers, strict=True)
        if isinstance(answer, WorkflowError)
    ]
