"""The link by which a county is founded in the browser, for whoever can run `init` on its machine.

There is no person yet whose link it could be, so its hash stands in a file beside the database
(for PostgreSQL in var/ of the machine where `init` ran, which is the one to open it on).
"""

from __future__ import annotations

import hmac
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import Config
from workflow import passwords

HOURS = 72


def _file(config: Config) -> Path:
    return config.var / "setup-token"


def make(config: Config) -> str:
    """A new token; an earlier one ends. Only its hash is kept, readable by its owner alone."""
    path = _file(config)
    path.parent.mkdir(parents=True, exist_ok=True)
    token = passwords.new_token()
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    until = datetime.now(UTC) + timedelta(hours=HOURS)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{passwords.token_hash(token)} {until.isoformat()}\n")
    return token


def counts(config: Config, token: str) -> bool:
    """Whether this is the token of the newest link, and in time."""
    try:
        kept, until = _file(config).read_text(encoding="ascii").split()
        in_time = datetime.now(UTC) < datetime.fromisoformat(until)
    except (OSError, ValueError):
        return False
    return in_time and hmac.compare_digest(kept, passwords.token_hash(token))


def use_up(config: Config) -> None:
    """End the link: the county is there."""
    _file(config).unlink(missing_ok=True)
