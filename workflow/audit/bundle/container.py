"""The container: a ZIP in the one spelling that the shipped verifier accepts.

Members are stored, sorted by name, with a fixed date and no options, so that every bit of the file
follows from the members' names and bytes. Without ZIP64: the whole is below 4 GiB.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workflow.audit.bundle.shipped import verify

# The one spelling of a member's header and of its line in the directory: the verifier's own.
_spelled: Callable[[str, int, int, int], tuple[bytes, bytes]] = verify.spelled
MOST_BYTES = 2**32 - 2**20
MOST_MEMBERS = 2**16 - 1
_BLOCK = 2**20


class TooLarge(Exception):
    """The members do not fit into one bundle."""


@dataclass(frozen=True)
class Member:
    """A file on our disk that becomes a member, and what must be known of it beforehand."""

    name: str
    path: Path
    size: int
    crc: int
    digest: str

    @classmethod
    def of(cls, name: str, path: Path) -> Member:
        """Read a finished file once."""
        crc, size, hashed = 0, 0, hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                crc, size = zlib.crc32(block, crc), size + len(block)
                hashed.update(block)
        return cls(name, path, size, crc, hashed.hexdigest())

    @property
    def line(self) -> str:
        """Its line in the manifest."""
        return f"{self.digest} {self.size} {self.name}"


def check_size(members: list[Member]) -> None:
    """Raise TooLarge for what one bundle cannot hold."""
    total = sum(member.size + 200 + 2 * len(member.name) for member in members)
    if total > MOST_BYTES or len(members) > MOST_MEMBERS:
        raise TooLarge


def write(out: BinaryIO, members: list[Member]) -> None:
    """Write the members, in the order of their names."""
    directory, at = [], 0
    for member in sorted(members, key=lambda each: each.name):
        head, line = _spelled(member.name, member.crc, member.size, at)
        out.write(head)
        with member.path.open("rb") as file:
            shutil.copyfileobj(file, out, _BLOCK)
        directory.append(line)
        at += len(head) + member.size
    listed = b"".join(directory)
    out.write(listed)
    count = len(members)
    out.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listed), at, 0))
