"""A certificate of ours before a verifier that is not ours: openbadgeslib, which resolves did:web, keys and status list itself."""

import pytest
from django.test import Client
from django.utils import timezone
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from catecp.credentials.services.awarding import award_certificate, revoke_award
from catecp.credentials.services.keys import rotate_key
from tests.factories.credentials import class_of, course_of, enrolment_in
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db


def download(address: str) -> bytes:
    """What the verifier would fetch from our public addresses."""
    path = address.replace("https://testserver", "").replace("http://testserver", "")
    response = Client().get(path)
    assert response.status_code == 200, address
    return response.content


@pytest.fixture
def award(now):
    receiver = InstitutionFactory(name={"en": "NPIC"})
    return award_certificate(enrolment=enrolment_in(class_of(course_of(), receiver)), at=now, by=None)


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


def verified(award, *, did="did:web:testserver"):
    verifier = OB3Verifier.for_issuer_did(did, download=download)
    return verifier.verify(award.credential, check_status=True, download=download)


def test_a_foreign_verifier_accepts_our_badge(award):
    found = verified(award)

    assert found.issuer.id == "did:web:testserver"
    assert found.achievement.name == "Safety in the welding shop"
    assert [identity.identity_hash for identity in found.identifiers] == ["SOK Dara", "សុខ ដារ៉ា"]
    assert found.results[0].value == "86"


def test_a_foreign_verifier_refuses_a_revoked_badge(award, coordinator, now):
    other = award_certificate(enrolment=enrolment_in(class_of(course_of())), at=now, by=None)

    revoke_award(award=award, reason="Issued to the wrong person", at=now, by=coordinator)

    with pytest.raises(OB3VerificationError, match="revocation"):
        verified(award)
    assert verified(other).achievement.name == "Safety in the welding shop"


def test_a_foreign_verifier_accepts_a_badge_of_a_retired_key(award, coordinator, now):
    rotate_key(at=now, by=coordinator)

    assert verified(award).issuer.id == "did:web:testserver"


def test_a_foreign_verifier_refuses_a_changed_badge(award):
    header, payload, signature = award.credential.split(".")
    award.credential = ".".join((header, payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:], signature))

    with pytest.raises(OB3VerificationError):
        verified(award)
