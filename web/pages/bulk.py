"""批量修改: one edit of many targets, ticked on the list.

A form with the few fields that make sense for many, a page that says of each target what it would
become and what that costs, then one way through the door: each bound to the version that was shown,
each with its own entry in the log. What moved since or is refused is named; the others go on.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from web import forms
from web.county import actor, here, reader
from web.pages import choices, content, together
from web.pages.asking import form_key
from web.pages.sign_in import back_to
from web.presentation import aside, number, t, w
from workflow.door import Knock
from workflow.errors import InvalidInput, WorkflowError
from workflow.inputs.loading import loaded_as
from workflow.inputs.target import EditMany
from workflow.once import once
from workflow.queries import bulk_edit

Values = dict[str, Any]
pages = Blueprint("bulk", __name__)

# Fields that say why, not what.
NO_CONTENT = {"text"}


def _replaces() -> Values:
    hint = t("所勾单位取代现有的配合单位。", "Those ticked replace the present ones.")
    return {"hint": hint}


# What is to be known of a control here that one target's own form shows by its present value.
HINTS: dict[str, Callable[[], Values]] = {"supporting_units": _replaces}


@pages.post("/targets/edit")
def send() -> together.Answer:
    """The step after the list: the form, its check page, or what became of it."""
    back = back_to(request.form.get("back", ""))
    picked = bulk_edit.picked(reader(), together.picked(request.form))
    if not picked:
        flash(t("没有勾选要修改的目标。", "No target is ticked to be edited."), "wrong")
        return redirect(back, 303)
    step = request.form.get("step", "")
    if step in ("choose", "change"):
        return _form(picked, back, _sent())
    if step == "check":
        return _check(picked, back)
    if step == "edit":
        return _edit(picked, back)
    raise BadRequest


def _sent() -> Values:
    """What was filled in; what was left empty stays as it is."""
    data = forms.read(EditMany, request.form)
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def _choices(picked: Sequence[Values]) -> forms.Choices:
    """The units that could support all of these, and the posts in charge of any of them."""
    known = reader().organisation
    leading = list(dict.fromkeys(row["unit"] for row in picked))
    posts = bulk_edit.reviewers(reader(), [known.units[code] for code in leading])
    return {
        "units": [pair for pair in choices.units(known) if pair[0] not in leading],
        "reviewing_posts": [(code, w(name)) for code, name in posts],
    }


def _form(
    picked: Sequence[Values],
    back: str,
    values: Values,
    errors: forms.Errors | None = None,
    problems: Sequence[Values] = (),
    title: str = "",
) -> str:
    count = number(len(picked))
    errors = errors or {}
    return render_template(
        "pages/bulk_form.html",
        heading=t(f"批量修改 {count} 项目标", f"Edit {count} targets"),
        problems=[*problems, *forms.problems(EditMany, errors)],
        title=title,
        controls=[
            control | HINTS.get(control["name"], dict)()
            for control in forms.controls(EditMany, values, errors, _choices(picked))
        ],
        chosen=[{**row, "url": url_for("targets.show", target=row["id"])} for row in picked],
        kept=[("back", back), *(("item", str(row["id"])) for row in picked)],
        back=back,
    )


def _check(picked: Sequence[Values], back: str) -> together.Answer:
    """What each would become and cost; the form again where nothing can be done with any."""
    given = _sent()
    try:
        answers = loaded_as(EditMany, given)
    except InvalidInput as error:
        return _form(picked, back, given, error.fields), 422
    if not answers.keys() - NO_CONTENT:
        nothing = t("请至少填写一项要修改的内容。", "Fill in at least one field to be changed.")
        return _form(picked, back, given, problems=[{"field": "", "text": nothing}]), 422
    tried = bulk_edit.tried(reader(), [row["id"] for row in picked], given)
    ready = [row for row in tried if row["refused"] is None]
    left = [
        together.Left(row["id"], _named(row), _why_not(row["refused"]))
        for row in tried
        if row["refused"] is not None
    ]
    if not ready:
        colon = t("：", ": ")
        told = [{"field": "", "text": f"{one.title}{colon}{one.why}"} for one in left]
        title = t("所选目标都不能这样修改", "None of these can be edited so")
        return _form(picked, back, given, problems=told, title=title), 409
    return _check_page(ready, left, picked, back)


def _named(row: Values) -> str:
    """A target by its title and unit: alike titles are what one edits together."""
    return row["title"] + aside(w(row["unit_name"]))


def _check_page(
    ready: Sequence[Values], left: Sequence[together.Left], picked: Sequence[Values], back: str
) -> str:
    count = number(len(ready))
    titles = (t("目标", "Target"), t("修改", "Change"), t("后果", "What it costs"))
    given = _sent()
    return render_template(
        "pages/bulk_check.html",
        heading=t(f"核对：批量修改 {count} 项", f"Check your answers: edit {count} targets"),
        button=t(f"修改 {count} 项", f"Edit {count} targets"),
        answers=forms.answers(EditMany, given, _choices(picked)),
        columns=[{"label": title} for title in titles],
        rows=[_row(row) for row in ready],
        left=left,
        kept=_kept(ready, picked, back, given),
        back=back,
    )


def _kept(
    ready: Sequence[Values], picked: Sequence[Values], back: str, given: Values
) -> list[tuple[str, str]]:
    """What travels on: the answers, all that was picked, and of what can be done its version."""
    kept = [("back", back), ("once", secrets.token_urlsafe(12))]
    kept += [("item", str(row["id"])) for row in picked]
    kept += [(f"version-{row['id']}", str(row["version"])) for row in ready]
    for name, value in given.items():
        kept += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return kept


def _row(row: Values) -> Values:
    return {
        **row,
        "url": url_for("targets.show", target=row["id"]),
        "changes": content.differences(row["diff"], reader().organisation),
        "costs": _costs(row),
    }


def _costs(row: Values) -> list[str]:
    """Whose hands end, and what goes on to bind where something is in force."""
    no, force = row["revision"], row["in_force"]
    said = []
    if row["proposes"]:
        said.append(
            t(
                f"提出调整：签齐以前第{force}稿照常有效，拟议稿尚无签署。",
                f"Proposes a change: revision {force} binds as before until it is signed, and "
                "nobody's hand is on the new one.",
            )
        )
    if row["wants_reason"]:
        said.append(
            t(
                "未写明理由，补写以前不能签署。",
                "Without a reason it cannot be signed until one is given.",
            )
        )
    if row["ended"]:
        who = t("、", ", ").join(row["ended"])
        said.append(
            t(
                f"{who} 在第{no}稿上的签署失效，须重新签署。",
                f"Ends the signatures of {who} on revision {no}; it is signed anew.",
            )
        )
    return said or [t("没有签署失效。", "No signature ends.")]


def _why_not(error: WorkflowError) -> str:
    """The same as for signatures, and of a wrong field which one it is."""
    if isinstance(error, InvalidInput):
        return t("；", "; ").join(p["text"] for p in forms.problems(EditMany, error.fields))
    return together.why_not(error)


def _edit(picked: Sequence[Values], back: str) -> together.Answer:
    """Edit each as it was shown; what was left out is named, each with its reason."""
    given = _sent()
    numbers = [row["id"] for row in picked if f"version-{row['id']}" in request.form]
    titles = {row["id"]: _named(row) for row in picked}
    knocks = [_knock(target, request.form, given) for target in numbers]
    answers = here().door.perform_many(knocks, actor())
    left = [
        together.Left(n, titles[n], _why_not(answer))
        for n, answer in zip(numbers, answers, strict=True)
        if isinstance(answer, WorkflowError)
    ]
    done, missed = len(answers) - len(left), len(left)
    sentence = t(f"已修改 {done} 项。", f"Edited: {done}.")
    if left:
        sentence = t(f"已修改 {done} 项，未改 {missed} 项", f"Edited: {done}; left out: {missed}")
    return together.told(sentence, left, back)


def _knock(target: int, form: MultiDict[str, str], given: Values) -> Knock:
    data: Values = {**given, "version": form[f"version-{target}"]}
    key = form_key(form)
    kept = once(f"page:{key}:{target}", "target", target, "edit", data) if key else None
    return Knock("edit", "target", target, data, kept)
