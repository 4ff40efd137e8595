"""What every command works with: the settings, and the county once a command asks for it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from config import Config
from models.base import Database, DatabaseError
from web.commands.failures import Failed, Wrong
from workflow.audit import opening
from workflow.audit.keys import KeyFolder
from workflow.audit.sealing import WillNotSign
from workflow.case import Actor
from workflow.county import door_of, open_county
from workflow.door import Done, Door
from workflow.erased import speaking
from workflow.errors import WorkflowError
from workflow.queries import facts, looking_back
from workflow.queries.reader import Reader, reader_of
from workflow.words import Words, say

Values = dict[str, Any]
CHANNEL = "cli"


class Program:
    """One run of the program."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._database: Database | None = None
        # What --as-of said.
        self.as_of: str | None = None
        self._acted = False

    # — what it opens —

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file; None on PostgreSQL."""
        if not self.config.database.startswith("sqlite:///"):
            return None
        return Path(self.config.database.removeprefix("sqlite:///"))

    def open(self, *, make: bool = False) -> Database:
        """The database, made and migrated where `make`. Raises Failed, DatabaseUnusable."""
        file = self.sqlite_file
        if file is not None and file.is_dir():
            raise Failed(f"{file} 是文件夹，不是数据库。", f"{file} is a folder, no database.")
        if make and file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        if not make and file is not None and not file.exists():
            # Opening it would leave an empty file behind.
            raise Failed(
                f"没有数据库 {file}：先运行 shangxia init（或 shangxia serve --demo）。",
                f"There is no database {file}: run shangxia init first (or shangxia serve --demo).",
            )
        speaking.set(self.config.language)
        if self._database is None or make:
            self.close()
            self._database = open_county(self.config.database, make=make)
        return self._database

    def close(self) -> None:
        """Let the database go, idle connections too."""
        if self._database is not None:
            if self._acted:
                self._sign()
            self._database.close()
            getattr(self._database, "close_all", lambda: None)()
            self._database = None

    def county(self) -> Values:
        """The county's row. Raises Failed before there is one."""
        found = facts.county(self.open())
        if found is None:
            raise Failed(
                "库中还没有县：先运行 shangxia init（或 shangxia demo）。",
                "There is no county yet: run shangxia init first (or shangxia demo).",
            )
        return found

    @cached_property
    def door(self) -> Door:
        """The county's door under its clock."""
        self.county()
        door = door_of(self.open(), self.config.clock, demo=self.config.demo)
        door.before_first = self._sign
        door.after.append(self._note)
        return door

    @property
    def key_folder(self) -> KeyFolder:
        """Where the key is that signs the log."""
        return KeyFolder.of(self.config)

    def _note(self, _: Done) -> None:
        self._acted = True

    def _sign(self) -> None:
        """Sign what there is. Where the log is not what was signed, the door is shut and says so
        itself; where the county cannot be written, the act says it, or the next program signs."""
        self._acted = False
        with contextlib.suppress(WillNotSign, DatabaseError, WorkflowError):
            opening.go_on(self.door, self.key_folder)

    def begin_log(self) -> Values:
        """The newest checkpoint, signed now, with the log's first key where it has none. Raises
        WillNotSign, and Failed where there is no county."""
        found = opening.seal(self.door, self.key_folder)
        if found is None:
            raise Failed("库中还没有县。", "There is no county yet.")
        return found

    def founding_door(self) -> Door:
        """The door before there is a county: for founding it, and nothing else."""
        return door_of(self.open(), self.config.clock, demo=self.config.demo)

    @property
    def shown_database(self) -> str:
        """The database's address, without a password."""
        file = self.sqlite_file
        if file is not None:
            return str(file)
        parts = urlsplit(self.config.database)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    # — who —

    def person(self, username: str | None) -> Actor:
        """The person named by --as. Raises Wrong."""
        if not username:
            raise Wrong("请用 --as 用户名 指明由谁办理。", "Say who acts: --as USERNAME.")
        row = facts.person(self.door.database, username)
        if row is None or not row["active"]:
            raise Wrong(f"没有可办理的用户 {username}。", f"There is no active person {username}.")
        return Actor(row["id"], username, CHANNEL)

    def actor(self, username: str | None) -> Actor:
        """The person named by --as, else whoever runs this program on its machine."""
        return self.person(username) if username else Actor(None, "operator", CHANNEL)

    def reader(self, username: str | None) -> Reader:
        """What the person named by --as may see; of the past that --as-of names, if it does.

        Raises NoSuchInstant, NotPermitted, Unavailable.
        """
        now = reader_of(self.door.database, self.door.clock, self.person(username))
        return looking_back.look_back(now, self.door.clock, self.as_of)[0] if self.as_of else now

    # — what it says —

    def say(self, words: Any) -> Any:
        """A text in this program's language."""
        return say(words, self.config.language)

    def t(self, zh: str, en: str) -> str:
        """One of two texts."""
        return zh if self.config.language == "zh-CN" else en

    def tell(self, zh: str, en: str) -> None:
        """One line for people."""
        click.echo(self.t(zh, en))

    def data(self, value: Any) -> None:
        """Data for programs."""
        click.echo(json.dumps(self.plain(value), ensure_ascii=False, indent=2))

    def plain(self, value: Any) -> Any:
        """Plain values in one language: what JSON can carry."""
        if isinstance(value, Words):
            return self.say(value)
        if isinstance(value, dict):
            return {str(name): self.plain(some) for name, some in value.items()}
        if isinstance(value, Iterable) and not isinstance(value, str):
            return [self.plain(some) for some in value]
        return value

    def table(self, head: Sequence[Words], rows: Iterable[Sequence[Any]]) -> None:
        """Rows for people, tab-separated, so that they also cut and sort."""
        click.echo("\t".join(self.say(name) for name in head))
        for row in rows:
            click.echo("\t".join("" if v is None else str(self.say(v)) for v in row))
