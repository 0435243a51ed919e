"""What the program adds under the text of a section: tables and lists straight from the records."""

from collections.abc import Callable
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catecp.agreements.models import Agreement, AgreementState
from catecp.events.enums import TalkKind
from catecp.events.models import Event, Session, Talk
from catecp.events.queries.programme import takeaways_of
from catecp.events.queries.visits import companies_seen, visits_of
from catecp.insights.figures.compute import Figure, parts_of
from catecp.insights.models import ReportSection
from catecp.insights.reconciliation import Beside, reconcile
from catecp.insights.reports.blocks import Block, BulletList, Heading, Paragraph, Plain, Run, Runs, Table, runs
from catecp.insights.reports.book import FigureBook
from catecp.insights.reports.pictures import bar_chart, partition_chart
from catecp.insights.words import claim_source, claim_subject, claim_value
from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES
from catecp.opportunities.models import Call, CallState
from catecp.surveys.enums import StatementState
from catecp.surveys.models import Question, Statement

Blocks = list[Block]


def told(text: Translated) -> Run:
    """Words somebody wrote, in the report's language or else in their own, marked as such."""
    words, language = text.best()
    return Plain(words, language=language)


def participants(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    parts = [part for part in parts_of(event, "participants.by_group").parts if part.value]
    rows = []
    for part in parts:
        institutions = part.name.replace("participants.", "institutions.")
        known = not part.name.endswith(":unclassified")
        rows.append((runs(str(part.label)), (book.bound(part.name),), (book.bound(institutions),) if known else runs("–")))
    foot = (runs(_("Total")), (book.bound("participants"),), (book.bound("institutions"),))
    table = Table(
        header=(_("Origin"), _("People"), _("Institutions")),
        rows=tuple(rows),
        foot=foot,
        align=("left", "right", "right"),
        shares=(3, 1, 1),
        caption=_("Participants by the country of their institution"),
    )
    return [*partition_chart(parts, total=book.get("participants"), title=_("Participants by origin")), table]


def remarks(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    found = Talk.objects.filter(session__event=event).exclude(kind__in=[TalkKind.TALK, TalkKind.CLOSING])
    return _spoken(found)


def closing(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    return _spoken(Talk.objects.filter(session__event=event, kind=TalkKind.CLOSING))


def _spoken(talks: Any) -> Blocks:
    """Who spoke, in which post, and what they said as far as it was noted."""
    blocks: Blocks = []
    for talk in talks.select_related("speaker").order_by("session__starts_at", "session__position", "position", "pk"):
        name = talk.speaker.name if talk.speaker else _("speaker to be named")
        blocks.append(
            Paragraph(
                runs(Plain(f"{name}", strong=True), ", ", told(talk.speaker_post), f" – {talk.get_kind_display()}"), "byline"
            )
        )
        if talk.summary:
            blocks.append(Paragraph((told(talk.summary),)))
    return blocks


def visits(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    blocks: Blocks = []
    for visit in visits_of(event):
        day = formats.date_format(visit.starts_at)
        head = runs(Plain(str(visit.destination), strong=True), f" – {visit.get_kind_display()}, {day}. ", told(visit.purpose))
        blocks.append(Paragraph(head, "byline"))
        rows = [
            (runs(company.name), (told(skill.skill),), (told(skill.note),))
            for company in companies_seen(visit)
            for skill in company.skills.all()
        ]
        if rows:
            header = (_("Company"), _("Skill observed"), _("Note"))
            blocks.append(
                Table(header=header, rows=tuple(rows), shares=(2, 3, 3), caption=_("Skills observed, as noted by participants"))
            )
    return blocks


def session(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    found = Session.objects.filter(event=event, public_id=section.settings.get("session", "")).first()
    if found is None:
        return []
    talks = Talk.objects.filter(session=found).select_related("speaker", "institution").order_by("position", "pk")
    named = [talk for talk in talks if talk.speaker]
    blocks: Blocks = []
    if named:
        line = (book.bound(f"talks.by_session:{found.public_id}"),)
        blocks.append(Paragraph((*line, Plain(" " + pgettext("after the number of talks", "talks were given.")))))
        rows = tuple((_who(talk), (told(talk.title),)) for talk in named)
        blocks.append(Table(header=(_("Speaker"), _("Talk")), rows=rows, shares=(2, 5)))
    points = tuple((told(takeaway.text),) for takeaway in takeaways_of(found))
    if points:
        blocks += [Heading(2, _("Takeaways"), numbered=False), BulletList(points)]
    return blocks


def _who(talk: Talk) -> Runs:
    """The speaker, with post and institution as far as the programme has them."""
    more = [told(talk.speaker_post)] if talk.speaker_post else []
    more += [Plain(str(talk.institution))] if talk.institution else []
    name = talk.speaker.name if talk.speaker else ""
    return (Plain(name), *(run for one in more for run in (Plain(", "), one)))


def survey(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    blocks: Blocks = []
    for question in Question.objects.filter(survey__event_id=event.pk).order_by("survey", "number"):
        blocks.append(Heading(2, f"{question.number}. {question.text}", numbered=False))
        if question.kind in {"choice", "top_n"}:
            blocks += _choices(question, event, book)
        else:
            blocks += _said(question, event, book)
    return blocks


def _choices(question: Question, event: Event, book: FigureBook) -> Blocks:
    keys = {str(option["key"]) for option in question.settings.get("options", [])}
    parts = [part for part in parts_of(event, "survey.chosen").parts if part.name.partition(":")[2] in keys]
    return _counted(parts, book, title=str(question.text))


def _said(question: Question, event: Event, book: FigureBook) -> Blocks:
    """Ideas people's words were grouped under, then what was also said. Nobody is dropped."""
    mine = Statement.objects.filter(answer__question=question)
    parts = [part for part in parts_of(event, "survey.said").parts if part.name.startswith(f"survey.said:{question.codebook}.")]
    blocks = _counted(parts, book, title=str(question.text))
    rest = mine.exclude(state=StatementState.CONFIRMED).order_by("text", "pk")
    if rest:
        said = dict.fromkeys((one.text, one.language) for one in rest)  # the same words of two people stand once
        items = tuple(runs(Plain(text, language=tag), f" ({_own_name(tag)})") for text, tag in said)
        blocks += [Paragraph(runs(Plain(_("Also said:"), strong=True))), BulletList(items)]
    return blocks


def _own_name(tag: str) -> str:
    return LANGUAGES[tag].own_name if tag in LANGUAGES else tag


def _counted(parts: list[Figure], book: FigureBook, *, title: str) -> Blocks:
    if not parts:
        return [Paragraph(runs(_("No answers were grouped here.")), "note")]
    whole = book.bound("survey.responses")
    rows = tuple((runs(str(part.label)), (book.bound(part.name),), runs(f"{part.percent} %")) for part in parts)
    table = Table(
        header=(_("Named"), _("People"), _("Share")),
        rows=rows,
        align=("left", "right", "right"),
        shares=(5, 1, 1),
    )
    note = Paragraph((Plain("N = "), whole, Plain(". " + _("One person could name several; the counts overlap."))), "note")
    return [bar_chart(parts[:12], title=title), table, note]


def calls(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    found = (
        Call.objects.filter(event_id=event.pk)
        .exclude(state=CallState.HIDDEN)
        .select_related("institution", "owner")
        .order_by("kind", "posted_at", "pk")
    )
    rows = tuple(
        (
            runs(call.get_kind_display()),
            runs(_("offers") if call.offers else _("looks for")),
            (told(call.text),),
            runs(str(call.institution or call.owner.name)),
            runs(formats.date_format(call.closes_on, "SHORT_DATE_FORMAT") if call.closes_on else "–"),
            (book.bound(f"interests.by_call:{call.public_id}"),),
        )
        for call in found
    )
    header = (_("Kind"), "", _("Call"), _("Owner"), _("Until"), _("Interested"))
    return [Table(header=header, rows=rows, align=("left",) * 5 + ("right",), shares=(2, 1.2, 5, 3, 1.5, 1.3))] if rows else []


def agreements(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    found = Agreement.objects.filter(event_id=event.pk, state=AgreementState.SIGNED).prefetch_related("parties__institution")
    rows = tuple(
        (
            runs(str(number)),
            runs(" · ".join(str(party.institution) for party in agreement.parties.all())),
            runs(agreement.get_kind_display()),
            (told(agreement.field),),
            runs(formats.date_format(agreement.signed_on or "", "SHORT_DATE_FORMAT")),
        )
        for number, agreement in enumerate(found.order_by("position", "pk"), start=1)
    )
    header = (_("No."), _("Parties"), _("Kind"), _("Field"), _("Signed"))
    return [Table(header=header, rows=rows, shares=(0.7, 5, 2, 3, 1.6))] if rows else []


def nothing(section: ReportSection, event: Event, book: FigureBook) -> Blocks:
    return []


def claims_block(event: Event, book: FigureBook) -> Blocks:
    """What others state, one table a source, beside our figures and never mixed in."""
    by_source: dict[str, list[Beside]] = {}
    for row in reconcile(event).beside:
        by_source.setdefault(claim_source(row.claim), []).append(row)
    if not by_source:
        return []
    words = _("Numbers stated by others. They are not ours, were not checked by us, and are not added to our figures.")
    blocks: Blocks = [Heading(1, _("Claims by others")), Paragraph(runs(words), "note")]
    for source, rows in by_source.items():
        header = (_("What is stated"), _("Theirs"), _("Ours"), "")
        cells = tuple(_beside(row, book) for row in rows)
        blocks.append(
            Table(header=header, rows=cells, align=("left", "right", "right", "left"), shares=(5, 2, 1.4, 2), caption=source)
        )
    return blocks


def _beside(row: Beside, book: FigureBook) -> tuple[Runs, ...]:
    ours: Run = book.bound(row.ours.name) if row.ours else Plain("–")
    states = {"agrees": _("agrees"), "differs": _("differs"), "alone": _("not counted by us")}
    return (runs(claim_subject(row.claim, row.ours)), runs(claim_value(row.claim)), (ours,), runs(states[row.state]))


ADDITIONS: dict[str, Callable[[ReportSection, Event, FigureBook], Blocks]] = {
    "summary": nothing,
    "participants": participants,
    "remarks": remarks,
    "visits": visits,
    "session": session,
    "survey": survey,
    "calls": calls,
    "contacts": nothing,
    "agreements": agreements,
    "closing": closing,
    "text": nothing,
}
