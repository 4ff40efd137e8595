"""The page on which many units' results are signed off at once, each side for itself."""

import pytest

from tests.web.tables import rows
from tests.web.visitor import on_both
from tests.workflow.own_year import signed_off
from tests.workflow.result_years import published
from tests.workflow.test_sign_offs import upheld


def address(made):
    return f"/years/{made.year}/acts/sign_off"


def sign_all(visitor, made):
    visitor.get(address(made))
    visitor.send("step", press=("step", "check"))
    return visitor.send("step", press=("step", "sign"))


@on_both
def test_each_side_checks_and_signs_all_units_at_once_and_the_results_say_so(world, visit):
    made = published(world)
    office, head = visit("office"), visit("head")
    results = f"/years/{made.year}/results"
    assert "0/4 个单位双方均已签认" in office.get(results).text
    assert address(made) in office.page.links
    office.get(address(made))
    page = office.send("step", press=("step", "check"))
    assert "核对：签认 4 个单位" in page.text
    assert world.row("SELECT COUNT(*) AS n FROM sign_off") == {"n": 0}
    page = office.send("step", press=("step", "sign"))
    assert "已签认 4 个单位。" in page.text
    assert "已签认 4 个单位。" in sign_all(head, made).text
    assert "4/4 个单位双方均已签认" in head.get(results).text
    sheet = visit("sm.drafter").get(f"{results}/SM")
    assert "签认：目标办 某office" in sheet.text
    assert "签认：县长 某head" in sheet.text


@on_both
def test_one_that_moved_while_it_was_checked_is_named_and_the_others_are_signed(world, visit):
    made = published(world)
    office = visit("office")
    office.get(address(made))
    office.send("step", press=("step", "check"))
    upheld(world, made)
    page = office.send("step", press=("step", "sign"))
    assert "已签认 3 个单位，未签认 1 个" in page.text
    (left,) = rows(page)
    assert left[0] == "单位 XQ"
    assert "该单位的得分或等次在您查看之后有了改动" in left[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-CN", "已失效：38 超标 → 40 超标"), ("en", "outdated: 38 Exceeded → 40 Exceeded")],
)
def test_a_dismissed_hand_is_seen_with_what_changed(world, visit, language, said):
    made = published(world)
    signed_off(world, made.year)
    upheld(world, made)
    visitor = visit("office", language)
    page = visitor.get(address(made))
    found = {row[0].split()[1]: row for row in rows(page)}
    assert said in found["XQ"][4]
    assert [said in found[unit][4] for unit in ("SM", "JT", "ZS")] == [False] * 3
    assert said in visitor.get(f"/years/{made.year}/results/XQ").text


def test_others_see_the_hands_and_nothing_to_sign(world, visit):
    made = published(world)
    page = visit("xq.head").get(address(made))
    assert page.status == 200
    assert "seen" not in {control["name"] for control in page.controls}
    assert "下一步：核对" not in page.text
    assert "未签认" in page.text


def test_nothing_ticked_is_said_and_nothing_is_signed(world, visit):
    made = published(world)
    office = visit("office")
    office.get(address(made))
    page = office.send("step", press=("step", "check"), seen=[])
    assert "没有可签认的单位" in page.text
