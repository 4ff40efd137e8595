"""Separation of duties over a target's whole life: by post, through delegation, after any change.

Unit side, upper side, inspection: nobody, resolved through delegation, stands on two (design.md
2.9). A leader who heads a unit himself never acts from above on its targets.
"""

from dataclasses import replace

import pytest

from tests.builders import FOUND, World, codes
from tests.workflow.bending import run
from tests.workflow.delegation_cases import acting, registered
from workflow.audit.verify import verify
from workflow.demo.play import Play
from workflow.errors import WorkflowError
from workflow.hands import consent
from workflow.offers import offers

APART = "actor_stands_on_no_other_side"
# How somebody came to stand on a side of a target of XQ that ZS supports: by which post and act.
STOOD = {
    "drafter": ("XQ-KY", "edit", "unit"),
    "unit_head": ("XQ-YBS", "edit", "unit"),
    "supporter": ("ZS-YBS", "confirm_support", "unit"),
    "leader": ("FXZ-1", "return", "upper"),
    "county_head": ("XZ", "return", "upper"),
    "office": ("MBB-1", "precheck", "upper"),
}
# What a lent post lets its delegate do, and on which side.
LENT = {
    "XQ-YBS": ("xq.head", "submit", "unit"),
    "ZS-YBS": ("zs.head", "confirm_support", "unit"),
    "FXZ-1": ("leader1", "review", "upper"),
    "XZ": ("head", "return", "upper"),
}
FIELDS = {"edit": {"baseline": "1"}, "return": {"reason_code": "incomplete"}}


def did(world: World, capacity: str, target: int) -> str:
    """Somebody who stood on a side of the target and left the post since; the user name."""
    post, act, _ = STOOD[capacity]
    who = world.newcomer(post)
    world.act(who, act, target, **FIELDS.get(act, {}))
    world.relieve(who, post)
    return who


def tried(world: World, who: str, act: str, target: int) -> list[str]:
    """The codes by which an act is refused; none where it is done."""
    try:
        world.act(who, act, target, **FIELDS.get(act, {}))
    except WorkflowError as error:
        return codes(error)
    return []


def handed_up(world: World) -> int:
    return world.submitted(supporting_units=["ZS"])


def ready(world: World, act: str, target: int) -> None:
    """Take back the hand that is there already, so that only the sides can say no."""
    if act == "submit" and "up" in world.standing_hands(target):
        world.act("xq.head", "withdraw", target)
    if act == "return" and "up" not in world.standing_hands(target):
        world.act("xq.head", "submit", target)


def own_hand_ended(world: World, capacity: str, act: str, target: int) -> None:
    """A supporter's hand stays when he leaves: an edit ends it, so that another could sign."""
    if capacity == "supporter" and act == "confirm_support":
        world.act("xq.drafter", "edit", target, points="19")


@pytest.mark.parametrize("post", LENT)
@pytest.mark.parametrize("capacity", STOOD)
def test_delegate_is_barred_by_his_own_past(world, capacity, post):
    principal, act, side = LENT[post]
    target = handed_up(world)
    who = did(world, capacity, target)
    registered(world, post=post, principal=principal, username=who)
    own_hand_ended(world, capacity, act, target)
    ready(world, act, target)
    barred = STOOD[capacity][2] != side
    assert tried(world, who, act, target) == ([APART] if barred else [])


@pytest.mark.parametrize("post", LENT)
@pytest.mark.parametrize("capacity", STOOD)
def test_delegate_is_barred_by_the_principals_past(world, capacity, post):
    _, act, side = LENT[post]
    target = handed_up(world)
    principal = did(world, capacity, target)
    world.appoint(principal, post)
    _, who = registered(world, post=post, principal=principal)
    own_hand_ended(world, capacity, act, target)
    ready(world, act, target)
    barred = STOOD[capacity][2] != side
    assert tried(world, who, act, target) == ([APART] if barred else [])


@pytest.mark.parametrize("post", LENT)
def test_principal_is_barred_by_what_was_done_for_him(world, post):
    """He changes to the other side afterwards and finds himself on the first one for ever."""
    principal = world.newcomer(post)
    _, act, side = LENT[post]
    _, who = registered(world, post=post, principal=principal)
    target = handed_up(world)
    ready(world, act, target)
    world.act(who, act, target, **FIELDS.get(act, {}))
    world.relieve(principal, post)
    other = "XQ-KY" if side == "upper" else "MBB-1"
    world.appoint(principal, other)
    assert codes(world.no(principal, "edit", target, baseline="7")) == [APART]


