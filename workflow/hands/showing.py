"""When a signer had been shown the content: a fact beside the hand, noted where a page knows it.

It stands in a table of its own: a signature is what its digest, side and round make it, and says
the same whether anybody knows how long it was looked at. Nothing is ever refused by it, and no rule
reads it.
"""

from __future__ import annotations

from models.unit_of_work import New
from workflow.case import TargetCase


def note(case: TargetCase, signature: New) -> None:
    """Beside a hand that was just put: since when its very content was shown, if that is known."""
    shown = case.actor.shown
    if shown is None or not _contents(case) & shown.contents:
        return
    case.stage.insert("signature_shown", signature_id=signature, at=shown.at)


def _contents(case: TargetCase) -> set[tuple[str, int, str]]:
    """What may have been shown of this target: its candidate, or the common item it is given by
    where one hand covers the item's targets."""
    if case.subject is None or case.candidate is None:
        return set()
    found = {("target", int(case.subject["id"]), case.candidate.digest)}
    whole = case.within
    if whole is not None and whole.kind == "item" and whole.subject is not None:
        found.add(("item", int(whole.subject["id"]), str(whole.subject["digest"])))
    return found
