"""What happens to who is who, and to lists from other systems. Ids only."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class IdentityAdded(Fact):
    kind = "learning.identity.added"
    about = "learner_id"
    learner_id: int
    identity_kind: str


@dataclass(frozen=True)
class LearnersMerged(Fact):
    kind = "learning.learner.merged"
    about = "kept_id"
    merge_id: int
    kept_id: int
    absorbed_id: int
    rule: str


@dataclass(frozen=True)
class LearnerMergeUndone(Fact):
    kind = "learning.learner.merge_undone"
    about = "kept_id"
    merge_id: int
    kept_id: int
    absorbed_id: int


@dataclass(frozen=True)
class CaseDecided(Fact):
    kind = "learning.case.decided"
    about = "case_id"
    case_id: int
    outcome: str


@dataclass(frozen=True)
class RosterRead(Fact):
    kind = "learning.roster.read"
    about = "roster_id"
    roster_id: int
    channel_id: int


@dataclass(frozen=True)
class RosterTaken(Fact):
    kind = "learning.roster.taken"
    about = "roster_id"
    roster_id: int
    outcomes: dict[str, int]


@dataclass(frozen=True)
class RosterUndone(Fact):
    kind = "learning.roster.undone"
    about = "roster_id"
    roster_id: int
    standings: int