def test_inspector_who_stood_in_for_a_head_does_not_inspect(world):
    _, who = registered(world, post="XQ-YBS", principal="xq.head")
    target = world.draft()
    world.act(who, "submit", target)
    world.act("leader1", "review", target)
    world.act("head", "approve", target)
    world.issue(world.target(target)["year_id"])
    world.fall_due(target)
    world.appoint(who, "YSZ-1")
    assert APART in codes(world.no(who, "inspect", target, **FOUND))


def test_inspector_who_stands_in_for_a_head_is_of_that_unit(world):
    _, who = registered(world, post="XQ-YBS", principal="xq.head")
    world.appoint(who, "YSZ-1")
    found = codes(world.no(who, "inspect", world.due(), **FOUND))
    assert found == ["inspector_is_of_no_unit_concerned", "inspector_is_of_another_front"]


def test_posts_taken_away_and_given_again_clear_nothing(world):
    target = world.draft()
    who = world.newcomer("XQ-YBS")
    world.act(who, "submit", target)
    world.relieve(who, "XQ-YBS")
    world.appoint(who, "XQ-YBS")
    world.relieve(who, "XQ-YBS")
    world.appoint(who, "FXZ-1")
    assert tried(world, who, "review", target) == [APART]


def test_account_renamed_in_the_database_is_the_same_person(world):
    """Persons are judged by id: another user name is no other person."""
    target = world.draft()
    who = world.newcomer("XQ-YBS")
    world.act(who, "submit", target)
    world.relieve(who, "XQ-YBS")
    world.appoint(who, "FXZ-1")
    number = world.actor(who).person
    with world.database.atomic() as bent:
        run(world.database, "UPDATE person SET username = 'other' WHERE id = ?", number)
        again = Play(world.door, world.clock, "api")
        case = world.case(target, again.actor("other"))
        offer = {a["action"]: a for a in offers("target", case)}["review"]
        assert [r["code"] for r in offer["refusals"]] == [APART]
        bent.rollback()


# — a leader who heads a unit himself —


def headed(world: World, *, others: int = 1) -> tuple[str, str, list[str]]:
    """A new unit, the leader in charge who heads it too, and further leaders in charge of it."""
    unit = world.newcomers_unit()
    posts = [f"{unit}-FXZ{n}" for n in range(others + 1)]
    for post in posts:
        world.post(post, "leader", in_charge_of=[unit])
    both, *rest = (world.newcomer(post) for post in posts)
    world.appoint(both, f"{unit}-YBS")
    return unit, both, rest


def drafted_in(world: World, unit: str, **changes) -> int:
    drafter = world.newcomer(f"{unit}-KY")
    return world.draft(drafter, lead_unit=unit, responsible_post=f"{unit}-KY", **changes)


def test_unit_of_a_leader_goes_to_the_other_leader(world):
    unit, both, (other,) = headed(world)
    target = drafted_in(world, unit)
    assert world.target(target)["reviewing_post"] == f"{unit}-FXZ1"
    world.act(both, "submit", target)  # as head of the unit
    world.act("office", "precheck", target)
    assert world.waits_for(other, target)
    assert not world.waits_for(both, target)
    world.act(other, "review", target)
    world.act("head", "approve", target)
    assert world.state(target) == "approved"
    assert verify(world.database).ok


def test_leader_who_became_head_of_the_unit_is_refused_with_the_separation_code(world):
    """Another holds his post too, so that the post itself may stay named."""
    world.appoint(leader := world.newcomer("FXZ-1"), "XQ-YBS")
    target = world.submitted()
    for act, fields in (
        ("review", {}),
        ("return", {"reason_code": "incomplete"}),
        ("counter", {"reason_code": "other", "points": "9"}),
    ):
        assert codes(world.no(leader, act, target, **fields)) == [APART]
    world.act("leader1", "review", target)
    assert world.state(target) == "reviewed"


