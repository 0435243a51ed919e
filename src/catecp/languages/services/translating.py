"""Writing, accepting and signing off translations. Two people at once do not overwrite each other: each says which revision they saw."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.kernel.verdict import Verdict
from catecp.languages import queries, rules
from catecp.languages.facts import NoteSettled, NoteWritten, TranslationKept, TranslationReviewed, TranslationsChanged
from catecp.languages.models import Segment, TextBody, Translation, TranslationNote, TranslationState
from catecp.languages.segmentation import normalised
from catecp.languages.tags import LANGUAGES
from catecp.languages.translation_checks import MissingTerm, length_problem, mark_problems, missing_terms, term_sentences

LONGEST_REASON = 300


class NotALanguage(Refused):
    """Nothing is translated into this language here, or it is the body's own."""


class NotFit(Refused):
    """The translation lost marks, is empty or far too long."""


class TermsMissing(Refused):
    """Words of the glossary are missing; `missing` names them. They can be waived with a reason."""

    def __init__(self, missing: list[MissingTerm]) -> None:
        self.missing = missing
        super().__init__(" ".join(str(sentence) for sentence in term_sentences(missing)))


class SomebodyWasFaster(Refused):
    """The translation changed since it was read; `now` is what stands there."""

    def __init__(self, now: Translation | None) -> None:
        self.now = now
        super().__init__(_("Somebody else changed this translation meanwhile. Compare both and save again."))


class NotYours(Refused):
    """A rule says no."""


@dataclass(frozen=True)
class Wording:
    """What somebody typed. `revision` is the one they saw (0: there was none); `waived` gives the reason by term key."""

    text: str
    revision: int = 0
    waived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bulk:
    """How many were done, and which were left with the reason."""

    done: int
    left: list[tuple[int, str | Promise]]


@transaction.atomic
def keep_translation(*, segment: Segment, language: str, wording: Wording, by: Any, at: datetime) -> Translation:
    """Keep what a person wrote as `translated`. Raises NotFit, TermsMissing, SomebodyWasFaster."""
    checked_language(segment.body, language)
    before = _locked(segment, language)
    if (before.revision if before else 0) != wording.revision:
        raise SomebodyWasFaster(before)
    text = normalised(clean_text(wording.text))
    waived = {key: clean_line(reason, longest=LONGEST_REASON) for key, reason in wording.waived.items() if reason.strip()}
    _require_fit(segment, language, text, waived)
    kept, _is_new = Translation.objects.update_or_create(
        segment=segment,
        language=language,
        defaults={
            "text": text,
            "state": TranslationState.TRANSLATED,
            "revision": wording.revision + 1,
            "waived": waived,
            "drafted_by": before.drafted_by if before and before.text == text else "",
            "written_by": by.pk,
            "written_at": at,
            "reviewed_by": None,
            "reviewed_at": None,
        },
    )
    ledger.record(TranslationKept(kept.pk, segment.body_id, language, kept.state), by=by, at=at)
    return kept


def checked_language(body: TextBody, language: str) -> None:
    if language not in LANGUAGES or language == body.language:
        raise NotALanguage(_("This text is not translated into that language."))


def _locked(segment: Segment, language: str) -> Translation | None:
    Segment.objects.select_for_update().get(pk=segment.pk)  # there may be no translation to lock yet
    return Translation.objects.filter(segment=segment, language=language).first()


def _require_fit(segment: Segment, language: str, text: str, waived: Mapping[str, str]) -> None:
    problems = [*mark_problems(segment.text, text), length_problem(segment.text, text)]
    if any(problems):
        raise NotFit(" ".join(str(problem) for problem in problems if problem))
    source = segment.body.language
    missing = missing_terms(segment.text, text, language=source, terms=queries.term_words(source, language))
    if left := [item for item in missing if item.key not in waived]:
        raise TermsMissing(left)


@transaction.atomic
def accept_draft(*, translation: Translation, revision: int, by: Any, at: datetime) -> Translation:
    """A person read the machine's draft and stands behind it; the same checks hold as for what a person writes."""
    translation = _reread(translation, revision)
    if translation.state != TranslationState.MACHINE:
        raise Refused(_("This is no machine draft."))
    _require_fit(translation.segment, translation.language, translation.text, translation.waived)
    translation.state = TranslationState.TRANSLATED
    translation.written_by, translation.written_at = by.pk, at
    translation.revision += 1
    translation.save()
    fact = TranslationKept(translation.pk, translation.segment.body_id, translation.language, translation.state)
    ledger.record(fact, by=by, at=at)
    return translation


def _reread(translation: Translation, revision: int) -> Translation:
    translation = Translation.objects.select_for_update().select_related("segment__body").get(pk=translation.pk)
    if translation.revision != revision:
        raise SomebodyWasFaster(translation)
    return translation


@transaction.atomic
def review_translation(*, translation: Translation, revision: int, own_work: bool, by: Any, at: datetime) -> Translation:
    """Sign off what learners see."""
    translation = _reread(translation, revision)
    _require(rules.may_sign_off_translation(by, translation, own_work=own_work))
    translation.state = TranslationState.REVIEWED
    translation.reviewed_by, translation.reviewed_at = by.pk, at
    translation.revision += 1
    translation.save()
    is_own = translation.written_by == by.pk
    fact = TranslationReviewed(translation.pk, translation.segment.body_id, translation.language, translation.state, is_own)
    ledger.record(fact, by=by, at=at)
    return translation


