import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from catecp.events.models import InvitationLetter
from catecp.events.services.letters import issue_letter, withdraw_letter
from catecp.kernel.models import Job
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db


def letter_for(name="SOK Dara", **options):
    return issue_letter(registration=RegistrationFactory(person=PersonFactory(name=name), **options), at=NOON, by=None)


def check(client, code):
    return client.get(reverse("check:letter", args=[code]))


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_check_page_tells_number_event_date_and_initials_only(client):
    letter = letter_for("SOK Dara", post="Dean of Secrets", passport_name="SOK DARA")

    page = check(client, letter.check_code).content.decode()

    assert "This letter is genuine." in page
    for told in (letter.number, str(letter.event.name), "S. D."):
        assert told in page
    for kept in ("Dara", "DARA", "Dean of Secrets", letter.registration.person.email, str(letter.registration.institution)):
        assert kept not in page


def test_check_page_says_when_a_letter_was_withdrawn(client):
    letter = withdraw_letter(letter=letter_for(), at=NOON, by=None)

    page = check(client, letter.check_code).content.decode()

    assert ("This letter was withdrawn." in page, "This letter is genuine." in page) == (True, False)


def test_check_page_reads_a_code_as_it_was_typed(client):
    letter = letter_for()
    InvitationLetter.objects.filter(pk=letter.pk).update(check_code="10K4MQ2XD9RT")

    assert check(client, "iok4-mq2x-d9rt").status_code == 200


def test_check_page_of_an_unknown_code_is_not_found_and_says_what_to_do(client):
    response = check(client, "<script>0000")

    assert response.status_code == 404
    assert "No letter has this code." in response.content.decode()
    assert "<script>0000" not in response.content.decode()


def test_letter_is_issued_from_the_page(coordinator_client):
    registration = RegistrationFactory()

    address = reverse("events:issue_letters", args=[registration.event.slug])
    response = coordinator_client.post(address, {"person": registration.public_id, "languages": "en"}, follow=True)

    letter = registration.letters.get()
    assert f"Letter {letter.number} is issued." in response.content.decode()


def test_letters_for_everybody_are_work_that_tells_what_it_did(coordinator_client):
    event = EventFactory()
    RegistrationFactory.create_batch(2, event=event)
    RegistrationFactory(event=event, person=PersonFactory(name="علي"))

    coordinator_client.post(reverse("events:issue_letters", args=[event.slug]), {"languages": "en"})
    job = Job.objects.get(kind="events.letters")

    assert (job.state, job.result["issued"], len(job.result["refused"])) == ("done", 2, 1)
    assert "ARABIC LETTER AIN" in job.result["refused"][0]["reason"]


def test_letters_page_costs_the_same_queries_for_one_and_for_many(coordinator_client, django_assert_num_queries):
    event = EventFactory()
    address = reverse("events:letters", args=[event.slug])
    letter_for("One", event=event)
    with django_assert_num_queries(QUERIES):
        coordinator_client.get(address)
    for name in ("Two", "Three"):
        letter_for(name, event=event)

    with django_assert_num_queries(QUERIES):
        page = coordinator_client.get(address).content.decode()

    assert [name in page for name in ("One", "Two", "Three")] == [True] * 3


QUERIES = 12


def test_wording_is_saved_and_shown_again(coordinator_client):
    event = EventFactory()
    address = reverse("events:letter_wording", args=[event.slug])
    words = {
        "subject_en": "Come!",
        "salutation_en": "Dear {name}",
        "body_en": "Do come.",
        "closing_en": "Yours",
        "signatories": "Ai; Director",
    }

    response = coordinator_client.post(address, words, follow=True)

    assert "Saved." in response.content.decode()
    event.letter_wording.refresh_from_db()
    assert event.letter_wording.subject["en"] == "Come!"
    assert event.letter_wording.signatories == [{"name": "Ai", "post": "Director", "institution": ""}]


