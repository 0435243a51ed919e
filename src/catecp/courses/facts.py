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
