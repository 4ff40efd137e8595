"""Working days over holidays and working weekends, by days that the official notices name."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import add_working_days, end_of_working_days, is_working_day
from workflow.clock import SHANGHAI
from workflow.scheme.scheme import body_of, canonical_text, scheme_of, shipped

SCHEME = scheme_of(canonical_text(body_of(shipped("county_2013"))))
# Days near the National Day week of 2013: 1–7 October off, 29 September and 12 October worked.
NEAR = st.dates(date(2013, 9, 1), date(2013, 11, 30))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2013-09-28", False),  # an ordinary Saturday
        ("2013-09-29", True),  # a Sunday worked for the week after
        ("2013-09-30", True),
        ("2013-10-01", False),
        ("2013-10-05", False),  # a Saturday inside the holiday
        ("2013-10-07", False),
        ("2013-10-08", True),
        ("2013-10-12", True),  # a Saturday worked
        ("2013-10-13", False),
    ],
)
def test_day_is_worked_as_the_notice_says(day, works):
    found = is_working_day(date.fromisoformat(day), SCHEME.holidays, SCHEME.workdays)
    assert found is works


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        ("2013-09-26", 0, "2013-09-26"),
        ("2013-09-26", 1, "2013-09-27"),
        ("2013-09-26", 2, "2013-09-29"),
        ("2013-09-30", 1, "2013-10-08"),
        ("2013-09-30", 5, "2013-10-12"),
        # A period that begins on a day off counts from the day after it all the same.
        ("2013-10-03", 1, "2013-10-08"),
        # Public notice after the year's end: 2014's days stand in the scheme too.
        ("2013-12-30", 2, "2014-01-02"),
        ("2014-01-24", 5, "2014-01-30"),
    ],
)
def test_working_days_are_counted_over_holidays_and_worked_weekends(day, n, then):
    assert add_working_days(date.fromisoformat(day), n, SCHEME) == date.fromisoformat(then)


def test_period_is_over_at_the_end_of_its_last_day():
    over = end_of_working_days(date(2013, 9, 30), 5, SCHEME)
    assert over == datetime(2013, 10, 13, tzinfo=SHANGHAI)


@given(NEAR, st.integers(1, 30))
def test_as_many_days_are_worked_as_were_asked_for(day, n):
    then = add_working_days(day, n, SCHEME)
    between = [day + timedelta(days=d) for d in range(1, (then - day).days + 1)]
    worked = [d for d in between if is_working_day(d, SCHEME.holidays, SCHEME.workdays)]
    assert (len(worked), worked[-1]) == (n, then)


@given(NEAR, st.integers(0, 10), st.integers(0, 10))
def test_two_periods_one_after_the_other_are_one_long_one(day, a, b):
    once = add_working_days(add_working_days(day, a, SCHEME), b, SCHEME)
    assert once == add_working_days(day, a + b, SCHEME)
