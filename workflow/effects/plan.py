"""What acts on a year and its common items write."""

from __future__ import annotations

from typing import Any

from models.unit_of_work import New
from workflow.audit.canonical import canonical
from workflow.case import Case, TargetCase
from workflow.effects.looking_up import named, refused, year_exists
from workflow.effects.organisation import organisation_changed
from workflow.errors import InvalidInput
from workflow.organisation import Organisation
from workflow.scheme.scheme import (
    BadScheme,
    Fault,
    Scheme,
    body_of,
    canonical_text,
    check,
    digest_of,
    for_year,
    scheme_of,
    shipped,
)
from workflow.terms import Capacity
from workflow.words import Words

Values = dict[str, Any]


def open_year(case: Case) -> None:
    """A year in preparation under its scheme, with the fronts that the scheme names (S1, S41)."""
    year, code = case.data["year"], case.data.get("scheme")
    if case.year is not None:
        raise refused("year", "该年度已经建立。", "This year exists already.")
    if case.data.get("toml"):
        body = checked_scheme(case, case.data["toml"], year)
    else:
        toml = shipped(code or f"county_{year}") or shipped("county_2013")
        if toml is None or (code and shipped(code) is None):
            raise refused("scheme", "没有这个考核方案。", "There is no such scheme.")
        body = for_year(body_of(toml), year)
    case.subject_new = case.stage.insert(
        "year",
        id=year,
        state="preparing",
        scheme_id=stage_scheme(case, body),
        document=None,
        issued_at=None,
        version=1,
    )
    _place_by_scheme(case, scheme_of(canonical_text(body)))


def checked_scheme(case: Case, toml: str, year: int) -> Values:
    """The body of a scheme file for a year. Raises InvalidInput with every fault, by line."""
    organisation = case.organisation
    try:
        body = body_of(toml)
        faults = check(
            body, text=toml, units=set(organisation.units), posts=set(organisation.posts)
        )
        faults += _deputy_fault(organisation, body) if not faults else []
        faults += _office_fault(organisation, body) if not faults else []
        if not faults and body["year"] != year:
            words = Words("方案是{of}年的", "the scheme is of {of}").format(of=body["year"])
            faults = [Fault(None, "year", words)]
        if faults:
            raise BadScheme(faults)
    except BadScheme as error:
        raise InvalidInput({"toml": [fault.sentence for fault in error.faults]}) from error
    return body


def _deputy_fault(organisation: Organisation, body: Values) -> list[Fault]:
    """The deputy who arbitrates is a leader: nobody else has an upper hand."""
    code = body.get("arbitration", {}).get("deputy_post")
    if code is None or organisation.posts[code].capacity == Capacity.LEADER:
        return []
    words = Words("岗位“{0}”不是县领导岗位", "the post {0!r} is not a leader's").format(code)
    return [Fault(None, "arbitration.deputy_post", words)]


def _office_fault(organisation: Organisation, body: Values) -> list[Fault]:
    """Who is the office towards its own unit is a leader in charge of that unit."""
    office = body.get("office")
    if office is None:
        return []
    unit, post = organisation.units[office["unit"]], organisation.posts[office["stands_in"]]
    if post.capacity == Capacity.LEADER and unit.id in post.in_charge_of:
        return []
    words = Words(
        "岗位“{0}”不是分管“{1}”的县领导岗位", "the post {0!r} is no leader's in charge of {1!r}"
    )
    return [Fault(None, "office.stands_in", words.format(post.code, unit.code))]


def stage_scheme(case: Case, body: Values) -> New:
    """The row of a scheme that was checked."""
    return case.stage.insert(
        "scheme",
        year=body["year"],
        code=body["code"],
        digest=digest_of(body),
        body=canonical_text(body),
    )


def _place_by_scheme(case: Case, scheme: Scheme) -> None:
    """The fronts that a scheme names and the county lacks, and the units it puts in them."""
    known: dict[str, int | New] = {f.code: f.id for f in case.organisation.fronts.values()}
    for front in scheme.fronts:
        if front.code not in known:
            known[front.code] = case.stage.insert(
                "front",
                code=front.code,
                name_zh=front.name.zh,
                name_en=front.name.en,
                position=len(known) + 1,
            )
        for code in front.units or ():
            unit = case.organisation.units[code]
            case.stage.insert(
                "unit_front", year=scheme.year, unit_id=unit.id, front_id=known[front.code]
            )
    if scheme.fronts:
        organisation_changed(case)


def note_event(case: Case, kind: str) -> None:
    """A step of the year on the record, with its document and words."""
    assert case.year is not None
    case.stage.insert(
        "year_event",
        year_id=case.year["id"],
        kind=kind,
        document=case.data.get("document"),
        text_id=case.reason,
        person_id=case.person,
        at=case.at,
    )


def call_for_drafts(case: Case) -> None:
    """Units may begin: nothing but the state moves."""


def issue(case: Case) -> None:
    """The plan takes effect: every approved target, in this same transaction."""
    case.set(document=case.data["document"], issued_at=case.at)
    case.also += [("issue", other) for other in _cases(case, "approved")]


def score_all(case: Case) -> None:
    """Every inspected target gets its computed score but those that wait for others of their group;
    and what was scored in a group that has moved since is scored anew."""
    found: list[TargetCase] = case.facts["target_cases"](to_score(case))
    case.also += [("score", other) for other in found]


def to_score(case: Case) -> list[int]:
    """The targets that can be scored now."""
    groups = case.known("groups")
    waiting = {row["id"] for row in groups.waiting}
    return sorted({*case.known("inspected"), *groups.to_score_anew} - waiting)


def _cases(case: Case, name: str) -> list[TargetCase]:
    found: list[TargetCase] = case.facts["target_cases"](case.known(name))
    return found


def define_item(case: Case) -> None:
    """A common or stability item, and with it one target for every unit (S7–S9)."""
    data = case.data
    year_exists(case)
    if data["code"] in case.facts["items"]:
        raise refused("code", "这个代码已在使用。", "This code is in use already.")
    units = case.organisation.units
    bad = [code for code in data.get("units") or () if code not in units]
    if bad:
        raise refused("units", "本县没有这个单位。", "This county has no such unit.")
    template = case.facts["template"](data)
    content = {
        name: value
        for name, value in data.items()
        if name not in ("year", "code", "units", "lead_unit", "responsible_post", "scoring_unit")
    }
    item = case.stage.insert(
        "item",
        year_id=data["year"],
        code=data["code"],
        digest=template,
        fields=canonical(content).decode(),
    )
    case.subject_new = item
    if data.get("scoring_unit"):
        scorer = named(case, "scoring_unit", units, "单位", "unit")
        case.stage.insert("item_scorer", item_id=item, unit_id=scorer.id)
    named_units = list(dict.fromkeys(data.get("units") or ())) or [
        u.code for u in units.values() if u.kind in ("township", "bureau")
    ]
    case.also += [
        ("assign", other)
        for other in case.facts["item_cases"](item, template, content, named_units)
    ]


def sign_item(case: Case) -> None:
    """One signature of the item's leader covers all units: a hand on each of its targets."""
    case.also += [("review", other) for other in case.facts["item_targets"]()]
