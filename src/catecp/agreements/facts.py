"""What happens to agreements. Facts carry ids; names of people stay out."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class AgreementPlanned(Fact):
    kind = "agreements.agreement.planned"
    about = "agreement_id"
    agreement_id: int
    event_id: int | None
    institution_ids: list[int]


@dataclass(frozen=True)
class AgreementEdited(Fact):
    kind = "agreements.agreement.edited"
    about = "agreement_id"
    agreement_id: int
    event_id: int | None


@dataclass(frozen=True)
class AgreementMoved(Fact):
    kind = "agreements.agreement.moved"
    about = "agreement_id"
    agreement_id: int
    event_id: int | None
    position: int


@dataclass(frozen=True)
class AgreementSigned(Fact):
    kind = "agreements.agreement.signed"
    about = "agreement_id"
    agreement_id: int
    event_id: int | None
    institution_ids: list[int]  # as recorded; follow merges when counting


@dataclass(frozen=True)
class SignatureUndone(Fact):
    kind = "agreements.agreement.signature_undone"
    about = "agreement_id"
    agreement_id: int
    event_id: int | None
    reason: str


@dataclass(frozen=True)
class AgreementCancelled(Fact):
    kind = "agreements.agreement.cancelled"
    about = "agreement_id"
    agreement_id: int
    event_id: int | None
    reason: str


@dataclass(frozen=True)
class AgreementReinstated(Fact):
    kind = "agreements.agreement.reinstated"
    about = "agreement_id"
    agreement_id: int
    event_id: int | None


@dataclass(frozen=True)
class ScanAttached(Fact):
    kind = "agreements.scan.attached"
    about = "agreement_id"
    agreement_id: int
    document_id: int


@dataclass(frozen=True)
class ScanWithdrawn(Fact):
    kind = "agreements.scan.withdrawn"
    about = "agreement_id"
    agreement_id: int
    document_id: int
