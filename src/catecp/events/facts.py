"""What happens around an event, in the past tense. Ids and plain values only."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class EventCreated(Fact):
    kind = "events.event.created"
    about = "event_id"
    event_id: int


@dataclass(frozen=True)
class EventChanged(Fact):
    kind = "events.event.changed"
    about = "event_id"
    event_id: int


@dataclass(frozen=True)
class ProgrammeEdited(Fact):
    """Something of the draft programme changed: `what` is session, talk or place."""

    kind = "events.programme.edited"
    about = "event_id"
    event_id: int
    what: str
    subject_id: int


@dataclass(frozen=True)
class ProgrammeReleased(Fact):
    kind = "events.programme.released"
    about = "event_id"
    event_id: int
    release_id: int
    number: int


@dataclass(frozen=True)
class TalkEditedBySpeaker(Fact):
    kind = "events.talk.edited_by_speaker"
    about = "talk_id"
    talk_id: int
    event_id: int


@dataclass(frozen=True)
class TakeawayNoted(Fact):
    kind = "events.takeaway.noted"
    about = "takeaway_id"
    takeaway_id: int
    session_id: int
    event_id: int


@dataclass(frozen=True)
class TakeawayRemoved(Fact):
    kind = "events.takeaway.removed"
    about = "takeaway_id"
    takeaway_id: int
    session_id: int
    event_id: int


@dataclass(frozen=True)
class RegistrationReceived(Fact):
    """A registration came in, by whatever channel, in whatever state."""

    kind = "events.registration.received"
    about = "registration_id"
    registration_id: int
    event_id: int
    state: str
    channel: str


@dataclass(frozen=True)
class RegistrationRepeated(Fact):
    """Somebody filled in the public form with an address that is registered already; nothing changed, a mail says so."""

    kind = "events.registration.repeated"
    about = "registration_id"
    registration_id: int
    event_id: int


@dataclass(frozen=True)
class RegistrationConfirmed(Fact):
    kind = "events.registration.confirmed"
    about = "registration_id"
    registration_id: int
    event_id: int


@dataclass(frozen=True)
class RegistrationChanged(Fact):
    kind = "events.registration.changed"
    about = "registration_id"
    registration_id: int
    event_id: int


@dataclass(frozen=True)
class RegistrationWithdrawn(Fact):
    kind = "events.registration.withdrawn"
    about = "registration_id"
    registration_id: int
    event_id: int


@dataclass(frozen=True)
class RegistrationReplaced(Fact):
    """The seat of `registration_id` went to `new_registration_id`."""

    kind = "events.registration.replaced"
    about = "registration_id"
    registration_id: int
    new_registration_id: int
    event_id: int


@dataclass(frozen=True)
class AffiliationResolved(Fact):
    kind = "events.affiliation.resolved"
    about = "registration_id"
    registration_id: int
    event_id: int
    institution_id: int | None


@dataclass(frozen=True)
class VisitEdited(Fact):
    kind = "events.visit.edited"
    about = "visit_id"
    visit_id: int
    event_id: int


@dataclass(frozen=True)
class VisitJoined(Fact):
    kind = "events.visit.joined"
    about = "visit_id"
    visit_id: int
    registration_id: int
    event_id: int
    state: str


@dataclass(frozen=True)
class VisitLeft(Fact):
    """`promoted` lists the registrations that moved up from the waiting list by it."""

    kind = "events.visit.left"
    about = "visit_id"
    visit_id: int
    registration_id: int
    event_id: int
    promoted: list[int]


@dataclass(frozen=True)
class SkillNoted(Fact):
    kind = "events.skill.noted"
    about = "skill_id"
    skill_id: int
    visit_id: int
    event_id: int


@dataclass(frozen=True)
class DelegationCreated(Fact):
    kind = "events.delegation.created"
    about = "delegation_id"
    delegation_id: int
    event_id: int


@dataclass(frozen=True)
class DelegationChanged(Fact):
    """Its people, quota, addresses or links changed: `what` says which."""

    kind = "events.delegation.changed"
    about = "delegation_id"
    delegation_id: int
    event_id: int
    what: str


@dataclass(frozen=True)
class DelegationSubmitted(Fact):
    kind = "events.delegation.submitted"
    about = "delegation_id"
    delegation_id: int
    event_id: int


@dataclass(frozen=True)
class DelegationApproved(Fact):
    kind = "events.delegation.approved"
    about = "delegation_id"
    delegation_id: int
    event_id: int
    people: int


@dataclass(frozen=True)
class DelegationReturned(Fact):
    kind = "events.delegation.returned"
    about = "delegation_id"
    delegation_id: int
    event_id: int
