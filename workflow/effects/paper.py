"""What registering a signed paper sheet writes (登记纸质审签)."""

from __future__ import annotations

from workflow.case import TargetCase
from workflow.effects.hands import settle
from workflow.effects.looking_up import refused
from workflow.hands import consent, paper


def register_paper(case: TargetCase) -> None:
    """登记纸质审签: the signer's own hand, by paper, with the scan and who registered it."""
    scan = case.known("file_of")(case.data["file"])
    if scan is None:
        raise refused("file", "没有这个附件。", "There is no such file.")
    kind = "withdrawn" if paper.side_of(_signer(case)) == "up" else "outdated"
    for objection in consent.objections(case):
        consent.end(case, objection, kind)
    his = _signer(case)
    side = paper.side_of(his)
    # The hand is his, the rows are this act's: both cases share hands, stands and what is staged.
    signature = consent.sign(his, side)
    his.stand("unit" if side in ("up", "support") else "upper")
    case.stage.insert(
        "paper_hand",
        signature_id=signature,
        file_id=scan,
        signed_on=case.data["signed_on"],
        person_id=case.person,
        at=case.at,
    )
    settle(case)


def _signer(case: TargetCase) -> TargetCase:
    his = paper.signer_of(case)
    assert his is not None
    return his
