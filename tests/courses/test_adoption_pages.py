from datetime import date
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from catecp.courses.documents.adoption_letter import render_adoption_letter
from catecp.courses.documents.evidence_pack import pack_of, pack_pdf, pack_xlsx
from catecp.courses.models import Adoption
from catecp.courses.services.adoption import AdoptionGiven, EvidenceGiven, add_evidence, confirm_adoption, propose_adoption
from catecp.credentials.services.awarding import award_certificate
from catecp.kernel.translated import written
from catecp.network.services.institutions import refresh_search_text
from tests.factories.accounts import GrantFactory
from tests.factories.credentials import class_of, course_of, enrolment_in
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
SITE = "https://catecp.example.org"


@pytest.fixture
def adoption():
    institution = InstitutionFactory(name={"en": "=NPIC", "km": "វិទ្យាស្ថាន"}, country=CountryFactory(code="KH"))
    given = AdoptionGiven(
        programme=written("Diploma of Welding"), starts_on=date(2024, 9, 1), statement=written("We teach it every year.")
    )
    made = propose_adoption(course=course_of(), institution=institution, given=given, at=NOON, by=None)
    return confirm_adoption(adoption=made, given=given, name="SOK Dara, Director", at=NOON, by=None)


@pytest.fixture
def head(adoption):
    return GrantFactory(role="institution_head", scope="institution", scope_id=adoption.institution_id).user


def test_an_adoption_goes_from_proposal_to_confirmation_through_the_pages(signed_in):
    course, institution = course_of(), InstitutionFactory()
    head = GrantFactory(role="institution_head", scope="institution", scope_id=institution.pk).user
    refresh_search_text(institution)
    client = signed_in(head)
    words = {"programme_en": "Diploma of Welding", "starts_on": "2026-09-01", "language": "en"}
    page = client.get(f"/courses/{course.public_id}/adopt/").content.decode()
    assert str(institution.name) in page

    client.post(f"/courses/{course.public_id}/adopt/", {**words, "institution": str(institution.name)})
    adoption = Adoption.objects.get()
    client.post(f"/adoptions/{adoption.public_id}/confirm/", {**words, "name": "SOK Dara", "is_true": "on"})
    adoption.refresh_from_db()

    assert (adoption.state, adoption.institution, adoption.confirmed_by) == ("confirmed", institution, head.pk)


def test_the_evidence_pack_says_the_same_as_pdf_and_as_workbook(adoption, head):
    study_class = class_of(adoption.course, adoption.institution, adoption=adoption)
    award_certificate(enrolment=enrolment_in(study_class), at=NOON, by=None)
    enrolment_in(study_class, completed=False)
    shown = EvidenceGiven("photo", written("The class"), date(2025, 1, 7), "class.pdf", b"%PDF-1.7 a class")
    evidence = add_evidence(adoption=adoption, given=shown, at=NOON, by=head)

    pack = pack_of(adoption, site=SITE, at=NOON)
    book = openpyxl.load_workbook(BytesIO(pack_xlsx(pack)))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pack_pdf(pack, at=NOON))).pages)

    figures = {row[0].value: row[1].value for row in book["Figures and what they mean"].iter_rows(min_row=3)}
    assert (figures["Learners registered"], figures["Learners completed"], figures["Learners certified"]) == (2, 1, 1)
    assert [row[4].value for row in book["Evidence files"].iter_rows(min_row=3)] == [evidence.document.sha256]
    assert book["The adoption"]["B5"].value == "'=NPIC"
    assert evidence.document.sha256[:8] in text.replace("\n", "")
    assert "Mean result, percent" in text


def test_the_letter_to_sign_is_in_the_adopters_language_and_english(adoption):
    adoption.institution.country.languages = ["km"]
    adoption.institution.country.save()

    text = PdfReader(BytesIO(render_adoption_letter(adoption, site=SITE, at=NOON))).pages[0].extract_text()

    assert "Letter of adoption" in text
    assert "Diploma of Welding" in text


def test_lists_ask_the_same_number_of_questions_for_one_and_three_adoptions(client, django_assert_max_num_queries):
    given = AdoptionGiven(programme=written("Diploma"), starts_on=date(2024, 9, 1))
    for _number in range(3):
        one = propose_adoption(course=course_of(), institution=InstitutionFactory(), given=given, at=NOON, by=None)
        confirm_adoption(adoption=one, given=given, name="X", at=NOON, by=None)

    with django_assert_max_num_queries(4):
        page = client.get("/adoptions/").content.decode()

    assert page.count("<tr>") == 4
