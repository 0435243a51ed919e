import factory

from catecp.events.documents.addresses import check_address
from catecp.events.models import InvitationLetter
from catecp.files.services import store_document
from catecp.kernel.identifiers import code
from tests.factories.events import NOON, RegistrationFactory


class InvitationLetterFactory(factory.django.DjangoModelFactory):
    """A letter whose file is a stand-in; `services.letters.issue_letter` sets a real one."""

    class Meta:
        model = InvitationLetter

    registration = factory.SubFactory(RegistrationFactory)
    event = factory.LazyAttribute(lambda letter: letter.registration.event)
    serial = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda letter: f"CATECP-2025-{letter.serial:04d}")
    check_code = factory.LazyFunction(lambda: code(12))
    language = "en"
    content = factory.LazyAttribute(lambda letter: {"issued_on": "2025-05-13", "check_address": check_address(letter.check_code)})
    document = factory.LazyFunction(
        lambda: store_document(name="letter.pdf", media_type="application/pdf", content=b"%PDF-1.7 stand-in", at=NOON, by=None)
    )
    issued_at = NOON
