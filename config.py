"""Settings of one running program, read once from the environment; nothing else reads it.

Standard library only, so that every other room may import this one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LANGUAGES = ("zh-CN", "en")


class BadSetting(Exception):
    """A variable of the environment cannot be used; the text names it and says what it takes."""


@dataclass(frozen=True)
class Config:
    """How this program was asked to run (design.md section 6)."""

    database: str
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    key_file: str = ""
    demo: bool = False
    clock: str = ""
    language: str = "zh-CN"
    workers: int = 1

    @property
    def var(self) -> Path:
        """The folder for what this program keeps beside its database (secret key, lock file)."""
        if self.database.startswith("sqlite:///"):
            return Path(self.database.removeprefix("sqlite:///")).parent
        return PROJECT / "var"

    @property
    def log_key_file(self) -> Path:
        """Where the key is kept that signs the log: outside the database, and named after it, so
        that two counties in one folder have each their own."""
        if self.key_file:
            return Path(self.key_file)
        name = self.database.partition("?")[0].rpartition("/")[2] or "county"
        return self.var / f"{name}.log-key"

    def address(self, path: str = "") -> str:
        """The address of a page of this program on this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{path}"


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdecimal() or not low <= int(text) <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _database(environ: Mapping[str, str]) -> str:
    url = environ.get("SHANGXIA_DATABASE", "").strip()
    if not url:
        return f"sqlite:///{PROJECT / 'var' / 'county.db'}"
    if url.startswith("sqlite:///"):
        # A relative path would open (and create) another, empty county from every folder.
        if not Path(url.removeprefix("sqlite:///")).is_absolute():
            raise BadSetting(
                "SHANGXIA_DATABASE must name an absolute path: sqlite:////folder/county.db"
            )
        return url
    if url.startswith(("postgresql://", "postgres://")):
        return url
    raise BadSetting("SHANGXIA_DATABASE must begin with sqlite:/// or postgresql://")


def from_env(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the settings; BadSetting names the variable that cannot be used."""
    language = environ.get("SHANGXIA_LANGUAGE", "").strip() or LANGUAGES[0]
    language = {"zh": "zh-CN", "zh_CN": "zh-CN"}.get(language, language)
    if language not in LANGUAGES:
        raise BadSetting(f"SHANGXIA_LANGUAGE must be one of {', '.join(LANGUAGES)}")
    demo = environ.get("SHANGXIA_DEMO", "").strip()
    if demo not in ("", "0", "1"):
        raise BadSetting("SHANGXIA_DEMO must be 1 or 0")
    config = Config(
        database=_database(environ),
        host=environ.get("SHANGXIA_HOST", "").strip() or "127.0.0.1",
        port=_whole(environ, "SHANGXIA_PORT", 8000, 1, 65535),
        secret_key=environ.get("SHANGXIA_SECRET_KEY", ""),
        key_file=environ.get("SHANGXIA_KEY_FILE", "").strip(),
        demo=demo == "1",
        clock=environ.get("SHANGXIA_CLOCK", "").strip(),
        language=language,
        workers=_whole(environ, "SHANGXIA_WORKERS", 1, 1, 64),
    )
    if config.demo and config.host not in LOOPBACK:
        raise BadSetting(
            "SHANGXIA_DEMO=1 lets anyone sign in as anybody: "
            f"it is refused on {config.host}, only a loopback address will do"
        )
    return config
