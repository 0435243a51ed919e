"""The public catalogue: found, narrowed, counted, sorted. The number of queries does not depend on how many courses there are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, F, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from catecp.accounts.queries import Actor, person_of
from catecp.courses.enums import AdoptionState
from catecp.courses.facets import DATA, HOURS, Row, narrowed, tags_of
from catecp.courses.models import Adoption, CatalogueEntry, Course, Field
from catecp.languages.models import IndexedDocument
from catecp.languages.searching.query import Found, Hit, Why, documents_of, search
from catecp.languages.searching.snippets import Bit, snippet, wanted_tokens
from catecp.languages.tags import LANGUAGES
from catecp.network.queries.canonical import canonical
from catecp.network.queries.members import institutions_of_person
from catecp.places.models import Country

SORTS = ("best", "newest", "title", "shortest", "lightest", "languages")


@dataclass(frozen=True)
class CatalogueAsked:
    """What stands in the address; empty means everything. `adopted` is "here" for the reader's own institutions."""

    search: str = ""
    field: str = ""
    level: str = ""
    language: str = ""
    country: str = ""
    hours: str = ""
    data: str = ""
    adopted: str = ""
    sort: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        names = ("field", "level", "language", "country", "hours", "data", "adopted")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True)
class Catalogue:
    """The courses asked for, in order, with the counts of every facet's choices."""

    rows: list[Row]
    counts: dict[str, Counter[str]]
    found: Found = field(default_factory=Found)
    hits: dict[str, Hit] = field(default_factory=dict)  # the best of each course, by its public id
    total: int = 0


@dataclass
class Shown:
    """A course of the page: the row, the course, how it was found and where."""

    row: Row
    entry: CatalogueEntry
    hit: Hit | None = None
    title: list[Bit] = field(default_factory=list)
    title_language: str = ""
    place: str = ""  # title of the lesson the hit stands in
    place_language: str = ""
    bits: list[Bit] = field(default_factory=list)

    @property
    def course(self) -> Course:
        return self.entry.course

    @property
    def languages(self) -> list[tuple[str, str]]:
        """(tag, own name) of the languages it can be read in."""
        return [(tag, LANGUAGES[tag].own_name if tag in LANGUAGES else tag) for tag in self.entry.languages]

    @property
    def is_by_glossary(self) -> bool:
        return self.hit is not None and self.hit.why == Why.GLOSSARY


def catalogue(asked: CatalogueAsked, *, actor: Actor, language: str) -> Catalogue:
    """`language` is the reader's: hits in it come first. At most nine queries."""
    rows = _rows(actor, sort=asked.sort)
    found = Found()
    hits: dict[str, Hit] = {}
    total = len(rows)
    if asked.search.strip():
        found = search(asked.search, language=language)
        for hit in found.hits:
            hits.setdefault(hit.subject, hit)
        rows = [row for row in rows if row.subject in hits]
        if asked.sort in {"", "best"}:
            order = {subject: place for place, subject in enumerate(hits)}
            rows.sort(key=lambda row: order[row.subject])
    kept, counts = narrowed(rows, asked.chosen)
    if asked.sort == "languages":
        kept.sort(key=lambda row: -len(tags_of(row.language)))
    return Catalogue(kept, counts, found, hits, total)


_ORDERS: dict[str, tuple] = {
    "title": ("sort_title", "pk"),
    "languages": ("sort_title", "pk"),
    "shortest": (F("hours").asc(nulls_last=True), "pk"),
    "lightest": ("data_bytes", "pk"),
}


