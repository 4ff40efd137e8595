"""Ticked on the list and edited at once: what it costs is said before, and nothing else is touched
(design.md, scenario 7)."""

import pytest

from tests.counting import counted
from tests.web.visitor import on_both
from tests.workflow.proposal_cases import on, verified

CHOOSE, CHECK, EDIT, CHANGE = (("step", name) for name in ("choose", "check", "edit", "change"))


@pytest.fixture
def running(world):
    """A target in force, and the same year still takes drafts of an earlier hand."""
    return world.running(title="在执行的", due_on=f"{world.drafting_year()}-12-31")


def chosen(visitor, *numbers, path="/targets"):
    visitor.get(path)
    return visitor.send("step", press=CHOOSE, item=list(numbers))


def checked(visitor, *numbers, path="/targets", **answers):
    chosen(visitor, *numbers, path=path)
    return visitor.send("due_on", press=CHECK, **answers)


def edited(visitor):
    return visitor.send("step", press=EDIT)


def stored(world, but):
    """All that is stored of targets, row by row, but of these."""
    kept = {}
    for table, key in (
        ("target", "id"),
        ("revision", "target_id"),
        ("signature", "target_id"),
        ("stand", "target_id"),
        ("proposal", "target_id"),
        ("handover", "target_id"),
    ):
        rows = world.rows(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608  (our own tables)
        kept[table] = [row for row in rows if row[key] not in but]
    ends = world.rows(
        "SELECT e.*, s.target_id FROM signature_end e JOIN signature s ON s.id = e.signature_id "
        "ORDER BY e.id"
    )
    kept["signature_end"] = [row for row in ends if row["target_id"] not in but]
    return kept


@on_both
def test_of_a_hundred_two_are_edited_and_ninety_eight_stay_as_they_are(world, visit):
    year = world.drafting_year()
    late = f"{year}-12-31"
    force = world.approved(title="在执行的", due_on=late)
    half = world.submitted(title="签了一半的", due_on=late)
    others = [world.draft(title=f"事项{n}") for n in range(96)]
    others += [world.submitted(title="另一个"), world.reviewed(title="再一个")]
    world.issue(year)
    on(world, "07-02")
    before = stored(world, {half, force})
    assert len(before["target"]) >= len(others) == 98
    office = visit("office")
    text = checked(
        office, half, force, path="/targets?state=&q=的", data_source="统计局", text="口径统一。"
    ).text
    assert "核对：批量修改 2 项" in text
    assert "某xq.head 在第1稿上的签署失效" in text
    assert text.count("签署失效") == 1, "what is in force keeps its hands"
    assert "提出调整：签齐以前第1稿照常有效，拟议稿尚无签署" in text
    mark = world.size()
    assert "已修改 2 项" in edited(office).text
    assert stored(world, {half, force}) == before
    assert not world.standing_hands(half), "the half-signed one has lost its signature"
    case = world.case(force)
    assert (case.in_force.no, case.candidate.no, case.state) == (1, 2, "in_progress")
    assert case.in_force.material["data_source"] is None, "what is in force still counts"
    assert not world.standing_hands(force), "nobody's hand is on what is proposed"
    assert [hand[4] for hand in world.hands(force)] == [None] * 3, "those in force have not ended"
    assert [(e["act"], e["object"]["id"]) for e in world.entries(mark)] == [
        ("edit", force), ("edit", half),
    ]  # fmt: skip
    verified(world)


def test_an_english_reader_is_told_what_it_costs(world, visit):
    year = world.drafting_year()
    force = world.approved(due_on=f"{year}-12-31")
    half = world.submitted(due_on=f"{year}-12-31")
    world.issue(year)
    on(world, "07-02")
    office = visit("office", "en")
    page = checked(office, half, force, due_on=f"{year}-11-30")
    assert "Check your answers: edit 2 targets" in page.text
    assert "Ends the signatures of 某xq.head on revision 1" in page.text
    assert "revision 1 binds as before until it is signed" in page.text
    assert "Without a reason it cannot be signed until one is given" in page.text
    assert f"Deadline 31 Dec {year} → 30 Nov {year}" in page.text
    assert "Edited: 2." in edited(office).text


@on_both
def test_what_moved_between_check_and_confirm_is_named_and_left_out(world, visit):
    kept, moved = world.draft(title="甲"), world.draft(title="乙")
    drafter = visit("xq.drafter")
    checked(drafter, kept, moved, evidence="照片")
    world.act("leader1", "edit", moved, target_value="12")
    page = edited(drafter)
    assert "已修改 1 项，未改 1 项" in page.text
    assert "乙（单位 XQ） 内容在您查看之后有了改动" in page.text
    assert "甲" not in page.text
    evidence = [world.case(n).content["evidence"] for n in (kept, moved)]
    assert evidence == ["照片", "验收单"]


def test_what_cannot_be_edited_is_named_with_its_reason_and_the_rest_goes_on(world, visit):
    draft = world.draft(title="起草中的")
    _, (common,) = world.common("XQ", title="通用工作")
    page = checked(visit("xq.head"), draft, common, evidence="照片")
    assert "核对：批量修改 1 项" in page.text
    assert "不能修改 (1)" in page.text
    assert "通用工作（单位 XQ）： 通用和稳定工作各单位内容相同，只能填写责任岗位" in page.text


def test_where_nothing_can_be_edited_the_form_stands_again_with_every_reason(world, visit):
    target = world.running(title="在执行的", due_on=f"{world.drafting_year()}-12-31")
    page = checked(visit("xq.head"), target, evidence="照片", text="补正。")
    assert page.status == 409
    assert "在执行的（单位 XQ）：不在方案规定的目标调整期内" in page.text
    assert "补正。" in page.text


def test_what_is_left_empty_stays_as_it_is(world, visit):
    target = world.draft(evidence="验收单", data_source="统计局", supporting_units=["ZS"])
    before = world.case(target).content
    drafter = visit("xq.drafter")
    checked(drafter, target, acceptance="实地")
    edited(drafter)
    after = world.case(target).content
    assert {n for n in after if after[n] != before[n]} == {"acceptance"}


def test_nothing_filled_in_or_filled_in_wrongly_is_said_at_once(world, visit):
    target = world.draft()
    drafter = visit("xq.drafter")
    page = checked(drafter, target, text="只有说明")
    assert (page.status, "请至少填写一项要修改的内容" in page.text) == (422, True)
    page = drafter.send("due_on", press=CHECK, due_on="某日")
    assert (page.status, "应为日期" in page.text) == (422, True)
    assert world.case(target).candidate.no == 1


def test_nothing_ticked_leads_back_to_the_list(world, visit):
    world.draft()
    page = chosen(visit("xq.drafter"))
    assert "没有勾选要修改的目标" in page.text
    assert page.location.startswith("/targets")


def test_answers_are_kept_when_one_goes_back_to_change_them(world, visit):
    target = world.draft(supporting_units=[])
    drafter = visit("xq.drafter")
    checked(drafter, target, evidence="照片", supporting_units=["ZS"])
    page = drafter.send("step", press=CHANGE)
    values = dict(page.form("due_on").values)
    assert (values["evidence"], values["supporting_units"]) == ("照片", "ZS")


def test_the_same_form_sent_twice_edits_once(world, visit):
    target = world.draft()
    drafter = visit("xq.drafter")
    checked(drafter, target, evidence="照片")
    address, values = drafter.filled("step", press=EDIT)
    for _ in range(2):
        drafter.client.post(address, data=dict(values))
    assert world.case(target).candidate.no == 2


def test_who_may_edit_nothing_ticks_nothing(world, visit):
    world.running()
    for person in ("inspector1", "auditor", "zs.head"):
        page = visit(person).get("/targets")
        assert "批量修改" not in page.text
        assert not any(c.get("name") == "item" for c in page.controls)


def test_a_target_of_others_is_not_edited_by_writing_its_number_in(world, visit):
    own, foreign = world.draft(), world.running()
    visitor = visit("xq.head")
    other = world.draft("sm.drafter", lead_unit="SM", responsible_post="SM-KY", milestones=[])
    page = checked(visitor, own, other, evidence="照片")
    assert "核对：批量修改 1 项" in page.text, "what one may not see is not there"
    zs = visit("zs.head")
    zs.get("/targets")
    page = zs.client.post(
        "/targets/edit",
        data={"step": "check", "item": [str(foreign)], "evidence": "照片"},
    )
    assert page.status_code == 400, "a form without its token is no form of ours"
    assert world.case(foreign).candidate.no == 1


def test_list_and_check_page_cost_the_same_statements_with_few_and_with_many(world, visit):
    drafter = visit("xq.drafter")
    numbers = [world.submitted() for _ in range(3)]
    asked = []
    for _ in range(2):
        checked(drafter, *numbers, evidence="照片")
        drafter.send("step", press=CHANGE)
        with counted(world.database) as check:
            drafter.send("due_on", press=CHECK, evidence="照片")
        with counted(world.database) as listed:
            drafter.get("/targets")
        asked.append((len(check), len(listed)))
        numbers += [world.submitted() for _ in range(9)]
    assert asked[0] == asked[1]


def test_check_page_costs_the_same_of_running_targets(world, visit):
    year = world.drafting_year()
    numbers = [world.approved(title=f"事项{n}", due_on=f"{year}-12-31") for n in range(6)]
    world.issue(year)
    on(world, "07-02")
    head = visit("xq.head")
    asked = []
    for some in (numbers[:2], numbers):
        chosen(head, *some)
        with counted(world.database) as statements:
            page = head.send("due_on", press=CHECK, evidence="照片")
        assert f"批量修改 {len(some)} 项" in page.text
        asked.append(len(statements))
    assert asked[0] == asked[1]
