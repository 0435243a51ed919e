"""Which institutions a typed name may mean, for a person to decide."""

from collections.abc import Iterable

from catecp.network.models import Institution
from catecp.network.names import DirectoryEntry, NameIndex
from catecp.network.queries.entries import resolve_entries

MOST = 3


def suggested_institutions(written: Iterable[tuple[str, str]]) -> dict[str, list[Institution]]:
    """{text: at most three institutions, best first}, for pairs of a text and the country its writer stated (or "")."""
    asked = list(written)
    if not asked:
        return {}
    index = NameIndex(
        tuple(
            DirectoryEntry(str(entry.id), entry.names, entry.abbreviations, entry.earlier, entry.country, entry.places)
            for entry in resolve_entries()
        )
    )
    ranked = {
        text: [int(candidate.entry.id) for candidate in index.rank(text, country=country)[:MOST]] for text, country in asked
    }
    rows = Institution.objects.select_related("country").in_bulk({pk for ids in ranked.values() for pk in ids})
    return {text: [rows[pk] for pk in ids] for text, ids in ranked.items()}
