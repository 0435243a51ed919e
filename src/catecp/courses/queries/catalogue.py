"""The public catalogue: found, narrowed, counted, sorted. The number of queries does not depend on how many courses there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models.functions import Coalesce

from catecp.accounts.queries import Actor, person_of
from catecp.courses.enums import AdoptionState
from catecp.courses.facets import Row, narrowed
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
    course: Course
    hit: Hit | None = None
    title: list[Bit] = field(default_factory=list)
    title_language: str = ""
    place: str = ""  # title of the lesson the hit stands in
    place_language: str = ""
    bits: list[Bit] = field(default_factory=list)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """(tag, own name) of the languages it can be read in."""
        return [(tag, LANGUAGES[tag].own_name if tag in LANGUAGES else tag) for tag in self.row.languages]

    @property
    def is_by_glossary(self) -> bool:
        return self.hit is not None and self.hit.why == Why.GLOSSARY


def catalogue(asked: CatalogueAsked, *, actor: Actor, language: str) -> Catalogue:
    """`language` is the reader's: hits in it come first. At most nine queries."""
    rows = _rows(actor)
    found = Found()
    hits: dict[str, Hit] = {}
    total = len(rows)
    if asked.search.strip():
        found = search(asked.search, language=language)
        for hit in found.hits:
            hits.setdefault(hit.subject, hit)
        order = {subject: place for place, subject in enumerate(hits)}
        rows = sorted((row for row in rows if row.subject in hits), key=lambda row: order[row.subject])
    kept, counts = narrowed(rows, asked.chosen)
    return Catalogue(_sorted(kept, asked), counts, found, hits, total)


def _sorted(rows: list[Row], asked: CatalogueAsked) -> list[Row]:
    if asked.sort == "title":
        return sorted(rows, key=lambda row: (row.sort_title, row.course))
    if asked.sort == "shortest":
        return sorted(rows, key=lambda row: (row.hours is None, row.hours or 0, row.course))
    if asked.sort == "lightest":
        return sorted(rows, key=lambda row: (row.data_bytes, row.course))
    if asked.sort == "languages":
        return sorted(rows, key=lambda row: (-len(row.languages), row.sort_title, row.course))
    if asked.sort == "newest" or not asked.search.strip():
        return sorted(rows, key=lambda row: (row.published, row.course), reverse=True)
    return rows


def _rows(actor: Actor) -> list[Row]:
    adopted = _adopted_by(actor)
    entries = CatalogueEntry.objects.filter(course__published__isnull=False).annotate(
        country=Coalesce("course__owner__merged_into__country", "course__owner__country")
    )
    values = entries.order_by("-published_at", "-pk").values_list(
        "course", "course__public_id", "field__key", "level", "country", "hours", "data_bytes", "languages", "sort_title",
        "published_at",
    )  # fmt: skip
    return [
        Row(
            course=course,
            subject=subject,
            field=field_key or "",
            level=level,
            country=country or "",
            hours=hours,
            data_bytes=data_bytes,
            languages=tuple(languages),
            sort_title=sort_title,
            published=published.isoformat(),
            is_adopted_here=course in adopted,
        )
        for course, subject, field_key, level, country, hours, data_bytes, languages, sort_title, published in values.iterator()
    ]


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
    courses = Course.objects.select_related(
        "owner__country", "owner__merged_into__country", "body", "cover", "published__passport__field"
    ).in_bulk([row.course for row in rows])
    result = []
    for row in rows:
        if row.course in courses:
            title, tag = courses[row.course].title.best(language)
            result.append(Shown(row=row, course=courses[row.course], title=[Bit(title)], title_language=tag))
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
