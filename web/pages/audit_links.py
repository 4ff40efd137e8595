"""From the pages that everybody has to the auditor's desk, and what an auditor's day begins with:
no more than three lines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for

from web.county import reader
from web.presentation import moment, number, t
from workflow.queries import absent, log_counts, verifications
from workflow.terms import Capacity

Values = dict[str, Any]
# How far back "of late" goes.
LATELY = timedelta(days=7)


def audits() -> bool:
    """Whether the log of the whole county is this reader's to read."""
    return Capacity.AUDITOR in reader().capacities


def of_target(shown: Values) -> list[Values]:
    """The entries about a target, and its unit's year; for auditors."""
    if not audits():
        return []
    log = url_for("audit.list_entries", kind="target", object=shown["id"])
    return [
        {"label": t("在审计日志中查看", "See it in the audit log"), "url": log},
        *of_unit(shown["unit"], shown["year"]),
    ]


def of_unit(unit: str, year: int) -> list[Values]:
    """A unit's year; for auditors."""
    if not audits():
        return []
    url = url_for("audit_years.unit", code=unit, year=year)
    return [{"label": t("本单位这一年的经过", "This unit's year"), "url": url}]


def notices() -> list[Values]:
    """What an auditor's inbox says first: a verification that failed, what was refused of late,
    what stays unanswered."""
    if not audits():
        return []
    known = reader()
    bad = verifications.last_is_bad(known)
    since = (known.today - LATELY).isoformat()
    refused = log_counts.refused(known, since)
    year = absent.usual_year(known)
    silent = absent.unanswered(known, year) if year is not None else 0
    found = []
    if bad:
        said = moment(bad["at"])
        text = t(f"最近一次核验不吻合：{said}", f"The last verification found the log bent: {said}")
        found.append({"text": text, "url": url_for("audit_verify.show")})
    if refused:
        text = t(
            f"近七日未获准的行为：{number(refused)} 次",
            f"Acts refused in the last seven days: {number(refused)}",
        )
        search: Values = {"outcome": "refused", "from": since}
        url = url_for("audit.list_entries", **search)
        found.append({"text": text, "url": url})
    if silent:
        text = t(f"未答复的交接：{number(silent)} 件", f"Unanswered hand-overs: {number(silent)}")
        url = url_for("audit_absent.rows", section="handovers", year=year)
        found.append({"text": text, "url": url})
    return found
