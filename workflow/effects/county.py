"""What acts on the year, items, key tasks, units, posts and people write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workflow.audit.canonical import canonical
from workflow.case import Case
from workflow.clock import stamp
from workflow.errors import InvalidInput
from workflow.scheme.scheme import BadScheme, body_of, canonical_text, check, digest_of, shipped
from workflow.words import Words


def _refuse(name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput({name: [Words(zh, en)]})


def _named(case: Case, name: str, table: dict[str, Any], zh: str, en: str) -> Any:
    found = table.get(case.data[name])
    if found is None:
        raise _refuse(name, f"本县没有这个{zh}。", f"This county has no such {en}.")
    return found


def _new_code(case: Case, table: dict[str, Any]) -> None:
    if case.data["code"] in table:
        raise _refuse("code", "这个代码已在使用。", "This code is in use already.")


def _organisation_changed(case: Case) -> None:
    """Move the counter by which every process notices that its organisation is out of date."""
    changed = {**case.county}
    case.stage.update("county", case.county, organisation=case.county["organisation"] + 1)
    case.county = {**changed, "organisation": case.county["organisation"] + 1}


def found(case: Case) -> None:
    """The county itself, made once."""
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
    _new_code(case, case.organisation.fronts)
    data = case.data
    case.subject_new = case.stage.insert(
        "front",
        code=data["code"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        position=len(case.organisation.fronts) + 1,
    )
    _organisation_changed(case)


def add_unit(case: Case) -> None:
    """A unit under its parent."""
    _new_code(case, case.organisation.units)
    data = case.data
    parent = None
    if data.get("parent"):
        parent = _named(case, "parent", case.organisation.units, "单位", "unit").id
    case.subject_new = case.stage.insert(
        "unit",
        code=data["code"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        parent_id=parent,
        kind=data["kind"],
    )
    _organisation_changed(case)


def place_unit(case: Case) -> None:
    """A unit's front in a year: exactly one (S41)."""
    _year_exists(case)
    unit = _named(case, "unit", case.organisation.units, "单位", "unit")
    front = _named(case, "front", case.organisation.fronts, "战线", "front")
    if case.organisation.front(case.data["year"], unit.id) is not None:
        raise _refuse(
            "unit", "该单位本年度已有战线。", "This unit has a front in this year already."
        )
    case.subject_new = case.stage.insert(
        "unit_front", year=case.data["year"], unit_id=unit.id, front_id=front.id
    )
    _organisation_changed(case)


