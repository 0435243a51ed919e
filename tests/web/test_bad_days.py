"""Bad days that no single module owns. docs/bad-days.md lists all of them with their tests."""

import errno
import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catecp.events.models import ImportBatch, Registration
from catecp.files import storage
from catecp.files.models import Document
from catecp.surveys.models import AccessCode, Response
from tests.factories.events import EventFactory
from tests.factories.surveys import AccessCodeFactory, QuestionFactory, SurveyFactory
from tests.world import build_world

MEGABYTE = 1_000_000
JSON = {"Accept": "application/json"}


class Workbook:
    """The body of a form with a file of `size` bytes, made while it is read, so that a test of 200 MB needs no 200 MB."""

    def __init__(self, *, size: int) -> None:
        head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="people.xlsx"\r\n\r\nPK\x03\x04'
        self.left = [head, size, b"\r\n--edge--\r\n"]
        self.size = len(head) + size + 12

    def readline(self, most: int = -1) -> bytes:  # asked for by the interface, and by nobody
        raise NotImplementedError

    def read(self, most: int = -1) -> bytes:
        part = self.left[0] if self.left else b""
        if isinstance(part, int):
            given = bytes(min(part, most))
            self.left[0] = part - len(given)
            if not self.left[0]:
                self.left.pop(0)
            return given
        given, rest = part[:most], part[most:]
        self.left[:1] = [rest] if rest else []
        return given


@pytest.mark.parametrize("megabytes", [200, 30], ids=["refused by what it says", "refused by what came"])
def test_large_upload_never_fills_the_disk_and_the_sender_hears_why(coordinator_client, monkeypatch, settings, megabytes):
    event, body = EventFactory(slug="china-sea-2025"), Workbook(size=megabytes * MEGABYTE)
    kept, keep = [0], TemporaryFileUploadHandler.receive_data_chunk

    def counted(self, raw_data, start):
        kept[0] += len(raw_data)
        return keep(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counted)
    answer = coordinator_client.generic(
        "POST", reverse("events:import_upload", args=[event.slug]), b"-", "multipart/form-data; boundary=edge",
        follow=True, **{"wsgi.input": body, "CONTENT_LENGTH": str(body.size)},
    )  # fmt: skip

    words = "Choose an Excel or CSV file of at most 20 MB. From a larger one, save only the registrations as CSV."
    assert [str(message) for message in coordinator_client.get(answer.url).context["messages"]] == [words]
    assert (kept[0] <= settings.UPLOAD_LIMIT_BYTES, ImportBatch.objects.count()) == (True, 0)
    assert (kept[0] == 0) == (megabytes == 200)
    assert body.left == []  # read to the end, or the browser shows its own error instead of our words


