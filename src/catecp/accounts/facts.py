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


@dataclass(frozen=True)
class AccountInvited(Fact):
    kind = "accounts.account.invited"
    about = "user_id"
    user_id: int
    invited_by: int | None


@dataclass(frozen=True)
class AccountClosed(Fact):
    kind = "accounts.account.closed"
    about = "user_id"
    user_id: int


@dataclass(frozen=True)
class AccountReopened(Fact):
    kind = "accounts.account.reopened"
    about = "user_id"
    user_id: int


@dataclass(frozen=True)
class ConsentGiven(Fact):
    kind = "accounts.consent.given"
    about = "person_id"
    person_id: int
    purpose: str


@dataclass(frozen=True)
class ConsentWithdrawn(Fact):
    kind = "accounts.consent.withdrawn"
    about = "person_id"
    person_id: int
    purpose: str
