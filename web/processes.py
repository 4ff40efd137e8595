"""Several processes under gunicorn: the only importer of it. Each worker opens its own county."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from config import Config
from web import serving


class Lines(Logger):
    """gunicorn's messages through our own log lines."""

    def setup(self, cfg: Any) -> None:
        """Add no handler: the root logger has one."""
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)
        self.access_log.propagate = False


class Processes(BaseApplication):
    """One county, `config.workers` processes."""

    def __init__(self, config: Config, bound: socket.socket, ready: Callable[[], None]) -> None:
        self.settings = config
        self.bound = bound
        self.ready = ready
        self.threads: Any = ()
        super().__init__()

    def load_config(self) -> None:
        """Settings by code alone: no file, no environment, no command line of gunicorn's own."""
        for name, value in {
            "bind": f"fd://{self.bound.detach()}",
            "workers": self.settings.workers,
            "worker_class": "gthread",
            "threads": serving.THREADS,
            "graceful_timeout": int(serving.PATIENCE),
            "logger_class": Lines,
            "control_socket_disable": True,
            "when_ready": lambda arbiter: self.ready(),
            "worker_exit": lambda arbiter, worker: [thread.stop() for thread in self.threads],
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Callable[..., Iterable[bytes]]:
        """The application of one worker; called after the fork."""
        app, self.threads = serving.application(self.settings)
        for thread in self.threads:
            thread.start()
        return app
