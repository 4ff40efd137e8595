"""Which program reckons: a digest of all code that results come from (S33).

Results follow from what is stored and from this. It is kept beside them, so that a program that
reckons otherwise, be it by one mended line, is never taken for the one that made them.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

PARTS: Final = (
    ("workflow.scoring", ""),
    ("workflow.scheme", ""),
    ("workflow.audit", "canonical.py"),
    ("workflow.effects", "results.py"),
    ("workflow.queries", "year_facts.py"),
)
"""Packages, each whole or one file of it: from the rows of a year to the digest of its results."""


@cache
def program_digest() -> str:
    """Return the hex SHA-256 over the names and texts of these files, in their order."""
    whole = hashlib.sha256()
    for package, only in PARTS:
        found = {file.name: file for file in files(package).iterdir()}
        for name in sorted(found):
            if name.endswith(".py") and only in ("", name):
                whole.update(f"{package}/{name}\0".encode())
                whole.update(hashlib.sha256(found[name].read_bytes()).digest())
    return whole.hexdigest()
