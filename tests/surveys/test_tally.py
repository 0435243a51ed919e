import pytest
from hypothesis import given
from hypothesis import strategies as st

from catecp.kernel.translated import written
from catecp.surveys.question_types.base import Row
from catecp.surveys.tally import SMALLEST_GROUP, Group, group_of, merged_groups, round_half_up, shares


def test_shares_carry_the_number_they_are_shares_of_and_put_most_people_first():
    rows = [Row("a", written("A"), 3), Row("b", written("B"), 7), Row("c", written("C"), 3)]

    found = shares(rows, answered=9)

    assert [(share.key, share.people, share.answered, share.percent) for share in found] == [
        ("b", 7, 9, 78),
        ("a", 3, 9, 33),
        ("c", 3, 9, 33),
    ]


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ({"en": 20, "km": 9}, [Group(("en",), 20), Group(("km",), 9)]),
        ({"en": 20, "th": 3, "vi": 2}, [Group(("en",), 20), Group(("th", "vi"), 5, is_merged=True)]),
        ({"en": 20, "km": 9, "tet": 1}, [Group(("en",), 20), Group(("km", "tet"), 10, is_merged=True)]),
        ({"en": 3, "km": 1}, [Group(("en", "km"), 4, is_merged=True)]),
        ({"tet": 2, "en": 0}, [Group(("tet",), 2, is_merged=True)]),
        ({}, []),
    ],
    ids=[
        "all large",
        "small ones together",
        "a single small one takes the next with it",
        "too few altogether",
        "one alone",
        "nobody",
    ],
)
def test_merged_groups_never_print_a_small_group(counts, groups):
    assert merged_groups(counts) == groups


@given(st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 40)))
def test_merged_groups_sum_to_the_total_and_are_small_only_when_everybody_is(counts):
    groups = merged_groups(counts)

    total = sum(counts.values())
    assert sum(group.people for group in groups) == total
    assert sorted(member for group in groups for member in group.members) == sorted(
        name for name, people in counts.items() if people
    )
    assert all(group.people >= min(SMALLEST_GROUP, total) for group in groups)


def test_group_of_names_each_member_by_the_group_it_is_printed_under():
    assert group_of(merged_groups({"en": 20, "th": 3, "vi": 2})) == {"en": "en", "th": "merged", "vi": "merged"}


def test_half_rounds_up_and_nobody_of_nobody_is_nothing():
    assert [round_half_up(1, 8), round_half_up(100, 8), round_half_up(0, 0)] == [0, 13, 0]
