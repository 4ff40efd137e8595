"""Recomputing a published table of results or progress: what of it does not come out, by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.published import progress, results
from workflow.published.finding import Finding, in_order
from workflow.published.headings import Found, tables_in
from workflow.published.results import Rules
from workflow.spreadsheets.reading import Book

LAYOUTS = (results.RESULTS, progress.PROGRESS)
FIELDS = tuple(dict.fromkeys(f.name for layout in LAYOUTS for f in layout.fields))


@dataclass(frozen=True)
class Recomputing:
    """How many rows were recomputed, and what did not come out."""

    rows: int
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]


def recomputing(book: Book, rules: Rules, columns: Mapping[str, str] | None = None) -> Recomputing:
    """Recompute every table of a file. Raises NoTable."""
    found = tables_in(book, LAYOUTS, columns)
    told: list[Finding] = []
    count = 0
    unread: list[str] = []
    for one in found:
        is_progress = one.layout is progress.PROGRESS
        count += len(progress.recomputed(one)) if is_progress else len(results.rows(one))
        told += progress.findings(one) if is_progress else results.findings(one, rules)
        unread += _unread(one, rules)
    return Recomputing(count, in_order(told), tuple(dict.fromkeys(unread)))


def _unread(found: Found, rules: Rules) -> list[str]:
    parts = {heading for heading, _ in results.part_headings(found, rules)}
    is_progress = found.layout is progress.PROGRESS
    return [name for name in found.unread if is_progress or name not in parts]
