"""位次差距: how little would make a unit change places with the next one of its front."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Blueprint, render_template, url_for

from web.county import reader
from web.pages import published
from web.presentation import number, t, w
from workflow.queries import margins, results, what_if
from workflow.scoring.exact import exact, exact_text, rounded

Values = dict[str, Any]
pages = Blueprint("margins", __name__)
PLACES = 2


@pages.get("/years/<int(max=9999):year>/results/margins")
def show(year: int) -> str:
    """Each pair of neighbours, front by front."""
    known = reader()
    shown = results.results(known, year, published.asked_for())
    drawing = _Drawing(shown, margins.titles(known, shown["fronts"]), what_if.may_ask(known, year))
    return render_template(
        "pages/margins.html",
        heading=t(f"{year} 年度位次差距", f"How far the ranks of {year} are from flipping"),
        back=url_for("results.show", year=year, no=published.no_of(shown)),
        outdated=published.outdated(shown),
        columns=_columns(),
        fronts=[drawing.front(each) for each in shown["fronts"] if each["margins"]],
    )


def _columns() -> list[Values]:
    titles = (
        t("位次", "Places"),
        t("前后两个单位", "Two neighbours"),
        t("相差", "Apart"),
        t("一类分值最小改动", "Smallest change of one category's points"),
        t("一项得分最小改动", "Smallest change of one score"),
    )
    return [{"label": title, "number": i == 2} for i, title in enumerate(titles)]


class _Drawing:
    """The margins of one year in words."""

    def __init__(self, shown: Values, titles: dict[int, str], may_try: bool) -> None:
        self.year = shown["year"]
        self.names = {c["code"]: w(c["name"]) for c in shown["categories"]}
        self.titles = titles
        self.may_try = may_try

    def front(self, each: Values) -> Values:
        units = {unit["unit"]: unit for unit in each["units"]}
        return {
            "id": f"front-{each['front']}",
            "name": w(each["name"]),
            "rows": [self._row(margin, units) for margin in each["margins"]],
        }

    def _row(self, margin: Values, units: dict[str, Values]) -> Values:
        pair = [units[margin[side]] for side in ("ahead", "behind")]
        return {
            "places": t("、", ", ").join(dict.fromkeys(str(unit["rank"]) for unit in pair)),
            "pair": t(" 与 ", " and ").join(w(unit["unit_name"]) for unit in pair),
            "gap": t("并列", "tied") if margin["tied"] else _points(near(margin["gap"])),
            "weight": self._weight(margin),
            "trial": self._trial(margin["weight"]),
            "score": self._score(margin, units),
        }

    def _weight(self, margin: Values) -> str:
        weight = margin["weight"]
        if margin["tied"]:
            return t("已经打平", "level already")
        if not margin["foreseen"]:
            return t("总分经封顶或折算，未推算", "limits or normalising at work: not foreseen")
        if weight is None:
            return t("改动任何一类分值都不会换位", "cannot flip by any one weight")
        name = self.names.get(weight["category"], weight["category"])
        return f"{name} {signed(weight['change'])} → {_points(near(weight['points']))}"

    def _trial(self, weight: Values | None) -> str:
        """Where the change can be tried, a little beyond the point at which they draw level."""
        if weight is None or not self.may_try:
            return ""
        turned: Values = {f"points.{weight['category']}": beyond(weight)}
        return url_for("what_if.show", year=self.year, **turned)

    def _score(self, margin: Values, units: dict[str, Values]) -> str:
        score = margin["score"]
        if margin["tied"] or not margin["foreseen"]:
            return ""
        if score is None:
            return t("没有一项得分足以换位", "no one score is enough")
        unit = w(units[score["unit"]]["unit_name"])
        title, change = self.titles[score["target"]], signed(score["change"])
        return t(f"{unit}“{title}”{change} 分", f"{unit}, “{title}”: {change} points")


def _points(said: str) -> str:
    return t(f"{said} 分", f"{said} points")


def near(text: str) -> str:
    """An exact number to two decimals, and that it is only about that where it is."""
    value = exact(text)
    shown = rounded(value, PLACES, "half_up")
    about = "" if shown == value else t("约 ", "about ")
    return about + number(exact_text(shown))


def signed(text: str) -> str:
    """The same with its sign."""
    value = exact(text)
    shown = rounded(value, PLACES, "half_up")
    about = "" if shown == value else t("约 ", "about ")
    return about + ("+" if value > 0 else "−") + number(exact_text(abs(shown)))


def beyond(weight: Values) -> str:
    """The first number of one decimal beyond the point at which two units draw level: far enough
    for scores that are rounded to two decimals to show it, as a rule."""
    tenths = exact(weight["points"]) * 10
    whole = tenths.numerator // tenths.denominator
    ahead = whole + 1 if exact(weight["change"]) > 0 else whole - (tenths == whole)
    return exact_text(Fraction(max(ahead, 0), 10))
