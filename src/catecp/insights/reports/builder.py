"""From the sections of a report to a document in one language: text with its figures, the records' own tables, the ledger."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catecp.events.models import Event
from catecp.events.queries.events import organisers_of
from catecp.insights.models import Report, ReportSection
from catecp.insights.reports.additions import ADDITIONS, claims_block
from catecp.insights.reports.blocks import Block, Bound, BulletList, Heading, KeyFigures, Paragraph, QrNote, ReportDocument
from catecp.insights.reports.book import FigureBook
from catecp.insights.reports.placeholders import paragraphs
from catecp.kernel.typeset.dates import long_range

KEY_FIGURES = ("participants", "institutions", "countries", "agreements")


def build(report: Report, language: str, *, at: datetime, released_at: datetime | None = None) -> ReportDocument:
    """The whole report in `language`. A draft says so on every page; a released one carries its date."""
    with translation.override(language):
        event = report.event
        book = FigureBook(event, at=at)
        blocks: list[Block] = [_key_figures(book)]
        for section in report.sections.order_by("position", "pk"):
            blocks += section_blocks(section, event, book)
        blocks += claims_block(event, book)
        blocks += [_check_note(report), book.ledger()]
        return ReportDocument(
            language=language,
            title=str(report.title),
            subtitle=_subtitle(event),
            organisers=tuple(str(row.institution.name) for row in organisers_of(event)),
            state=_state(at, released_at),
            at=released_at or at,
            blocks=tuple(blocks),
            is_draft=released_at is None,
        )


def section_blocks(section: ReportSection, event: Event, book: FigureBook) -> list[Block]:
    """One section in the active language: heading, text with figures, and what the program adds."""
    blocks: list[Block] = [Heading(1, str(section.heading))]
    blocks += text_blocks(str(section.body), book)
    return blocks + ADDITIONS[section.kind](section, event, book)


def text_blocks(text: str, book: FigureBook) -> list[Block]:
    found: list[Block] = []
    for paragraph in paragraphs(text):
        if paragraph.startswith("- "):
            found.append(BulletList(tuple(book.bind(line[2:]) for line in paragraph.split("\n"))))
        else:
            found.append(Paragraph(book.bind(paragraph)))
    return found


def _key_figures(book: FigureBook) -> KeyFigures:
    items = []
    for name in KEY_FIGURES:
        bound, found = book.bound(name), book.get(name)
        if isinstance(bound, Bound) and found is not None:
            items.append((bound, str(found.title)))
    return KeyFigures(tuple(items))


def _subtitle(event: Event) -> str:
    when = long_range(event.starts_on, event.ends_on, get_language() or "en")
    return " · ".join(part for part in (when, f"{event.city}, {event.country.name}") if part)


def _state(at: datetime, released_at: datetime | None) -> str:
    if released_at is not None:
        return _("Released on %(day)s") % {"day": formats.date_format(released_at)}
    return _("Draft, figures as of %(moment)s UTC") % {"moment": formats.date_format(at, "DATETIME_FORMAT")}


def _check_note(report: Report) -> QrNote:
    address = settings.SITE_ADDRESS + reverse("insights:released", args=[report.public_id])
    words = _("The released report, its figures with the records they count, and any erratum.")
    return QrNote(href=address, title=_("Check this report"), text=words)
