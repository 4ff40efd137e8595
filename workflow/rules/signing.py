"""What each hand asks for, as rows of claims: written once, for the acts on the screen and for a
hand that was put on paper. Only rows stand here; the claims themselves stand beside it."""

from __future__ import annotations

from workflow.act import Rule
from workflow.rules import acceptance, arbitration, content, hands, points, proposal

Row = tuple[Rule, ...]

APART: Row = (hands.actor_stands_on_no_other_side, hands.actor_is_no_administrator_or_auditor)
# Of a running target something must be proposed, and the unit that it names signs it.
ASKED: Row = (proposal.something_is_proposed, proposal.actor_is_of_the_unit_named)
# What a hand is put on: whole, and as a proposal complete too.
SIGNABLE: Row = (
    proposal.target_is_not_due_yet,
    proposal.proposal_has_its_reason,
    proposal.change_changes_something,
    proposal.proposed_deadline_is_ahead,
    *content.COMPLETE,
)

SUBMIT: Row = (
    *APART,
    *ASKED,
    hands.unit_has_not_signed_yet,
    arbitration.submit_opens_no_further_round,
    *SIGNABLE,
    acceptance.growth_or_its_reason,
)
CONFIRM_SUPPORT: Row = (
    *APART,
    proposal.something_is_proposed,
    hands.supporter_has_not_signed_yet,
    *SIGNABLE,
)
REVIEW: Row = (
    *APART,
    proposal.something_is_proposed,
    hands.leader_has_not_signed_yet,
    hands.reviewer_did_not_approve,
    *SIGNABLE,
)
APPROVE: Row = (
    *APART,
    proposal.something_is_proposed,
    proposal.target_is_not_due_yet,
    proposal.proposal_is_reviewed,
    proposal.early_claim_is_answered,
    proposal.proposed_deadline_is_ahead,
    points.points_stay_whole,
    hands.not_approved_yet,
    hands.approver_did_not_review,
)
