"""The OpenAPI 3.1 description, made of the declared operations, the table and the schemas."""

from __future__ import annotations

import re
from typing import Any

import marshmallow as ma
from apispec import APISpec

from web.api.converting import Plugin
from web.api.operations import LARGEST, OPERATIONS, Operation
from web.api.problems import MEDIA_TYPE, TITLES
from web.api.shapes import ProblemShape
from web.api.shapes_plan import HealthShape, ReadyShape
from web.api.writing import JSON
from workflow.act import Act
from workflow.audit.instant import FIELD
from workflow.inputs.fields import Input
from workflow.terms import CAPACITIES
from workflow.words import Words, joined

Values = dict[str, Any]
BASE = "/api/v1"
VERSION = "1"
ABOUT = """上下：县级目标管理。All texts come in the language of `Accept-Language` (zh-CN, en).

Values, points and quantities are decimals as text; days are ISO dates; moments are UTC; units and
posts go by code. Unknown fields are refused. `Idempotency-Key` on a POST makes it happen once.
`If-Match` with the ETag of what was read is honoured and never demanded; then `version` may be left
out of the body. With a session cookie instead of a token a POST needs `X-CSRFToken` (see `/me`)."""


def both(words: Words) -> str:
    """A text in both languages: the description is one document for everybody."""
    return f"{words.zh} · {words.en}"


# What may happen to any request, and to any that brings a body.
ALWAYS = (500, 503)
WITH_BODY = (400, 413, 415)
# A past instead of the present, for whoever sees the whole county today (web/past.py).
AS_OF = {
    "name": FIELD,
    "in": "query",
    "description": both(
        Words(
            "当时的样子：日期（该日终了）、带时区的时刻，或日志序号 entry:N；"
            "限审计人员、目标办和县长。",
            "As it was: a day (its end, in Asia/Shanghai), a time with its zone, or entry:N of the "
            "log. For auditors, the target office and the county head.",
        )
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 40},
    "examples": {
        "day": {"value": "2013-09-16"},
        "time": {"value": "2013-09-16T10:00:00+08:00"},
        "entry": {"value": "entry:120"},
    },
}
# Parts of a path that are codes, each named as it is.
NAMED = ("unit", "username", "section")
BINARY = {"type": "string", "format": "binary"}
SECURITY: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}]
HEADERS: dict[str, str] = {
    "Location": "Where the new object is",
    "ETag": "What If-Match takes",
    "Idempotency-Replayed": "true where the act had been done before under this key",
    "As-Of": "The moment of the past that the answer shows, where `as_of` asked for one",
    "As-Of-Entry": "The last entry of the log that counts in it",
}


def name_of(schema: Any) -> str:
    """The name of a schema among the components."""
    kind = schema if isinstance(schema, type) else type(schema)
    if issubclass(kind, Input):
        return f"{kind.__name__}Input"
    return str(kind.__name__).removesuffix("Shape")


def document() -> Values:
    """The whole description as plain values."""
    spec = APISpec(
        "上下 Shangxia",
        VERSION,
        "3.1.0",
        plugins=[Plugin(schema_name_resolver=name_of)],
        info={"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        servers=[{"url": "/"}],
    )
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": "shangxia"}
    )
    spec.components.schema("Problem", schema=ProblemShape)
    for status, title in TITLES.items():
        spec.components.response(str(status), _refusal(status, title))
    for path, operations in _paths().items():
        spec.path(path=path, operations=operations)
    _probes(spec)
    return spec.to_dict()


