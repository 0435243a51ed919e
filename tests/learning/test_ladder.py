from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from catecp.learning.ladder import ALL, SEVERAL, Amount, CellKey, Counted, contributions, difference, earlier, filled

JAN, FEB, MAR = date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 15)
MONTH = {JAN: date(2026, 1, 1), FEB: date(2026, 2, 1), MAR: date(2026, 3, 1)}
DAYS = st.none() | st.dates(date(2025, 11, 1), date(2026, 4, 30))
STEPS = st.tuples(DAYS, DAYS, DAYS, DAYS, DAYS)
STANDINGS = st.builds(
    Counted,
    country=st.sampled_from(["", "KH", "TH"]),
    region=st.sampled_from([0, 7]),
    institution=st.sampled_from([0, 3, 4]),
    course=st.sampled_from([0, 1, 2]),
    channel=st.sampled_from([1, 2, 3]),
    days=STEPS.map(filled),
)


def counted(*, channel=1, course=1, institution=3, days) -> Counted:
    return Counted(country="KH", region=0, institution=institution, course=course, channel=channel, days=filled(days))


def test_days_fill_downwards():
    assert filled((None, None, None, MAR, None)) == (MAR, MAR, MAR, MAR, None)


def test_a_rung_is_never_later_than_the_one_above():
    assert filled((MAR, FEB, None, JAN, None)) == (JAN, JAN, JAN, JAN, None)


@given(STEPS)
def test_filled_days_never_go_back(days):
    known = [day for day in filled(days) if day]

    assert known == sorted(known)
    assert filled(filled(days)) == filled(days)


@given(STEPS, STEPS, STEPS)
def test_the_order_in_which_days_become_known_does_not_matter(one, two, three):
    assert earlier(earlier(one, two), three) == earlier(one, earlier(two, three)) == earlier(earlier(three, one), two)


def test_two_courses_are_two_enrolments_and_one_person():
    cells = contributions([counted(course=1, days=(FEB,) * 2 + (None,) * 3), counted(course=2, days=(JAN,) * 2 + (None,) * 3)])
    everywhere = ("all", "", ALL, ALL, "registered")

    assert cells[CellKey(*everywhere, MONTH[JAN]), "people"] == 1
    assert cells[CellKey(*everywhere, MONTH[FEB]), "people"] == 0
    assert cells[CellKey(*everywhere, MONTH[JAN]), "enrolments"] == 1
    assert cells[CellKey(*everywhere, MONTH[FEB]), "enrolments"] == 1


def test_a_second_channel_is_counted_in_the_month_it_came():
    standings = [counted(channel=channel, days=(day, None, None, None, None)) for channel, day in ((1, JAN), (2, MAR), (3, FEB))]

    cells = contributions(standings)

    several = {cell.month: number for (cell, what), number in cells.items() if cell[:4] == ("all", "", ALL, SEVERAL) and number}
    assert several == {MONTH[FEB]: 1}


def test_an_unknown_institution_is_unclassified_in_the_country_and_everywhere():
    cells = contributions([counted(institution=0, days=(JAN, None, None, None, None))])

    assert {cell.place for cell, _what in cells if cell.level == "institution"} == {"-", "KH-"}


@given(st.lists(STANDINGS, max_size=5), st.lists(STANDINGS, max_size=5))
def test_differences_add_up(before, after):
    one, other = contributions(before), contributions(after)

    changed = difference(other, one)
    back = difference(one, other)

    assert {cell: Amount(-people, -enrolments) for cell, (people, enrolments) in back.items()} == changed
    assert all(amount != (0, 0) for amount in changed.values())


@given(st.lists(STANDINGS, min_size=1, max_size=6))
def test_a_person_is_counted_once_at_each_rung_of_a_place(standings):
    cells = contributions(standings)

    for rung_index, rung in enumerate(("reached", "registered", "active", "completed", "certified")):
        number = sum(n for (cell, what), n in cells.items() if cell[:5] == ("all", "", ALL, ALL, rung) and what == "people")
        assert number == int(any(standing.days[rung_index] for standing in standings))
