"""责任书 the responsibility letters of a year: who has signed, the scan of each, and the letter."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from web.county import reader
from web.pages import scans, way
from web.pages.acts import refuse_early
from web.pages.asking import Answer, flow
from web.pages.letter_paper import paper
from web.pages.year_acts import asked_of
from web.pages.year_frame import heading, tabs
from web.presentation import day, t, w
from workflow.erased import ERASED
from workflow.errors import StaleVersion, WrongState
from workflow.lifecycle import BY_KIND
from workflow.queries import letters, years

Values = dict[str, Any]
pages = Blueprint("letters", __name__)

SIGN = BY_KIND["year"]["sign_letter"]


@pages.url_value_preprocessor
def allow_for_a_scan(endpoint: str | None, _: Values | None) -> None:
    """A scan may be larger than a form; said before anything looks into the form."""
    scans.allow(endpoint, "letters.sign")


@pages.get("/years/<int(max=9999):year>/letters")
def list_all(year: int) -> str:
    shown = years.year(reader(), year)
    signs = any(a["action"] == SIGN.name and a["allowed"] for a in shown["actions"])
    rows = [_row(shown, unit, signs) for unit in letters.units(reader(), shown)]
    # Whose letter is missing comes first.
    rows.sort(key=lambda row: bool(row["signed_on"]))
    missing = sum(not row["signed_on"] for row in rows)
    titles = (
        t("单位", "Unit"),
        t("战线", "Front"),
        t("签订日期", "Signed on"),
        t("扫描件", "Scan"),
        t("登记", "Registered"),
        t("责任书", "Letter"),
    )
    return render_template(
        "pages/letters.html",
        heading=t(f"{year} 年度责任书", f"Responsibility letters {year}"),
        lead=t(
            f"{len(rows)} 个单位，已签 {len(rows) - missing}，未签 {missing}",
            f"Units: {len(rows)}; signed: {len(rows) - missing}; missing: {missing}",
        ),
        year=year,
        tabs=tabs(year, "letters.list_all"),
        columns=[{"label": title} for title in titles],
        rows=rows,
        sign=w(SIGN.label) if signs and missing else "",
        sign_url=url_for("letters.sign", year=year),
    )


def _row(shown: Values, unit: Any, signs: bool) -> Values:
    year = shown["year"]
    front = reader().organisation.front(year, unit.id)
    found: Values = next((row for row in shown["letters"] if row["unit"] == unit.code), {})
    erased = found.get("scan_erased")
    scan = found.get("scan") and not erased and reader().works_for(unit.id)
    return {
        "name": w(unit.name),
        "front": w(front.name) if front else "",
        "signed_on": day(found.get("signed_on")),
        "by": found.get("by_name", ""),
        "at": found.get("at"),
        "scan_state": scan_state(found),
        "scan": scans.kind(found) if scan else "",
        "scan_url": url_for("letters.scan", year=year, unit=unit.code),
        "url": url_for("letters.show", year=year, unit=unit.code) if shown["issued_at"] else "",
        "sign_url": url_for("letters.sign", year=year, unit=unit.code)
        if signs and not found
        else "",
    }


def scan_state(found: Values) -> str:
    """What there is of a letter's scan, for those who may not open it."""
    if found.get("scan_erased"):
        return w(ERASED)
    if not found:
        return ""
    return t("有", "Yes") if found["scan"] else t("无", "None")


@pages.route("/years/<int(max=9999):year>/acts/sign_letter", methods=["GET", "POST"])
def sign(year: int) -> Answer:
    """Register a letter. Its scan is attached with the form, the letter only once confirmed."""
    shown = years.year(reader(), year)
    g.back = url_for("letters.list_all", year=year)
    refuse_early(shown, SIGN.name)
    asked = asked_of(SIGN, shown)
    try:
        if request.method == "GET":
            return flow(asked)
        return scans.sent_with(asked, t("责任书", "the letter"))
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), g.back), 409


@pages.get("/years/<int(max=9999):year>/letters/<unit>/scan")
def scan(year: int, unit: str) -> Response:
    """The scan, to be saved."""
    return scans.answer(letters.scan(reader(), year, unit), f"letter-{year}-{unit}")


@pages.get("/years/<int(max=9999):year>/letters/<unit>")
def show(year: int, unit: str) -> str:
    """The letter itself, as it is printed and signed."""
    g.back = url_for("letters.list_all", year=year)
    return render_template(
        "pages/letter.html",
        back=g.back,
        back_label=heading(year) + t("责任书", ": letters"),
        **paper(letters.letter(reader(), year, unit)),
    )
