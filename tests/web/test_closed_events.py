"""What belongs to an event that is not public stays inside it, also where other modules show it."""

import pytest

from catecp.insights.figures.compute import whole
from catecp.insights.records import records_of
from catecp.opportunities.models import Call
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.agreements import agreement_of
from tests.factories.events import EventFactory
from tests.factories.network import InstitutionFactory
from tests.factories.opportunities import CallFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    """With a call and a signed agreement at a closed event."""
    found, closed = InstitutionFactory(), EventFactory(is_public=False)
    CallFactory(event=closed, institution=found, text={"en": "A call behind closed doors"})
    agreement_of(found, InstitutionFactory(), signed=True, event=closed, title={"en": "An agreement behind closed doors"})
    return found


def test_profile_of_an_institution_tells_nothing_of_a_closed_event(client, signed_in, coordinator, institution):
    pages = [who.get(institution.get_absolute_url()).content.decode() for who in (client, signed_in(UserFactory()))]
    full = signed_in(coordinator).get(institution.get_absolute_url()).content.decode()

    assert ["behind closed doors" in page for page in pages] == [False, False]
    assert ("A call behind closed doors" in full, "An agreement behind closed doors" in full) == (True, True)


@pytest.mark.parametrize("name", ["calls", "agreements"])
def test_figure_of_a_closed_event_is_counted_for_the_ministry_and_opened_by_the_coordinator(coordinator, institution, name):
    ministry = GrantFactory(role="ministry_viewer").user
    event = Call.objects.get().event

    records = [records_of(whole(event, name), event=event, actor=actor) for actor in (ministry, coordinator)]

    assert [(len(found.seen), found.closed) for found in records] == [(0, 1), (1, 0)]
