"""Writes the rows of one planned import: people found again or added, institutions resolved, each row with its reasons."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from catecp.accounts.models import Person, User
from catecp.events.enums import Category, RegistrationChannel
from catecp.events.models import ImportBatch, ImportRow, Registration
from catecp.events.queries.imports import differences_of
from catecp.events.queries.people import STANDING, is_person
from catecp.events.services.registration import (
    PersonDetails,
    RegistrationDetails,
    add_person,
    add_registration,
    change_registration,
)
from catecp.events.workbook.answers import VisitAnswer, read_category
from catecp.events.workbook.differences import values_to_keep
from catecp.events.workbook.institutions import InstitutionAnswer, Kind
from catecp.events.workbook.merging import Note, Outcome, PlannedRow
from catecp.events.workbook.plan import ImportPlan
from catecp.events.workbook.rows import Reading
from catecp.languages.tags import language_by_script
from catecp.network.models import Institution
from catecp.network.person_names import NameLikeness, compare_names
from catecp.network.queries.canonical import canonical_of
from catecp.network.services.institutions import add_institution
from catecp.places.models import Country

_FOOD = {"halal": "halal", "no_pork": "no pork", "vegan": "vegan", "vegetarian": "vegetarian", "none": ""}


class RowWriter:
    """One import being written, inside the transaction of `apply_import`."""

    def __init__(self, *, batch: ImportBatch, plan: ImportPlan, by: User | None, at: datetime, are_invented: bool) -> None:
        self.batch = batch
        self.event = batch.event
        self.plan = plan
        self.by, self.at, self.are_invented = by, at, are_invented
        self.differences = differences_of(batch, plan)
        self.problems = plan.problems_by_row()
        self.countries = set(Country.objects.values_list("code", flat=True))
        self.added: dict[str, Institution] = {}
        self.registered: dict[tuple[str, int], Registration] = {}

    @cached_property
    def institutions(self) -> dict[str, Institution]:
        wanted = {row.institution.key for row in self.plan.rows if row.institution.kind in (Kind.DIRECTORY, Kind.ORGANISER)}
        rows = Institution.objects.filter(pk__in=[key for key in wanted if key.isdigit()]).select_related("merged_into")
        return {str(row.pk): canonical_of(row) for row in rows}

    def write_all(self) -> list[ImportRow]:
        """Write everybody and return the rows of the report, unsaved."""
        people = [row for row in self.plan.rows if row.outcome is not Outcome.LEFT_OUT]
        report = [self._write(row) for row in people]
        report += [self._merged(row) for row in self.plan.rows if row.outcome is Outcome.LEFT_OUT]
        report += [
            ImportRow(batch=self.batch, number=p.row, sheet=p.sheet[:100], outcome="left_out", reasons=[p.as_stored()])
            for p in self.plan.skipped
        ]
        return sorted(report, key=lambda row: (row.sheet, row.number))

    def _write(self, row: PlannedRow) -> ImportRow:
        reading = row.reading
        known = self.differences.matches.get((reading.sheet, reading.row))
        if known is not None and known.registration is not None:
            registration, outcome, notes = self._again(row, known.registration)
        else:
            registration, outcome, notes = self._first_time(row)
        if registration is not None:
            self.registered[reading.sheet, reading.row] = registration
        if outcome in ("unchanged", "left_out"):
            return self._row(reading, outcome, notes, registration)
        return self._row(reading, outcome, [*notes, *self._queue_notes(row), *row.notes], registration)

    def _first_time(self, row: PlannedRow) -> tuple[Registration | None, str, list[Note]]:
        details = self._details(row)
        person = known_person(details.person) or add_person(details.person, at=self.at)
        before = Registration.objects.filter(is_person(person), event=self.event, state__in=STANDING).order_by("pk").first()
        if before is not None:
            return before, "left_out", [Note("registered_otherwise")]
        channel = RegistrationChannel.WORKBOOK
        registration = add_registration(event=self.event, details=details, channel=channel, person=person, by=self.by, at=self.at)
        registration.import_key = row.reading.stored_key
        registration.submitted_at = self._moment(row.reading.registered_at)
        registration.save(update_fields=["import_key", "submitted_at"])
        return registration, "added", self._new_institution_note(row)

    def _again(self, row: PlannedRow, pk: int) -> tuple[Registration | None, str, list[Note]]:
        registration = Registration.objects.select_related("person", "event", "institution").filter(pk=pk).first()
        if registration is None or registration.state not in STANDING:
            return registration, "left_out", [Note("no_longer_stands")]
        change = next((change for change in self.differences.changed if change.reading is row.reading), None)
        if change is None:
            return registration, "unchanged", [Note("unchanged")]
        details = as_told(self._details(row, registration), registration, told=self.plan.told)
        change_registration(registration=registration, details=details, by=self.by, at=self.at)
        return registration, "changed", [Note("now", meaning, before, after) for meaning, before, after in change.fields]

    def _merged(self, row: PlannedRow) -> ImportRow:
        into = row.into or row.reading
        return self._row(row.reading, "merged", list(row.notes), self.registered.get((into.sheet, into.row)))

    def _row(self, reading: Reading, outcome: str, notes: list[Note], registration: Registration | None) -> ImportRow:
        problems = self.problems.get((reading.sheet, reading.row), []) if outcome != "unchanged" else []
        known = self.differences.matches.get((reading.sheet, reading.row))
        values = values_to_keep(reading, known, told=self.plan.told)
        return ImportRow(
            batch=self.batch,
            number=reading.row,
            sheet=reading.sheet[:100],
            raw={"typed": dict(reading.typed), "values": values},
            key=reading.stored_key,
            fingerprint=reading.fingerprint,
            outcome=outcome,
            reasons=[*(note.as_stored() for note in notes), *(problem.as_stored() for problem in problems)],
            registration=registration,
        )

    def _details(self, row: PlannedRow, registration: Registration | None = None) -> RegistrationDetails:
        reading, answer = row.reading, row.institution
        institution = self._institution(answer, reading)
        kept = registration is not None and institution is None and registration.affiliation == answer.text
        return RegistrationDetails(
            person=self._person(reading),
            institution=registration.institution if kept and registration else institution,
            affiliation="" if answer.kind is Kind.NONE else answer.text,
            post=reading.position,
            country_id=reading.country if reading.country in self.countries else None,
            category=self._category(reading, answer),
            diet=_FOOD.get(reading.food.code, reading.food.text),
            joins_visit=_visit_in_words(reading.visit),
            languages=list(reading.languages),
            remark=reading.remarks,
        )

    def _person(self, reading: Reading) -> PersonDetails:
        return PersonDetails(
            name=reading.name,
            title=reading.title,
            original_name=reading.native_name if reading.native_name != reading.name else "",
            email=reading.email,
            phone=reading.phone or reading.messenger,
            preferred_language=reading.languages[0] if reading.languages else "",
            is_invented=self.are_invented,
        )

    def _institution(self, answer: InstitutionAnswer, reading: Reading) -> Institution | None:
        """The institution where it is certain or decided; what is only suggested waits for a person."""
        if answer.kind in (Kind.DIRECTORY, Kind.ORGANISER) and answer.certain:
            return self.institutions.get(answer.key)
        if answer.kind is Kind.NEW and answer.certain:
            return self._added(answer, reading)
        return None

    def _added(self, answer: InstitutionAnswer, reading: Reading) -> Institution | None:
        if answer.key not in self.added:
            country = Country.objects.filter(code=reading.country or answer.country).first()
            language = language_by_script(answer.name, otherwise="en")
            self.added[answer.key] = add_institution(
                names={language: answer.name}, country=country, source="workbook", at=self.at, by=self.by
            )
        return self.added[answer.key]

    def _category(self, reading: Reading, answer: InstitutionAnswer) -> str:
        said = read_category(reading.position)
        return Category(said) if said else Category.ORGANISER if answer.kind is Kind.ORGANISER else Category.PARTICIPANT

    def _queue_notes(self, row: PlannedRow) -> list[Note]:
        answer = row.institution
        return [Note("in_queue", "institution", answer.text)] if answer.text and not answer.certain else []

    def _new_institution_note(self, row: PlannedRow) -> list[Note]:
        is_new = row.institution.kind is Kind.NEW and row.institution.certain
        return [Note("new_institution", "institution", "", row.institution.name)] if is_new else []

    def _moment(self, registered_at: datetime | None) -> datetime:
        if registered_at is None:
            return self.at
        return registered_at.replace(tzinfo=ZoneInfo(self.event.time_zone)).astimezone(UTC)


def as_told(details: RegistrationDetails, registration: Registration, *, told: frozenset[str]) -> RegistrationDetails:
    """Leave as it is registered whatever the file has no column for."""
    person = registration.person
    personal = {"title": "title", "original_name": "native_name", "email": "email"}
    kept = {name: getattr(person, name) for name, meaning in personal.items() if meaning not in told}
    if not told & {"phone", "messenger"}:
        kept["phone"] = person.phone
    if "languages" not in told:
        kept["preferred_language"] = person.preferred_language
    changed = replace(details, person=replace(details.person, **kept))
    ours = {
        "post": ("position", registration.post), "country_id": ("country", registration.stated_country_id),
        "category": ("position", registration.category), "diet": ("food", registration.diet),
        "joins_visit": ("visit", registration.joins_visit), "languages": ("languages", registration.languages),
        "remark": ("remarks", registration.remark),
    }  # fmt: skip
    untold: dict[str, Any] = {name: value for name, (meaning, value) in ours.items() if meaning not in told}
    if not told & {"institution", "institution_native"}:
        untold |= {"institution": registration.institution, "affiliation": registration.affiliation}
    return replace(changed, shows_in_list=registration.shows_in_list, **untold)


def known_person(details: PersonDetails) -> Person | None:
    """The person of that address and, as far as can be told, that name. Offices share addresses: another name is somebody else."""
    if not details.email:
        return None
    known = Person.objects.filter(email__iexact=details.email).select_related("merged_into").order_by("merged_into", "pk")
    for person in known:
        relation = compare_names(person.name, details.name)
        same_script = person.original_name and compare_names(person.original_name, details.original_name) is NameLikeness.SAME
        if relation is not NameLikeness.DIFFERENT or same_script:
            return person.merged_into or person
    return None


def _visit_in_words(answer: VisitAnswer) -> str:
    words = {True: "yes", False: "no", None: ""}[answer.joins]
    return f"{words}, bus {answer.bus}" if answer.bus else words
