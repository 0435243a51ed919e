import json
from datetime import timedelta

import pytest
import segno
from cryptography.fernet import InvalidToken
from django.db import transaction

from catecp.credentials import queries, signing
from catecp.credentials.models import Award, SigningKey
from catecp.credentials.services.awarding import (
    NameMissing,
    NotCompleted,
    ReasonMissing,
    award_certificate,
    reissue_award,
    revoke_award,
)
from catecp.credentials.services.keys import rotate_key
from catecp.kernel import ledger
from catecp.kernel.models import LedgerEntry
from catecp.languages.tags import LANGUAGES
from catecp.learning.facts import CourseCompleted
from tests.factories.credentials import class_of, course_of, enrolment_in
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db


def test_a_certificate_names_three_issuers_and_freezes_every_language():
    provider = InstitutionFactory(name={"en": "Wuxi Polytechnic", "zh-hans": "无锡职业技术学院"})
    receiver = InstitutionFactory(name={"en": "NPIC", "km": "វិទ្យាស្ថានជាតិពហុបច្ចេកទេសកម្ពុជា"})
    enrolment = enrolment_in(class_of(course_of(provider), receiver))

    award = award_certificate(enrolment=enrolment, at=NOON, by=None)
    provider.name = {"en": "Another name"}
    provider.save()
    award.refresh_from_db()

    assert (award.provider, award.receiver, award.language) == (provider, receiver, "km")
    assert set(award.content["in"]) == set(LANGUAGES)
    assert award.content["in"]["zh-hans"]["provider"] == "无锡职业技术学院"
    assert award.content["in"]["km"]["receiver"] == "វិទ្យាស្ថានជាតិពហុបច្ចេកទេសកម្ពុជា"
    assert award.content["in"]["km"]["title"] == "សុវត្ថិភាពក្នុងរោងផ្សារ"
    assert (award.content["name"], award.content["original_name"]) == ("SOK Dara", "សុខ ដារ៉ា")
    assert (award.content["hours"], award.content["score"]) == ("24", 86)


def test_awarding_twice_gives_the_same_certificate():
    enrolment = enrolment_in(class_of(course_of()))

    first = award_certificate(enrolment=enrolment, at=NOON, by=None)
    second = award_certificate(enrolment=enrolment, at=NOON + timedelta(days=1), by=None)

    assert second == first
    assert LedgerEntry.objects.filter(kind="credentials.certificate.awarded").count() == 1


def test_awarding_is_refused_before_completion_and_without_a_name():
    unfinished = enrolment_in(class_of(course_of()), completed=False)
    nameless = enrolment_in(class_of(course_of()))
    nameless.learner.name = nameless.learner.original_name = ""
    nameless.learner.save()

    with pytest.raises(NotCompleted):
        award_certificate(enrolment=unfinished, at=NOON, by=None)
    with pytest.raises(NameMissing):
        award_certificate(enrolment=nameless, at=NOON, by=None)


def test_a_completed_course_brings_its_certificate():
    enrolment = enrolment_in(class_of(course_of()))
    fact = CourseCompleted(enrolment_id=enrolment.pk, learner_id=enrolment.learner_id, course_id=enrolment.course_id)

    with transaction.atomic():
        ledger.record(fact, by=None, at=NOON)
        ledger.record(fact, by=None, at=NOON)

    assert list(Award.objects.values_list("enrolment", flat=True)) == [enrolment.pk]


def test_a_revoked_certificate_needs_a_reason_and_is_issued_again_under_a_new_number(coordinator):
    award = award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)
    learner = award.learner

    with pytest.raises(ReasonMissing):
        revoke_award(award=award, reason=" ", at=NOON, by=coordinator)
    revoked = revoke_award(award=award, reason="The name was misspelt", at=NOON, by=coordinator)
    learner.name = "SOK Daravuth"
    learner.save()
    corrected = reissue_award(award=Award.objects.get(pk=revoked.pk), at=NOON, by=coordinator)

    assert (corrected.replaces, corrected.content["name"]) == (award, "SOK Daravuth")
    assert corrected.number != award.number
    assert queries.revoked_indexes() == [award.status_index]


def test_the_code_in_the_qr_fits_and_verifies_and_a_changed_one_does_not():
    award = award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)

    found = queries.checked(f"http://testserver/verify/#{award.code}")
    kind, payload, signature = award.code.split(".")
    forged = ".".join((kind, payload[:-6] + ("AAAAAA" if payload[-6:] != "AAAAAA" else "BBBBBB"), signature))

    assert found.award == award
    assert (found.shown.name, found.shown.score, found.shown.day) == ("SOK Dara", 86, NOON.date().isoformat())
    assert queries.checked(forged) is None


def test_the_longest_names_still_fit_a_code_of_version_20():
    long_name = "ក្រុមហ៊ុនវិទ្យាស្ថានបច្ចេកវិទ្យា" * 8
    course = course_of(InstitutionFactory(name={"en": long_name}), title={"en": "Safety " * 40, "km": long_name})
    enrolment = enrolment_in(class_of(course, InstitutionFactory(name={"en": long_name})))
    enrolment.learner.original_name, enrolment.learner.name = long_name, "A" * 300
    enrolment.learner.save()

    award = award_certificate(enrolment=enrolment, at=NOON, by=None)
    drawn = segno.make_qr(f"https://catecp.example.org/verify/#{award.code}", error="m")

    assert drawn.version <= 20
    assert queries.checked(award.code).shown.name.endswith("…")


def test_a_number_is_read_kindly():
    award = award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)
    typed = award.number.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert queries.checked(typed).award == award
    assert queries.checked("CATECP-26-0000-0000") is None


def test_old_certificates_verify_after_the_key_was_replaced(coordinator):
    before = award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)

    rotate_key(at=NOON, by=coordinator)
    after = award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)

    assert before.key != after.key
    assert queries.checked(before.code).award == before
    assert queries.checked(after.code).award == after
    assert queries.checked(before.credential).award == before
    assert [key["kid"] for key in queries.public_keys()] == [after.key.kid, before.key.kid]


def test_the_private_key_is_kept_encrypted():
    award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)

    key = SigningKey.objects.get()

    assert "PRIVATE" not in key.private_pem
    assert set(key.public_jwk) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    with pytest.raises(InvalidToken):
        signing.unsealed(key.private_pem, secret="another installation")


def test_a_payload_that_is_not_ours_is_not_genuine():
    other = signing.new_private_pem()
    award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)

    forged = signing.code([SigningKey.objects.get().kid, "CATECP-26-0000-0000"], kind="C1", private_pem=other)

    assert queries.checked(forged) is None
    assert queries.checked("C1.!!!.???") is None
    assert queries.checked("a.b.c") is None
    assert queries.checked(json.dumps({"a": 1})) is None
