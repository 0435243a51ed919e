"""Pairs of rows that are one person, and pairs that only look like it."""

import pytest

from catecp.events.workbook.duplicates import find_duplicates, groups_of
from catecp.events.workbook.rows import Reading

W, N = "wenzhou", "ntti"


def pair_of(left: dict, right: dict) -> str:
    """Return "likely", "possible" or "" for two rows among others."""
    rows = [{**left}, {**right}, {"name": "Other Person", "email": "other@example.org", "at": "other"}]
    institutions = [row.pop("at", "") for row in rows]
    found = find_duplicates([Reading(row=number, **row) for number, row in enumerate(rows)], institutions)
    return "" if not found.pairs else "likely" if found.pairs[0].likely else "possible"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": "LI Hua", "email": "a@x.org"}, {"name": "LI HUA", "email": "a@x.org"}),
        ({"name": "LI Hua", "email": "a@x.org", "at": W}, {"name": "Hua LI", "email": "a.2@x.org", "at": W}),
        ({"name": "Sok Dara", "email": "a@x.org", "at": N}, {"name": "SOK DARA", "email": "b@y.org", "at": N}),
        (
            {"name": "Sok Dara", "phone": "012 999 888", "at": N, "email": "a@x.org"},
            {"name": "Sok Dara", "phone": "+855 12 999 888", "email": "b@x.org"},
        ),
        ({"name": "Nguyễn Thị Hương", "email": "a@x.org", "at": W}, {"name": "Nguyen Thi Huong", "email": "b@x.org", "at": W}),
        ({"name": "李华", "email": "a@x.org", "at": W}, {"name": "LI Hua", "native_name": "李华", "email": "b@x.org", "at": W}),
        (
            {"name": "LI Xiaoyan", "native_name": "李晓燕", "email": "a@x.org", "at": W},
            {"name": "LI Xiaoyuan", "native_name": "李晓燕", "email": "b@x.org", "at": W},
        ),
        ({"name": "LI Hua", "email": "a@x.org"}, {"name": "LI Hua B.", "email": "a@x.org"}),
        ({"name": "Nur Aisyah binti Hassan", "email": "a@x.org"}, {"name": "Nur Aisyah", "email": "a@x.org"}),
        ({"name": "LI Hua", "email": "", "at": W}, {"name": "LI Hua", "email": "", "at": W}),
    ],
)
def test_pair_is_likely_one_person(left, right):
    assert (pair_of(left, right), pair_of(right, left)) == ("likely", "likely")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            {"name": "LI Hua", "native_name": "李华", "email": "a@x.org", "at": W},
            {"name": "LI Hua B.", "native_name": "李华", "email": "b@x.org", "at": W},
        ),
        (
            {"name": "LI Hua", "native_name": "李华", "email": "a@x.org", "at": W},
            {"name": "LI Hua", "native_name": "李华", "email": "b@x.org", "at": N},
        ),
        (
            {"name": "ZHANG Wei", "native_name": "张伟", "email": "a@x.org", "at": W},
            {"name": "ZHANG Wei", "native_name": "章薇", "email": "b@x.org", "at": W},
        ),
        ({"name": "LI Hua", "email": "office@x.org", "at": W}, {"name": "WANG Fang", "email": "office@x.org", "at": W}),
        ({"name": "LI Hua", "email": "office@x.org", "at": W}, {"name": "LI Na", "email": "office@x.org", "at": W}),
        ({"name": "Sok Dara", "email": "a@x.org", "at": N}, {"name": "Sok Dana", "email": "b@x.org", "at": N}),
    ],
)
def test_pair_is_two_people(left, right):
    assert (pair_of(left, right), pair_of(right, left)) == ("", "")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": "Sok Dara", "email": "a@x.org", "at": N}, {"name": "Sok Dara", "email": "b@x.org"}),
        ({"name": "Nur Aisyah binti Hassan", "email": "a@x.org", "at": W}, {"name": "Nur Aisyah", "email": "b@x.org", "at": W}),
    ],
)
def test_pair_is_shown_to_a_person_when_it_is_only_possible(left, right):
    assert pair_of(left, right) == "possible"


def test_telephone_everybody_gave_says_nothing():
    rows = [
        Reading(
            row=number,
            name="Sok Dara" if number < 2 else f"Person {'abcdefgh'[number]}",
            email=f"p{number}@x.org",
            phone="+855 12 345 678",
        )
        for number in range(8)
    ]

    found = find_duplicates(rows, ["a", "b", *[""] * 6])

    assert [pair for pair in found.pairs if pair.likely] == []


def test_groups_of_joins_pairs_that_share_a_row():
    rows = [Reading(row=number, name="LI Hua", email="a@x.org") for number in range(3)]
    pairs = find_duplicates(rows, ["", "", ""]).pairs

    assert groups_of(3, pairs) == [[0, 1, 2]]
