"""What comes in from other systems."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class CourseImported(Fact):
    """A package became the draft of a course; the counts are items of its report."""

    kind = "interop.course.imported"
    about = "course_id"
    course_id: int
    format: str
    kept: int
    changed: int
    left_out: int
