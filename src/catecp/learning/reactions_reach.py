"""What the counting of reach does when the directory changes."""

from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry
from catecp.learning.services.standing import count_anew_at
from catecp.network.facts import InstitutionPlaced, InstitutionsMerged, MergeUndone
from catecp.network.queries.canonical import family_ids


@reacts_to(InstitutionsMerged, MergeUndone)
def count_where_they_belong(entry: LedgerEntry) -> None:
    """Standings of both institutions are counted under the one kept, or each under its own again."""
    ids = {int(entry.body["institution_id"]), int(entry.body["absorbed_id"])}
    count_anew_at(institution_ids=frozenset().union(*(family_ids(pk) for pk in ids)))


@reacts_to(InstitutionPlaced)
def count_in_its_province(entry: LedgerEntry) -> None:
    count_anew_at(institution_ids=family_ids(int(entry.body["institution_id"])))
