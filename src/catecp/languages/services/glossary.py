"""The trade glossary: written by translators, reviewed word by word, loaded from the starter without touching what people wrote."""

import csv
import dataclasses
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catecp.files.models import Document
from catecp.files.services import NotTheKind, store_document
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.kernel.verdict import Verdict
from catecp.languages import rules
from catecp.languages.facts import GlossaryLoaded, TermChanged, TermWordReviewed
from catecp.languages.models import Term, TermWord, TranslationState
from catecp.languages.tags import LANGUAGES

STARTER = Path(__file__).resolve().parent.parent / "data" / "glossary.csv"
PICTURES = STARTER.with_name("pictures")
STARTER_LANGUAGES = ("en", "zh-hans", "km", "th", "vi", "id", "ms", "lo")
LARGEST_AUDIO = 2_000_000  # bytes; a spoken word is far smaller
_AUDIO = {
    "audio/mpeg": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "audio/ogg": (b"OggS",),
    "audio/wav": (b"RIFF",),
    "audio/webm": (b"\x1aE\xdf\xa3",),
}
_AUDIO_ENDINGS = {
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "webm": "audio/webm",
}
_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


class KeyTaken(Refused):
    """There is a term of that key already."""


@dataclass(frozen=True)
class WordText:
    """What the idea is called in one language; an empty text removes the word."""

    text: str
    romanised: str = ""


@dataclass(frozen=True)
class TermText:
    """What somebody typed: the preferred word by language, and the explanation."""

    field: str
    words: dict[str, WordText] = dataclasses.field(default_factory=dict)
    definition: Translated = dataclasses.field(default_factory=Translated)
    source: str = ""


