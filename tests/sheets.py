"""A county with one item for many units, found by a scoring unit: for bureau sheets and ledgers.

XQ is the scoring unit, `xq.assessor` fills its sheet; XQ's own row is the office's.
"""

from typing import Any

from tests.builders import World
from workflow.ticks import tick

SCORER = "XQ"


def item_for(
    world: World, units: int, *, due: bool = True, **content: Any
) -> tuple[int, list[int]]:
    """An item in force in so many units, the scoring unit the first of them; the item's id, and
    its targets in the units' order."""
    year = world.drafting_year()
    codes = [SCORER, *_units(world, year, units - 1)]
    content = {"scoring_rule": "petitions", "scoring_unit": SCORER, "title": "信访", **content}
    item, _ = world.common(*codes, **content)
    rows = world.rows("SELECT id, unit_id FROM target WHERE item_id = ? ORDER BY unit_id", item)
    first, *others = [row["id"] for row in rows]
    world.act("xq.drafter", "edit", first, responsible_post="XQ-KY")
    asked = [(n, {"responsible_post": f"{c}-KY"}) for n, c in zip(others, codes[1:], strict=True)]
    world.many("many.drafter", "edit", asked)
    world.act("xq.head", "submit", first)
    world.many("many.head", "submit", others)
    world.item("leader1", "sign_item", item)
    world.many("head", "approve", [first, *others])
    world.issue(year)
    if due:
        fall_due(world, first)
    return item, [first, *others]


def fall_due(world: World, target: int) -> None:
    """Let the day pass on which everything of the item is due."""
    world.fall_due(target)
    tick(world.door)


def entry(world: World, target: int, **changes: Any) -> dict[str, Any]:
    """An entry of the ledger about this target."""
    day = world.target(target)["due_on"][:4] + "-01-05"
    return {"event": "越级上访", "occurred_on": day, "matter": "越级反映", **changes}


def _units(world: World, year: int, count: int) -> list[str]:
    """New units in two fronts; one head and one drafter hold the posts of all of them."""
    codes = [f"V{world.size()}N{number:03}" for number in range(count)]
    for who in ("many.head", "many.drafter"):
        if world.row("SELECT id FROM person WHERE username = ?", who) is None:
            world.county("admin", "add_person", username=who, name="众人")
    document = "云政发〔2013〕1号"
    for number, code in enumerate(codes):
        names = {"name_zh": f"单位{number:03}", "name_en": f"Unit {number:03}"}
        acts = [("add_unit", {"code": code, **names, "kind": "bureau"})]
        for suffix, capacity, who in (
            ("KY", "drafter", "many.drafter"), ("YBS", "unit_head", "many.head"),
        ):  # fmt: skip
            post = f"{code}-{suffix}"
            acts.append(("add_post", {"code": post, **names, "capacity": capacity, "unit": code}))
            acts.append(("appoint", {"username": who, "post": post, "document": document}))
        world.organise("admin", acts)
    fronts = [("place_unit", {"year": year, "unit": code, "front": ("townships", "economy")[n % 2]})
              for n, code in enumerate(codes)]  # fmt: skip
    world.organise("office", fronts)
    return codes
