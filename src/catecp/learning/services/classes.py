"""A class and its list: made, changed, opened; names added, taken away; digits reset; consent recorded; oddities judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.queries import person_of
from catecp.courses.models import Adoption, Offering
from catecp.courses.services.offering import offer_adopted
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import code
from catecp.kernel.plaintext import clean_line
from catecp.learning.class_lists import Listed
from catecp.learning.facts import (
    ClassChanged,
    ClassListTaken,
    ClassMade,
    ConsentRecorded,
    NameRemoved,
    OddityJudged,
    PinReset,
)
from catecp.learning.models import ClassEntry, LearnerSession, Oddity, StudyClass
from catecp.network.models import Institution


class ClassRefused(Refused):
    """The class is not changed; the sentence says why."""


@dataclass(frozen=True)
class ClassWords:
    """What a teacher says about a class."""

    name: str
    language: str = "en"
    has_minors: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Taken:
    """What came of one line of a list: added, repeated (on the list already) or left_out."""

    row: Listed
    outcome: str
    reason: str = ""


@transaction.atomic
def make_class(*, offering: Offering, institution: Institution, words: ClassWords, at: datetime, by: Any) -> StudyClass:
    name = clean_line(words.name, longest=200)
    if not name:
        raise ClassRefused(_("Give the class a name."))
    study_class = StudyClass.objects.create(
        offering=offering,
        institution=institution,
        name=name,
        code=_free_code(),
        teacher=person_of(by),
        language=words.language,
        has_minors=words.has_minors,
        starts_on=words.starts_on,
        ends_on=words.ends_on,
        created_at=at,
    )
    ledger.record(ClassMade(class_id=study_class.pk, offering_id=offering.pk), by=by, at=at)
    return study_class


@transaction.atomic
def make_adopted_class(*, adoption: Adoption, words: ClassWords, at: datetime, by: Any) -> StudyClass:
    """A class of the adopting institution for the adopted version; what it takes is opened with the first class."""
    offering = offer_adopted(adoption=adoption, at=at, by=by)
    return make_class(offering=offering, institution=adoption.institution, words=words, at=at, by=by)


def _free_code() -> str:
    """Eight letters that no class has: said aloud, and not to be guessed (40 bits)."""
    while True:
        found = code(8)
        if not StudyClass.objects.filter(code=found).exists():
            return found


@transaction.atomic
def take_list(*, study_class: StudyClass, rows: Sequence[Listed], at: datetime, by: Any) -> list[Taken]:
    """Add the names that are not on the list yet. The same list twice adds nothing."""
    study_class = StudyClass.objects.select_for_update().get(pk=study_class.pk)
    known = list(study_class.entries.filter(removed_at=None))
    numbers = {entry.number.casefold() for entry in known if entry.number}
    names = {entry.name.casefold() for entry in known if not entry.number}
    report = [_judged(row, numbers, names) for row in rows]
    added = [taken.row for taken in report if taken.outcome == "added"]
    ClassEntry.objects.bulk_create(
        ClassEntry(
            study_class=study_class, number=row.number, name=row.name, original_name=row.original, position=len(known) + place
        )
        for place, row in enumerate(added)
    )
    counts = {outcome: sum(taken.outcome == outcome for taken in report) for outcome in ("added", "repeated", "left_out")}
    ledger.record(ClassListTaken(class_id=study_class.pk, **counts), by=by, at=at)
    return report


def _judged(row: Listed, numbers: set[str], names: set[str]) -> Taken:
    if row.problem == "empty":
        return Taken(row, "left_out", _("There is no name on this line."))
    if row.problem == "too_many":
        return Taken(row, "left_out", _("The list is too long. Split the class."))
    if row.problem == "repeated" or (row.number.casefold() in numbers if row.number else row.name.casefold() in names):
        return Taken(row, "repeated", _("On the list already."))
    return Taken(row, "added")


@transaction.atomic
def record_consent(*, study_class: StudyClass, said_by: str, at: datetime, by: Any) -> StudyClass:
    """The institution has the consent for the minors of the class; who says so is kept."""
    said_by = clean_line(said_by)
    if not said_by:
        raise ClassRefused(_("Write who at the institution has the consent, by name and office."))
    study_class = StudyClass.objects.select_for_update().get(pk=study_class.pk)
    study_class.consent_by, study_class.consent_at = said_by, at
    study_class.save(update_fields=["consent_by", "consent_at"])
    ledger.record(ConsentRecorded(class_id=study_class.pk), by=by, at=at)
    return study_class


@transaction.atomic
def set_open(*, study_class: StudyClass, is_open: bool, at: datetime, by: Any) -> StudyClass:
    """Whether names may be taken from the list; who has taken theirs comes back either way."""
    StudyClass.objects.filter(pk=study_class.pk).update(is_open=is_open)
    ledger.record(ClassChanged(class_id=study_class.pk), by=by, at=at)
    study_class.refresh_from_db()
    return study_class


@transaction.atomic
def reset_pin(*, entry: ClassEntry, at: datetime, by: Any) -> ClassEntry:
    """The learner chooses four new digits; whoever is in by the old ones is out."""
    entry = ClassEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.learner_id is not None:
        # The digits go with the learner: another class of the institution must not let the old ones in.
        ClassEntry.objects.filter(learner_id=entry.learner_id).update(pin_digest="", pin_tries=0)
        LearnerSession.objects.filter(learner_id=entry.learner_id, closed_at=None).update(closed_at=at)
    ClassEntry.objects.filter(pk=entry.pk).update(pin_digest="", pin_tries=0)
    ledger.record(PinReset(entry_id=entry.pk), by=by, at=at)
    entry.refresh_from_db()
    return entry


@transaction.atomic
def remove_name(*, entry: ClassEntry, at: datetime, by: Any) -> ClassEntry:
    """The name leaves the list; what was learned stays with the learner."""
    ClassEntry.objects.filter(pk=entry.pk, removed_at=None).update(removed_at=at)
    ledger.record(NameRemoved(entry_id=entry.pk), by=by, at=at)
    entry.refresh_from_db()
    return entry


@transaction.atomic
def judge_oddities(*, oddities: Iterable[Oddity], judgement: str, at: datetime, by: Any) -> int:
    """What the teacher makes of them. Nothing is deleted or changed by it; the judgement stands beside. Returns how many."""
    said = clean_line(judgement)
    if not said:
        raise ClassRefused(_("Write in a few words what you make of it."))
    rows = [row for row in Oddity.objects.select_for_update().filter(pk__in=[row.pk for row in oddities]) if not row.judged_at]
    for row in rows:
        row.judged_at, row.judged_by, row.judgement = at, by.pk, said
        ledger.record(OddityJudged(oddity_id=row.pk), by=by, at=at)
    Oddity.objects.bulk_update(rows, ["judged_at", "judged_by", "judgement"])
    return len(rows)
