"""管理 the county itself: the acts on years, key tasks, common items, units, posts and people.

Passwords and tokens are not here: their hashes are made where the secret is, by `shangxia
person` and behind one-time links (links.py).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from web.county import here, reader
from web.pages import lent, reading, way
from web.pages.acts import LARGEST, groups
from web.pages.asking import Answer, Asked, flow
from web.pages.choices import choices_for, newest_drafting, units
from web.presentation import t, w
from workflow.act import Act
from workflow.errors import NotPermitted, StaleVersion
from workflow.inputs.target import Content
from workflow.lifecycle import BY_KIND, act_named
from workflow.machine import acts_on, capacity_refusal
from workflow.queries import calendar, years

Values = dict[str, Any]
pages = Blueprint("administration", __name__)

# Acts whose input is a hash, or that belong to setting up, a letter, a list or the log: no form
# here.
ELSEWHERE = frozenset(
    {
        *("found", "set_clock", "set_password", "grant_token", "grant_link", "use_link"),
        *("attach_file", "sign_takeover", "read_log", "export", "export_bundle"),
    }
)
# Acts on one thing stand beside it: key_tasks.py.
BESIDE = frozenset({"change_key_task", "end_key_task"})
# Acts on substitutes and acting heads: their own list stands in delegations.py.
LENDING = frozenset({"delegate", "end_delegation"})
# What is erased is looked up first: erasing.py.
LOOKED_UP = {"erase": "erasing.show"}
GRANTING = BY_KIND["county"]["grant_link"]
# What a common item leaves to each unit, or has not at all.
EACH_UNIT_S_OWN = frozenset({"lead_unit", "responsible_post", "baseline", "supporting_units"})


def open_to_me() -> list[Act]:
    """The county's acts that this person's posts allow and a form can hold."""
    held = reader().acting
    return [a for a in acts_on("county") if a.name not in ELSEWHERE and held & {*a.capacities}]


def on_the_county() -> list[Act]:
    """Of these the ones that are asked for here."""
    return [act for act in open_to_me() if act.name not in BESIDE]


def may_grant() -> bool:
    """Whether one-time links are this person's to grant (web/pages/links.py)."""
    return bool(reader().acting & {*GRANTING.capacities})


@pages.get("/county")
def show() -> str:
    return render_template(
        "pages/administration.html",
        allowed=[
            *([{"label": w(GRANTING.label), "url": url_for("links.ask")}] if may_grant() else []),
            *({"label": w(act.label), "url": address(act)} for act in on_the_county()),
        ],
        facts=facts(),
    )


def address(act: Act) -> str:
    """Where an act is asked for."""
    own = LOOKED_UP.get(act.name)
    return url_for(own) if own else url_for("administration.ask", action=act.name)


def facts() -> list[Values]:
    """The county in numbers."""
    known = reader().organisation
    rows = (
        (t("战线", "Fronts"), [w(front.name) for front in known.fronts.values()]),
        (t("单位", "Units"), [w(unit.name) for unit in known.units.values()]),
        (t("岗位", "Posts"), [w(post.name) for post in known.posts.values()]),
    )
    return [
        {"label": f"{label} {len(names)}", "value": t("、", ", ").join(names), "whole": True}
        for label, names in rows
    ]


@pages.route("/county/acts/<action>", methods=["GET", "POST"])
def ask(action: str) -> Answer:
    """The page of one act on the county."""
    act = act_named("county", action)
    if act is None or action in ELSEWHERE | BESIDE | LOOKED_UP.keys():
        abort(404)
    g.back = url_for("administration.show")
    if act not in open_to_me():
        raise NotPermitted(capacity_refusal(act))
    back_label = t("管理", "Administration")
    if action in LENDING:
        g.back, back_label = url_for("delegations.show"), t("代理", "Substitutes")
    is_content = issubclass(act.input, Content)
    year = newest_drafting()
    asked = Asked(
        act=act,
        object_id=None,
        button=w(act.label),
        lead=t("全县", "The whole county"),
        back=g.back,
        back_label=back_label,
        values={**first_values(act), "year": year or "", **calendar_values(act), **named_values()},
        choices=choices(act),
        groups=groups() if is_content else (),
        skipped=EACH_UNIT_S_OWN if is_content else frozenset(),
    )
    return flow(asked)


def first_values(act: Act) -> Values:
    """What the form begins with."""
    return {"direction": "at_least", **reading.first_values(act.input)}


def calendar_values(act: Act) -> Values:
    """The days of the year that is to be set anew, as they count now."""
    text = request.args.get("year", "")
    if act.name != "set_calendar" or not (text.isascii() and text.isdecimal() and len(text) == 4):
        return {}
    known = calendar.calendar(here().database).year(int(text))
    return {
        "year": text,
        "holidays": sorted(known.holidays),
        "workdays": sorted(known.workdays),
        "document": known.document,
    }


def named_values() -> Values:
    """What a link from a list has named already."""
    number = request.args.get("delegation", "")
    return {"delegation": number} if number.isascii() and number.isdecimal() else {}


def choices(act: Act) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen; only units that answer for targets may be given a common item."""
    found = choices_for(None, "")
    if act.name in LENDING:
        found |= lent.choices()
    known = reader().organisation
    if issubclass(act.input, Content):
        return found | {"units": units(known)}
    return found | {"units": [(unit.code, w(unit.name)) for unit in known.units.values()]}


@pages.route(
    f"/years/<int(max=9999):year>/items/<int(max={LARGEST}):item>/acts/<action>",
    methods=["GET", "POST"],
)
def ask_of_item(year: int, item: int, action: str) -> Answer:
    """The page of one act on a common item: one hand for all units."""
    act = act_named("item", action)
    shown = next((i for i in years.items(reader(), year) if i["id"] == item), None)
    if act is None or shown is None:
        abort(404)
    g.back = url_for("years.show", year=year)
    waiting = shown["waiting"]
    asked = Asked(
        act=act,
        object_id=item,
        button=w(act.label),
        lead=shown["fields"]["title"] + t(f" · {waiting} 个单位待签", f" · {waiting} units wait"),
        back=g.back,
        back_label=t(f"{year} 年度", f"Year {year}"),
        seen={"digest": shown["digest"]},
        shown={
            "digest": shown["digest"],
            "facts": reading.item_facts(shown["fields"], year),
            "milestones": shown["fields"].get("milestones") or [],
        },
    )
    try:
        return flow(asked)
    except StaleVersion as error:
        return way.moved(w(error.words), asked.back), 409
