"""What acts on the county, its units, fronts, posts and people write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workflow.case import Case
from workflow.clock import stamp
from workflow.effects.looking_up import is_new, named, refused, year_exists


def organisation_changed(case: Case) -> None:
    """Move the counter by which every process notices that its organisation is out of date."""
    case.stage.update("county", case.county, organisation=case.county["organisation"] + 1)


def found(case: Case) -> None:
    """The county itself, made once."""
    if case.county:
        raise refused("name_zh", "本县已经建立。", "This county has been founded already.")
    case.stage.insert(
        "county",
        id=1,
        name_zh=case.data["name_zh"],
        name_en=case.data["name_en"],
        organisation=1,
        demo=int(case.data["demo"]),
        clock_shift=case.data["clock_shift"],
        created_at=case.at,
    )


def set_clock(case: Case) -> None:
    """How far a demo county's clock runs from the real one."""
    case.stage.update("county", case.county, clock_shift=case.data["clock_shift"])


def add_front(case: Case) -> None:
    """A front (S41)."""
    is_new(case, case.organisation.fronts)
    data = case.data
    case.subject_new = case.stage.insert(
        "front",
        code=data["code"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        position=len(case.organisation.fronts) + 1,
    )
    organisation_changed(case)


def add_unit(case: Case) -> None:
    """A unit under its parent."""
    is_new(case, case.organisation.units)
    data = case.data
    parent = None
    if data.get("parent"):
        parent = named(case, "parent", case.organisation.units, "单位", "unit").id
    case.subject_new = case.stage.insert(
        "unit",
        code=data["code"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        parent_id=parent,
        kind=data["kind"],
    )
    organisation_changed(case)


def place_unit(case: Case) -> None:
    """A unit's front in a year: exactly one (S41)."""
    year_exists(case)
    unit = named(case, "unit", case.organisation.units, "单位", "unit")
    front = named(case, "front", case.organisation.fronts, "战线", "front")
    if case.organisation.front(case.data["year"], unit.id) is not None:
        raise refused(
            "unit", "该单位本年度已有战线。", "This unit has a front in this year already."
        )
    case.subject_new = case.stage.insert(
        "unit_front", year=case.data["year"], unit_id=unit.id, front_id=front.id
    )
    organisation_changed(case)


def add_post(case: Case) -> None:
    """A post and the units in its charge."""
    is_new(case, case.organisation.posts)
    data = case.data
    unit = None
    if data.get("unit"):
        unit = named(case, "unit", case.organisation.units, "单位", "unit").id
    case.subject_new = case.stage.insert(
        "post",
        code=data["code"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        unit_id=unit,
        capacity=data["capacity"],
    )
    for code in dict.fromkeys(data.get("in_charge_of") or ()):
        if code not in case.organisation.units:
            raise refused("in_charge_of", "本县没有这个单位。", "This county has no such unit.")
        charge = case.organisation.units[code].id
        case.stage.insert("portfolio", post_id=case.subject_new, unit_id=charge)
    organisation_changed(case)


def add_person(case: Case) -> None:
    """A person, without a post and without a password."""
    if case.facts["person"] is not None:
        raise refused("username", "这个用户名已在使用。", "This user name is in use already.")
    case.subject_new = case.stage.insert(
        "person",
        username=case.data["username"],
        name_id=case.text(case.data["name"]),
        active=1,
        session_version=1,
        password="",
    )


def _person(case: Case) -> dict[str, Any]:
    person: dict[str, Any] | None = case.facts["person"]
    if person is None:
        raise refused("username", "没有这个用户。", "There is no such user.")
    case.subject, case.about = person, "person"
    return person


def appoint(case: Case) -> None:
    """A person takes a post, from now on."""
    person = _person(case)
    post = named(case, "post", case.organisation.posts, "岗位", "post")
    if post in case.organisation.posts_of(person["id"], case.at):
        raise refused("post", "此人已任该岗位。", "This person holds this post already.")
    case.stage.insert(
        "holding",
        person_id=person["id"],
        post_id=post.id,
        since=case.at,
        until=None,
        document=case.data["document"],
    )
    organisation_changed(case)


def relieve(case: Case) -> None:
    """A person leaves a post; what was done in it stands."""
    _person(case)
    post = named(case, "post", case.organisation.posts, "岗位", "post")
    held = [h for h in case.facts["holdings"] if h["post_id"] == post.id]
    if not held:
        raise refused("post", "此人不任该岗位。", "This person does not hold this post.")
    for holding in held:
        case.stage.update("holding", holding, until=case.at)
    organisation_changed(case)


def disable_person(case: Case) -> None:
    """A person may not sign in any more; sessions and tokens end with it."""
    person = _person(case)
    case.stage.update("person", person, active=0, session_version=person["session_version"] + 1)
    organisation_changed(case)


def enable_person(case: Case) -> None:
    """A disabled person may sign in again, by a new password; the posts held are held again."""
    person = _person(case)
    case.stage.update("person", person, active=1, password="")
    organisation_changed(case)


def revoke_tokens(case: Case) -> None:
    """Every token of a person ends now."""
    _person(case)
    for token in case.facts["tokens"]:
        case.stage.update("token", token, revoked_at=case.at)


def set_password(case: Case) -> None:
    """A new password hash; sessions under the old one end."""
    person = _person(case)
    case.stage.update(
        "person",
        person,
        password=case.data["password_hash"],
        session_version=person["session_version"] + 1,
    )


def grant_token(case: Case) -> None:
    """A bearer token for the API."""
    person = _person(case)
    case.stage.insert(
        "token",
        person_id=person["id"],
        hash=case.data["token_hash"],
        label=case.data["label"],
        created_at=case.at,
        expires_at=stamp(case.now + timedelta(days=case.data["days"])),
        revoked_at=None,
    )
