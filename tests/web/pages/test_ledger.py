"""A ledger on its pages: entered and struck there, told to the unit at once, objected to."""

from tests.sheets import entry, item_for
from tests.web.visitor import on_both
from tests.workflow.finding_cases import ledgered
from tests.workflow.own_year import ruled
from tests.workflow.test_once import HONOURS


def last_entry(world):
    return world.row("SELECT * FROM ledger ORDER BY id DESC")


@on_both
def test_assessor_enters_the_unit_is_told_and_objects_and_the_ledger_says_so(world, visit):
    item, (_, target) = item_for(world, 2)
    unit = world.row("SELECT u.code FROM unit u JOIN target t ON t.unit_id = u.id WHERE t.id = ?",
                     target)["code"]  # fmt: skip
    assessor = visit("xq.assessor")
    assessor.get(f"/items/{item}/ledger")
    assessor.get(f"/items/{item}/ledger/enter?unit={unit}")
    day = entry(world, target)["occurred_on"]
    answers = {"event": "集体上访", "occurred_on": day, "matter": "征地补偿", "document": "信发3号"}
    page = assessor.send("event", **answers)
    assert "集体上访" in page.text
    page = assessor.send("confirmed", press=("confirmed", "yes"))
    assert page.location == f"/items/{item}/ledger"
    assert {"征地补偿", "信发3号", "-1"} <= set(page.text.split())

    number = last_entry(world)["id"]
    head = visit("many.head")
    page = head.get("/inbox")
    assert "新记台账 1" in page.text
    page = head.get("/inbox?tab=ledger")
    assert {"征地补偿", "信发3号", "-1"} <= set(page.text.split())
    way = f"/targets/{target}/acts/object_result?about=ledger&ref={number}"
    assert way in page.links
    head.get(way)
    # The entry is chosen already; the reason is all there is to write.
    page = head.send("ref", text="已在属地化解")
    head.send("confirmed", press=("confirmed", "yes"))
    assert world.row("SELECT ref FROM objection")["ref"] == number
    assert "新记台账 0" in head.get("/inbox").text
    assert "申请复核：待答复" in assessor.get(f"/items/{item}/ledger").text


def test_target_page_shows_the_ledger_with_struck_entries_and_their_reasons(world, visit):
    item, (_, target) = item_for(world, 2)
    matters = ("越级上访一批", "重复登记")
    for matter in matters:
        given = entry(world, target, matter=matter, document="信发7号")
        world.act("xq.assessor", "enter_ledger", target, **given)
    assessor = visit("xq.assessor")
    number = last_entry(world)["id"]
    way = f"/items/{item}/ledger/entries/{number}/strike"
    assert way in assessor.get(f"/items/{item}/ledger").links
    assessor.get(way)
    assessor.send("text", text="与上一条重复")
    page = assessor.send("confirmed", press=("confirmed", "yes"))
    assert (page.location, "与上一条重复" in page.text) == (f"/items/{item}/ledger", True)
    assert way not in page.links

    for who in ("many.head", "many.drafter", "office"):
        page = visit(who).get(f"/targets/{target}")
        assert {*matters, "信发7号", "-0.5"} <= set(page.text.split())
        assert "<del>越级上访</del>" in page.html
        assert "理由：与上一条重复" in page.text
    # Only who may object is shown the way, and only to what stands.
    ways = [link for link in visit("many.head").get(f"/targets/{target}").links if "ref=" in link]
    assert [link.rpartition("=")[2] for link in ways] == [str(number - 1)]
    drafter = visit("many.drafter").get(f"/targets/{target}")
    assert not [link for link in drafter.links if "ref=" in link]


def test_entry_about_the_bureau_itself_is_the_offices(world, visit):
    item, _ = item_for(world, 2)
    assert visit("xq.assessor").get(f"/items/{item}/ledger/enter/XQ").status == 409
    assert visit("office").get(f"/items/{item}/ledger/enter/XQ").status == 200


def test_auditor_reads_the_ledger_and_may_not_write_in_it(world, visit):
    item, (_, target) = item_for(world, 2)
    world.act("xq.assessor", "enter_ledger", target, **entry(world, target))
    auditor = visit("auditor")
    assert "越级反映" in auditor.get(f"/items/{item}/ledger").text
    number = last_entry(world)["id"]
    assert auditor.get(f"/items/{item}/ledger/entries/{number}/strike").status == 403
    assert auditor.get(f"/items/{item}/ledger/enter/XQ").status == 403


def test_ledger_page_turns_and_keeps_its_filter(world, visit):
    item, (_, first, second) = item_for(world, 3)
    for _ in range(51):
        world.act("xq.assessor", "enter_ledger", first, **entry(world, first))
    world.act("xq.assessor", "enter_ledger", second, **entry(world, second))
    unit = world.row("SELECT u.code FROM unit u JOIN target t ON t.unit_id = u.id WHERE t.id = ?",
                     first)["code"]  # fmt: skip
    auditor = visit("auditor")
    page = auditor.get(f"/items/{item}/ledger?unit={unit}")
    assert "本页 50 条" in page.text
    following = next(link for link in page.links if "after=" in link)
    page = auditor.get(following)
    assert ("本页 1 条" in page.text, f"unit={unit}" in page.location) == (True, True)
    assert auditor.get(f"/items/{item}/ledger?unit=NONE").status == 422
    assert auditor.get(f"/items/{item}/ledger?after=x").status == 422


def test_unit_must_be_chosen_first(world, visit):
    item, _ = item_for(world, 2)
    page = visit("xq.assessor").get(f"/items/{item}/ledger/enter?unit=")
    assert (page.location, "请先选择单位" in page.text) == (f"/items/{item}/ledger", True)


def test_entry_of_another_item_is_not_struck_from_here(world, visit):
    item, (_, target) = item_for(world, 2)
    other, _ = item_for(world, 2)
    world.act("xq.assessor", "enter_ledger", target, **entry(world, target))
    number = last_entry(world)["id"]
    assessor = visit("xq.assessor")
    assert assessor.get(f"/items/{other}/ledger/entries/{number}/strike").status == 404
    assert assessor.get(f"/items/{item}/ledger/entries/{number}/strike").status == 200


def test_who_speaks_for_no_unit_has_no_tab_for_what_is_new(visit):
    assert "新记台账" not in visit("office").get("/inbox").text
    assert visit("office").get("/inbox?tab=ledger").status == 404
    assert visit("xq.drafter").get("/inbox?tab=ledger").status == 200


def test_only_where_the_same_matter_counts_once_an_entry_is_asked_which_it_is(world, visit):
    petitions = ledgered(world, "in_progress")
    ruled(world, HONOURS)
    honours = ledgered(world, "in_progress", rule="honours")
    assessor = visit("assessor")
    for target, asks in ((petitions, False), (honours, True)):
        page = assessor.get(f"/targets/{target}/acts/enter_ledger")
        assert ("同一事项编号" in page.text) is asks
    fields = {"event": "city", "occurred_on": entry(world, honours)["occurred_on"]}
    assessor.send("event", matter="省市两级表彰", matter_code="植树", **fields)
    assessor.send("confirmed", press=("confirmed", "yes"))
    assert world.state(honours) == "in_progress"
    shown = assessor.get(f"/items/{world.target(honours)['item_id']}/ledger")
    assert "省市两级表彰（同一事项：植树）" in shown.text
