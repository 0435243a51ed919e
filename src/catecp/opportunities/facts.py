"""What happens on the call board, in the past tense."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class CallPosted(Fact):
    kind = "opportunities.call.posted"
    about = "call_id"
    call_id: int
    event_id: int | None


@dataclass(frozen=True)
class CallEdited(Fact):
    kind = "opportunities.call.edited"
    about = "call_id"
    call_id: int


@dataclass(frozen=True)
class CallTranslated(Fact):
    kind = "opportunities.call.translated"
    about = "call_id"
    call_id: int
    language: str


@dataclass(frozen=True)
class CallStateChanged(Fact):
    """Closed, opened again, hidden or shown again: `state` is what it is now."""

    kind = "opportunities.call.state_changed"
    about = "call_id"
    call_id: int
    state: str


@dataclass(frozen=True)
class InterestSaid(Fact):
    kind = "opportunities.interest.said"
    about = "call_id"
    call_id: int
    interest_id: int


@dataclass(frozen=True)
class InterestWithdrawn(Fact):
    kind = "opportunities.interest.withdrawn"
    about = "call_id"
    call_id: int
    interest_id: int
