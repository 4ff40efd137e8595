"""Acts on the county itself, and the one hand on a common item that covers all units."""

from tests.web.visitor import on_both


@on_both
def test_common_item_is_defined_once_and_signed_once_for_all_units(world, visit):
    office = visit("office")
    office.get("/county/acts/define_item")
    office.send(
        "code",
        code="T-1",
        title="调查研究",
        category="common",
        measure="调研报告",
        unit_of_measure="篇",
        target_value="2",
        points="4",
        due_on="2014-12-31",
        scoring_rule="proportional",
        reviewing_post="FXZ-1",
        evidence="报告",
        units=["XQ", "SM"],
    )
    page = office.send("confirmed", press=("confirmed", "yes"))
    assert "已办：下达通用或稳定工作" in page.text
    targets = [row["id"] for row in world.rows("SELECT id FROM target ORDER BY id")]
    for number in targets:
        unit = "xq" if number == targets[0] else "sm"
        post = f"{unit.upper()}-KY"
        world.act(f"{unit}.drafter", "edit", number, responsible_post=post)
    leader = visit("leader1")
    page = leader.get("/years/2014")
    leader.get(next(link for link in page.links if link.endswith("/acts/sign_item")))
    assert "2 个单位待签" in leader.page.text
    leader.send("confirmed", press=("confirmed", "yes"))
    assert [world.standing_hands(number) for number in targets] == [{"down"}, {"down"}]


def test_administrator_adds_people_and_has_no_hand_in_any_target(world, visit):
    target = world.submitted()
    admin = visit("admin")
    admin.get("/county/acts/add_person")
    admin.send("username", username="new.person", name="新来的人")
    admin.send("confirmed", press=("confirmed", "yes"))
    assert world.row("SELECT active FROM person WHERE username = 'new.person'") == {"active": 1}
    assert admin.get(f"/targets/{target}").status == 404
    assert visit("xq.head").get("/county/acts/add_person").status == 403
    assert admin.get("/county/acts/set_password").status == 404
