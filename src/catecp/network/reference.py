"""The reference lists that come with the program, as plain values. Pure: reads files, touches no database."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from catecp.network.enums import InitiativeRole, InstitutionKind, NameKind

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class ListedInstitution:
    """One line of a reference list. `also_named` are (kind, text); `party_role` is (initiative, role) or None."""

    country: str
    name: str
    kind: InstitutionKind
    province: str = ""
    also_named: tuple[tuple[NameKind, str], ...] = ()
    party_role: tuple[str, InitiativeRole] | None = None


def listed_institutions() -> list[ListedInstitution]:
    """The institutions and the organisers of the reference lists, in the order of the files."""
    return [*(_institution(row) for row in _rows("institutions.csv")), *(_organiser(row) for row in _rows("organisers.csv"))]


def guessed_kind(name: str) -> InstitutionKind:
    """The kind a name speaks for, by the rules of `kinds.yaml`."""
    rules = _kind_rules()
    if name in rules["known"]:
        return InstitutionKind(rules["known"][name])
    words = f" {name.casefold()} "
    return InstitutionKind(next((kind for kind, sign in rules["patterns"] if f" {sign} " in words), rules["otherwise"]))


@lru_cache(maxsize=1)
def _kind_rules() -> dict:
    return yaml.safe_load((DATA / "kinds.yaml").read_text(encoding="utf-8"))


def _rows(file_name: str) -> list[dict[str, str]]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _institution(row: dict[str, str]) -> ListedInstitution:
    earlier = ((NameKind.EARLIER, row["earlier_name"]),) if row["earlier_name"] else ()
    return ListedInstitution(
        country=row["country"],
        name=row["name"],
        kind=guessed_kind(row["name"]),
        province=row["province"],
        also_named=earlier,
    )


def _organiser(row: dict[str, str]) -> ListedInstitution:
    kind, _colon, text = row["also_named"].partition(":")
    return ListedInstitution(
        country=row["country"],
        name=row["name"],
        kind=InstitutionKind(row["kind"]),
        also_named=((NameKind(kind), text),),
        party_role=(row["initiative"], InitiativeRole(row["role"])),
    )
