"""The same story through the command line, the API and the pages: the logs are the same."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from config import Config
from models import statements
from tests.program import Cli, copied
from tests.scenario import STORY, Later, Step, Values, play
from tests.storage import opened
from tests.web.browsing import ByPages
from web import create_app
from workflow.county import door_of
from workflow.ticks import tick

# The pages alone take a minute on a busy machine.
pytestmark = pytest.mark.timeout(400)

SIGNING = ("submit", "review", "approve", "confirm_support")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
# What may differ between ways in: when, by which way, in which request, and the salts of texts.
LOOSE = {"at", "channel", "request"}


class ByCommandLine:
    """Each act a command, as it would be typed."""

    def __init__(self, url: str) -> None:
        self.cli = Cli(url)
        self.settings: dict[str, str] = {}

    def run(self, *arguments: str) -> Any:
        ran = self.cli(*arguments, "--json", **self.settings)
        assert ran.code == 0, (arguments, ran.err)
        return json.loads(ran.out)

    def clock(self, setting: str) -> None:
        self.settings = {"SHANGXIA_CLOCK": setting}
        self.run("tick")

    def begin(self, step: Step) -> int:
        return self.run("target", step.act, "--as", step.who, *_options(step.fields))["id"]

    def act(self, step: Step, number: int) -> None:
        target = ("target", step.act, str(number), "--as", step.who)
        self.run(*target, *self._seen(step, number), *_options(step.fields))

    def _seen(self, step: Step, number: int) -> list[str]:
        if step.act not in SIGNING:
            return []
        seen = self.run("target", "show", str(number), "--as", step.who)
        return ["--digest", seen["candidate"]["digest"]]

    def act_on_year(self, step: Step, year: int) -> None:
        named = [option for one in self._named(step, year) for option in one]
        self.run("year", step.act, str(year), "--as", step.who, *named, *_options(step.fields))

    def _named(self, step: Step, year: int) -> list[tuple[str, str]]:
        if step.act == "waive":
            seen = self.run("year", "coverage", str(year), "--as", step.who)
            return [("--failures", digest) for digest in waivable(seen)]
        seen = self.run("year", "show", str(year), "--as", step.who)
        return [("--leave-open", str(number)) for number in seen["unapproved"]]


def waivable(seen: Values) -> list[str]:
    """What could be excused, by the digests that were shown."""
    return [failure["digest"] for failure in seen["failures"] if failure["waivable"]]


def _options(fields: Values) -> list[str]:
    spelled = {True: "true", False: "false"}
    return [
        part
        for name, value in fields.items()
        for part in (f"--{name.replace('_', '-')}", spelled.get(value, str(value)))
    ]


class ByApi:
    """The application in this process, with the bearer tokens of the demo's people."""

    def __init__(self, url: str, tokens: dict[str, str]) -> None:
        self.url = url
        self.tokens = tokens
        self.open("")

    def open(self, setting: str) -> None:
        self.database = None
        with opened(self.url) as database:
            self.door = door_of(database, setting)
        self.client = create_app(Config(self.url, secret_key="k" * 40), self.door).test_client()

    def clock(self, setting: str) -> None:
        self.open(setting)
        with self.door.database.connection_context():
            tick(self.door)

    def _ask(self, method: str, path: str, who: str, body: Values | None = None) -> Values:
        answer = self.client.open(
            f"/api/v1{path}",
            method=method,
            json=body,
            headers={"Authorization": f"Bearer {self.tokens[who]}"},
        )
        assert answer.status_code in (200, 201), (path, answer.text)
        return answer.get_json()

    def begin(self, step: Step) -> int:
        return self._ask("POST", "/targets", step.who, step.fields)["id"]

    def act(self, step: Step, number: int) -> None:
        seen = self._ask("GET", f"/targets/{number}", step.who)
        shown = (
            {"digest": seen["candidate"]["digest"]}
            if step.act in SIGNING
            else {"version": seen["version"]}
        )
        body = {**shown, **step.fields}
        self._ask("POST", f"/targets/{number}/actions/{step.act}", step.who, body)

    def act_on_year(self, step: Step, year: int) -> None:
        seen = self._ask("GET", f"/years/{year}", step.who)
        named = {"leave_open": seen["unapproved"]}
        if step.act == "waive":
            shown = self._ask("GET", f"/years/{year}/coverage?view=issue", step.who)
            named = {"failures": waivable(shown)}
        body = {"version": seen["version"], **named, **step.fields}
        self._ask("POST", f"/years/{year}/actions/{step.act}", step.who, body)


