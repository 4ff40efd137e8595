"""签认: every unit's score and grade on one page, signed off by the office and by the county head.

What is ticked is shown once more before anything is signed. Each unit is an act of its own, bound
to the digest that was shown; what moved in between, or what a rule refuses, is named and left out.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from web.county import actor, here, reader
from web.pages import published, together
from web.pages.asking import form_key
from web.presentation import aside, day, number, t, w
from workflow.door import Knock
from workflow.errors import WorkflowError
from workflow.offers import is_offered
from workflow.once import once
from workflow.queries import sign_offs, signing
from workflow.terms import CAPACITIES, Capacity

Values = dict[str, Any]
pages = Blueprint("signing_off", __name__)
ACT = "sign_off"
MOST = 10_000


@pages.get("/years/<int(max=9999):year>/acts/sign_off")
def show(year: int) -> together.Answer:
    """Every unit with whose hands are on its result, and what I may sign, ticked."""
    shown = signing.overview(reader(), year)
    rows = [_row(shown, unit) for unit in shown["units"]]
    return render_template("pages/signing_off.html", **_frame(shown), rows=rows, left=[])


@pages.post("/years/<int(max=9999):year>/acts/sign_off")
def send(year: int) -> together.Answer:
    """The check page of what was ticked, and then the hands."""
    seen = _seen(request.form)
    if request.form.get("step") == "check":
        return _check(year, seen)
    if request.form.get("step") == "sign":
        return _sign(year, seen, request.form)
    raise BadRequest


def _seen(form: MultiDict[str, str]) -> dict[str, str]:
    """The units that were ticked by code, each with the digest that was shown."""
    texts = form.getlist("seen")
    pairs = [text.rpartition(":") for text in texts]
    if len(texts) > MOST or not all(unit and digest for unit, _, digest in pairs):
        raise BadRequest
    return {unit: digest for unit, _, digest in pairs}


def mine(year: int) -> str | None:
    """The side on which this reader may sign now; None where it is not his to sign."""
    side = signing.side_of(reader())
    return side if side and is_offered(ACT, reader().desk().year_case(year)) else None


def progress(shown: Values) -> list[Values]:
    """How many units both sides have signed, of results as they stand."""
    if not published.is_last(shown):
        return []
    missing = {unit for unit, _ in sign_offs.unsigned(reader().database, shown["year"])}
    count = sum(len(front["units"]) for front in shown["fronts"])
    said = t(
        f"{count - len(missing)}/{count} 个单位双方均已签认",
        f"{count - len(missing)} of {count} units, by both sides",
    )
    return [{"label": t("签认", "Signed off"), "value": said}]


def way(shown: Values) -> Values:
    """To the page on which the results are signed off, and everybody sees by whom."""
    label = t("逐个单位的签认", "Sign-offs unit by unit")
    return {"label": label, "url": url_for("signing_off.show", year=shown["year"])}


def facts(shown: Values) -> list[Values]:
    """Whose hands are on one unit's result, for its score sheet."""
    if shown["no"] is None or not published.is_last(shown):
        return []
    unit, grades = reader().organisation.units[shown["unit"]], published.grades(shown)
    signed = signing.of_unit(reader(), shown["year"], unit.id)
    now = {**shown, "sign_offs": signed}
    rows = ((Capacity(side), _hands(now, side, grades)) for side in signing.SIDES)
    return [
        {
            "label": t("签认：", "Signed off: ") + w(CAPACITIES[side]),
            "value": t("；", "; ").join(hands) or t("未签认", "not yet"),
        }
        for side, hands in rows
    ]


def _frame(shown: Values) -> Values:
    year = shown["year"]
    titles = (
        t("单位", "Unit"),
        t("战线", "Front"),
        t("总分", "Total"),
        t("等次", "Grade"),
        w(CAPACITIES[Capacity.OFFICE]),
        w(CAPACITIES[Capacity.COUNTY_HEAD]),
    )
    signed = sum(not unit["missing"] for unit in shown["units"])
    return {
        "heading": t(f"签认 {year} 年度考核结果", f"Sign off the results of {year}"),
        "lead": t(
            f"第 {shown['no']} 次公布；双方均已签认 {signed}/{len(shown['units'])} 个单位",
            f"revision {shown['no']}; signed by both: {signed} of {len(shown['units'])} units",
        ),
        "columns": [{"label": title, "number": i == 2} for i, title in enumerate(titles)],
        "url": url_for("signing_off.send", year=year),
        "back": url_for("results.show", year=year),
        "side": mine(year),
        "checking": False,
        "kept": [],
    }