def _require(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(str(verdict.reason))


@transaction.atomic
def add_term(*, said: TermText, by: Any, at: datetime) -> Term:
    """A new term; its key is made of the English word."""
    _require(rules.may_edit_glossary(by))
    english = clean_line(said.words.get("en", WordText("")).text, longest=200)
    key = slugify(english)[:80]
    if not key:
        raise Refused(_("Give the English word: the term is filed under it."))
    if Term.objects.filter(key=key).exists():
        raise KeyTaken(_("“%(word)s” is in the glossary already. Open it and change it there.") % {"word": english})
    term = Term.objects.create(key=key, field=said.field, created_at=at, changed_at=at)
    return _written(term, said, by=by, at=at)


@transaction.atomic
def change_term(*, term: Term, said: TermText, by: Any, at: datetime) -> Term:
    """Change words and explanation. A changed word is unreviewed again."""
    _require(rules.may_edit_glossary(by))
    return _written(Term.objects.select_for_update().get(pk=term.pk), said, by=by, at=at)


def _written(term: Term, said: TermText, *, by: Any, at: datetime) -> Term:
    for language, word in said.words.items():
        if language in LANGUAGES:
            _write_word(term, language, word)
    if not term.words.exists():
        raise Refused(_("A term needs a word in at least one language."))
    term.field, term.definition = said.field, said.definition
    term.source, term.changed_at = clean_line(said.source, longest=200), at
    term.save()
    ledger.record(TermChanged(term.pk), by=by, at=at)
    return term


def _write_word(term: Term, language: str, word: WordText) -> None:
    text, romanised = clean_line(word.text, longest=200), clean_line(word.romanised, longest=200)
    rows = list(TermWord.objects.filter(term=term, language=language).order_by("-is_preferred", "pk"))
    preferred = next((row for row in rows if row.is_preferred), None)
    if not text:
        if preferred is not None:
            preferred.delete()
        return
    if preferred is not None and preferred.text == text:
        if preferred.romanised != romanised:
            TermWord.objects.filter(pk=preferred.pk).update(romanised=romanised)
        return
    TermWord.objects.filter(
        pk__in=[row.pk for row in rows if row.text == text]
    ).delete()  # another word becomes the preferred one
    if preferred is None:
        TermWord.objects.create(term=term, language=language, text=text, romanised=romanised)
        return
    changed = {"text": text, "romanised": romanised, "state": TranslationState.TRANSLATED, "audio": None}
    TermWord.objects.filter(pk=preferred.pk).update(**changed, reviewed_by=None, reviewed_at=None)


@transaction.atomic
def review_word(*, word: TermWord, by: Any, at: datetime) -> TermWord:
    """A reviewer of that language found the word right."""
    _require(rules.may_review_glossary(by))
    word = TermWord.objects.select_for_update().get(pk=word.pk)
    word.state = TranslationState.REVIEWED
    word.reviewed_by, word.reviewed_at = by.pk, at
    word.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    ledger.record(TermWordReviewed(word.term_id, word.pk), by=by, at=at)
    return word


@transaction.atomic
def keep_audio(*, word: TermWord, name: str, content: bytes, by: Any, at: datetime) -> TermWord:
    """How the word sounds: MP3, Ogg, WAV or WebM of at most 2 MB."""
    _require(rules.may_edit_glossary(by))
    media_type = _AUDIO_ENDINGS.get(name.rpartition(".")[2].lower(), "")
    if not media_type or not content.startswith(_AUDIO[media_type]) or len(content) > LARGEST_AUDIO:
        raise NotTheKind(_("Choose an MP3, Ogg, WAV or WebM recording of at most 2 MB."))
    document = store_document(name=name, media_type=media_type, content=content, at=at, by=by)
    TermWord.objects.filter(pk=word.pk).update(audio=document)
    ledger.record(TermChanged(word.term_id), by=by, at=at)
    word.audio = document
    return word


@transaction.atomic
def keep_picture(*, term: Term, name: str, content: bytes, alt: Translated, by: Any, at: datetime) -> Term:
    """A picture of the thing, PNG or JPEG, with what it shows in words."""
    if by is not None:
        _require(rules.may_edit_glossary(by))
    media_type = next((kind for kind, start in _PICTURES.items() if content.startswith(start)), "")
    if not media_type:
        raise NotTheKind(_("Choose a PNG or JPEG picture."))
    document: Document = store_document(name=name, media_type=media_type, content=content, at=at, by=by)
    Term.objects.filter(pk=term.pk).update(picture=document, picture_alt=alt, changed_at=at)
    ledger.record(TermChanged(term.pk), by=by, at=at)
    return Term.objects.get(pk=term.pk)


@transaction.atomic
def load_starter(*, at: datetime) -> int:
    """Add the starter's terms, and words of languages a term lacks. What is there is never changed or removed. Returns how many terms were added."""
    rows = starter_rows()
    known = {term.key: term for term in Term.objects.prefetch_related("words")}
    new = [
        Term(
            key=row["key"],
            field=row["field"],
            definition=Translated(
                texts={tag: row[f"definition_{tag}"] for tag in STARTER_LANGUAGES if row.get(f"definition_{tag}")}
            ),
            source=_SOURCE,
            created_at=at,
            changed_at=at,
        )
        for row in rows
        if row["key"] not in known
    ]
    Term.objects.bulk_create(new, batch_size=200)
    has_word = {(key, word.language) for key, term in known.items() if not _is_edited(term) for word in term.words.all()}
    terms = {**{key: term for key, term in known.items() if not _is_edited(term)}, **{term.key: term for term in new}}
    words = [
        word
        for row in rows
        if row["key"] in terms
        for tag in STARTER_LANGUAGES
        if (row["key"], tag) not in has_word
        for word in _words(terms[row["key"]], tag, row)
    ]
    TermWord.objects.bulk_create(words, batch_size=500)
    _add_pictures(new, at=at)
    if new:
        ledger.record(GlossaryLoaded("starter", len(new)), by=None, at=at)
    return len(new)


def _add_pictures(new: list[Term], *, at: datetime) -> None:
    """The starter's own drawings, for terms that were just added."""
    described = yaml.safe_load(PICTURES.with_suffix(".yaml").read_text(encoding="utf-8"))
    for term in new:
        if term.key in described:
            content = (PICTURES / f"{term.key}.png").read_bytes()
            document = store_document(name=f"{term.key}.png", media_type="image/png", content=content, at=at, by=None)
            Term.objects.filter(key=term.key).update(picture=document, picture_alt=Translated(texts=described[term.key]))


_SOURCE = "CATECP starter glossary, CC BY 4.0; not yet reviewed by native speakers"


def _is_edited(term: Term) -> bool:
    """Whether somebody worked on it: then a word they removed must not come back."""
    return term.changed_at != term.created_at


def _words(term: Term, tag: str, row: dict[str, str]) -> list[TermWord]:
    """The words of one cell: the preferred first, others after semicolons."""
    texts = [text.strip() for text in row.get(tag, "").split(";") if text.strip()]
    romanised = [text.strip() for text in row.get(f"romanised_{tag}", "").split(";")]
    return [
        TermWord(
            term=term,
            language=tag,
            text=text,
            romanised=romanised[number] if number < len(romanised) else "",
            is_preferred=number == 0,
        )
        for number, text in enumerate(dict.fromkeys(texts))
    ]


def starter_rows() -> list[dict[str, str]]:
    """The starter as rows by column name."""
    with STARTER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if any(not re.fullmatch(r"[a-z0-9-]{1,80}", row["key"]) for row in rows):
        raise ValueError("A key of the starter is no slug.")
    return rows
