"""Fastening the pages to the application, and what every page shows around its content."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, url_for

from web import past
from web.county import County, here, reader
from web.pages.acts import pages as acts
from web.pages.administration import open_to_me
from web.pages.administration import pages as administration
from web.pages.approval import pages as approval
from web.pages.audit import log_size
from web.pages.audit import pages as audit
from web.pages.audit_absent import pages as audit_absent
from web.pages.audit_entry import pages as audit_entry
from web.pages.audit_links import audits
from web.pages.audit_verify import pages as audit_verify
from web.pages.audit_years import pages as audit_years
from web.pages.award_register import pages as award_register
from web.pages.balance import pages as balance
from web.pages.baselines import pages as baselines
from web.pages.bulk import pages as bulk
from web.pages.bureau import pages as bureau
from web.pages.bureau_files import pages as bureau_files
from web.pages.calendar import pages as calendar
from web.pages.checking import pages as checking
from web.pages.coverage import pages as coverage
from web.pages.delegations import pages as delegations
from web.pages.difference import pages as difference
from web.pages.erasing import pages as erasing
from web.pages.evaluation_files import pages as evaluation_files
from web.pages.importing import allowed as imports
from web.pages.importing import pages as importing
from web.pages.inbox import pages as inbox
from web.pages.key_tasks import pages as key_tasks
from web.pages.ledger import pages as ledger
from web.pages.ledger_files import pages as ledger_files
from web.pages.letters import pages as letters
from web.pages.links import pages as links
from web.pages.margins import pages as margins
from web.pages.over_years import pages as over_years
from web.pages.paper import pages as paper
from web.pages.problems import install as problems
from web.pages.reports import pages as reports
from web.pages.results import pages as results
from web.pages.scheme_tables import pages as scheme_tables
from web.pages.schemes import pages as schemes
from web.pages.setting_up import install as ask_for_a_county
from web.pages.setting_up import is_for_me as is_set_up_by_me
from web.pages.setting_up import pages as setting_up
from web.pages.sheet import pages as sheet
from web.pages.sign_in import pages as sign_in
from web.pages.signing_off import pages as signing_off
from web.pages.slips import pages as slips
from web.pages.succession import pages as succession
from web.pages.targets import pages as targets
from web.pages.together import pages as together
from web.pages.unit_entries import pages as unit_entries
from web.pages.waiving import pages as waiving
from web.pages.what_if import pages as what_if
from web.pages.year_frame import oversees
from web.pages.years import pages as years
from web.presentation import aside, t, w
from web.verifying import Verifying
from workflow.organisation import Post
from workflow.queries import bureau as bureaus
from workflow.queries import facts

BLUEPRINTS = (
    sign_in,
    inbox,
    targets,
    paper,
    slips,
    checking,
    acts,
    bulk,
    sheet,
    together,
    approval,
    bureau,
    bureau_files,
    ledger,
    ledger_files,
    years,
    results,
    baselines,
    margins,
    over_years,
    what_if,
    award_register,
    signing_off,
    letters,
    reports,
    schemes,
    scheme_tables,
    coverage,
    unit_entries,
    evaluation_files,
    balance,
    key_tasks,
    waiving,
    administration,
    delegations,
    erasing,
    succession,
    calendar,
    importing,
    audit,
    difference,
    audit_entry,
    audit_absent,
    audit_years,
    audit_verify,
    links,
    setting_up,
)


# Pages under a place of the navigation that have a file of their own.
PART_OF = {
    **dict.fromkeys(
        ("letters", "reports", "schemes", "approval", "balance", "key_tasks", "unit_entries"),
        "years",
    ),
    "scheme_tables": "years",
    "evaluation_files": "years",
    "bureau_files": "bureau",
    **dict.fromkeys(("ledger", "ledger_files"), "bureau"),
    **dict.fromkeys(("audit_entry", "audit_absent", "audit_years", "audit_verify"), "audit"),
    "delegations": "administration",
    "erasing": "administration",
    "difference": "audit",
    **dict.fromkeys(("baselines", "margins", "over_years", "what_if"), "results"),
    "signing_off": "results",
    "award_register": "results",
    "paper": "targets",
    "slips": "targets",
    "bulk": "targets",
}


def around() -> dict[str, Any]:
    """The frame of every page: language, person and posts, county, size of the log."""
    county = here()
    row = facts.county(county.database)
    visitor = g.get("visitor")
    posts = [_post(post) for post in reader().posts] if visitor else []
    return {
        "language": g.get("language", county.config.language),
        "person": {"name": visitor.name, "posts": posts} if visitor else None,
        "county": t(row["name_zh"], row["name_en"]) if row else "",
        # Why nothing can be done at present, on every page.
        "read_only": w(county.door.closed) if county.door.closed else None,
        "log_size": log_size(county.database) if visitor else None,
        "navigation": navigation,
        "past_shown": past.banner(),
        "past_asked": past.control() if visitor else None,
    }


def _post(post: Post) -> str:
    """A post as the frame names it, a lent one as such."""
    return w(post.name) + aside(t("代理", "lent") if post.lent else "")


def navigation() -> list[dict[str, Any]]:
    """The places a person can go to, by their posts."""
    places = [
        ("inbox.show", t("待办", "Inbox")),
        *([("setting_up.show", t("建县", "Set up"))] if is_set_up_by_me() else []),
        ("targets.list_all", t("目标清单", "Targets")),
        ("sheet.show", t("一单位一表", "Unit sheet")),
        *([("bureau.list_all", t("考核责任单位", "Bureau sheets"))] if has_sheets() else []),
        ("years.list_all", t("年度", "Years")),
        ("results.begin", t("结果", "Results")),
        *([("coverage.newest", t("统筹", "Coverage"))] if oversees() else []),
        *([("administration.show", t("管理", "Administration"))] if open_to_me() else []),
        *([("importing.show", t("导入", "Import"))] if imports() else []),
        *([("audit.list_entries", t("审计", "Audit"))] if audits() else []),
    ]
    here_now = request.blueprint or ""
    return [
        {
            "url": url_for(endpoint),
            "label": label,
            "here": PART_OF.get(here_now, here_now) == endpoint.split(".")[0],
        }
        for endpoint, label in places
    ]


def has_sheets() -> bool:
    """Whether any item's sheet is this reader's to see."""
    return bool(bureaus.years(reader()))


def install(app: Flask, county: County) -> None:
    """Register the pages and what they share."""
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    app.extensions["verifying"] = Verifying(county.door, county.config)
    app.context_processor(around)
    ask_for_a_county(app)
    problems(app)
