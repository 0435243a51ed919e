from datetime import date
from decimal import Decimal

import pytest

from catecp.insights.figures.compute import figure, parts_of, whole
from catecp.insights.figures.partition import DoesNotSum, merge_small, partition
from catecp.insights.figures.quantities import Flow, NotComparable, Stock
from tests.factories.events import CheckpointFactory, DeviceFactory, EventFactory, RegistrationFactory, ScanFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

APRIL = date(2025, 4, 30)


def users(value: int) -> Stock:
    return Stock(Decimal(value), "users", APRIL)


def students_of_2024(value: int) -> Flow:
    return Flow(Decimal(value), "students", date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("act", [lambda a, b: a + b, lambda a, b: a < b, lambda a, b: b <= a, lambda a, b: a > b])
def test_stock_and_flow_refuse_each_other(act):
    with pytest.raises(NotComparable):
        act(users(400_000), students_of_2024(256_672))


def test_quantities_of_other_units_refuse_each_other():
    with pytest.raises(NotComparable):
        users(5) + Stock(Decimal(5), "students", APRIL)


def test_flows_of_following_periods_add_up_to_the_flow_over_both():
    january = Flow(Decimal(2), "students", date(2025, 1, 1), date(2025, 1, 31))
    february = Flow(Decimal(3), "students", date(2025, 2, 1), date(2025, 2, 28))

    assert january + february == Flow(Decimal(5), "students", date(2025, 1, 1), date(2025, 2, 28))


def test_flows_of_periods_with_a_gap_are_not_added():
    with pytest.raises(NotComparable):
        Flow(Decimal(2), "x", date(2025, 1, 1), date(2025, 1, 31)) + Flow(Decimal(2), "x", date(2025, 3, 1), date(2025, 3, 31))


def test_partition_puts_what_is_left_under_unclassified():
    found = partition(frozenset("abcd"), {"one": frozenset("ab")})

    assert found.values() == {"one": 2, "unclassified": 2}


@pytest.mark.parametrize("parts", [{"one": frozenset("ab"), "two": frozenset("bc")}, {"one": frozenset("az")}])
def test_partition_refuses_parts_that_overlap_or_are_not_in_the_total(parts):
    with pytest.raises(DoesNotSum):
        partition(frozenset("abcd"), parts)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"en": 40, "km": 30}, {"en": 40, "km": 30}),
        ({"en": 40, "lo": 2, "th": 3}, {"en": 40, "merged": 5}),
        ({"en": 40, "km": 12, "lo": 2}, {"en": 40, "merged": 14}),
    ],
    ids=["none small", "two small", "one small takes the next with it"],
)
def test_merge_small_leaves_nobody_to_be_recognised(values, expected):
    assert merge_small(values) == expected


@pytest.fixture
def hall(db):
    """Three people of two Chinese institutions, one of a Thai one, one without; one who never came; one who withdrew."""
    event = EventFactory()
    china = [InstitutionFactory(country=CountryFactory(code="CN")) for _ in range(2)]
    thai = InstitutionFactory(country=CountryFactory(code="TH"))
    people = [RegistrationFactory(event=event, institution=where) for where in (china[0], china[0], china[1], thai, None)]
    door, phone = CheckpointFactory(event=event), DeviceFactory(event=event)
    for registration in people:
        ScanFactory(checkpoint=door, device=phone, registration=registration)
        ScanFactory(checkpoint=door, device=phone, registration=registration)
    event.absent = RegistrationFactory(event=event, institution=china[1])
    event.gone = RegistrationFactory(event=event, institution=thai, state="withdrawn")
    event.china = china
    return event


def test_participants_counts_people_checked_in_once_and_says_whom_it_left_out(hall):
    found = whole(hall, "participants")

    assert found.value == 5
    assert found.excluded == {hall.absent.public_id: "not_checked_in", hall.gone.public_id: "withdrawn"}
    assert set(found.excluded.values()) <= set(found.reasons)


def test_person_merged_from_two_registrations_counts_once_whichever_badge_was_scanned(hall):
    scanned = hall.registrations.filter(institution=None).get()
    hall.absent.person.merged_into = scanned.person
    hall.absent.person.save()

    found = whole(hall, "participants")

    assert (found.value, found.excluded[hall.absent.public_id]) == (5, "merged")


def test_participants_by_group_sums_to_the_total(hall):
    found = parts_of(hall, "participants.by_group")

    assert {part.name: part.value for part in found.parts} == {
        "participants.by_group:china": 3,
        "participants.by_group:other_south_east_asia": 1,
        "participants.by_group:unclassified": 1,
    }
    assert sum(part.value for part in found.parts) == found.whole.value


def test_institutions_merged_into_one_count_once(hall):
    hall.china[1].merged_into = hall.china[0]
    hall.china[1].save()

    assert whole(hall, "institutions").value == 2


def test_figure_of_a_part_nobody_is_in_is_zero(hall):
    assert figure(hall, "participants.by_group:cambodia").value == 0


def test_check_code_changes_when_a_record_is_exchanged_for_another(hall):
    before = whole(hall, "participants")
    ScanFactory(checkpoint=hall.checkpoints.get(), registration=hall.absent)
    hall.scans.filter(registration=hall.registrations.filter(institution=None).get()).delete()

    after = whole(hall, "participants")

    assert (after.value, after.check_code != before.check_code) == (5, True)
