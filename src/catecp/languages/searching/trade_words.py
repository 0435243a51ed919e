"""Which pages of the glossary a search leads to."""

from catecp.languages.models import Term
from catecp.languages.searching.glossary import KIND, terms_named
from catecp.languages.searching.query import search


def trade_words(text: str, *, language: str, most: int = 3) -> list[Term]:
    """The terms the query names in any language; when it names none, those whose words hold it or a near spelling of it.

    With their words, best first. `language` is the reader's. A fixed number of queries.
    """
    named = terms_named(text, most=most)
    if named:
        return named
    found = [hit.subject for hit in search(text, language=language, kinds=(KIND,)).hits if hit.in_title]
    keys = list(dict.fromkeys(found))[:most]
    terms = {term.key: term for term in Term.objects.filter(key__in=keys).prefetch_related("words")} if keys else {}
    return [terms[key] for key in keys if key in terms]
