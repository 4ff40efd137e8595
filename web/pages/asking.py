"""An act on a page: its form, its check-answers page, and the way through the door.

One flow for every row of the lifecycle table. An act that asks for nothing but a remark goes
straight to its check page; any other has a form first. Only the confirmed step knocks at the door.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from web import forms, showing
from web.county import here
from web.presentation import cleared_by, t, w
from workflow.act import Act
from workflow.door import Done
from workflow.errors import InvalidInput, Refusal, RulesRefused
from workflow.inputs.loading import loaded
from workflow.inputs.target import Content
from workflow.once import Once, once

Values = dict[str, Any]
Answer = Response | str | tuple[str, int]


@dataclass
class Asked:
    """An act that somebody has opened: its row, its object, and how its pages read."""

    act: Act
    object_id: int | None
    button: str
    lead: str
    back: str
    back_label: str
    # What was seen, to travel hidden: version, digest, number of the revision.
    seen: Values = field(default_factory=dict)
    # Present values of the fields, for a form that changes them.
    values: Values = field(default_factory=dict)
    choices: forms.Choices = field(default_factory=dict)
    groups: Sequence[tuple[str, Sequence[str]]] = ()
    # Fields that make no sense for this object; left out, they keep their value.
    skipped: frozenset[str] = frozenset()
    # What the form shows above itself: the object in a few lines.
    about: Sequence[Values] = ()
    # Another way to give the same answers: its label and address.
    beside: Values = field(default_factory=dict)
    # What the check page shows beside the answers: digest, facts, milestones, changes, warning.
    shown: Values = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The heading of both pages."""
        return self.button

    @property
    def has_form(self) -> bool:
        """Whether the act asks for more than a remark."""
        schema = self.act.input
        return issubclass(schema, Content) or any(f.required for _, f in forms.visible(schema))

    def changes(self, data: Values) -> Values | None:
        """The fields that the answers would change, for the check page; None where none can."""
        return None

    def examine(self, data: Values) -> None:
        """Look answers through before they are shown for checking. Raises InvalidInput."""

    def answers(self, data: Values) -> list[Values]:
        """What was answered, as the check page reads it back."""
        return forms.answers(self.act.input, data, self.choices)

    def after(self, done: Done) -> str:
        """Where to go once it is done."""
        return self.back


def flow(asked: Asked) -> Answer:
    """Answer a GET or POST on the act's own address."""
    if request.method == "GET":
        if asked.has_form:
            return form_page(asked, asked.values)
        return check_page(asked, asked.values, forms_as_sent(asked))
    return sent(asked, request.form)


def forms_as_sent(asked: Asked) -> MultiDict[str, str]:
    """What an untouched form would send: what was seen, and a key against sending twice."""
    kept = {name: str(value) for name, value in asked.seen.items() if value is not None}
    return MultiDict({**kept, "once": secrets.token_urlsafe(12)})


def sent(asked: Asked, form: MultiDict[str, str]) -> Answer:
    """Answer what was sent: the form again, its check page, or what became of the act."""
    data = forms.read(asked.act.input, form)
    if "change" in form:
        return form_page(asked, data, form)
    try:
        answers = loaded(asked.act, data)
        if "confirmed" not in form:
            asked.examine(answers)
            return check_page(asked, answers, form)
        shown = _contents(asked, form.get("digest", ""))
        done = here().door.perform(
            asked.act.name,
            asked.act.on,
            asked.object_id,
            showing.looking_at(shown, form.get(showing.FIELD, "")),
            data,
            idempotent=_once(asked, data),
        )
    except InvalidInput as error:
        return form_page(asked, data, form, error.fields), 422
    except RulesRefused as error:
        return refused_page(asked, data, form, error.refusals), 409
    flash(t(f"已办：{asked.button}", f"Done: {asked.button}"), "fine")
    return redirect(asked.after(done), 303)


def _once(asked: Asked, data: Values) -> Once | None:
    """The key that lets a form be sent twice and done once; one that is not ours is ignored."""
    key = form_key(request.form)
    if key is None:
        return None
    return once(f"page:{key}", asked.act.on, asked.object_id, asked.act.name, data)


