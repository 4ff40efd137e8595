"""Substitutes on the pages: registered, listed, named beside their principals."""

from tests.web.visitor import on_both
from tests.workflow.delegation_cases import acting, registered


@on_both
def test_substitute_is_registered_signs_and_is_named_with_the_principal(world, visit):
    target = world.submitted(title="新建通村公路")
    world.act("office", "precheck", target)
    who = world.newcomer()
    admin = visit("admin")
    admin.get("/county/acts/delegate")
    admin.send(
        "username",
        kind="substitute",
        post="FXZ-1",
        principal="leader1",
        username=who,
        from_on="2013-01-01",
        until_on="2013-12-31",
        document="云政干〔2013〕3号",
    )
    page = admin.send("confirmed", press=("confirmed", "yes"))
    assert "已办：登记代理" in page.text
    page = visit("xq.drafter").get("/county/delegations")
    assert "新来的人" in page.text
    assert "某leader1" in page.text
    assert "2013年1月1日至2013年12月31日" in page.text
    visitor = visit(who)
    page = visitor.get("/")
    assert "岗位 FXZ-1（代理）" in page.text
    assert "新建通村公路" in page.text
    visitor.get(f"/targets/{target}/acts/review")
    visitor.send("confirmed", press=("confirmed", "yes"))
    page = visitor.get(f"/targets/{target}")
    # In the panel of hands and in the history.
    assert page.text.count("新来的人（代某leader1）") == 2
    english = visit("leader1", "en").get(f"/targets/{target}")
    assert english.text.count("新来的人 (for 某leader1)") == 2
    assert f"/targets/{target}/acts/withdraw" in english.links


def test_acting_head_is_named_as_such(world, visit):
    unit = world.newcomers_unit()
    *_, fields = acting(world, f"{unit}-YBS", until_on=None)
    world.county("admin", "delegate", **fields)
    who = fields["username"]
    target = world.draft(who, lead_unit=unit, responsible_post=f"{unit}-KY")
    world.act(who, "submit", target)
    page = visit(who).get(f"/targets/{target}")
    # Drafted and submitted, and the hand itself.
    assert page.text.count("新来的人（主持工作）") == 3
    assert "无（主持工作）" in visit("admin").get("/county/delegations").text


def test_substitution_is_ended_from_the_list(world, visit):
    number, who = registered(world, post="FXZ-1", principal="leader1")
    target = world.submitted()
    admin = visit("admin")
    page = admin.get("/county/delegations")
    admin.get(next(link for link in page.links if f"delegation={number}" in link))
    admin.send("document", document="云政干〔2013〕4号")
    admin.send("confirmed", press=("confirmed", "yes"))
    assert "终止（云政干〔2013〕4号）" in admin.get("/county/delegations").text
    assert visit(who).get(f"/targets/{target}").status == 404


def test_leader_who_heads_the_unit_is_told_so_and_the_other_leader_has_it_in_the_inbox(
    world, visit
):
    unit = world.newcomers_unit()
    for place in (1, 2):
        world.post(f"{unit}-FXZ{place}", "leader", in_charge_of=[unit])
    both, other = world.newcomer(f"{unit}-FXZ1", f"{unit}-YBS"), world.newcomer(f"{unit}-FXZ2")
    target = world.draft(
        world.newcomer(f"{unit}-KY"), lead_unit=unit, responsible_post=f"{unit}-KY",
        title="本局目标",
    )  # fmt: skip
    world.act(both, "submit", target)
    world.act("office", "precheck", target)
    assert "本局目标" in visit(other).get("/").text
    leader = visit(both)
    assert "本局目标" not in leader.get("/").text
    leader.get(f"/targets/{target}/acts/edit")
    assert f'value="{unit}-FXZ2"' in leader.page.html
    assert f'value="{unit}-FXZ1"' not in leader.page.html


def test_secretarys_opinion_stands_beside_the_leaders_buttons_and_not_before_the_unit(world, visit):
    target = world.submitted()
    secretary = visit("xq.secretary")
    secretary.get(f"/targets/{target}/acts/advise")
    secretary.send("text", suggests="return", text="目标值低于全县要求，建议退回。")
    page = secretary.send("confirmed", press=("confirmed", "yes"))
    assert "已办：代拟意见" in page.text
    page = visit("leader1").get(f"/targets/{target}")
    assert "建议退回" in page.text
    assert "目标值低于全县要求" in page.text
    page = visit("xq.head").get(f"/targets/{target}")
    assert "代拟意见" not in page.text
    assert "目标值低于全县要求" not in page.text
