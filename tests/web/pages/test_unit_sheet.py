"""One unit, one sheet: filled, checked and signed together, each item on its own digest."""

from tests.counting import counted
from tests.web.visitor import on_both

TEN = [f"通用工作{n}" for n in range(1, 11)]


def common_items(world, *titles):
    """The targets of XQ by these common items."""
    return [world.common("XQ", "SM", title=title)[1][0] for title in titles]


@on_both
def test_head_answers_ten_common_items_on_one_sheet(world, visit):
    numbers = common_items(world, *TEN)
    head = visit("xq.head")
    head.get("/sheet")
    page = head.send("step", press=("step", "check"), post__all="XQ-KY")
    assert "核对：审签上报 10 项" in page.text
    assert all(world.hands(number) == [] for number in numbers)
    before = world.size()
    assert "已签 10 项" in head.send("step", press=("step", "sign")).text
    assert [world.hands(n)[0][:2] for n in numbers] == [("up", "affirm")] * 10
    # One signature an item in the log, each bound to its own digest.
    entries = world.entries(before)
    assert [(e["act"], e["object"]["id"]) for e in entries] == [("submit", n) for n in numbers]
    assert [e["digest"] for e in entries] == [world.target(n)["digest"] for n in numbers]


@on_both
def test_item_that_changed_meanwhile_is_named_with_its_change_and_left_out(world, visit):
    first, second = common_items(world, "招商引资", "扶贫帮困")
    head = visit("xq.head")
    head.get("/sheet")
    head.send("step", press=("step", "check"), post__all="XQ-KY")
    world.act("xq.drafter", "edit", second, responsible_post="XQ-YBS")
    page = head.send("step", press=("step", "sign"))
    assert "已签 1 项，未签 1 项" in page.text
    assert "扶贫帮困" in page.text
    assert "责任岗位 岗位 XQ-KY → 岗位 XQ-YBS" in page.text
    assert (len(world.hands(first)), world.hands(second)) == (1, [])


def test_post_chosen_for_one_item_goes_before_the_one_for_all(world, visit):
    first, second = common_items(world, "招商引资", "扶贫帮困")
    head = visit("xq.head")
    head.get("/sheet")
    page = head.send(
        "step", press=("step", "fill"), post__all="XQ-KY", **{f"post__{second}": "XQ-YBS"}
    )
    assert "已保存责任岗位" in page.text
    posts = [world.case(n).candidate.material["responsible_post"] for n in (first, second)]
    assert posts == ["XQ-KY", "XQ-YBS"]


def test_what_is_not_ready_is_named_on_the_check_page_and_not_signed(world, visit):
    ready = world.draft(title="修渠")
    (bare,) = common_items(world, "招商引资")
    head = visit("xq.head")
    head.get("/sheet")
    page = head.send("step", press=("step", "check"))
    assert "核对：审签上报 1 项" in page.text
    assert "不在其中 (1)" in page.text
    assert "招商引资： 尚未确定责任岗位" in page.text
    head.send("step", press=("step", "sign"))
    assert (len(world.hands(ready)), world.hands(bare)) == (1, [])


def test_nothing_ticked_signs_nothing_and_says_so(world, visit):
    number = world.draft()
    head = visit("xq.head")
    head.get("/sheet")
    page = head.send("step", press=("step", "check"), item=[])
    assert "没有可签署的事项" in page.text
    assert world.hands(number) == []


def test_why_nothing_can_be_signed_is_said_in_the_readers_language(world, visit):
    common_items(world, "招商引资")
    head = visit("xq.head", "en")
    head.get("/sheet")
    page = head.send("step", press=("step", "check"))
    assert "There is nothing to sign (招商引资: The responsible post is not named)." in page.text


def test_leader_signs_the_sheet_of_a_unit_and_sees_what_changed_since(world, visit):
    changed, fresh = world.reviewed(title="改过的"), world.submitted(title="新的")
    world.act("xq.drafter", "edit", changed, target_value="12")
    world.act("xq.head", "submit", changed)
    leader = visit("leader1")
    leader.get(f"/sheet?unit=XQ&year={world.year_now}")
    page = leader.send("step", press=("step", "check"))
    assert "您上次签署的是第1稿" in page.text
    assert "目标值 10 → 12" in page.text
    assert "已签 2 项" in leader.send("step", press=("step", "sign")).text
    assert [world.state(n) for n in (changed, fresh)] == ["reviewed", "reviewed"]


def test_reason_for_no_growth_is_asked_on_the_check_page_and_never_lost(world, visit):
    number = world.draft(category="key", baseline="10", target_value="9")
    other = world.draft(title="另一项")
    head = visit("xq.head")
    head.get("/sheet")
    head.send("step", press=("step", "check"))
    page = head.send("step", press=("step", "sign"))
    assert page.status == 422
    assert "未优于上年完成，请写明理由。" in page.text
    assert (world.hands(number), world.hands(other)) == ([], [])
    page = head.send("step", press=("step", "sign"), **{f"reason__{number}": "矿井关停"})
    assert "已签 2 项" in page.text
    assert world.rows("SELECT body FROM text t JOIN growth_reason g ON g.text_id = t.id") == [
        {"body": "矿井关停"}
    ]


def test_supporter_co_signs_on_its_own_sheet(world, visit):
    number = world.submitted(supporting_units=["ZS"])
    head = visit("zs.head")
    page = head.get("/sheet")
    assert "配合的目标" in page.text
    head.send("step", press=("step", "check"))
    head.send("step", press=("step", "sign"))
    assert [hand[0] for hand in world.hands(number)] == ["up", "support"]


def test_sheet_shows_points_beside_what_the_scheme_asks_for(world, visit):
    world.draft(points="12.5", category="routine")
    world.draft(points="10", category="routine")
    page = visit("xq.head").get("/sheet")
    assert "常规 2 项，22.5 / 30 分" in page.text


def test_signing_twice_by_a_double_click_is_done_once_and_told_once(world, visit):
    number = world.draft()
    head = visit("xq.head")
    head.get("/sheet")
    head.send("step", press=("step", "check"))
    address, values = head.filled("step", press=("step", "sign"))
    for _ in range(2):
        answer = head.client.post(address, data=dict(values), follow_redirects=True)
        assert "已签 1 项" in answer.text
    assert len(world.hands(number)) == 1


def test_a_form_that_no_page_of_ours_sends_is_refused_and_changes_nothing(world, visit):
    number = world.draft()
    head = visit("xq.head")
    head.get("/sheet")
    head.send("step", press=("step", "check"))
    address, values = head.filled("step", press=("step", "sign"))
    for name, bad in (("item", "x"), (f"act-{number}", "edit"), ("step", "all")):
        sent = {**dict(values), name: bad}
        assert head.client.post(address, data=sent).status_code == 400
    assert world.hands(number) == []


def test_sheet_costs_the_same_statements_with_one_target_and_with_many(world, visit):
    head = visit("xq.head")
    asked = []
    for _ in range(2):
        for _ in range(4):
            world.draft()
        head.get("/sheet")
        with counted(world.database) as statements:
            assert head.get("/sheet").status == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_only_the_unit_fills_in_its_posts(world, visit):
    (number,) = common_items(world, "招商引资")
    fills = {
        who: any(c.get("name") == f"post-{number}" for c in visit(who).get(path).controls)
        for who, path in (
            ("xq.head", "/sheet"),
            ("xq.drafter", "/sheet"),
            ("office", "/sheet?unit=XQ"),
            ("leader1", "/sheet?unit=XQ"),
        )
    }
    assert fills == {"xq.head": True, "xq.drafter": True, "office": False, "leader1": False}
