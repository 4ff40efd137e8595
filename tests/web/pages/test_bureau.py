"""A scoring unit's sheet on its page: sixty units in one go, and what was left out by its name."""

import json

import pytest

from tests.counting import counted
from tests.sheets import entry, fall_due, item_for
from tests.web.visitor import on_both
from tests.workflow.finding_cases import NOT_APPLICABLE
from tests.workflow.own_year import ruled

CHECK, ASSESS = ("step", "check"), ("step", "assess")


def entries_since(world, size):
    told = world.entries(size)
    return [(e["act"], e["object"]["id"], e["outcome"]) for e in told]


def open_sheet(visit, who, item, language="zh-CN"):
    visitor = visit(who, language)
    page = visitor.get(f"/items/{item}/sheet")
    assert (page.status, page.h1, len(page.ids)) == (200, 1, len(set(page.ids)))
    return visitor


@on_both
def test_sixty_units_on_one_sheet_and_the_one_that_changed_is_named_and_left_out(world, visit):
    item, (own, *others) = item_for(world, 61)
    moved = others[7]
    assessor = open_sheet(visit, "xq.assessor", item)
    page = assessor.send("step", press=CHECK)
    assert "核定 60 个单位" in page.text
    size = world.size()
    world.act("xq.assessor", "enter_ledger", moved, **entry(world, moved))
    page = assessor.send("step", press=ASSESS)
    assert "已核定 59 个单位。未办 1 个" in page.text
    assert "单位007" in page.text.split("未办 1 个")[1][:120]
    # The entry of the ledger, then one for each row in order, the one that moved refused.
    told = entries_since(world, size)[1:]
    assert told == [("assess", n, "refused" if n == moved else "done") for n in others]
    assert {world.state(n) for n in others if n != moved} == {"inspected"}
    assert (world.state(moved), world.state(own)) == ("due", "due")
    # What moved can be found on the same page, as it is now.
    page = assessor.send("step", press=CHECK)
    assert "核定 1 个单位" in page.text
    assessor.send("step", press=ASSESS)
    finding = world.row("SELECT events FROM finding WHERE target_id = ?", moved)
    assert [event["event"] for event in json.loads(finding["events"])] == ["越级上访"]


def test_own_row_is_shown_and_is_for_the_office(world, visit):
    item, (own, _) = item_for(world, 2)
    assessor = open_sheet(visit, "xq.assessor", item)
    assert "由目标办核定" in assessor.page.text
    assert f"version-{own}" not in assessor.page.form("step").names
    # Sent all the same it is refused by the door, and the refusal is in the log.
    address, values = assessor.filled("step", press=CHECK)
    forged = [(n, v) for n, v in values if n not in ("item", "step")] + [
        ASSESS,
        ("item", str(own)), (f"version-{own}", str(world.target(own)["version"])),
        (f"quality-{own}", "ok"), (f"on_time-{own}", "true"), (f"cause-{own}", "none"),
    ]  # fmt: skip
    size = world.size()
    answer = assessor.client.post(address, data=_form(forged))
    assert (answer.status_code, world.state(own)) == (409, "due")
    assert entries_since(world, size) == [("assess", own, "refused")]

    office = open_sheet(visit, "office", item)
    assert f"version-{own}" in office.page.form("step").names
    office.send("step", press=CHECK)
    page = office.send("step", press=ASSESS)
    assert "已核定 1 个单位。" in page.text
    assert world.state(own) == "inspected"


def _form(values):
    data = {}
    for name, value in values:
        data.setdefault(name, []).append(value)
    return data


