"""Translations out to translators' tools and in again: what comes in is checked unit by unit, and kept all at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.languages import bodies, queries, rules, xliff
from catecp.languages.facts import TranslationsChanged
from catecp.languages.inline_marks import with_marks
from catecp.languages.models import Segment, TextBody, Translation, TranslationState
from catecp.languages.queries import DeskFilter
from catecp.languages.segmentation import digest_of, normalised
from catecp.languages.services.translating import checked_language
from catecp.languages.translation_checks import TermWords, problems_of

KEPT, UNCHANGED, LEFT_OUT = "kept", "unchanged", "left_out"


class WrongFile(Refused):
    """The file is no XLIFF, belongs to another course or is in another language. Nothing was kept."""


@dataclass(frozen=True)
class Outcome:
    """What became of one unit."""

    number: int
    what: str
    outcome: str
    reasons: list[str | Promise] = field(default_factory=list)


def xliff_of(*, body: TextBody, language: str, asked: DeskFilter) -> bytes:
    """XLIFF 2.1 of the sentences the filter keeps, in reading order, with states, places and notes."""
    checked_language(body, language)
    rows = queries.desk_rows(body, language, queries.found_stands(body, language, asked))
    units = [
        xliff.Unit(
            identifier=f"s{row.segment.pk}",
            source=row.segment.text,
            target=row.translation.text if row.translation else "",
            state=row.state,
            revision=row.translation.revision if row.translation else 0,
            notes=tuple(_notes(row)),
        )
        for row in rows
    ]
    return xliff.write(body.public_id, str(body), (body.language, language), units)


def _notes(row: queries.DeskRow) -> Iterable[str]:
    yield row.stand.where
    for term in row.terms:
        if term.targets:
            yield f"{term.sources[0]} = {' / '.join(term.targets)}"
    yield from (note.text for note in row.notes)


@transaction.atomic
def take_xliff(
    *, body: TextBody, language: str, content: bytes, name: str, sign_off: bool, by: Any, at: datetime
) -> list[Outcome]:
    """Keep what a file brings; the report names every unit. `sign_off`: what the file calls reviewed is reviewed, the reader vouches for it.

    Raises WrongFile before anything is kept. A unit that fails a check is left out; all others are kept in one transaction.
    """
    checked_language(body, language)
    file = _checked_file(body, language, content)
    TextBody.objects.select_for_update().get(pk=body.pk)
    may_sign_off = sign_off and bool(rules.may_review_translations(by))
    taking = _Taking.of(body, language, name=name, may_sign_off=may_sign_off, by=by, at=at)
    report = [taking.take(number, unit) for number, unit in enumerate(file.units, start=1)]
    taking.write()
    if kept := sum(outcome.outcome == KEPT for outcome in report):
        ledger.record(TranslationsChanged(body.pk, language, "from_file", kept), by=by, at=at)
    return report


def _checked_file(body: TextBody, language: str, content: bytes) -> xliff.ReadFile:
    try:
        file = xliff.read(content)
    except xliff.NotXliff as error:
        raise WrongFile(str(error)) from error
    if file.original and file.original != body.public_id:
        raise WrongFile(_("This file was exported from another course. Open that course's desk to bring it in."))
    if (file.source_language, file.target_language) != (body.language, language):
        words = {"file": f"{file.source_language} → {file.target_language}", "wanted": f"{body.language} → {language}"}
        raise WrongFile(_("This file is %(file)s; here is %(wanted)s. Open the desk of that language.") % words)
    if not file.units:
        raise WrongFile(_("This file holds no sentences."))
    return file


@dataclass
class _Taking:
    """One file being taken in: what is there, and what will be written at its end."""

    language: str
    name: str
    may_sign_off: bool
    by: Any
    at: datetime
    source_language: str
    segments: dict[int, Segment]
    before: dict[int, Translation]
    terms: tuple[TermWords, ...]
    new: dict[int, Translation] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, body: TextBody, language: str, *, name: str, may_sign_off: bool, by: Any, at: datetime) -> "_Taking":
        segments = bodies.source().current([body.pk]).in_bulk()
        rows = Translation.objects.select_for_update().filter(segment__body=body, language=language)
        return cls(
            language=language,
            name=clean_line(name, longest=110),
            may_sign_off=may_sign_off,
            by=by,
            at=at,
            source_language=body.language,
            segments=segments,
            before={row.segment_id: row for row in rows},
            terms=queries.term_words(body.language, language),
        )

    def take(self, number: int, unit: xliff.ReadUnit) -> Outcome:
        identifier = unit.identifier[1:] if unit.identifier.startswith("s") else ""
        pk = int(identifier) if identifier.isdigit() and len(identifier) < 19 else 0
        segment = self.segments.get(pk)
        if segment is None or pk in self.seen:
            reason = (
                _("It stands twice in the file.") if pk in self.seen else _("This sentence does not stand in the course now.")
            )
            return Outcome(number, unit.identifier[:80], LEFT_OUT, [reason])
        self.seen.add(pk)
        text, reasons = self._judged(segment, unit)
        if reasons:
            return Outcome(number, segment.text[:120], LEFT_OUT, reasons)
        return self._taken(number, segment, unit, text)

    def _judged(self, segment: Segment, unit: xliff.ReadUnit) -> tuple[str, list[str | Promise]]:
        source, _unknown = with_marks(unit.source, segment.text)
        if digest_of(source) != segment.digest:
            return "", [_("The original in the file is not the one in the course; it was changed in between.")]
        if not unit.target:
            return "", []
        text, problems = with_marks(unit.target, segment.text)
        text = normalised(clean_text(text))
        before = self.before.get(segment.pk)
        if before is not None and before.text == text:
            return text, []  # what stands here already is not judged again
        waived = before.waived if before is not None else {}
        return text, [
            *problems,
            *problems_of(segment.text, text, language=self.source_language, terms=self.terms, waived=waived),
            *self._meanwhile(before, unit),
        ]

    def _meanwhile(self, before: Translation | None, unit: xliff.ReadUnit) -> list[str | Promise]:
        if before is not None and unit.revision is not None and unit.revision != before.revision:
            return [_("Somebody changed this translation at the desk since the file was made.")]
        return []

    def _taken(self, number: int, segment: Segment, unit: xliff.ReadUnit, text: str) -> Outcome:
        before = self.before.get(segment.pk)
        if not text:
            return Outcome(number, segment.text[:120], UNCHANGED, [_("The file has no translation of it.")])
        state = self._state(unit)
        if before is not None and before.text == text and not self._moves_on(before, state, unit):
            return Outcome(number, segment.text[:120], UNCHANGED)
        row = before or Translation(segment=segment, language=self.language, revision=0)
        is_same = before is not None and before.text == text
        row.text, row.state, row.revision = text, state, row.revision + 1
        if not is_same or row.written_by is None:
            row.written_by = None if state == TranslationState.MACHINE else self.by.pk
            row.written_at, row.drafted_by = self.at, f"file: {self.name}"
        is_reviewed = state == TranslationState.REVIEWED
        row.reviewed_by, row.reviewed_at = (self.by.pk, self.at) if is_reviewed else (None, None)
        self.new[segment.pk] = row
        return Outcome(number, segment.text[:120], KEPT, self._remarks(unit, state))

    def _state(self, unit: xliff.ReadUnit) -> str:
        if unit.state == xliff.INITIAL:
            return TranslationState.MACHINE  # not finished: a draft that a person has to accept
        if unit.state in {xliff.REVIEWED, xliff.FINAL} and self.may_sign_off:
            return TranslationState.REVIEWED
        return TranslationState.TRANSLATED

    @staticmethod
    def _moves_on(before: Translation, state: str, unit: xliff.ReadUnit) -> bool:
        """The same words in a better state: a draft accepted, an outdated one found right, a translation signed off."""
        rank = [TranslationState.OUTDATED, TranslationState.MACHINE, TranslationState.TRANSLATED, TranslationState.REVIEWED]
        return unit.state != xliff.INITIAL and rank.index(TranslationState(state)) > rank.index(TranslationState(before.state))

    def _remarks(self, unit: xliff.ReadUnit, state: str) -> list[str | Promise]:
        if state == TranslationState.MACHINE:
            return [_("The file calls it unfinished: kept as a draft, which learners do not see until somebody accepts it.")]
        if unit.state in {xliff.REVIEWED, xliff.FINAL} and state != TranslationState.REVIEWED:
            return [_("The file calls it reviewed; it waits here for a reviewer's sign-off.")]
        return []

    def write(self) -> None:
        rows = list(self.new.values())
        Translation.objects.bulk_create([row for row in rows if row.pk is None], batch_size=200)
        fields = ["text", "state", "revision", "written_by", "written_at", "drafted_by", "reviewed_by", "reviewed_at"]
        Translation.objects.bulk_update([row for row in rows if row.pk is not None], fields, batch_size=200)
