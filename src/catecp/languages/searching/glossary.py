"""Words of a query that are terms of the glossary, and what those are called in other languages."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from catecp.languages.models import IndexedDocument, Term, TermForm, TermWord
from catecp.languages.searching import index
from catecp.languages.searching.asking import Ask, ask_run, ask_syllables, ask_word, both, either
from catecp.languages.searching.normalising import normalise
from catecp.languages.searching.segmenting import clusters
from catecp.languages.searching.stemming import LATIN
from catecp.languages.searching.tokens import Run, Word, parts_of, query_parts, stem_tokens
from catecp.languages.searching.wordlists import NOUN_MAKERS

KIND = "term"  # of the documents that lead to a term's page
LONGEST_TERM = 6  # words of a script with spaces
LONGEST_TERM_CLUSTERS = 14
_MOST_FORMS = 600  # asked for at once


def forms_of(text: str, language: str) -> set[str]:
    """What a query must hold to mean this word: its stems by the rules of its language, or the unspaced text itself."""
    parts = list(parts_of(normalise(text)))
    if not parts or len(parts) > LONGEST_TERM:
        return set()
    found = {""}
    for part in parts:
        options = _verbs(part) if isinstance(part, Run) else {part.text, part.folded, *_stems(part, language)}
        found = {f"{before} {option}".strip() for before in found for option in options}
        if len(found) > 64:
            return {" ".join(part.text for part in parts)}
    return found


def _verbs(run: Run) -> set[str]:
    """The run, and the verb that a noun was made of: ការផ្សារ and ផ្សារ."""
    makers = NOUN_MAKERS.get(run.script, set())
    found = {run.text, *(run.text.removeprefix(maker) for maker in makers)}
    found = found if run.script != "Mymr" else {run.text, *(run.text.removesuffix(maker) for maker in makers)}
    return {text for text in found if len(clusters(text, run.script)) > 1} | {run.text}


def _stems(word: Word, language: str) -> list[str]:
    if language == "vi":
        return []
    rules = tuple(rule for rule in LATIN if rule == ("id" if language == "ms" else language)) or LATIN
    return stem_tokens(word, rules)


@transaction.atomic
def index_terms(terms: Iterable[Term] | None = None) -> int:
    """Make the forms of these terms (all when None) anew. Returns how many forms there are."""
    words = TermWord.objects.all()
    old = TermForm.objects.all()
    if terms is not None:
        chosen = [term.pk for term in terms]
        words, old = words.filter(term__in=chosen), old.filter(term__in=chosen)
    old.delete()
    rows = [
        TermForm(term_id=word.term_id, language=word.language, word=word.text, form=form[:200])
        for word in words
        for form in sorted(forms_of(word.text, word.language))
    ]
    TermForm.objects.bulk_create(rows, batch_size=500)
    _index_pages(None if terms is None else chosen)
    return len(rows)


def _index_pages(chosen: list[int] | None) -> None:
    """The pages of these terms as documents of kind `term`, one a language: its words are the title, its definition the text."""
    terms = Term.objects.prefetch_related("words")
    kept = IndexedDocument.objects.filter(kind=KIND)
    if chosen is not None:
        terms = terms.filter(pk__in=chosen)
        kept = kept.filter(subject__in=[term.key for term in terms])
    texts = [text for term in terms for text in _texts(term)]
    wanted = {text.digest for text in texts}
    index.remove([pk for pk, digest in kept.values_list("pk", "digest") if digest not in wanted])
    index.put(texts)


def _texts(term: Term) -> Iterator[index.Text]:
    words: dict[str, list[str]] = {}
    for word in term.words.all():
        words.setdefault(word.language, []).append(word.text)
    for language, names in words.items():
        yield index.Text(kind=KIND, subject=term.key, title="; ".join(names), text=term.definition[language], language=language)


def expanded(parts: Sequence[Word | Run], asks: Sequence[Ask]) -> Ask | None:
    """The query with each term it names replaced by the term or its words in all languages; None when it names none.

    `asks` are what the parts ask for as they stand. Longer terms win; a term may stand inside an unspaced run.
    """
    spans = _spans(parts)
    forms = sorted({form for form, _, _ in spans})[:_MOST_FORMS]
    if not forms:
        return None
    terms: dict[str, set[int]] = {}
    for form, term in TermForm.objects.filter(form__in=forms).values_list("form", "term"):
        terms.setdefault(form, set()).add(term)
    chosen = _longest(spans, terms)
    if not chosen:
        return None
    words: dict[int, set[tuple[str, str]]] = {}
    named = {term for form, _, _ in chosen for term in terms[form]}
    for term, language, word in TermForm.objects.filter(term__in=named).values_list("term", "language", "word").distinct():
        words.setdefault(term, set()).add((language, word))
    covered = {place for _, start, end in chosen for place in range(start, end)}
    whole = [
        either(ask_phrase(word, language) for term in terms[form] for language, word in sorted(words[term]))
        for form, _, _ in chosen
    ]
    return both([*whole, *(ask for place, ask in enumerate(asks) if place not in covered)])


def terms_named(text: str, *, most: int = 3) -> list[Term]:
    """The terms that a query names, the longest first, with their words. Two queries at most."""
    spans = _spans(query_parts(text, language=""))
    forms = sorted({form for form, _, _ in spans})[:_MOST_FORMS]
    named: dict[str, list[int]] = {}
    for form, term in TermForm.objects.filter(form__in=forms).order_by("term").values_list("form", "term").distinct():
        named.setdefault(form, []).append(term)
    order = dict.fromkeys(
        term for form, _, _ in _longest(spans, {form: set(found) for form, found in named.items()}) for term in named[form]
    )
    wanted = list(order)[:most]
    terms = Term.objects.prefetch_related("words").in_bulk(wanted) if wanted else {}
    return [terms[pk] for pk in wanted if pk in terms]


def _spans(parts: Sequence[Word | Run]) -> list[tuple[str, int, int]]:
    """(form, first part, part after the last) of everything in the query that may be a term."""
    found: list[tuple[str, int, int]] = []
    for start, part in enumerate(parts):
        if isinstance(part, Run):
            found.extend((form, start, start + 1) for form in _inside(part))
        for end in range(start + 1, min(len(parts), start + LONGEST_TERM) + 1):
            found.extend((form, start, end) for form in _readings(parts[start:end]))
    return found


def _readings(parts: Sequence[Word | Run]) -> set[str]:
    readings = {
        " ".join(part.text for part in parts),
        " ".join(part.text if isinstance(part, Run) else part.folded for part in parts),
    }
    for language in ("ru", *LATIN):
        stemmed = [
            {part.text}
            if isinstance(part, Run)
            else set(stem_tokens(part, () if part.is_cyrillic else (language,))) or {part.text}
            for part in parts
        ]
        readings.add(" ".join(min(options) for options in stemmed))
    return readings


def _inside(run: Run) -> set[str]:
    """Stretches of a run that begin and end where its words do."""
    edges = {0}
    place = 0
    for piece in run.pieces:
        place += piece.clusters
        edges.add(place)
    parts = clusters(run.text, run.script)
    whole = {"".join(parts[start:end]) for start in edges for end in edges if start < end <= start + LONGEST_TERM_CLUSTERS}
    return whole | {part for piece in run.pieces for part in piece.parts if len(part) > 1}


def _longest(spans: list[tuple[str, int, int]], terms: dict[str, set[int]]) -> list[tuple[str, int, int]]:
    taken: set[int] = set()
    chosen = []
    for form, start, end in sorted(spans, key=lambda span: (span[1] - span[2], -len(span[0]))):
        if form in terms and not taken & set(range(start, end)):
            chosen.append((form, start, end))
            taken |= set(range(start, end))
    return chosen


def ask_phrase(text: str, language: str) -> Ask:
    """All words of a term; in Vietnamese, as a row of syllables."""
    parts = list(parts_of(normalise(text)))
    if language == "vi" and parts and all(isinstance(part, Word) for part in parts):
        return ask_syllables([part for part in parts if isinstance(part, Word)])
    return both(ask_run(part) if isinstance(part, Run) else ask_word(part) for part in parts)
