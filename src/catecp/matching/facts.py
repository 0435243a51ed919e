"""What happens between two people at an event. Ids only: who shared what with whom is theirs."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class ContactAsked(Fact):
    kind = "matching.contact.asked"
    about = "swap_id"
    swap_id: int
    event_id: int


@dataclass(frozen=True)
class ContactsExchanged(Fact):
    kind = "matching.contact.exchanged"
    about = "swap_id"
    swap_id: int
    event_id: int


@dataclass(frozen=True)
class ContactDeclined(Fact):
    kind = "matching.contact.declined"
    about = "swap_id"
    swap_id: int
    event_id: int


@dataclass(frozen=True)
class ContactChanged(Fact):
    """One of the two shares other fields now."""

    kind = "matching.contact.changed"
    about = "swap_id"
    swap_id: int
    event_id: int


@dataclass(frozen=True)
class ContactWithdrawn(Fact):
    kind = "matching.contact.withdrawn"
    about = "swap_id"
    swap_id: int
    event_id: int


@dataclass(frozen=True)
class MeetingSaid(Fact):
    """One of the two said “we met”."""

    kind = "matching.meeting.said"
    about = "swap_id"
    swap_id: int
    event_id: int


@dataclass(frozen=True)
class MeetingConfirmed(Fact):
    """Both said “we met”; the follow-up is there."""

    kind = "matching.meeting.confirmed"
    about = "swap_id"
    swap_id: int
    event_id: int
    follow_up_id: int


@dataclass(frozen=True)
class FollowUpPlanned(Fact):
    kind = "matching.follow_up.planned"
    about = "follow_up_id"
    follow_up_id: int


@dataclass(frozen=True)
class FollowUpDone(Fact):
    kind = "matching.follow_up.done"
    about = "follow_up_id"
    follow_up_id: int
