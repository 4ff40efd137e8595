"""单位登记: what counts for units as a whole, listed, and the sheet of an evaluation's outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from web.county import reader
from web.pages import way
from web.pages.acts import refuse_early
from web.pages.asking import Answer, Asked, flow
from web.pages.year_frame import heading, tabs
from web.presentation import aside, moment, number, t, w
from workflow.effects.whole_unit import stored_outcome
from workflow.errors import StaleVersion, WrongState
from workflow.lifecycle import BY_KIND
from workflow.queries import years
from workflow.queries.unit_entries_view import listed
from workflow.scheme.scheme import Scheme
from workflow.scheme.unit_rules import Evaluation
from workflow.spreadsheets.evaluation_file import Asking, askings, placed

Values = dict[str, Any]
pages = Blueprint("unit_entries", __name__)


@pages.get("/years/<int(max=9999):year>/entries")
def show(year: int) -> str:
    known = reader()
    shown, scheme = years.year(known, year), years.scheme_of(known, year)
    rows = listed(known, year)
    offered = {a["action"] for a in shown["actions"] if a["allowed"]}
    columns = (
        t("单位", "Unit"),
        t("事项", "Entry"),
        t("结果", "Outcome"),
        t("依据文号", "Document"),
        t("事由", "Reason"),
        t("登记", "Entered"),
        t("状态", "State"),
    )
    return render_template(
        "pages/unit_entries.html",
        heading=t(f"{year} 年度单位登记", f"Entries about units {year}"),
        lead=t(
            "各单位目标得分之外的测评、阶段考核、加减分和一票否决，均凭文件登记，只撤销、不修改",
            "What counts for units besides their targets: evaluations, adjustments and vetoes, "
            "each by its document; taken back, never changed",
        ),
        tabs=tabs(year, "unit_entries.show"),
        columns=[{"label": label} for label in columns],
        rows=[_row(scheme, row, year, offered) for row in rows],
        offers=_offers(scheme, year, offered),
    )


def _offers(scheme: Scheme, year: int, offered: set[str]) -> list[Values]:
    """A button for each evaluation and period, then for the other acts."""
    asked = [
        {
            "label": button(asking),
            "url": url_for("unit_entries.enter", year=year, **address_of(asking)),
        }
        for asking in askings(year, scheme, reader().organisation)
        if "enter_evaluation" in offered
    ]
    acts = [name for name in ("adjust_unit", "veto_unit") if name in offered]
    return asked + [
        {
            "label": w(BY_KIND["year"][name].label),
            "url": url_for("years.ask", year=year, action=name),
        }
        for name in acts
    ]


def _row(scheme: Scheme, row: Values, year: int, offered: set[str]) -> Values:
    return {
        "unit": w(row["unit_name"]),
        "name": entry_name(scheme, row) + aside(row["period"] or ""),
        "outcome": outcome(scheme, row),
        "document": row["document"],
        "text": row["text"] or "",
        "entered": f"{moment(row['at'])} {row['by_name']}",
        "ended": bool(row["ended_at"]),
        "end": _end(row),
        "url": url_for("years.ask", year=year, action="end_entry", entry=row["id"])
        if not row["ended_at"] and "end_entry" in offered
        else "",
    }


def entry_name(scheme: Scheme, row: Values) -> str:
    """What the scheme calls the thing that was entered."""
    names = {
        "evaluation": {one.code: one.name for one in scheme.evaluations},
        "adjustment": {one.code: one.name for one in scheme.adjustments},
        "veto": {one.code: one.name for one in scheme.vetoes},
    }[row["kind"]]
    code: str = row["code"]
    return w(names[code]) if code in names else code


def outcome(scheme: Scheme, row: Values) -> str:
    """What was entered, in words."""
    if row["kind"] == "veto":
        return t("否决", "veto")
    if row["counts"] is None:
        signed = row["kind"] == "adjustment" and not row["value"].startswith("-")
        points = ("+" if signed else "") + number(row["value"])
        return t(f"{points} 分", f"{points} points")
    (declared,) = (one for one in scheme.evaluations if one.code == row["code"])
    given = row["counts"]
    return t("，", ", ").join(
        f"{w(answer.name)} {number(str(given.get(answer.code, 0)))}" for answer in declared.answers
    )


def _end(row: Values) -> str:
    if not row["ended_at"]:
        return ""
    said = t(f"已撤销：{row['ended_by']}", f"ended: {row['ended_by']}")
    return said + aside(row["end_text"] or "")


@dataclass
class AskedForOutcomes(Asked):
    """The sheet of one evaluation: its check page tells every unit's outcome on a line."""

    evaluation: Evaluation | None = None

    def examine(self, data: Values) -> None:
        assert self.evaluation is not None  # noqa: S101  (the page is that of one)
        for place, outcome in enumerate(data["units"]):
            stored_outcome(self.evaluation, outcome, place)

    def answers(self, data: Values) -> list[Values]:
        names = dict(self.choices["units"])
        labels = dict(self.choices["answers"])
        rows = [
            {
                "label": names.get(row["unit"], row["unit"]),
                "value": t("，", ", ").join(
                    f"{labels.get(each['answer'], each['answer'])} {each['count']}"
                    for each in row.get("counts", ())
                )
                or number(row.get("value")),
            }
            for row in data["units"]
        ]
        return [
            {"label": t("依据文号", "Document number"), "value": data["document"]},
            *rows,
        ]


