import factory

from catecp.notices.models import Message
from tests.factories.events import NOON


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    kind = "events.invitation"
    to_address = factory.Sequence(lambda n: f"reader{n}@example.org")
    language = "en"
    subject = factory.Sequence(lambda n: f"Invitation {n}")
    body = "Dear reader,\n\nplease come."
    created_at = NOON
