"""The viewer that goes with a bundle: one page that opens from the disk, put together from parts.

Its policy names its own script and style by their hashes and allows nothing else, no network
either; so the parts stand inline, and whoever changes the page breaks it.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from workflow import terms
from workflow.hands.revision import LABELS
from workflow.lifecycle import ACTS
from workflow.words import Words

PARTS = Path(__file__).parent / "shipped"
SCRIPTS = ("archive.js", "reading.js", "showing.js")


def viewer() -> str:
    """The whole page."""
    page = (PARTS / "viewer.html").read_text("utf-8")
    style = (PARTS / "viewer.css").read_text("utf-8")
    script = "".join((PARTS / name).read_text("utf-8") for name in SCRIPTS)
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'"
    parts = {"POLICY": policy, "STYLE": style, "SCRIPT": script}
    for name, part in parts.items():
        page = page.replace(f"<!--{name}-->", part)
    return page


def words() -> dict[str, Any]:
    """What codes in the log are called, in Chinese and English, for whoever reads a bundle."""
    return {
        "acts": {f"{act.on}/{act.name}": _both(act.label) for act in ACTS},
        "capacities": {str(code): _both(word) for code, word in terms.CAPACITIES.items()},
        "states": {str(code): _both(word) for code, word in terms.STATES.items()},
        # In the order in which people read them, which an object would not keep.
        "fields": [[name, *_both(word)] for name, word in LABELS.items()],
        "sides": {side: _both(word) for side, word in terms.SIDES.items()},
    }


def _both(word: Words) -> list[str]:
    return [word.zh, word.en]


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
