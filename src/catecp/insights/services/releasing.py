"""Release freezes text and figures; what is found later is an erratum, never a silent change."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.files.services import store_document
from catecp.insights.facts import ErratumPublished, ReportReleased
from catecp.insights.linting import open_findings
from catecp.insights.models import Erratum, FigureValue, Release, ReleaseFile, Report, ReportState
from catecp.insights.reports.builder import build
from catecp.insights.reports.docx import render_docx
from catecp.insights.reports.frozen import frozen_document
from catecp.insights.reports.pdf import render_pdf
from catecp.insights.services.snapshots import keep_figures
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Tell = Callable[[str, int, int], None]


class NotSettled(Refused):
    """Findings of the linter are open."""


class NothingSaid(Refused):
    """An erratum says what was wrong and what is right."""


@transaction.atomic
def release_report(*, report: Report, at: datetime, by: Any, tell: Tell = lambda doing, done, total: None) -> Release:
    """Freeze the report in all its languages with its figures and files. Refuses while findings are open.

    `tell(doing, done, total)` reports progress; it may raise to stop, then nothing is released.
    """
    report = Report.objects.select_for_update().select_related("event").get(pk=report.pk)
    waiting = len(open_findings(report, at=at))
    if waiting:
        raise NotSettled(
            ngettext("%(count)s finding is open. Fix it or let it stand first.", "%(count)s findings are open. Settle them first.", waiting)
            % {"count": waiting}
        )
    documents = {language: build(report, language, at=at, released_at=at) for language in report.languages}
    content = {language: frozen_document(document) for language, document in documents.items()}
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    number = (report.releases.aggregate(last=Max("number"))["last"] or 0) + 1
    release = Release.objects.create(
        report=report, number=number, content=content, sha256=sha256, released_at=at,
        released_by=by.pk, released_by_name=str(by),
    )  # fmt: skip
    keep_figures(event=report.event, at=at, by=by, release=release)
    steps = [(language, kind) for language in report.languages for kind in ("pdf", "docx")]
    for done, (language, kind) in enumerate(steps):
        tell(f"{language} {kind}", done, len(steps))
        content_bytes = render_pdf(documents[language]) if kind == "pdf" else render_docx(documents[language])
        media_type = "application/pdf" if kind == "pdf" else DOCX
        name = f"{report.event.slug}-report-{number}-{language}.{kind}"
        kept = store_document(name=name, media_type=media_type, content=content_bytes, at=at, by=by)
        ReleaseFile.objects.create(release=release, language=language, format=kind, document=kept)
    Report.objects.filter(pk=report.pk).update(state=ReportState.RELEASED)
    ledger.record(ReportReleased(report_id=report.pk, number=number, sha256=sha256), by=by, at=at)
    return release


@transaction.atomic
def publish_erratum(
    *, release: Release, was: str, now: str, reason: str, language: str, at: datetime, by: Any, figure: FigureValue | None = None
) -> Erratum:
    """Say what a release had wrong. The release itself stays as it was."""
    was, now, reason = clean_line(was), clean_line(now), clean_line(reason, longest=1000)
    if not (was and now and reason):
        raise NothingSaid(_("Say what was printed, what is right, and why it changed."))
    erratum = Erratum.objects.create(
        release=release, figure=figure, was=was, now=now, published_at=at, published_by=by.pk,
        reason=Translated(texts={language: reason}, original=language),
    )  # fmt: skip
    ledger.record(ErratumPublished(release_id=release.pk, erratum=erratum.public_id), by=by, at=at)
    return erratum
