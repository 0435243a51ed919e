"""Subtitles of a film in another language, as a file out and in. Each subtitle is a sentence like any other."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.languages import queries, subtitles
from catecp.languages.bodies import Film, FilmCue
from catecp.languages.facts import TranslationsChanged
from catecp.languages.models import Segment, TextBody, Translation, TranslationState
from catecp.languages.segmentation import normalised
from catecp.languages.services.exchange import KEPT, LEFT_OUT, UNCHANGED, Outcome, WrongFile
from catecp.languages.services.translating import checked_language
from catecp.languages.translation_checks import length_problem, mark_problems


def subtitles_in(*, film: Film, language: str) -> list[subtitles.Cue]:
    """The film's cues in the language; those without a translation that learners may see stay in the original."""
    known = queries.published_translations([cue.segment for cue in film.cues], language)
    return [
        {"start": cue.start, "end": cue.end, "text": known[cue.segment].text if cue.segment in known else cue.text}
        for cue in film.cues
    ]


@transaction.atomic
def take_subtitles(
    *, body: TextBody, language: str, film: Film, content: bytes, name: str, by: Any, at: datetime
) -> list[Outcome]:
    """Keep a file's subtitles as translations of the film's, matched by time. What somebody signed off is not overwritten."""
    checked_language(body, language)
    try:
        read = subtitles.read(content)
    except subtitles.NotSubtitles as error:
        raise WrongFile(str(error)) from error
    texts = subtitles.matched([(cue.start, cue.end) for cue in film.cues], read.cues)
    if not texts:
        raise WrongFile(_("No subtitle of this file stands at the time of one of the film's. Is it another film's file?"))
    segments = Segment.objects.select_for_update().filter(body=body, pk__in={cue.segment for cue in film.cues}).in_bulk()
    before = {row.segment_id: row for row in Translation.objects.filter(segment__in=segments, language=language)}
    report: list[Outcome] = []
    rows: dict[int, Translation] = {}
    for number, cue in enumerate(film.cues):
        text = normalised(texts.get(number, ""))
        outcome = _judged(number + 1, cue, text, before.get(cue.segment), is_again=cue.segment in rows)
        report.append(outcome)
        if outcome.outcome == KEPT:
            row = before.get(cue.segment) or Translation(segment=segments[cue.segment], language=language, revision=0)
            row.text, row.state, row.revision = text, TranslationState.TRANSLATED, row.revision + 1
            row.written_by, row.written_at, row.drafted_by = by.pk, at, f"file: {clean_line(name, longest=110)}"
            row.save()
            rows[cue.segment] = row
    if rows:
        ledger.record(TranslationsChanged(body.pk, language, "from_file", len(rows)), by=by, at=at)
    return report


def _judged(number: int, cue: FilmCue, text: str, before: Translation | None, *, is_again: bool) -> Outcome:
    if not text:
        return Outcome(number, cue.text, LEFT_OUT, [_("The file has no subtitle at this time.")])
    if is_again or (before is not None and before.text == text and before.state != TranslationState.OUTDATED):
        return Outcome(number, cue.text, UNCHANGED)
    if before is not None and before.state == TranslationState.REVIEWED:
        return Outcome(number, cue.text, LEFT_OUT, [_("It is signed off and reads otherwise; change it at the desk.")])
    problems = [*mark_problems(cue.text, text), length_problem(cue.text, text)]
    return Outcome(number, cue.text, LEFT_OUT if any(problems) else KEPT, [problem for problem in problems if problem])


def film_of(films: list[Film], key: str) -> Film:
    found = next((film for film in films if film.key == key), None)
    if found is None:
        raise Refused(_("This film is not in the course any more."))
    return found