def test_what_was_typed_comes_back_with_what_is_wrong_at_its_row(world, visit):
    item, (_, first, second) = item_for(
        world, 3, scoring_rule="proportional", target_value="10"
    )  # fmt: skip
    assessor = open_sheet(visit, "xq.assessor", item)
    typed = {f"found_value__{first}": "12x", f"found_value__{second}": "9",
             f"text__{second}": "实地核对"}  # fmt: skip
    page = assessor.send("step", press=CHECK, **typed)
    assert page.status == 422
    values = dict(page.form("step").values)
    assert (values[f"found_value-{first}"], values[f"found_value-{second}"]) == ("12x", "9")
    assert values[f"text-{second}"] == "实地核对"
    assert {f"#f-found_value-{first}", f"#f-cause-{second}"} <= set(page.links)
    # Mended, the check page says what each will score, and the way back keeps everything.
    mended = {f"found_value__{first}": "12", f"cause__{second}": "objective"}
    page = assessor.send("step", press=CHECK, **mended)
    assert page.status == 200
    assert "客观原因" in page.text
    page = assessor.send("step", press=("step", "change"))
    assert dict(page.form("step").values)[f"text-{second}"] == "实地核对"
    assessor.send("step", press=CHECK)
    assessor.send("step", press=ASSESS)
    rows = world.rows(
        "SELECT target_id, found_value, met, cause FROM finding WHERE target_id IN (?, ?) "
        "ORDER BY target_id", first, second,
    )  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [
        (first, "12", 1, "none"), (second, "9", 0, "objective"),
    ]  # fmt: skip


def test_one_answer_goes_into_every_ticked_row_and_no_other(world, visit):
    item, (_, first, second, third) = item_for(
        world, 4, due=False, scoring_rule="proportional", target_value="10"
    )  # fmt: skip
    day = world.target(first)["due_on"][:4] + "-01-01"
    world.act("many.drafter", "report_progress", first, value="11", as_of=day)
    fall_due(world, first)
    assessor = open_sheet(visit, "xq.assessor", item)
    page = assessor.send(
        "step",
        press=("step", "apply"),
        item=[first, second],
        all__quality="poor",
        all__text="材料不全",
        all__reported="yes",
    )
    values = dict(page.form("step").values)
    assert [values[f"quality-{n}"] for n in (first, second, third)] == ["poor", "poor", "ok"]
    assert [values[f"text-{n}"] for n in (first, third)] == ["材料不全", ""]
    # Only what its unit reported can be taken over.
    assert [values[f"found_value-{n}"] for n in (first, second)] == ["11", ""]
    assert [v for n, v in page.form("step").values if n == "item"] == [str(first), str(second)]


def test_sheet_sent_twice_is_found_once(world, visit):
    item, (_, target) = item_for(world, 2)
    assessor = open_sheet(visit, "xq.assessor", item)
    assessor.send("step", press=CHECK)
    address, values = assessor.filled("step", press=ASSESS)
    size = world.size()
    for _ in range(2):
        answer = assessor.client.post(address, data=_form(values))
        assert answer.status_code == 303
    assert entries_since(world, size) == [("assess", target, "done")]


def test_sheet_on_which_nothing_can_be_found_yet_says_why(world, visit):
    item, rows = item_for(world, 2, due=False)
    assessor = open_sheet(visit, "xq.assessor", item)
    assert not [c for c in assessor.page.controls if c.get("name") == "item"]
    said = "现在没有可核定的单位：现在是“推进中”，“核定”只在“待验收”时可办。（到时自行解除）"
    assert said in assessor.page.text
    fall_due(world, rows[0])
    assert "现在没有可核定的单位" not in assessor.get(f"/items/{item}/sheet").text


def test_nothing_ticked_is_said(world, visit):
    item, _ = item_for(world, 2)
    assessor = open_sheet(visit, "xq.assessor", item)
    page = assessor.send("step", press=CHECK, item=[])
    assert (page.status, "请至少勾选一个单位" in page.text) == (422, True)