@pages.route("/years/<int(max=9999):year>/acts/enter_evaluation", methods=["GET", "POST"])
def enter(year: int) -> Answer:
    """The sheet of an evaluation named by its code, and by its period where it has several."""
    known = reader()
    shown, scheme = years.year(known, year), years.scheme_of(known, year)
    back = url_for("unit_entries.show", year=year)
    asking = asking_for(year, scheme)
    if asking is None:
        return redirect(back)
    if request.method == "GET":
        refuse_early(shown, "enter_evaluation")
    declared = asking.declared
    asked = AskedForOutcomes(
        act=BY_KIND["year"]["enter_evaluation"],
        object_id=year,
        button=button(asking),
        lead=heading(year),
        back=back,
        back_label=t("单位登记", "Entries about units"),
        seen={"version": shown["version"], **address_of(asking)},
        choices={
            "units": placed_units(year),
            "answers": [(answer.code, w(answer.name)) for answer in declared.answers],
        },
        skipped=frozenset({"evaluation", "period"}),
        about=about(declared),
        beside={
            "label": t("用 Excel 填写", "Fill in by Excel"),
            "url": url_for("evaluation_files.begin", year=year, **address_of(asking)),
        },
        evaluation=declared,
    )
    try:
        return flow(asked)
    except (StaleVersion, WrongState) as error:
        return way.moved(w(error.words), asked.back), 409


def placed_units(year: int) -> list[tuple[str, str]]:
    """The units that have a front in a year, by code and name."""
    return [(unit.code, w(unit.name)) for unit in placed(year, reader().organisation)]


def asking_for(year: int, scheme: Scheme) -> Asking | None:
    """The evaluation and period that the address names, where the scheme has it."""
    code, period = request.values.get("evaluation"), request.values.get("period") or None
    known = askings(year, scheme, reader().organisation)
    named = ((one.declared.code, one.period) for one in known)
    return dict(zip(named, known, strict=True)).get((code or "", period))


def address_of(asking: Asking) -> Values:
    """How an address names the evaluation and its period."""
    named = {"evaluation": asking.declared.code, "period": asking.period}
    return {name: value for name, value in named.items() if value}


def button(asking: Asking) -> str:
    """What names the act on every page of it."""
    return t("登记", "Enter: ") + w(asking.name)


def about(one: Evaluation) -> list[Values]:
    points = number(one.points)
    if one.answers:
        shares = t("，", ", ").join(f"{w(a.name)} {number(a.share)}" for a in one.answers)
        said = t(f"{points} 分 × 平均：{shares}", f"{points} points × mean of: {shares}")
    else:
        said = t(
            f"{points} 分 × 得分 ÷ {number(one.out_of)}",
            f"{points} points × score ÷ {number(one.out_of)}",
        )
    rows = [
        {"label": t("计分", "Counts as"), "value": said, "whole": True},
        {
            "label": t("填写", "To fill in"),
            "value": t(
                "只填有结果的单位；已登记过的，以本次为准，原登记留存。",
                "Only the units with an outcome; one entered before is replaced, and stays "
                "readable.",
            ),
            "whole": True,
        },
    ]
    return rows
