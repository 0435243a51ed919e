"""The tokens a document is found by, and the words a query is made of. Pure.

A token is a stream's letter and a word; each stream keeps the order of the text, so neighbours can be asked for:
x the word as written · f without accents · s its stem (with the language of the rules) · i what its inflected forms have in common,
where that is not the stem · w a word of an unspaced script ·
p a word nested in one · g two neighbouring clusters. A title's tokens stand once more behind the letter t.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from catecp.languages.searching.english import inflections
from catecp.languages.searching.guessing import SMALL_WORDS, is_small_word
from catecp.languages.searching.normalising import fold, normalise
from catecp.languages.searching.segmenting import Piece, clusters, runs, segment, without_runs
from catecp.languages.searching.stemming import LATIN, language_of_stems, stems
from catecp.languages.searching.wordlists import FREQUENT_CHARACTER, words_of
from catecp.languages.tags import LANGUAGES

_WORD = re.compile(r"[^\W_]+")
LONGEST_TOKEN = 60  # letters
BREAK = "zz"  # stands between stretches, so that no phrase reaches over them


@dataclass(frozen=True)
class Word:
    """A word of a script with spaces, normalised."""

    text: str
    is_cyrillic: bool = False

    @property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True)
class Run:
    """A stretch of an unspaced script, with its words."""

    text: str
    script: str
    pieces: tuple[Piece, ...]


def spaced_words(normalised: str) -> list[Word]:
    return [
        Word(match[0][:LONGEST_TOKEN], is_cyrillic="Ѐ" <= match[0][0] <= "ӿ")
        for match in _WORD.finditer(without_runs(normalised))
    ]


def parts_of(normalised: str) -> Iterator[Word | Run]:
    """Words and runs of a text in reading order."""
    place = 0
    for script, run in runs(normalised):
        start = normalised.index(run, place)
        yield from spaced_words(normalised[place:start])
        yield Run(run, script, tuple(segment(run, script)))
        place = start + len(run)
    yield from spaced_words(normalised[place:])


def rules_for(language: str) -> tuple[str, ...]:
    """The languages whose rules stem the Latin words of a document: its own; English in one of another script; all when unknown."""
    tags = [tag for tag in language.split("/") if tag in LANGUAGES]
    if not tags:
        return LATIN
    rules = dict.fromkeys(language_of_stems(tag) for tag in tags if LANGUAGES[tag].script == "Latn")
    return tuple(rule for rule in rules if rule) if rules else ("en",)


def document_tokens(text: str, *, language: str, prefix: str = "") -> list[str]:
    """Every token of a text, stream after stream; `language` is a tag of `LANGUAGES`, two joined by “/”, or empty."""
    streams: dict[str, list[str]] = {"x": [], "f": [], "s": [], "i": [], "w": [], "p": [], "g": []}
    rules = rules_for(language)
    for part in parts_of(normalise(text)):
        if isinstance(part, Word):
            streams["x"].append("x" + part.text)
            streams["f"].append("f" + part.folded)
            streams["s"].extend(stem_tokens(part, rules))
            streams["i"].extend(form_tokens(part, rules))
        else:
            _add_run(streams, part)
    return [prefix + token if token != BREAK else token for stream in streams.values() for token in [*stream, BREAK]]


def stem_tokens(word: Word, rules: tuple[str, ...]) -> list[str]:
    languages = ("ru",) if word.is_cyrillic else rules
    return [f"s{language}{stem}" for language in languages for stem in stems(word.text, language)]


def form_tokens(word: Word, rules: tuple[str, ...]) -> list[str]:
    """What the inflected forms of English words have in common; elsewhere that is the stem."""
    if "en" not in rules or word.is_cyrillic or any(letter.isdigit() for letter in word.text):
        return []
    return [f"ien{form}" for form in inflections(word.folded)]


def _add_run(streams: dict[str, list[str]], run: Run) -> None:
    streams["w"].extend("w" + piece.text[:LONGEST_TOKEN] for piece in run.pieces)
    streams["w"].append(BREAK)
    streams["p"].extend("p" + part for piece in run.pieces for part in piece.parts)
    streams["g"].extend(pair_tokens(run))
    streams["g"].append(BREAK)


def pair_tokens(run: Run) -> list[str]:
    """Neighbouring clusters, with a break between two words that are certain: 江大 is nothing in 长江|大桥."""
    parts = clusters(run.text, run.script)
    certain: set[int] = set()
    place = 0
    for piece, following in zip_longest(run.pieces, run.pieces[1:]):
        certain.update(place + seam for seam in piece.seams)
        place += piece.clusters
        if following and _is_certain(piece, following, run.script):
            certain.add(place)
    return [
        BREAK if place in certain else "g" + one + other
        for place, (one, other) in enumerate(zip(parts, parts[1:], strict=False), start=1)
    ]


def _is_certain(piece: Piece, following: Piece, script: str) -> bool:
    """Whether two words surely meet here: both known and long, or one of them a frequent Chinese word of one character (木工|用)."""
    if not (piece.is_known and following.is_known):
        return False
    short = [one for one in (piece, following) if one.clusters == 1]
    return not short or (len(short) == 1 and script == "Hans" and words_of(script)[short[0].text] <= FREQUENT_CHARACTER)


def vocabulary(text: str) -> set[str]:
    """The folded words of a text that a mistyped query may have meant."""
    return {word.folded for word in spaced_words(normalise(text)) if 3 <= len(word.folded) <= 30 and word.folded.isalpha()}


def query_parts(text: str, *, language: str) -> list[Word | Run]:
    """What a query asks for: its words without the small ones (unless there is nothing else), each once."""
    parts = list(dict.fromkeys(parts_of(normalise(text)[:200])))
    telling = [part for part in parts if isinstance(part, Run) or not _is_small(part, language)]
    return (telling or parts)[:12]


def _is_small(word: Word, language: str) -> bool:
    if language == "vi":
        return False  # a syllable of a word may look like a small word
    if word.is_cyrillic:
        return word.text in SMALL_WORDS["ru"]
    return is_small_word(word.text, language)
