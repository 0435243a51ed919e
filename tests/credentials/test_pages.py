import hashlib
from io import BytesIO

import pytest
import yaml
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from catecp.credentials.documents.certificate import render_certificate
from catecp.credentials.models import Award
from catecp.credentials.services.awarding import award_certificate, revoke_award
from catecp.credentials.services.templates import word_template
from catecp.credentials.wording import FILE, wordings
from catecp.kernel.models import Job
from catecp.languages.tags import LANGUAGES
from catecp.learning.models import Learner, LearnerSession
from catecp.learning.sessions import COOKIE
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.credentials import class_of, course_of, enrolment_in
from tests.factories.events import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)


def test_a_learner_with_an_account_sees_their_certificate_and_nobody_elses(award, signed_in):
    user = UserFactory()
    Learner.objects.filter(pk=award.learner_id).update(person=user.person)
    other = award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)
    client = signed_in(user)

    listed = client.get("/certificates/").content.decode()

    assert (award.number in listed, other.number in listed) == (True, False)
    assert client.get(f"/certificates/{award.public_id}/certificate.pdf").content.startswith(b"%PDF-")
    assert client.get(f"/certificates/{other.public_id}/").status_code == 404


def test_a_learner_without_an_account_sees_their_certificate(award):
    client, token = Client(), "a-session-of-this-phone"
    digest = hashlib.sha256(token.encode()).hexdigest()
    now = timezone.now()
    LearnerSession.objects.create(learner=award.learner, token_digest=digest, opened_at=now, seen_at=now)
    before = client.get(f"/certificates/{award.public_id}/")

    client.cookies[COOKIE] = token

    assert before.status_code == 302
    assert award.number in client.get("/certificates/").content.decode()
    assert client.get(f"/certificates/{award.public_id}/badge.jwt").content.decode() == award.credential


def test_the_check_page_tells_genuine_revoked_and_unknown_apart(award, coordinator):
    genuine = Client().post("/verify/", {"text": award.number}).content.decode()
    revoke_award(award=award, reason="Issued by mistake", at=timezone.now(), by=coordinator)
    revoked = Client().post("/verify/", {"text": f"https://x/verify/#{award.code}"}).content.decode()
    unknown = Client().post("/verify/", {"text": "CATECP-26-AAAA-AAAA"}).content.decode()

    assert "This certificate is genuine." in genuine.split("verify-data")[0]
    assert "Issued by mistake" in revoked
    assert "Compare every letter" in unknown


def test_a_badge_is_checked_as_a_file(award):
    upload = BytesIO(award.credential.encode())
    upload.name = "badge.jwt"

    page = Client().post("/verify/", {"badge": upload}).content.decode()

    assert award.number in page


def test_certificates_of_a_class_are_issued_in_one_go(signed_in):
    study_class = class_of(course_of())
    for _number in range(3):
        enrolment_in(study_class)
    enrolment_in(study_class, completed=False)
    teacher = GrantFactory(role="teacher", scope="institution", scope_id=study_class.institution_id).user

    signed_in(teacher).post(f"/certificates/class/{study_class.public_id}/issue/")

    assert Award.objects.filter(enrolment__study_class=study_class).count() == 3
    assert Job.objects.get().result == {"issued": 3, "refused": []}


def test_a_wording_of_the_owner_is_used_from_then_on(coordinator):
    course = course_of()
    before = award_certificate(enrolment=enrolment_in(class_of(course)), at=NOON, by=None)
    given = {"name": {"en": "Diploma"}, "statement": {"en": "finished {course} in {hours} hours"}, "signatories": []}

    word_template(course=course, given=given, at=NOON, by=coordinator)
    after = award_certificate(enrolment=enrolment_in(class_of(course)), at=NOON, by=None)

    assert before.content["in"]["en"]["heading"] == "Certificate of Completion"
    assert after.content["in"]["en"]["heading"] == "Diploma"
    assert after.content["in"]["en"]["statement"] == "finished Safety in the welding shop in 24 hours"
    assert after.content["in"]["km"]["heading"] == wordings()["km"]["certificate"]


def test_every_language_has_every_fixed_word():
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    assert set(read) == set(LANGUAGES)
    assert {tag: set(read["en"]) ^ set(texts) for tag, texts in read.items()} == {tag: set() for tag in LANGUAGES}


NAMES = {
    "km": "សុខ ដារ៉ា", "lo": "ສົມສັກ ພົມມະຈັນ", "my": "ဒေါ်ခင်မျိုးသန့်", "th": "นางสาวกุลธิดา ศรีสุวรรณ", "zh-hans": "李伟",
    "vi": "Nguyễn Thị Hồng Nhung", "ru": "Иванов Сергей Петрович",
}  # fmt: skip


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("times", [1, 6])
def test_a_certificate_is_one_page_in_every_script_however_long_the_names(language, times):
    name = " ".join([NAMES[language]] * times)
    enrolment = enrolment_in(class_of(course_of(title={"en": "Safety in the shop " * times})), language=language)
    enrolment.learner.original_name = name
    enrolment.learner.save()
    award = award_certificate(enrolment=enrolment, at=NOON, by=None)

    pdf = render_certificate(award.content, address="https://x.example/verify/#" + award.code, site="https://x.example", at=NOON)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_lists_of_certificates_ask_the_same_number_of_questions(coordinator_client, django_assert_max_num_queries):
    for _number in range(3):
        award_certificate(enrolment=enrolment_in(class_of(course_of())), at=NOON, by=None)

    with django_assert_max_num_queries(12):
        coordinator_client.get("/certificates/")
