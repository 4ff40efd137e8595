"""The register of awards and sanctions: every year, what was revoked too, and what is left open."""

from tests.web.tables import rows
from tests.web.visitor import on_both
from tests.workflow.result_years import decided, paid
from tests.workflow.test_correction import corrected


@on_both
def test_register_keeps_what_was_granted_carried_out_and_revoked(world, visit):
    corrected(world)
    page = visit("sm.drafter").get("/awards")
    listed = [row[1:7] for row in rows(page)]
    assert listed == [
        ["单位 SM", "奖励", "第一名", "1", "5,000 元", "待兑现"],
        ["单位 XQ", "奖励", "第一名", "1", "5,000 元", "已撤销"],
        ["单位 JT", "奖励", "第二名", "2", "3,000 元", "待兑现"],
        ["单位 JT", "奖励", "第三名", "3", "金额未定", "已撤销"],
        ["单位 XQ", "奖励", "第三名", "3", "金额未定", "待兑现"],
        ["单位 ZS", "惩戒", "约谈", "", "", "待兑现"],
    ]
    both = rows(page)[1][7]
    assert "兑现：云财17号" in both
    assert "撤销：云政常纪10号" in both


def test_filters_leave_what_fits_all_of_them(world, visit):
    first, second = decided(world), corrected(world)
    visitor = visit("auditor")
    assert {row[0] for row in rows(visitor.get("/awards"))} == {str(first.year), str(second.year)}
    page = visitor.get(f"/awards?year={second.year}&state=revoked")
    assert [row[1] for row in rows(page)] == ["单位 XQ", "单位 JT"]
    page = visitor.get("/awards?kind=sanction&unit=ZS")
    assert [row[3] for row in rows(page)] == ["约谈", "约谈"]
    assert "没有奖励或惩戒" in visitor.get("/awards?year=x").text


def test_office_carries_out_from_there_and_nobody_else(world, visit):
    made = decided(world)
    paid(world, made, "XQ")
    ways = f"/years/{made.year}/acts/pay_award?award="
    found = [link for link in visit("office").get("/awards").links if link.startswith(ways)]
    assert len(found) == 3
    office = visit("office")
    office.get(found[0])
    office.send("award", document="云财18号")
    office.send("confirmed", press=("confirmed", "yes"))
    states = [row["state"] for row in world.rows("SELECT state FROM award ORDER BY id")]
    assert states.count("done") == 2
    page = visit("head").get("/awards")
    assert not [link for link in page.links if link.startswith(ways)]
    assert "兑现：云财18号" in page.text
