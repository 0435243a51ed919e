from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class ClaimRecorded(Fact):
    kind = "insights.claim.recorded"
    about = "claim_id"
    claim_id: int
    key: str


@dataclass(frozen=True)
class FiguresComputed(Fact):
    kind = "insights.figures.computed"
    about = "event_id"
    event_id: int
    count: int