def form_key(form: MultiDict[str, str]) -> str | None:
    """The key that a form of ours carries against being sent twice; any other is ignored."""
    key = form.get("once", "")
    return key if re.fullmatch(r"[\w-]{8,40}", key, re.ASCII) else None


def form_page(
    asked: Asked,
    values: Values,
    form: MultiDict[str, str] | None = None,
    errors: forms.Errors | None = None,
    problems: Sequence[Values] = (),
) -> str:
    """The act's form with these values, and what is wrong with them."""
    errors = errors or {}
    if not asked.has_form:
        return check_page(asked, values, form or forms_as_sent(asked), errors)
    drawn = [
        control
        for control in forms.controls(asked.act.input, values, errors, asked.choices)
        if control["name"] not in asked.skipped
    ]
    return render_template(
        "pages/act.html",
        asked=asked,
        heading=asked.heading,
        problems=[*problems, *forms.problems(asked.act.input, errors)],
        groups=grouped(asked, drawn),
        uploads=any(control["kind"] == "upload" for control in drawn),
        kept=hidden(asked, form),
        button=t("下一步：核对", "Next: check your answers"),
    )


def grouped(asked: Asked, drawn: list[Values]) -> list[Values]:
    """The controls under their group's heading; what no group names stands in the last one."""
    by_name = {control["name"]: control for control in drawn}
    groups = [
        {"label": label, "controls": [by_name.pop(n) for n in names if n in by_name]}
        for label, names in asked.groups
    ]
    rest = {"label": t("说明", "Remarks") if groups else "", "controls": list(by_name.values())}
    return [group for group in (*groups, rest) if group["controls"]]


def hidden(asked: Asked, form: MultiDict[str, str] | None) -> list[tuple[str, str]]:
    """What travels unseen: as it was sent before, else as it is now."""
    sent = form if form is not None else forms_as_sent(asked)
    names = (*asked.seen, "once", showing.FIELD)
    return [(name, sent[name]) for name in names if sent.get(name)]


def check_page(
    asked: Asked,
    data: Values,
    form: MultiDict[str, str],
    errors: forms.Errors | None = None,
    problems: Sequence[Values] = (),
) -> str:
    """What will be signed or changed, before anything is; the button names the act."""
    asked_here = not asked.has_form
    signs = bool(asked.shown.get("digest"))
    kept = hidden(asked, form) if asked_here else forms.kept(form)
    return render_template(
        "pages/check.html",
        asked=asked,
        heading=asked.heading,
        problems=[*problems, *forms.problems(asked.act.input, errors or {})],
        facts=asked.shown.get("facts", []) if signs else asked.answers(data),
        changes=asked.shown.get("changes") or asked.changes(data),
        controls=forms.controls(asked.act.input, data, errors or {}, asked.choices)
        if asked_here
        else [],
        kept=_since(asked, kept) if signs else kept,
        promise=asked.shown.get("promise") or promise(signs),
        can_change=asked.has_form,
    )


def _since(asked: Asked, kept: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What travels hidden, and since when the content that will be signed stands on this page."""
    text = dict(kept).get(showing.FIELD, "")
    seal = showing.since(_contents(asked, asked.shown["digest"]), text)
    return [*(pair for pair in kept if pair[0] != showing.FIELD), (showing.FIELD, seal)]


def _contents(asked: Asked, digest: str) -> list[showing.Content]:
    """What a check page shows of its object."""
    return [] if asked.object_id is None else [(asked.act.on, asked.object_id, digest)]


def promise(signs: bool) -> str:
    """What has not happened yet."""
    if signs:
        return t("在您确认之前不会签署任何内容。", "Nothing is signed until you confirm.")
    return t("在您确认之前不会作任何改动。", "Nothing is changed until you confirm.")


def refused_page(
    asked: Asked, data: Values, form: MultiDict[str, str], refusals: Sequence[Refusal]
) -> str:
    """The same page again with every rule that stands in the way; nothing typed is lost."""
    lines = [{"field": "", "text": refusal_line(r)} for r in refusals]
    if asked.has_form:
        return form_page(asked, data, form, problems=lines)
    return check_page(asked, data, form, problems=lines)


def refusal_line(refusal: Refusal) -> str:
    """A rule's sentence, and who could clear it."""
    return w(refusal.text) + cleared_by(refusal.who)
