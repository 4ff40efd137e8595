"""A correction of final results as people read it: what is final, what corrects it, by what."""

import pytest

from models.statements import run
from tests.web.pages.year_visits import act
from tests.web.visitor import on_both
from tests.workflow.result_years import decided
from tests.workflow.test_correction import corrected
from workflow.clock import today


@on_both
def test_page_says_what_was_corrected_when_and_by_which_document(world, visit):
    made = corrected(world)
    visitor = visit("sm.drafter")
    page = visitor.get(f"/years/{made.year}/results")
    day = today(world.clock())
    said = (
        f"本次结果系更正：{day.year}年{day.month}月{day.day}日 依 云政常纪9号 更正此前审定的结果。"
    )
    assert said in page.text
    assert f"/years/{made.year}/results?no=1" in page.links
    earlier = visitor.get(f"/years/{made.year}/results?no=1")
    assert "这是第 1 次公布的结果，已由第 2 次更正。" in earlier.text
    assert "第一名 5,000 元（已撤销）" in earlier.text


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-CN", "决定更正审定结果（云政常纪9号），更正后的结果尚待审定。"),
     ("en", "opened a correction of the final results by document 云政常纪9号")],
)  # fmt: skip
def test_county_head_opens_it_on_a_page_and_everybody_sees_that_it_is_open(
    world, visit, language, said
):
    made = decided(world)
    head = visit("head", language)
    act(head, made.year, "correct", document="云政常纪9号", text="统计数据更正")
    assert said in visit("xq.drafter", language).get(f"/years/{made.year}/results").text


def test_page_names_the_entry_of_the_decision_and_that_no_checkpoint_covers_it_yet(world, visit):
    made = decided(world)
    sql = "SELECT id FROM entry WHERE act = 'decide' AND object_id = ?"
    entry = world.row(sql, made.year)["id"]
    page = visit("sm.drafter").get(f"/years/{made.year}/results")
    assert f"审定存证 日志第 {entry} 条 · 检查点待签" in page.text


def test_page_names_the_checkpoint_that_covers_the_decision(world, visit):
    made = decided(world)
    world.newcomer()
    size = world.size()
    signed = ("county", size, "aGVhZA==", "note", "2020-08-01T00:00:00.000000Z")
    sql = "INSERT INTO checkpoint (id, origin, size, root, note, at) VALUES (1, ?, ?, ?, ?, ?)"
    run(world.database, sql, signed)
    page = visit("sm.drafter").get(f"/years/{made.year}/results")
    assert f"检查点 {size} 条" in page.text
