"""一单位一表: a unit's common and stability items on one sheet, answered and signed together.

Each item is an act of its own through the door, bound to the digest that was shown: what changed in
between is named and left out, the rest is signed.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from web.county import actor, here, reader
from web.pages import choices, way
from web.presentation import t, w
from workflow.errors import RulesRefused, WorkflowError
from workflow.lifecycle import act_named
from workflow.queries import target_list, years
from workflow.queries.target_view import representation
from workflow.terms import YearState

Values = dict[str, Any]
pages = Blueprint("sheet", __name__)

MOST = 100
MOST_NAMED = 12
NOT_HERE = frozenset({way.NOT_YOURS, way.NOT_NOW})


@pages.get("/sheet")
def show() -> str:
    unit = _unit(request.args.get("unit"))
    year = _year(request.args.get("year"), unit)
    return render_template("pages/sheet.html", **_sheet(unit, year, items(unit, year)))


@pages.post("/sheet")
def send() -> str | Response:
    unit = _unit(request.form.get("unit"))
    year = _year(request.form.get("year"), unit)
    step = request.form.get("step", "")
    back = url_for("sheet.show", unit=unit, year=year)
    if step == "sign":
        _sign()
        return redirect(back, 303)
    if step not in ("fill", "check"):
        raise BadRequest
    failed = _fill(items(unit, year))
    if step == "fill" or failed:
        kind = "wrong" if failed else "fine"
        flash(_sentence(t("已保存责任岗位。", "Responsible posts saved."), failed), kind)
        return redirect(back, 303)
    picked = {text for text in request.form.getlist("item") if text.isdecimal()}
    return render_template("pages/sheet.html", **_check(unit, year, picked))


def _unit(code: str | None) -> str:
    """The unit asked for, else one's own, else the first; unknown codes fall back likewise."""
    open_to = units()
    return code if code in open_to else next(iter(open_to), "")


def units() -> dict[str, str]:
    """The units whose sheet this person may want: one's own and those in one's charge, or all."""
    own, known = choices.own_units(), choices.units(reader().organisation)
    return {code: name for code, name in known if not own or code in own}


def _year(text: str | None, unit: str) -> int:
    """The year asked for, else the newest in which the unit has such items."""
    listed = years.years(reader())
    numbers = [row["year"] for row in listed]
    asked = [number for number in numbers if str(number) == text]
    if asked:
        return asked[0]
    drafting = [row["year"] for row in listed if row["state"] == YearState.DRAFTING]
    begun = [number for number in (*drafting, *numbers) if _has_items(unit, number)]
    return next(iter([*begun, *drafting, *numbers]), 0)


def _has_items(unit: str, year: int) -> bool:
    rows, _ = target_list.page(reader(), {"unit": unit, "year": str(year)}, limit=MOST)
    return any(row["origin"] == "common" for row in rows)


def items(unit: str, year: int) -> list[Values]:
    """The unit's common and stability items of the year, each as its target is shown."""
    known = reader()
    if not unit or not year:
        return []
    filters = {"unit": unit, "year": str(year)}
    rows, _ = target_list.page(known, filters, limit=MOST)
    return [representation(known, row["id"]) for row in rows if row["origin"] == "common"]


def signing(shown: list[Values]) -> str | None:
    """The act by which this person signs on this sheet, if there is anything to sign."""
    offers = [a for s in shown for a in s["actions"] if a["signs"]]
    offered = [a["action"] for a in offers if a["allowed"]]
    # Refused by a rule alone: it may be what the sheet itself asks for, the responsible post.
    later = [a["action"] for a in offers if not {r["code"] for r in a["refusals"]} & NOT_HERE]
    return next(iter([*offered, *later]), None)


def _offers(shown: Values, action: str | None) -> bool:
    return any(a["action"] == action and a["allowed"] for a in shown["actions"])


def _sheet(unit: str, year: int, shown: list[Values]) -> Values:
    action = signing(shown)
    act = act_named("target", action) if action else None
    posts = choices.choices_for(year, unit)["responsible_posts"]
    rows = [_row(s, action, posts) for s in shown]
    fillable, ready = any(r["control"] for r in rows), any(r["pick"] for r in rows)
    return {
        **_frame(unit, year),
        "units": units(),
        "years": [row["year"] for row in years.years(reader())],
        "rows": rows,
        "kept": [("unit", unit), ("year", str(year))],
        "promise": t("在您确认之前不会签署任何内容。", "Nothing is signed until you confirm."),
        "button": t(f"核对所选：{w(act.label)}", f"Check: {w(act.label)}") if act and ready else "",
        "step": "check",
        "second": {"step": "fill", "label": t("只保存责任岗位", "Save responsible posts only")}
        if fillable
        else None,
    }


def _frame(unit: str, year: int) -> Values:
    titles = (
        t("事项", "Item"),
        t("类别", "Category"),
        t("分值", "Points"),
        t("完成时限", "Deadline"),
        t("责任岗位", "Responsible post"),
        t("稿次与摘要", "Revision and digest"),
        t("状态", "State"),
    )
    name = units().get(unit, "")
    return {
        "heading": t(f"一单位一表：{name} {year}", f"One unit, one sheet: {name} {year}"),
        "lead": t("通用与稳定工作", "Common and stability items"),
        "columns": [{"label": title, "number": i == 2} for i, title in enumerate(titles)],
        "unit": unit,
        "year": year,
        "units": {},
        "years": [],
        "problems": [],
        "url": url_for("sheet.send"),
        "second": None,
    }


