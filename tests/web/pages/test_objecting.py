"""Objecting from a node of the score sheet, by who may and while it is as it was seen."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.visitor import on_both
from tests.workflow.result_years import find, published, revised


def ways(page, **about):
    """The links of a page that lead to an objection of this kind."""
    found = [link for link in page.links if "/acts/object_result?what=" in link]
    given = [(link, parse_qs(urlsplit(link).query)) for link in found]
    return [link for link, said in given if all(said[k] == [v] for k, v in about.items())]


@on_both
def test_head_objects_to_one_figure_from_the_sheet_and_the_form_names_it(world, visit):
    made = published(world)
    target = made.targets["XQ", "routine"]
    head = visit("xq.head")
    sheet = head.get(f"/years/{made.year}/results/XQ")
    assert "对此数值申请复核" in sheet.text
    (way,) = [link for link in ways(sheet, what="figure", path="0") if f"/{target}/" in link]
    page = head.get(way)
    assert "得分（四舍五入） 18" in page.text
    assert "申请复核的事项" not in page.text, "the node is chosen already"
    page = head.send("text", text="漏计一公里")
    assert "所指内容 数值" in page.text
    assert "漏计一公里" in page.text
    page = head.send("confirmed", press=("confirmed", "yes"))
    assert page.status == 200
    kept = world.row("SELECT what, path FROM objection_node")
    assert kept == {"what": "figure", "path": "0"}


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-CN", ("对此数值申请复核", "对此结论的依据申请复核", "对此原因申请复核")),
     ("en", ("Object to this figure", "Object to the evidence", "Object to this cause"))],
)  # fmt: skip
def test_every_step_finding_and_cause_has_its_own_way_in_both_languages(
    world, visit, language, said
):
    made = published(world)
    page = visit("zs.head", language).get(f"/years/{made.year}/results/ZS")
    assert [text in page.text for text in said] == [True, True, True]
    assert len(ways(page, what="figure")) == 2 * page.text.count(said[0]) // 2
    assert len(ways(page, what="evidence")) == 2
    assert len(ways(page, what="cause")) == 1


@pytest.mark.parametrize("who", ["xq.drafter", "sm.head", "office", "auditor"])
def test_others_find_no_way_to_object(world, visit, who):
    made = published(world)
    assert ways(visit(who).get(f"/years/{made.year}/results/XQ")) == []


def test_after_the_days_for_it_nobody_finds_a_way(world, visit):
    made = published(world)
    world.clock.forward(days=40)
    assert ways(visit("xq.head").get(f"/years/{made.year}/results/XQ")) == []


def test_figures_of_an_earlier_revision_are_not_to_be_objected_to_any_more(world, visit):
    made = revised(world)
    head = visit("xq.head")
    target = f"/{made.targets['XQ', 'routine']}/"
    last = head.get(f"/years/{made.year}/results/XQ")
    earlier = head.get(f"/years/{made.year}/results/XQ?no=1")
    counts = [sum(target in way for way in ways(page)) for page in (last, earlier)]
    assert counts[0] > 0
    assert counts[1] == 0


def test_a_way_from_an_old_page_leads_to_the_news_that_the_node_moved(world, visit):
    made = published(world)
    target = made.targets["XQ", "routine"]
    head = visit("xq.head")
    way = next(w for w in ways(head.get(f"/years/{made.year}/results/XQ")) if f"/{target}/" in w)
    head.get(way)
    world.act("xq.head", "object_result", target, about="finding", text="漏计")
    number = world.row("SELECT MAX(id) AS id FROM objection")["id"]
    world.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    find(world, target, "10")
    world.year("office", "score", made.year)
    page = head.get(way)
    assert page.status == 409
    assert "未作任何处理" in page.text
    assert world.row("SELECT COUNT(*) AS n FROM objection") == {"n": 1}