def _refusal(status: int, title: Words) -> Values:
    found: Values = {
        "description": both(title),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 401:
        found["headers"] = {"WWW-Authenticate": _header("How to say who one is (RFC 6750)")}
    if status == 503:
        found["headers"] = {"Retry-After": _header("Seconds to wait")}
    return found


def _header(about: str) -> Values:
    return {"description": about, "schema": {"type": "string"}}


def _paths() -> dict[str, Values]:
    paths: dict[str, Values] = {}
    for made in OPERATIONS:
        for act in made.acts or (None,):
            path = path_of(made, act)
            paths.setdefault(path, {})[made.method.lower()] = _operation(made, act)
    return paths


def path_of(made: Operation, act: Act | None) -> str:
    """The described path of an operation, one for each act."""
    rule = re.sub(r"<int\([^)]*\):number>", "{id}", made.rule)
    for name in NAMED:
        rule = rule.replace(f"<{name}>", f"{{{name}}}")
    return BASE + (rule.replace("<action>", act.name) if act else rule)


def _operation(made: Operation, act: Act | None) -> Values:
    summary = both(made.summary)
    if act is not None:
        summary += f" · {both(act.label)}"
    found: Values = {
        "operationId": made.name + (f"__{act.name}" if act else ""),
        "summary": summary,
        "tags": [made.rule.split("/")[1]],
        "parameters": list(_parameters(made)),
        "responses": _responses(made),
        "security": [] if made.who == "public" else SECURITY,
    }
    if about := [both(made.description)] if made.description else []:
        found["description"] = about[0]
    if act is not None:
        who = joined([CAPACITIES[c] for c in act.capacities])
        found["description"] = "\n\n".join([*about, both(who)])
    if made.method == "POST":
        found["requestBody"] = _body(made, act)
    return found


def _parameters(made: Operation) -> list[Values]:
    found: list[Values] = []
    if "number" in made.rule:
        most = 9999 if "max=9999" in made.rule else LARGEST
        schema = {"type": "integer", "minimum": 0, "maximum": most}
        found.append({"name": "id", "in": "path", "required": True, "schema": schema})
    for name in NAMED:
        if f"<{name}>" in made.rule:
            code = {"type": "string", "minLength": 1, "maxLength": 60}
            found.append({"name": name, "in": "path", "required": True, "schema": code})
    if made.query is not None:
        found.append({"in": "query", "schema": made.query})
    if _looks_back(made):
        found.append(AS_OF)
    if made.method == "POST":
        key = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "schema": key})
    if made.guarded:
        tag = {"type": "string", "pattern": '^(\\*|"[0-9a-f]{1,64}")$'}
        found.append({"name": "If-Match", "in": "header", "schema": tag})
    return found


def _body(made: Operation, act: Act | None) -> Values:
    kinds = [made.body_of(act)] if act is not None and made.body_of else list(made.takes)
    schema: Any = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    needed = all(any(f.required for f in kind().load_fields.values()) for kind in kinds)
    return {"required": needed, "content": {JSON: {"schema": schema}}}


def _responses(made: Operation) -> Values:
    more = ["Idempotency-Replayed"] if made.method == "POST" else []
    names = (*made.headers, *(["As-Of", "As-Of-Entry"] if _looks_back(made) else more))
    done: Values = {
        "description": both(made.summary),
        "content": {made.media: {"schema": made.gives or BINARY}},
    }
    if names:
        done["headers"] = {name: _header(HEADERS[name]) for name in names}
    return {str(made.status): done, **{str(s): str(s) for s in refusing(made)}}


def refusing(made: Operation) -> list[int]:
    """Every status with which an operation may say no."""
    found = {*made.refuses, *ALWAYS}
    if made.who != "public":
        found.add(401)
    if made.method == "POST":
        found |= {*WITH_BODY, 422}
    if _looks_back(made):
        found |= {403, 422}
    return sorted(found)


def _looks_back(made: Operation) -> bool:
    """Whether an operation reads the county, and so can read it as it was."""
    return made.method == "GET" and made.who != "public"


def _probes(spec: APISpec) -> None:
    for path, zh, en, shape, status in (
        ("/healthz", "程序在运行", "The program runs", HealthShape, ()),
        ("/readyz", "可以办理", "Acts can be performed", ReadyShape, (503,)),
    ):
        answer = _json(both(Words(zh, en)), shape)
        responses = {"200": answer, **{str(s): answer for s in status}}
        spec.path(path=path, operations={"get": _probe(path, responses)})
    text = {"description": "Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}
    spec.path(path="/metrics", operations={"get": _probe("/metrics", {"200": text})})


def _json(about: str, shape: type[ma.Schema]) -> Values:
    return {"description": about, "content": {JSON: {"schema": shape}}}


def _probe(path: str, responses: Values) -> Values:
    return {
        "operationId": path.strip("/"),
        "summary": path.strip("/"),
        "tags": ["probes"],
        "security": [],
        "responses": responses,
    }
