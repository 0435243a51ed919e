"""Putting texts into the index and taking them out. Atomic with the caller's transaction; indexing twice changes nothing."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from catecp.languages.models import IndexedDocument, IndexedWord, WordTrigram
from catecp.languages.searching import store
from catecp.languages.searching.guessing import guess_languages
from catecp.languages.searching.normalising import normalise
from catecp.languages.searching.spelling import trigrams
from catecp.languages.searching.tokens import document_tokens, vocabulary

BATCH = 500
LONGEST_TEXT = 60_000  # letters of one document
TOKENS_OF = 2  # raise when tokens are made differently: everything is indexed anew


@dataclass(frozen=True)
class Text:
    """Something to be found. `language` None: it is guessed. `context` finds it too but is not shown (a unit's course)."""

    kind: str
    subject: str
    title: str
    text: str
    language: str | None = None
    part: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.kind, self.subject, self.part)

    @property
    def digest(self) -> str:
        whole = [TOKENS_OF, self.kind, self.subject, self.part, self.language, self.title, self.text, self.context]
        return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def put(texts: Iterable[Text]) -> int:
    """Index these texts; those that have not changed are passed over. Returns how many were written."""
    waiting = iter(texts)
    written = 0
    while batch := list(islice(waiting, BATCH)):
        written += _put_batch(batch)
    return written


@transaction.atomic
def _put_batch(texts: list[Text]) -> int:
    known = set(IndexedDocument.objects.filter(digest__in=[text.digest for text in texts]).values_list("digest", flat=True))
    new = [text for text in texts if text.digest not in known]
    if not new:
        return 0
    rows = [
        IndexedDocument(
            kind=text.kind,
            subject=text.subject,
            part=text.part,
            language=_language(text),
            title=text.title[:500],
            text=text.text[:LONGEST_TEXT],
            digest=text.digest,
        )
        for text in new
    ]
    IndexedDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "subject", "part", "language"],
        update_fields=["title", "text", "digest"],
    )
    pks = dict(IndexedDocument.objects.filter(digest__in=[row.digest for row in rows]).values_list("digest", "pk"))
    store.put((pks[text.digest], _tokens(text, row.language)) for text, row in zip(new, rows, strict=True))
    _learn_words((row.language, f"{row.title}\n{row.text}") for row in rows)
    return len(new)


def _language(text: Text) -> str:
    return "/".join(guess_languages(normalise(f"{text.title}\n{text.text}"))) if text.language is None else text.language


def _tokens(text: Text, language: str) -> list[str]:
    body = document_tokens(f"{text.title}\n{text.text[:LONGEST_TEXT]}\n{text.context}", language=language)
    return [*body, *document_tokens(text.title, language=language, prefix="t")]


def _learn_words(texts: Iterator[tuple[str, str]]) -> None:
    """Keep words not yet known, with their trigrams. Words of removed texts stay: they only lead to nothing."""
    words = {(word, language) for language, text in texts for word in vocabulary(text)}
    known = _known_words({word for word, _ in words})
    fresh = sorted(words - known)
    IndexedWord.objects.bulk_create(
        [IndexedWord(text=word, language=language) for word, language in fresh], batch_size=BATCH, ignore_conflicts=True
    )
    added = dict.fromkeys(fresh)
    rows = [row for batch in _batches(sorted({word for word, _ in fresh})) for row in IndexedWord.objects.filter(text__in=batch)]
    WordTrigram.objects.bulk_create(
        [
            WordTrigram(word=row, trigram=trigram, length=len(row.text))
            for row in rows
            if (row.text, row.language) in added
            for trigram in sorted(trigrams(row.text))
        ],
        batch_size=BATCH,
    )


def _known_words(words: set[str]) -> set[tuple[str, str]]:
    return {
        pair
        for batch in _batches(sorted(words))
        for pair in IndexedWord.objects.filter(text__in=batch).values_list("text", "language")
    }


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


@transaction.atomic
def keep_only(*, subject: str, texts: Sequence[Text]) -> int:
    """Make these the only texts of a subject: what stands in the index and is not among them goes. Returns how many were written."""
    digests = {text.digest for text in texts}
    kinds = {text.kind for text in texts} | {"course", "unit"}
    stale = IndexedDocument.objects.filter(subject=subject, kind__in=kinds).exclude(digest__in=digests)
    remove(pk for pk in stale.values_list("pk", flat=True))
    return put(texts)


@transaction.atomic
def remove(pks: Iterable[int]) -> None:
    gone = list(pks)
    store.take_out(gone)
    for start in range(0, len(gone), BATCH):
        IndexedDocument.objects.filter(pk__in=gone[start : start + BATCH]).delete()
