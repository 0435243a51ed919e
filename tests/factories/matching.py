import factory

from catecp.matching.models import ContactSwap
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, EventFactory


class SwapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactSwap

    event = factory.SubFactory(EventFactory)
    asker = factory.SubFactory(PersonFactory)
    asked = factory.SubFactory(PersonFactory)
    requested_at = NOON
