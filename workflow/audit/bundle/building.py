"""Building a bundle: every member is written to a file first, then the manifest over all of them.

Everything is read in one snapshot and in batches, so that acts go on meanwhile and memory does not
grow with the log. What is not what was signed is not exported: the leaves of the disclosed entries
are hashed from their very bytes and must lead to the checkpoint's root.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.base import Database
from models.tables import APPEND_ONLY
from workflow.audit.bundle import container
from workflow.audit.bundle.around import Around
from workflow.audit.bundle.container import Member
from workflow.audit.bundle.nodes import Nodes, Sink
from workflow.audit.bundle.scope import Scope
from workflow.audit.bundle.viewer import viewer, words
from workflow.audit.canonical import canonical
from workflow.audit.note import SigningKey, signed, to_base64
from workflow.audit.tree import leaf_hash
from workflow.lifecycle_digest import described
from workflow.queries import bundle as queries
from workflow.queries import checkpoints
from workflow.queries.leaves import MissingLeaves

Values = dict[str, Any]
Progress = Callable[[int, int], None]
FIRST_LINE = "shangxia/bundle/v1"
SHIPPED = Path(__file__).parent / "shipped"
_TEXTS_AT_ONCE = 500


class BentLog(Exception):
    """The stored log does not lead to the root that was signed: `audit verify` says where."""


class MovedOn(Exception):
    """A text was erased after the checkpoint up to which the bundle goes: a later one tells so."""


@dataclass(frozen=True)
class Built:
    """A finished bundle: up to which checkpoint, and the SHA-256 of its manifest."""

    size: int
    root: str
    entries: int
    manifest: str


@contextlib.contextmanager
def _packed(path: Path) -> Iterator[Sink]:
    """A new gzip file that says nothing of when and where it was made."""
    with path.open("xb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        yield packed


class Building:
    """One bundle in the making, in a folder of its own."""

    def __init__(self, database: Database, folder: Path, scope: Scope, checkpoint: Values) -> None:
        self.database = database
        self.folder = folder
        self.scope = scope
        self.checkpoint = checkpoint
        self.size: int = checkpoint["size"]
        self.members: list[Member] = []
        self.entries = 0
        # What the disclosed entries tell of keys, rules, days off work and files.
        self._keys: list[Values] = []
        self._rows: dict[str, list[Values]] = {"scheme": [], "calendar": [], "file": []}
        self._texts: list[int] = []
        # Texts without a body, and those that an entry says were erased by law.
        self._emptied: set[int] = set()
        self._erased: set[int] = set()

    # — members —

    @contextlib.contextmanager
    def _member(self, name: str) -> Iterator[Sink]:
        path = self.folder / str(len(self.members))
        with path.open("xb") as raw:
            yield raw
        self.members.append(Member.of(name, path))

    def _add(self, name: str, data: bytes) -> None:
        with self._member(name) as file:
            file.write(data)

    def _add_json(self, name: str, value: object) -> None:
        self._add(name, canonical(value))

    # — the log —

    def write_log(self, progress: Progress) -> None:
        """Entries, the tree beside them and their texts. Raises BentLog, MovedOn."""
        # Three files that grow side by side; the members are counted one after the other.
        names = ("entries.jsonl.gz", "tree.gz", "texts.jsonl.gz")
        paths = [self.folder / name for name in names]
        with contextlib.ExitStack() as stack:
            entries, tree, texts = (stack.enter_context(_packed(path)) for path in paths)
            nodes = Nodes(self.database, tree, every_leaf=self.scope.kind != "target")
            try:
                self._write_entries(entries, nodes, texts, progress)
            except (MissingLeaves, ValueError) as error:
                raise BentLog from error
        if nodes.root.hex() != self.checkpoint["root"]:
            raise BentLog
        if not self._emptied <= self._erased:
            raise MovedOn
        self.members += map(Member.of, names, paths)

    def _write_entries(self, out: Sink, nodes: Nodes, texts: Sink, progress: Progress) -> None:
        for index, body, entry in self._disclosed():
            raw = body.encode()
            out.write(raw + b"\n")
            nodes.disclosed(index, leaf_hash(raw), self.size)
            self._note(index, entry)
            self._write_texts(texts, _TEXTS_AT_ONCE)
            if self.entries % 1000 == 0:
                progress(index, self.size)
        nodes.fill(self.size, self.size)
        self._write_texts(texts, 1)
        progress(self.size, self.size)

    def _disclosed(self) -> Iterator[tuple[int, str, Values]]:
        around = None
        if self.scope.kind == "target":
            row = queries.target(self.database, self.scope.number)
            assert row is not None
            around = Around(row, queries.bodies(self.database, self.scope, self.size))
        for index, body, entry in queries.read(
            queries.bodies(self.database, self.scope, self.size)
        ):
            if around is None or around.needs(index, entry):
                self.entries += 1
                yield index, body, entry

    def _note(self, index: int, entry: Values) -> None:
        for write in entry["writes"]:
            table = write["table"]
            if table == "text":
                self._texts.append(write["id"])
            elif table == "erasure":
                self._erased.add(write["after"]["text_id"])
            elif table == "log_key":
                self._keys.append({**write["after"], "entry": index})
            elif table in self._rows and write["before"] is None:
                self._rows[table].append(write["after"])

    def _write_texts(self, out: Sink, least: int) -> None:
        """The texts noted so far, once there are enough of them to ask."""
        if len(self._texts) < least:
            return
        for row in queries.texts(self.database, self._texts):
            if row["body"] is None:
                self._emptied.add(row["id"])
            out.write(canonical(row) + b"\n")
        self._texts = []

    # — what stands beside the log —

    def write_checkpoints(self) -> None:
        """The last checkpoint, all before it, and whose signatures are on them."""
        self._add("checkpoint", checkpoints.note_of(self.database, self.checkpoint).encode())
        witnesses = [row["vkey"] for row in checkpoints.witnesses(self.database)]
        self._add_json("keys.json", {"log": self._keys, "witnesses": witnesses})
        if self.scope.kind == "target":
            return
        with self._member("checkpoints.jsonl") as file:
            for row in queries.checkpoints(self.database):
                if row["id"] < self.checkpoint["id"] and self._is_of_this_log(row):
                    file.write(canonical({"at": row["at"], "note": row["note"]}) + b"\n")

    def _is_of_this_log(self, checkpoint: Values) -> bool:
        """Whether a checkpoint bears the origin that was in force at its size: those of an older
        origin beyond the point where a new one was opened are of a past that was given up."""
        origins = [key["origin"] for key in self._keys if key["entry"] < checkpoint["size"]]
        return origins[-1:] == [checkpoint["origin"]]

    def write_rules(self) -> None:
        """Schemes, days off work, the lifecycle table, and the words for all of it."""
        self._add_json("schemes.json", self._rows["scheme"])
        self._add_json("calendars.json", self._rows["calendar"])
        self._add_json("lifecycle.json", described())
        self._add_json("words.json", {"fixed": sorted(APPEND_ONLY), **words()})

    def write_attachments(self, *, files: bool) -> None:
        """What was attached, by digest; the files themselves only where they are asked for."""
        with self._member("attachments.jsonl") as listed:
            for row in self._rows["file"]:
                told = {name: row[name] for name in ("id", "digest", "size", "media_type")}
                listed.write(canonical(told) + b"\n")
        for row in self._rows["file"] if files else ():
            data = base64.b64decode(queries.file_body(self.database, row["id"]))
            if hashlib.sha256(data).hexdigest() == row["digest"]:
                self._add(f"files/{row['digest']}", data)

    def write_tools(self) -> None:
        """What a stranger needs to read it: instructions, verifier, sums, viewer."""
        for name in ("README.txt", "verify.py", "recompute.py", "sums.py"):
            self._add(name, (SHIPPED / name).read_bytes())
        self._add("viewer.html", viewer().encode())

    def write_manifest(self, key: SigningKey) -> str:
        """A line for each member, signed by the log's key; its SHA-256. Raises TooLarge."""
        container.check_size(self.members)
        members = sorted(self.members, key=lambda member: member.name)
        head = (
            FIRST_LINE,
            self.checkpoint["origin"],
            str(self.size),
            to_base64(bytes.fromhex(self.checkpoint["root"])),
            self.scope.text,
        )
        lines = [*head, *(member.line for member in members)]
        note = signed("".join(f"{line}\n" for line in lines), key).encode()
        self._add("manifest", note)
        return hashlib.sha256(note).hexdigest()


def build(
    database: Database,
    checkpoint: Values,
    key: SigningKey,
    scope: Scope,
    folder: Path,
    *,
    files: bool = False,
    progress: Progress = lambda done, total: None,
) -> tuple[Built, list[Member]]:
    """Write all members into an empty folder; the caller holds the snapshot.

    Raises BentLog, MovedOn, TooLarge.
    """
    making = Building(database, folder, scope, checkpoint)
    making.write_log(progress)
    making.write_checkpoints()
    making.write_rules()
    making.write_attachments(files=files)
    making.write_tools()
    manifest = making.write_manifest(key)
    built = Built(making.size, checkpoint["root"], making.entries, manifest)
    return built, making.members
