"""What happened to an institution, from the ledger, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel.ledger import entries_about
from catecp.kernel.models import LedgerEntry
from catecp.network import facts
from catecp.network.enums import InitiativeRole, NameKind
from catecp.network.models import Institution


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history, newest first; `who` is empty for what the program did itself."""

    at: datetime
    who: str
    what: str


def history_of(institution: Institution, *, most: int = 50) -> list[HistoryLine]:
    """The newest `most` lines. Two queries and one for the names of institutions merged."""
    entries = entries_about(kinds=[fact.kind for fact in facts.HISTORY], subject=str(institution.pk))[-most:]
    others = {entry.body[key] for entry in entries for key in ("absorbed_id", "other_id") if key in entry.body}
    names = {row.pk: str(row) for row in Institution.objects.filter(pk__in=others)} if others else {}
    return lines_of(entries, in_words=lambda entry: _in_words(entry, names))


def lines_of(entries: list[LedgerEntry], *, in_words: Callable[[LedgerEntry], str]) -> list[HistoryLine]:
    """Ledger entries as lines, newest first, with the name of who did it. One query."""
    users = User.objects.select_related("person").in_bulk({entry.actor for entry in entries if entry.actor})
    return [
        HistoryLine(at=entry.recorded_at, who=str(users[entry.actor]) if entry.actor in users else "", what=in_words(entry))
        for entry in reversed(entries)
    ]


def _in_words(entry: LedgerEntry, names: dict[int, str]) -> str:
    body = entry.body
    other = names.get(body.get("absorbed_id") or body.get("other_id") or 0, "")
    words: dict[str, Callable[[], str]] = {
        facts.InstitutionAdded.kind: lambda: _("Added to the directory (%(source)s)") % {"source": body["source"]},
        facts.InstitutionEdited.kind: lambda: _("Profile changed"),
        facts.InstitutionNamed.kind: lambda: (
            _("Name added: %(name)s (%(kind)s)") % {"name": body["text"], "kind": NameKind(body["name_kind"]).label}
        ),
        facts.InstitutionNameRemoved.kind: lambda: _("Name removed: %(name)s") % {"name": body["text"]},
        facts.InstitutionPlaced.kind: lambda: _("Province or state recorded"),
        facts.PartyRoleGiven.kind: lambda: (
            _("Role recorded in %(initiative)s: %(role)s")
            % {"initiative": body["initiative"], "role": InitiativeRole(body["role"]).label}
        ),
        facts.PartyRoleEnded.kind: lambda: _("Role ended in %(initiative)s") % {"initiative": body["initiative"]},
        facts.MemberAdded.kind: lambda: _("A person was listed"),
        facts.MemberChanged.kind: lambda: _("A person's post was changed"),
        facts.MemberLeft.kind: lambda: _("A person left"),
        facts.InstitutionsMerged.kind: lambda: _("“%(other)s” was merged into it") % {"other": other},
        facts.MergeUndone.kind: lambda: _("The merge of “%(other)s” was undone") % {"other": other},
        facts.InstitutionsToldApart.kind: lambda: _("Told apart from “%(other)s”") % {"other": other},
        facts.TellingApartUndone.kind: lambda: _("No longer told apart from “%(other)s”") % {"other": other},
    }
    return words[entry.kind]()
