"""A person's year and a unit's year, each on one page, for auditors."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, url_for

from web import paging, part_values
from web.county import actor, live, reader
from web.pages.audit_rows import columns, kind_name, row
from web.presentation import BEIJING, MONTHS, aside, day, label, moment, number, t, w
from workflow.clock import moment_of
from workflow.queries import person_year, unit_record
from workflow.reads import note_reading
from workflow.terms import DELEGATIONS, OBJECTED_TO, OBJECTION_STATES, PROPOSAL_KINDS
from workflow.written import code_name

Values = dict[str, Any]
pages = Blueprint("audit_years", __name__)
AT_ONCE = 200


@pages.get("/audit/people/<username>/<int(max=9999):year>")
def person(username: str, year: int) -> str:
    shown = person_year.person_year(
        reader(), username, year, limit=AT_ONCE, before=paging.cursor() or None
    )
    note_reading(live().door, actor(), "person_year", username=username)
    return render_template(
        "pages/audit_person.html",
        title=t(f"{shown['name']}的 {year} 年", f"{shown['name']}: the year {year}"),
        username=username,
        back=url_for("audit.list_entries"),
        beside=_beside(year, username),
        search=url_for("audit.list_entries", person=username, **_days(year)),
        posts=[_post(one) for one in shown["posts"]],
        delegations=[_delegation(one) for one in shown["delegations"]],
        counts=[_count(one) for one in shown["counts"]],
        count_columns=_count_columns(),
        columns=columns(),
        groups=_by_month(shown["items"]),
        shown=len(shown["items"]),
        first=paging.first(),
        next=paging.following(shown["next"]),
    )


def _beside(year: int, username: str) -> list[Values]:
    """The years before and after."""
    return [
        {"label": str(one), "url": url_for("audit_years.person", username=username, year=one)}
        for one in (year - 1, year + 1)
    ]


def _days(year: int) -> Values:
    return {"from": f"{year}-01-01", "to": f"{year}-12-31"}


def _span(since: str, until: str | None) -> str:
    return f"{day(since)} — {day(until) if until else t('至今', 'now')}"


def _post(one: Values) -> Values:
    return {
        "label": w(one["post_name"]),
        "value": _span(one["since"], one["until"]) + aside(one["document"]),
    }


def _delegation(one: Values) -> Values:
    behalf = one["on_behalf_of_name"]
    who = t(f"{one['by_name']} 代 {behalf}", f"{one['by_name']} for {behalf}") if behalf else (
        t(f"{one['by_name']} 主持工作", f"{one['by_name']}, acting head")
    )  # fmt: skip
    ends = one["ended_at"] or one["until_on"]
    days = _span(one["from_on"], ends)
    return {
        "label": w(DELEGATIONS[one["kind"]]) + " · " + w(one["post_name"]),
        "value": f"{who} · {days}" + aside(one["document"]),
    }


def _count_columns() -> list[Values]:
    months = [t(f"{n}月", MONTHS[n - 1]) for n in range(1, 13)]
    titles = [t("行为", "Act"), t("对象", "Object"), t("已办", "Done"), t("未获准", "Refused")]
    return [{"label": text, "number": i > 1} for i, text in enumerate([*titles, *months])]


def _count(one: Values) -> Values:
    cells = [one["done"], one["refused"], *one["months"]]
    return {
        "label": w(one["label"]),
        "kind": kind_name(one["kind"]),
        "cells": [number(n) if n else "" for n in cells],
    }


def _by_month(items: list[Values]) -> list[Values]:
    """Entries in groups of the county's calendar months, newest first."""

    def month(one: Values) -> tuple[int, int]:
        when = moment_of(one["at"]).astimezone(BEIJING)
        return when.year, when.month

    return [
        {
            "label": t(f"{n}月", MONTHS[n - 1]),
            "note": "",
            "rows": [row(one) for one in some],
        }
        for (_, n), some in groupby(items, month)
    ]


# — a unit —


@pages.get("/audit/units/<code>/<int(max=9999):year>")
def unit(code: str, year: int) -> str:
    shown = unit_record.unit_year(reader(), code, year)
    note_reading(live().door, actor(), "unit_year", unit=code)
    titles = (
        *(t("目标", "Target"), t("起草", "Drafted"), t("各方签署", "Hands")),
        *(t("稿·轮", "Revisions, rounds"), t("调整", "Changes"), t("验收与得分", "Result")),
        t("复核与未获准", "Objections, refusals"),
    )
    return render_template(
        "pages/audit_unit.html",
        title=t(f"{w(shown['unit_name'])}的 {year} 年度", f"{w(shown['unit_name'])}: {year}"),
        back=url_for("audit.list_entries"),
        beside=[
            {"label": t("一单位一表", "Unit sheet"), "url": url_for("sheet.show", unit=code)},
        ],
        people=[_holder(one, year) for one in shown["people"]],
        facts=_result(shown, year),
        columns=[{"label": title} for title in titles],
        rows=[_course(one) for one in shown["targets"]],
    )


