"""Invitation letters: which there are, what the next one would say."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from catecp.accounts.models import Person, Scope
from catecp.accounts.queries import Actor, person_of, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.documents.addresses import check_address
from catecp.events.documents.letters import Addressee, Letter, LetterText, Organiser, Signatory
from catecp.events.documents.wording import LETTER_LANGUAGES, Wording, default_wording, filled, fitting_language, paragraphs_of
from catecp.events.enums import RegistrationState
from catecp.events.models import Event, InvitationLetter, LetterWording, Registration
from catecp.events.queries.documents import country_of, institution_name, institution_of, name_in, place_of
from catecp.events.queries.events import organisers_of
from catecp.kernel.typeset.dates import long_range
from catecp.network.enums import InitiativeRole
from catecp.notices.models import Message

INVITED = (RegistrationState.WAITING, RegistrationState.CONFIRMED)


@dataclass(frozen=True)
class LetterIdentity:
    """What makes one letter this letter."""

    number: str
    check_code: str
    issued_on: date


def letters_visible_to(actor: Actor) -> QuerySet[InvitationLetter]:
    """The coordinator's events whole; everybody their own that were not withdrawn."""
    letters = InvitationLetter.objects.select_related("event", "document", "registration", "registration__person")
    letters = letters.order_by("event", "serial", "pk")
    ids = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    if ids is None:
        return letters
    seen = Q(event_id__in=ids)
    person = person_of(actor)
    if person is not None:
        seen |= Q(registration__person=person, withdrawn_at__isnull=True)
    return letters.filter(seen)


def letter_by_code(code: str) -> InvitationLetter | None:
    """The letter a check code belongs to, withdrawn or not."""
    found = InvitationLetter.objects.select_related("event", "registration__person", "registration__person__merged_into")
    return found.filter(check_code=code).first() if code else None


def people_to_invite(event: Event) -> QuerySet[Registration]:
    """Everybody a letter can be for, with their letters (newest first) in `letters_so_far`."""
    letters = InvitationLetter.objects.select_related("document").order_by("-serial")
    people = Registration.objects.filter(event=event, state__in=INVITED).select_related(
        "event", "person", "institution", "institution__merged_into", "institution__country", "stated_country"
    )
    return people.prefetch_related(Prefetch("letters", queryset=letters, to_attr="letters_so_far")).order_by(
        "person__sort_name", "pk"
    )


def without_letter(event: Event) -> QuerySet[Registration]:
    """The people of `people_to_invite` who have no letter that stands."""
    standing = InvitationLetter.objects.filter(event=event, withdrawn_at__isnull=True).values("registration_id")
    return people_to_invite(event).exclude(pk__in=standing)


def messages_of_letters(event: Event) -> dict[int, Message]:
    """{letter id: its message in the outbox}."""
    keys = {once_key(letter): letter.pk for letter in event.letters.all()}
    return {keys[message.once_key or ""]: message for message in Message.objects.filter(once_key__in=keys).order_by("pk")}


def once_key(letter: InvitationLetter) -> str:
    """A letter goes into the outbox once."""
    return f"events.letter:{letter.public_id}"


def letter_wording(event: Event) -> LetterWording:
    """The event's wording; an unsaved empty one while nobody wrote any."""
    return LetterWording.objects.filter(event=event).first() or LetterWording(event=event)


def wording_in(wording: LetterWording, language: str) -> Wording:
    """What the letter says in `language`; a text nobody wrote in it is the default's."""
    default = default_wording(language)
    return Wording(**{name: getattr(wording, name)[language] or getattr(default, name) for name in Wording.__dataclass_fields__})


def is_written(wording: LetterWording, language: str) -> bool:
    """Whether there is a text in `language`, the event's own or a translated default."""
    return language == "en" or wording_in(wording, language).body != default_wording("en").body


def language_for(registration: Registration, wording: LetterWording) -> str:
    """The languages that fit the person's country, as far as the letter is written in them."""
    country = country_of(registration)
    fitting = fitting_language(country.code if country else None)
    return "+".join(tag for tag in fitting.split("+") if is_written(wording, tag))


def letter_to(registration: Registration, wording: LetterWording, *, languages: str, identity: LetterIdentity) -> Letter:
    """The letter to one person, ready to be set. `languages` is a key of LETTER_LANGUAGES."""
    event, person = registration.event, registration.person
    tags = languages.split("+")
    organisers = _organisers(event, tags[0])
    institution = institution_of(registration)
    country = country_of(registration)
    return Letter(
        number=identity.number,
        issued_on=identity.issued_on,
        organisers=organisers,
        addressee=Addressee(
            name=f"{person.title} {person.name}".strip(),
            original_name=person.original_name,
            post=registration.post,
            institution=institution_name(institution, tags[0]) or registration.affiliation,
            country=country.name.best(tags[0])[0] if country else "",
        ),
        texts=tuple(_text(registration, wording_in(wording, tag), tag) for tag in tags),
        signatories=tuple(Signatory(**who) for who in wording.signatories) or (Signatory(name=organisers[0].name, post=""),),
        check_address=check_address(identity.check_code),
        passport_name=registration.passport_name,
        sender_line=wording.sender_line,
    )


def letters_to_post(event: Event) -> list[InvitationLetter]:
    """Standing letters that never went into the outbox, by number."""
    posted = set(messages_of_letters(event))
    standing = event.letters.filter(withdrawn_at__isnull=True).select_related("registration__person").order_by("serial")
    return [letter for letter in standing if letter.pk not in posted]


def sample_letter(event: Event, *, languages: str, on: date) -> Letter:
    """The letter to the first person on the list, else to an example; without number and valid code, for looking at only."""
    languages = languages if languages in LETTER_LANGUAGES else "en"
    first = people_to_invite(event).first()
    registration = first or Registration(event=event, person=Person(name="SOK Dara"), post=_("Director"))
    identity = LetterIdentity(number=_("SAMPLE"), check_code="0" * 12, issued_on=on)
    return letter_to(registration, letter_wording(event), languages=languages, identity=identity)


def _organisers(event: Event, language: str) -> tuple[Organiser, ...]:
    with translation.override(language):
        found = [
            Organiser(
                institution_name(row.institution.merged_into or row.institution, language), str(InitiativeRole(row.role).label)
            )
            for row in organisers_of(event)
        ]
    return tuple(found) or (Organiser("CATECP"),)


def _text(registration: Registration, wording: Wording, language: str) -> LetterText:
    event = registration.event
    values = {
        "name": name_in(registration.person, language),
        "institution": institution_name(institution_of(registration), language) or registration.affiliation,
        "event": event.name.best(language)[0],
        "theme": event.theme.best(language)[0],
        "dates": long_range(event.starts_on, event.ends_on, language),
        "place": place_of(event, language),
    }
    with translation.override(language):
        rows = (
            (_("Event"), values["event"]),
            (_("Theme"), values["theme"]),
            (_("Dates"), values["dates"]),
            (_("Place"), values["place"]),
        )
    return LetterText(
        language=language,
        subject=filled(wording.subject, values),
        salutation=filled(wording.salutation, values),
        paragraphs=tuple(filled(part, values) for part in paragraphs_of(wording.body)),
        closing=filled(wording.closing, values),
        facts=tuple((label, value) for label, value in rows if value),
    )
