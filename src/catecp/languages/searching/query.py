"""Finding. Direct hits in the reader's language come first, then near spellings, other languages, and what the glossary leads to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, QuerySet

from catecp.languages.models import IndexedDocument, IndexedWord, WordTrigram
from catecp.languages.searching import glossary, store
from catecp.languages.searching.asking import Ask, ask_run, ask_syllables, ask_word, both, either, in_title
from catecp.languages.searching.spelling import nearest, slips_forgiven, trigrams
from catecp.languages.searching.stemming import language_of_stems, stems
from catecp.languages.searching.tokens import Run, Word, query_parts
from catecp.languages.tags import LANGUAGES, language_by_script, script_of

_SPELLED = {tag for tag, language in LANGUAGES.items() if language.script in {"Latn", "Cyrl"}}  # whose slips are forgiven


_ENDING = 3  # letters by which an inflected form may be longer: batery is near to batteries


class Why(IntEnum):
    """How a document was found; the smaller, the better."""

    WORDS = 1
    NEAR = 2  # a near spelling, other accents, the words apart
    GLOSSARY = 3  # the term in another language


@dataclass(frozen=True)
class Hit:
    """What was found of one subject in one language. `documents` counts its texts that match."""

    subject: str
    language: str
    why: Why
    is_own_language: bool
    in_title: bool
    documents: int

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        return (self.why, not self.is_own_language, not self.in_title, -self.documents)


@dataclass(frozen=True)
class Found:
    """Hits, best first, and the words they were found by (`asked` is None when nothing was asked)."""

    hits: tuple[Hit, ...] = ()
    asks: tuple[tuple[Why, Ask], ...] = ()

    def best(self) -> list[Hit]:
        """The hits as good as the first: those found in the same way, in the reader's language when there are any."""
        return [hit for hit in self.hits if (hit.why, hit.is_own_language) == (self.hits[0].why, self.hits[0].is_own_language)]


def search(text: str, *, language: str = "", kinds: Sequence[str] = ("course", "unit")) -> Found:
    """Everything that matches, each subject once a language, in a fixed number of queries. `language` is that of the reader.

    All words of the query must stand in one document (a unit counts its course's title). Near spellings are tried for words that no
    text has, or when nothing was found; the glossary always.
    """
    parts = query_parts(text, language=language)
    if not parts:
        return Found()
    own = _language_of_query(text, language)
    asks = [_ask(part) for part in parts]
    first = _together(parts, asks, own)
    hits = _find(first, why=Why.WORDS, own=own, kinds=kinds)
    used = [(Why.WORDS, first)]
    for near in _nearer(parts, own):  # each only when nothing in the reader's language was found before it
        if any(hit.is_own_language for hit in hits):
            break
        hits += _find(near, why=Why.NEAR, own=own, kinds=kinds)
        used.append((Why.NEAR, near))
    wider = glossary.expanded(parts, asks)
    if wider:
        hits += _find(wider, why=Why.GLOSSARY, own=own, kinds=kinds)
        used.append((Why.GLOSSARY, wider))
    once: dict[tuple[str, str], Hit] = {}
    for hit in sorted(hits, key=lambda hit: hit.rank):
        once.setdefault((hit.subject, hit.language), hit)
    ordered = sorted(once.values(), key=lambda hit: (_group(hit), *hit.rank, hit.subject))
    return Found(hits=tuple(ordered), asks=tuple(used))


def _group(hit: Hit) -> int:
    """Own language by words, own by near spelling, others by words, others near, by glossary."""
    return 4 if hit.why == Why.GLOSSARY else (hit.why - Why.WORDS) + 2 * (not hit.is_own_language)


def _language_of_query(text: str, language: str) -> str:
    """The reader's language if the query can be in it, else what its script says; empty when unknown."""
    tag = {"zh": "zh-hans", "tl": "fil"}.get(language.split("-")[0], language)
    tag = tag if tag in LANGUAGES else ""
    script = script_of(text)
    if script == "Latn" or not any(letter.isalpha() for letter in text) or (tag and LANGUAGES[tag].script == script):
        return tag  # Latin letters are written in every language: CNC, PLC
    return language_by_script(text, otherwise="")


def _ask(part: Word | Run, *, loose: bool = False) -> Ask:
    return ask_run(part, loose=loose) if isinstance(part, Run) else ask_word(part, loose=loose)


