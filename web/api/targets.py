"""Targets: the list, one with both hands, new ones, acts on one or many, what happened."""

from __future__ import annotations

from typing import Any

from flask import request

from web.api import queries, shapes, shapes_plan
from web.api.acting import acts_for_people, beginning, knock, replayed
from web.api.operations import NUMBER, operation
from web.api.problems import members
from web.api.reading import checked, if_match
from web.api.writing import Answer
from web.county import reader
from workflow import machine
from workflow.act import Act
from workflow.errors import NotFound, WorkflowError
from workflow.lifecycle import act_named
from workflow.queries import history, inbox, target_list, target_view
from workflow.words import Words

Values = dict[str, Any]
ACTS = tuple(act for act in machine.acts_on("target") if not act.creates)
CREATING = tuple(act for act in acts_for_people("target") if act.creates)
_batch = queries.BatchItems()


@operation(
    "GET",
    "/targets",
    "目标清单",
    "The targets one may see",
    gives=shapes_plan.TargetsPage,
    query=queries.TargetsQuery,
    refuses=(422,),
)
def list_targets(query: Values) -> Values:
    """One page, in the order of ids; deep pages cost what the first does."""
    rows, more = target_list.page(
        reader(),
        queries.filters(query, target_list.FILTERS),
        limit=query["limit"],
        after=queries.after("targets", query.get("cursor")) or 0,
    )
    return {"items": rows, "next": queries.cursor("targets", more)}


@operation(
    "POST",
    "/targets",
    "起草或下达目标",
    "Draft a target, or assign one",
    about=Words(
        "责任单位一方为起草，上级一方为下达（征求意见）。",
        "By the unit's side it is a draft, from above it is assigned for the unit to answer.",
    ),
    gives=shapes.TargetShape,
    who="by the table",
    status=201,
    takes=tuple(act.input for act in CREATING),
    refuses=(403, 404, 409, 422),
    headers=("Location",),
)
def begin_target(raw: Values) -> Answer:
    """The act that makes a target and is open to this person towards the unit."""
    done = knock(beginning(raw).name, "target", None, raw)
    shown = target_view.representation(reader(), done.object_id or 0)
    headers = {"Location": f"{request.script_root}/api/v1/targets/{done.object_id}"}
    return Answer(shown, {**headers, **_tagged(shown), **replayed(done)})


@operation(
    "GET",
    f"/targets/{NUMBER}",
    "一个目标",
    "One target with both hands and every act",
    gives=shapes.TargetShape,
    refuses=(404,),
    headers=("ETag",),
)
def show_target(number: int) -> Answer:
    """What pages show too; its version is the ETag that If-Match takes."""
    shown = target_view.representation(reader(), number)
    return Answer(shown, _tagged(shown))


@operation(
    "POST",
    f"/targets/{NUMBER}/actions/<action>",
    "办理",
    "Act on a target",
    gives=shapes.TargetShape,
    who="by the table",
    acts=ACTS,
    body_of=lambda act: act.input,
    refuses=(403, 404, 409, 412, 422),
    guarded=True,
    headers=("ETag",),
)
def act_on_target(number: int, action: str, raw: Values) -> Answer:
    """Any act of the table but those that make a target."""
    _existing(action)
    done = knock(action, "target", number, raw, if_match=_match(number))
    shown = target_view.representation(reader(), number)
    return Answer(shown, {**_tagged(shown), **replayed(done)})


@operation(
    "POST",
    "/targets/batch/<action>",
    "批量办理",
    "Act on many targets",
    about=Words(
        "每个目标各自办理、各自作答，一个被拒不影响其余。",
        "Each target is judged by itself and answered by itself; one refusal stops no other.",
    ),
    gives=shapes_plan.ResultsShape,
    who="by the table",
    acts=ACTS,
    body_of=lambda act: queries.batch(act.input),
    refuses=(404, 422),
)
def act_on_many(action: str, raw: Values) -> Values:
    """The same act on each, one after the other, in the order given."""
    _existing(action)
    items = checked(_batch, raw)["items"]
    shared = {name: value for name, value in raw.items() if name != "items"}
    return {"results": [_one(action, item, shared) for item in items]}


def _one(action: str, item: Values, shared: Values) -> Values:
    number = item["id"]
    seen: Values = {name: item[name] for name in ("version", "digest") if name in item}
    try:
        knock(action, "target", number, {**shared, **seen}, part=f"#{number}")
    except WorkflowError as error:
        return {"id": number, **members(error)}
    shown = target_view.representation(reader(), number)
    return {"id": number, "status": 200, "code": "done", "target": shown}


@operation(
    "GET",
    f"/targets/{NUMBER}/history",
    "经过",
    "Every act on a target, newest first",
    gives=shapes_plan.HistoryShape,
    refuses=(404,),
)
def target_history(number: int) -> Values:
    """Refused acts included."""
    return {"items": history.of_target(reader(), number)}


@operation(
    "GET",
    f"/targets/{NUMBER}/revisions",
    "历稿",
    "Every revision of a target, newest first, each with what it changed",
    gives=shapes_plan.RevisionsShape,
    refuses=(404,),
)
def target_revisions(number: int) -> Values:
    """The material is what the digest was made of."""
    return {"items": target_view.revisions(reader(), number)}


@operation(
    "GET",
    "/inbox",
    "待办、已办、我发起",
    "What waits for one, what one did, what one began",
    gives=shapes_plan.InboxShape,
    query=queries.InboxQuery,
    refuses=(422,),
)
def show_inbox(query: Values) -> Values:
    """One page of a tab, due first, and how many stand in each."""
    tab = query["tab"]
    rows, more = inbox.inbox(
        reader(),
        tab,
        limit=query["limit"],
        after=queries.after(tab, query.get("cursor")) or 0,
    )
    return {
        "tab": tab,
        "counts": inbox.counts(reader()),
        "items": rows,
        "next": queries.cursor(tab, more),
    }


def _existing(action: str) -> Act:
    act = act_named("target", action)
    if act is None or act.creates:
        raise NotFound
    return act


def _match(number: int) -> int | None:
    if "If-Match" not in request.headers:
        return None
    case = reader().desk().target(number)
    return if_match(case.subject["version"] if case.subject else None)


def _tagged(shown: Values) -> dict[str, str]:
    return {"ETag": f'"{shown["version"]}"'}
