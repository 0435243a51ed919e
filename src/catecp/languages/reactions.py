"""What follows when the glossary changed: the search knows its words."""

from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry
from catecp.languages.facts import GlossaryLoaded, TermChanged, TermWordReviewed
from catecp.languages.models import Term
from catecp.languages.searching.glossary import index_terms


@reacts_to(TermChanged, TermWordReviewed)
def index_term(entry: LedgerEntry) -> None:
    index_terms(Term.objects.filter(pk=entry.body["term_id"]))


@reacts_to(GlossaryLoaded)
def index_glossary(entry: LedgerEntry) -> None:
    del entry  # all of it, whatever was added
    index_terms()
