import pytest
from django.urls import reverse

from catecp.courses.models import Channel, Offering
from tests.factories.courses import ChannelFactory, OfferingFactory, make_course
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


def test_a_channel_is_made_with_a_link_of_its_own(coordinator_client):
    CountryFactory(code="KH")

    response = coordinator_client.post(
        reverse("channels:make"),
        {"name": "Ministry of Labour, Cambodia", "kind": "ministry", "territory": ["KH"], "terms": "Free."},
    )

    channel = Channel.objects.get()
    assert (channel.key, [country.code for country in channel.territory.all()], response.url) == (
        "ministry-of-labour-cambodia",
        ["KH"],
        reverse("channels:channel", args=[channel.key]),
    )
    shown = coordinator_client.get(response.url).content.decode()
    assert shown.count(f"/join/c/{channel.join_code}/") == 2


def test_changing_a_channel_keeps_what_stands_on_paper(coordinator_client):
    channel = ChannelFactory(key="usb")

    coordinator_client.post(reverse("channels:change", args=["usb"]), {"name": "USB packs", "kind": "usb"})

    after = Channel.objects.get()
    assert (after.key, after.join_code, str(after.name), after.kind) == ("usb", channel.join_code, "USB packs", "usb")


def test_a_channel_that_ends_before_it_begins_is_refused(coordinator_client):
    ChannelFactory(key="usb")
    data = {"name": "USB packs", "kind": "usb", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}

    response = coordinator_client.post(reverse("channels:change", args=["usb"]), data)

    assert response.context["form"].non_field_errors() == ["The channel ends before it begins."]


def test_a_published_course_is_offered_and_closed_to_the_link(coordinator_client):
    channel, course = ChannelFactory(key="usb"), make_course()

    coordinator_client.post(reverse("channels:offer", args=["usb"]), {"course": course.public_id, "is_open": "on"})
    offering = Offering.objects.get()
    coordinator_client.post(reverse("channels:open_offer", args=["usb", offering.public_id]))

    after = Offering.objects.get()
    assert (offering.version, offering.channel, offering.is_open, after.is_open) == (course.published, channel, True, False)


def test_the_list_counts_open_offers_in_one_query(client, django_assert_num_queries):
    OfferingFactory(channel=ChannelFactory(key="a"))
    OfferingFactory(channel=ChannelFactory(key="b"), is_open=False)
    ChannelFactory(key="c")

    with django_assert_num_queries(2):
        page = client.get(reverse("channels:channels")).context["page"]

    assert [(channel.key, channel.offers) for channel in page] == [("a", 1), ("b", 0), ("c", 0)]
