"""Counters for Prometheus, in its text form 0.0.4: requests, acts, the size of the log."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping

from flask import Flask, Response, request

from models.base import Database
from workflow.queries import counts

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What this process has counted since it started."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._requests: Counter[tuple[str, ...]] = Counter()
        self._acts: Counter[tuple[str, ...]] = Counter()
        # Entries up to here are counted. Those of before the start are not: a county's whole log
        # need not be read for it.
        self._counted: int | None = None

    def note(self, response: Response) -> Response:
        """Count an answered request by its route, never by its address."""
        route = request.url_rule.rule if request.url_rule else "none"
        with self._guard:
            self._requests[request.method, route, str(response.status_code)] += 1
        return response

    def text(self) -> str:
        """All counters as Prometheus reads them."""
        size = self._count_acts()
        with self._guard:
            requests, acts = dict(self._requests), dict(self._acts)
        lines = [
            *_lines("shangxia_requests_total", "counter", "Requests by route and status",
                    ("method", "route", "status"), requests),
            *_lines("shangxia_acts_total", "counter", "Entries of the log since the first reading",
                    ("act", "outcome"), acts),
            *_lines("shangxia_log_entries", "gauge", "Entries of the log", (), {(): size}),
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    def _count_acts(self) -> int:
        size = counts.log_size(self._database)
        with self._guard:
            if self._counted is None:
                self._counted = size
            if size > self._counted:
                self._acts.update(counts.acts_between(self._database, self._counted, size))
                self._counted = size
        return size


def _lines(
    name: str, kind: str, about: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], int]
) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for key, value in sorted(values.items()):
        pairs = ",".join(f'{n}="{_quoted(v)}"' for n, v in zip(labels, key, strict=True))
        yield f"{name}{{{pairs}}} {value}" if pairs else f"{name} {value}"


def _quoted(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def install(app: Flask, database: Database) -> None:
    """Count every answered request of the application."""
    metrics = Metrics(database)
    app.extensions["metrics"] = metrics
    app.after_request(metrics.note)
