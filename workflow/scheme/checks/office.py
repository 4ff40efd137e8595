"""Who is the target office towards its own unit (design.md 2.9)."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.scheme.checks.subject import Finding, Subject, unknown


def office(subject: Subject) -> Iterator[Finding]:
    """The office's own unit, and the post in its stead, are ones that the county has."""
    named = subject.body.get("office")
    if named is None:
        return
    if subject.units is not None and named["unit"] not in subject.units:
        yield ("office", "unit"), unknown("单位", "unit", named["unit"])
    if subject.posts is not None and named["stands_in"] not in subject.posts:
        yield ("office", "stands_in"), unknown("岗位", "post", named["stands_in"])
