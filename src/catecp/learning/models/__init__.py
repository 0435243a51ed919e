from catecp.learning.models.enrolment import BlockProgress, ClassEntry, Enrolment, Message, StudyClass
from catecp.learning.models.identity import ClaimCase, Identity, JoinCode, Learner, LearnerMerge, LearnerSession
from catecp.learning.models.practice import PracticeCard
from catecp.learning.models.reach import ReachCell, RosterImport, RosterRow, Standing
from catecp.learning.models.work import Attempt, Batch, Bundle, Device, LearningEvent, Oddity, PracticalWork

__all__ = [
    "Attempt",
    "Batch",
    "BlockProgress",
    "Bundle",
    "ClaimCase",
    "ClassEntry",
    "Device",
    "Enrolment",
    "Identity",
    "JoinCode",
    "Learner",
    "LearnerMerge",
    "LearnerSession",
    "LearningEvent",
    "Message",
    "Oddity",
    "PracticalWork",
    "PracticeCard",
    "ReachCell",
    "RosterImport",
    "RosterRow",
    "Standing",
    "StudyClass",
]
