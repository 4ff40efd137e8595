"""The acts that found a county with its first administrator; by command line and by page alike."""

from __future__ import annotations

from typing import Any

from workflow.door import Knock

FIRST_POST = {
    "code": "GL-1",
    "name_zh": "系统管理员",
    "name_en": "Administrator",
    "capacity": "admin",
}


def founding_acts(
    zh: str, en: str, username: str, name: str, *, document: str = "shangxia init"
) -> list[Knock]:
    """Found, add the person and the post, appoint: they belong together."""
    appointment = {"username": username, "post": FIRST_POST["code"], "document": document}
    acts: list[tuple[str, dict[str, Any]]] = [
        ("found", {"name_zh": zh, "name_en": en}),
        ("add_person", {"username": username, "name": name}),
        ("add_post", dict(FIRST_POST)),
        ("appoint", appointment),
    ]
    return [Knock(act, "county", None, fields) for act, fields in acts]
