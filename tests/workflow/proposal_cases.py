"""Running targets about which something is proposed, and the hands it takes."""

from typing import Any

from tests.builders import World, at
from workflow.audit.verify import verify

WINDOW = "07-02"


def day(world: World, text: str) -> str:
    """A day of the year that runs."""
    return f"{world.year_now}-{text}"


def on(world: World, day: str) -> None:
    """Some morning of the year that runs, if it lies ahead."""
    world.clock.set(max(world.clock(), at(f"{world.year_now}-{day}T10:00")))


def ahead(world: World) -> int:
    """A year that is being drafted and whose summer lies ahead."""
    while world.clock() > at(f"{world.drafting_year()}-06-30T00:00"):
        # The next one: who shares a county with other tests may come late in its year.
        world.year_now = -1
    return world.year_now


def issued(world: World, **changes: Any) -> int:
    """A running target of 10 km, on a day on which changes are taken."""
    year = ahead(world)
    target = world.running(**{"target_value": "10", "due_on": f"{year}-12-31", **changes})
    on(world, WINDOW)
    return target


def paired(world: World) -> tuple[int, int]:
    """Two running targets of one unit and category that share its thirty points, in a year in which
    the unit has no others."""
    world.year_now = -1
    content = {"points": "15", "target_value": "10", "due_on": f"{ahead(world)}-12-31"}
    first = world.approved(**content)
    second = world.approved(**content, title="另一条公路")
    world.issue(world.year_now)
    on(world, WINDOW)
    return first, second


def change(world: World, who: str, target: int, **fields: Any) -> int:
    """A change proposed by somebody; the target."""
    world.act(who, "change", target, text="上级下达任务有调整。", **fields)
    return target


def cleared(world: World, target: int) -> None:
    """Both hands on what is proposed."""
    world.act("xq.head", "submit", target)
    world.act("leader1", "review", target)


def signed(world: World, target: int) -> int:
    """Every hand on what is proposed."""
    cleared(world, target)
    world.act("head", "approve", target)
    return target


def verified(world: World) -> None:
    """The log tells the same, and every move in it was lawful."""
    report = verify(world.database)
    assert report.ok, [check.fault for check in report.checks if not check.ok]