def _together(parts: Sequence[Word | Run], asks: Sequence[Ask], own: str, *, loose: bool = False) -> Ask:
    """All parts; syllables of Vietnamese in rows."""
    words = [part for part in parts if isinstance(part, Word)]
    if own == "vi" and len(words) > 1:
        others = [ask for part, ask in zip(parts, asks, strict=True) if isinstance(part, Run)]
        return both([ask_syllables(words, loose=loose), *others])
    return both(asks)


def _nearer(parts: Sequence[Word | Run], own: str) -> Iterator[Ask]:
    """The query read more and more generously: any accents and derived words, near spellings of words no text has, words apart."""
    asks = [_ask(part, loose=True) for part in parts]
    words = [part for part in parts if isinstance(part, Word)]
    yield _together(parts, asks, own, loose=True)
    spellings = _spellings(words, own)
    if spellings:
        yield both(
            either([ask, *(ask_word(Word(near, part.is_cyrillic), loose=True) for near in spellings.get(part.folded, []))])
            if isinstance(part, Word)
            else ask
            for part, ask in zip(parts, asks, strict=True)
        )
    if own == "vi" and len(words) > 1:
        yield both(asks)


def _spellings(words: Sequence[Word], own: str) -> dict[str, list[str]]:
    """Known words near those that no text (of the reader's language) has."""
    wanted = {word.folded for word in words if slips_forgiven(word.folded) and word.folded.isalpha()}
    known = IndexedWord.objects.filter(text__in=wanted)
    if own in _SPELLED:
        known = known.filter(_in_language(own))
    missing = wanted - set(known.values_list("text", flat=True))
    found = {}
    for word in sorted(missing)[:4]:
        stem = partial(_stem_of, language="ru" if word[0] > "z" else own)
        near = nearest(word, _candidates(word, own), stem=stem) or nearest(word, _candidates(word, ""), stem=stem)
        if near:
            found[word] = near[:6]
    return found


def _candidates(word: str, own: str) -> set[str]:
    slips = slips_forgiven(word)
    rows = WordTrigram.objects.filter(
        trigram__in=trigrams(word), length__gte=len(word) - slips, length__lte=len(word) + slips + _ENDING
    )
    if own in _SPELLED:
        rows = rows.filter(_in_language(own, prefix="word__"))
    return set(rows.values_list("word__text", flat=True).distinct()[:20_000])


def _in_language(own: str, *, prefix: str = "") -> Q:
    return Q(**{f"{prefix}language": ""}) | Q(**{f"{prefix}language__contains": own})


def _stem_of(word: str, language: str) -> str:
    rules = language_of_stems(language)
    return stems(word, rules)[0] if rules else word


def _find(ask: Ask, *, why: Why, own: str, kinds: Sequence[str]) -> list[Hit]:
    if not ask:
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    table = connection.ops.quote_name(IndexedDocument._meta.db_table)
    inside, inside_parameters = store.matching(ask)
    titled, titled_parameters = store.matching(in_title(ask))
    marks = ", ".join(["%s"] * len(kinds))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT subject, language, COUNT(*), MAX(CASE WHEN id IN ({titled}) THEN 1 ELSE 0 END) FROM {table}"  # noqa: S608 -- parameters
            f" WHERE id IN ({inside}) AND kind IN ({marks}) GROUP BY subject, language",
            [*titled_parameters, *inside_parameters, *kinds],
        )
        rows = cursor.fetchall()
    return [
        Hit(
            subject=subject,
            language=language,
            why=why,
            is_own_language=not own or not language or own in language.split("/"),
            in_title=bool(titled_too),
            documents=number,
        )
        for subject, language, number, titled_too in rows
    ]


def documents_of(found: Found, *, subjects: Iterable[str]) -> QuerySet[IndexedDocument]:
    """The texts of these subjects that match, in the order of the index: for snippets."""
    matches = [store.matching(ask) for _, ask in found.asks if ask]
    if not matches:
        return IndexedDocument.objects.none()
    where = " OR ".join(f"id IN ({sql})" for sql, _ in matches)
    parameters = [parameter for _, more in matches for parameter in more]
    rows = IndexedDocument.objects.filter(subject__in=list(subjects))
    return rows.extra(where=[where], params=parameters).order_by("pk")  # noqa: S610 -- what was asked goes in as parameters
