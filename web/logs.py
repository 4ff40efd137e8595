"""Log lines: a JSON object each, on stderr. No query, header or body: they may hold secrets.

Nor what follows these beginnings of a path: whoever reads it could use it.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

Start = Callable[..., Any]
requests = logging.getLogger("shangxia.request")
# Addresses that end in a token: one-time links, and the link by which a county is set up.
WITH_TOKEN = ("/link/", "/setup/")

# What every LogRecord has; whatever else it carries was given as `extra` and is told.
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, text, and its extras."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the line's end."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": record.getMessage(),
        }
        told.update((n, v) for n, v in record.__dict__.items() if n not in _PLAIN)
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def to_stderr(level: int = logging.INFO) -> None:
    """Send all logging of this process to stderr as such lines."""
    # The machine tells every step of every act; a thousand that fall due would drown the rest.
    logging.getLogger("transitions").setLevel(logging.WARNING)
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def shown_path(path: str) -> str:
    """A request's path without the token it may end in."""
    begins = next((begin for begin in WITH_TOKEN if path.startswith(begin)), None)
    return path if begins is None else f"{begins}…"


def logged(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The same WSGI application, with a line for each request."""

    def call(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        begun = time.monotonic()

        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            requests.info(
                "%s %s",
                environ.get("REQUEST_METHOD", ""),
                shown_path(environ.get("PATH_INFO", "")),
                extra={
                    "status": int(status[:3]),
                    "ms": round((time.monotonic() - begun) * 1000, 1),
                    "request": dict(headers).get("X-Request-Id", ""),
                },
            )
            return start(status, headers, *more)

        return application(environ, started)

    return call
