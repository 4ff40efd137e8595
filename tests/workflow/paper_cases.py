"""Knocks for the rules of hands that were put on paper; test_rules.py compares them with the
table."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from tests.builders import World
from tests.workflow.own_year import Knock


def scan(w: World) -> str:
    """A scan that was attached; its digest."""
    body = b"%PDF-1.4 " + str(w.size()).encode()
    fields = {"name": "审签单.pdf", "body": base64.b64encode(body).decode()}
    w.county("office", "attach_file", **fields)
    return hashlib.sha256(body).hexdigest()


def signed(w: World, signer: str, target: int, **more: Any) -> dict[str, Any]:
    """What the office enters of a sheet that somebody signed today."""
    return {
        "digest": w.target(target)["digest"],
        "signer": signer,
        "signed_on": w.clock().date().isoformat(),
        "file": scan(w),
        **more,
    }


def sheet(signer: str, make: str, who: str = "office", **more: Any) -> Callable[[World], Knock]:
    def knock(w: World) -> Knock:
        target = getattr(w, make)()
        return who, "target", "register_paper", target, signed(w, signer, target, **more)

    return knock


def stood_below(w: World) -> Knock:
    mover = w.newcomer("XQ-KY")
    target = w.draft(mover)
    w.relieve(mover, "XQ-KY")
    w.appoint(mover, "MBB-1")
    return mover, "target", "register_paper", target, signed(w, "xq.head", target)


def administrator(w: World) -> Knock:
    target = w.draft()
    who = w.newcomer("MBB-1", "GL-1")
    return who, "target", "register_paper", target, signed(w, "xq.head", target)


def own_sheet(w: World) -> Knock:
    target = w.submitted()
    who = w.newcomer("MBB-1", "FXZ-1")
    return who, "target", "register_paper", target, signed(w, who, target)


PASSES: dict[tuple[str, str], Callable[[World], Knock]] = {
    ("target", "register_paper"): sheet("xq.head", "draft"),
}
_ACT = ("target", "register_paper")
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    (*_ACT, "actor_stands_on_no_other_side"): stood_below,
    (*_ACT, "actor_is_no_administrator_or_auditor"): administrator,
    (*_ACT, "signer_holds_a_signing_post"): sheet("leader2", "draft"),
    (*_ACT, "something_is_proposed"): sheet("xq.head", "running"),
    (*_ACT, "signer_could_sign_it_here"): sheet("xq.head", "submitted"),
    (*_ACT, "registrar_is_not_the_signer"): own_sheet,
    (*_ACT, "sheet_day_fits"): sheet("xq.head", "draft", signed_on="2999-01-01"),
}
# What binds bears the signer's hand already.
ALSO = {("register_paper", "something_is_proposed"): ("signer_could_sign_it_here",)}
