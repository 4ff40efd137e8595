"""What a secretary's opinion writes (代拟意见): words for whoever signs above, never a hand."""

from __future__ import annotations

from workflow.case import TargetCase


def advise(case: TargetCase) -> None:
    """代拟意见: bound to the content it was written on; nobody's turn and no hand is moved."""
    assert case.candidate is not None
    assert case.standing is not None
    assert case.standing.post is not None
    case.stage.insert(
        "advice",
        target_id=case.ref,
        revision=case.candidate.no,
        digest=case.candidate.digest,
        suggests=case.data["suggests"],
        text_id=case.reason,
        person_id=case.person,
        post_id=case.standing.post.id,
        at=case.at,
    )