def full(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_keeps_nothing_of_a_workbook_and_says_so(coordinator_client, monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    event = EventFactory()
    monkeypatch.setattr(storage.os, "fsync", full)

    page = coordinator_client.post(
        reverse("events:import_upload", args=[event.slug]),
        {"file": SimpleUploadedFile("people.csv", b"Name,E-mail\nSOK Dara,dara@example.org\n")},
        follow=True,
    )

    said = "The disk of the server is full, so the file was not kept. Nothing else was changed; tell the coordinator."
    assert [str(message) for message in page.context["messages"]] == [said]
    assert (ImportBatch.objects.count(), Document.objects.count()) == (0, 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the size of the database can be limited on SQLite only")
def test_answers_on_a_full_disk_are_not_acknowledged_and_count_once_when_sent_again():
    survey = SurveyFactory()
    for number in range(1, 9):
        QuestionFactory(survey=survey, number=number)
    code, phone = AccessCodeFactory(survey=survey).code, Client(raise_request_exception=False)
    answers = {f"q{number}": "words " * 150 for number in range(1, 9)}
    sent = {"client": "a" * 32, "code": code, "lang": "en", **answers}

    def send():
        return phone.post(reverse("surveys:answer", args=[survey.slug]), sent, headers=JSON)

    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # gives back the pages other tests left
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes the pages there are as the least
        try:
            refused = send()
        finally:
            cursor.execute(f"PRAGMA max_page_count = {most}")
    stored_then, burnt_then = Response.objects.count(), AccessCode.objects.filter(is_used=True).count()
    taken = [send() for _time in range(2)]

    assert (refused.status_code, stored_then, burnt_then) == (507, 0, 0)
    assert "The disk of the server is full, so nothing of this was kept." in refused.content.decode()
    assert [answer.status_code for answer in taken] == [200, 200]
    assert (Response.objects.count(), AccessCode.objects.filter(is_used=True).count()) == (1, 1)


@pytest.mark.parametrize("words", ["database or disk is full", "could not extend file: No space left on device"])
def test_full_disk_of_either_database_is_said_plainly(coordinator_client, monkeypatch, words):
    def refuse(*_values):
        raise OperationalError(words)

    monkeypatch.setattr("catecp.web.pages.desk.render", refuse)

    page = coordinator_client.get("/desk/")

    assert (page.status_code, "The disk of the server is full" in page.content.decode()) == (507, True)


def registering(**words):
    today = timezone.now().date()
    event = EventFactory(
        registration_opens_at=datetime(2025, 1, 1, tzinfo=UTC),
        starts_on=today + timedelta(days=9),
        ends_on=today + timedelta(days=10),
    )
    form = {"name": "SOK Dara", "email": "dara@example.org", "preferred_language": "en", "shows_in_list": "on", **words}
    return event, Client().post(reverse("events:register", args=[event.slug]), form)


def test_name_of_300_characters_is_kept_shown_and_printed_whole(coordinator_client):
    name, own = ("Maha " * 60).strip() + "a", "ស" * 300
    event, _answer = registering(name=name, original_name=own)
    person = Registration.objects.get().person

    pages = [
        coordinator_client.get(reverse("events:registrations", args=[event.slug])),
        coordinator_client.get(reverse("events:participants_list", args=[event.slug, "csv"])),
    ]
    prints = [
        coordinator_client.get(reverse("events:badge", args=[event.slug, Registration.objects.get().public_id])),
        coordinator_client.get(reverse("events:participants_list", args=[event.slug, "pdf"])),
    ]

    assert (len(person.name), person.name, person.original_name) == (300, name, own)
    assert [name in page.content.decode() for page in pages] == [True, True]
    assert [(page.status_code, page.content[:5]) for page in prints] == [(200, b"%PDF-")] * 2


def test_name_of_301_characters_is_refused_with_the_limit_beside_the_field(db):
    _event, answer = registering(name="x" * 301)

    assert answer.context["form"].errors["name"] == ["Ensure this value has at most 300 characters (it has 301)."]
    assert Registration.objects.count() == 0


def test_characters_that_turn_or_hide_text_leave_a_name(db):
    registering(name="\u202eDara\u202c \u2066SOK\u2069\u200b\ufeff", original_name="សុខ\u200b ដារ៉ា\u200f")

    person = Registration.objects.get().person

    assert (person.name, person.original_name) == ("Dara SOK", "សុខ ដារ៉ា")


def test_participant_guessing_addresses_of_others_finds_nothing(db, signed_in):
    """Every kind of address that belongs to one person, asked for with the real ids by somebody else of the same event."""
    world = build_world()
    other, slug, client = world.speaker_registration, world.event.slug, signed_in(world.participant)
    guesses = {
        f"/events/{slug}/registrations/{other.public_id}/": {404, 403},
        f"/events/{slug}/mine/{other.public_id}/": {404},
        f"/events/{slug}/mine/{other.public_id}-x/": {404},
        f"/events/{slug}/mine/{other.public_id}.ics": {404},
        f"/me/{other.public_id}/": {404},
        f"/me/{other.badge_code}/": {404},
        f"/events/{slug}/documents/badges/{other.public_id}/": {404, 403},
        f"/people/{other.person.public_id}/": {404, 403},
    }

    answers = {address: client.get(address) for address in guesses}

    assert {
        address: answer.status_code for address, answer in answers.items() if answer.status_code not in guesses[address]
    } == {}
    assert [address for address, answer in answers.items() if other.person.name in answer.content.decode()] == []


def test_the_file_of_my_data_holds_nothing_to_sign_in_with(signed_in, coordinator):
    Authenticator.objects.create(user=coordinator, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})

    answer = signed_in(coordinator).get(reverse("accounts:my_data"))

    held = json.loads(answer.content)
    assert ("JBSWY3DPEHPK3PXP" in answer.content.decode(), [name for name in held if name.startswith("mfa.")]) == (False, [])
    assert "password" not in held["account"]
