from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from catecp.insights.services.claims import record_claim
from catecp.learning.services.merging import merge_learners, undo_merge
from catecp.learning.services.standing import note
from tests.factories.accounts import GrantFactory
from tests.factories.courses import ChannelFactory, OfferingFactory, make_course
from tests.factories.learning import EnrolmentFactory, LearnerFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ADDRESS = "/reach/"


@pytest.fixture
def network():
    """Two institutions in two countries and one course by two channels: seven learners in KH, three in TH."""
    course = make_course()
    kh = InstitutionFactory(country=CountryFactory(code="KH"), name={"en": "Polytechnic of Kampot"})
    th = InstitutionFactory(country=CountryFactory(code="TH"), name={"en": "College of Trang"})
    first, second = ChannelFactory(key="platform"), ChannelFactory(key="usb")
    offerings = {
        (place, channel): OfferingFactory(version=course.published, channel=by, institution=at)
        for place, at in (("kh", kh), ("th", th))
        for channel, by in (("platform", first), ("usb", second))
    }
    learners = {place: LearnerFactory.create_batch(number) for place, number in (("kh", 7), ("th", 3))}
    for place, rows in learners.items():
        for learner in rows:
            note(enrolment=EnrolmentFactory(learner=learner, offering=offerings[place, "platform"]), active=date(2026, 3, 9))
    return {"course": course, "kh": kh, "th": th, "offerings": offerings, "learners": learners}


def table(client, query: str = "") -> list[list[str]]:
    content = client.get(f"{ADDRESS}?{query}&format=csv").content.decode("utf-8-sig")
    return [line.split(",") for line in content.strip().split("\r\n")[1:]]


def test_staff_see_every_number(network, coordinator_client):
    assert table(coordinator_client) == [["Cambodia", "7", "7", "7", "0", "0"], ["Thailand", "3", "3", "3", "0", "0"]]


def test_the_public_sees_no_number_under_five_nor_the_one_that_would_tell_it(network, client):
    assert table(client) == [
        ["Cambodia", "not shown", "not shown", "not shown", "0", "0"],
        ["Thailand", "fewer than 5", "fewer than 5", "fewer than 5", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("by=institution", [["Polytechnic of Kampot", "7"], ["College of Trang", "3"]]),
        ("by=institution&country=TH", [["College of Trang", "3"]]),
        ("by=course", [["Safety in the welding shop", "10"]]),
        ("by=channel", [["platform", "10"]]),
        ("by=channel&country=TH", [["platform", "3"]]),
        ("by=country&channel=usb", []),
        ("period=2026-03", [["Cambodia", "7"], ["Thailand", "3"]]),
        ("period=2026-Q2", []),
        ("period=until-2026-02", []),
        ("by=province", [["not classified", "10"]]),
    ],
)
def test_filters_and_breakdowns(network, coordinator_client, query, rows):
    assert [row[:2] for row in table(coordinator_client, query)] == rows


def test_people_people_in_channels_and_enrolments_are_kept_apart(network, coordinator_client):
    for learner in network["learners"]["kh"][:2]:
        note(enrolment=EnrolmentFactory(learner=learner, offering=network["offerings"]["kh", "usb"]))

    counts = coordinator_client.get(ADDRESS).context["counts"]["rows"][1]

    assert [cell["value"] for cell in counts["cells"]] == [10, 12, 2, 12]


def test_a_merge_takes_one_away_and_its_undoing_gives_it_back(network, coordinator_client):
    one, other = network["learners"]["kh"][0], network["learners"]["th"][0]

    merge = merge_learners(kept=one, absorbed=other, rule="claim", at=NOW, by=None)
    merged = coordinator_client.get(ADDRESS).context["ladder"][2]["value"]
    undo_merge(merge=merge, at=NOW, by=None)

    assert (merged, coordinator_client.get(ADDRESS).context["ladder"][2]["value"]) == (9, 10)


def test_a_count_opens_what_the_reader_may_see(network, client, signed_in, coordinator_client):
    teacher = GrantFactory(role="teacher", scope="institution", scope_id=network["th"].pk).user
    address = reverse("insights:reach_cell", args=["people", "active"])

    seen = [who.get(address).context["page"].paginator.count for who in (client, signed_in(teacher), coordinator_client)]

    assert seen == [0, 3, 10]


def test_the_list_of_a_period_holds_who_came_first_in_it(network, coordinator_client):
    late = LearnerFactory(name="Late")
    offering = network["offerings"]["kh", "platform"]
    note(enrolment=EnrolmentFactory(learner=late, offering=offering, enrolled_at=datetime(2026, 5, 1, tzinfo=UTC)))
    again = network["learners"]["kh"][0]
    second = network["offerings"]["kh", "usb"]
    note(enrolment=EnrolmentFactory(learner=again, offering=second, enrolled_at=datetime(2026, 5, 2, tzinfo=UTC)))

    page = coordinator_client.get(reverse("insights:reach_cell", args=["people", "registered"]) + "?period=2026-05").context[
        "page"
    ]

    assert [learner.name for learner in page.object_list] == ["Late"]


def test_claims_stand_beside_and_are_not_compared(network, client):
    more = {"metric": "reach.people.registered", "source": "Remarks", "source_on": date(2025, 5, 14), "at": NOW, "by": None}
    record_claim(event=None, key="a", value=Decimal(256_672), unit="students", nature="flow", period="2024", **more)
    record_claim(event=None, key="b", value=Decimal(400_000), unit="users", nature="stock", period="2025-04-30", **more)

    context = client.get(ADDRESS).context

    assert [(card["value"], card["is_compared"]) for card in context["claims"]] == [("256,672", False), ("400,000", False)]
    assert [str(pair["why"]) for pair in context["between"]] == [
        "Not compared: one counts who was new in a period, the other who was there on a day."
    ]


def test_what_the_address_cannot_mean_is_left_out_and_said(network, client):
    context = client.get(f"{ADDRESS}?country=XX&province=x&period=yesterday&course=%00&by=moon&count=all").context

    assert sorted(context["asked"].unreadable) == ["country", "course", "period", "province"]


@pytest.mark.parametrize(("count", "rung"), [("people", "famous"), ("money", "active")])
def test_a_figure_that_is_not_in_the_register_is_not_found(client, count, rung):
    assert client.get(reverse("insights:reach_cell", args=[count, rung])).status_code == 404


def test_the_page_asks_as_often_for_three_rows_as_for_one(network, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        client.get(ADDRESS)
    for code in ("VN", "LA"):
        at = InstitutionFactory(country=CountryFactory(code=code))
        offering = OfferingFactory(version=network["course"].published, institution=at)
        note(enrolment=EnrolmentFactory(offering=offering))

    with django_assert_max_num_queries(14):
        client.get(ADDRESS)
