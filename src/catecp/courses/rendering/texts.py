"""The texts of blocks in a reader's language. What no person has translated stays in the original, marked with its language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from catecp.courses import content
from catecp.courses.content import Body
from catecp.courses.models import BlockContent, ContentSegment
from catecp.languages.models import Segment, Translation, TranslationState
from catecp.languages.segmentation import pieces

SHOWN_STATES = (TranslationState.TRANSLATED, TranslationState.REVIEWED, TranslationState.OUTDATED)


@dataclass(frozen=True)
class Texts:
    """Translations by digest into one language; `source` is the language the course is written in."""

    language: str
    source: str
    found: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # digest → (text, state)

    @property
    def is_source(self) -> bool:
        return self.language == self.source


@dataclass
class Tally:
    """How the sentences of a block, or of a lesson, stand in the language."""

    shown: int = 0
    missing: int = 0
    outdated: int = 0
    unreviewed: int = 0

    def add(self, other: "Tally") -> None:
        self.shown += other.shown
        self.missing += other.missing
        self.outdated += other.outdated
        self.unreviewed += other.unreviewed


def texts_for(contents: Iterable[BlockContent], languages: Iterable[str], source: str) -> dict[str, Texts]:
    """One query for all the languages: what people translated of these contents. Machine drafts are not among them."""
    wanted = [language for language in dict.fromkeys(languages) if language and language != source]
    found: dict[str, dict[str, tuple[str, str]]] = {language: {} for language in wanted}
    if wanted:
        used = ContentSegment.objects.filter(content__in=[row.pk for row in contents]).values("segment")
        rows = Translation.objects.filter(segment__in=used, language__in=wanted, state__in=SHOWN_STATES)
        for digest, language, text, state in rows.values_list("segment__digest", "language", "text", "state"):
            found[language][digest] = (text, state)
    every = {language: Texts(language, source, found[language]) for language in wanted}
    return {source: Texts(source, source), **every}


def line_texts(segments: Iterable[Segment], language: str) -> dict[int, str]:
    """Translations of single lines (titles of lessons) by segment id."""
    rows = Translation.objects.filter(segment__in=[row.pk for row in segments], language=language, state__in=SHOWN_STATES)
    return dict(rows.values_list("segment_id", "text"))


def in_language(kind: str, body: Body, texts: Texts) -> tuple[Body, Tally]:
    """The body with its texts in the language, and how they stand."""
    tally = Tally()
    if texts.is_source:
        return body, tally
    changed = {leaf.path: _leaf(leaf.text, texts, tally, is_html=leaf.is_html) for leaf in content.leaves(kind, body)}
    return content.with_texts(body, changed), tally


def _leaf(text: str, texts: Texts, tally: Tally, *, is_html: bool) -> str:
    shown, is_after_sentence = [], False
    for piece in pieces(text, is_html=is_html):
        if piece.digest:
            # Chinese sets sentences side by side; other scripts want a space between them.
            space = " " if is_after_sentence and texts.language != "zh-hans" else ""
            shown.append(space + _piece(piece.text, texts.found.get(piece.digest), texts, tally, is_html=is_html))
        else:
            shown.append(piece.text)
        is_after_sentence = bool(piece.digest)
    return "".join(shown)


def _piece(text: str, found: tuple[str, str] | None, texts: Texts, tally: Tally, *, is_html: bool) -> str:
    tally.shown += 1
    if found is None:
        tally.missing += 1
        return f'<span lang="{escape(texts.source)}" class="untranslated">{text}</span>' if is_html else text
    translated, state = found
    translated = content.clean_html(translated) if is_html else translated
    if state != TranslationState.REVIEWED:
        tally.unreviewed += 1
    if state == TranslationState.OUTDATED:
        tally.outdated += 1
        if is_html:
            original = f'<span lang="{escape(texts.source)}" class="original">{text}</span>'
            return f'<span class="outdated">{translated}</span> {original}'
    return translated
