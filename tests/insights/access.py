from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

from catecp.files.services import store_document
from catecp.insights.models import Release, ReleaseFile, Waiver
from catecp.insights.reports import builder
from catecp.insights.reports.frozen import frozen_document
from catecp.insights.services.claims import record_claim
from catecp.insights.services.writing import start_report
from tests.access import Access

NOW = datetime(2025, 5, 20, tzinfo=UTC)


def build(world):
    world.figure_names = SimpleNamespace(whole="participants", parts="participants.by_group")
    world.reach_names = SimpleNamespace(count="people", rung="active")
    world.report = start_report(event=world.event, at=NOW, by=world.coordinator)
    world.report_section = world.report.sections.first()
    world.waiver = Waiver.objects.create(
        report=world.report, finding="x", what="x", reason="x", waived_by=1, waived_by_name="x", waived_at=NOW
    )
    world.claim = record_claim(
        event=world.event, key="k", value=Decimal(5), unit="people", source="Press", source_on=date(2025, 5, 14), at=NOW, by=None
    )
    content = {"en": frozen_document(builder.build(world.report, "en", at=NOW, released_at=NOW))}
    world.release = Release.objects.create(report=world.report, number=1, content=content, sha256="0" * 64, released_at=NOW)
    kept = store_document(name="report.pdf", media_type="application/pdf", content=b"%PDF-1.7", at=NOW, by=None)
    ReleaseFile.objects.create(release=world.release, language="en", format="pdf", document=kept)
    world.english_pdf = SimpleNamespace(language="en", kind="pdf")


EVENT = {"slug": "event.slug"}
REPORT = {"public_id": "report.public_id"}
SECTION = {**REPORT, "section": "report_section.public_id"}
FILE = {**REPORT, "language": "english_pdf.language", "kind": "english_pdf.kind"}
PUBLIC = {"*": 200}
WRITERS = {"visitor": 302, "coordinator": 200, "*": 404}
WRITERS_POST = {"visitor": 302, "coordinator": 302, "*": 404}
COORDINATOR = {"visitor": 302, "coordinator": 200, "*": 403}
COORDINATOR_POST = {"visitor": 302, "coordinator": 302, "*": 403}

ROWS = [
    Access("insights:reach", PUBLIC),
    Access("insights:reach_cell", PUBLIC, kwargs={"count": "reach_names.count", "rung": "reach_names.rung"}),
    Access("insights:numbers", PUBLIC),
    Access("insights:event_numbers", PUBLIC, kwargs=EVENT),
    Access("insights:figure", PUBLIC, kwargs={**EVENT, "name": "figure_names.whole"}),
    Access("insights:breakdown", PUBLIC, kwargs={**EVENT, "name": "figure_names.parts"}),
    Access("insights:claims", COORDINATOR, kwargs=EVENT),
    Access("insights:claim_remove", COORDINATOR_POST, method="post", kwargs={**EVENT, "public_id": "claim.public_id"}),
    Access("insights:start_report", COORDINATOR_POST, method="post", kwargs=EVENT),
    Access("insights:releases", PUBLIC),
    Access("insights:released", PUBLIC, kwargs=REPORT),
    Access("insights:release_file", PUBLIC, kwargs=FILE),
    Access("insights:erratum", COORDINATOR_POST, method="post", kwargs=REPORT, data={"was": "1", "now": "2", "reason": "typo"}),
    Access("insights:report", WRITERS, kwargs=REPORT),
    Access("insights:add_section", WRITERS_POST, method="post", kwargs=REPORT, data={"heading": "Thanks"}),
    Access("insights:section", WRITERS, kwargs=SECTION),
    Access("insights:section_preview", WRITERS, method="post", kwargs=SECTION, data={"body": "{{participants}}"}),
    Access("insights:waive", WRITERS_POST, method="post", kwargs=REPORT, data={"finding": "gone"}),
    Access("insights:withdraw_waiver", WRITERS_POST, method="post", kwargs={**REPORT, "pk": "waiver.pk"}),
    Access("insights:draft_file", WRITERS, kwargs=FILE),
    Access("insights:release", WRITERS_POST, method="post", kwargs=REPORT),
]
