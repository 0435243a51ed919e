"""Ways in: a name from a class list with four digits, a code sent to a phone or an address, an account."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person
from catecp.courses.models import Offering
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.learning.addresses import NoAddress, read_address
from catecp.learning.draws import seed_of_entry
from catecp.learning.enums import IdentityKind
from catecp.learning.facts import NameTaken
from catecp.learning.gateways import gateway
from catecp.learning.models import ClassEntry, Enrolment, Identity, JoinCode
from catecp.learning.services.enrolment import enrol
from catecp.learning.services.identities import Met, learner_for, spelled
from catecp.learning.short_secrets import digest_of, matches
from catecp.notices import services as notices

MOST_TRIES = 5
CODE_LASTS = timedelta(minutes=15)
MOST_CODES_AN_HOUR = 5  # to one address


class JoinRefused(Refused):
    """Joining did not work; the sentence says what to do."""


@dataclass(frozen=True)
class Joined:
    identity: Identity
    enrolment: Enrolment | None


@dataclass(frozen=True)
class Asked:
    """A code is on its way; `shown` is the code itself where nothing can be sent (the demo)."""

    code: JoinCode
    shown: str = ""


def join_by_name(*, entry: ClassEntry, pin: str, at: datetime) -> Joined:
    """Take a name from the list, or come back to it, with the learner's own four digits.

    A wrong try is counted even though it is refused; after five the teacher resets the digits.
    """
    verdict = _check_pin(entry, pin)
    if verdict:
        raise JoinRefused(verdict)
    return _take_name(entry=entry, pin=pin, at=at)


@transaction.atomic
def _check_pin(entry: ClassEntry, pin: str) -> str:
    """Why not, or nothing. Written down in a transaction of its own, so that a refusal cannot undo the count."""
    entry = ClassEntry.objects.select_for_update(of=("self",)).select_related("study_class").get(pk=entry.pk)
    problem = _closed(entry)
    if problem:
        return problem
    if not (len(pin) == 4 and pin.isascii() and pin.isdigit()):
        return _("Type four digits.")
    if entry.pin_tries >= MOST_TRIES:
        return _("Too many wrong tries. Ask your teacher to reset the four digits.")
    digest = entry.pin_digest or _digest_known_elsewhere(entry)
    if not digest or matches(pin, digest):
        ClassEntry.objects.filter(pk=entry.pk).update(pin_tries=0)
        return ""
    ClassEntry.objects.filter(pk=entry.pk).update(pin_tries=entry.pin_tries + 1)
    left = MOST_TRIES - entry.pin_tries - 1
    return _("These are not the four digits of this name. Tries left: %(left)s") % {"left": left}


def _closed(entry: ClassEntry) -> str:
    study_class = entry.study_class
    if study_class.has_minors and study_class.consent_at is None:
        return _("This class is not open yet: the institution has not recorded the consent for its learners.")
    if entry.removed_at is not None:
        return _("This name is no longer on the list. Ask your teacher.")
    if not study_class.is_open and not entry.pin_digest:
        return _("The class is closed for new names. Ask your teacher.")
    return ""


def _digest_known_elsewhere(entry: ClassEntry) -> str:
    """A student number that is known in another class of the institution brings its four digits along."""
    known = Identity.objects.filter(kind=IdentityKind.CLASS_LIST, **_identity_of(entry)).first()
    if known is None:
        return ""
    others = ClassEntry.objects.filter(learner_id=known.learner_id).exclude(pin_digest="").order_by("-pk")
    return others.values_list("pin_digest", flat=True).first() or ""


def _identity_of(entry: ClassEntry) -> dict[str, str]:
    """Who vouches, and for what: the institution for its student number, else the class for its line."""
    study_class = entry.study_class
    if entry.number:
        return {
            "issuer": f"institution:{study_class.institution.public_id}",
            "value": spelled(IdentityKind.CLASS_LIST, entry.number),
        }
    return {"issuer": f"class:{study_class.public_id}", "value": str(entry.pk)}


@transaction.atomic
def _take_name(*, entry: ClassEntry, pin: str, at: datetime) -> Joined:
    rows = ClassEntry.objects.select_for_update(of=("self",)).select_related("study_class__institution", "study_class__offering")
    entry = rows.get(pk=entry.pk)
    if entry.pin_digest and not matches(pin, entry.pin_digest):  # taken by another phone since the digits were looked at
        left = MOST_TRIES - entry.pin_tries
        raise JoinRefused(_("These are not the four digits of this name. Tries left: %(left)s") % {"left": left})
    identity = identity_of_entry(entry, source="join", at=at)
    is_new = not entry.pin_digest
    if is_new:
        entry.pin_digest = digest_of(pin)
    entry.learner = identity.learner
    entry.save(update_fields=["learner", "pin_digest"])
    if is_new:
        ledger.record(NameTaken(entry_id=entry.pk, learner_id=identity.learner_id), by=None, at=at)
    return Joined(identity, enrol_in_class(entry=entry, identity=identity, at=at))


def identity_of_entry(entry: ClassEntry, *, source: str, at: datetime) -> Identity:
    """The learner behind a line of the list, met now if nobody took it before."""
    study_class = entry.study_class
    met = Met(
        name=entry.name,
        original_name=entry.original_name,
        language=study_class.language,
        country=study_class.institution.country,
        is_minor=True if study_class.has_minors else None,
        source=source,
        verified_at=at,
    )
    return learner_for(kind=IdentityKind.CLASS_LIST, **_identity_of(entry), met=met, at=at)


def enrol_in_class(*, entry: ClassEntry, identity: Identity, at: datetime) -> Enrolment:
    """With the seed of draws that a classroom bundle gives the same name, so that results from either agree."""
    study_class = entry.study_class
    return enrol(
        learner=identity.learner,
        offering=study_class.offering,
        identity=identity,
        study_class=study_class,
        language=study_class.language,
        seed=seed_of_entry(entry.pk),
        at=at,
    )


@transaction.atomic
def send_code(*, address: str, name: str, language: str, offering: Offering | None, at: datetime) -> Asked:
    """Send six digits to a phone or an address. Refused where it is neither, or where nothing can be sent to phones."""
    try:
        institution = offering.institution if offering else None
        kind, value = read_address(address, country=institution.country_id or "" if institution else "")
    except NoAddress as error:
        raise JoinRefused(_("Write an e-mail address, or a phone number that begins with + and the country code.")) from error
    if JoinCode.objects.filter(value=value, sent_at__gt=at - timedelta(hours=1)).count() >= MOST_CODES_AN_HOUR:
        raise JoinRefused(_("Several codes were sent to this address. Use the last one, or try again in an hour."))
    digits = f"{secrets.randbelow(1_000_000):06}"
    code = JoinCode.objects.create(
        kind=kind,
        value=value,
        name=clean_line(name),
        language=language,
        offering=offering,
        code_digest=digest_of(digits),
        sent_at=at,
    )
    return Asked(code, _hand_over(code, digits, at))


def _hand_over(code: JoinCode, digits: str, at: datetime) -> str:
    if code.kind == IdentityKind.EMAIL:
        envelope = notices.Envelope(language=code.language, once_key=f"join:{code.public_id}")
        values = {"code": digits, "minutes": int(CODE_LASTS.total_seconds() // 60)}
        notices.tell(kind="learning.join_code", to=code.value, values=values, envelope=envelope, at=at)
        return ""
    way = gateway()
    if way is None:
        raise JoinRefused(
            _(
                "This installation has no gateway for text messages, so no code can reach your phone. Use an e-mail address or a class code."
            )
        )
    way.send(code.value, _("Your code is %(code)s") % {"code": digits})
    return digits if way.is_shown else ""


def join_by_code(*, code: JoinCode, digits: str, at: datetime) -> Joined:
    """Whoever has the code has the address. A wrong try is counted even though it is refused."""
    problem = _check_code(code, digits, at)
    if problem:
        raise JoinRefused(problem)
    return _use_code(code, at)


@transaction.atomic
def _check_code(code: JoinCode, digits: str, at: datetime) -> str:
    code = JoinCode.objects.select_for_update(of=("self",)).get(pk=code.pk)
    if code.used_at is not None or code.sent_at < at - CODE_LASTS or code.tries >= MOST_TRIES:
        return _("This code can no longer be used. Ask for a new one.")
    if not matches("".join(digits.split()), code.code_digest):
        JoinCode.objects.filter(pk=code.pk).update(tries=code.tries + 1)
        return _("This is not the code that was sent. Tries left: %(left)s") % {"left": MOST_TRIES - code.tries - 1}
    return ""


@transaction.atomic
def _use_code(code: JoinCode, at: datetime) -> Joined:
    if not JoinCode.objects.filter(pk=code.pk, used_at=None).update(used_at=at):
        raise JoinRefused(_("This code can no longer be used. Ask for a new one."))
    met = Met(name=code.name, language=code.language, source="join", verified_at=at)
    identity = learner_for(kind=code.kind, value=code.value, met=met, at=at)
    offering = code.offering
    enrolment = (
        enrol(learner=identity.learner, offering=offering, identity=identity, language=code.language, at=at) if offering else None
    )
    return Joined(identity, enrolment)


@transaction.atomic
def join_by_account(*, person: Person, offering: Offering, language: str, at: datetime, by: Any) -> Joined:
    """Who is signed in learns by their account."""
    met = Met(
        name=person.name,
        original_name=person.original_name,
        language=language,
        person=person,
        is_invented=person.is_invented,
        source="account",
        verified_at=at,
    )
    identity = learner_for(kind=IdentityKind.ACCOUNT, value=person.public_id, met=met, at=at, by=by)
    return Joined(
        identity, enrol(learner=identity.learner, offering=offering, identity=identity, language=language, at=at, by=by)
    )
