"""Since when what is signed was before the signer's eyes: kept beside the hand, never a reason."""

import pytest

from tests.web.visitor import on_both
from workflow.clock import stamp


def shown(world, target) -> list[tuple[str, str | None]]:
    """Each hand of a target: its side, and since when its content had been shown."""
    rows = world.rows(
        "SELECT s.side, w.at FROM signature s LEFT JOIN signature_shown w ON w.signature_id = s.id "
        "WHERE s.target_id = ? ORDER BY s.id",
        target,
    )
    return [(row["side"], row["at"]) for row in rows]


def open_to_sign(visitor, target, act="submit"):
    return visitor.get(f"/targets/{target}/acts/{act}")


def sign(visitor, **answers):
    return visitor.send("confirmed", press=("confirmed", "yes"), **answers)


@on_both
def test_a_hand_put_on_a_page_knows_since_when_its_content_was_shown(world, visit):
    target, head = world.draft(), visit("xq.head")
    opened = world.clock()
    open_to_sign(head, target)
    world.clock.forward(seconds=45)
    sign(head)
    assert shown(world, target) == [("up", stamp(opened))]
    (entry,) = world.entries(world.size() - 1)
    assert "signature_shown" in {write["table"] for write in entry["writes"]}


def test_every_hand_of_a_check_page_was_shown_when_that_page_was(world, visit):
    targets = [world.draft(title=f"事项{n}") for n in range(3)]
    head, opened = visit("xq.head"), world.clock()
    head.get("/inbox")
    head.send("step", press=("step", "check"), item=targets)
    world.clock.forward(minutes=5)
    head.send("step", press=("step", "sign"))
    assert [shown(world, target) for target in targets] == [[("up", stamp(opened))]] * 3


def test_approving_a_plan_was_shown_when_its_check_page_was(world, visit):
    target, head = world.reviewed(), visit("head")
    head.get(f"/years/{world.year_now}/acts/approve")
    head.send("step", press=("step", "check"))
    opened = world.clock()
    world.clock.forward(seconds=10)
    head.send("document", press=("step", "confirm"), document="云政常〔2013〕9号")
    assert shown(world, target)[-1] == ("approve", stamp(opened))


def test_a_leaders_one_hand_on_a_common_item_was_shown_with_the_item(world, visit):
    item, targets = world.common("XQ", "SM")
    leader, opened = visit("leader1"), world.clock()
    leader.get(f"/years/{world.year_now}/items/{item}/acts/sign_item")
    world.clock.forward(minutes=2)
    sign(leader)
    assert [shown(world, target) for target in targets] == [[("down", stamp(opened))]] * 2


def test_a_page_drawn_again_was_opened_when_it_was_first(world, visit):
    """A refusal shows the check page once more; the content has been there all the time."""
    year = world.drafting_year()
    target = world.draft(category="key", key_tasks=["K1"], baseline="20", year=year)
    head, opened = visit("xq.head"), world.clock()
    open_to_sign(head, target)
    world.clock.forward(minutes=1)
    assert sign(head).status == 409
    world.clock.forward(minutes=1)
    assert sign(head, growth_reason="上年有一次性因素").status == 200
    assert shown(world, target) == [("up", stamp(opened))]


@pytest.mark.parametrize("seal", ["", "x", "W10.x.y", None])
def test_a_seal_that_is_not_ours_is_not_known_and_no_error(world, visit, seal):
    target, other, head = world.draft(), world.draft(), visit("xq.head")
    open_to_sign(head, other)
    of_other = dict(head.filled("confirmed")[1])["shown"]
    open_to_sign(head, target)
    # None: the right seal of another target, lent to this one.
    page = sign(head, shown=of_other if seal is None else seal)
    assert page.status == 200
    assert shown(world, target) == [("up", None)]


def test_a_seal_of_another_person_is_not_known(world, visit):
    target = world.submitted()
    first, second = visit("leader1"), visit("leader1b")
    open_to_sign(first, target, "review")
    seal = dict(first.filled("confirmed")[1])["shown"]
    open_to_sign(second, target, "review")
    assert sign(second, shown=seal).status == 200
    assert shown(world, target)[-1] == ("down", None)


def test_a_hand_put_without_a_page_or_on_ones_own_words_is_not_known(world, visit):
    target = world.submitted()
    leader = visit("leader1")
    leader.get(f"/targets/{target}/acts/counter")
    leader.send("reason_code", reason_code="value_too_low", target_value="12")
    sign(leader)
    assert shown(world, target) == [("up", None), ("down", None)]
