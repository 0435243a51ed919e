"""The directory as plain values, for whoever resolves typed names without a database."""

from django.db.models import QuerySet

from catecp.network.enums import NameKind
from catecp.network.models import Institution
from catecp.network.resolve_entry import ResolveEntry


def resolve_entries(institutions: QuerySet[Institution] | None = None) -> list[ResolveEntry]:
    """Every institution once, by its names and those merged into it. At most six queries, whatever the size.

    `id` is the row kept: what a resolved name is stored as.
    """
    rows = Institution.objects.filter(merged_into=None) if institutions is None else institutions
    rows = rows.order_by("pk").prefetch_related("names", "places__region", "absorbed__names")
    return [_entry(institution) for institution in rows]


def _entry(institution: Institution) -> ResolveEntry:
    family = [institution, *institution.absorbed.all()]
    official = [pair for row in family for pair in _official(row)]
    others = [name for row in family for name in row.names.all()]
    variants = [(name.language, name.text) for name in others if name.kind == NameKind.VARIANT]
    return ResolveEntry(
        id=institution.pk,
        names=tuple(dict.fromkeys([*official, *variants])),
        abbreviations=tuple(dict.fromkeys(name.text for name in others if name.kind == NameKind.ABBREVIATION)),
        earlier=tuple(dict.fromkeys(name.text for name in others if name.kind == NameKind.EARLIER)),
        country=institution.country_id or "",
        places=tuple(place.region.name["en"] or str(place.region.name) for place in institution.places.all()),
        kind=institution.kind,
        website=institution.website,
    )


def _official(institution: Institution) -> list[tuple[str, str]]:
    """The English or romanised name first, then the others."""
    texts = institution.name.texts
    return sorted(texts.items(), key=lambda pair: (pair[0] != "en", pair[0] != institution.name.original, pair[0]))
