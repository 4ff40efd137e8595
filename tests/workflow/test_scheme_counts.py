"""Whether conditions of a grade rule can hold, held against trying every unit there could be."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.scheme.checks.counts import CAUSES, can_hold, implies

CATEGORIES = ("key", "routine")
CELLS = tuple(product(CATEGORIES, CAUSES))
# No condition below asks for more than three, so no unit needs more in one place.
UNITS = [dict(zip(CELLS, counts, strict=True)) for counts in product(range(4), repeat=len(CELLS))]

conditions = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(CATEGORIES),
        "cause": st.sampled_from(CAUSES),
        "at_least": st.integers(0, 3),
        "at_most": st.integers(0, 3),
    },
)
whens = st.lists(conditions, min_size=1, max_size=3)


def holds(when, unit) -> bool:
    for condition in when:
        counted = sum(
            number
            for (category, cause), number in unit.items()
            if condition.get("category", category) == category
            and condition.get("cause", cause) == cause
        )
        if not condition.get("at_least", 0) <= counted <= condition.get("at_most", 99):
            return False
    return True


@settings(max_examples=400)
@given(whens)
def test_conditions_are_called_impossible_just_when_no_unit_meets_them(when):
    assert can_hold(when) is any(holds(when, unit) for unit in UNITS)


@settings(max_examples=400)
@given(whens, whens)
def test_a_rule_is_called_implied_only_where_every_unit_of_it_meets_the_other(when, other):
    if implies(when, other):
        assert all(holds(other, unit) for unit in UNITS if holds(when, unit))


@given(whens)
def test_what_is_stricter_implies_what_it_was_made_from(when):
    assert implies([*when, {"category": "key", "at_least": 3}], when)
