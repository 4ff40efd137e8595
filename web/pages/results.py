"""The results of a year: ranking per front, score sheets, and why one unit stands before another.

Everything shown was stored when the results were published; pages put it into words (S33, S40–S47).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.county import reader
from web.pages import comparing, published, score_sheets, signing_off
from web.presentation import day, label, number, t, w
from workflow.errors import NotFound
from workflow.queries import (
    baselines,
    comparison,
    facts,
    objecting,
    publication,
    results,
    score_sheet,
    what_if,
)

Values = dict[str, Any]
pages = Blueprint("results", __name__)
YEAR = "/years/<int(max=9999):year>/results"


@pages.get("/results")
def begin() -> Response | str:
    """The newest year that has results; before there is one, the newest that will have some."""
    listed = publication.years(reader())
    if not listed:
        return _not_yet(None)
    newest = next((row for row in listed if row["no"] is not None), listed[0])
    return redirect(url_for("results.show", year=newest["year"]), 303)


@pages.get(YEAR)
def show(year: int) -> str:
    """The ranking of each front, and the awards and sanctions of the year."""
    known, no = reader(), published.asked_for()
    try:
        shown = results.results(known, year, no)
    except NotFound:
        if no is not None or facts.year(known.database, year) is None:
            raise
        return _not_yet(year)
    return render_template(
        "pages/results.html",
        heading=heading(year),
        lead=published.lead(shown),
        years=published.years(year),
        revisions=published.revisions(shown, lambda n: url_for("results.show", year=year, no=n)),
        outdated=published.outdated(shown) or published.corrected(shown),
        facts=[
            *published.dates(shown),
            *signing_off.progress(shown),
            *published.checkpoint(shown["checkpoint"]),
        ],
        signing=signing_off.way(shown) if published.is_last(shown) else None,
        columns=columns(shown),
        fronts=[front(shown, each) for each in shown["fronts"]],
        award_columns=award_columns(),
        awards=awards(shown),
        paying=paying(year) if published.is_last(shown) else "",
        more=more(year, published.no_of(shown)),
    )


def more(year: int, no: int | None) -> list[Values]:
    """What else may be asked of a year's results by this reader."""
    places = [
        (
            t("位次差距", "How far ranks are from flipping"),
            url_for("margins.show", year=year, no=no),
        )
    ]
    if what_if.may_ask(reader(), year):
        places.append((t("方案试算", "Try a scheme"), url_for("what_if.show", year=year)))
    if baselines.may_carry(reader(), year):
        carry = url_for("baselines.show", year=year)
        places.append((t("登记为下年基数", "Next year's baselines"), carry))
    places.append((t("历年对比", "Over the years"), url_for("over_years.measures")))
    return [{"label": label, "url": url} for label, url in places]


def heading(year: int | None) -> str:
    """What the ranking is called."""
    return t(f"{year} 年度考核结果", f"Results of {year}") if year else t("考核结果", "Results")


def _not_yet(year: int | None) -> str:
    """Nothing was published yet; who works on a unit's targets finds its scores so far."""
    open_to_me = score_sheet.open_sheets(reader(), year) if year else []
    return render_template(
        "pages/results_awaited.html",
        heading=heading(year),
        years=published.years(year),
        sheets=[
            {
                "label": w(row["unit_name"]),
                "url": url_for("results.sheet", year=year, unit=row["unit"]),
            }
            for row in open_to_me
        ],
    )


def columns(shown: Values) -> list[Values]:
    """The columns of a front's table."""
    texts = [t("位次", "Place"), t("单位", "Unit")]
    points = [w(category["name"]) for category in shown["categories"]]
    after = [
        t("总分", "Total"),
        t("等次", "Grade"),
        t("等次调整", "Grade rules applied"),
        t("重点未完成", "Key not met"),
        t("县长审定下达", "Imposed"),
        t("年中调低", "Lowered"),
        t("奖惩", "Awards and sanctions"),
    ]
    numbers = {0, *range(2, 3 + len(points)), *range(5 + len(points), 8 + len(points))}
    titles = [*texts, *points, *after]
    return [{"label": title, "number": i in numbers} for i, title in enumerate(titles)]


def front(shown: Values, each: Values) -> Values:
    """A front with its rows, and where two of its units can be compared."""
    codes = [unit["unit"] for unit in each["units"]]
    no = published.no_of(shown)
    pair = {"a": codes[0], "b": codes[1], "no": no} if len(codes) > 1 else None
    return {
        "id": f"front-{each['front']}",
        "name": w(each["name"]),
        "rows": [_row(shown, unit) for unit in each["units"]],
        "compare": url_for("results.compare", year=shown["year"], **pair) if pair else "",
    }


def _row(shown: Values, unit: Values) -> Values:
    no = published.no_of(shown)
    codes = [category["code"] for category in shown["categories"]]
    return {
        "place": published.place(unit),
        "unit": w(unit["unit_name"]),
        "url": url_for("results.sheet", year=shown["year"], unit=unit["unit"], no=no),
        "points": [number(unit["categories"].get(code)) for code in codes],
        "total": unit["total"],
        "grade": published.grade(unit, published.grades(shown)),
        "rules": [w(rule["name"]) for rule in unit["rules"]],
        "unfinished": unit["unfinished_key"],
        "imposed": unit["imposed"],
        "lowered": unit["lowered"],
        "awards": [published.award(award) for award in unit["awards"]],
    }


def award_columns() -> list[Values]:
    """The columns of the year's awards and sanctions."""
    titles = (
        t("编号", "No."),
        t("单位", "Unit"),
        t("类别", "Kind"),
        t("事项", "What"),
        t("金额", "Amount"),
        t("状态", "State"),
        t("文号", "Document"),
        t("办结日期", "Done on"),
    )
    return [{"label": title, "number": i in (0, 4)} for i, title in enumerate(titles)]


def awards(shown: Values) -> list[Values]:
    """Every award and sanction of the year, by front and place; those withheld too."""
    units = [unit for each in shown["fronts"] for unit in each["units"]]
    return [
        {
            "id": row["id"] or "",
            "unit": w(unit["unit_name"]),
            "kind": label("award_kind", row["kind"]),
            "name": w(row["name"]),
            "amount": published.money(row),
            "state": row["state"],
            "document": row["document"] or "",
            "done_on": day(row["done_on"]),
        }
        for unit in units
        for row in unit["awards"]
    ]


def paying(year: int) -> str:
    """Where an award or sanction is carried out; nothing where this is not the reader's now."""
    may = results.may_pay(reader(), year)
    return url_for("years.ask", year=year, action="pay_award") if may else ""


@pages.get(f"{YEAR}/<unit>")
def sheet(year: int, unit: str) -> str:
    """The score sheet of one unit."""
    known = reader()
    shown = score_sheet.sheet(known, year, unit, published.asked_for())
    open_nodes = objecting.open_nodes(known, year, known.organisation.units[unit])
    drawn = score_sheets.drawn(shown, open_nodes, objecting.shut(known, year))
    drawn["facts"] += signing_off.facts(shown)
    return render_template("pages/score_sheet.html", **drawn)


@pages.get(f"{YEAR}/compare")
def compare(year: int) -> str:
    """Why one unit stands before another."""
    a, b = (request.args.get(name, "") for name in ("a", "b"))
    shown = comparison.comparison(reader(), year, a, b, published.asked_for())
    return render_template("pages/compare.html", **comparing.drawn(shown, a, b))
