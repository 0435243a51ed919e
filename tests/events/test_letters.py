import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from catecp.events.documents.addresses import check_address
from catecp.events.documents.letters import letter_from_json, render_letter
from catecp.events.documents.wording import LETTER_LANGUAGES, default_wording, filled, paragraphs_of, unknown_placeholders
from catecp.events.enums import RegistrationState
from catecp.events.models import InvitationLetter
from catecp.events.queries import letters as queries
from catecp.events.services import letters as services
from catecp.files.storage import path_of
from catecp.kernel.models import LedgerEntry
from catecp.kernel.translated import Translated, written
from catecp.kernel.typeset.fonts import GlyphsMissing
from catecp.notices.models import Message, MessageState
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


IN_THREE = Translated(texts={"en": "Do come.", "zh-hans": "诚邀您出席。", "km": "សូមអញ្ជើញ។"})


def issued(registration, **options):
    return services.issue_letter(registration=registration, at=NOON, by=None, **options)


def save_wording(event, **texts):
    given = {name: Translated() for name in services.TEXTS}
    given |= {name: written(text) if isinstance(text, str) else text for name, text in texts.items()}
    signatories = [{"name": "Songheang Ai", "post": "Director", "institution": "SEAMEO TED"}]
    return services.save_wording(event=event, texts=given, signatories=signatories, sender_line="Phnom Penh", at=NOON, by=None)


def test_letters_are_numbered_one_after_the_other_per_event():
    event, other = EventFactory(letter_prefix="CSEA"), EventFactory(letter_prefix="OTHER")

    numbers = [issued(RegistrationFactory(event=found)).number for found in (event, event, other, event)]

    assert numbers == ["CSEA-2025-0001", "CSEA-2025-0002", "OTHER-2025-0001", "CSEA-2025-0003"]


def test_prefix_that_names_the_year_is_not_given_it_again():
    assert services.letter_number(EventFactory.build(letter_prefix="CSEA-2025"), 17) == "CSEA-2025-0017"


def test_letter_that_cannot_be_set_takes_no_number():
    event = EventFactory()
    issued(RegistrationFactory(event=event))
    with pytest.raises(GlyphsMissing):
        issued(RegistrationFactory(event=event, person=PersonFactory(name="علي")))

    letter = issued(RegistrationFactory(event=event))

    assert letter.serial == 2


def test_letter_is_frozen_with_its_file_and_can_be_set_again_to_the_same_bytes():
    registration = RegistrationFactory(post="Dean", passport_name="SOK DARA")
    save_wording(registration.event, body=IN_THREE)
    letter = issued(registration, languages="en+km")
    kept = path_of(letter.document.sha256).read_bytes()

    again = render_letter(letter_from_json(letter.content), at=letter.issued_at)

    assert again == kept
    assert hashlib.sha256(kept).hexdigest() == letter.document.sha256


def test_letter_keeps_its_words_when_the_wording_changes():
    registration = RegistrationFactory()
    save_wording(registration.event, subject="First words")
    letter = issued(registration)
    save_wording(registration.event, subject="Other words")

    letter.refresh_from_db()

    assert letter.content["texts"][0]["subject"] == "First words"


def test_letter_fills_in_the_placeholders():
    country = CountryFactory(name={"en": "Cambodia"})
    event = EventFactory(name={"en": "The Workshop"}, country=country)
    registration = RegistrationFactory(event=event, person=PersonFactory(name="SOK Dara", title="Dr."))
    save_wording(
        event, subject="Come to {event}", salutation="Dear {name}", body="It is on {dates}\nin {place}.\n\nBring {name}."
    )

    content = issued(registration, languages="en").content["texts"][0]

    assert content["subject"] == "Come to The Workshop"
    assert content["salutation"] == "Dear Dr. SOK Dara"
    assert content["paragraphs"] == ["It is on 12–13 May 2025 in Phnom Penh, Cambodia.", "Bring Dr. SOK Dara."]
    assert content["closing"] == default_wording("en").closing


def test_name_that_looks_like_a_placeholder_stays_a_name():
    registration = RegistrationFactory(person=PersonFactory(name="{event} #panic()"))
    save_wording(registration.event, salutation="Dear {name}")

    assert issued(registration).content["texts"][0]["salutation"] == "Dear {event} #panic()"


def test_wording_with_an_unknown_placeholder_is_refused():
    with pytest.raises(services.WordingNotUsable, match=r"\{salary\}"):
        save_wording(EventFactory(), body="You get {salary}.")


@pytest.mark.parametrize(("country", "languages"), [("CN", "en+zh-hans"), ("KH", "en+km"), ("TH", "en")])
def test_letter_is_in_the_languages_that_fit_the_country(country, languages):
    institution = InstitutionFactory(country=CountryFactory(code=country))

    registration = RegistrationFactory(institution=institution)
    save_wording(registration.event, body=IN_THREE)

    assert issued(registration).language == languages


