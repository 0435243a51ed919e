from catecp.events.models.checkin import Checkpoint, Device, Scan
from catecp.events.models.delegation import Delegation
from catecp.events.models.event import Event, Organiser, Place
from catecp.events.models.imports import BatchState, ImportBatch, ImportRow
from catecp.events.models.letter import InvitationLetter, LetterWording
from catecp.events.models.programme import ProgrammeRelease, Session, Takeaway, Talk
from catecp.events.models.registration import Registration
from catecp.events.models.visit import Bus, SkillObserved, Visit, VisitedCompany, VisitSignup

__all__ = [
    "BatchState",
    "Bus",
    "Checkpoint",
    "Delegation",
    "Device",
    "Event",
    "ImportBatch",
    "ImportRow",
    "InvitationLetter",
    "LetterWording",
    "Organiser",
    "Place",
    "ProgrammeRelease",
    "Registration",
    "Scan",
    "Session",
    "SkillObserved",
    "Takeaway",
    "Talk",
    "Visit",
    "VisitSignup",
    "VisitedCompany",
]
