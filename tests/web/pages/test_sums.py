"""The gap in the sum, on the page of a target and on the page where it is signed (scenario 3)."""

import pytest

from tests.workflow.test_sums import KEY, OF_SM, wanted


@pytest.fixture
def lowered(world):
    """County 100, SM 40; XQ was asked for 60 and answers 50 after the leader's signature."""
    wanted(world)
    world.draft("sm.drafter", **KEY, **OF_SM, target_value="40", milestones=[])
    target = world.assigned("leader1", **KEY, target_value="60")
    world.act("leader1", "review", target)
    world.act("xq.head", "edit", target, target_value="50")
    world.act("xq.head", "submit", target)
    world.act("office", "precheck", target)
    return target


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-CN", "K1 重点工作 K1 不低于 100 公里 90 公里 差 10 公里"),
        ("en", "K1 重点工作 K1 at least 100 公里 90 公里 gap 10 公里"),
    ],
)
def test_the_gap_is_seen_before_it_is_signed_again(world, visit, lowered, language, said):
    leader = visit("leader1", language)
    assert said in leader.get(f"/targets/{lowered}").text
    check = leader.get(f"/targets/{lowered}/acts/review")
    assert said in check.text
    assert any(name == "confirmed" for form in check.forms for name, _, _ in form.buttons)
    assert said in visit("xq.head", language).get(f"/targets/{lowered}").text


def test_where_nothing_is_added_up_nothing_is_said(world, visit):
    target = world.submitted()
    page = visit("leader1").get(f"/targets/{target}")
    assert "全县任务合计" not in page.text
