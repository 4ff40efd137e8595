"""The plan: years, key tasks, common items, and the acts on the county's organisation."""

from __future__ import annotations

from typing import Any

from flask import request

from web.api import queries, shapes_delegation, shapes_plan, shapes_quarrel
from web.api.acting import acts_for_people, knock, replayed
from web.api.operations import NUMBER, YEAR, operation
from web.api.reading import if_match
from web.api.writing import Answer
from web.county import reader
from workflow import machine
from workflow.act import Act
from workflow.errors import NotFound, PreconditionFailed
from workflow.judging import MOVED
from workflow.lifecycle import act_named
from workflow.queries import calendar, delegations, facts, years

Values = dict[str, Any]
COUNTY_ACTS = acts_for_people("county")


def _makes(name: str) -> Act:
    """The row by which a collection of this API grows."""
    act = act_named("county", name)
    if act is None:
        raise LookupError(f"the table has no act {name}")
    return act


NEW_YEAR, NEW_KEY_TASK, NEW_ITEM = map(_makes, ("open_year", "add_key_task", "define_item"))
MADE = (403, 422)


def _at(path: str) -> dict[str, str]:
    return {"Location": f"{request.script_root}/api/v1{path}"}


@operation("GET", "/years", "年度", "The plan years, newest first", gives=shapes_plan.YearsShape)
def list_years() -> Values:
    """All of them."""
    return {"items": years.years(reader())}


@operation(
    "POST",
    "/years",
    "建立年度",
    "Set up a year",
    gives=shapes_plan.YearShape,
    who="by the table",
    status=201,
    takes=(NEW_YEAR.input,),
    refuses=MADE,
    headers=("Location",),
)
def begin_year(raw: Values) -> Answer:
    """A year in preparation under its scheme."""
    done = knock(NEW_YEAR.name, "county", None, raw)
    number = done.object_id or 0
    shown = years.year(reader(), number)
    return Answer(shown, {**_at(f"/years/{number}"), **_tagged(shown), **replayed(done)})


@operation(
    "GET",
    f"/years/{YEAR}",
    "一个年度",
    "One year with its counts and acts",
    gives=shapes_plan.YearShape,
    refuses=(404,),
    headers=("ETag",),
)
def show_year(number: int) -> Answer:
    """Its version is the ETag that If-Match takes."""
    shown = years.year(reader(), number)
    return Answer(shown, _tagged(shown))


@operation(
    "POST",
    f"/years/{YEAR}/actions/<action>",
    "办理年度",
    "Act on a year",
    gives=shapes_plan.YearShape,
    who="by the table",
    acts=machine.acts_on("year"),
    body_of=lambda act: act.input,
    refuses=(403, 404, 409, 412, 422),
    guarded=True,
    headers=("ETag",),
)
def act_on_year(number: int, action: str, raw: Values) -> Answer:
    """Any act of the table on a year."""
    row = facts.year(reader().database, number)
    match = if_match(row["version"] if row else None)
    done = knock(action, "year", number, raw, if_match=match)
    shown = years.year(reader(), number)
    return Answer(shown, {**_tagged(shown), **replayed(done)})


def _tagged(shown: Values) -> dict[str, str]:
    return {"ETag": f'"{shown["version"]}"'}


@operation(
    "GET",
    "/calendar",
    "工作日历",
    "The county's working days, year by year, with every version",
    gives=shapes_quarrel.CalendarShape,
)
def list_calendar() -> Values:
    """Newest year and version first; the next year is there though nobody knows its days yet."""
    now = reader().today.year
    return {"items": calendar.versions(reader().database, also={now, now + 1})}


@operation(
    "GET",
    "/delegations",
    "代理与主持工作",
    "Every substitute and acting head, those that stand first",
    gives=shapes_delegation.DelegationsShape,
)
def list_delegations() -> Values:
    """Who acts for whom, in which post, on what, for how long, by which document."""
    return {"items": delegations.delegations(reader())}


