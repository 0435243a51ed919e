"""Inflected forms to one stem. Pure. Snowball for English, Portuguese and Russian; light rules of our own for Indonesian and Malay
(one set), Filipino and Tetum. A stem need not be a word: it only has to be the same for the forms of one word.
"""

import re
from functools import lru_cache

import snowballstemmer

from catecp.languages.searching.english import american
from catecp.languages.searching.normalising import fold

LATIN = ("en", "id", "fil", "pt", "tet")  # Malay is stemmed as Indonesian; Vietnamese does not inflect
_SNOWBALL = {"en": "english", "pt": "portuguese", "ru": "russian"}
_stemmers = {language: snowballstemmer.stemmer(name) for language, name in _SNOWBALL.items()}
_VOWELS = "aeiou"
_NO_ROOT = re.compile(
    r"(?:me(?:ng|ny|m|n)?|pe(?:ng|ny|m|n|r)?|be[rl]|te[rl]|di|se|ke).{0,3}"
)  # a prefix and too little behind it
_NASAL_OF = {"k": "ng", "t": "n", "p": "m", "s": "ny"}


def language_of_stems(language: str) -> str:
    """The language whose rules a word of `language` follows; empty for one that needs none."""
    primary = language.split("-")[0]
    primary = "id" if primary == "ms" else primary
    return primary if primary in (*LATIN, "ru") else ""


@lru_cache(maxsize=50_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """The stems of a normalised word by the rules of `language` (of `LATIN`, or ru), without accents; mostly one."""
    if any(letter.isdigit() for letter in word) or len(word) < 3:
        return (fold(word),)
    if language in _stemmers:
        stem = fold(_stemmers[language].stemWord(_REGULAR[language](word)))
        return (_FLEETING.sub("", stem) if language == "ru" else stem,)
    rules = {"id": _malay, "fil": _filipino, "tet": _tetum}
    return rules[language](fold(word)) if language in rules else (fold(word),)


def _singular(word: str) -> str:
    """Portuguese: soldagens and soldagem as soldar, medições as medição, painéis as painel."""
    word = re.sub(r"ões$", "ão", word)
    word = re.sub(r"(?<=.{2})[éêe]is$", "el", re.sub(r"(?<=.{2})ais$", "al", re.sub(r"óis$", "ol", word)))
    return re.sub(r"(?<=.{3})age(?:m|ns)$", "ar", re.sub(r"(?<=.{3}[aeiou])ns$", "m", word))


def _seam(word: str) -> str:
    """Russian: the forms of шов lose their vowel and are too short for the rules."""
    return "шов" if re.fullmatch(r"шв(?:а|у|ом|е|ы|ов|ам|ами|ах)", word) else word


_REGULAR = {"en": american, "pt": _singular, "ru": _seam}
_FLEETING = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])[оеё](?=[кцнл]$)")  # станок, станка


def _malay(word: str) -> tuple[str, ...]:
    """Roots by stripping Malay affixes. The first letter is written as after a nasal prefix, so `potong` and `memotong` agree."""
    word = re.sub(r"(?:lah|kah|pun)$", "", word) if len(word) > 6 else word
    word = re.sub(r"nya$", "", word) if len(word) > 6 else word
    is_verb = bool(re.match(r"(?:me[mnlrwy]|di|ber|ter|memper|diper)", word)) and len(word) > 6
    readings = _without_ending(word, is_verb=is_verb)
    if any(_NO_ROOT.fullmatch(bare) for bare in readings):
        readings = [word]  # the ending is the root's own: peng-aman, ber-tahan, me-makan
    roots = [root for bare in readings for root in _without_prefix(bare)]
    return tuple(dict.fromkeys(_as_after_nasal(root) for root in roots))


