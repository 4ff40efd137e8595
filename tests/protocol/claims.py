"""What must hold in every state and of every step, said a second time and from the hands alone.

Nothing here asks `workflow.hands.consent`, whose mistakes must not hide themselves.
"""

from collections.abc import Callable

from tests.protocol.county import FIXED, MOVER, ROUNDS, SUPPORTERS
from tests.protocol.moment import Moment, Sign
from tests.protocol.world import Answer, Issue, Move, Request, Step, World
from workflow.lifecycle import act_named

Claim = Callable[[Moment, Step, Answer], str | None]
ACCEPTED = ("edit", "counter", "arbitrate")


def standing(moment: Moment) -> list[Sign]:
    """The hands that nothing ended, in the log's own words."""
    return [sign for sign in moment.hands if sign.ended is None]


def counting(moment: Moment) -> list[Sign]:
    """The hands on this very revision in this round."""
    return [sign for sign in standing(moment) if sign.here and sign.round == moment.round]


def _persons(signs: list[Sign], *sides: str) -> set[str]:
    return {s.who for s in signs if s.side in sides and s.verdict == "affirm"}


def both_hands(moment: Moment) -> bool:
    """The unit's head, the reviewing post and every supporter, of different people."""
    signs = counting(moment)
    unit, upper = _persons(signs, "up", "support"), _persons(signs, "down")
    units = {s.capacity.partition(":")[2] for s in signs if s.side == "support"}
    whole = _persons(signs, "up") and upper and SUPPORTERS[moment.content] <= units
    return bool(whole) and not unit & upper


def adopted(moment: Moment) -> bool:
    """Both hands, and the county head's, who reviewed nothing; or the county head's decision."""
    signs = counting(moment)
    reviewed, approved = _persons(signs, "down"), _persons(signs, "approve")
    once_reviewed = {s.who for s in moment.hands if s.side == "down"}
    if any(s.imposed and s.who not in once_reviewed for s in signs if s.side == "approve"):
        return True
    unit = _persons(signs, "up", "support")
    return both_hands(moment) and bool(approved - reviewed - unit)


def what_is_in_force_has_both_hands(before: Moment, step: Step, answer: Answer) -> str | None:
    after = answer.after
    if after.in_force is None or after == before:
        return None
    if not adopted(after):
        return f"content {after.in_force} is in force without the hands of different people"
    return None


def what_is_in_force_is_what_its_signers_were_shown(
    before: Moment, step: Step, answer: Answer
) -> str | None:
    after = answer.after
    if after.in_force is not None and any(s.shown != after.in_force for s in standing(after)):
        return f"content {after.in_force} is in force by the hand of one who was shown another"
    return None


def a_hand_is_on_what_its_signer_was_shown(
    before: Moment, step: Step, answer: Answer
) -> str | None:
    for s in answer.after.hands - before.hands:
        if s.ended is None and s.content != s.shown:
            return f"{s.who} was shown {s.shown} and has now signed {s.content}"
    return None


def a_hand_counts_or_is_ended(before: Moment, step: Step, answer: Answer) -> str | None:
    """So after an edit, and in a new round, no hand counts until it is given again."""
    after = answer.after
    for s in standing(after):
        if not s.here or s.content != after.content:
            return f"the hand of {s.who} on an earlier revision still stands"
        if s.round != after.round:
            return f"the hand of {s.who} of round {s.round} still stands in round {after.round}"
    return None


def the_state_is_what_the_hands_say(before: Moment, step: Step, answer: Answer) -> str | None:
    after = answer.after
    if after.in_force is not None or after.state == "cancelled":
        return None
    said = "approved" if adopted(after) else "reviewed" if both_hands(after) else "drafted"
    if after.state == said:
        return None
    return f"it is {after.state} where the hands say {said}"


def rounds_end_where_the_scheme_says(before: Moment, step: Step, answer: Answer) -> str | None:
    if answer.after.round <= ROUNDS:
        return None
    return f"round {answer.after.round} has begun where the scheme gives {ROUNDS}"


def nobody_stands_on_two_sides(before: Moment, step: Step, answer: Answer) -> str | None:
    if len(answer.after.stood) < 2:
        return None
    return f"{MOVER} has acted on both sides of one target"


def a_hand_is_put_by_one_who_holds_the_post(
    before: Moment, step: Step, answer: Answer
) -> str | None:
    posts = {**FIXED, MOVER: answer.after.post}
    for s in answer.after.hands - before.hands:
        if s.ended is None and posts[s.who] != s.post:
            return f"{s.who} has signed as {s.post} and is not in that post any more"
    return None


def nothing_shown_earlier_changes_anything(
    before: Moment, step: Step, answer: Answer
) -> str | None:
    """A late request is refused, whatever others did meanwhile."""
    if not isinstance(step, Request) or step.fresh or answer.after == before:
        return None
    return f"{step.who} has acted on a state of the target that they never saw"


def nothing_acknowledged_is_lost(before: Moment, step: Step, answer: Answer) -> str | None:
    """What was told to be done stays done: content, round, force and plan never fall back."""
    after = answer.after
    brought = step.brings if isinstance(step, Request) and step.act in ACCEPTED else ""
    if after.content not in (before.content, brought):
        return f"content {before.content}, which was accepted, is overwritten unseen"
    if after.round < before.round:
        return f"round {before.round} is forgotten"
    if before.in_force is not None and after.in_force is None:
        return "what was in force is no more"
    if isinstance(step, Move | Issue) and set(standing(before)) != set(standing(after)):
        return "a hand was touched by an act that is not about it"
    return None


def a_hand_ends_by_what_may_end_it(before: Moment, step: Step, answer: Answer) -> str | None:
    """By its owner, by other content, by a no, by the decision; an objection by its answer."""
    after = answer.after
    moved = (before.content, before.round) != (after.content, after.round)
    act = step.act if isinstance(step, Request) else ""
    if moved or after.state == "cancelled" or act == "arbitrate":
        return None
    for s in set(standing(before)) - set(standing(after)):
        own = act == "withdraw" and isinstance(step, Request) and step.who == s.who
        if not own and s.verdict != "object":
            return f"the hand of {s.who} is gone and nothing took its ground away"
    return None


def what_is_approved_in_an_issued_year_binds(
    before: Moment, step: Step, answer: Answer
) -> str | None:
    after = answer.after
    if after.year == "issued" and after.state == "approved":
        return "it is approved in a year that is issued, and nothing will ever put it in force"
    return None


CLAIMS = (
    what_is_in_force_has_both_hands,
    what_is_in_force_is_what_its_signers_were_shown,
    a_hand_is_on_what_its_signer_was_shown,
    a_hand_counts_or_is_ended,
    the_state_is_what_the_hands_say,
    rounds_end_where_the_scheme_says,
    nobody_stands_on_two_sides,
    a_hand_is_put_by_one_who_holds_the_post,
    nothing_shown_earlier_changes_anything,
    nothing_acknowledged_is_lost,
    a_hand_ends_by_what_may_end_it,
    what_is_approved_in_an_issued_year_binds,
)


def a_repeated_act_does_nothing_twice(world: World) -> Claim:
    """A client that lost the answer sends the same again, before anybody else acts."""

    def holds(before: Moment, step: Step, answer: Answer) -> str | None:
        if not isinstance(step, Request) or answer.after == before:
            return None
        row = act_named("target", step.act)
        assert row is not None
        again = world.send(answer.after, step._replace(fresh=row.signs))
        if again.after == answer.after:
            return None
        return f"{step.act} of {step.who}, sent once more, is done once more"

    return holds
