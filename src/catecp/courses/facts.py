"""What happens to courses."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class CourseStarted(Fact):
    kind = "courses.course.started"
    about = "course_id"
    course_id: int
    owner_id: int


@dataclass(frozen=True)
class OutlineWritten(Fact):
    """The whole outline of a draft was replaced: by an import, or by the demo."""

    kind = "courses.outline.written"
    about = "course_id"
    course_id: int
    version_id: int
    units: int
    blocks: int


@dataclass(frozen=True)
class DraftOpened(Fact):
    kind = "courses.draft.opened"
    about = "course_id"
    course_id: int
    version_id: int


@dataclass(frozen=True)
class VersionPublished(Fact):
    kind = "courses.version.published"
    about = "course_id"
    course_id: int
    version_id: int
    blocks: int


@dataclass(frozen=True)
class VersionWithdrawn(Fact):
    kind = "courses.version.withdrawn"
    about = "course_id"
    course_id: int
    version_id: int
    reason: str


@dataclass(frozen=True)
class AssetKept(Fact):
    kind = "courses.asset.kept"
    about = "asset_id"
    asset_id: int
    sha256: str


@dataclass(frozen=True)
class ChecklistChanged(Fact):
    kind = "courses.checklist.changed"
    about = "checklist_id"
    checklist_id: int
    policy: str


@dataclass(frozen=True)
class PassportChanged(Fact):
    kind = "courses.passport.changed"
    about = "course_id"
    course_id: int
    version_id: int


@dataclass(frozen=True)
class BlockChanged(Fact):
    """A block of a draft was added, changed, removed, moved or restored: `what` says which; `Edit` rows hold the rest."""

    kind = "courses.block.changed"
    about = "course_id"
    course_id: int
    version_id: int
    block_key: str
    what: str


@dataclass(frozen=True)
class UnitChanged(Fact):
    kind = "courses.unit.changed"
    about = "course_id"
    course_id: int
    version_id: int
    unit_key: str
    what: str


@dataclass(frozen=True)
class ReviewAsked(Fact):
    kind = "courses.review.asked"
    about = "review_id"
    review_id: int
    course_id: int


@dataclass(frozen=True)
class ReaderNamed(Fact):
    kind = "courses.review.reader_named"
    about = "review_id"
    review_id: int
    reviewer_id: int


@dataclass(frozen=True)
class ReadingSubmitted(Fact):
    kind = "courses.review.submitted"
    about = "review_id"
    review_id: int
    reviewer_id: int
    verdict: str


@dataclass(frozen=True)
class ReviewDecided(Fact):
    kind = "courses.review.decided"
    about = "review_id"
    review_id: int
    course_id: int
    state: str


@dataclass(frozen=True)
class RenditionsMade(Fact):
    kind = "courses.renditions.made"
    about = "asset_id"
    asset_id: int
    made: int
    failed: int
