"""One unit, one sheet: filled, checked and signed together, each item on its own digest."""

from tests.web.visitor import on_both


@on_both
def test_unit_fills_its_posts_and_signs_the_whole_sheet(world, visit):
    world.common("XQ", "SM", title="招商引资")
    _, (other, _) = world.common("XQ", "SM", title="扶贫帮困")
    head = visit("xq.head")
    head.get("/sheet")
    posts = {
        name.replace("-", "__"): "XQ-KY"
        for name in head.page.form(known_by="item").names
        if name.startswith("post-")
    }
    head.send("step", press=("step", "check"), **posts)
    assert world.hands(other) == []
    page = head.send("step", press=("step", "sign"))
    assert "已签 2 项" in page.text
    assert [hand[:2] for hand in world.hands(other)] == [("up", "affirm")]


def test_item_that_changed_meanwhile_is_named_and_left_out(world, visit):
    _, (first, _) = world.common("XQ", "SM", title="招商引资")
    _, (second, _) = world.common("XQ", "SM", title="扶贫帮困")
    for number in (first, second):
        world.act("xq.drafter", "edit", number, responsible_post="XQ-KY")
    head = visit("xq.head")
    head.get("/sheet")
    head.send("step", press=("step", "check"))
    world.act("xq.drafter", "edit", second, responsible_post="XQ-YBS")
    page = head.send("step", press=("step", "sign"))
    assert "已签 1 项" in page.text
    assert "扶贫帮困（" in page.text
    assert (len(world.hands(first)), world.hands(second)) == (1, [])
