"""The directory as readers see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Substr

from catecp.accounts.queries import Actor
from catecp.kernel.periods import valid_on
from catecp.network.models import Institution, InstitutionName, InstitutionPlace
from catecp.network.searchable import fold, search_words

SORTS = {
    "name": ("sort_name", "pk"),
    "-name": ("-sort_name", "-pk"),
    "country": (F("country").asc(nulls_last=True), "sort_name", "pk"),
    "kind": ("kind", "sort_name", "pk"),
    "newest": ("-created_at", "-pk"),
}
OTHER_LETTER = "#"


@dataclass(frozen=True)
class DirectoryAsked:
    """What a reader asks of the directory; empty means everything. `letter` is a–z, or # for names in other scripts."""

    search: str = ""
    country: str = ""
    kind: str = ""
    letter: str = ""
    sort: str = "name"


def institutions_visible_to(actor: Actor) -> QuerySet[Institution]:
    """The directory is public; rows that were merged away are not listed (their address leads to the one kept)."""
    del actor  # everybody sees the same institutions; what is shown of their people differs
    return Institution.objects.filter(merged_into=None).select_related("country").order_by("sort_name", "pk")


def directory(
    *,
    actor: Actor = None,
    search: str = "",
    country: str = "",
    kind: str = "",
    letter: str = "",
    sort: str = "name",
    on: date | None = None,
) -> QuerySet[Institution]:
    """Institutions by what a reader asks; with `on`, `places_now` holds the units valid on that day.

    `search` finds every word, in any order, inside any name in any script, and in abbreviations; names that were merged in count.
    """
    found = institutions_visible_to(actor)
    for word in search_words(search):
        found = found.filter(Q(search_text__contains=word) | Q(pk__in=_absorbed_naming(word)))
    if search and not search_words(search):
        return found.none()
    if country:
        found = found.filter(country=country)
    if kind:
        found = found.filter(kind=kind)
    if letter == OTHER_LETTER:
        found = found.exclude(sort_name__regex="^[a-z]")
    elif letter:
        found = found.filter(sort_name__startswith=fold(letter)[:1] or OTHER_LETTER)
    return with_names_and_places(found.order_by(*SORTS.get(sort, SORTS["name"])), on=on)


def directory_asked(asked: DirectoryAsked, *, actor: Actor, on: date) -> QuerySet[Institution]:
    return directory(
        actor=actor,
        search=asked.search,
        country=asked.country,
        kind=asked.kind,
        letter=asked.letter,
        sort=asked.sort,
        on=on,
    )


def with_names_and_places(found: QuerySet[Institution], *, on: date | None) -> QuerySet[Institution]:
    """Adds what a list prints, in a fixed number of queries: other names, and `places_now` of the day `on`."""
    places = InstitutionPlace.objects.select_related("region")
    places = places.filter(valid_on(on)) if on else places
    return found.prefetch_related("names", Prefetch("places", places, to_attr="places_now"))


def _absorbed_naming(word: str) -> QuerySet:
    return Institution.objects.filter(merged_into__isnull=False, search_text__contains=word).values("merged_into")


def letters_of_directory() -> list[tuple[str, int]]:
    """(letter, number of institutions) in order, # last; letters without institutions are left out."""
    counted: dict[str, int] = {}
    firsts = Institution.objects.filter(merged_into=None).annotate(first=Substr("sort_name", 1, 1)).values("first")
    for row in firsts.annotate(number=Count("pk")).order_by("first"):
        letter = row["first"] if "a" <= row["first"] <= "z" else OTHER_LETTER
        counted[letter] = counted.get(letter, 0) + row["number"]
    return sorted(counted.items(), key=lambda pair: (pair[0] == OTHER_LETTER, pair[0]))


def countries_of_directory() -> list[tuple[str, int]]:
    """(country code, number of institutions), most first; institutions without a country are left out."""
    rows = Institution.objects.filter(merged_into=None, country__isnull=False).values(code=F("country"))
    return [(row["code"], row["number"]) for row in rows.annotate(number=Count("pk")).order_by("-number", "code")]


def names_of_family(institution: Institution) -> list[InstitutionName]:
    """Variants, abbreviations and earlier names, those of rows merged in included."""
    own_or_absorbed = Q(institution=institution) | Q(institution__merged_into=institution)
    return list(InstitutionName.objects.filter(own_or_absorbed).order_by("kind", "text", "pk"))


def name_beside(institution: Institution) -> tuple[str, str] | None:
    """The official name to stand beside the one a reader is shown: (language tag, name), in a language of its country.

    For readers of that language it is the English or romanised one; None when there is no other.
    """
    shown, shown_in = institution.name.best()
    own = institution.country.languages if institution.country else []
    for language in (*own, "en", *institution.name.texts):
        text = institution.name[language]
        if language != shown_in and text and text != shown:
            return language, text
    return None


def found_by_name(institution: Institution, words: list[str]) -> str:
    """The other name a search met, to show why an institution is in the list; empty when its shown name says so itself."""
    if not words or all(word in fold(str(institution.name)) for word in words):
        return ""
    others = [*institution.name.texts.values(), *(name.text for name in institution.names.all())]
    return next((text for text in others if text != str(institution.name) and all(word in fold(text) for word in words)), "")


def institutions_meant(typed: str, *, most: int = 6) -> list[Institution]:
    """What somebody means who types a name into a form: the one called exactly so, else up to `most` that contain every word.

    A name may be followed by its country's code in brackets, as suggestions are: "Don Bosco training centre (TL)".
    """
    name, _bracket, country = typed.rstrip(") ").rpartition(" (") if typed.rstrip().endswith(")") else (typed, "", "")
    code = country.upper() if len(country) == 2 else ""
    wanted = name if code else typed
    if not search_words(wanted):
        return []
    found = list(directory(search=wanted, country=code)[: 4 * most])
    exact = [row for row in found if fold(wanted) in row.search_text.split("\n")]
    return exact or found[:most]
