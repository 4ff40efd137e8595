"""Upholding objections in either order gives the same results, to the byte (design.md section 5).

Random sets of objections to one published year, on copies of the same county: each copy upholds
them in an order of its own and mends what was wrong at once or only once all are answered.
"""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import FOUND, World, copy_of, golden
from tests.storage import opened
from tests.workflow.result_years import PLAN, Ended, published
from workflow.audit.canonical import canonical
from workflow.effects.results import results_of

TARGETS = [(unit, category) for unit, plan in PLAN.items() for category, _ in plan]
# What is really there, once somebody looks again; less than seven is not met.
REALLY = st.fixed_dictionaries({place: st.integers(4, 12) for place in TARGETS})
ABOUT = st.tuples(st.sampled_from(TARGETS), st.sampled_from(["score", "finding"]))
OBJECTIONS = st.lists(ABOUT, min_size=2, max_size=4, unique=True)


class Course:
    """One copy of the county in which the objections are upheld."""

    def __init__(self, world: World, made: Ended, really: dict[tuple[str, str], int]) -> None:
        self.world, self.made, self.really = world, made, really

    def object(self, about: list[tuple[tuple[str, str], str]], *, to_the_cause: bool) -> list[int]:
        asked = [*about, *([(("ZS", "key"), "cause")] if to_the_cause else [])]
        for place, what in asked:
            head = f"{place[0].lower()}.head"
            self.world.act(head, "object_result", self.target(place), about=what, text="有误")
        rows = self.world.rows("SELECT id FROM objection ORDER BY id")
        return [row["id"] for row in rows]

    def target(self, place: tuple[str, str]) -> int:
        return self.made.targets[place]

    def uphold(self, number: int) -> None:
        sql = "SELECT target_id FROM objection WHERE id = ?"
        target = self.world.row(sql, number)["target_id"]
        answer = {"objection": number, "upheld": True, "text": "属实"}
        self.world.act("office2", "answer_objection", target, **answer)

    def mend(self, places: list[tuple[str, str]]) -> None:
        """Find anew whatever is due again, and decide every cause that is open."""
        for place in places:
            target = self.target(place)
            if self.world.state(target) == "due":
                value = self.really[place]
                met = {"met": value >= 7, "cause": "none" if value >= 7 else "objective"}
                finding = {**FOUND, "found_value": str(value), **met}
                self.world.act("inspector1", "inspect", target, **finding)
                self.world.act("office", "score", target)
        for row in self.world.year_case(self.made.year).known("undecided"):
            day = (self.world.clock() + timedelta(hours=8)).date().isoformat()
            decision = {"cause": "lack_of_effort", "heard_on": day, "document": "云考领纪2号"}
            self.world.act("head2", "decide_cause", row["id"], **decision)

    def outcome(self) -> Any:
        results = results_of(self.world.year_case(self.made.year))
        units = [canonical(unit.derivation) for unit in results.units]
        return results.digest, units, canonical(results.fronts)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    really=REALLY, about=OBJECTIONS, to_the_cause=st.booleans(), at_once=st.booleans(),
    order=st.randoms(use_true_random=False),
)  # fmt: skip
def upheld_in_two_orders(storage, url, made, really, about, to_the_cause, at_once, order):
    outcomes = []
    for shuffled in (False, True):
        copy = copy_of(storage, url)
        with opened(copy) as database:
            world = World(database)
            world.clock.set(made.world.clock())
            course = Course(world, Ended(world, made.year, made.targets), really)
            numbers = course.object(about, to_the_cause=to_the_cause)
            places = list(TARGETS)
            if shuffled:
                order.shuffle(numbers)
                order.shuffle(places)
            for number in numbers:
                course.uphold(number)
                if shuffled == at_once:
                    course.mend(places)
            course.mend(places)
            outcomes.append(course.outcome())
        storage.drop(copy)
    assert outcomes[0] == outcomes[1]


def test_whatever_order_objections_are_upheld_in_the_results_are_the_same_bytes(storage):
    url = golden(storage)
    with opened(url) as database:
        made = published(World(database))
    upheld_in_two_orders(storage, url, made)
    storage.drop(url)
