"""Signing again by one click what has changed in nothing that concerns its signer, in words."""

from __future__ import annotations

import secrets
from typing import Any

from flask import url_for

from web.county import reader
from web.presentation import t, w

Values = dict[str, Any]


def of_target(shown: Values) -> Values | None:
    """The one button of a target page: what is said, where it is sent, with what; None where there
    is nothing to sign again, or something has to be looked at first."""
    since = shown["since_signed"]
    name = since["again"]["action"] if since and since["again"] else ""
    offer = next((a for a in shown["actions"] if a["action"] == name and a["allowed"]), None)
    if offer is None:
        return None
    candidate = shown["candidate"]
    return {
        "sentence": sentence(since),
        "url": url_for("acts.ask", target=shown["id"], action=name),
        "button": t("再次确认：", "Confirm again: ") + w(offer["button"]),
        "kept": [
            ("digest", candidate["digest"]),
            ("revision", str(candidate["no"])),
            ("once", secrets.token_urlsafe(12)),
        ],
    }


def sentence(since: Values) -> str:
    """What is said to somebody who signed and has nothing new before them."""
    no, moved = since["revision"], units(since["again"])
    if not moved:
        return t(
            f"与您签署的第{no}稿一字不差，请再次确认。",
            f"Not a letter differs from revision {no}, which you signed: confirm again.",
        )
    return t(
        f"您签署第{no}稿以来与您有关的内容未变，仅配合单位有变动（{moved}），请再次确认。",
        f"Unchanged for you since you signed revision {no}: only the supporting units changed "
        f"({moved}). Confirm again.",
    )


def units(again: Values) -> str:
    """The supporting units that joined and those that left: +A −B."""
    names = reader().organisation.units
    signs = (("added", "+"), ("removed", "−"))
    return " ".join(f"{sign}{w(names[code].name)}" for side, sign in signs for code in again[side])
