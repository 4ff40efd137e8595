"""A county from nothing: founding it by the link that `init` printed, and what is then to do.

Until there is a county, every other page leads to one that says so.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from web import sessions, setup_link
from web.county import here, reader
from web.identity import public
from web.pages.choosing import password_problems
from web.pages.tasks import tasks
from web.presentation import t, w
from web.security import kept_to_itself
from workflow import passwords
from workflow.case import Actor
from workflow.door import Knock, ManyRefused
from workflow.errors import InvalidInput, Unavailable
from workflow.founding import founding_acts
from workflow.inputs.loading import loaded
from workflow.lifecycle import act_named
from workflow.queries import facts
from workflow.queries.setting_up import is_running, standing
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]
Problems = list[dict[str, str]]
pages = Blueprint("setting_up", __name__)
log = logging.getLogger("shangxia.web")

WHO = frozenset({Capacity.ADMIN, Capacity.OFFICE})
# What is answered before there is a county; every other page leads to `waiting`.
BEFORE = frozenset(
    {"setting_up.begin", "setting_up.found", "setting_up.waiting", "sign_in.choose_language"}
)
NOT_FOUNDED = Words("本县尚未建立。", "The county is not founded yet.")
# The fields of the form by the act and field they become.
FIELDS = {
    ("found", "name_zh"): "name_zh",
    ("found", "name_en"): "name_en",
    ("add_person", "username"): "username",
    ("add_person", "name"): "name",
}


def is_founded() -> bool:
    """Whether there is a county; once there is one, there always will be."""
    if not current_app.extensions.get("founded"):
        current_app.extensions["founded"] = facts.county(here().database) is not None
    return bool(current_app.extensions["founded"])


def lead_here() -> Response | None:
    """Before every view: where there is no county there is nothing to see yet."""
    if request.endpoint in (None, "static") or request.endpoint in BEFORE:
        return None
    if request.blueprint == "probes" or is_founded():
        return None
    if request.blueprint == "api":
        raise Unavailable(NOT_FOUNDED)
    return redirect(url_for("setting_up.waiting"), 303)


def install(app: Flask) -> None:
    """Fasten that question to the application."""
    app.before_request(lead_here)


@pages.get("/not-founded")
@public
def waiting() -> Response | str:
    if is_founded():
        return redirect(url_for("inbox.show"), 303)
    return render_template("pages/setup_waiting.html")


# — founding —


@pages.get("/setup/<token>")
@public
def begin(token: str) -> Response:
    return kept_to_itself(_begun(token))


@pages.post("/setup/<token>")
@public
def found(token: str) -> Response:
    """Found the county, sign its administrator in, and end the link."""
    return kept_to_itself(_founded(token))


def _begun(token: str) -> Any:
    return _refused(token) or form_page({}, [])


def _founded(token: str) -> Any:
    refused = _refused(token)
    if refused is not None:
        return refused
    given = {name: request.form.get(name, "").strip() for name in FIELDS.values()}
    first, again = request.form.get("password", ""), request.form.get("again", "")
    acts = founding_acts(**_arguments(given), document="shangxia setup")
    problems = [*_input_problems(acts), *password_problems(first, again)]
    if problems:
        return form_page(given, problems), 422
    secret = {"username": given["username"], "password_hash": passwords.hashed(first)}
    county = here()
    operator = Actor(None, "operator", "page", g.request_id)
    try:
        county.door.perform_many(
            [*acts, Knock("set_password", "county", None, secret)], operator, together=True
        )
    except ManyRefused as error:
        return form_page(given, _refusals(acts, error)), 409
    _tidy(county.config)
    person = facts.person(county.database, given["username"])
    assert person is not None  # noqa: S101  (just made)
    sessions.begin(county.database, person["id"])
    return redirect(url_for("setting_up.show"), 303)


def _tidy(config: Any) -> None:
    try:
        setup_link.use_up(config)
    except OSError as error:
        # The county is there, so the link opens nothing any more.
        log.warning("the used set-up link could not be deleted: %s", error)


def _refused(token: str) -> Any:
    """What whoever opens the link is told instead of the form; None where it counts."""
    if is_founded():
        return redirect(url_for("setting_up.show"), 303)
    county, address = here(), request.remote_addr or ""
    try:
        sessions.check_throttle(
            county.database, f"setup:{passwords.token_hash(token)[:16]}", address
        )
        if setup_link.counts(county.config, token):
            return None
        sessions.note_failure(county.database, f"setup:{passwords.token_hash(token)[:16]}", address)
    except sessions.TooManyFailures:
        pass
    return render_template("pages/setup_waiting.html", wrong=True), 404


def _arguments(given: Values) -> Values:
    return {
        "zh": given["name_zh"],
        "en": given["name_en"],
        "username": given["username"],
        "name": given["name"],
    }


def _input_problems(acts: list[Knock]) -> Problems:
    """Everything that is wrong with what was typed, at once."""
    problems: Problems = []
    for knock in acts:
        row = act_named("county", knock.act)
        assert row is not None  # noqa: S101  (rows of the table)
        try:
            loaded(row, knock.raw)
        except InvalidInput as error:
            problems += _at_fields(knock, error)
    return problems


def _at_fields(knock: Knock, error: InvalidInput) -> Problems:
    return [
        {"field": FIELDS[(knock.act, name)], "text": w(line)}
        for name, lines in error.fields.items()
        for line in lines
        if (knock.act, name) in FIELDS
    ]


def _refusals(acts: list[Knock], error: ManyRefused) -> Problems:
    index, first = error.refused[0]
    if isinstance(first, InvalidInput) and index < len(acts):
        found_here = _at_fields(acts[index], first)
        if found_here:
            return found_here
    return [{"field": "", "text": w(first.words)}]


def form_page(given: Values, problems: Problems) -> str:
    """The one form by which a county is founded."""
    labels = (
        ("name_zh", t("县名（中文）", "County, in Chinese"), ""),
        ("name_en", t("县名（英文）", "County, in English"), ""),
        ("name", t("管理员姓名", "Administrator's name"), ""),
        (
            "username",
            t("管理员用户名", "Administrator's user name"),
            t("小写字母开头，可用数字和 . _ -", "Begins with a small letter; digits and . _ - too"),
        ),
    )
    controls = [
        {
            "name": name,
            "id": name,
            "label": label,
            "hint": hint,
            "kind": "text",
            "value": given.get(name, ""),
            "errors": [p["text"] for p in problems if p["field"] == name],
            "required": True,
            "short": True,
            "whole": False,
        }
        for name, label, hint in labels
    ]
    named = {str(c["name"]): f"{c['label']}{t('：', ': ')}" for c in controls}
    return render_template(
        "pages/setup_found.html",
        controls=controls,
        problems=problems,
        summary=[{**p, "text": named.get(p["field"], "") + p["text"]} for p in problems],
        least=passwords.LEAST,
    )


# — the list of what is to do —


def is_for_me() -> bool:
    """Whether the list belongs in this person's navigation: until a first year is issued."""
    return bool(reader().acting & WHO) and not is_running(here().database)


@pages.get("/setup")
def show() -> str:
    if not reader().capacities & WHO:
        abort(404)
    rows = tasks(reader(), standing(reader()))
    done = sum(row["done"] for row in rows)
    return render_template("pages/setup.html", tasks=rows, done=done)
