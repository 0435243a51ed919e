import pytest
from django.urls import reverse

from tests.factories.events import CheckpointFactory, EventFactory, RegistrationFactory, ScanFactory


@pytest.fixture
def guest(db):
    """One participant who was at the door."""
    registration = RegistrationFactory(person__name="HIDDEN Name", person__original_name="ឈ្មោះ")
    ScanFactory(checkpoint=CheckpointFactory(event=registration.event), registration=registration)
    return registration


def address(event, name="participants"):
    return reverse("insights:figure", args=[event.slug, name])


def test_figure_shows_a_visitor_the_count_but_no_names(client, guest):
    page = client.get(address(guest.event)).content.decode()

    assert ("HIDDEN Name" in page, "One further record is counted that you may not open." in page) == (False, True)


def test_figure_opens_the_records_for_the_coordinator(coordinator_client, guest):
    page = coordinator_client.get(address(guest.event)).content.decode()

    assert ("HIDDEN Name" in page, "ឈ្មោះ" in page) == (True, True)


def test_figure_download_holds_only_what_the_reader_may_see(client, guest):
    lines = client.get(address(guest.event) + "?format=csv").content.decode("utf-8-sig").splitlines()

    assert lines == ["id,record,in its own script,note"]


def test_figure_of_a_closed_event_is_not_there_for_a_visitor(client, db):
    event = EventFactory(is_public=False)

    assert client.get(address(event)).status_code == 404


def test_unknown_figure_is_not_there(client, guest):
    assert client.get(address(guest.event, "participants.by_moon:full")).status_code == 404
