"""Claims about hands that were put on a paper signature sheet and are registered with its scan."""

from __future__ import annotations

from workflow.act import Rule, rule
from workflow.case import TargetCase
from workflow.clock import moment_of, today
from workflow.hands import paper
from workflow.rules import hands
from workflow.rules.signing import APPROVE, CONFIRM_SUPPORT, REVIEW, SUBMIT
from workflow.terms import Capacity
from workflow.words import Words

# What the owner of the hand would be asked, did he sign here. That both sides have signed is for an
# approval on the screen a matter of the state.
ASKED: dict[str, tuple[Rule, ...]] = {
    "up": SUBMIT,
    "support": CONFIRM_SUPPORT,
    "down": REVIEW,
    "approve": (*APPROVE, hands.is_reviewed),
}


@rule(
    "签字人目前没有可在本目标上签署的岗位",
    "Whoever signed the sheet holds no post now that signs this target",
    Capacity.ADMIN,
    needs_input=True,
)
def signer_holds_a_signing_post(case: TargetCase) -> bool:
    return paper.signer_of(case) is not None


def _in_the_way(case: TargetCase) -> list[Words]:
    his = paper.signer_of(case)
    if his is None:
        return []  # said by the rule above
    return [each.sentence for each in ASKED[paper.side_of(his)] if not each.holds(his)]


@rule(
    "签字人本人此时也不能签署",
    "The signer could not sign this now himself",
    Capacity.LEADER,
    Capacity.UNIT_HEAD,
    needs_input=True,
    names=_in_the_way,
)
def signer_could_sign_it_here(case: TargetCase) -> bool:
    return not _in_the_way(case)


@rule(
    "本人的签署不能由本人登记",
    "Nobody registers a hand of his own",
    Capacity.OFFICE,
    needs_input=True,
)
def registrar_is_not_the_signer(case: TargetCase) -> bool:
    his = paper.signer_of(case)
    return his is None or his.person not in case.people


@rule(
    "签字日期不能早于本稿形成之日，也不能晚于今天",
    "The sheet is not signed before its content was written, nor in the future",
    needs_input=True,
)
def sheet_day_fits(case: TargetCase) -> bool:
    assert case.candidate is not None
    written = today(moment_of(case.candidate.at)).isoformat()
    return bool(written <= case.data["signed_on"] <= today(case.now).isoformat())
