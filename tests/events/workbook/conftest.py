from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.management import call_command

from catecp.events.models import Event, Organiser
from catecp.network.models import Institution
from tests.factories.events import EventFactory

AT = datetime(2025, 5, 11, 3, 0, tzinfo=UTC)


@pytest.fixture
def directory_loaded(db):
    call_command("load_reference", verbosity=0)


@pytest.fixture
def event(directory_loaded) -> Event:
    """The demo's event with its two organisers and the whole directory."""
    made = EventFactory(slug="china-sea-2025", starts_on=date(2025, 5, 12), ends_on=date(2025, 5, 13))
    for name in ("SEAMEO TED", "Go Study Global Education"):
        Organiser.objects.create(event=made, institution=institution_named(name), role="initiating")
    return made


def institution_named(name: str) -> Institution:
    return next(row for row in Institution.objects.all() if row.name["en"] == name)


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(tmp_path):
    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path
    yield
    settings.MEDIA_ROOT = kept
