"""What happens to learners and classes."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class LearnerJoined(Fact):
    """Somebody was met for the first time."""

    kind = "learning.learner.joined"
    about = "learner_id"
    learner_id: int
    identity_kind: str


@dataclass(frozen=True)
class Enrolled(Fact):
    kind = "learning.enrolment.made"
    about = "enrolment_id"
    enrolment_id: int
    learner_id: int
    course_id: int
    channel_id: int


@dataclass(frozen=True)
class EnrolmentLeft(Fact):
    kind = "learning.enrolment.left"
    about = "enrolment_id"
    enrolment_id: int
    learner_id: int


@dataclass(frozen=True)
class CourseCompleted(Fact):
    kind = "learning.course.completed"
    about = "enrolment_id"
    enrolment_id: int
    learner_id: int
    course_id: int


@dataclass(frozen=True)
class ClassMade(Fact):
    kind = "learning.class.made"
    about = "class_id"
    class_id: int
    offering_id: int


@dataclass(frozen=True)
class ClassChanged(Fact):
    kind = "learning.class.changed"
    about = "class_id"
    class_id: int


@dataclass(frozen=True)
class ClassListTaken(Fact):
    """Names came onto the list of a class."""

    kind = "learning.class.list_taken"
    about = "class_id"
    class_id: int
    added: int
    repeated: int
    left_out: int


@dataclass(frozen=True)
class ConsentRecorded(Fact):
    """The institution said that it has the consent for the minors of a class."""

    kind = "learning.class.consent_recorded"
    about = "class_id"
    class_id: int


@dataclass(frozen=True)
class NameTaken(Fact):
    """A learner took a name from the list of a class."""

    kind = "learning.entry.taken"
    about = "entry_id"
    entry_id: int
    learner_id: int


@dataclass(frozen=True)
class PinReset(Fact):
    kind = "learning.entry.pin_reset"
    about = "entry_id"
    entry_id: int


@dataclass(frozen=True)
class NameRemoved(Fact):
    kind = "learning.entry.removed"
    about = "entry_id"
    entry_id: int


@dataclass(frozen=True)
class WorkHandedIn(Fact):
    kind = "learning.work.handed_in"
    about = "work_id"
    work_id: int
    enrolment_id: int


@dataclass(frozen=True)
class WorkMarked(Fact):
    kind = "learning.work.marked"
    about = "work_id"
    work_id: int
    state: str


@dataclass(frozen=True)
class MessageWritten(Fact):
    kind = "learning.message.written"
    about = "class_id"
    class_id: int
    message_id: int


@dataclass(frozen=True)
class OddityJudged(Fact):
    kind = "learning.oddity.judged"
    about = "oddity_id"
    oddity_id: int


@dataclass(frozen=True)
class BundleMade(Fact):
    """A course was packed for a class without network."""

    kind = "learning.bundle.made"
    about = "bundle_id"
    bundle_id: int
    class_id: int


@dataclass(frozen=True)
class ResultsTaken(Fact):
    """The results of a classroom bundle came back."""

    kind = "learning.bundle.results_taken"
    about = "bundle_id"
    bundle_id: int
    kept: int
    repeated: int
    refused: int
