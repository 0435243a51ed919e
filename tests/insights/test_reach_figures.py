from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catecp.insights.figures.discretion import LEAST, also_hidden, settled
from catecp.insights.figures.quantities import Flow, NotComparable, Stock
from catecp.insights.figures.reach import REACH
from catecp.insights.figures.registry import METRICS
from catecp.insights.reach.asked import read_question
from catecp.insights.reach.claims import why_not
from catecp.insights.reach.numbers import ladder_from, quantity
from catecp.learning.ladder import Amount

MONTHS = [date(2025 + number // 12, number % 12 + 1, 1) for number in range(18)]
HISTORY = st.lists(st.integers(0, 12), max_size=18).map(lambda numbers: [(MONTHS[i], n, n) for i, n in enumerate(numbers)])
TODAY = date(2026, 11, 22)


@given(HISTORY)
def test_no_month_of_a_settled_history_is_small_and_nobody_is_lost(months):
    shown, waiting = settled(months)

    assert all(people >= LEAST for _month, people, _enrolments in shown)
    assert sum(people for _month, people, _enrolments in shown) + waiting == sum(people for _month, people, _e in months)
    assert waiting < LEAST


@given(HISTORY, st.integers(0, 18), st.integers(0, 18))
def test_no_difference_of_two_periods_is_small(months, one, other):
    first, last = sorted((one, other))
    shown, _waiting = settled(months)

    inside = [people for month, people, _e in shown if month in MONTHS[first:last]]

    assert sum(inside) == 0 or sum(inside) >= LEAST


@given(HISTORY)
def test_what_is_shown_is_never_before_it_happened(months):
    shown, _waiting = settled(months)

    for month, _people, _enrolments in shown:
        published = sum(people for at, people, _e in shown if at <= month)
        assert published == sum(people for at, people, _e in months if at <= month)
    assert all(one[0] < other[0] for one, other in pairwise(shown))


@pytest.mark.parametrize(
    ("ever", "closed"),
    [
        ({"a": 20, "b": 9, "c": 3}, "b"),
        ({"a": 20, "b": 9, "c": 3, "d": 2}, None),
        ({"a": 20, "b": 9}, None),
        ({"a": 3}, None),
        ({}, None),
    ],
)
def test_one_more_row_is_closed_when_the_small_ones_could_be_worked_out(ever, closed):
    assert also_hidden(ever) == closed


def test_a_period_is_a_flow_and_a_day_a_stock():
    flow = quantity(5, count="people", rung="active", span=read_question({"period": "2026-Q3"}, today=TODAY).span)
    stock = quantity(5, count="people", rung="active", span=read_question({}, today=TODAY).span)

    assert flow == Flow(Decimal(5), "people", date(2026, 7, 1), date(2026, 9, 30))
    assert stock == Stock(Decimal(5), "people", TODAY)
    with pytest.raises(NotComparable):
        stock < flow  # noqa: B015 -- it is the comparison that is refused


def test_people_and_people_in_channels_refuse_each_other():
    span = read_question({}, today=TODAY).span

    assert why_not(
        quantity(5, count="people", rung="active", span=span), quantity(5, count="in_channels", rung="active", span=span)
    )


def test_every_figure_of_reach_has_a_name_of_its_own():
    assert len(REACH) == 20
    assert set(REACH) & set(METRICS) == set()


def test_people_in_channels_are_never_fewer_than_people_when_small_channels_are_closed():
    month, span = date(2026, 3, 1), read_question({}, today=TODAY).span
    whole = {"certified": [(month, Amount(11, 11))]}
    channels = {1: {"certified": [(month, Amount(7, 7))]}, 2: {"certified": [(month, Amount(4, 4))]}}

    public = ladder_from(whole, channels, span, is_exact=False)[-1]

    assert (public.people.value, public.in_channels.value) == (11, 11)
