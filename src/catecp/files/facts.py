from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class DocumentStored(Fact):
    kind = "files.document.stored"
    about = "document_id"
    document_id: int
    sha256: str


@dataclass(frozen=True)
class DocumentWithdrawn(Fact):
    kind = "files.document.withdrawn"
    about = "document_id"
    document_id: int
