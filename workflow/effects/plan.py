"""What acts on a year, its key tasks and its common items write."""

from __future__ import annotations

from workflow.audit.canonical import canonical
from workflow.case import Case
from workflow.effects.looking_up import named, refused, year_exists
from workflow.scheme.scheme import BadScheme, body_of, canonical_text, check, digest_of, shipped


def open_year(case: Case) -> None:
    """A year in preparation under its scheme (S1)."""
    year = case.data["year"]
    if case.year is not None:
        raise refused("year", "该年度已经建立。", "This year exists already.")
    code = case.data.get("scheme") or f"county_{year}"
    toml = shipped(code) or shipped("county_2013")
    if toml is None or (case.data.get("scheme") and shipped(code) is None):
        raise refused("scheme", "没有这个考核方案。", "There is no such scheme.")
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


def add_key_task(case: Case) -> None:
    """A key task that key targets will serve (S5)."""
    year_exists(case)
    data = case.data
    unit = named(case, "lead_unit", case.organisation.units, "单位", "unit")
    if data["code"] in case.facts["key_tasks"]:
        raise refused("code", "这个代码已在使用。", "This code is in use already.")
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