# — what the log says —


def log_of(url: str, after: int) -> list[Values]:
    """The entries after the demo county's own, without what may differ."""
    with opened(url) as database:
        rows = statements.rows(
            database, "SELECT body FROM entry WHERE id >= ? ORDER BY id", (after,)
        )
    return [_plain(_without_what_pages_know(json.loads(row["body"]))) for row in rows]


def _without_what_pages_know(entry: Values) -> Values:
    """Since when a content was shown no command line knows: that one row is the pages' own."""
    writes = [write for write in entry["writes"] if write["table"] != "signature_shown"]
    return {**entry, "writes": writes}


def _plain(value: Any, table: str = "") -> Any:
    if isinstance(value, dict):
        table = value.get("table", table)
        # A slip says when it was reported, and its digest says it with it.
        salted = {"text": {"salt", "digest"}, "paper": {"digest"}}.get(table, set())
        return {n: _plain(v, table) for n, v in value.items() if n not in LOOSE | salted}
    if isinstance(value, list):
        # Numbers in a list are a set (targets left open): a page ticks them in its own order.
        numbers = all(isinstance(one, int) for one in value)
        return sorted(value) if numbers else [_plain(one, table) for one in value]
    return TIME.sub("a time", value) if isinstance(value, str) else value


def size_of(url: str) -> int:
    with opened(url) as database:
        return statements.value(database, "SELECT size FROM log_head")


@pytest.fixture(scope="module")
def ways(demo_golden, tmp_path_factory) -> Iterator[Any]:
    """A copy of the demo county for a way in, by its name; the same copy each time."""
    made: dict[str, str] = {}

    def way(name: str) -> str:
        return made.setdefault(name, copied(demo_golden, tmp_path_factory.mktemp(name)))

    return way


@pytest.fixture(scope="module")
def by_command_line(ways) -> tuple[str, dict[str, int]]:
    url = ways("cli")
    return url, play(ByCommandLine(url))


@pytest.fixture(scope="module")
def by_api(ways, demo_tokens) -> tuple[str, dict[str, int]]:
    url = ways("api")
    return url, play(ByApi(url, demo_tokens))


def scores(url: str, known: dict[str, int]) -> dict[str, tuple[str, str]]:
    with opened(url) as database:
        return {
            name: (
                statements.value(database, "SELECT state FROM target WHERE id = ?", (number,)),
                statements.value(
                    database, "SELECT value FROM score WHERE target_id = ?", (number,)
                ),
            )
            for name, number in known.items()
        }


# 10.8 of 12 kilometres in proportion of 20 points; all or nothing of 15.
SCORES = {"road": ("scored", "18"), "park": ("scored", "15")}


def test_both_targets_are_scored_by_command_line_alone(by_command_line):
    assert scores(*by_command_line) == SCORES
    assert Cli(by_command_line[0])("audit", "verify").code == 0


def test_both_targets_are_scored_by_api_alone(by_api):
    assert scores(*by_api) == SCORES
    assert Cli(by_api[0])("audit", "verify").code == 0


def test_logs_of_command_line_and_api_are_the_same(by_command_line, by_api, demo_golden):
    before = size_of(demo_golden)
    told, other = log_of(by_command_line[0], before), log_of(by_api[0], before)
    assert told == other
    # The story is in it, step by step, nothing was refused on the way, and the clock struck.
    acts = [step.act for step in STORY if not isinstance(step, Later)]
    brought_along = ("issue", "target")
    by_people = [
        entry["act"]
        for entry in told
        if entry["person"] is not None and (entry["act"], entry["object"]["kind"]) != brought_along
    ]
    assert by_people == acts
    assert {entry["outcome"] for entry in told} == {"done"}
    assert sum(entry["act"] == "fall_due" for entry in told) > 1


@pytest.fixture(scope="module")
def by_pages(ways, browser) -> tuple[str, dict[str, int]]:
    url = ways("pages")
    driver = ByPages(url, browser)
    try:
        return url, play(driver)
    finally:
        driver.close()


@pytest.mark.browser
@pytest.mark.slow
def test_both_targets_are_scored_by_clicking_alone(by_pages):
    assert scores(*by_pages) == SCORES
    assert Cli(by_pages[0])("audit", "verify").code == 0


@pytest.mark.browser
@pytest.mark.slow
def test_logs_of_pages_and_command_line_are_the_same(by_pages, by_command_line, demo_golden):
    before = size_of(demo_golden)
    assert log_of(by_pages[0], before) == log_of(by_command_line[0], before)