def _without_ending(word: str, *, is_verb: bool) -> list[str]:
    """The word without -kan, -an or -i; both readings where one cannot tell (mengganti, masukan)."""
    if word.endswith("kan") and len(word) > 6 and (is_verb or word[-4] not in _VOWELS):
        return [word[:-3]]
    if word.endswith("an") and len(word) > 5:
        bare = word[:-2]
        return [bare[2:] if bare.startswith("ke") and len(bare) > 5 else bare]
    if is_verb and len(word) > 7 and word.endswith("i") and word[-2] not in "aeo":
        return [word, word[:-1]]
    return [word]


def _without_prefix(word: str) -> list[str]:
    word = re.sub(r"^(?:memper|diper)(?=.{4})", "", word)
    short = re.match(r"(?:me|pe)nge([b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z])$", word)
    if short:  # pengelasan, mengecat: roots of one syllable
        return [short[1]]
    if re.match(r"(?:bel|pel)ajar", word):
        return [word[3:]]
    nasal = re.match(r"(?:me|pe)(ng|ny|m|n)(.+)", word)
    if nasal and len(nasal[2]) >= 3:
        mark, rest = nasal.groups()
        if mark == "m" and rest[0] == "r":
            return ["p" + rest]  # pemrograman
        return ["+" + mark + rest] if rest[0] in _VOWELS else [rest]
    if re.match(r"per[aeiou]", word) and len(word) >= 7:
        return [word[3:], word[2:], word]  # per-alat-an, pe-rawat-an, periksa
    for prefix in ("ber", "ter", "per", "di", "me", "pe", "be"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            if prefix == "be" and not re.match(r"be[^aeiou]er", word):
                continue
            return [word[len(prefix) :]]
    return [word]


def _as_after_nasal(root: str) -> str:
    if root.startswith("+"):
        return root[1:]
    if len(root) > 3 and root[0] in _NASAL_OF and root[1] in _VOWELS:
        return _NASAL_OF[root[0]] + root[1:]
    return "ng" + root if root[0] in _VOWELS else root


_DOUBLED = re.compile(r"^([b-df-hj-np-tv-z]?[aeiou])\1(?=.{2})")


def _filipino(word: str) -> tuple[str, ...]:
    """Prefixes mag-, pag-, ka- …, doubled first syllables, endings -an, -in and the linker -ng, infixes -um- and -in-."""
    word = re.sub(
        r"^(?:nakaka|makaka|makapag|nakapag|ipinag|ipag|ipina|pinag|nagpapa|magpapa|pagpapa|mag|nag|pag)(?=.{4})", "", word
    )
    word = _DOUBLED.sub(r"\1", re.sub(r"^ni(?=([lrwy][aeiou])\1)", "", word))  # nililinis
    word = re.sub(r"^([b-df-hj-np-tv-z])[aeiou](?=\1[rl][aeiou])", "", word)  # pagpoprograma
    word = re.sub(r"(?<=.{3}[aeiou])h(?:an|in)$|(?<=.{4})(?:an|in)$", "", word)
    readings = [re.sub(r"(?<=[aeiou])ng$", "", word), word] if len(word) > 6 else [word]  # a linker; the root's own in hinang
    roots = []
    for reading in readings:
        roots += [re.sub(r"^(?:pang|pam|pan|mang|nang|ka|ma|na|pa|i)(?=[b-df-hj-np-tv-z].{3})", "", reading), reading]
    return tuple(dict.fromkeys(map(_filipino_root, roots)))


def _filipino_root(word: str) -> str:
    infixes = "um|in" if len(word) > 6 else "um"
    if len(word) > 5:
        word = re.sub(rf"^([b-df-hj-np-tv-z]?)(?:{infixes})(?=[aeiou].)", r"\1", word)
    return re.sub(r"o(?=[^aeiou]?$)", "u", _DOUBLED.sub(r"\1", word))


def _tetum(word: str) -> tuple[str, ...]:
    """Portuguese plurals and the Tetum spelling of Portuguese endings; verbs hardly change."""
    word = re.sub(r"(?<=[aeiou])s$", "", word) if len(word) > 4 else word
    return (re.sub(r"(?:saun|sao)$", "sa", word) if len(word) > 6 else word,)