def _row(shown: Values, action: str | None, posts: Any) -> Values:
    candidate, number = shown["candidate"], shown["id"]
    names = here().organisation.posts
    post = candidate["responsible_post"]
    unit_side = {"drafter", "unit_head"} & {c.value for c in reader().capacities}
    fills = bool(unit_side) and _offers(shown, "edit") and not shown["hands"]["up"]
    return {
        "id": number,
        "title": shown["title"],
        "url": url_for("targets.show", target=number),
        "category": shown["category"],
        "points": candidate["points"],
        "due_on": candidate["due_on"],
        "responsible": w(names[post].name) if post in names else "",
        "revision": t(f"第{candidate['no']}稿", f"rev. {candidate['no']}"),
        "digest": candidate["digest"],
        "state": shown["state"],
        "note": _note(shown, action),
        "control": _post_control(shown, posts) if fills else None,
        "pick": {"id": f"item-{number}", "checked": True}
        if action and (_offers(shown, action) or (fills and not post))
        else None,
    }


def _note(shown: Values, action: str | None) -> str:
    """What is still missing: whose turn it is, or the rule that stands in the way."""
    offer = next((a for a in shown["actions"] if a["action"] == action), None)
    if offer and not offer["allowed"]:
        return w(offer["refusals"][0]["text"])
    return "" if shown["turn"] == "none" else t("轮到", "waiting for ") + way.whose_turn(shown)


def _post_control(shown: Values, posts: Any) -> Values:
    number, title = shown["id"], shown["title"]
    return {
        "name": f"post-{number}",
        "id": f"post-{number}",
        "label": t(f"{title} 的责任岗位", f"Responsible post for {title}"),
        "kind": "select",
        "value": shown["candidate"]["responsible_post"],
        "options": [{"value": code, "label": name} for code, name in posts],
    }


def _fill(shown: list[Values]) -> list[tuple[str, str]]:
    """Save the posts that were chosen anew; what could not be saved, with its reason."""
    failed = []
    for s in shown:
        post = request.form.get(f"post-{s['id']}", "")
        if post and post != s["candidate"]["responsible_post"]:
            data = {"version": s["version"], "responsible_post": post}
            failed += _try("edit", s["id"], s["title"], data)
    return failed


def _try(action: str, number: int, title: str, data: Values) -> list[tuple[str, str]]:
    try:
        here().door.perform(action, "target", number, actor(), data)
    except RulesRefused as error:
        return [(title, t("；", "; ").join(w(r.text) for r in error.refusals))]
    except WorkflowError as error:
        return [(title, w(error.words))]
    return []


def _check(unit: str, year: int, picked: set[str]) -> Values:
    """The sheet as it would be signed: every item picked, with the digest that binds."""
    shown = [s for s in items(unit, year) if str(s["id"]) in picked]
    action = signing(shown)
    act = act_named("target", action) if action else None
    ready = [s for s in shown if _offers(s, action)]
    rows = [{**_row(s, action, []), "control": None, "pick": None} for s in shown]
    kept = [("unit", unit), ("year", str(year)), ("action", action or "")]
    for s in ready:
        kept += [("item", str(s["id"])), (f"digest-{s['id']}", s["candidate"]["digest"])]
    name, count = w(act.label) if act else "", len(ready)
    return {
        **_frame(unit, year),
        "heading": t(f"核对：{name} {count} 项", f"Check your answers: {name}, {count} items"),
        "rows": rows,
        "kept": kept,
        "promise": t("在您确认之前不会签署任何内容。", "Nothing is signed until you confirm."),
        "button": t(f"{name} {count} 项", f"{name}: {count} items") if ready else "",
        "step": "sign",
        "back": url_for("sheet.show", unit=unit, year=year),
    }


def _sign() -> None:
    """Sign each item picked with the digest that was shown, and say which were left out."""
    action = request.form.get("action", "")
    act = act_named("target", action)
    if act is None or not act.signs:
        raise BadRequest
    done, failed = 0, []
    for text in request.form.getlist("item")[:MOST]:
        if not (text.isascii() and text.isdecimal() and len(text) <= 15):
            raise BadRequest
        number = int(text)
        title = representation(reader(), number)["title"]
        left_out = _try(action, number, title, {"digest": request.form.get(f"digest-{text}", "")})
        failed += left_out
        done += not left_out
    sentence = t(f"{w(act.label)}：已签 {done} 项。", f"{w(act.label)}: {done} signed.")
    flash(_sentence(sentence, failed), "wrong" if failed else "fine")


def _sentence(done: str, failed: list[tuple[str, str]]) -> str:
    """What was done, and by name what was left out and why."""
    if not failed:
        return done
    named = [t(f"{title}（{why}）", f"{title} ({why})") for title, why in failed[:MOST_NAMED]]
    count = len(failed)
    return done + t(
        f"未办 {count} 项：" + "、".join(named), f" Left out: {count}: " + "; ".join(named)
    )
