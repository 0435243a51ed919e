"""Writing a report: its sections, and findings that are let stand."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from catecp.events.models import Event
from catecp.insights.facts import FindingWaived, ReportStarted, SectionWritten, WaiverWithdrawn
from catecp.insights.linting import LintFinding
from catecp.insights.models import Report, ReportSection, Waiver
from catecp.insights.reports.outline import first_sections
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.kernel.translated import OUTDATED, REVIEWED, Translated

REPORT_LANGUAGES = ["en", "zh-hans", "km"]


class ChangedMeanwhile(Refused):
    """Somebody else saved this section since it was opened; nothing was overwritten."""


class ReasonMissing(Refused):
    """A finding is let stand only with a reason."""


class NotToBeWaived(Refused):
    """The finding is an error that must be fixed."""


@transaction.atomic
def start_report(*, event: Event, at: datetime, by: Any) -> Report:
    """The report of the event with its first sections; the one that exists if it was started before."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    existing = Report.objects.filter(event=event).first()
    if existing is not None:
        return existing
    title = {"en": f"Report: {event.name['en'] or event.name}"}
    title |= {"zh-hans": f"报告：{event.name.best('zh-hans')[0]}", "km": f"របាយការណ៍៖ {event.name.best('km')[0]}"}
    report = Report.objects.create(event=event, title=Translated(texts=title), languages=REPORT_LANGUAGES, created_at=at)
    ReportSection.objects.bulk_create(first_sections(report=report, event=event))
    ledger.record(ReportStarted(report_id=report.pk), by=by, at=at)
    return report


@transaction.atomic
def write_section(
    *, section: ReportSection, language: str, heading: str, body: str, revision: int, at: datetime, by: Any
) -> ReportSection:
    """Save one language of a section. Refuses when `revision` is not the one that stands: two people do not overwrite each other.

    Saving a translation that is older than its original, changed or not, says that somebody read it against the original.
    """
    section = ReportSection.objects.select_for_update().select_related("report").get(pk=section.pk)
    if section.revision != revision:
        raise ChangedMeanwhile(_("Somebody saved this section while you wrote. Your text is kept below; compare and save again."))
    heading, body = clean_line(heading), clean_text(body)
    is_same = heading == section.heading[language] and body == section.body[language]
    if is_same and OUTDATED not in {section.heading.state(language), section.body.state(language)}:
        return section
    section.heading = section.heading.with_text(language, heading, state=REVIEWED)
    section.body = section.body.with_text(language, body, state=REVIEWED)
    section.revision += 1
    section.save(update_fields=["heading", "body", "revision"])
    fact = SectionWritten(report_id=section.report_id, section=section.public_id, language=language, revision=section.revision)
    ledger.record(fact, by=by, at=at)
    return section


@transaction.atomic
def add_text_section(*, report: Report, heading: str, language: str, at: datetime, by: Any) -> ReportSection:
    """An empty section of free text at the end."""
    last = report.sections.aggregate(last=Max("position"))["last"] or 0
    title = Translated(texts={language: clean_line(heading) or _("New section")}, original=language)
    section = ReportSection.objects.create(
        report=report, kind="text", heading=title, body=Translated(original=language), position=last + 10
    )
    fact = SectionWritten(report_id=report.pk, section=section.public_id, language=language, revision=1)
    ledger.record(fact, by=by, at=at)
    return section


@transaction.atomic
def waive_finding(*, report: Report, finding: LintFinding, reason: str, at: datetime, by: Any) -> Waiver:
    """Let a finding stand, by name and with the reason; doing it again changes nothing."""
    if not finding.is_waivable:
        raise NotToBeWaived(_("This one cannot be let stand: the report could not be printed. Fix the text."))
    reason = clean_text(reason, longest=1000)
    if not reason:
        raise ReasonMissing(_("Say why this may stand. The reason is kept with your name."))
    waiver, is_new = Waiver.objects.get_or_create(
        report=report,
        finding=finding.fingerprint,
        defaults={"what": str(finding.what), "reason": reason, "waived_by": by.pk, "waived_by_name": str(by), "waived_at": at},
    )
    if is_new:
        ledger.record(FindingWaived(report_id=report.pk, finding=finding.fingerprint), by=by, at=at)
    return waiver


@transaction.atomic
def withdraw_waiver(*, waiver: Waiver, at: datetime, by: Any) -> None:
    fact = WaiverWithdrawn(report_id=waiver.report_id, finding=waiver.finding)
    waiver.delete()
    ledger.record(fact, by=by, at=at)
