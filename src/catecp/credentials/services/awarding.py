"""A certificate is issued when the rules of the course are met; a mistake is revoked and issued again, never changed."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.courses.enums import AdoptionState
from catecp.courses.models import Adoption
from catecp.credentials import queries, signing
from catecp.credentials.badge import badge
from catecp.credentials.content import Parties, frozen
from catecp.credentials.facts import CertificateAwarded, CertificateRevoked
from catecp.credentials.issuer import key_address
from catecp.credentials.models import Award
from catecp.credentials.services.keys import private_pem, signing_key
from catecp.credentials.short_code import KIND, fields
from catecp.credentials.status_list import BITS, entry
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import code
from catecp.kernel.plaintext import clean_line
from catecp.learning.models import Enrolment
from catecp.learning.services.standing import mark_certified, unmark_certified
from catecp.network.queries.canonical import canonical_of, family_ids

CLASS_JOB = "credentials.class"  # the kind of the job that issues for a whole class
PER_LIST = 100_000  # certificates in one list of 131,072 bits: a free bit is found at once


class NotCompleted(Refused):
    """The rules of the course are not met."""


class NameMissing(Refused):
    """Nobody can be named on the certificate."""


class ReasonMissing(Refused):
    """A revocation needs a reason."""


@transaction.atomic
def award_certificate(*, enrolment: Enrolment, at: datetime, by: User | None, replaces: Award | None = None) -> Award:
    """The certificate of this enrolment; the one it has already, if any. `by` None: the rules were met, the program issues it."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    existing = Award.objects.filter(enrolment=enrolment, revoked_at=None).first()
    if existing is not None:
        return existing
    if enrolment.completed_at is None:
        raise NotCompleted(_("The course is not completed yet: a certificate is issued when its rules are met."))
    if not (enrolment.learner.name or enrolment.learner.original_name):
        raise NameMissing(_("The learner has no name in our records. Enter it in the class list first."))
    award = _signed(enrolment=enrolment, at=at, by=by, replaces=replaces)
    mark_certified(enrolment=enrolment, on=at.date())
    fact = CertificateAwarded(award_id=award.pk, enrolment_id=enrolment.pk, replaces_id=replaces.pk if replaces else None)
    ledger.record(fact, by=by, at=at)
    return award


def _signed(*, enrolment: Enrolment, at: datetime, by: User | None, replaces: Award | None) -> Award:
    parties, key = parties_of(enrolment), signing_key(at=at)
    template = queries.template_for(enrolment.course)
    content = frozen(enrolment=enrolment, parties=parties, template=template, number=_free_number(at), at=at)
    index, pem, site = _free_bit(), private_pem(key), settings.SITE_ADDRESS
    payload = badge(content, site=site, at=at, status=entry(site, index))
    return Award.objects.create(
        number=content["number"],
        learner=enrolment.learner,
        enrolment=enrolment,
        version=enrolment.version,
        adoption=parties.adoption,
        provider=parties.provider,
        receiver=parties.receiver,
        content=content,
        language=content["language"],
        key=key,
        credential=signing.token(payload, private_pem=pem, key_address=key_address(site, key.kid)),
        code=signing.code(fields(content, kid=key.kid, status_index=index), kind=KIND, private_pem=pem),
        status_index=index,
        issued_at=at,
        issued_by=by.pk if by else None,
        replaces=replaces,
    )


def parties_of(enrolment: Enrolment) -> Parties:
    """The owner of the course; the institution that taught (class, offering or adoption); its adoption if it was confirmed."""
    provider = canonical_of(enrolment.course.owner)
    offering, study_class = enrolment.offering, enrolment.study_class
    adoption = offering.adoption
    taught_at = study_class.institution if study_class else offering.institution or (adoption.institution if adoption else None)
    receiver = canonical_of(taught_at) if taught_at else None
    if receiver and (adoption is None or adoption.confirmed_at is None):
        adoption = Adoption.objects.filter(
            course=enrolment.course, institution__in=family_ids(receiver), state=AdoptionState.CONFIRMED
        ).first()
    is_confirmed = adoption is not None and adoption.confirmed_at is not None
    return Parties(provider, receiver if receiver != provider else None, adoption if is_confirmed else None)


@transaction.atomic
def revoke_award(*, award: Award, reason: str, at: datetime, by: User) -> Award:
    """The certificate counts no more: its bit in the status list is set, its code checks as revoked. Saying it again changes nothing."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.revoked_at is not None:
        return award
    words = clean_line(reason)
    if not words:
        raise ReasonMissing(_("Say why the certificate is revoked: whoever checks it will read the reason."))
    award.revoked_at, award.revoked_by, award.revoked_reason = at, by.pk, words
    award.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    unmark_certified(enrolment=award.enrolment)
    ledger.record(CertificateRevoked(award_id=award.pk, reason=words), by=by, at=at)
    return award


def reissue_award(*, award: Award, at: datetime, by: User) -> Award:
    """A new certificate with a new number for a revoked one, from the records as they are now."""
    return award_certificate(enrolment=award.enrolment, at=at, by=by, replaces=award)


def _free_number(at: datetime) -> str:
    """CATECP-26-7K2Q-9XMA: the year and 40 bits that cannot be guessed."""
    while True:
        number = f"{queries.NUMBER_START}-{at:%y}-{code(4)}-{code(4)}"
        if not Award.objects.filter(number=number).exists():
            return number


def _free_bit() -> int:
    """A random free bit of the list being filled, so that neighbours in the list tell nothing."""
    first = Award.objects.count() // PER_LIST * BITS
    while True:
        index = first + secrets.randbelow(BITS)
        if not Award.objects.filter(status_index=index).exists():
            return index
