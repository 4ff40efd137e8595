"""统筹: the cockpit, waiving from it, and the key tasks, read and used without scripts."""

import re

import pytest

from tests.web.visitor import on_both
from tests.workflow.coverage_cases import done, new_task, of_key, of_task

YEAR = 2013


@pytest.fixture
def plan(world) -> list[int]:
    """The county asks for 100, its units promise 40 and 55, and everything else is waived."""
    done(world, of_task(world, "change_key_task", YEAR, kind="shared_out", target_value="100"))
    targets = [of_key(world, YEAR, target_value=value) for value in ("40", "55")]
    world.waive(YEAR, but=("C2",))
    return targets


def issue(visitor):
    visitor.get(f"/years/{YEAR}/acts/issue")
    visitor.send("document", document="云政发〔2013〕8号")
    return visitor.send("confirmed", press=("confirmed", "yes"))


def waive(visitor, path):
    visitor.get(path)
    visitor.send("failures", text="水毁两段，明年补建", document="云政函〔2013〕3号")
    return visitor.send("confirmed", press=("confirmed", "yes"))


@on_both
def test_the_gap_is_shown_waived_and_printed_and_the_plan_issued(world, visit, plan):
    office, head = visit("office"), visit("head")
    text = "各单位合计 95公里，差 5"
    assert text in office.get(f"/years/{YEAR}/coverage").text
    refused = office.get(f"/years/{YEAR}/acts/issue")
    assert (refused.status, text in refused.text) == (409, True)

    page = head.get(f"/years/{YEAR}/coverage")
    (link,) = {link for link in page.links if "what=C2" in link}
    page = waive(head, link)
    assert page.status == 200
    assert "水毁两段，明年补建" in page.text
    assert "可以印发" in page.text

    assert issue(office).status == 200
    assert [world.state(target) for target in plan] == ["in_progress", "in_progress"]
    page = office.get(f"/years/{YEAR}/coverage")
    assert "已豁免" in page.text
    digest = world.row("SELECT digest FROM plan_digest")["digest"]
    assert digest[:12] in page.text
    assert digest in office.get(f"/years/{YEAR}/coverage/digests").text


def test_a_waiver_is_taken_back_from_the_page(world, visit, plan):
    head = visit("head")
    waive(head, f"/years/{YEAR}/acts/waive?what=C2")
    page = head.get(f"/years/{YEAR}/coverage")
    (last,) = world.rows("SELECT MAX(id) AS id FROM waiver")
    link = f"/years/{YEAR}/acts/end_waiver?waiver={last['id']}"
    assert link in page.links
    assert "差 5" in head.get(link).text
    head.send("text", text="情况有变")
    page = head.send("confirmed", press=("confirmed", "yes"))
    assert "已撤销" in page.text
    assert "不能印发" in page.text


def test_a_failure_that_changed_while_the_form_lay_open_is_not_waived(world, visit, plan):
    head = visit("head")
    head.get(f"/years/{YEAR}/acts/waive?what=C2")
    world.act("xq.drafter", "edit", plan[0], target_value="41")
    head.send("failures", text="理由", document="1号")
    page = head.send("confirmed", press=("confirmed", "yes"))
    assert (page.status, "请重新查看" in page.text) == (409, True)


def test_only_who_waives_is_offered_it(visit, plan):
    assert not any("waive" in link for link in visit("office").get(f"/years/{YEAR}/coverage").links)
    assert visit("leader1").get(f"/years/{YEAR}/acts/waive").status == 403
    assert visit("head").get(f"/years/{YEAR}/coverage").text.count("豁免本项检查所列") == 1


def test_where_nothing_is_to_be_waived_no_form_is_shown(world, visit, plan):
    world.waive(YEAR)
    page = visit("head").get(f"/years/{YEAR}/acts/waive")
    assert (page.status, "没有可豁免的事项" in page.text) == (409, True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-CN", ("计划统筹", "重点任务 × 单位", "牵头", "✕ C2 合计", "不符 1", "重点占比")),
        ("en", ("coverage of the plan", "Key tasks by unit", "lead", "✕ C2 Sum", "Fails 1",
                "Key share")),
    ],
)  # fmt: skip
def test_the_cockpit_says_it_with_a_shape_and_a_word(visit, plan, language, words):
    page = visit("leader1", language).get(f"/years/{YEAR}/coverage")
    for word in words:
        assert word in page.text, word


