"""The register of agreements, the order of signing day, and what figures count."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, scope_ids
from catecp.accounts.roles import Permission
from catecp.agreements import facts
from catecp.agreements.models import Agreement, AgreementState, Party
from catecp.events.models import Event
from catecp.kernel.ledger import entries_about
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical
from catecp.network.queries.directory import name_beside
from catecp.network.queries.history import HistoryLine, lines_of
from catecp.network.searchable import search_words

SORTS = {
    "-signed_on": ("-signed_on", "-pk"),
    "signed_on": ("signed_on", "pk"),
    "kind": ("kind", "-signed_on", "-pk"),
}


@dataclass(frozen=True)
class RegisterAsked:
    """What a reader asks of the register; empty means everything. `event` is a slug, `year` four digits."""

    search: str = ""
    country: str = ""
    kind: str = ""
    event: str = ""
    year: str = ""
    sort: str = "-signed_on"


@dataclass(frozen=True)
class SigningCount:
    """How far signing day is: agreements signed, all that stand, and who signs next (None: all are signed or none is planned)."""

    signed: int
    total: int
    next: Agreement | None

    def parties(self) -> list[tuple[Party, Institution, tuple[str, str] | None]]:
        """Who signs next: the party, its institution (merges followed), and the name in its own language beside the shown one."""
        rows = list(self.next.parties.all()) if self.next else []
        kept = [party.institution.merged_into or party.institution for party in rows]
        return [(party, institution, name_beside(institution)) for party, institution in zip(rows, kept, strict=True)]


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Signed ones are public unless their event is not; planned and cancelled ones are for their parties and the coordinator."""
    agreements = with_parties(Agreement.objects.all())
    managed = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    if managed is None:
        return agreements
    of_parties = scope_ids(actor, Permission.MANAGE_INSTITUTION, Scope.INSTITUTION) or set()
    is_public = Q(state=AgreementState.SIGNED) & (Q(event__isnull=True) | Q(event__is_public=True))
    is_ours = Q(pk__in=Party.objects.filter(institution__in=of_parties).values("agreement"))
    return agreements.filter(is_public | is_ours | Q(event__in=managed))


