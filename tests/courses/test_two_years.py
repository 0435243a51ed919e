from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from catecp.courses.two_years import Use, clock_of, countries_two_years, days_in_use, window_start

ON = date(2026, 11, 22)
DAYS = st.dates(date(2018, 1, 1), date(2028, 1, 1))
USES = st.lists(st.builds(Use, country=st.just("KH"), starts_on=DAYS, ends_on=st.none() | DAYS), max_size=6)


@given(USES)
def test_days_in_use_equal_a_count_day_by_day(uses):
    days = (window_start(ON) + timedelta(days=number) for number in range((ON - window_start(ON)).days + 1))
    expected = sum(any(use.starts_on <= day <= (use.ends_on or ON) for use in uses) for day in days)

    assert days_in_use(uses, on=ON) == expected


def test_use_longer_ago_than_five_years_does_not_count():
    old = Use("KH", date(2015, 1, 1), date(2021, 12, 31))

    assert clock_of(old, on=ON).days == (date(2021, 12, 31) - date(2021, 11, 22)).days + 1
    assert countries_two_years([old], on=ON) == []


def test_a_period_too_short_never_reaches_two_years():
    short = Use("KH", date(2025, 1, 1), date(2025, 12, 31))

    assert clock_of(short, on=ON).reached_on is None


def test_the_window_begins_on_a_day_that_exists():
    assert window_start(date(2028, 2, 29)) == date(2023, 2, 28)