def test_nor_does_he_by_a_delegate_or_as_one(world):
    world.appoint(leader := world.newcomer("FXZ-1"), "XQ-YBS")
    _, who = registered(world, post="FXZ-1", principal=leader)
    target = world.submitted()
    assert codes(world.no(who, "review", target)) == [APART]
    # The head of the unit, by a leader's post that was lent before he was appointed.
    _, late = registered(world, post="FXZ-1", principal="leader1")
    world.appoint(late, "XQ-YBS")
    assert codes(world.no(late, "review", target)) == [APART]


def test_acting_head_of_the_unit_is_its_head(world):
    unit, both, (other,) = headed(world)
    world.relieve(both, f"{unit}-YBS")
    *_, fields = acting(world, f"{unit}-YBS")
    world.county("admin", "delegate", **fields)
    who = fields["username"]
    world.appoint(who, f"{unit}-FXZ1")
    target = drafted_in(world, unit, reviewing_post=f"{unit}-FXZ1")
    world.act(who, "submit", target)
    assert codes(world.no(who, "review", target)) == [APART]
    world.act(other, "review", target)


def test_county_head_who_heads_a_unit_does_not_approve_its_targets(world):
    world.appoint(county := world.newcomer("XZ"), "XQ-YBS")
    target = world.reviewed()
    assert codes(world.no(county, "approve", target)) == [APART]
    world.act("head", "approve", target)


def test_substitute_of_the_reviewer_does_not_approve(world):
    """Whoever reviewed, by his own hand or by another's for him, does not approve."""
    county = world.newcomer("XZ", "FXZ-1")
    _, who = registered(world, post="FXZ-1", principal=county)
    target = world.submitted()
    world.act(who, "review", target)
    assert codes(world.no(county, "approve", target)) == ["approver_did_not_review"]
    world.act("head", "approve", target)


# — a county with one leader besides the county head —


def test_one_leader_besides_the_county_head_is_enough(world):
    unit = world.newcomers_unit()
    world.post(f"{unit}-FXZ", "leader", in_charge_of=[unit])
    leader, head = world.newcomer(f"{unit}-FXZ"), world.newcomer(f"{unit}-YBS")
    target = drafted_in(world, unit)
    for who, act in ((head, "submit"), (leader, "review"), ("head", "approve")):
        world.act(who, act, target)
    assert world.state(target) == "approved"


def test_where_that_leader_heads_the_unit_the_county_head_reviews_and_approves(world):
    unit, both, _ = headed(world, others=0)
    target = drafted_in(world, unit)
    assert world.target(target)["reviewing_post"] == "XZ"
    for who, act in ((both, "submit"), ("head", "review"), ("head", "approve")):
        world.act(who, act, target)
    assert world.state(target) == "approved"
    # Who heads which unit changes; what was signed lawfully stays signed.
    world.relieve(both, f"{unit}-YBS")
    assert world.state(target) == "approved"
    assert consent.derived_state(world.case(target)) == "approved"
    assert verify(world.database).ok


def test_common_item_of_a_leader_goes_to_another_in_his_own_unit(world):
    unit, both, _ = headed(world, others=0)
    _, (own, other) = world.common(unit, "XQ", reviewing_post=f"{unit}-FXZ0")
    assert world.target(own)["reviewing_post"] == "XZ"
    assert world.target(other)["reviewing_post"] == f"{unit}-FXZ0"
    world.act(world.newcomer(f"{unit}-KY"), "edit", own, responsible_post=f"{unit}-KY")
    for who, act in ((both, "submit"), ("head", "review"), ("head", "approve")):
        world.act(who, act, own)
    assert world.state(own) == "approved"
    assert verify(world.database).ok


def test_approval_put_for_the_reviewer_is_no_approval(world):
    """Also where no rule was asked: the predicate itself resolves whose hands they are."""
    case = world.case(world.approved())
    assert consent.approved(case)
    reviewer = next(h.actor for h in case.hands if h.side == "down")
    case.hands = [replace(h, behalf=reviewer) if h.side == "approve" else h for h in case.hands]
    assert not consent.approved(case)


def test_hand_put_for_somebody_of_another_side_is_no_agreement(world):
    case = world.case(world.reviewed())
    assert consent.agreed(case)
    drafter = world.actor("xq.drafter").person
    case.hands = [replace(h, behalf=drafter) if h.side == "down" else h for h in case.hands]
    assert not consent.agreed(case)
