from datetime import UTC, date, datetime

import factory

from catecp.events.models import Checkpoint, Delegation, Device, Event, Registration, Scan, Session, Talk, Visit
from tests.factories.accounts import PersonFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

NOON = datetime(2025, 5, 13, 5, 0, tzinfo=UTC)  # noon in Phnom Penh on the workshop's second day


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"workshop-{n}")
    name = factory.LazyAttribute(lambda event: {"en": event.slug.title()})
    starts_on = date(2025, 5, 12)
    ends_on = date(2025, 5, 13)
    city = factory.LazyFunction(lambda: {"en": "Phnom Penh"})
    country = factory.SubFactory(CountryFactory)
    languages = factory.LazyFunction(lambda: ["en", "zh-hans", "km"])
    is_public = True


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: {"en": f"Session {n}"})
    starts_at = NOON


class TalkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Talk

    session = factory.SubFactory(SessionFactory)
    speaker = factory.SubFactory(PersonFactory)
    title = factory.Sequence(lambda n: {"en": f"Talk {n}"})


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
    submitted_at = NOON


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation

    event = factory.SubFactory(EventFactory)
    institution = factory.SubFactory(InstitutionFactory)
    fill_key = factory.Sequence(lambda n: f"FILL{n:022d}")
    approve_key = factory.Sequence(lambda n: f"APPR{n:022d}")
    created_at = NOON


class VisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Visit

    event = factory.SubFactory(EventFactory)
    kind = "industrial"
    destination = factory.LazyFunction(lambda: {"en": "Special economic zone"})
    starts_at = NOON


class CheckpointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Checkpoint

    event = factory.SubFactory(EventFactory)
    kind = "door"
    name = "Main door"


class DeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Device

    event = factory.SubFactory(EventFactory)
    name = "Phone 1"
    key_hash = factory.Sequence(lambda n: f"{n:064x}")
    created_at = NOON


class ScanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scan

    event = factory.LazyAttribute(lambda scan: scan.checkpoint.event)
    checkpoint = factory.SubFactory(CheckpointFactory)
    device = factory.LazyAttribute(lambda scan: DeviceFactory(event=scan.checkpoint.event))
    nonce = factory.Sequence(lambda n: f"nonce-{n}")
    code = factory.LazyAttribute(lambda scan: scan.registration.badge_code if scan.registration else "NOBODY00")
    scanned_at = NOON
    received_at = NOON