def test_letter_is_refused_in_a_language_nobody_wrote_it_in(monkeypatch):
    monkeypatch.setitem(LETTER_LANGUAGES, "en+tlh", "English and Klingon")
    monkeypatch.setitem(LETTER_LANGUAGES, "tlh", "Klingon")

    with pytest.raises(services.WordingNotUsable, match="Klingon"):
        issued(RegistrationFactory(), languages="en+tlh")


@pytest.mark.parametrize("state", [RegistrationState.WITHDRAWN, RegistrationState.REPLACED, RegistrationState.DRAFT])
def test_letter_is_refused_for_who_is_not_registered(state):
    with pytest.raises(services.NotInvited):
        issued(RegistrationFactory(state=state))


def test_second_letter_is_refused_until_the_first_is_withdrawn():
    registration = RegistrationFactory()
    first = issued(registration)
    with pytest.raises(services.AlreadyIssued, match=first.number):
        issued(registration)

    services.withdraw_letter(letter=first, at=NOON, by=None)
    second = issued(registration)

    assert (second.serial, second.check_code != first.check_code) == (2, True)


def test_withdrawing_twice_is_refused_and_keeps_the_first_time():
    letter = services.withdraw_letter(letter=issued(RegistrationFactory()), at=NOON, by=None)

    with pytest.raises(services.AlreadyWithdrawn):
        services.withdraw_letter(letter=letter, at=NOON + timedelta(days=1), by=None)

    assert InvitationLetter.objects.get(pk=letter.pk).withdrawn_at == NOON


def test_letter_goes_into_the_outbox_once_with_its_file():
    letter = issued(RegistrationFactory(person=PersonFactory(name="SOK Dara", email="dara@example.org")))

    message = services.post_letter(letter=letter, at=NOON, by=None)
    with pytest.raises(services.NotPostable):
        services.post_letter(letter=letter, at=NOON, by=None)

    assert (message.to_address, message.state, message.attachment) == ("dara@example.org", MessageState.QUEUED, letter.document)
    assert check_address(letter.check_code) in message.body
    assert Message.objects.count() == 1


def test_posting_many_goes_on_after_a_refusal_and_says_why():
    event = EventFactory()
    for email in ("a@example.org", "", "b@example.org"):
        issued(RegistrationFactory(event=event, person=PersonFactory(name=f"Person {email}", email=email)))

    result = services.post_letters(letters=queries.letters_to_post(event), at=NOON, by=None)

    assert (result.posted, len(result.reasons)) == (2, 1)
    assert [letter.registration.person.email for letter in queries.letters_to_post(event)] == [""]


def test_every_step_of_a_letter_is_in_the_ledger_without_names():
    letter = issued(RegistrationFactory(person=PersonFactory(name="Nobody Else", email="x@example.org")))
    services.post_letter(letter=letter, at=NOON, by=None)
    services.withdraw_letter(letter=letter, at=NOON, by=None)

    entries = LedgerEntry.objects.filter(subject=str(letter.pk), kind__startswith="events.letter.").order_by("pk")

    assert [entry.kind for entry in entries] == ["events.letter.issued", "events.letter.posted", "events.letter.withdrawn"]
    assert "Nobody" not in str([entry.body for entry in entries])


def test_printed_address_is_the_page_that_checks():
    letter = issued(RegistrationFactory())
    printed = check_address(letter.check_code)

    assert printed.replace("-", "") == settings.SITE_ADDRESS + reverse("check:letter", args=[letter.check_code])


def test_text_is_filled_once_and_parted_into_paragraphs():
    assert filled("{a} {b} {c}", {"a": "{b}", "b": "x"}) == "{b} x {c}"
    assert unknown_placeholders("{name} {pay} {pay}") == ["pay"]
    assert paragraphs_of("One\nline.\r\n\r\n  \nTwo. ") == ("One line.", "Two.")


ISSUE_FOUR = """
import django, sys
django.setup()
from django.utils import timezone
from catecp.events.models import Registration
from catecp.events.services.letters import issue_letter
for registration in Registration.objects.filter(post=sys.argv[1]).order_by("pk"):
    issue_letter(registration=registration, at=timezone.now(), by=None)
"""
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.factories.events import EventFactory, RegistrationFactory
event = EventFactory()
for number in range(12):
    RegistrationFactory(event=event, post=f"desk {number % 3}")
"""
COUNT = """
import django
django.setup()
from catecp.events.models import InvitationLetter
print(sorted(InvitationLetter.objects.values_list("serial", flat=True)))
"""


@pytest.mark.slow
def test_three_desks_at_once_number_without_gaps_or_doubles(tmp_path):
    root = Path(settings.ROOT)
    paths = os.pathsep.join([str(root), str(root / "src")])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "CATECP_DATA": str(tmp_path),
        "PYTHONPATH": paths,
    }
    environment.pop("DATABASE_URL", None)

    def python(code, *arguments):
        return subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment, cwd=root, stdout=subprocess.PIPE)

    python(PREPARE).communicate(timeout=120)
    desks = [python(ISSUE_FOUR, f"desk {number}") for number in range(3)]
    for desk in desks:
        desk.communicate(timeout=120)

    assert python(COUNT).communicate(timeout=60)[0].decode().strip() == str(list(range(1, 13)))
