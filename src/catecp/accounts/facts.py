from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class RoleGranted(Fact):
    kind = "accounts.role.granted"
    about = "user_id"
    user_id: int
    role: str
    scope: str
    scope_id: int


@dataclass(frozen=True)
class RoleWithdrawn(Fact):
    kind = "accounts.role.withdrawn"
    about = "user_id"
    user_id: int
    role: str
    scope: str
    scope_id: int


@dataclass(frozen=True)
class PersonRenamed(Fact):
    kind = "accounts.person.renamed"
    about = "person_id"
    person_id: int
