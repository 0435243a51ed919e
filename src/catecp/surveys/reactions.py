"""After closing: the disk forgets too."""

from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry
from catecp.surveys.facts import SurveyClosed
from catecp.surveys.services.closing import wipe_old_pages


@reacts_to(SurveyClosed)
def wipe_pages_of_closed_survey(entry: LedgerEntry) -> None:
    wipe_old_pages()
