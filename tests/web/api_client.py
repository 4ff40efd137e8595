"""A program at the API: people by user name, each with a token of their own."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from config import Config
from models import statements
from web import create_app
from web.api.openapi import document
from workflow import passwords
from workflow.audit.keys import KeyFolder
from workflow.case import Actor
from workflow.door import Door
from workflow.queries import facts

OPERATOR = Actor(None, "operator", "cli")
BASE = "/api/v1"
# A draft of XQ that nobody else may see, and a target in force, in the demo county.
DRAFT = (
    "SELECT t.id FROM target t JOIN unit u ON u.id = t.unit_id WHERE t.in_force IS NULL "
    "AND t.state = 'drafted' AND u.code = 'XQ' ORDER BY t.id DESC"
)
RUNNING = "SELECT id FROM target WHERE state = 'in_progress' ORDER BY id"
FIELDS = {"title": "新修水渠", "category": "routine", "lead_unit": "XQ", "year": 2014}


class Api:
    """The application of a county, asked as a program asks it."""

    def __init__(self, door: Door, folder: KeyFolder | None = None) -> None:
        self.door = door
        self.database = door.database
        config = Config(database="", demo=True, secret_key="k" * 40)
        self.app = create_app(config, door, folder)
        self.client = self.app.test_client(use_cookies=False)
        self.tokens: dict[str, str] = {}

    def token(self, username: str, **more: Any) -> str:
        """A new bearer token, granted by the operator."""
        token = passwords.new_token()
        fields = {"username": username, "token_hash": passwords.token_hash(token), "label": "测试"}
        self.door.perform("grant_token", "county", None, OPERATOR, {**fields, **more})
        return token

    def headers(self, username: str | None) -> dict[str, str]:
        """What says who asks; nothing for nobody."""
        if username is None:
            return {}
        if username not in self.tokens:
            self.tokens[username] = self.token(username)
        return {"Authorization": f"Bearer {self.tokens[username]}"}

    def value(self, query: str) -> Any:
        """What the database itself says."""
        return statements.value(self.database, query)

    def entries(self) -> int:
        """How many entries the log has."""
        return self.value("SELECT COUNT(*) FROM entry")

    def actor(self, username: str) -> Actor:
        """The person at the door itself."""
        row = facts.person(self.database, username)
        assert row is not None
        return Actor(row["id"], username, "api")

    def created(self, **fields: Any) -> dict[str, Any]:
        """A new draft of XQ."""
        answer = self.post("xq.drafter", "/targets", {**FIELDS, **fields})
        assert answer.status_code == 201, answer.get_json()
        return answer.get_json()

    def get(self, username: str | None, path: str, **headers: str):
        """GET under /api/v1."""
        return self.ask(username, "GET", path, **headers)

    def post(self, username: str | None, path: str, value: Any = None, **headers: str):
        """POST of a JSON value under /api/v1."""
        data = None if value is None else json.dumps(value).encode()
        return self.ask(username, "POST", path, data, **headers)

    def ask(self, username: str | None, method: str, path: str, data: Any = None, **headers: str):
        """Any request; header names with _ for -. Every problem is held to its form."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if data is not None:
            given.setdefault("Content-Type", "application/json")
        answer = self.client.open(
            BASE + path, method=method, data=data, headers={**self.headers(username), **given}
        )
        if answer.status_code >= 400 and method != "HEAD":
            self._check_problem(answer)
        return answer

    def _check_problem(self, answer: Any) -> None:
        problem = answer.get_json(force=True)
        assert answer.content_type == "application/problem+json"
        fits(problem, "Problem")
        assert problem["status"] == answer.status_code
        assert problem["request_id"] == answer.headers["X-Request-Id"]
        for inside in ("Traceback", "SELECT ", "sqlite", ".py"):
            assert inside not in answer.get_data(as_text=True)

    def target(self, username: str, number: int) -> dict[str, Any]:
        """A target as somebody is shown it."""
        return self.get(username, f"/targets/{number}").get_json()

    def act(self, username: str, number: int, action: str, **fields: Any):
        """An act on a target, as one who has just looked at it."""
        shown = self.target(username, number)
        seen = {"digest": shown["candidate"]["digest"]} if _signs(shown, action) else {
            "version": shown["version"]
        }  # fmt: skip
        return self.post(username, f"/targets/{number}/actions/{action}", {**seen, **fields})


def _signs(shown: dict[str, Any], action: str) -> bool:
    return any(a["signs"] for a in shown["actions"] if a["action"] == action)


DOCUMENT = document()


def fits(value: Any, name: str) -> None:
    """Fail where a value is not of the shape the description gives this name."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    problems = list(Draft202012Validator(schema).iter_errors(value))
    assert not problems, [f"{'/'.join(map(str, p.path))}: {p.message}" for p in problems[:5]]


def fits_described(value: Any, path: str, method: str, status: int) -> None:
    """Fail where an answer is not of the shape described for this path, method and status."""
    described = DOCUMENT["paths"][path][method.lower()]["responses"][str(status)]
    name = described["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fits(value, name)
