"""Serving one county: waitress in one process, gunicorn in several; both end without haste.

The socket is bound before anything else is touched, so a busy port changes nothing.
"""

from __future__ import annotations

import logging
import signal
import socket
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

from config import BadSetting, Config
from web import create_app
from web.checkpointing import Checkpointing
from web.logs import logged
from web.scheduler import Scheduler
from web.security import secret_key
from workflow.audit.keys import KeyFolder
from workflow.county import door_of, open_county

Application = Callable[..., Iterable[bytes]]
# Threads of one process: people read far more than they write, and writers queue anyway.
THREADS = 8
# Running requests are given this long; systemd waits 30 s (docs/shangxia.service).
PATIENCE = 25.0
log = logging.getLogger("shangxia.serve")


class CannotListen(Exception):
    """The address cannot be served on; the text says why, in one line."""


def listen(host: str, port: int) -> socket.socket:
    """A bound socket that does not accept yet. Raises CannotListen."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind)
    except OSError as error:
        raise CannotListen(f"{host}:{port}: {error.strerror or error}") from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        # With SO_REUSEADDR two may bind; only listening tells that somebody else is there.
        bound.listen(1)
    except OSError as error:
        bound.close()
        raise CannotListen(f"{host}:{port}: {error.strerror or error}") from error
    return bound


def cookie_key(config: Config) -> str:
    """The key that signs cookies, the same for every process. Raises BadSetting."""
    try:
        return secret_key(config)
    except UnicodeDecodeError as error:
        path = config.var / "secret-key"
        raise BadSetting(
            f"the secret key {path} is no text; delete it to have a new one"
        ) from error


def application(config: Config) -> tuple[Application, tuple[Scheduler, Checkpointing]]:
    """Open the county in this process: the application, and its clock and its signer, not yet
    started. The log is looked at before the first request: where it is not what was signed, the
    county is read-only from the beginning."""
    database = open_county(config.database)
    door = door_of(database, config.clock, demo=config.demo)
    signer = Checkpointing(door, KeyFolder.of(config))
    # Every thread connects for itself.
    database.close()
    signer.once()
    app = create_app(config, door, signer.folder)
    return logged(app.wsgi_app), (Scheduler(door), signer)


# — one process —


def with_waitress(config: Config, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests in hand."""
    from waitress.server import create_server

    app, threads = application(config)
    sockets: dict[int, Any] = {}
    server = create_server(
        app,
        map=sockets,
        sockets=[bound],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )
    stopping = _stop_on_signals(server.pull_trigger)
    for thread in threads:
        thread.start()
    ready()
    _turn(server, sockets, lambda: not stopping)
    log.info("stopping; requests in hand: %d", len(_busy(server)))
    server.accepting = False
    bound.close()
    deadline = time.monotonic() + PATIENCE
    _turn(server, sockets, lambda: bool(_busy(server)) and time.monotonic() < deadline)
    server.task_dispatcher.shutdown(timeout=1)
    for thread in threads:
        thread.stop()
    log.info("stopped")


def _turn(server: Any, sockets: dict[int, Any], go_on: Callable[[], bool]) -> None:
    # waitress's own run() leaves its loop at once and with it the answers that are not sent yet.
    while go_on():
        server.asyncore.loop(timeout=0.5, map=sockets, count=1)


def _busy(server: Any) -> list[Any]:
    """The connections with a request that runs or an answer that is not out yet."""
    return [c for c in list(server.active_channels.values()) if c.requests or c.total_outbufs_len]


def _stop_on_signals(wake: Callable[[], None]) -> list[int]:
    """A list that the first signal fills; the second signal ends the program at once."""
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)
        signal.signal(number, signal.SIG_DFL)
        wake()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return received


# — several processes —


def with_gunicorn(config: Config, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve with SHANGXIA_WORKERS processes until SIGTERM or SIGINT.

    Each opens the county after the fork: a connection to SQLite must not cross one. Raises
    BadSetting where gunicorn is not installed.
    """
    try:
        from web.processes import Processes
    except ImportError as error:
        raise BadSetting(
            "SHANGXIA_WORKERS above 1 needs gunicorn: pip install 'shangxia[server]'"
        ) from error
    try:
        Processes(config, bound, ready).run()
    except SystemExit as ended:
        if ended.code:
            raise CannotListen(f"gunicorn ended with {ended.code}") from ended
