"""`as_of=` in an address: the same page, list or answer, read from the county as it was.

A request that looks back gets another county behind `here()` and another reader (web/county.py);
pages and API know nothing of it. Links keep `as_of`; what would act is refused.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request

from web import paging
from web.county import County, Past, live, reader
from web.identity import GUARD_THEMSELVES
from web.presentation import moment, number, t
from workflow.audit.instant import FIELD, NoSuchInstant
from workflow.clock import Manual
from workflow.door import Door
from workflow.queries import looking_back
from workflow.words import Words

Values = dict[str, Any]

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Pages that may be read though their address takes a form too, and some that are of no use.
READ_TOO = frozenset({"bureau.show", "sheet.show", "succession.show"})
FOR_ACTING = frozenset({"ledger.choose", "setting_up.show"})
NOT_NOW = Words(
    "回看往日时不能办理，请先返回现在。", "Nothing can be done in the past: go back to now first."
)


def look_back() -> None:
    """Where the request asks for a past, put that in place of the present. Who asks is known.

    Raises NoSuchInstant, NotPermitted, Unavailable.
    """
    text = request.args.get(FIELD)
    if not text:
        return
    g.back = _address()
    if not _only_reads():
        raise NoSuchInstant(FIELD, NOT_NOW)
    county = live()
    then, instant = looking_back.look_back(reader(), county.clock, text)
    door = Door(then.database, Manual(then.now))
    g.past = Past(County(county.config, door), instant)
    g.reader = then


def _only_reads() -> bool:
    """Whether a request changes nothing and asks for no form of an act."""
    if request.method not in READING:
        return False
    endpoint = request.endpoint or ""
    if request.blueprint in GUARD_THEMSELVES or endpoint in READ_TOO:
        return True
    rule = request.url_rule.rule if request.url_rule else ""
    acting = rule in current_app.extensions["acting"] or endpoint in FOR_ACTING
    return not acting and request.blueprint != "importing"


def for_a_page() -> None:
    """The same for whoever came by a cookie; other ways in ask once they know who it is."""
    view = current_app.view_functions.get(request.endpoint or "")
    if g.visitor is None or request.blueprint in GUARD_THEMSELVES:
        return
    if request.endpoint not in (None, "static") and not getattr(view, "public", False):
        look_back()


def keep(endpoint: str, values: Values) -> None:
    """Links of a page of the past stay in the past."""
    past = asked()
    if past is not None and endpoint != "static" and not endpoint.startswith("sign_in."):
        values.setdefault(FIELD, past.instant.text)


def asked() -> Past | None:
    """The past that this request looks at, if it does."""
    found: Past | None = g.get("past")
    return found


def as_of() -> str:
    """What a form of a page must send along to stay where the page is; nothing in the present."""
    past = asked()
    return past.instant.text if past else ""


def _kept() -> list[tuple[str, str]]:
    """What the address asks for beside the moment. A list of another time begins anew."""
    return [(n, v) for n, v in request.args.items(multi=True) if n not in (FIELD, paging.NAME)]


def _address() -> str:
    """The address of this very page in the present."""
    query = urlencode(_kept())
    return request.path + (f"?{query}" if query else "")


def banner() -> Values | None:
    """What a page of the past says above all else, and the way back to now."""
    past = asked()
    if past is None:
        return None
    at, last = moment(past.instant.at), number(past.instant.size - 1)
    return {
        "text": t(
            f"这是 {at} 的样子，止于日志第 {last} 条；此后录入的一概不在内，也不能办理。",
            f"The county as it was on {at}, up to entry {last} of the log. "
            "Nothing entered later is shown, and nothing can be done here.",
        ),
        "now": _address(),
    }


def control() -> Values | None:
    """The question for a day in the past, on every page of those who may look back."""
    if request.method != "GET" or not looking_back.may_look_back(reader()) or not _only_reads():
        return None
    text = as_of()
    return {"action": request.path, "kept": _kept(), "value": text if len(text) == 10 else ""}


def tell(response: Response) -> Response:
    """Say in the answer which past it is of."""
    past = asked()
    if past is not None:
        response.headers["As-Of"] = past.instant.at
        response.headers["As-Of-Entry"] = str(past.instant.size - 1)
    return response


def let_go(_: BaseException | None) -> None:
    """Close the copy: another may be made in its place."""
    past = asked()
    if past is not None:
        past.county.database.close()


def install(app: Flask) -> None:
    """Ask before every page; the addresses that take forms are known once all are registered."""
    app.before_request(for_a_page)
    app.after_request(tell)
    app.teardown_request(let_go)
    app.url_defaults(keep)
    app.jinja_env.globals["as_of"] = as_of


def know_forms(app: Flask) -> None:
    """Note which addresses take a form: what stands there asks for an act."""
    rules = app.url_map.iter_rules()
    app.extensions["acting"] = frozenset(r.rule for r in rules if "POST" in (r.methods or ()))
