"""Who decides a quarrel where the county head is a party (design.md 2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.scheme.checks.subject import Finding, Subject, unknown


def deputy(subject: Subject) -> Iterator[Finding]:
    """The deputy's post is one that the county has."""
    post = subject.body.get("arbitration", {}).get("deputy_post")
    if subject.posts is not None and post not in (None, *subject.posts):
        yield ("arbitration", "deputy_post"), unknown("岗位", "post", post)
