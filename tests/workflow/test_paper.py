"""A sheet signed by hand (纸质审签): its signer's own hand, on that content, marked for ever."""

import pytest

from tests.builders import World, codes
from tests.workflow.bending import act, forge, found, unguarded, write
from tests.workflow.delegation_cases import registered
from tests.workflow.paper_cases import scan, signed
from tests.workflow.proposal_cases import change, issued, paired
from workflow.audit.verify import verify
from workflow.errors import InvalidInput, NotPermitted, StaleVersion
from workflow.queries.reader import reader_of
from workflow.queries.target_view import representation


def by_paper(world: World, signer: str, target: int, who: str = "office", **more) -> None:
    world.act(who, "register_paper", target, **signed(world, signer, target, **more))


def hands(world: World, target: int) -> list[tuple[str, str, str, str | None]]:
    """Side, signer, channel and who registered it."""
    reader = reader_of(world.database, world.clock, world.actor("auditor"))
    found = representation(reader, target)["signatures"]
    return [(s["side"], s["by"], s["channel"], s["paper"] and s["paper"]["by"]) for s in found]


def test_a_whole_approval_on_paper(world):
    target = world.draft(supporting_units=["ZS"])
    for signer in ("xq.head", "zs.head", "leader1", "head"):
        by_paper(world, signer, target)
    assert world.state(target) == "approved"
    assert hands(world, target) == [
        ("up", "xq.head", "paper", "office"),
        ("support", "zs.head", "paper", "office"),
        ("down", "leader1", "paper", "office"),
        ("approve", "head", "paper", "office"),
    ]
    assert verify(world.database).ok


def test_a_whole_change_of_what_runs_on_paper(world):
    target = change(world, "xq.head", issued(world), target_value="8")
    for signer in ("xq.head", "leader1", "head"):
        assert world.case(target).in_force.no == 1
        by_paper(world, signer, target)
    assert (world.case(target).in_force.no, world.state(target)) == (2, "in_progress")
    assert verify(world.database).ok


def test_a_cancellation_on_paper_ends_the_target(world):
    target, other = paired(world)
    change(world, "xq.head", other, points="30")
    world.act("xq.head", "cancel", target, text="项目由市里统一实施。")
    for signer in ("xq.head", "leader1"):
        by_paper(world, signer, target)
    refused = world.no("office", "register_paper", target, **signed(world, "head", target))
    assert codes(refused) == ["signer_could_sign_it_here"], "its points are not made up for yet"
    assert world.state(target) == "in_progress"


def test_paper_and_screen_meet_on_one_content(world):
    target = world.submitted()
    by_paper(world, "leader1", target)
    world.act("head", "approve", target)
    assert world.state(target) == "approved"


def test_digest_of_an_earlier_content_is_refused_with_the_difference(world):
    target = world.draft()
    fields = signed(world, "xq.head", target)
    world.act("xq.drafter", "edit", target, points="19")
    error = world.no("office", "register_paper", target, **fields)
    assert isinstance(error, StaleVersion)
    assert [one["field"] for one in error.diff] == ["points"]
    assert world.standing_hands(target) == set()


def test_signer_takes_back_what_was_registered_for_him(world):
    target = world.submitted()
    by_paper(world, "leader1", target)
    world.act("leader1", "withdraw", target)
    assert world.standing_hands(target) == {"up"}


def test_signer_stands_on_his_own_side_and_the_registrar_on_the_offices(world):
    target = world.draft()
    by_paper(world, "xq.head", target)
    rows = world.rows(
        "SELECT p.username, s.side FROM stand s JOIN person p ON p.id = s.person_id "
        "WHERE s.target_id = ? AND p.username <> 'xq.drafter' ORDER BY p.username",
        target,
    )
    assert rows == [
        {"username": "office", "side": "upper"},
        {"username": "xq.head", "side": "unit"},
    ]


def test_who_stood_on_the_other_side_is_not_made_to_sign_by_paper(world):
    leader = world.newcomer("XQ-KY")
    target = world.draft(leader)
    world.relieve(leader, "XQ-KY")
    world.appoint(leader, "FXZ-1")
    error = world.no("office", "register_paper", target, **signed(world, leader, target))
    assert codes(error) == ["signer_could_sign_it_here"]
    assert "stand on another side" in error.refusals[0].text.en


def test_no_approval_before_both_hands_are_there(world):
    target = world.submitted()
    error = world.no("office", "register_paper", target, **signed(world, "head", target))
    assert codes(error) == ["signer_could_sign_it_here"]


def test_incomplete_content_is_not_signed_on_paper_either(world):
    target = world.draft(measure=None)
    error = world.no("office", "register_paper", target, **signed(world, "xq.head", target))
    assert "The measure is not stated" in error.refusals[0].text.en


def test_substitute_signs_no_sheet(world):
    _, who = registered(world, post="FXZ-1", principal="leader1")
    target = world.submitted()
    error = world.no("office", "register_paper", target, **signed(world, who, target))
    assert codes(error) == ["signer_holds_a_signing_post"]


@pytest.mark.parametrize("who", ["xq.head", "leader1", "head", "xq.drafter"])
def test_only_the_office_registers(world, who):
    target = world.draft()
    error = world.no(who, "register_paper", target, **signed(world, "xq.head", target))
    assert isinstance(error, NotPermitted)


def test_without_a_scan_there_is_no_hand(world):
    target = world.draft()
    fields = signed(world, "xq.head", target)
    error = world.no("office", "register_paper", target, **{**fields, "file": "0" * 64})
    assert isinstance(error, InvalidInput)
    del fields["file"]
    error = world.no("office", "register_paper", target, **fields)
    assert set(error.fields) == {"file"}


def test_an_objection_ends_with_the_paper_hand(world):
    target = world.assigned()
    world.act("xq.head", "object", target, reason_code="no_funds")
    by_paper(world, "xq.head", target)
    assert [h[-1] for h in world.hands(target)] == ["withdrawn", None]
    assert verify(world.database).ok


# — bent —


@pytest.mark.parametrize("table", ["paper_hand", "holder", "channel", "registrar"])
def test_paper_hand_without_its_ground_is_named(world, table):
    target = world.draft()
    by_paper(world, "xq.head", target)

    def bend(log):
        entry = act(log[::-1], "register_paper")
        hand = write(entry, "signature")["after"]
        if table == "paper_hand":
            entry["writes"] = [w for w in entry["writes"] if w["table"] != "paper_hand"]
        elif table == "holder":
            hand["actor_id"] = world.actor("sm.head").person
        elif table == "channel":
            hand["channel"] = "page"
        else:
            hand["actor_id"] = entry["person"]

    with unguarded(world.database):
        forge(world.database, bend)
        assert "not its actor's" in found(world.database)["hands"].words


def test_screen_hand_that_claims_to_be_paper_is_named(world):
    world.submitted()

    def bend(log):
        write(act(log[::-1], "submit"), "signature")["after"]["channel"] = "paper"

    with unguarded(world.database):
        forge(world.database, bend)
        assert "not its actor's" in found(world.database)["hands"].words


def test_scan_is_kept_once_for_many_hands(world):
    file = scan(world)
    first, second = world.draft(), world.draft()
    for target in (first, second):
        by_paper(world, "xq.head", target, file=file)
    assert world.standing_hands(second) == {"up"}