def add_post(case: Case) -> None:
    """A post and the units in its charge."""
    _new_code(case, case.organisation.posts)
    data = case.data
    unit = None
    if data.get("unit"):
        unit = _named(case, "unit", case.organisation.units, "单位", "unit").id
    case.subject_new = case.stage.insert(
        "post",
        code=data["code"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        unit_id=unit,
        capacity=data["capacity"],
    )
    for code in data.get("in_charge_of") or ():
        if code not in case.organisation.units:
            raise _refuse("in_charge_of", "本县没有这个单位。", "This county has no such unit.")
        charge = case.organisation.units[code].id
        case.stage.insert("portfolio", post_id=case.subject_new, unit_id=charge)
    _organisation_changed(case)


def add_person(case: Case) -> None:
    """A person, without a post and without a password."""
    if case.facts["person"] is not None:
        raise _refuse("username", "这个用户名已在使用。", "This user name is in use already.")
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
        raise _refuse("username", "没有这个用户。", "There is no such user.")
    case.subject = person
    return person


def appoint(case: Case) -> None:
    """A person takes a post, from now on."""
    person = _person(case)
    post = _named(case, "post", case.organisation.posts, "岗位", "post")
    if post in case.organisation.posts_of(person["id"], case.at):
        raise _refuse("post", "此人已任该岗位。", "This person holds this post already.")
    case.stage.insert(
        "holding",
        person_id=person["id"],
        post_id=post.id,
        since=case.at,
        until=None,
        document=case.data["document"],
    )
    _organisation_changed(case)


def relieve(case: Case) -> None:
    """A person leaves a post; what was done in it stands."""
    _person(case)
    post = _named(case, "post", case.organisation.posts, "岗位", "post")
    held = [h for h in case.facts["holdings"] if h["post_id"] == post.id]
    if not held:
        raise _refuse("post", "此人不任该岗位。", "This person does not hold this post.")
    for holding in held:
        case.stage.update("holding", holding, until=case.at)
    _organisation_changed(case)


def disable_person(case: Case) -> None:
    """A person may not sign in any more; sessions and tokens end with it."""
    person = _person(case)
    case.stage.update("person", person, active=0, session_version=person["session_version"] + 1)
    _organisation_changed(case)


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


def open_year(case: Case) -> None:
    """A year in preparation under its scheme (S1)."""
    year = case.data["year"]
    if case.year is not None:
        raise _refuse("year", "该年度已经建立。", "This year exists already.")
    code = case.data.get("scheme") or f"county_{year}"
    toml = shipped(code) or shipped("county_2013")
    if toml is None or (case.data.get("scheme") and shipped(code) is None):
        raise _refuse("scheme", "没有这个考核方案。", "There is no such scheme.")
    body = {**body_of(toml), "year": year}
    findings = check(body)
    if findings:
        raise BadScheme(findings)
    scheme = case.stage.insert(
        "scheme",
        year=year,
        code=body["code"],
        digest=digest_of(body),
        body=canonical_text(body),
    )
    case.subject_new = case.stage.insert(
        "year",
        id=year,
        state="preparing",
        scheme_id=scheme,
        document=None,
        issued_at=None,
        version=1,
    )


def call_for_drafts(case: Case) -> None:
    """Units may begin: nothing but the state moves."""


def issue(case: Case) -> None:
    """The plan takes effect: every approved target, in this same transaction."""
    case.set(document=case.data["document"], issued_at=case.at)
    case.also += [("issue", other) for other in case.facts["approved_cases"]()]


def score_all(case: Case) -> None:
    """Every inspected target gets its computed score."""
    case.also += [("score", other) for other in case.facts["inspected_cases"]()]


def _year_exists(case: Case) -> None:
    if case.year is None:
        raise _refuse("year", "没有这个年度。", "There is no such year.")


def add_key_task(case: Case) -> None:
    """A key task that key targets will serve (S5)."""
    _year_exists(case)
    data = case.data
    unit = _named(case, "lead_unit", case.organisation.units, "单位", "unit")
    if data["code"] in case.facts["key_tasks"]:
        raise _refuse("code", "这个代码已在使用。", "This code is in use already.")
    case.subject_new = case.stage.insert(
        "key_task",
        year_id=data["year"],
        code=data["code"],
        title=data["title"],
        kind=data["kind"],
        measure=data["measure"],
        unit_of_measure=data["unit_of_measure"],
        target_value=data.get("target_value"),
        additive=int(data["additive"]),
        direction=data["direction"],
        lead_unit_id=unit.id,
        due_on=data["due_on"],
        document=data["document"],
    )


def define_item(case: Case) -> None:
    """A common or stability item, and with it one target for every unit (S7–S9)."""
    data = case.data
    _year_exists(case)
    if data["code"] in case.facts["items"]:
        raise _refuse("code", "这个代码已在使用。", "This code is in use already.")
    units = case.organisation.units
    bad = [code for code in data.get("units") or () if code not in units]
    if bad:
        raise _refuse("units", "本县没有这个单位。", "This county has no such unit.")
    template = case.facts["template"](data)
    content = {
        name: value
        for name, value in data.items()
        if name not in ("year", "code", "units", "lead_unit", "responsible_post")
    }
    item = case.stage.insert(
        "item",
        year_id=data["year"],
        code=data["code"],
        digest=template,
        fields=canonical(content).decode(),
    )
    case.subject_new = item
    named = data.get("units") or [
        u.code for u in units.values() if u.kind in ("township", "bureau")
    ]
    case.also += [
        ("assign", other) for other in case.facts["item_cases"](item, template, content, named)
    ]


def sign_item(case: Case) -> None:
    """One signature of the item's leader covers all units: a hand on each of its targets."""
    case.also += [("review", other) for other in case.facts["item_targets"]()]
