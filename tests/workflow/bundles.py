"""Bundles for tests: exported from a demo county, taken apart, bent, and put together again."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models import statements
from workflow.audit import opening
from workflow.audit.bundle import container
from workflow.audit.bundle.building import build
from workflow.audit.bundle.container import Member
from workflow.audit.bundle.exporting import export
from workflow.audit.bundle.scope import Scope
from workflow.audit.bundle.shipped.verify import Verification
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.keys import KeyFolder
from workflow.audit.note import SigningKey, signed
from workflow.audit.tree import root
from workflow.case import Actor
from workflow.county import door_of
from workflow.queries import facts
from workflow.queries.reader import reader_of

Parts = dict[str, bytes]


class Exporter:
    """Who exports from a county whose key is here."""

    def __init__(self, database: Any, folder: KeyFolder) -> None:
        self.database = database
        self.folder = folder
        self.door = door_of(database)
        self.seal()

    def seal(self) -> None:
        """Have everything signed that was done so far."""
        opening.seal(self.door, self.folder)

    @property
    def key(self) -> SigningKey:
        key = self.folder.key()
        assert key is not None
        return key

    @property
    def vkey(self) -> str:
        """The verifier key, as somebody outside keeps it."""
        return self.key.verifier.text

    def export(self, scope: Scope, out: Path, username: str = "auditor", **more: Any) -> Any:
        row = facts.person(self.database, username)
        assert row is not None
        actor = Actor(row["id"], username, "cli")
        reader = reader_of(self.database, self.door.clock, actor)
        return export(self.door, self.folder, reader, actor, scope, out, **more)

    def built(self, folder: Path, scope: Scope, key: SigningKey | None = None) -> Path:
        """A bundle over the log as it is stored now, whatever became of it, signed with this key
        or the county's own: what somebody with the database can make."""
        key = key or self.key
        leaves = statements.run(self.database, "SELECT leaf FROM entry ORDER BY id").fetchall()
        found = root(bytes.fromhex(leaf) for (leaf,) in leaves)
        text = Checkpoint(key.name, len(leaves), found).text
        checkpoint = {
            "id": 0, "origin": key.name, "size": len(leaves), "root": found.hex(),
            "note": signed(text, key), "at": "",
        }  # fmt: skip
        folder.mkdir()
        _, members = build(self.database, checkpoint, key, scope, folder)
        out = folder / "bundle.zip"
        with out.open("wb") as file:
            container.write(file, members)
        return out


def parts_of(bundle: Path) -> Parts:
    """The members by name, read by somebody else's reader of ZIPs."""
    with zipfile.ZipFile(bundle) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def together(folder: Path, parts: Mapping[str, bytes]) -> Path:
    """These members in a container without fault."""
    folder.mkdir(exist_ok=True)
    members = []
    for number, (name, data) in enumerate(parts.items()):
        path = folder / str(number)
        path.write_bytes(data)
        members.append(Member.of(name, path))
    out = folder / "bundle.zip"
    made = io.BytesIO()
    container.write(made, members)
    out.write_bytes(made.getvalue())
    return out


def judged(bundle: Path, vkey: str | None = None, kept: str | None = None) -> dict[str, Any]:
    """Each check with whether it holds and what it says in English."""
    checking: Any = Verification(bundle, vkey, kept)
    checking.run()
    checking.data.close()
    return {name: (ok, words.partition(" | ")[2]) for name, (ok, words) in checking.found.items()}


def verdict(bundle: Path, vkey: str | None = None, kept: str | None = None) -> tuple[bool, str]:
    """Whether everything holds, and the last line."""
    found: tuple[bool, str] = judged(bundle, vkey, kept)["verdict"]
    return found