def test_wording_with_an_unknown_placeholder_says_so_beside_the_text(coordinator_client):
    event = EventFactory()
    words = {"subject_en": "S", "salutation_en": "D", "body_en": "You get {salary}.", "closing_en": "Y", "signatories": ""}

    page = coordinator_client.post(reverse("events:letter_wording", args=[event.slug]), words).content.decode()

    assert "Nothing can be put in for {salary}." in page
    assert "You get {salary}." in page


def test_sample_has_no_number_and_no_letter_is_made(coordinator_client):
    registration = RegistrationFactory()

    response = coordinator_client.get(reverse("events:letter_sample", args=[registration.event.slug, "en"]))

    assert "SAMPLE" in text_of(response)
    assert InvitationLetter.objects.count() == 0


def test_badges_of_all_or_of_the_chosen(coordinator_client):
    event = EventFactory()
    people = RegistrationFactory.create_batch(3, event=event)
    address = reverse("events:badges", args=[event.slug])

    everybody = coordinator_client.post(address, {"paper": "a6", "language": "en"})
    one = coordinator_client.post(
        address, {"paper": "a6", "language": "en", "person": [people[0].public_id], "notes": "Wi-Fi: CATECP"}
    )

    assert len(PdfReader(io.BytesIO(everybody.content)).pages) == 3
    assert len(PdfReader(io.BytesIO(one.content)).pages) == 2
    assert "Wi-Fi" in text_of(one)


def test_label_sheet_with_too_many_used_labels_is_explained(coordinator_client):
    registration = RegistrationFactory()

    address = reverse("events:badges", args=[registration.event.slug])
    page = coordinator_client.post(address, {"paper": "L7165", "language": "en", "skip": "8"}).content.decode()

    assert "A sheet of this paper has 8 labels." in page


def test_one_badge_is_printed_again(coordinator_client):
    registration = RegistrationFactory(
        person=PersonFactory(name="LI Xiaoming", original_name="李晓明", original_language="zh-hans")
    )

    response = coordinator_client.get(reverse("events:badge", args=[registration.event.slug, registration.public_id]))

    assert response["Content-Disposition"] == f'attachment; filename="badge-{registration.badge_code}.pdf"'
    assert "李晓明" in text_of(response)


def list_of(client, event, kind):
    return client.get(reverse("events:participants_list", args=[event.slug, kind]))


def test_list_as_csv_keeps_formulas_text_and_hides_who_asked(coordinator_client):
    event = EventFactory()
    institution = InstitutionFactory(name={"en": "=HYPERLINK(1)"})
    RegistrationFactory(event=event, person=PersonFactory(name='=cmd|"/c calc"!A0'), institution=institution)
    RegistrationFactory(
        event=event, person=PersonFactory(name="Zoe Hidden"), shows_in_list=False, institution=None, post="Minister"
    )

    rows = list(csv.reader(io.StringIO(list_of(coordinator_client, event, "csv").content.decode("utf-8-sig"))))

    assert rows[0][:2] == ["No.", "Name"]
    assert (rows[1][1], rows[1][4]) == ('\'=cmd|"/c calc"!A0', "'=HYPERLINK(1)")
    assert rows[2][1:6] == ["asked not to be named", "", "", "", ""]


def test_list_as_workbook_and_as_pdf_hold_the_same_people(coordinator_client):
    event = EventFactory()
    RegistrationFactory(event=event, person=PersonFactory(name="Alpha One"))
    RegistrationFactory(event=event, person=PersonFactory(name="Beta Two"))

    sheet = load_workbook(io.BytesIO(list_of(coordinator_client, event, "xlsx").content)).active
    words = text_of(list_of(coordinator_client, event, "pdf"))

    assert [cell.value for cell in sheet["B"]] == ["Name", "Alpha One", "Beta Two"]
    assert ("Alpha One" in words, "Beta Two" in words, "2 people" in words) == (True, True, True)
