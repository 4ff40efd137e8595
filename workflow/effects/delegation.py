"""What registering and ending a substitute or acting head writes (代理, 主持工作)."""

from __future__ import annotations

from typing import Any

from workflow.case import Case
from workflow.effects.drafting import listed_codes
from workflow.effects.looking_up import named, refused
from workflow.effects.organisation import organisation_changed
from workflow.organisation import Post


def post_of(case: Case) -> Post:
    """The post that is lent. Raises InvalidInput where the county has none of this code."""
    post: Post = named(case, "post", case.organisation.posts, "岗位", "post")
    return post


def _person(case: Case, field: str, found: Any) -> int:
    if found is None:
        raise refused(field, "没有这个用户。", "There is no such user.")
    number: int = found["id"]
    return number


def delegate_of(case: Case) -> int:
    """Who is to act. Raises InvalidInput where there is no such user."""
    return _person(case, "username", case.facts["person"])


def principal_of(case: Case) -> int | None:
    """For whom; nobody, of an acting head. Raises InvalidInput where a substitute names no user."""
    if case.data["kind"] == "acting":
        return None
    return _person(case, "principal", case.facts["principal"])


def delegate(case: Case) -> None:
    """登记代理: from its first day to its last, on the units and acts it names, or on all."""
    data, units = case.data, case.organisation.units
    if any(code not in units for code in data.get("units") or ()):
        raise refused("units", "本县没有这个单位。", "This county has no such unit.")
    case.subject_new = case.stage.insert(
        "delegation",
        post_id=post_of(case).id,
        principal_id=principal_of(case),
        delegate_id=delegate_of(case),
        kind=data["kind"],
        from_on=data["from_on"],
        until_on=data.get("until_on"),
        units=listed_codes(sorted(set(data.get("units") or ()))),
        acts=listed_codes(sorted(set(data.get("acts") or ()))),
        document=data["document"],
        given_by_id=case.person,
        at=case.at,
        ended_at=None,
        ended_document=None,
    )
    organisation_changed(case)


def end_delegation(case: Case) -> None:
    """终止代理: from this moment on; what was done by it stands."""
    row = case.facts["delegation"]
    if row is None:
        raise refused("delegation", "没有这项代理。", "There is no such delegation.")
    case.subject, case.about = row, "delegation"
    case.stage.update("delegation", row, ended_at=case.at, ended_document=case.data["document"])
    organisation_changed(case)