def _require(verdict: Verdict) -> None:
    if not verdict:
        raise NotYours(str(verdict.reason))


@transaction.atomic
def take_back_review(*, translation: Translation, revision: int, by: Any, at: datetime) -> Translation:
    """A signed-off translation turns out to need work: it is `translated` again."""
    translation = _reread(translation, revision)
    _require(rules.may_review_translations(by))
    if translation.state != TranslationState.REVIEWED:
        raise Refused(_("This translation is not signed off."))
    translation.state = TranslationState.TRANSLATED
    translation.reviewed_by = translation.reviewed_at = None
    translation.revision += 1
    translation.save()
    fact = TranslationReviewed(translation.pk, translation.segment.body_id, translation.language, translation.state)
    ledger.record(fact, by=by, at=at)
    return translation


@transaction.atomic
def review_many(*, body: TextBody, language: str, segments: Collection[int], own_work: bool, by: Any, at: datetime) -> Bulk:
    """Sign off those of these sentences that may be; the others are named with the reason."""
    left: list[tuple[int, str | Promise]] = []
    done = []
    for translation in _chosen(body, language, segments):
        verdict = rules.may_sign_off_translation(by, translation, own_work=own_work)
        if verdict:
            done.append(translation)
        else:
            left.append((translation.segment_id, verdict.reason))
    for translation in done:
        translation.state = TranslationState.REVIEWED
        translation.reviewed_by, translation.reviewed_at = by.pk, at
        translation.revision += 1
    Translation.objects.bulk_update(done, ["state", "reviewed_by", "reviewed_at", "revision"], batch_size=200)
    return _recorded(Bulk(len(done), left), body, language, "reviewed", by=by, at=at)


@transaction.atomic
def accept_many(*, body: TextBody, language: str, segments: Collection[int], by: Any, at: datetime) -> Bulk:
    """Accept those machine drafts that hold all checks."""
    left: list[tuple[int, str | Promise]] = []
    done = []
    for translation in _chosen(body, language, segments):
        if translation.state != TranslationState.MACHINE:
            continue
        try:
            _require_fit(translation.segment, language, translation.text, translation.waived)
        except Refused as refusal:
            left.append((translation.segment_id, str(refusal)))
            continue
        translation.state = TranslationState.TRANSLATED
        translation.written_by, translation.written_at = by.pk, at
        translation.revision += 1
        done.append(translation)
    Translation.objects.bulk_update(done, ["state", "written_by", "written_at", "revision"], batch_size=200)
    return _recorded(Bulk(len(done), left), body, language, "accepted", by=by, at=at)


def _chosen(body: TextBody, language: str, segments: Collection[int]) -> Iterable[Translation]:
    rows = Translation.objects.select_for_update(of=("self",)).filter(segment__body=body, segment__in=segments, language=language)
    return list(rows.select_related("segment__body").order_by("segment", "pk"))


def _recorded(bulk: Bulk, body: TextBody, language: str, what: str, *, by: Any, at: datetime) -> Bulk:
    if bulk.done:
        ledger.record(TranslationsChanged(body.pk, language, what, bulk.done), by=by, at=at)
    return bulk


@transaction.atomic
def fill_from_memory(*, body: TextBody, language: str, segments: Collection[int], by: Any, at: datetime) -> Bulk:
    """Missing sentences that were translated word for word in another body get that translation, to be reviewed here."""
    checked_language(body, language)
    done_before = Translation.objects.filter(segment__body=body, language=language).values("segment")
    missing = list(Segment.objects.select_for_update().filter(body=body, pk__in=segments).exclude(pk__in=done_before))
    remembered = queries.memory_of(missing, language)
    found = [
        Translation(
            segment=segment,
            language=language,
            text=remembered[segment.digest][0].text,
            state=TranslationState.TRANSLATED,
            drafted_by=clean_line(_("memory: %(where)s") % {"where": remembered[segment.digest][0].where}, longest=120),
            written_by=by.pk,
            written_at=at,
        )
        for segment in missing
        if segment.digest in remembered
    ]
    Translation.objects.bulk_create(found, batch_size=200)
    return _recorded(Bulk(len(found), []), body, language, "from_memory", by=by, at=at)


@transaction.atomic
def write_note(*, segment: Segment, language: str, text: str, by: Any, at: datetime) -> TranslationNote:
    text = clean_line(text, longest=1000)
    if not text:
        raise Refused(_("The note is empty."))
    note = TranslationNote.objects.create(segment=segment, language=language, text=text, written_by=by.pk, written_at=at)
    ledger.record(NoteWritten(note.pk), by=by, at=at)
    return note


@transaction.atomic
def settle_note(*, note: TranslationNote, by: Any, at: datetime) -> TranslationNote:
    note = TranslationNote.objects.select_for_update().get(pk=note.pk)
    if note.settled_at is None:
        note.settled_by, note.settled_at = by.pk, at
        note.save(update_fields=["settled_by", "settled_at"])
        ledger.record(NoteSettled(note.pk), by=by, at=at)
    return note
