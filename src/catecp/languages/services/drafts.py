"""Machine drafts are kept as `machine`: counted apart, never shown to learners, waiting for a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.kernel import jobs, ledger
from catecp.kernel.errors import Refused
from catecp.kernel.models import Job, JobState
from catecp.kernel.plaintext import clean_text
from catecp.languages import bodies, rules
from catecp.languages.drafting import Draft, ModelServer, Sentence
from catecp.languages.facts import TranslationsChanged
from catecp.languages.models import Segment, TextBody, Translation, TranslationState
from catecp.languages.services.translating import checked_language
from catecp.languages.tags import LANGUAGES

KIND = "languages.drafts"


class DraftsAreOff(Refused):
    """No model server is configured."""


class DraftsAreUnderWay(Refused):
    """The same work is being done already."""


def model_server() -> ModelServer | None:
    """The configured server; None while drafts are off."""
    if not settings.MODEL_ADDRESS or not settings.MODEL_NAME:
        return None
    return ModelServer(settings.MODEL_ADDRESS, settings.MODEL_NAME, settings.MODEL_KEY)


@transaction.atomic
def ask_for_drafts(*, body: TextBody, language: str, by: Any, at: datetime) -> Job:
    """Start drafting every missing sentence of the body, as a job that can be left and stopped."""
    checked_language(body, language)
    if not (verdict := rules.may_translate(by)):
        raise Refused(str(verdict.reason))
    if model_server() is None:
        raise DraftsAreOff(_("Machine drafts are switched off here: no model server is configured."))
    TextBody.objects.select_for_update().get(pk=body.pk)
    if latest_job(body, language, only_open=True) is not None:
        raise DraftsAreUnderWay(_("Drafts for this course and language are being made already."))
    title = _("Drafts: %(course)s in %(language)s") % {"course": body, "language": LANGUAGES[language].own_name}
    return jobs.start(kind=KIND, title=title, arguments={"body": body.pk, "language": language}, by=by.pk, at=at)


def latest_job(body: TextBody, language: str, *, only_open: bool = False) -> Job | None:
    rows = Job.objects.filter(kind=KIND, arguments__body=body.pk, arguments__language=language)
    if only_open:
        rows = rows.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    return rows.order_by("-requested_at", "-pk").first()


def missing_sentences(body: TextBody, language: str) -> list[Sentence]:
    """What has no translation of any state, in reading order."""
    done = set(Translation.objects.filter(segment__body=body, language=language).values_list("segment", flat=True))
    wanted = [stand.segment for stand in bodies.source().stands(body) if stand.segment not in done]
    texts = dict(Segment.objects.filter(body=body).values_list("pk", "text"))
    return [Sentence(pk, texts[pk]) for pk in wanted if pk in texts]


@transaction.atomic
def keep_drafts(*, body: TextBody, language: str, drafts: Sequence[Draft], by_model: str, at: datetime) -> int:
    """Keep the drafts of sentences that are still missing; what a person wrote meanwhile stands. Returns how many were kept."""
    good = {draft.identifier: draft for draft in drafts if draft.text and not draft.problem}
    free = Segment.objects.select_for_update().filter(body=body, pk__in=good)
    done = set(Translation.objects.filter(segment__in=good, language=language).values_list("segment", flat=True))
    rows = [
        Translation(
            segment=segment,
            language=language,
            text=clean_text(good[segment.pk].text),
            state=TranslationState.MACHINE,
            drafted_by=by_model[:120],
            written_at=at,
        )
        for segment in free
        if segment.pk not in done
    ]
    Translation.objects.bulk_create(rows, batch_size=200)
    if rows:
        ledger.record(TranslationsChanged(body.pk, language, "drafted", len(rows)), by=None, at=at)
    return len(rows)
