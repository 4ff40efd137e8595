"""The list of all tables in the order they can be created, and what the log must know of each."""

from __future__ import annotations

from models import (
    acceptance,
    access,
    advice,
    arbitration,
    coverage,
    delegation,
    joint,
    log,
    organisation,
    paper,
    plan,
    proposal,
    results,
    running,
    shown,
    succession,
)
from models.base import Row

TABLES: tuple[type[Row], ...] = (
    log.Entry,
    log.LogHead,
    log.Text,
    organisation.County,
    organisation.Front,
    organisation.Unit,
    organisation.UnitFront,
    organisation.Post,
    organisation.Portfolio,
    organisation.Person,
    organisation.Holding,
    delegation.Delegation,
    succession.Takeover,
    plan.Scheme,
    plan.Year,
    plan.KeyTask,
    plan.KeyTaskRevision,
    plan.Item,
    plan.ItemScorer,
    plan.Target,
    plan.Revision,
    plan.Signature,
    plan.SignatureEnd,
    shown.SignatureShown,
    plan.Stand,
    plan.KeyTaskLink,
    plan.PastResult,
    plan.GrowthReason,
    advice.Advice,
    arbitration.Calendar,
    arbitration.Handover,
    arbitration.Escalation,
    arbitration.Arbitration,
    proposal.Proposal,
    coverage.Waiver,
    coverage.WaiverEnd,
    coverage.PlanDigest,
    joint.Coordination,
    joint.InternalTask,
    running.Milestone,
    running.Report,
    running.File,
    running.Letter,
    paper.PaperHand,
    running.UnitReport,
    running.YearEvent,
    acceptance.Acceptance,
    acceptance.Finding,
    acceptance.Ledger,
    acceptance.LedgerEnd,
    acceptance.CauseDecision,
    acceptance.Objection,
    results.Score,
    results.YearResult,
    results.UnitResult,
    results.Award,
    access.Token,
    access.AccessLink,
    access.Session,
    access.SignInFailure,
    access.Idempotency,
)

BY_NAME: dict[str, type[Row]] = {table._meta.table_name: table for table in TABLES}
LOGGED: tuple[type[Row], ...] = tuple(table for table in TABLES if table.logged)
APPEND_ONLY: tuple[str, ...] = tuple(t._meta.table_name for t in TABLES if t.append_only)


def columns(table: type[Row]) -> tuple[str, ...]:
    """The column names of a table in their declared order."""
    return tuple(field.column_name for field in table._meta.sorted_fields)
