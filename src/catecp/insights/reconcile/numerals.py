"""Numbers as people write them: digits with separators, English words, Chinese numerals, scales such as million and 万."""

import re
from dataclasses import dataclass


def _numbered(words: str, start: int = 0) -> enumerate[str]:
    return enumerate(words.split(), start=start)


UNITS = {
    word: value
    for value, word in _numbered(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen "
        "eighteen nineteen"
    )
}
TENS = {word: 10 * (value + 2) for value, word in _numbered("twenty thirty forty fifty sixty seventy eighty ninety")} | {
    "fourty": 40
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
ORDINALS = {
    word: value
    for value, word in _numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth", start=1
    )
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
HANZI_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
HANZI_SCALES = {"十": 10, "百": 100, "千": 1000}
HANZI_LARGE = {"万": 10**4, "亿": 10**8}

_WORD = "|".join([*UNITS, *TENS, *SCALES, "dozen"])
_TOKEN = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?)"
    rf"(?P<scale>\s*(?:thousand|million|billion)\b|\s*[万亿千百](?![一-鿿]*分))?"
    rf"|\b(?P<words>(?:an?\s+(?=hundred|thousand|million|dozen))?(?:{_WORD})\b(?:(?:[\s-]+|\s+and\s+)(?:{_WORD})\b)*)"
    rf"|(?P<hanzi>[〇零一二三四五六七八九十两百千万亿]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Numeral:
    """A number found at [start, end) of a text; `form` is digits, words or hanzi, `decimals` the places printed."""

    value: int | float
    start: int
    end: int
    form: str
    decimals: int = 0


def numerals_in(text: str) -> list[Numeral]:
    """All numbers of a text in order; what they mean is not judged here."""
    found: list[Numeral] = []
    for match in _TOKEN.finditer(text):
        if match["digits"]:
            found.append(_from_digits(match))
        elif match["words"]:
            found.extend(_from_words(match["words"], match.start()))
        else:
            value = hanzi_value(match["hanzi"])
            if value is not None:
                found.append(Numeral(value, match.start(), match.end(), "hanzi"))
    return found


def _from_digits(match: re.Match[str]) -> Numeral:
    digits = match["digits"].replace(",", "")
    decimals = len(digits.partition(".")[2])
    value = float(digits) if decimals else int(digits)
    scale = (match["scale"] or "").strip().lower()
    factor = SCALES.get(scale) or HANZI_LARGE.get(scale) or HANZI_SCALES.get(scale) or 1
    value = value * factor
    return Numeral(int(value) if float(value).is_integer() else value, match.start(), match.end(), "digits", decimals)


def _from_words(words: str, offset: int) -> list[Numeral]:
    """One or more numbers: 'five and seven' is two, 'one hundred and thirty-four' is one."""
    found: list[Numeral] = []
    run: list[re.Match[str]] = []
    for token in re.finditer(r"[A-Za-z]+", words):
        word = token.group().lower()
        if word == "and":
            continue
        if run and not _continues([part.group().lower() for part in run], word):
            found.append(_numeral(run, offset))
            run = []
        run.append(token)
    if run:
        found.append(_numeral(run, offset))
    return found


def _continues(run: list[str], word: str) -> bool:
    last = run[-1]
    if word in SCALES or word == "dozen":
        return last not in SCALES or SCALES.get(word, 0) > SCALES[last]
    if last in ("a", "an") or last in SCALES:
        return True
    return last in TENS and word in UNITS and 0 < UNITS[word] < 10


def _numeral(run: list[re.Match[str]], offset: int) -> Numeral:
    total = current = 0
    for token in run:
        word = token.group().lower()
        if word in ("a", "an"):
            current = 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word == "dozen":
            current = (current or 1) * 12
        elif word in SCALES:
            total += (current or 1) * SCALES[word]
            current = 0
        else:
            current += UNITS.get(word, TENS.get(word, 0))
    return Numeral(total + current, offset + run[0].start(), offset + run[-1].end(), "words")


def hanzi_value(text: str) -> int | None:
    """The value of a Chinese numeral such as 一百三十四 or 二〇二五; None when it is none (a lone 百)."""
    if all(char in HANZI_DIGITS for char in text):
        return int("".join(str(HANZI_DIGITS[char]) for char in text))
    if text[0] in HANZI_LARGE or text[0] in "百千":
        return None
    total = section = digit = 0
    for char in text:
        if char in HANZI_DIGITS:
            digit = HANZI_DIGITS[char]
        elif char in HANZI_SCALES:
            section += (digit or 1) * HANZI_SCALES[char]
            digit = 0
        else:
            total += (section + digit) * HANZI_LARGE[char]
            section = digit = 0
    return total + section + digit


def roman_or_number(text: str) -> int | None:
    """'II' -> 2, '3' -> 3, 'four' -> 4, 'second' -> 2, '三' -> 3, '2nd' -> 2; None for anything else."""
    word = text.strip().lower()
    if word.isdigit():
        return int(word)
    if match := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word):
        return int(match[1])
    if word and all(char in HANZI_DIGITS or char in HANZI_SCALES for char in word):
        return hanzi_value(word)
    return ROMAN.get(word) or ORDINALS.get(word) or UNITS.get(word)
