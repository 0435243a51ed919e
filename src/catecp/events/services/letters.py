"""Invitation letters: wording, issuing, withdrawing, posting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from catecp.accounts.models import Person
from catecp.events.documents.letters import letter_to_json, render_letter
from catecp.events.documents.wording import LETTER_LANGUAGES, unknown_placeholders
from catecp.events.facts_letters import LetterIssued, LetterPosted, LetterWithdrawn, LetterWordingSaved
from catecp.events.models import Event, InvitationLetter, LetterWording, Registration
from catecp.events.queries.letters import INVITED, LetterIdentity, is_written, language_for, letter_to, letter_wording, once_key
from catecp.files.services import store_document
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import code
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.notices.models import Message
from catecp.notices.services import Envelope, tell

TEXTS = ("subject", "salutation", "body", "closing")
MOST_SIGNATORIES = 3


class WordingNotUsable(Refused):
    """The wording names something a letter cannot fill in."""


class NotInvited(Refused):
    """The registration is not one a letter can be for."""


class AlreadyIssued(Refused):
    """The person has a letter that stands."""


class AlreadyWithdrawn(Refused):
    """The letter was withdrawn before."""


class NotPostable(Refused):
    """The letter cannot go into the outbox."""


@transaction.atomic
def save_wording(
    *,
    event: Event,
    texts: Mapping[str, Translated],
    signatories: Sequence[Mapping[str, str]],
    sender_line: str,
    at: datetime,
    by: Any,
) -> LetterWording:
    """Keep what the letters of the event say from now on; letters issued before stay as they are."""
    unknown = [name for text in texts.values() for words in text.texts.values() for name in unknown_placeholders(words)]
    if unknown:
        raise WordingNotUsable(
            _("Nothing can be put in for {%(name)s}. Use one of the words listed, or remove it.") % {"name": unknown[0]}
        )
    wording, _made = LetterWording.objects.select_for_update().get_or_create(event=event)
    for name in TEXTS:
        setattr(wording, name, texts[name])
    wording.signatories = [
        {key: clean_line(who.get(key, ""), longest=200) for key in ("name", "post", "institution")}
        for who in signatories[:MOST_SIGNATORIES]
    ]
    wording.sender_line = clean_line(sender_line, longest=200)
    wording.save()
    ledger.record(LetterWordingSaved(event_id=event.pk), by=by, at=at)
    return wording


@transaction.atomic
def issue_letter(*, registration: Registration, languages: str = "", at: datetime, by: Any) -> InvitationLetter:
    """Number, set, freeze and keep one letter; `languages` is a key of LETTER_LANGUAGES, empty for what fits the person's country.

    The event's row is locked, so numbers have neither gaps nor doubles: a letter that cannot be set takes none.
    """
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    registration = Registration.objects.select_related("person", "institution__merged_into", "stated_country").get(
        pk=registration.pk
    )
    registration.event = event
    _require_open(registration)
    wording = letter_wording(event)
    languages = languages if languages in LETTER_LANGUAGES else language_for(registration, wording)
    _require_written(wording, languages)
    serial = (event.letters.aggregate(last=Max("serial"))["last"] or 0) + 1
    issued_on = at.astimezone(ZoneInfo(event.time_zone)).date()
    number = letter_number(event, serial)
    identity = LetterIdentity(number=number, check_code=code(12), issued_on=issued_on)
    letter = letter_to(registration, wording, languages=languages, identity=identity)
    document = store_document(
        name=f"{number}.pdf", media_type="application/pdf", content=render_letter(letter, at=at), at=at, by=by
    )
    issued = InvitationLetter.objects.create(
        event=event, registration=registration, serial=serial, number=number, check_code=identity.check_code, language=languages,
        content=letter_to_json(letter), document=document, issued_at=at, issued_by=getattr(by, "pk", None),
    )  # fmt: skip
    fact = LetterIssued(
        letter_id=issued.pk, event_id=event.pk, registration_id=registration.pk, number=number, sha256=document.sha256
    )
    ledger.record(fact, by=by, at=at)
    return issued


def _require_written(wording: LetterWording, languages: str) -> None:
    for language in languages.split("+"):
        if not is_written(wording, language):
            said = {"language": LETTER_LANGUAGES[language]}
            raise WordingNotUsable(_("There is no wording in this language yet: %(language)s. Write it first.") % said)


def letter_number(event: Event, serial: int) -> str:
    """'CSEA-2025-0017': prefix, year and serial; a prefix that names the year already is not given it again."""
    year = str(event.starts_on.year)
    prefix = event.letter_prefix if year in event.letter_prefix else f"{event.letter_prefix}-{year}"
    return f"{prefix}-{serial:04d}"


def _require_open(registration: Registration) -> None:
    if registration.state not in INVITED:
        raise NotInvited(
            _("%(name)s is not registered any more. Register the person again first.") % {"name": registration.person.name}
        )
    standing = registration.letters.filter(withdrawn_at__isnull=True).first()
    if standing is not None:
        raise AlreadyIssued(
            _("%(name)s has letter %(number)s already. Withdraw it before issuing another.")
            % {"name": registration.person.name, "number": standing.number}
        )


@transaction.atomic
def withdraw_letter(*, letter: InvitationLetter, at: datetime, by: Any) -> InvitationLetter:
    """From now on the check page says that the letter is not valid; its number is not used again."""
    letter = InvitationLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.withdrawn_at is not None:
        raise AlreadyWithdrawn(_("Letter %(number)s was withdrawn before.") % {"number": letter.number})
    letter.withdrawn_at = at
    letter.save(update_fields=["withdrawn_at"])
    ledger.record(LetterWithdrawn(letter_id=letter.pk, event_id=letter.event_id), by=by, at=at)
    return letter


@dataclass(frozen=True)
class PostResult:
    """How many letters went into the outbox, and why the others did not."""

    posted: int
    reasons: list[str]


def post_letters(*, letters: Iterable[InvitationLetter], at: datetime, by: Any) -> PostResult:
    """Post each letter that can be; a refusal of one does not hold up the others."""
    posted, reasons = 0, []
    for letter in letters:
        try:
            post_letter(letter=letter, at=at, by=by)
            posted += 1
        except NotPostable as refusal:
            reasons.append(str(refusal))
    return PostResult(posted=posted, reasons=reasons)


@transaction.atomic
def post_letter(*, letter: InvitationLetter, at: datetime, by: Any) -> Message:
    """Put the letter into the outbox, the file attached. Once: a message that failed is tried again from the outbox."""
    letter = InvitationLetter.objects.select_for_update().select_related("document", "event").get(pk=letter.pk)
    person = letter.registration.person
    person = person.merged_into or person
    if letter.withdrawn_at is not None:
        raise NotPostable(_("Letter %(number)s was withdrawn and is not sent.") % {"number": letter.number})
    if not person.email:
        raise NotPostable(_("%(name)s has no e-mail address. Add one, or print the letter.") % {"name": person.name})
    if Message.objects.filter(once_key=once_key(letter)).exists():
        raise NotPostable(
            _("Letter %(number)s is in the outbox already. Look there whether it arrived.") % {"number": letter.number}
        )
    message = tell(
        kind="events.letter", to=person, values=_values(letter, person), envelope=_envelope(letter, person), at=at, by=by
    )
    if message is None:
        raise NotPostable(_("%(name)s cannot be written to. Print the letter.") % {"name": person.name})
    ledger.record(LetterPosted(letter_id=letter.pk, event_id=letter.event_id, message_id=message.pk), by=by, at=at)
    return message


def _language_of_mail(letter: InvitationLetter, person: Person) -> str:
    spoken = letter.language.split("+")
    return person.preferred_language if person.preferred_language in spoken else spoken[0]


def _values(letter: InvitationLetter, person: Person) -> dict[str, str]:
    event = letter.event.name.best(_language_of_mail(letter, person))[0]
    return {"name": person.name, "event": event, "number": letter.number, "address": letter.content["check_address"]}


def _envelope(letter: InvitationLetter, person: Person) -> Envelope:
    return Envelope(
        about=f"event:{letter.event_id}",
        language=_language_of_mail(letter, person),
        attachment=letter.document,
        once_key=once_key(letter),
    )