def _rows(actor: Actor, *, sort: str) -> list[Row]:
    """Every course of the catalogue in this order, newest first unless said. One query, and one more for people."""
    entries = CatalogueEntry.objects.filter(course__published__isnull=False).order_by(
        *_ORDERS.get(sort, ("-published_at", "-pk"))
    )
    values = entries.values_list(
        "pk",
        "course__public_id",
        Coalesce("field__key", Value("")),
        Coalesce(Cast("level", CharField()), Value("")),
        Cast("languages", TextField()),
        Coalesce("course__owner__merged_into__country", "course__owner__country", Value("")),
        _band("hours", HOURS),
        _band("data_bytes", DATA),
    )
    adopted = _adopted_by(actor)
    if not adopted:
        return [Row(*value) for value in values]
    return [Row(*value)._replace(adopted="here" if value[0] in adopted else "") for value in values]


def _band(column: str, bands: Iterable[tuple[str, Any, Any]]) -> Case:
    """The name of the band a column falls in: from its first bound, up to and without its second; empty when nothing is said."""
    cases = [When(**{f"{column}__lt": high}, then=Value(name)) for name, _, high in bands if high is not None]
    last = [When(**{f"{column}__isnull": False}, then=Value(name)) for name, _, high in bands if high is None]
    return Case(*cases, *last, default=Value(""), output_field=CharField())


def _adopted_by(actor: Actor) -> set[int]:
    """Courses that an institution of the reader has adopted or is about to. No query for visitors."""
    person = person_of(actor)
    if person is None:
        return set()
    own = institutions_of_person(person.pk).order_by().values(kept=canonical(""))
    rows = Adoption.objects.exclude(state=AdoptionState.WITHDRAWN).annotate(kept=canonical()).filter(kept__in=own)
    return set(rows.values_list("course", flat=True))


def courses_of(rows: Sequence[Row], *, language: str) -> list[Shown]:
    """The rows with their courses, in the same order: for a download. One query for every 900 rows or so."""
    entries = CatalogueEntry.objects.select_related(
        "course__owner__country", "course__owner__merged_into__country", "course__body", "course__cover",
        "course__published__passport__field",
    ).in_bulk([row.course for row in rows])  # fmt: skip
    result = []
    for row in rows:
        if row.course in entries:
            entry = entries[row.course]
            title, tag = entry.course.title.best(language)
            result.append(Shown(row=row, entry=entry, title=[Bit(title)], title_language=tag))
    return result


def shown(rows: Sequence[Row], *, of: Catalogue, language: str) -> list[Shown]:
    """The rows of a page with what it prints: course, owner, and the place of the hit. At most three queries."""
    result = courses_of(rows, language=language)
    wanted = wanted_tokens(ask for _, ask in of.found.asks)
    for item in result:
        item.hit = of.hits.get(item.row.subject)
    places = _places(of.found, result, language) if wanted else {}
    for item in result:
        if wanted:
            item.title = snippet(item.title[0].text, wanted, whole=True)
        place = places.get(item.row.subject)
        if place is not None:
            item.place = place.title if place.kind == "unit" else ""
            item.place_language = place.language
            item.bits = snippet(place.text, wanted)
    return result


def _places(found: Found, items: Sequence[Shown], language: str) -> dict[str, IndexedDocument]:
    """For each course the text to cut a snippet from: in the language of its hit, a lesson before the course itself."""
    best: dict[str, tuple[tuple, int]] = {}
    hits = {item.row.subject: item.hit for item in items if item.hit}
    for pk, kind, subject, tag in documents_of(found, subjects=hits).values_list("pk", "kind", "subject", "language"):
        hit = hits[subject]
        rank = (tag != (hit.language if hit else language), kind != "unit", pk)
        if subject not in best or rank < best[subject][0]:
            best[subject] = (rank, pk)
    rows = IndexedDocument.objects.filter(pk__in=[pk for _, pk in best.values()])
    return {row.subject: row for row in rows}


def field_names() -> dict[str, str]:
    """{key: name in the page's language}, in the order of the list."""
    return {row.key: str(row.name) for row in Field.objects.all()}


def country_names(codes: Sequence[str]) -> dict[str, str]:
    return {row.code: str(row.name) for row in Country.objects.filter(code__in=codes)}
