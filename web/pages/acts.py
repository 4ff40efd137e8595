"""The page of every act on a target: opened, checked, done."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from web import forms
from web.county import here
from web.pages import content, entries, joint, objecting, reading, way
from web.pages.asked_of_target import AskedOfTarget
from web.pages.asking import Answer, flow
from web.pages.choices import choices_for, may_lack_value, names_matters
from web.presentation import t, w
from workflow.act import Act
from workflow.errors import (
    NotPermitted,
    PreconditionFailed,
    Refusal,
    RulesRefused,
    StaleVersion,
    WrongState,
)
from workflow.hands.revision import diff
from workflow.inputs.target import Content
from workflow.lifecycle import act_named
from workflow.queries import facts

Values = dict[str, Any]
pages = Blueprint("acts", __name__)

LARGEST = 2**53 - 1
CREATING = ("create", "assign", "add")

# How the many fields of a content stand together on the form.
GROUPS = (
    (
        ("基本内容", "Basics"),
        ("year", "code", "title", "category", "lead_unit", "key_tasks", "source_document"),
    ),
    (
        ("指标与目标值", "Measure and value"),
        (
            "measure",
            "unit_of_measure",
            "direction",
            "target_value",
            "target_value_to",
            "baseline",
            "data_source",
            "available_on",
        ),
    ),
    (("分值与时限", "Points and time"), ("points", "scoring_rule", "due_on", "milestones")),
    (
        ("责任与验收", "Responsibility and acceptance"),
        (
            "units",
            "responsible_post",
            "reviewing_post",
            "supporting_units",
            "evidence",
            "acceptance",
        ),
    ),
)


def groups() -> list[tuple[str, tuple[str, ...]]]:
    """The groups of a content form in the reader's language."""
    return [(t(*label), names) for label, names in GROUPS]


@pages.route("/targets/new/<action>", methods=["GET", "POST"])
def begin(action: str) -> Answer:
    """Draft or assign a target that does not exist yet."""
    act = act_named("target", action)
    if act is None or action not in CREATING:
        abort(404)
    asked = AskedOfTarget(
        act=act,
        object_id=None,
        button=w(act.label),
        lead=t("新的目标", "A new target"),
        back=url_for("targets.list_all"),
        back_label=t("目标清单", "Targets"),
        values=reading.new_values(running=action == "add"),
        choices=choices_for(None, None),
        groups=groups(),
    )
    return flow(asked)


@pages.route(f"/targets/<int(max={LARGEST}):target>/acts/<action>", methods=["GET", "POST"])
def ask(target: int, action: str) -> Answer:
    """The page of one act on one target."""
    act = act_named("target", action)
    if act is None or action in CREATING:
        abort(404)
    shown = reading.target(target)
    g.back = url_for("targets.show", target=target)
    if request.method == "GET":
        refuse_early(shown, action)
    asked = asked_of(act, shown)
    asked.values |= _from_address(act)
    try:
        return flow(objecting.at_node(asked, shown))
    except (StaleVersion, PreconditionFailed) as error:
        return moved(shown, error)
    except WrongState as error:
        return way.moved(w(error.words), url_for("targets.show", target=target)), 409


def refuse_early(shown: Values, action: str) -> None:
    """Do not let anybody fill in a form that cannot be sent."""
    offer = next((a for a in shown["actions"] if a["action"] == action), None)
    if offer is None or offer["allowed"]:
        return
    refusals = [Refusal(r["code"], r["text"], tuple(r["who"])) for r in offer["refusals"]]
    if refusals[0].code == way.NOT_YOURS:
        raise NotPermitted(refusals[0])
    if refusals[0].code == way.NOT_NOW:
        raise WrongState(refusals[0], {})
    raise RulesRefused(refusals)


def _from_address(act: Act) -> Values:
    """Answers that the way here has given already, such as the entry that is objected to."""
    if issubclass(act.input, Content):
        return {}
    return {n: request.args[n] for n, _ in forms.visible(act.input) if n in request.args}


def asked_of(act: Act, shown: Values) -> AskedOfTarget:
    """An act on a target as it is shown."""
    candidate, found = shown["candidate"], entries.choices_of(shown)
    is_content = issubclass(act.input, Content)
    return AskedOfTarget(
        act=act,
        object_id=shown["id"],
        button=w(act.button.format(no=candidate["no"]) if act.button else act.label),
        lead=f"{candidate['title']} · {reading.lead(shown)}",
        back=url_for("targets.show", target=shown["id"]),
        back_label=candidate["title"],
        seen=_seen(act, shown),
        values=dict(candidate) if is_content else reading.first_values(act.input),
        choices={
            **choices_for(shown["year"], candidate["lead_unit"]),
            **found,
            **(joint.choices_of(shown) if act.aside else {}),
        },
        skipped=_skipped(
            act, shown, with_events=bool(found["events.event"]), of_parts=bool(found["parts"])
        ),
        about=() if is_content else reading.brief(shown),
        groups=groups() if is_content else (),
        shown=reading.to_sign(shown) if act.signs else reading.warning(shown, is_content),
        target=shown,
        fields=candidate,
    )


def _skipped(act: Act, shown: Values, *, with_events: bool, of_parts: bool) -> frozenset[str]:
    """What the form of an act leaves out: the unit, unless it is what is asked; what the scoring
    rule counts nothing of, events or values by part; one value, where its parts have theirs; that
    there is no value and which matter it is, unless the rule asks for that."""
    left = {"lead_unit"} if issubclass(act.input, Content) else set()
    left |= set() if with_events else {"events"}
    left |= set() if may_lack_value(shown) else {"no_value"}
    left |= set() if names_matters(shown) else {"matter_code"}
    return frozenset(left | {"found_value" if of_parts else "parts"})


def _seen(act: Any, shown: Values) -> Values:
    """What the reader was shown, as far as the act binds to it; the revision is for our own 409."""
    names = act.input().fields
    seen = {
        "version": shown["version"],
        "digest": shown["candidate"]["digest"],
    }
    # A hand is bound to its content alone: a remark of others in between does not matter to it.
    if act.signs:
        seen.pop("version")
    return {n: v for n, v in seen.items() if n in names} | {"revision": shown["candidate"]["no"]}


def moved(shown: Values, error: StaleVersion | PreconditionFailed) -> tuple[str, int]:
    """Somebody was quicker: what changed since this page was opened, and nothing was done."""
    sent = request.form.get("revision", "")
    old = None
    if sent.isascii() and sent.isdecimal() and len(sent) < 10:
        old = facts.revision(here().database, shown["id"], int(sent))
    fresh = reading.target(shown["id"])
    changes = diff(old.fields, fresh["candidate"]) if old else []
    return (
        render_template(
            "pages/moved.html",
            heading=t("内容已变，未作任何处理", "It has changed; nothing was done"),
            sentence=w(error.words),
            changes=content.differences(changes, here().organisation),
            back=url_for("targets.show", target=shown["id"]),
        ),
        412 if isinstance(error, PreconditionFailed) else 409,
    )
