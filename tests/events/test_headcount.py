from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catecp.events.headcount import Group, Row, group_of, partition, total_institutions, total_people


def workshop_rows() -> list[Row]:
    """The workshop's 134 people: 56 Chinese from 24 institutions, 31 Cambodian from 8, 25 others of the region from 15, 2 from 1, 20 without."""

    def people(first: int, count: int, country: str, institutions: int, offset: int) -> list[Row]:
        return [Row(first + n, offset + n % institutions, country) for n in range(count)]

    return [
        *people(0, 56, "CN", 24, 100),
        *people(100, 31, "KH", 8, 200),
        *people(200, 25, "TH", 15, 300),
        *people(300, 2, "RU", 1, 400),
        *(Row(400 + n, None, None) for n in range(20)),
    ]


def test_partition_of_the_workshop_sums_to_134():
    parts = partition(workshop_rows())

    assert [(part.group.value, part.people, len(part.institutions)) for part in parts] == [
        ("china", 56, 24),
        ("cambodia", 31, 8),
        ("other_south_east_asia", 25, 15),
        ("russian_federation", 2, 1),
        ("other_countries", 0, 0),
        ("unclassified", 20, 0),
    ]
    assert (total_people(parts), total_institutions(parts)) == (134, 48)


def test_partition_counts_a_registration_given_twice_once():
    parts = partition([Row(1, 10, "CN"), Row(1, 10, "CN")])

    assert total_people(parts) == 1


@pytest.mark.parametrize(
    ("row", "group"),
    [
        (Row(1, 7, "CN"), Group.CHINA),
        (Row(1, 7, "KH"), Group.CAMBODIA),
        (Row(1, 7, "TL"), Group.OTHER_SOUTH_EAST_ASIA),
        (Row(1, 7, "RU"), Group.RUSSIAN_FEDERATION),
        (Row(1, 7, "FR"), Group.OTHER_COUNTRIES),
        (Row(1, None, "CN"), Group.UNCLASSIFIED),
        (Row(1, 7, None), Group.UNCLASSIFIED),
    ],
    ids=["china", "cambodia", "timor-leste", "russia", "elsewhere", "no institution", "no country"],
)
def test_group_of_a_row(row, group):
    assert group_of(row) == group


@given(
    st.lists(
        st.builds(
            Row,
            registration=st.integers(1, 40),
            institution=st.none() | st.integers(1, 9),
            country=st.none() | st.sampled_from(["CN", "KH", "TH", "RU", "FR", "ZZ"]),
        )
    )
)
def test_partition_always_sums_and_never_overlaps(rows):
    parts = partition(rows)

    counted = list(chain.from_iterable(part.registrations for part in parts))
    assert sorted(counted) == sorted({row.registration for row in rows})
