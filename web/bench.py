"""Whole pages, as a browser gets them, beside a bare Flask page of the very same size.

The bare side is one route that returns the finished bytes: what the ratio shows is everything that
a page does, from the session to the last row. Both run under the same test client, in turn.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from config import Config
from web import create_app
from workflow.bench.county import DRAFTING, RUNNING, UNITS, Bench
from workflow.bench.measure import Result, Times, dearer, undisturbed
from workflow.bench.year import EACH
from workflow.words import Words, both

WARM_UP = 3
# Who reads which page.
PAGES = (
    ("office", f"/targets?year={DRAFTING}", Words("目标清单 50 行", "list of targets, 50 rows")),
    (
        "hu07",
        f"/sheet?unit=U07&year={DRAFTING}",
        Words(f"一单位一表 {EACH} 行", f"unit sheet, {EACH} rows"),
    ),
    ("hu07", f"/years/{RUNNING}/results", Words(f"排名 {UNITS} 个单位", f"ranking, {UNITS} units")),
)


class NotThePage(Exception):
    """The page did not answer as it should, so its time says nothing."""


def measure(bench: Bench, rounds: int) -> list[Result]:
    """Each page `rounds` times beside a bare one of its size. Raises NotThePage."""
    app = create_app(Config(database="", demo=True, secret_key="bench" * 10), bench.door)
    results = []
    with undisturbed():
        for username, path, name in PAGES:
            client = _signed_in(app, username)
            results.append(_beside(client, path, name, rounds))
    return results


def _signed_in(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    client.post("/sign-in/as", data={"username": username, "csrf_token": token})
    return client


def _beside(client: FlaskClient, path: str, name: Words, rounds: int) -> Result:
    body = _read(client, path)
    bare = _bare(body)
    ours, beside = Times(), Times()
    for _ in range(rounds + WARM_UP):
        ours.run(lambda: _read(client, path))
        beside.run(lambda: _read(bare, "/"))
    size = f"{len(body) / 1024:.0f} KiB"
    about = Words("整页对同样大小的空页：{name}，{size}", "page : bare Flask page, {name}, {size}")
    return dearer(
        about.format(name=name, size=both(size)),
        ours.without_first(WARM_UP),
        beside.without_first(WARM_UP),
    )


def _read(client: FlaskClient, path: str) -> bytes:
    answer: Any = client.get(path)
    if answer.status_code != 200:
        raise NotThePage(f"{path}: {answer.status}")
    body: bytes = answer.data
    return body


def _bare(body: bytes) -> FlaskClient:
    app = Flask("bare")
    text = body.decode()
    app.add_url_rule("/", "page", lambda: text)
    return app.test_client()
