"""The reserve (机动分) where people meet it: on the score sheet, in the scheme in words."""

import pytest

from tests.workflow.test_reserve import drafted, published


@pytest.mark.parametrize(
    ("language", "counted", "line", "says"),
    [
        (
            "zh-CN",
            "得 40 分，分值 40 分，其中未动用机动分 2 分",
            "未动用机动分 2",
            "分值 40 减各目标分值 38，不超过机动分 5",
        ),
        (
            "en",
            "40 of 40 points, of these 2 of the reserve not used",
            "Reserve not used 2",
            "40 points less 38 of its targets, at most the reserve of 5",
        ),
    ],
)
def test_a_score_sheet_says_what_of_the_reserve_was_not_used(
    world, visit, language, counted, line, says
):
    year = published(world)
    text = visit("xq.head", language).get(f"/years/{year}/results/XQ").text
    for said in (counted, line, says):
        assert said in text


@pytest.mark.parametrize(
    ("language", "said"), [("zh-CN", "重点 5。印发时可以留出"), ("en", "Key 5. It may be left out")]
)
def test_the_scheme_in_words_says_what_is_kept(world, visit, language, said):
    year = drafted(world)
    assert said in visit("xq.head", language).get(f"/years/{year}/scheme").text


def test_a_scheme_that_keeps_nothing_says_nothing_of_it(world, visit):
    assert "机动分" not in visit("xq.head").get(f"/years/{world.drafting_year()}/scheme").text
