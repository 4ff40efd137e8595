"""What acts on one-time links write: granting one, and the one use of it.

A link stands for whoever holds it, so there is at most one of a person that still counts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workflow.case import Case
from workflow.clock import stamp
from workflow.effects.looking_up import refused

Values = dict[str, Any]


def grant_link(case: Case) -> None:
    """A one-time link for a person; an earlier one that was not used ends now."""
    person = case.facts["person"]
    if person is None or not person["active"]:
        raise refused("username", "没有这个可用的账号。", "There is no such active account.")
    if case.facts["link"] is not None:
        raise refused("link_hash", "请换一个链接。", "This link was given out before.")
    case.subject, case.about = person, "person"
    for link in case.facts["open_links"]:
        case.stage.update("access_link", link, expires_at=case.at)
    case.stage.insert(
        "access_link",
        person_id=person["id"],
        hash=case.data["link_hash"],
        purpose=case.data["purpose"],
        created_at=case.at,
        expires_at=stamp(case.now + timedelta(hours=case.data["hours"])),
        used_at=None,
    )


def counts(link: Values | None, person: Values | None, at: str) -> bool:
    """Whether a link may still be used at a moment: it is there, unused, in time, and its person
    may sign in."""
    if link is None or person is None:
        return False
    return link["used_at"] is None and at < link["expires_at"] and bool(person["active"])


def use_link(case: Case) -> None:
    """The password that the link's holder chose; sessions under the old one end, and so does the
    link. Whatever is wrong with a link, the answer is the same: nobody learns who has an account.
    """
    link, person = case.facts["link"], case.facts["link_person"]
    if not counts(link, person, case.at):
        raise refused("link_hash", "链接无效或已失效。", "This link does not work, or no longer.")
    case.subject, case.about = person, "person"
    case.stage.update("access_link", link, used_at=case.at)
    case.stage.update(
        "person",
        person,
        password=case.data["password_hash"],
        session_version=person["session_version"] + 1,
    )
