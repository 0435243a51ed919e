import factory

from catecp.agreements.models import Agreement, Party
from catecp.files.services import store_document
from tests.factories.events import NOON, EventFactory
from tests.factories.network import InstitutionFactory


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: {"en": f"Cooperation {n}"})
    position = factory.Sequence(lambda n: n + 1)
    created_at = NOON


class SignedAgreementFactory(AgreementFactory):
    state = "signed"
    signed_on = NOON.date()
    signed_at = NOON


class PartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Party

    agreement = factory.SubFactory(AgreementFactory)
    institution = factory.SubFactory(InstitutionFactory)
    signatory_name = "SOK Dara"


def agreement_of(*institutions, signed: bool = False, **fields) -> Agreement:
    """An agreement between these institutions, each with a signatory."""
    agreement = (SignedAgreementFactory if signed else AgreementFactory)(**fields)
    for position, institution in enumerate(institutions, start=1):
        PartyFactory(agreement=agreement, institution=institution, position=position)
    return agreement


def scan_of(agreement: Agreement):
    """A scan kept with the agreement."""
    agreement.scan = store_document(name="mou.pdf", media_type="application/pdf", content=b"%PDF-1.7", at=NOON, by=None)
    agreement.save()
    return agreement.scan
