"""Next year's baselines recorded from a year's results at a browser and on the command line."""

import json

from tests.program import shangxia
from tests.web.tables import rows
from tests.web.visitor import on_both
from tests.workflow.result_years import drafted, published

PLAN = {"XQ": (("key", "9"),), "ZS": (("key", "7"),)}


@on_both
def test_the_office_looks_records_and_the_next_years_target_names_its_origin(world, visit):
    made = published(world, PLAN)
    office = visit("office")
    address = f"/years/{made.year}/results/baselines"
    assert address in office.get(f"/years/{made.year}/results").links
    page = office.get(address)
    assert rows(page)[0] == ["单位 XQ", "XQ key", "建成里程（公里）", "10", "9"]
    assert "口径：预计" in page.text
    page = office.send("confirmed", press=("confirmed", "yes"))
    assert "已登记 2 项" in page.text
    assert "没有需要登记的" in page.text
    assert visit("head").get(address).status == 403
    after = world.next_year()
    world.county("office", "open_year", year=after, scheme="county_2013")
    world.year("office", "open", after)
    world.year_now = after
    target = drafted(world, "XQ", "key")
    text = visit("xq.head").get(f"/targets/{target}").text
    origin = made.targets["XQ", "key"]
    assert f"9 公里（+11.1%）；预计，云考公告1号，来自 {made.year} 年度目标 {origin}" in text


def test_several_targets_by_one_measure_are_listed_with_the_way_to_record_one_by_hand(world, visit):
    office = visit("office")
    page = office.get(f"/years/{published(world).year}/results/baselines")
    assert "同一单位同一指标有几项目标，须逐条登记" in page.text
    assert "/county/acts/record_past_result" in page.links
    assert office.get("/county/acts/record_past_result").status == 200


def test_the_command_line_records_them_once(world):
    made = published(world, PLAN)
    url = f"sqlite:///{world.database.database}"
    ask = ("year", "baselines", str(made.year), "--as")
    ran = shangxia(*ask, "office", "--json", url=url)
    assert (ran.code, json.loads(ran.out)["recorded"]) == (0, 2), ran.err
    ran = shangxia(*ask, "office", "--json", url=url)
    assert (json.loads(ran.out)["recorded"], json.loads(ran.out)["same"]) == (0, 2)
    assert shangxia(*ask, "head", url=url).code == 1
