"""What happens to adoptions and to decisions about credit. Facts carry ids."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class AdoptionProposed(Fact):
    kind = "courses.adoption.proposed"
    about = "adoption_id"
    adoption_id: int
    course_id: int
    institution_id: int


@dataclass(frozen=True)
class AdoptionConfirmed(Fact):
    kind = "courses.adoption.confirmed"
    about = "adoption_id"
    adoption_id: int
    course_id: int
    institution_id: int


@dataclass(frozen=True)
class AdoptionEnded(Fact):
    """Ended after use, or withdrawn before it was confirmed or used."""

    kind = "courses.adoption.ended"
    about = "adoption_id"
    adoption_id: int
    course_id: int
    state: str
    reason: str


@dataclass(frozen=True)
class AdoptionLetterKept(Fact):
    kind = "courses.adoption.letter_kept"
    about = "adoption_id"
    adoption_id: int
    document_id: int


@dataclass(frozen=True)
class EvidenceAdded(Fact):
    kind = "courses.adoption.evidence_added"
    about = "adoption_id"
    adoption_id: int
    evidence_id: int
    evidence_kind: str


@dataclass(frozen=True)
class EvidenceWithdrawn(Fact):
    kind = "courses.adoption.evidence_withdrawn"
    about = "adoption_id"
    adoption_id: int
    evidence_id: int


@dataclass(frozen=True)
class MappingOpened(Fact):
    kind = "courses.mapping.opened"
    about = "mapping_id"
    mapping_id: int
    version_id: int
    institution_id: int


@dataclass(frozen=True)
class MappingDecided(Fact):
    kind = "courses.mapping.decided"
    about = "mapping_id"
    mapping_id: int
    decision: str
    is_shared: bool


HISTORY = (AdoptionProposed, AdoptionConfirmed, AdoptionEnded, AdoptionLetterKept, EvidenceAdded, EvidenceWithdrawn)
