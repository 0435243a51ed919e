from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class ClaimRecorded(Fact):
    kind = "insights.claim.recorded"
    about = "claim_id"
    claim_id: int
    key: str


@dataclass(frozen=True)
class ClaimRemoved(Fact):
    kind = "insights.claim.removed"
    about = "claim_id"
    claim_id: int
    key: str


@dataclass(frozen=True)
class FiguresComputed(Fact):
    kind = "insights.figures.computed"
    about = "event_id"
    event_id: int
    count: int


@dataclass(frozen=True)
class ReportStarted(Fact):
    kind = "insights.report.started"
    about = "report_id"
    report_id: int


@dataclass(frozen=True)
class SectionWritten(Fact):
    kind = "insights.section.written"
    about = "report_id"
    report_id: int
    section: str
    language: str
    revision: int


@dataclass(frozen=True)
class FindingWaived(Fact):
    kind = "insights.finding.waived"
    about = "report_id"
    report_id: int
    finding: str


@dataclass(frozen=True)
class WaiverWithdrawn(Fact):
    kind = "insights.waiver.withdrawn"
    about = "report_id"
    report_id: int
    finding: str


@dataclass(frozen=True)
class ReportReleased(Fact):
    kind = "insights.report.released"
    about = "report_id"
    report_id: int
    number: int
    sha256: str


@dataclass(frozen=True)
class ErratumPublished(Fact):
    kind = "insights.erratum.published"
    about = "release_id"
    release_id: int
    erratum: str
