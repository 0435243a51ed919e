"""What stands between a draft and its release: every finding is fixed, or waived by name with a reason."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.insights.figures.compute import parts_of, whole
from catecp.insights.models import Report, ReportSection
from catecp.insights.reconcile.document import HEADING, ITEM, PARAGRAPH, Document
from catecp.insights.reconcile.document import Block as ReadBlock
from catecp.insights.reconcile.engine import check_document
from catecp.insights.reconcile.quantities import COUNT, PERCENT, quantities_in
from catecp.insights.reports.blocks import Block, Bound, BulletList, Heading, Paragraph, Run
from catecp.insights.reports.book import FigureBook
from catecp.insights.reports.builder import section_blocks, text_blocks
from catecp.insights.reports.placeholders import Name, paragraphs, parse
from catecp.kernel.translated import OUTDATED
from catecp.languages.tags import LANGUAGES
from catecp.network.queries.duplicates import offered_pairs

_AGAINST = re.compile(
    r"surpass|exceed|more than|less than|compared|already|higher|lower|than|超过|多于|少于|相比|លើស|ច្រើនជាង|តិចជាង", re.IGNORECASE
)


@dataclass(frozen=True)
class LintFinding:
    """One thing to settle. `fingerprint` stays the same while the words it is about stay the same, so a waiver holds."""

    rule: str
    what: str | Promise
    quote: str = ""
    language: str = ""
    section: str = ""  # public id
    is_waivable: bool = True

    @property
    def fingerprint(self) -> str:
        text = "\n".join([self.rule, self.language, self.section, self.quote, str(self.what) if not self.quote else ""])
        return hashlib.sha256(text.encode()).hexdigest()


def lint(report: Report, *, at: datetime) -> list[LintFinding]:
    """Every finding of the draft in all its languages, waived or not."""
    sections = list(report.sections.order_by("position", "pk"))
    found: list[LintFinding] = []
    for language in report.languages:
        book = FigureBook(report.event, at=at)
        blocks: list[Block] = []
        for section in sections:
            found += _translation_state(section, language, report)
            text = section.body[language]
            found += _unknown_figures(section, language, text, book)
            found += _unbacked_numbers(section, language, text, book)
            found += _stock_against_flow(section, language, text, book)
            with translation.override(language):
                blocks += _written(section, report, book)
        found += _contradictions(blocks, language)
    return [*found, *_unclassified(report), *_two_names(report)]


def open_findings(report: Report, *, at: datetime) -> list[LintFinding]:
    """What still has to be settled."""
    waived = set(report.waivers.values_list("finding", flat=True))
    return [finding for finding in lint(report, at=at) if finding.fingerprint not in waived]


def _written(section: ReportSection, report: Report, book: FigureBook) -> list[Block]:
    """What the checker reads of a section. What people said in the survey is theirs: it may repeat and contradict itself."""
    if section.kind == "survey":
        return [Heading(1, str(section.heading)), *text_blocks(str(section.body), book)]
    return section_blocks(section, report.event, book)


def _translation_state(section: ReportSection, language: str, report: Report) -> Iterator[LintFinding]:
    own_name = LANGUAGES[language].own_name
    if section.body and not section.body[language]:
        what = _("“%(heading)s” has no text in %(language)s yet.") % {"heading": section.heading, "language": own_name}
        yield LintFinding("missing_translation", what, language=language, section=section.public_id)
    elif section.body.state(language) == OUTDATED:
        what = _("“%(heading)s” in %(language)s is older than the original.") % {"heading": section.heading, "language": own_name}
        yield LintFinding("outdated_translation", what, language=language, section=section.public_id)


def _unknown_figures(section: ReportSection, language: str, text: str, book: FigureBook) -> Iterator[LintFinding]:
    for piece in parse(text):
        if isinstance(piece, Name) and book.get(piece.name) is None:
            what = _("There is no figure “%(name)s”. Choose one from the list beside the text.") % {"name": piece.name}
            yield LintFinding("unknown_figure", what, piece.name, language, section.public_id, is_waivable=False)
    for stray in re.findall(r"\{\{[^}]*\}?|\}\}", re.sub(r"\{\{\s*[\w.]+(?::[\w.\-]+)?\s*\}\}", "", text)):
        what = _("“%(text)s” looks like a figure, but is not written as one.") % {"text": stray}
        yield LintFinding("broken_figure", what, stray, language, section.public_id, is_waivable=False)


def _unbacked_numbers(section: ReportSection, language: str, text: str, book: FigureBook) -> Iterator[LintFinding]:
    """Digits and number words in prose that no figure backs."""
    for paragraph in paragraphs(text):
        sentence, bound = flat(book.bind(paragraph))
        for quantity in quantities_in(sentence):
            is_bound = any(start <= quantity.start and quantity.end <= end for start, end in bound)
            if quantity.kind not in {COUNT, PERCENT} or is_bound:
                continue
            typed = sentence[quantity.start : quantity.end]
            words = {"number": typed, "text": _around(sentence, quantity.start, quantity.end)}
            what = _("“%(number)s” is typed, no figure backs it: “%(text)s”. Insert the figure by its name.") % words
            yield LintFinding("unbacked_number", what, words["text"], language, section.public_id)


def _stock_against_flow(section: ReportSection, language: str, text: str, book: FigureBook) -> Iterator[LintFinding]:
    for paragraph in paragraphs(text):
        for sentence in re.split(r"(?<=[.!?。！？។])\s*", paragraph):
            figures = [book.get(piece.name) for piece in parse(sentence) if isinstance(piece, Name)]
            natures = {figure.nature for figure in figures if figure is not None}
            if len(natures) > 1 and _AGAINST.search(sentence):
                what = _("A stock is set against a flow here; the two cannot be compared: “%(text)s”") % {"text": sentence}
                yield LintFinding("stock_against_flow", what, sentence, language, section.public_id)


def _contradictions(blocks: Iterable[Block], language: str) -> Iterator[LintFinding]:
    """The rules for foreign reports, on our own."""
    for finding in check_document(Document(name="report", blocks=tuple(read_blocks(blocks)))):
        quote = " … ".join(quote.text for quote in finding.quotes)
        yield LintFinding(finding.rule, finding.what, quote, language)


def read_blocks(blocks: Iterable[Block]) -> Iterator[ReadBlock]:
    """The prose of the report as the checker reads foreign ones. Our tables are left out: they are drawn from the same records."""
    for number, block in enumerate(blocks, start=1):
        where = f"block {number}"
        if isinstance(block, Heading):
            yield ReadBlock(HEADING, block.text, where)
        elif isinstance(block, Paragraph):
            yield ReadBlock(PARAGRAPH, flat(block.runs)[0], where, gap=True)
        elif isinstance(block, BulletList):
            yield from (ReadBlock(ITEM, flat(item)[0], where, marker="-") for item in block.items)


def flat(runs: Iterable[Run]) -> tuple[str, list[tuple[int, int]]]:
    """The words of some runs, and where its bound figures stand as [start, end)."""
    text, bound = "", []
    for run in runs:
        if isinstance(run, Bound):
            bound.append((len(text), len(text) + len(run.text)))
        text += run.text
    return text, bound


def _around(sentence: str, start: int, end: int) -> str:
    return ("…" if start > 40 else "") + sentence[max(0, start - 40) : end + 40] + ("…" if end + 40 < len(sentence) else "")


def _unclassified(report: Report) -> Iterator[LintFinding]:
    for part in parts_of(report.event, "participants.by_group").parts:
        if part.name.endswith(":unclassified") and part.value:
            what = ngettext(
                "%(count)s participant has no group of origin. Give them an institution, or let it stand.",
                "%(count)s participants have no group of origin. Give them an institution, or let it stand.",
                part.value,
            )
            yield LintFinding("unclassified", what % {"count": part.value}, quote=f"unclassified {part.value}")


def _two_names(report: Report) -> Iterator[LintFinding]:
    """Institutions counted in this report that are likely one under two names."""
    counted = whole(report.event, "institutions").ids | whole(report.event, "agreements.institutions").ids
    for pair in offered_pairs():
        if pair.is_likely and {pair.first.public_id, pair.second.public_id} <= counted:
            names = {"one": pair.first, "other": pair.second}
            what = _("“%(one)s” and “%(other)s” may be one institution under two names. Merge them, or let it stand.") % names
            yield LintFinding("two_names", what, quote=f"{pair.first.public_id} {pair.second.public_id}")