@pytest.mark.parametrize("who", ["assessor", "many.head", "xq.head", "leader1", "inspector1"])
def test_sheet_and_ledger_of_another_bureau_are_not_found(world, visit, who):
    item, (_, target) = item_for(world, 2)
    world.act("xq.assessor", "enter_ledger", target, **entry(world, target))
    number = world.row("SELECT MAX(id) AS id FROM ledger")["id"]
    visitor = visit(who)
    assert "/items" not in visitor.page.links
    unit = world.row("SELECT code FROM unit ORDER BY id DESC LIMIT 1")["code"]
    for path in ("/items", f"/items/{item}/sheet", f"/items/{item}/ledger",
                 f"/items/{item}/ledger/enter/{unit}",
                 f"/items/{item}/ledger/entries/{number}/strike"):  # fmt: skip
        assert visitor.get(path).status == 404, path
    token = next(v for n, v in visitor.get("/inbox").forms[0].values if n == "csrf_token")
    size = world.size()
    data = {"step": "assess", "item": target, f"version-{target}": "1", "csrf_token": token}
    assert visitor.client.post(f"/items/{item}/sheet", data=data).status_code == 404
    assert world.size() == size


@pytest.mark.parametrize("who", ["auditor", "head"])
def test_who_sees_everything_reads_the_sheet_and_fills_nothing(world, visit, who):
    item, _ = item_for(world, 2)
    visitor = open_sheet(visit, who, item)
    assert "/items" in visitor.page.links
    assert not [c for c in visitor.page.controls if c.get("name") == "item"]
    assert visitor.get("/items").status == 200


def test_list_says_how_many_are_due_assessed_and_objected_to(world, visit):
    item, (_, first, _) = item_for(world, 3)
    world.act("xq.assessor", "assess", first, met=True)
    world.act("many.head", "object_result", first, about="finding", text="漏计")
    page = visit("xq.assessor").get("/items")
    # Units, due, assessed, objections, and mine to find: two are due, one of them is my own row.
    assert "信访 通用 单位 XQ 3 2 1 1 1 台账" in page.text
    assert f"/items/{item}/ledger" in page.links


def test_english_sheet_has_no_chinese_of_its_own(world, visit):
    item, _ = item_for(world, 2, title="Petitions", measure="Events", unit_of_measure="cases",
                       acceptance="By ledger")  # fmt: skip
    for who in ("xq.assessor", "office"):
        text = open_sheet(visit, who, item, "en").page.text
        for own in ("某", "上下", "中文", "云岭县"):
            text = text.replace(own, "")
        assert not [c for c in text if "\u4e00" <= c <= "\u9fff"], text


def test_pages_cost_no_more_statements_for_more_units(world, visit):
    spent = []
    for units in (3, 9):
        item, targets = item_for(world, units)
        for target in targets[1:]:
            world.act("xq.assessor", "enter_ledger", target, **entry(world, target))
        visitor = visit("xq.assessor")
        with counted(world.database) as sent:
            visitor.get(f"/items/{item}/sheet")
            visitor.send("step", press=CHECK)
            visitor.get(f"/items/{item}/ledger")
        spent.append(len(sent))
    assert 0 < spent[0] == spent[1]


def test_a_row_without_a_value_says_so_and_is_told_what_that_means(world, visit):
    ruled(world, NOT_APPLICABLE)
    item, (_, found, absent) = item_for(world, 3, scoring_rule="or_not_applicable")
    assessor = open_sheet(visit, "xq.assessor", item)
    given = {f"found_value-{found}": "12"}
    page = assessor.send("step", press=CHECK, **given)
    # Whoever leaves a cell empty is asked; nothing is taken for a missing value in silence.
    assert (page.status, page.h1) == (422, 1)
    assert "须注明“确无数值”" in page.text
    page = assessor.send("step", press=CHECK, **{f"no_value-{absent}": "true"})
    assert "核定 2 个单位" in page.text
    assert "不适用，不计入应得分" in page.text
    assessor.send("step", press=ASSESS)
    rows = world.rows("SELECT found_value, met FROM finding ORDER BY target_id")
    assert [(row["found_value"], row["met"]) for row in rows] == [("12", 1), (None, 1)]