def test_the_matrix_links_the_targets_in_their_units(visit, plan):
    page = visit("office").get(f"/years/{YEAR}/coverage")
    for number in plan:
        assert f"/targets/{number}" in page.links
    # The lead unit stands there too, though it carries nothing yet.
    assert "单位 JT" in page.text


def test_the_two_ways_of_counting_differ_by_what_is_not_approved(world, visit, plan):
    world.draft(year=YEAR, category="key", key_tasks=["K1"], target_value="5")
    office = visit("office")
    assert "差 5" not in office.get(f"/years/{YEAR}/coverage").text
    assert "差 5" in office.get(f"/years/{YEAR}/coverage?view=issue").text
    assert "C0 目标均已批准" in office.page.text


@pytest.mark.parametrize("path", ["", "?view=nonsense", "?check=C99", "?check=C2&view=issue"])
def test_an_address_that_asks_for_nonsense_shows_the_plan(visit, plan, path):
    assert visit("office").get(f"/years/{YEAR}/coverage{path}").status == 200


@pytest.mark.parametrize("who", ["xq.head", "inspector1", "admin"])
def test_who_has_no_part_in_the_plan_is_told_whose_it_is(visit, plan, who):
    visitor = visit(who)
    for path in ("/coverage", f"/years/{YEAR}/coverage", f"/years/{YEAR}/coverage/digests",
                 f"/years/{YEAR}/acts/waive"):  # fmt: skip
        assert visitor.get(path).status == 403
    assert "/coverage" not in visitor.get("/inbox").links


def test_navigation_leads_to_the_year_that_is_drafted(world, visit):
    page = visit("leader1").get("/coverage")
    assert page.location == "/years/2014/coverage"


# — key tasks —


@on_both
def test_a_key_task_is_changed_and_ended_on_its_page(world, visit):
    done(world, new_task(world, YEAR, code="K9", target_value="7"))
    office = visit("office")
    assert "招商引资" in office.get(f"/years/{YEAR}/key-tasks").text
    office.get(f"/years/{YEAR}/key-tasks/K9/acts/change_key_task")
    office.send("target_value", target_value="8.5", document="云政发〔2013〕9号")
    page = office.send("confirmed", press=("confirmed", "yes"))
    assert re.search(r"不低于 8\.5 万元", page.text)
    office.get(f"/years/{YEAR}/key-tasks/K9/acts/end_key_task")
    office.send("text", text="不再实施", document="云政发〔2013〕10号")
    assert "已撤销" in office.send("confirmed", press=("confirmed", "yes")).text
    assert not any("K9/acts" in link for link in office.page.links)


def test_a_key_task_that_changed_while_the_form_lay_open_is_left_alone(world, visit):
    office = visit("office")
    office.get(f"/years/{YEAR}/key-tasks/K1/acts/change_key_task")
    done(world, of_task(world, "change_key_task", YEAR, target_value="61"))
    office.send("target_value", target_value="99", document="云政发〔2013〕9号")
    assert office.send("confirmed", press=("confirmed", "yes")).status == 409
    assert world.row("SELECT target_value FROM key_task WHERE code = 'K1'")["target_value"] == "61"


def test_everybody_reads_the_key_tasks_and_only_the_office_acts_on_them(world, visit, plan):
    page = visit("zs.head", "en").get(f"/years/{YEAR}/key-tasks")
    assert page.status == 200
    assert "At least 100 公里" in page.text
    # Drafts of others are not theirs to see.
    assert not any(f"/targets/{number}" in page.links for number in plan)
    assert not any("acts" in link for link in page.links)
    assert visit("office").get(f"/years/{YEAR}/key-tasks/K1/acts/found").status == 404
    assert visit("office").get(f"/years/{YEAR}/key-tasks/K99/acts/end_key_task").status == 404