@operation(
    "GET",
    "/key-tasks",
    "重点工作任务",
    "The key tasks of a year, or of all",
    gives=shapes_plan.KeyTasksShape,
    query=queries.YearQuery,
    refuses=(422,),
)
def list_key_tasks(query: Values) -> Values:
    """Newest year first."""
    return {"items": years.key_tasks(reader(), query.get("year"))}


@operation(
    "POST",
    "/key-tasks",
    "列入重点工作任务",
    "Add a key task",
    gives=shapes_plan.KeyTaskShape,
    who="by the table",
    status=201,
    takes=(NEW_KEY_TASK.input,),
    refuses=MADE,
)
def begin_key_task(raw: Values) -> Answer:
    """One that key targets of its year will serve."""
    done = knock(NEW_KEY_TASK.name, "county", None, raw)
    found = [task for task in years.key_tasks(reader()) if task["id"] == done.object_id]
    return Answer(found[0], replayed(done))


@operation(
    "GET",
    "/items",
    "通用与稳定工作",
    "The common and stability items of a year, or of all",
    gives=shapes_plan.ItemsShape,
    query=queries.YearQuery,
    refuses=(422,),
)
def list_items(query: Values) -> Values:
    """Each with its acts."""
    known = [year["year"] for year in years.years(reader())]
    wanted = [query["year"]] if "year" in query else known
    return {"items": [item for number in wanted for item in years.items(reader(), number)]}


@operation(
    "POST",
    "/items",
    "下达通用或稳定工作",
    "Define a common item",
    gives=shapes_plan.ItemShape,
    who="by the table",
    status=201,
    takes=(NEW_ITEM.input,),
    refuses=(*MADE, 409),
    headers=("Location",),
)
def begin_item(raw: Values) -> Answer:
    """One content, and with it a target for every unit."""
    done = knock(NEW_ITEM.name, "county", None, raw)
    number = done.object_id or 0
    return Answer(_item(number), {**_at(f"/items/{number}"), **replayed(done)})


@operation(
    "GET",
    f"/items/{NUMBER}",
    "一项通用或稳定工作",
    "One common item with its acts",
    gives=shapes_plan.ItemShape,
    refuses=(404,),
    headers=("ETag",),
)
def show_item(number: int) -> Answer:
    """Its digest is the ETag that If-Match takes."""
    shown = _item(number)
    return Answer(shown, {"ETag": f'"{shown["digest"]}"'})


@operation(
    "POST",
    f"/items/{NUMBER}/actions/<action>",
    "办理通用或稳定工作",
    "Act on a common item",
    gives=shapes_plan.ItemShape,
    who="by the table",
    acts=machine.acts_on("item"),
    body_of=lambda act: act.input,
    refuses=(403, 404, 409, 412, 422),
    guarded=True,
)
def act_on_item(number: int, action: str, raw: Values) -> Answer:
    """Any act of the table on an item, on all its targets at once."""
    if "If-Match" in request.headers:
        digest = (reader().desk().item_case(number).subject or {})["digest"]
        if not request.if_match.contains(digest):
            raise PreconditionFailed(MOVED, {"id": number, "digest": digest})
    done = knock(action, "item", number, raw)
    return Answer(_item(number), replayed(done))


def _item(number: int) -> Values:
    case = reader().desk().item_case(number)
    year = case.year["id"] if case.year else 0
    found = [item for item in years.items(reader(), year) if item["id"] == number]
    if not found:
        raise NotFound
    return found[0]


@operation(
    "POST",
    "/county/actions/<action>",
    "办理县级事务",
    "Act on the county: its units, fronts, posts and people",
    gives=shapes_plan.DoneShape,
    who="by the table",
    acts=COUNTY_ACTS,
    body_of=lambda act: act.input,
    refuses=(403, 404, 409, 422),
)
def act_on_county(action: str, raw: Values) -> Answer:
    """Any act of the table on the county that people do and that carries no credential."""
    if action not in {act.name for act in COUNTY_ACTS}:
        raise NotFound
    done = knock(action, "county", None, raw)
    value = {"action": action, "id": done.object_id, "entry": done.entry}
    return Answer(value, replayed(done))
