"""重点工作任务: the county's key tasks of a year, who carries them, and the acts on them (S5)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from web.county import reader
from web.pages import coverage, way
from web.pages.administration import open_to_me
from web.pages.asking import Answer, Asked, flow
from web.pages.choices import choices_for
from web.pages.year_frame import heading, tabs
from web.presentation import aside, t, w
from workflow.errors import StaleVersion
from workflow.inputs.loading import schema_of
from workflow.lifecycle import BY_KIND
from workflow.queries import years
from workflow.queries.coverage_view import carried

Values = dict[str, Any]
pages = Blueprint("key_tasks", __name__)

ACTS = ("change_key_task", "end_key_task")


@pages.get("/years/<int(max=9999):year>/key-tasks")
def show(year: int) -> str:
    shown, listed = years.year(reader(), year), years.key_tasks(reader(), year)
    mine = (
        {act.name for act in open_to_me()} if shown["state"] in ("preparing", "drafting") else set()
    )
    cells = carried(reader(), year)
    return render_template(
        "pages/key_tasks.html",
        heading=heading(year) + t(" 重点工作任务", ": key tasks"),
        year=year,
        tabs=tabs(year, "key_tasks.show"),
        rows=[
            {**task, "cells": cells.get(task["code"], []), "acts": _acts(year, task, mine)}
            for task in listed
        ],
        names=coverage.names(),
        columns=coverage.columns(
            ("重点任务", "Key task"),
            ("方式", "Kind"),
            ("县定值", "County's value"),
            ("时限", "Deadline"),
            ("牵头与配合", "Lead and supporters"),
            ("由谁承担", "Carried by"),
            *([("可办事项", "What you can do")] if mine & {*ACTS} else []),
            numbers=(2,),
        ),
        add=url_for("administration.ask", action="add_key_task") if "add_key_task" in mine else "",
    )


def _acts(year: int, task: Values, mine: set[str]) -> list[Values]:
    labels = dict(zip(ACTS, (t("修改", "Change"), t("撤销", "End")), strict=True))
    return [
        {
            "label": label,
            "url": url_for("key_tasks.ask", year=year, code=task["code"], action=name),
        }
        for name, label in labels.items()
        if name in mine and not task["ended"]
    ]


@pages.route("/years/<int(max=9999):year>/key-tasks/<code>/acts/<action>", methods=["GET", "POST"])
def ask(year: int, code: str, action: str) -> Answer:
    """The page of one act on a key task."""
    found = [task for task in years.key_tasks(reader(), year) if task["code"] == code]
    if action not in ACTS or not found:
        abort(404)
    act, (task,) = BY_KIND["county"][action], found
    back = url_for("key_tasks.show", year=year)
    known = reader().organisation
    asked = Asked(
        act=act,
        object_id=None,
        button=w(act.label) + aside(f"{code} {task['title']}"),
        lead=heading(year),
        back=back,
        back_label=t("重点工作任务", "Key tasks"),
        seen={"year": year, "code": code, "version": task["version"]},
        # The document is the new one's, not the one that was.
        values={n: task.get(n) for n in schema_of(act.input).fields if n != "document"},
        choices={
            **choices_for(year, ""),
            "units": [(unit.code, w(unit.name)) for unit in known.units.values()],
        },
    )
    try:
        return flow(asked)
    except StaleVersion as error:
        return way.moved(w(error.words), back), 409
