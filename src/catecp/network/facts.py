"""What happens in the directory. Facts carry ids and names of fields, never what a person typed about a person."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class InstitutionAdded(Fact):
    kind = "network.institution.added"
    about = "institution_id"
    institution_id: int
    source: str  # "reference list", "directory page", …


@dataclass(frozen=True)
class InstitutionEdited(Fact):
    kind = "network.institution.edited"
    about = "institution_id"
    institution_id: int
    fields: list[str]


@dataclass(frozen=True)
class InstitutionNamed(Fact):
    kind = "network.institution.named"
    about = "institution_id"
    institution_id: int
    text: str
    name_kind: str


@dataclass(frozen=True)
class InstitutionNameRemoved(Fact):
    kind = "network.institution.name_removed"
    about = "institution_id"
    institution_id: int
    text: str
    name_kind: str


@dataclass(frozen=True)
class InstitutionPlaced(Fact):
    kind = "network.institution.placed"
    about = "institution_id"
    institution_id: int
    region_id: int


@dataclass(frozen=True)
class PartyRoleGiven(Fact):
    kind = "network.party_role.given"
    about = "institution_id"
    institution_id: int
    initiative: str
    role: str


@dataclass(frozen=True)
class PartyRoleEnded(Fact):
    kind = "network.party_role.ended"
    about = "institution_id"
    institution_id: int
    initiative: str
    role: str


@dataclass(frozen=True)
class MemberAdded(Fact):
    kind = "network.member.added"
    about = "institution_id"
    institution_id: int
    person_id: int


@dataclass(frozen=True)
class MemberChanged(Fact):
    kind = "network.member.changed"
    about = "institution_id"
    institution_id: int
    person_id: int


@dataclass(frozen=True)
class MemberLeft(Fact):
    kind = "network.member.left"
    about = "institution_id"
    institution_id: int
    person_id: int


@dataclass(frozen=True)
class InstitutionsMerged(Fact):
    kind = "network.institution.merged"
    about = "institution_id"
    institution_id: int  # the one kept
    absorbed_id: int
    merge_id: int


@dataclass(frozen=True)
class MergeUndone(Fact):
    kind = "network.institution.merge_undone"
    about = "institution_id"
    institution_id: int
    absorbed_id: int
    merge_id: int


@dataclass(frozen=True)
class InstitutionsToldApart(Fact):
    kind = "network.institution.told_apart"
    about = "institution_id"
    institution_id: int
    other_id: int


@dataclass(frozen=True)
class TellingApartUndone(Fact):
    kind = "network.institution.telling_apart_undone"
    about = "institution_id"
    institution_id: int
    other_id: int


HISTORY = (
    InstitutionAdded,
    InstitutionEdited,
    InstitutionNamed,
    InstitutionNameRemoved,
    InstitutionPlaced,
    PartyRoleGiven,
    PartyRoleEnded,
    MemberAdded,
    MemberChanged,
    MemberLeft,
    InstitutionsMerged,
    MergeUndone,
    InstitutionsToldApart,
    TellingApartUndone,
)
