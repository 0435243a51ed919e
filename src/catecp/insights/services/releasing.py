"""Release freezes text and figures; what is found later is an erratum, never a silent change."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.files.services import store_document
from catecp.insights.facts import ErratumPublished, ReportReleased
from catecp.insights.figures.moment import one_moment
from catecp.insights.linting import open_findings
from catecp.insights.models import Erratum, FigureValue, Release, ReleaseFile, Report, ReportState
from catecp.insights.reports.blocks import ReportDocument
from catecp.insights.reports.builder import build
from catecp.insights.reports.docx import render_docx
from catecp.insights.reports.frozen import frozen_document
from catecp.insights.reports.pdf import render_pdf
from catecp.insights.services.snapshots import keep_figures
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
Tell = Callable[[str, int, int], None]


class NotSettled(Refused):
    """Findings of the linter are open."""


class ChangedWhilePreparing(Refused):
    """The draft moved on under the files."""


class NothingSaid(Refused):
    """An erratum says what was wrong and what is right."""


@dataclass(frozen=True)
class Prepared:
    """A report drawn up but not yet released: its documents, its files, and what they were made from."""

    report: Report
    at: datetime
    documents: Mapping[str, ReportDocument]
    files: Mapping[tuple[str, str], bytes]  # by (language, format)


@one_moment()
def prepare_release(*, report: Report, at: datetime, tell: Tell = lambda doing, done, total: None) -> Prepared:
    """Draw up all documents and files, outside any transaction: it takes seconds, and a hall full of phones must not wait.

    `tell(doing, done, total)` reports progress; it may raise to stop. Refuses while findings are open.
    """
    waiting = len(open_findings(report, at=at))
    if waiting:
        raise NotSettled(
            ngettext(
                "%(count)s finding is open. Fix it or let it stand first.",
                "%(count)s findings are open. Settle them first.",
                waiting,
            )
            % {"count": waiting}
        )
    documents = {language: build(report, language, at=at, released_at=at) for language in report.languages}
    steps = [(language, kind) for language in report.languages for kind in FORMATS]
    files = {}
    for done, (language, kind) in enumerate(steps):
        tell(f"{LANGUAGES[language].own_name} · {kind.upper()}", done, len(steps))
        files[language, kind] = render_pdf(documents[language]) if kind == "pdf" else render_docx(documents[language])
    return Prepared(report=report, at=at, documents=documents, files=files)


@transaction.atomic
@one_moment()
def release_report(*, prepared: Prepared, by: Any) -> Release:
    """Freeze what was prepared, with its figures and files. Refuses when records or text changed since."""
    at = prepared.at
    report = Report.objects.select_for_update().select_related("event").get(pk=prepared.report.pk)
    content = {language: frozen_document(document) for language, document in prepared.documents.items()}
    for language in report.languages:
        if frozen_document(build(report, language, at=at, released_at=at)) != content.get(language):
            raise ChangedWhilePreparing(_("Text or records changed while the files were being made. Release again."))
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    number = (report.releases.aggregate(last=Max("number"))["last"] or 0) + 1
    release = Release.objects.create(
        report=report, number=number, content=content, sha256=sha256, released_at=at,
        released_by=by.pk, released_by_name=str(by),
    )  # fmt: skip
    keep_figures(event=report.event, at=at, by=by, release=release)
    for (language, kind), content_bytes in prepared.files.items():
        name = f"{report.event.slug}-report-{number}-{language}.{kind}"
        kept = store_document(name=name, media_type=FORMATS[kind], content=content_bytes, at=at, by=by)
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
