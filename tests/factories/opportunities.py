import factory

from catecp.opportunities.models import Call, Interest
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, EventFactory


class CallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Call

    event = factory.SubFactory(EventFactory)
    kind = "internship"
    text = factory.Sequence(lambda n: {"en": f"Call {n}"})
    owner = factory.SubFactory(PersonFactory)
    posted_at = NOON


class InterestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interest

    call = factory.SubFactory(CallFactory)
    person = factory.SubFactory(PersonFactory)
    said_at = NOON
