"""How far a year is: its way, its course, its targets by state, its units and its common items."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.county import reader
from web.pages.year_frame import heading, mine_first
from web.presentation import aside, day, label, moment, number, short, t, w
from workflow.lifecycle import act_named
from workflow.queries import reports, year_units, years
from workflow.terms import YEAR_STATES, YearState

Values = dict[str, Any]

# Each state of the way with the act that leads into it.
WAY = (
    (YearState.PREPARING, "open_year"),
    (YearState.DRAFTING, "open"),
    (YearState.ISSUED, "issue"),
    (YearState.ASSESSING, "assess"),
    (YearState.PUBLISHED, "publish"),
    (YearState.CLOSED, "close"),
)


def steps(shown: Values) -> list[Values]:
    """The way of a year with its present step, and the day on which each was reached."""
    at = [state.value for state, _ in WAY].index(shown["state"])
    reached = {event["action"]: day_of(event) for event in reversed(shown["events"])}
    marks = ["past"] * at + ["here"] + ["ahead"] * (len(WAY) - at - 1)
    return [
        {"label": w(YEAR_STATES[state]), "mark": mark, "note": reached.get(act, "")}
        for (state, act), mark in zip(WAY, marks, strict=True)
    ]


def day_of(event: Values) -> str:
    """The day of a step as the county's calendar has it."""
    return moment(event["at"]).rsplit(" ", 1)[0]


def facts(shown: Values, rows_of_units: list[Values]) -> list[Values]:
    """What is known of a year, and how far its units are together (S31)."""
    points = t("、", ", ").join(f"{w(c['name'])} {c['points']}" for c in shown["categories"])
    rows = [
        (t("印发文号", "Document"), shown["document"]),
        (t("印发时间", "Issued"), moment(shown["issued_at"])),
        (t("计划摘要", "Plan digest"), plan_name(shown["plan"])),
        (t("分值构成", "Points"), points),
        (t("未批准的目标", "Not approved"), number(len(shown["unapproved"]))),
        *_over_all(rows_of_units),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def plan_name(plan: Values | None) -> str:
    """By which digest the plan in force is named; nothing until it is issued."""
    return t(f"第{plan['no']}号", f"No. {plan['no']}") + f" {short(plan['digest'])}" if plan else ""


def _over_all(rows: list[Values]) -> list[tuple[str, str]]:
    signed = sum(bool(row["signed_on"]) for row in rows)
    late, missing = (sum(row[name] for row in rows) for name in ("red", "missing"))
    return [
        (t("已签责任书", "Letters signed"), f"{signed}/{len(rows)}"),
        (t("逾期的目标", "Targets late"), number(late)),
        (t("逾期未报的报告", "Reports missing"), number(missing)),
    ]


def timeline(shown: Values) -> list[Values]:
    """The steps that were taken, newest first, as macros/timeline.html draws them."""
    return [
        {
            "label": w(event["label"]) + aside(event["document"] or ""),
            "by": event["by_name"] or t("系统", "the system"),
            "post": w(event["post_name"]),
            "at": event["at"],
            "text": "\n".join(part for part in (event["text"], _last_days(event)) if part),
        }
        for event in reversed(shown["events"])
    ]


def _last_days(event: Values) -> str:
    """Until when the results are on notice and may be objected to (S34)."""
    if event["notice_until"] is None:
        return ""
    notice, objections = day(event["notice_until"]), day(event["objections_until"])
    return t(
        f"公示至 {notice}；复核申请至 {objections}。",
        f"On notice until {notice}; objections until {objections}.",
    )


def counts(shown: Values) -> list[Values]:
    """The targets by state, each leading to the list of them."""
    return [
        {
            "label": label("state", state),
            "count": count,
            "url": url_for("targets.list_all", year=shown["year"], state=state),
        }
        for state, count in shown["counts"].items()
        if count
    ]


def _columns(titles: tuple[str, ...], numbers: set[int]) -> list[Values]:
    return [{"label": title, "number": i in numbers} for i, title in enumerate(titles)]


def units(shown: Values) -> Values:
    """How far each unit is; the columns are those that matter at this stage of the year."""
    year, known = shown["year"], reader()
    found = year_units.progress(known, year)
    listed = [row["unit"] for row in found]
    scheme = years.scheme_of(known, year)
    reported = {r["unit"].code: r for r in reports.matrix(known, shown, listed, scheme)}
    signed = {letter["unit"]: letter["signed_on"] for letter in shown["letters"]}
    titles = (
        t("单位", "Unit"),
        t("战线", "Front"),
        t("目标", "Targets"),
        t("其中重点", "Key work"),
        t("重点任务", "Key tasks"),
        t("缺签", "Hands missing"),
        t("临期", "Due soon"),
        t("逾期", "Late"),
        t("责任书", "Letter"),
        t("报告", "Reports"),
    )
    return {
        "columns": _columns(titles, {2, 3, 4, 5, 6, 7}),
        "caption": t("各单位进度", "How far the units are") + mine_first(listed),
        "rows": [_unit(shown, row, signed, reported[row["unit"].code]) for row in found],
    }


def _unit(shown: Values, row: Values, signed: Values, reported: Values) -> Values:
    unit, year = row["unit"], shown["year"]
    front = reader().organisation.front(year, unit.id)
    return {
        **row,
        "name": w(unit.name),
        "url": _sheet(unit, year),
        "front": w(front.name) if front else "",
        "share": _share(row["key_targets"], row["targets"]),
        "signed_on": signed.get(unit.code),
        "letter": day(signed.get(unit.code)) or (t("未签", "not yet") if shown["document"] else ""),
        **_sent(reported["cells"]),
    }


def _sheet(unit: Any, year: int) -> str:
    """The unit's sheet for those who work on it, the list of its targets for everybody else."""
    if reader().works_for(unit.id):
        return url_for("sheet.show", unit=unit.code, year=year)
    return url_for("targets.list_all", unit=unit.code, year=year)


def _share(some: int, of: int) -> str:
    """How much of a unit's plan is key work (S16): the number, and the share in per cent."""
    return f"{some} · {round(100 * some / of)}%" if of else ""


def _sent(cells: list[Values]) -> Values:
    """How many of the reports that are owed by now were sent, and how many are missing."""
    standings = [cell["standing"] for cell in cells]
    sent = standings.count("sent") + standings.count("late")
    missing = standings.count("missing")
    return {"sent": f"{sent}/{sent + missing}" if sent + missing else "", "missing": missing}


def items(year: int) -> Values:
    """The year's common and stability items, with the one hand that covers all units."""
    signs = act_named("item", "sign_item")
    titles = (
        t("事项", "Item"),
        t("类别", "Category"),
        t("分值", "Points"),
        t("考核责任单位", "Scoring unit"),
        t("单位数", "Units"),
        t("待领导签署", "Wait for the leader"),
        t("可办事项", "What you can do"),
    )
    rows = [
        {
            **item["fields"],
            "scoring_unit": w(item["scoring_unit"]),
            "units": item["units"],
            "waiting": item["waiting"],
            "sign": url_for(
                "administration.ask_of_item", year=year, item=item["id"], action="sign_item"
            )
            if item["mine"] and item["waiting"]
            else "",
        }
        for item in years.item_rows(reader(), year)
    ]
    return {
        "columns": _columns(titles, {2, 4, 5}),
        "rows": rows,
        "sign": w(signs.label) if signs else "",
        "heading": heading(year),
    }