def _row(shown: Values, unit: Values) -> Values:
    side, grades = mine_of(shown), published.grades(shown)
    return {
        "unit": unit["unit"],
        "name": w(unit["unit_name"]),
        "url": url_for("results.sheet", year=shown["year"], unit=unit["unit"]),
        "front": w(unit["front_name"]),
        "total": number(unit["total"]),
        "grade": grades[unit["grade"]],
        "seen": f"{unit['unit']}:{unit['digest']}",
        "mine": side in unit["missing"] and not unit["moved"],
        "hands": [_hands(unit, one, grades) for one in signing.SIDES],
        "moved": moved(unit),
    }


def mine_of(shown: Values) -> str | None:
    """The same of a year as it is shown; looked up once for all its rows."""
    if "mine" not in shown:
        shown["mine"] = mine(shown["year"])
    side: str | None = shown["mine"]
    return side


def _hands(unit: Values, side: str, grades: dict[str, str]) -> list[str]:
    """The hands of one side on a unit's result, the last first; those outdated say by what."""
    own = [one for one in unit["sign_offs"] if one["side"] == side]
    return [said(one, unit, grades) for one in reversed(own)]


def said(one: Values, now: Values, grades: dict[str, str]) -> str:
    """One sign-off in a line: who and when; where it counts no more, what has changed."""
    by = f"{one['by_name']} {day(one['at'])}"
    if one["on_behalf_of_name"]:
        by += aside(t(f"代{one['on_behalf_of_name']}", f"for {one['on_behalf_of_name']}"))
    if one["outdated_by"] is None:
        return by
    before, after = (f"{number(o['total'])} {grades[o['grade']]}" for o in (one, now))
    what = f"{before} → {after}" if before != after else t("计分依据有变", "its grounds changed")
    return by + aside(t(f"已失效：{what}", f"outdated: {what}"))


def moved(unit: Values) -> str:
    """The targets that ended otherwise since these results were put up."""
    if not unit["moved"]:
        return ""
    titles = t("、", ", ").join(one["title"] for one in unit["moved"])
    return t(f"待更正结果：{titles}", f"to be revised first: {titles}")


def _check(year: int, seen: dict[str, str]) -> together.Answer:
    shown = signing.overview(reader(), year)
    rows = [_row(shown, unit) for unit in shown["units"]]
    ticked = {f"{unit}:{digest}" for unit, digest in seen.items()}
    ready = [row for row in rows if row["seen"] in ticked and row["mine"]]
    left = [row for row in rows if row["unit"] in seen and row not in ready]
    if not ready:
        flash(t("没有可签认的单位。", "There is nothing to sign off."), "wrong")
        return redirect(url_for("signing_off.show", year=year), 303)
    count = number(len(ready))
    kept = [("seen", row["seen"]) for row in ready] + [("once", secrets.token_urlsafe(12))]
    frame = {
        **_frame(shown),
        "heading": t(f"核对：签认 {count} 个单位", f"Check your answers: sign off {count} units"),
        "button": t(f"签认 {count} 个单位", f"Sign off {count} units"),
        "back": url_for("signing_off.show", year=year),
        "checking": True,
        "kept": kept,
    }
    return render_template("pages/signing_off.html", **frame, rows=ready, left=left)


def _sign(year: int, seen: dict[str, str], form: MultiDict[str, str]) -> together.Answer:
    """Each unit as it was shown; whatever was left out is named, each with its reason."""
    known = reader()
    version = known.desk().year_case(year).get("version")
    knocks = [_knock(year, version, unit, digest, form) for unit, digest in seen.items()]
    answers = here().door.perform_many(knocks, actor())
    units = known.organisation.units
    left = [
        together.Left(year, w(units[unit].name) if unit in units else unit, w(answer.words))
        for unit, answer in zip(seen, answers, strict=True)
        if isinstance(answer, WorkflowError)
    ]
    done, missed = len(answers) - len(left), len(left)
    sentence = t(f"已签认 {done} 个单位。", f"Signed off: {done} units.")
    if left:
        sentence = t(
            f"已签认 {done} 个单位，未签认 {missed} 个",
            f"Signed off: {done} units; left out: {missed}",
        )
    address = url_for("signing_off.show", year=year)
    return together.told(sentence, left, address, address)


def _knock(year: int, version: int, unit: str, digest: str, form: MultiDict[str, str]) -> Knock:
    data: Values = {"version": version, "unit": unit, "digest": digest}
    key = form_key(form)
    kept = once(f"page:{key}:{unit}", "year", year, ACT, data) if key else None
    return Knock(ACT, "year", year, data, kept)
