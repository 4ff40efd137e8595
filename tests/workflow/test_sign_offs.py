"""Sign-offs of results: two sides, two people, on what is shown; taken off by what moves, alone."""

import pytest

from tests.builders import codes
from tests.workflow.own_year import objected_to, signed_off
from tests.workflow.result_years import Ended, find, published, reader
from workflow.errors import RulesRefused, WorkflowError
from workflow.queries import signing


def units(w, made):
    return {u["unit"]: u for u in signing.overview(reader(w, "sm.drafter"), made.year)["units"]}


def hands(w, made, unit):
    """Each hand on a unit's result: side, who, the revision it is on, and what took it off."""
    return [
        (one["side"], one["by"], one["no"], one["outdated_by"])
        for one in units(w, made)[unit]["sign_offs"]
    ]


def no(w, who, year, **fields) -> WorkflowError:
    try:
        w.year(who, "sign_off", year, **fields)
    except WorkflowError as error:
        return error
    raise AssertionError("it was signed")


def upheld(w, made: Ended, unit="XQ", value="10", *, revise=True) -> None:
    """An objection of XQ was upheld, and ten were found where there had been nine."""
    target = made.targets[unit, "routine"]
    number = objected_to(w, target)
    w.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    find(w, target, value)
    w.year("office", "score", made.year)
    if revise:
        w.year("office", "revise", made.year, document="云考公告2号")


def test_both_sides_sign_and_only_then_the_results_can_be_decided(world):
    made = published(world)
    world.clock.forward(days=20)
    with pytest.raises(RulesRefused) as error:
        world.year("head", "decide", made.year, document="云政常纪2号")
    assert codes(error.value) == ["every_unit_is_signed_off"]
    text = error.value.refusals[0].text
    assert "单位 XQ（缺目标办、县长）" in text.zh
    assert "XQ (target office, county head)" in text.en
    signed_off(world, made.year)
    world.year("head", "decide", made.year, document="云政常纪2号")


def test_a_new_revision_takes_the_hands_off_that_unit_and_off_no_other(world):
    """XQ gets the tenth kilometre and leads alone: SM falls to the second place, its score and
    grade are what they were, and so its hands stand."""
    made = published(world)
    signed_off(world, made.year)
    upheld(world, made)
    assert hands(world, made, "XQ") == [("office", "office", 1, 2), ("county_head", "head", 1, 2)]
    for unit in ("SM", "JT", "ZS"):
        assert hands(world, made, unit) == [
            ("office", "office", 1, None), ("county_head", "head", 1, None),
        ]  # fmt: skip
    shown = units(world, made)
    assert shown["XQ"]["missing"] == ["office", "county_head"]
    was = shown["XQ"]["sign_offs"][0]
    assert (was["total"], shown["XQ"]["total"]) == ("38", "40")
    signed_off(world, made.year)
    assert [hand[2:] for hand in hands(world, made, "XQ")] == [(1, 2), (1, 2), (2, None), (2, None)]


def test_what_was_taken_off_does_not_come_back_with_the_old_score(world):
    made = published(world)
    signed_off(world, made.year)
    upheld(world, made)
    upheld(world, made, value="9")
    shown = units(world, made)["XQ"]
    assert shown["digest"] == shown["sign_offs"][0]["digest"]
    assert shown["missing"] == ["office", "county_head"]


def test_what_moved_and_was_not_revised_yet_is_named_and_not_signed(world):
    made = published(world)
    upheld(world, made, revise=False)
    shown = units(world, made)["XQ"]
    assert [target["title"] for target in shown["moved"]] == ["XQ routine"]
    error = no(world, "office", made.year, unit="XQ", digest=shown["digest"])
    assert codes(error) == ["result_of_the_unit_stands"]
    assert "XQ routine" in error.refusals[0].text.zh
    assert units(world, made)["SM"]["moved"] == []


def test_what_changed_since_it_was_shown_is_not_signed(world):
    made = published(world)
    old = units(world, made)["XQ"]["digest"]
    upheld(world, made)
    assert codes(no(world, "office", made.year, unit="XQ", digest=old)) == ["result_is_as_shown"]
    assert hands(world, made, "XQ") == []


def test_nobody_stands_on_both_sides_not_even_for_another_unit(world):
    made = published(world)
    shown = units(world, made)
    who = world.newcomer("MBB-1")
    world.year(who, "sign_off", made.year, unit="SM", digest=shown["SM"]["digest"])
    world.relieve(who, "MBB-1")
    world.appoint(who, "XZ")
    error = no(world, who, made.year, unit="XQ", digest=shown["XQ"]["digest"])
    assert codes(error) == ["signer_is_on_no_other_side"]


def test_a_changed_cause_takes_the_hands_off_though_the_figures_stay(world):
    """The cause stands on the score sheet and may count another year: it was signed too."""
    made = published(world)
    signed_off(world, made.year)
    target = made.targets["ZS", "key"]
    day = world.clock().date().isoformat()
    decision = {"cause": "lack_of_effort", "heard_on": day, "document": "云考领纪2号"}
    world.act("head", "decide_cause", target, **decision)
    world.year("office", "revise", made.year, document="云考公告2号")
    assert [hand[3] for hand in hands(world, made, "ZS")] == [2, 2]
    assert [hand[3] for hand in hands(world, made, "XQ")] == [None, None]