def _holder(one: Values, year: int) -> Values:
    return {
        "label": w(one["post_name"]),
        "value": f"{one['by_name']} · {_span(one['since'], one['until'])}",
        "url": url_for("audit_years.person", username=one["by"], year=year),
    }


def _result(shown: Values, year: int) -> list[Values]:
    """The place in the ranking, the grade and the letter."""
    result = shown["result"]
    signed = day(shown["letter"]) or t("未登记", "not registered")
    rows = [
        {"label": t("目标责任书签订", "Letter signed"), "value": signed, "url": None},
        {"label": t("目标数", "Targets"), "value": number(len(shown["targets"])), "url": None},
    ]
    if result is None:
        none = t("尚未公示", "not published yet")
        return [*rows, {"label": t("结果", "Result"), "value": none, "url": None}]
    no = result["no"]
    place = t(
        f"{w(result['front_name'])}第 {result['rank']} 位",
        f"place {result['rank']} in {w(result['front_name'])}",
    )
    sheet = url_for("results.sheet", year=year, unit=shown["unit"], no=no)
    return [
        *rows,
        {"label": t("位次", "Place"), "value": place, "url": sheet},
        {"label": t("总分", "Total"), "value": number(result["total"]), "url": None},
        {"label": t("结果版次", "Revision of results"), "value": str(no), "url": None},
    ]


def _course(one: Values) -> Values:
    """One target as a row: every cell in a few lines."""
    revisions = t(
        f"{one['revision']} 稿 {one['round']} 轮", f"{one['revision']} rev., round {one['round']}"
    )
    refused = one["refused"]
    return {
        "title": one["title"],
        "url": url_for("targets.show", target=one["id"]),
        "log_url": url_for("audit.list_entries", kind="target", object=one["id"]),
        "state": one["state"],
        "imposed": one["imposed"],
        "drafted": f"{day(one['created_at'])} · {label('origin', one['origin'])}",
        "hands": [_hand(hand) for hand in one["hands"]],
        "revisions": revisions,
        "changes": [_change(change) for change in one["changes"]],
        "results": [*(_finding(f) for f in one["findings"]), *_score(one["score"])],
        "objections": [
            *(_objection(o) for o in one["objections"]),
            *([t(f"未获准 {refused} 次", f"{refused} refused")] if refused else []),
        ],
    }


def _hand(one: Values) -> Values:
    behalf = one["on_behalf_of_name"]
    who = one["by_name"] + aside(t(f"代{behalf}", f"for {behalf}") if behalf else "")
    objected = t("（有异议）", " (objects)") if one["verdict"] == "object" else ""
    said = f"{label('side', one['side'])}{objected} · {who} · {moment(one['at'])}"
    return {"text": said, "ended": _ended(one)}


def _ended(one: Values) -> str:
    if not one["ended"]:
        return ""
    how = {"outdated": t("已失效", "outdated"), "withdrawn": t("已撤回", "withdrawn")}
    return f"{how[one['ended']]} {day(one['ended_at'])}"


def _change(one: Values) -> str:
    outcome = code_name("proposal", "outcome", one["outcome"])
    ended = w(outcome) if outcome else t("待签", "open")
    lowered = t("，要求降低", ", asks for less") if one["lowered"] else ""
    return f"{w(PROPOSAL_KINDS[one['kind']])} {day(one['at'])}：{ended}{lowered}"


def _finding(one: Values) -> str:
    met = t("完成", "met") if one["met"] else t("未完成", "not met")
    value = number(one["found_value"]) or t("；", "; ").join(part_values.said(one["parts"], {}))
    return " · ".join(filter(None, (day(one["at"]), met, value, one["by_name"])))


def _score(score: str | None) -> list[str]:
    return [] if score is None else [t(f"得分 {number(score)}", f"score {number(score)}")]


def _objection(one: Values) -> str:
    said = w(OBJECTED_TO[one["about"]])
    return f"{said} {day(one['at'])}：{w(OBJECTION_STATES[one['state']])}"
