"""For those who watch the program: whether it runs, whether it can serve, and what it counted."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Response, current_app

from models.base import SAFE_WAL, Database, DatabaseError, is_sqlite, sqlite_version
from models.migrate import missing
from web.api.metrics import MEDIA_TYPE
from web.api.writing import JSON, encoded
from web.county import here
from web.identity import public
from workflow.queries import facts

probes = Blueprint("probes", __name__)
log = logging.getLogger("shangxia.api")


@probes.get("/healthz")
@probes.get("/api/v1/healthz")
@public
def healthz() -> Response:
    """The program runs and answers."""
    return Response(encoded({"status": "ok"}), content_type=JSON)


@probes.get("/readyz")
@probes.get("/api/v1/readyz")
@public
def readyz() -> Response:
    """200 where acts can be performed; 503 with what stands in the way."""
    checks = _checks(here().database)
    ready = all(text == "ok" for text in checks.values())
    body = encoded({"ready": ready, "checks": checks})
    return Response(body, 200 if ready else 503, content_type=JSON)


def _checks(database: Database) -> dict[str, str]:
    try:
        database.connect(reuse_if_open=True)
        found = facts.county(database)
        behind: list[Any] = missing(database)
    except DatabaseError as error:
        log.error("not ready: %s", error)
        return {"database": "cannot be read"}
    closed = here().door.closed
    return {
        "database": "ok",
        "log": "ok" if closed is None else closed.en,
        "county": "ok" if found else "not founded yet",
        "migrations": "ok" if not behind else f"{len(behind)} missing: run shangxia migrate",
        "sqlite": _sqlite(database) if is_sqlite(database) else "ok",
    }


def _sqlite(database: Database) -> str:
    journal = database.execute_sql("PRAGMA journal_mode").fetchone()[0]
    if journal == "wal" and sqlite_version() < SAFE_WAL:
        return "this SQLite can corrupt a WAL database: use 3.51.3 or newer"
    return "ok"


@probes.get("/metrics")
@probes.get("/api/v1/metrics")
@public
def metrics() -> Response:
    """Counters in Prometheus' text form; no name of a person or target is among them."""
    here().database.connect(reuse_if_open=True)
    return Response(current_app.extensions["metrics"].text(), content_type=MEDIA_TYPE)
