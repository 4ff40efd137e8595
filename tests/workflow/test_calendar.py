"""Working days over holidays and working weekends, by days that the official notices name."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit.verify import verify
from workflow.calendar import SATURDAY, Calendar, YearDays, newest, shipped
from workflow.calendar_shipped import SHIPPED
from workflow.clock import SHANGHAI
from workflow.errors import InvalidInput, NotPermitted
from workflow.queries import calendar as stored

OURS = Calendar({})
# Days near the National Day week of 2013: 1–7 October off, 29 September and 12 October worked.
NEAR = st.dates(date(2013, 9, 1), date(2013, 11, 30))
NOTICE = "国办发明电〔2026〕1号"


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
        # One day of each other notice that ships: Spring Festival, and a day worked for it.
        ("2011-02-03", False),
        ("2011-01-30", True),
        ("2012-01-23", False),
        ("2012-01-21", True),
        ("2014-01-31", False),
        ("2014-02-08", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-09-25", False),
        # Nobody has said yet what is off in 2027: weekends alone.
        ("2027-01-01", True),
        ("2027-01-02", False),
    ],
)
def test_day_is_worked_as_the_notice_says(day, works):
    assert OURS.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize("year", SHIPPED)
def test_what_ships_names_working_days_as_off_and_weekends_as_worked(year):
    days = shipped(year)
    assert days.is_known
    assert all(date.fromisoformat(d).weekday() < SATURDAY for d in days.holidays)
    assert all(date.fromisoformat(d).weekday() >= SATURDAY for d in days.workdays)
    assert len(days.holidays) > 15


def test_year_whose_notice_is_not_out_is_said_to_be_unknown():
    assert not shipped(2027).is_known
    assert not OURS.year(2027).is_known


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
        # Periods go over the year's end: one calendar for all years.
        ("2013-12-30", 2, "2014-01-02"),
        ("2014-01-24", 5, "2014-01-30"),
    ],
)
def test_working_days_are_counted_over_holidays_and_worked_weekends(day, n, then):
    assert OURS.add(date.fromisoformat(day), n) == date.fromisoformat(then)


def test_period_is_over_at_the_end_of_its_last_day():
    assert OURS.end_of(date(2013, 9, 30), 5) == datetime(2013, 10, 13, tzinfo=SHANGHAI)


@given(NEAR, st.integers(1, 30))
def test_as_many_days_are_worked_as_were_asked_for(day, n):
    then = OURS.add(day, n)
    between = [day + timedelta(days=d) for d in range(1, (then - day).days + 1)]
    worked = [d for d in between if OURS.is_working_day(d)]
    assert (len(worked), worked[-1]) == (n, then)


@given(NEAR, st.integers(0, 30))
def test_days_that_were_worked_are_counted_as_they_are_added(day, n):
    assert OURS.worked(day, OURS.add(day, n)) == n


@pytest.mark.parametrize(("upto", "n"), [("2013-10-07", 0), ("2013-10-08", 1), ("2013-10-12", 5)])
def test_the_day_itself_never_counts_and_the_last_one_does_if_it_is_worked(upto, n):
    assert OURS.worked(date(2013, 9, 30), date.fromisoformat(upto)) == n


@given(NEAR, st.integers(0, 10), st.integers(0, 10))
def test_two_periods_one_after_the_other_are_one_long_one(day, a, b):
    assert OURS.add(OURS.add(day, a), b) == OURS.add(day, a + b)


@given(NEAR, st.integers(0, 86_399), st.integers(1, 12))
def test_last_day_over_is_the_last_whose_days_have_passed(day, second, n):
    now = datetime.combine(day, datetime.min.time(), SHANGHAI) + timedelta(seconds=second)
    last = OURS.last_day_over(now, n)
    assert OURS.end_of(last, n) <= now < OURS.end_of(last + timedelta(days=1), n)


def test_newest_version_of_a_year_counts_whatever_the_order():
    old = YearDays(2013, 1, frozenset({"2013-03-04"}), frozenset(), "一")
    new = YearDays(2013, 2, frozenset({"2013-03-05"}), frozenset(), "二")
    for versions in ((old, new), (new, old)):
        known = newest(versions)
        assert known.is_working_day(date(2013, 3, 4))
        assert not known.is_working_day(date(2013, 3, 5))
        assert known.year(2014) == shipped(2014)


# — the office sets a year —


def set_2027(world, holidays=("2027-01-01",), workdays=("2027-01-09",), **more):
    days = {"holidays": list(holidays), "workdays": list(workdays)}
    return world.county(
        "office", "set_calendar", **{"year": 2027, "document": NOTICE, **days, **more}
    )


def test_year_is_set_by_a_document_and_every_version_stays(fresh):
    assert stored.calendar(fresh.database).is_working_day(date(2027, 1, 1))
    set_2027(fresh)
    set_2027(fresh, workdays=["2027-01-10"])
    known = stored.calendar(fresh.database)
    assert not known.is_working_day(date(2027, 1, 1))
    assert not known.is_working_day(date(2027, 1, 9))
    assert known.is_working_day(date(2027, 1, 10))
    rows = fresh.rows("SELECT no, workdays, document FROM calendar WHERE year = 2027 ORDER BY no")
    assert [(r["no"], json.loads(r["workdays"])) for r in rows] == [
        (1, ["2027-01-09"]),
        (2, ["2027-01-10"]),
    ]
    every = stored.versions(fresh.database)
    shown = [(v["no"], v["counts"]) for v in every if v["year"] == 2027]
    assert shown == [(2, True), (1, False)]
    assert verify(fresh.database).ok


def test_setting_it_is_named_in_the_log_with_its_days_and_document(fresh):
    number = set_2027(fresh)
    entry = json.loads(
        fresh.row("SELECT body FROM entry WHERE act = 'set_calendar' ORDER BY id DESC LIMIT 1")[
            "body"
        ]
    )
    assert entry["object"] == {"kind": "county", "id": number, "table": "calendar"}
    assert entry["named"] == {"document": NOTICE}
    assert entry["writes"][0]["after"]["holidays"] == '["2027-01-01"]'


def test_what_ships_can_be_set_otherwise(fresh):
    fresh.county(
        "office", "set_calendar", year=2013, holidays=["2013-03-08"], workdays=[], document="县1号"
    )
    known = stored.calendar(fresh.database)
    assert not known.is_working_day(date(2013, 3, 8))
    assert known.is_working_day(date(2013, 10, 1)), "the version is the whole year"


@pytest.mark.parametrize(
    ("days", "field", "words"),
    [
        ({"holidays": ["2027-01-02"]}, "holidays", "off anyway"),
        ({"workdays": ["2027-01-08"]}, "workdays", "worked anyway"),
        ({"holidays": ["2026-12-31"]}, "holidays", "not in 2027"),
        ({"workdays": ["2027-13-01"]}, "workdays.0", "must be a date"),
        ({"document": " "}, "document", "required"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(fresh, days, field, words):
    before = fresh.tables()
    with pytest.raises(InvalidInput) as caught:
        set_2027(fresh, **days)
    assert [(name, words in texts[0].en) for name, texts in caught.value.fields.items()] == [
        (field, True)
    ]
    assert fresh.tables() == before


def test_same_version_again_is_refused(fresh):
    set_2027(fresh)
    with pytest.raises(InvalidInput) as caught:
        set_2027(fresh)
    assert "counts already" in caught.value.fields["holidays"][0].en


def test_calendar_is_the_offices(fresh):
    for who in ("head", "leader1", "xq.head", "admin", "auditor"):
        with pytest.raises(NotPermitted):
            fresh.county(who, "set_calendar", year=2027, holidays=[], workdays=[], document=NOTICE)
