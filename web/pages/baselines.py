"""登记为下年基数: a published year's results become the next year's baselines, all at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from web.county import actor, here, reader
from web.presentation import aside, number, t, w
from workflow.door import Done
from workflow.queries import baselines
from workflow.terms import PAST_STATUSES

Values = dict[str, Any]
pages = Blueprint("baselines", __name__)
ADDRESS = "/years/<int(max=9999):year>/results/baselines"


@pages.get(ADDRESS)
def show(year: int) -> str:
    """What would be recorded, before it is."""
    found = baselines.baselines(reader(), year)
    return render_template(
        "pages/baselines.html",
        heading=t(f"{year} 年度结果登记为下年基数", f"Results of {year} as next year's baselines"),
        lead=t("口径：", "Status: ") + w(PAST_STATUSES[found["status"]]),
        back=url_for("results.show", year=year),
        action=url_for("baselines.record", year=year),
        columns=_columns(),
        rows=[_row(row) for row in found["rows"]],
        double=[_row(row) for row in found["double"]],
        same=found["same"],
        by_hand=url_for("administration.ask", action="record_past_result"),
    )


@pages.post(ADDRESS)
def record(year: int) -> Response:
    """Every one an act of its own; who was quicker by hand is not overwritten."""
    knocks = baselines.knocks(baselines.baselines(reader(), year))
    answers = here().door.perform_many(knocks, actor()) if knocks else []
    done = sum(isinstance(answer, Done) for answer in answers)
    left = len(answers) - done
    said = t(f"已登记 {done} 项", f"Recorded: {done}")
    said += t(f"，未能登记 {left} 项", f", not recorded: {left}") if left else ""
    flash(said, "wrong" if left else "fine")
    return redirect(url_for("baselines.show", year=year), 303)


def _columns() -> list[Values]:
    titles = (
        t("单位", "Unit"),
        t("目标", "Target"),
        t("指标", "Measure"),
        t("目标值", "Target value"),
        t("完成值", "Result"),
    )
    return [{"label": title, "number": i > 2} for i, title in enumerate(titles)]


def _row(row: Values) -> Values:
    return {
        "unit": w(row["unit_name"]),
        "title": row["title"],
        "url": url_for("targets.show", target=row["target"]),
        "measure": row["measure"] + aside(row["unit_of_measure"]),
        "target_value": number(row["target_value"]),
        "result": number(row["result"]),
    }
