"""历年对比: one unit over the published years, and one measure over years and units."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Blueprint, render_template, request, url_for

from web.county import reader
from web.pages.charts import chart
from web.pages.naming import percent
from web.presentation import number, t, w
from workflow.queries import over_years
from workflow.scoring.exact import exact

Values = dict[str, Any]
pages = Blueprint("over_years", __name__)
FULL = (Fraction(0), Fraction(100))


@pages.get("/results/units/<code>")
def unit(code: str) -> str:
    """A unit's total, grade, rank and categories by year."""
    shown = over_years.unit_over_years(reader(), code)
    name, rows = w(shown["unit_name"]), shown["years"]
    categories = {c["code"]: w(c["name"]) for row in rows for c in row["categories"]}
    return render_template(
        "pages/unit_years.html",
        heading=t(f"{name}历年结果", f"{name} over the years"),
        columns=_unit_columns(list(categories.values())),
        rows=[_unit_row(code, row, list(categories)) for row in rows],
        chart=_unit_chart(name, rows),
    )


def _unit_columns(categories: list[str]) -> list[Values]:
    titles = [
        t("年度", "Year"),
        t("战线内位次", "Place in the front"),
        t("总分", "Total"),
        t("等次", "Grade"),
        *categories,
        t("重点未完成", "Key not met"),
        t("复核成立", "Objections upheld"),
    ]
    texts = {3}
    return [{"label": title, "number": i not in texts} for i, title in enumerate(titles)]


def _unit_row(code: str, row: Values, categories: list[str]) -> Values:
    own = {each["code"]: each for each in row["categories"]}
    place = t(f"{row['rank']}／{row['beside']}", f"{row['rank']} of {row['beside']}")
    return {
        "year": row["year"],
        "url": url_for("results.sheet", year=row["year"], unit=code),
        "place": f"{w(row['front_name'])} {place}",
        "total": number(row["total"]),
        "grade": w(row["grade_name"]),
        "shares": [_share(own[c]) if c in own else "—" for c in categories],
        "unfinished": row["unfinished_key"],
        "upheld": row["upheld"],
    }


def _share(category: Values) -> str:
    return "—" if category["share"] is None else percent(category["share"])


def _unit_chart(name: str, rows: list[Values]) -> Values | None:
    """The total as a share of the scheme's, so that years of other totals can be compared."""
    years = [row["year"] for row in rows]
    line = {row["year"]: exact(row["total"]) / exact(row["of"]) * 100 for row in rows}
    said = t("；", "; ").join(f"{row['year']}: {number(row['total'])}" for row in rows)
    title = t(
        f"{name}历年总分占满分的比例：{said}", f"{name}: total as a share of all points. {said}"
    )
    return chart(title, years, {}, line, unit="%")


@pages.get("/results/measures")
def measures() -> str:
    """A common item, or a measure by its name, in every unit and year."""
    known = reader()
    item, measure, chosen = (request.args.get(n, "").strip() for n in ("item", "measure", "unit"))
    listed = over_years.measures(known)
    if measure:
        item = ""  # what was typed goes before what the list shows
    elif not item and listed:
        item = listed[0]["item"]
    found = over_years.measure_over_years(known, item=item, measure=measure[:200])
    years = sorted({row["year"] for row in found})
    title = _title(listed, item, measure)
    return render_template(
        "pages/measure_years.html",
        action=url_for("over_years.measures"),
        items=_options([(one["item"], one["title"]) for one in listed], item, measure),
        measure=measure,
        units=_options(sorted({(r["unit"], w(r["unit_name"])) for r in found}), chosen, ""),
        title=title,
        columns=_measure_columns(years),
        rows=_measure_rows(found, years),
        chart=_measure_chart(title, found, years, chosen),
    )


def _title(listed: list[Values], item: str, measure: str) -> str:
    names = {one["item"]: one["title"] for one in listed}
    return str(names.get(item, item) if item else measure)


def _options(pairs: list[tuple[str, str]], chosen: str, instead: str) -> list[Values]:
    return [
        {"value": value, "label": label, "chosen": value == chosen and not instead}
        for value, label in pairs
    ]


def _measure_columns(years: list[int]) -> list[Values]:
    titles = [t("单位", "Unit"), *(t(f"{year} 年", str(year)) for year in years)]
    return [{"label": title, "number": i > 0} for i, title in enumerate(titles)]


def _measure_rows(found: list[Values], years: list[int]) -> list[Values]:
    units: dict[str, Values] = {}
    for row in found:
        own = units.setdefault(row["unit"], {"name": w(row["unit_name"]), "code": row["unit"]})
        own.setdefault("years", {}).setdefault(row["year"], []).append(_cell(row))
    return [
        {
            "name": own["name"],
            "url": url_for("over_years.unit", code=own["code"]),
            "cells": [t("；", "; ").join(own["years"].get(year, ["—"])) for year in years],
        }
        for own in units.values()
    ]


def _cell(row: Values) -> str:
    """What was found of what was asked for, where there are values; and what it scored."""
    scored = t(
        f"{number(row['score'])}／{number(row['points'])} 分",
        f"{number(row['score'])} of {number(row['points'])} points",
    )
    if row["found_value"] is None:
        return scored
    unit = row["unit_of_measure"] or ""
    found = f"{number(row['found_value'])} {unit}".strip()
    wanted = number(row["target_value"])
    values = t(f"{found}（目标 {wanted}）", f"{found} (target {wanted})") if wanted else found
    return f"{values}{t('，', ', ')}{scored}"


def _measure_chart(title: str, found: list[Values], years: list[int], chosen: str) -> Values | None:
    """Every unit's share of the points as a dot a year, the chosen one's joined."""
    known = [row for row in found if row["share"] is not None]
    dots = {year: [_of_100(r) for r in known if r["year"] == year] for year in years}
    line = {row["year"]: _of_100(row) for row in known if row["unit"] == chosen}
    said = t(
        f"{title}：各单位历年得分占分值的比例，数字见下表",
        f"{title}: each unit's score as a share of the points by year; the numbers stand below",
    )
    return chart(said, years, dots, line, scale=FULL, unit="%")


def _of_100(row: Values) -> Fraction:
    return exact(row["share"]) * 100