def with_parties(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """With everything a list prints, in a fixed number of queries; order: event, position."""
    parties = Party.objects.select_related("institution__country", "institution__merged_into__country", "signatory")
    found = agreements.select_related("event__country", "scan").order_by("event", "position", "pk")
    return found.prefetch_related(Prefetch("parties", parties.order_by("position", "pk")))


def register(asked: RegisterAsked, *, actor: Actor) -> QuerySet[Agreement]:
    """Signed agreements the reader may see, by what they ask. `search` meets titles, fields and parties in any script."""
    found = agreements_visible_to(actor).filter(state=AgreementState.SIGNED)
    for word in search_words(asked.search):
        found = found.filter(Q(search_text__contains=word) | Q(pk__in=_with_party_named(word)))
    if asked.search and not search_words(asked.search):
        return found.none()
    if asked.country:
        of_country = Q(institution__merged_into__isnull=True, institution__country=asked.country)
        of_country |= Q(institution__merged_into__country=asked.country)
        found = found.filter(pk__in=Party.objects.filter(of_country).values("agreement"))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.event:
        found = found.filter(event__slug=asked.event)
    if asked.year.isascii() and asked.year.isdigit() and len(asked.year) == 4 and asked.year != "0000":
        found = found.filter(signed_on__year=int(asked.year))
    return found.order_by(*SORTS.get(asked.sort, SORTS["-signed_on"]))


def _with_party_named(word: str) -> QuerySet:
    named = Institution.objects.filter(search_text__contains=word).values(kept=canonical(""))
    return Party.objects.annotate(kept=canonical("institution")).filter(kept__in=named).values("agreement")


def years_of_register(actor: Actor) -> list[int]:
    """Years in which the reader sees agreements signed, newest first."""
    days = agreements_visible_to(actor).filter(state=AgreementState.SIGNED).order_by()
    return sorted({day.year for day in days.values_list("signed_on", flat=True).distinct() if day}, reverse=True)


def agreements_signed(*, event: Event | None = None, on_or_before: date | None = None) -> QuerySet[Agreement]:
    """What the figure “agreements signed” counts, of one event or of all."""
    found = with_parties(Agreement.objects.filter(state=AgreementState.SIGNED))
    if event is not None:
        found = found.filter(event=event)
    if on_or_before is not None:
        found = found.filter(signed_on__lte=on_or_before)
    return found


def institutions_in(agreements: QuerySet[Agreement]) -> set[int]:
    """Ids of the institutions that are parties, each once, merges followed. One query."""
    parties = Party.objects.filter(agreement__in=agreements.order_by().values("pk"))
    return set(parties.values_list(canonical("institution"), flat=True))


def pairs_in(agreements: QuerySet[Agreement]) -> Counter[tuple[int, int]]:
    """How many agreements tie each two institutions, merges followed; ids in ascending order. Three parties make three pairs."""
    members: dict[int, set[int]] = {}
    parties = Party.objects.filter(agreement__in=agreements.order_by().values("pk"))
    for agreement, institution in parties.values_list("agreement", canonical("institution")):
        members.setdefault(agreement, set()).add(institution)
    return Counter(pair for ids in members.values() for pair in combinations(sorted(ids), 2))


def agreements_of(institution: Institution, *, actor: Actor) -> QuerySet[Agreement]:
    """Agreements the institution is a party of, merges followed, as far as the reader sees them; newest first."""
    parties = Party.objects.annotate(kept=canonical("institution")).filter(kept=institution.pk)
    return (
        agreements_visible_to(actor)
        .filter(pk__in=parties.values("agreement"))
        .order_by(F("signed_on").desc(nulls_first=True), "-pk")
    )


def agreements_between(one: Collection[int], other: Collection[int]) -> QuerySet[Agreement]:
    """Agreements with a party among the first ids and another among the second."""
    first, second = (Party.objects.filter(institution__in=ids).values("agreement") for ids in (one, other))
    return Agreement.objects.filter(pk__in=first).filter(pk__in=second).order_by("pk")


def signing_order(event: Event) -> QuerySet[Agreement]:
    """The agreements of signing day in their order, cancelled ones left out."""
    return with_parties(Agreement.objects.filter(event=event).exclude(state=AgreementState.CANCELLED))


def signing_count(event: Event) -> SigningCount:
    return count_of(list(signing_order(event)))


def count_of(order: Sequence[Agreement]) -> SigningCount:
    """How far an order of signing day is."""
    waiting = [agreement for agreement in order if agreement.state == AgreementState.PLANNED]
    return SigningCount(signed=len(order) - len(waiting), total=len(order), next=waiting[0] if waiting else None)


def signing_version(event: Event) -> str:
    """A word that changes whenever the signing page would: one cheap query."""
    rows = Agreement.objects.filter(event=event).order_by("position", "pk").values_list("pk", "state")
    return "-".join(f"{pk}{state[0]}" for pk, state in rows)


def history_of(agreement: Agreement) -> list[HistoryLine]:
    """What happened to the agreement, newest first."""
    words = {
        facts.AgreementPlanned.kind: _("Entered"),
        facts.AgreementEdited.kind: _("Changed"),
        facts.AgreementMoved.kind: _("Moved to place %(position)s of the order"),
        facts.AgreementSigned.kind: _("Marked as signed"),
        facts.SignatureUndone.kind: _("Signature taken back: %(reason)s"),
        facts.AgreementCancelled.kind: _("Cancelled: %(reason)s"),
        facts.AgreementReinstated.kind: _("Planned again"),
        facts.ScanAttached.kind: _("Scan kept"),
        facts.ScanWithdrawn.kind: _("Scan withdrawn"),
    }
    entries = entries_about(kinds=list(words), subject=str(agreement.pk))
    return lines_of(entries, in_words=lambda entry: words[entry.kind] % entry.body)


def institutions_of(agreement: Agreement) -> set[int]:
    """The parties' ids, merges followed."""
    return {party.institution.merged_into_id or party.institution_id for party in agreement.parties.all()}
