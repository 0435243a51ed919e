"""An institution takes a course into a programme of its own: proposed by either side, confirmed by the adopter, documented by both."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.agreements.models import Agreement
from catecp.courses.enums import AdoptionState
from catecp.courses.facts_adoption import (
    AdoptionConfirmed,
    AdoptionEnded,
    AdoptionLetterKept,
    AdoptionProposed,
    EvidenceAdded,
    EvidenceWithdrawn,
)
from catecp.courses.models import Adoption, AdoptionEvidence, Course
from catecp.files.models import Document
from catecp.files.services import media_type_of_scan, store_document, withdraw_document
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.tabular import XLSX
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of, family_ids

EVIDENCE_KINDS = ("timetable", "photo", "results", "minutes", "other")


class NotPublished(Refused):
    """Only what is published can be adopted."""


class OwnCourse(Refused):
    """An institution does not adopt its own course."""


class AdoptedAlready(Refused):
    """One adoption of a course by an institution at a time."""


class WrongPeriod(Refused):
    """The period ends before it begins."""


class NotWaiting(Refused):
    """The adoption is not in the state for this."""


class ReasonMissing(Refused):
    """Ending needs a reason."""


@dataclass(frozen=True)
class AdoptionGiven:
    """What both sides agree on. `unit_keys` empty: all lessons; `seats` learners a year."""

    programme: Translated
    starts_on: date
    ends_on: date | None = None
    language: str = "en"
    seats: int | None = None
    teacher_name: str = ""
    agreement: Agreement | None = None
    unit_keys: list[str] = field(default_factory=list)
    statement: Translated = field(default_factory=Translated)


@transaction.atomic
def propose_adoption(
    *, course: Course, institution: Institution, given: AdoptionGiven, at: datetime, by: User | None
) -> Adoption:
    """The published version of today, for this institution. It counts nowhere until the adopter confirms."""
    institution = canonical_of(institution)
    Course.objects.select_for_update().get(pk=course.pk)
    if course.published is None:
        raise NotPublished(_("Only a published course can be adopted."))
    if institution == canonical_of(course.owner):
        raise OwnCourse(_("An institution does not adopt its own course; it simply teaches it."))
    open_states = (AdoptionState.PROPOSED, AdoptionState.CONFIRMED)
    if Adoption.objects.filter(course=course, institution__in=family_ids(institution), state__in=open_states).exists():
        raise AdoptedAlready(_("This institution has an adoption of this course already. End it first, or add evidence to it."))
    _check_period(given)
    adoption = Adoption.objects.create(
        course=course,
        version=course.published,
        institution=institution,
        proposed_by=by.pk if by else None,
        proposed_at=at,
        **_values(given),
    )
    fact = AdoptionProposed(adoption_id=adoption.pk, course_id=course.pk, institution_id=institution.pk)
    ledger.record(fact, by=by, at=at)
    return adoption


@transaction.atomic
def confirm_adoption(*, adoption: Adoption, given: AdoptionGiven, name: str, at: datetime, by: User | None) -> Adoption:
    """The adopter says: we use it so. `given` is what it confirms, corrected where needed; `name` who speaks for it."""
    adoption = _locked(adoption)
    if adoption.state != AdoptionState.PROPOSED:
        raise NotWaiting(_("This adoption is not waiting to be confirmed."))
    _check_period(given)
    for field_name, value in _values(given).items():
        setattr(adoption, field_name, value)
    adoption.state, adoption.confirmed_at = AdoptionState.CONFIRMED, at
    adoption.confirmed_by, adoption.confirmed_by_name = (by.pk if by else None), clean_line(name)
    adoption.save()
    fact = AdoptionConfirmed(adoption_id=adoption.pk, course_id=adoption.course_id, institution_id=adoption.institution_id)
    ledger.record(fact, by=by, at=at)
    return adoption


@transaction.atomic
def end_adoption(*, adoption: Adoption, reason: str, at: datetime, by: User | None) -> Adoption:
    """A confirmed one ends, a proposed one is withdrawn. Running classes go on: offerings keep pointing at it."""
    adoption = _locked(adoption)
    if adoption.state not in {AdoptionState.PROPOSED, AdoptionState.CONFIRMED}:
        return adoption
    words = clean_line(reason)
    if not words:
        raise ReasonMissing(_("Say why: the other institution reads it."))
    was_confirmed = adoption.state == AdoptionState.CONFIRMED
    adoption.state = AdoptionState.ENDED if was_confirmed else AdoptionState.WITHDRAWN
    adoption.ended_at, adoption.ended_reason = at, words
    adoption.save(update_fields=["state", "ended_at", "ended_reason"])
    fact = AdoptionEnded(adoption_id=adoption.pk, course_id=adoption.course_id, state=adoption.state, reason=words)
    ledger.record(fact, by=by, at=at)
    return adoption


@transaction.atomic
def keep_letter(*, adoption: Adoption, name: str, content: bytes, at: datetime, by: User) -> Adoption:
    """The signed letter as PDF, PNG or JPEG; an earlier one is withdrawn."""
    adoption = _locked(adoption)
    document = _stored(name, content, at=at, by=by)
    if adoption.letter is not None:
        withdraw_document(document=adoption.letter, at=at, by=by)
    adoption.letter = document
    adoption.save(update_fields=["letter"])
    ledger.record(AdoptionLetterKept(adoption_id=adoption.pk, document_id=document.pk), by=by, at=at)
    return adoption


@dataclass(frozen=True)
class EvidenceGiven:
    """One file that shows something, with what it shows and when that was."""

    kind: str
    title: Translated
    happened_on: date | None
    name: str
    content: bytes


@transaction.atomic
def add_evidence(*, adoption: Adoption, given: EvidenceGiven, at: datetime, by: User) -> AdoptionEvidence:
    """PDF, PNG, JPEG or an Excel list. It is kept privately with its checksum."""
    adoption = _locked(adoption)
    evidence = AdoptionEvidence.objects.create(
        adoption=adoption,
        document=_stored(given.name, given.content, at=at, by=by),
        kind=given.kind,
        title=given.title,
        happened_on=given.happened_on,
        added_by=by.pk,
        added_at=at,
    )
    ledger.record(EvidenceAdded(adoption_id=adoption.pk, evidence_id=evidence.pk, evidence_kind=given.kind), by=by, at=at)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: AdoptionEvidence, at: datetime, by: User) -> None:
    """The file no longer counts and is handed out no more. Saying it again changes nothing."""
    evidence = AdoptionEvidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.withdrawn_at is not None:
        return
    evidence.withdrawn_at = at
    evidence.save(update_fields=["withdrawn_at"])
    withdraw_document(document=evidence.document, at=at, by=by)
    ledger.record(EvidenceWithdrawn(adoption_id=evidence.adoption_id, evidence_id=evidence.pk), by=by, at=at)


def _locked(adoption: Adoption) -> Adoption:
    return Adoption.objects.select_for_update(of=("self",)).select_related("course", "letter").get(pk=adoption.pk)


def _stored(name: str, content: bytes, *, at: datetime, by: User) -> Document:
    is_workbook = name.lower().endswith(".xlsx") and content.startswith(b"PK\x03\x04")
    media_type = XLSX if is_workbook else media_type_of_scan(name, content)
    return store_document(name=name, media_type=media_type, content=content, at=at, by=by)


def _check_period(given: AdoptionGiven) -> None:
    if given.ends_on and given.ends_on < given.starts_on:
        raise WrongPeriod(_("The last day lies before the first. Correct the period."))


def _values(given: AdoptionGiven) -> dict[str, object]:
    return {
        "programme": given.programme,
        "starts_on": given.starts_on,
        "ends_on": given.ends_on,
        "language": given.language,
        "seats": given.seats,
        "teacher_name": given.teacher_name,
        "agreement": given.agreement,
        "unit_keys": list(given.unit_keys),
        "statement": given.statement,
    }
