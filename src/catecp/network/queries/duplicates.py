"""Which institutions may stand in the directory twice, what was decided about them, and what hangs on each."""

from dataclasses import dataclass

from django.db.models import ManyToOneRel, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Grant, Scope
from catecp.kernel.translated import Translated
from catecp.network.duplicate_pairs import Pair, likely_duplicates, near_to
from catecp.network.models import Institution, InstitutionMerge, ToldApart
from catecp.network.queries.canonical import canonical, family_ids
from catecp.network.queries.directory import names_of_family
from catecp.network.queries.entries import resolve_entries
from catecp.network.queries.members import members_of
from catecp.network.resolve_entry import ResolveEntry

REASONS: dict[str, str | Promise] = {
    "same": _("the names are the same"),
    "spelling": _("the names differ only in spelling"),
    "abbreviation": _("a word is shortened"),
    "slip": _("a word is almost the same"),
    "order": _("the same words in another order"),
    "words_missing": _("one name has fewer words"),
    "words_added": _("one name has more words"),
    "contained": _("all words of one name stand in the other"),
    "similar": _("the names share most characters"),
    "earlier_name": _("an earlier name is met"),
    "translated": _("the Chinese name reads like the English one"),
    "same_abbreviation": _("the same abbreviation"),
    "initials": _("the abbreviation of one is the initials of the other"),
    "website": _("the same website"),
}
_HELD_BY: dict[str, str | Promise] = {
    "events.registration": _("registrations"),
    "events.organiser": _("events organised"),
    "events.delegation": _("delegations"),
    "agreements.party": _("agreements"),
    "opportunities.call": _("calls for collaboration"),
    "opportunities.interest": _("interests in calls"),
    "network.membership": _("people"),
    "surveys.response": _("survey answers"),
}


@dataclass(frozen=True)
class Offered:
    """Two institutions offered as one, how likely (0 to 1), and why in words."""

    first: Institution
    second: Institution
    score: float
    is_likely: bool
    reasons: list[str | Promise]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: everything a person looks at before deciding."""

    institution: Institution
    official: list[tuple[str, str]]  # (language tag, name)
    names: list
    places: list
    people: int
    managers: int
    holds: list[tuple[str | Promise, int]]  # what points at it: (what, how many)


def offered_pairs() -> list[Offered]:
    """Pairs worth a look, likeliest first, without those told apart. A fixed number of queries."""
    pairs = likely_duplicates(resolve_entries(), apart=pairs_told_apart())
    wanted = {pk for pair in pairs for pk in (pair.first, pair.second)}
    rows = Institution.objects.select_related("country").in_bulk(wanted)
    return [_offered(pair, rows) for pair in pairs]


def _offered(pair: Pair, rows: dict[int, Institution]) -> Offered:
    words = [REASONS[code] for code in pair.reasons if code in REASONS]
    return Offered(rows[pair.first], rows[pair.second], pair.score, pair.is_likely, words)


def near_institutions(name: Translated, *, country: str, website: str = "") -> list[Institution]:
    """Institutions in the directory that a new one of these names may be; the likeliest first, at most five."""
    names = tuple(name.texts.items())
    newcomer = ResolveEntry(0, names, abbreviations=(), earlier=(), country=country, places=(), kind="", website=website)
    near = near_to(newcomer, resolve_entries())[:5]
    rows = Institution.objects.select_related("country").in_bulk(near)
    return [rows[pk] for pk in near]


def pairs_told_apart() -> frozenset[frozenset[int]]:
    """Judgements of people, merges followed: whoever told A from B told it from what A was merged into, too."""
    rows = ToldApart.objects.values_list(canonical("first"), canonical("second"))
    return frozenset(frozenset(row) for row in rows)


def judgements() -> QuerySet[ToldApart]:
    return ToldApart.objects.select_related("first__country", "second__country").order_by("-decided_at", "-pk")


def judgement_on(one: Institution, other: Institution) -> ToldApart | None:
    first, second = sorted((one.pk, other.pk))
    return ToldApart.objects.filter(first=first, second=second).first()


def merges(*, standing: bool) -> QuerySet[InstitutionMerge]:
    """Merges that hold, or those undone; newest first."""
    rows = InstitutionMerge.objects.select_related("kept__country", "kept__merged_into", "absorbed__country")
    return rows.filter(undone_at__isnull=standing).order_by("-merged_at", "-pk")


def side_of(institution: Institution) -> Side:
    """One side of the comparison."""
    family = family_ids(institution)
    managers = Grant.objects.filter(scope=Scope.INSTITUTION, scope_id__in=family).values("user").distinct().count()
    return Side(
        institution=institution,
        official=list(institution.name.texts.items()),
        names=names_of_family(institution),
        places=list(institution.places.select_related("region")),
        people=members_of(institution).filter(ends_on__isnull=True).count(),
        managers=managers,
        holds=what_points_at(institution),
    )


def what_points_at(institution: Institution) -> list[tuple[str | Promise, int]]:
    """Rows of every module that name this institution, by kind. New modules appear by themselves: the models are asked."""
    found: list[tuple[str | Promise, int]] = []
    for relation in Institution._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.related_model._meta.app_label == "network":
            continue
        model = relation.related_model
        number = model._default_manager.filter(**{relation.field.name: institution.pk}).count()
        if number:
            found.append((_HELD_BY.get(model._meta.label_lower) or str(model._meta.verbose_name_plural), number))
    return found
