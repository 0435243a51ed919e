"""One spelling for what reads the same. Pure.

NFKC (full-width letters and digits), zero-width characters away, small letters, Traditional Chinese as Simplified, digits of every
script as 0-9, sara am of Thai and Lao composed, marks of a Khmer or Burmese syllable in one order, the two places of the Vietnamese
tone in `hoà`/`hòa` as one. Zawgyi (Burmese in a font's own code) is left as it is: guessing it wrongly would break good Unicode.
"""

import re
import unicodedata
from functools import cache
from importlib import resources

_ZERO_WIDTH = dict.fromkeys([0x00AD, 0x17B4, 0x17B5, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ‘`´](?=\w)")  # Tetum ba'a, English don't: one word
_SARA_AM = ((re.compile("ํ([่-๋]?)า"), r"\1ำ"), (re.compile("([่-๋])ํา"), r"\1ำ"), (re.compile("ໍ([່-໋]?)າ"), r"\1ຳ"))
_SARA_AM_LAO_AFTER = re.compile("([່-໋])ໍາ")
_KHMER = re.compile("[ក-ឳ](?:្[ក-ឳ]|[ា-៑៓៝])+")
_KHMER_MARK = re.compile("្[ក-ឳ]|[ា-៑៓៝]")
_BURMESE_MARKS = re.compile("[ါ-ှ]{2,}")
_BURMESE_ORDER = {mark: place for place, mark in enumerate("္ျြွှေိီုူာါဲံ့်း")}
_VIETNAMESE_TONE = re.compile(r"\b(\w*)(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])\b")
_TONE_BEFORE = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_LETTERS_WITH_STROKE = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "ё": "е"})


@cache
def _simplified() -> dict[int, str]:
    """Traditional to Simplified, character by character (the table of OpenCC, read once)."""
    lines = resources.files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {ord(traditional): simplified.split(" ")[0] for traditional, simplified in pairs if len(traditional) == 1}


def normalise(text: str) -> str:
    """The form that is indexed, asked for and compared; applying it twice changes nothing more."""
    text = text.translate(_ZERO_WIDTH)
    if text.isascii():
        return _APOSTROPHES.sub("", text).lower()
    text = unicodedata.normalize("NFKC", text).translate(_ZERO_WIDTH).casefold()
    text = _APOSTROPHES.sub("", text).translate(_simplified())
    text = unicodedata.normalize("NFC", text.replace("เเ", "แ"))
    for pattern, composed in _SARA_AM:
        text = pattern.sub(composed, text)
    text = _SARA_AM_LAO_AFTER.sub(r"\1ຳ", text)
    text = _KHMER.sub(_khmer_syllable, text)
    text = _BURMESE_MARKS.sub(_burmese_marks, text)
    text = _VIETNAMESE_TONE.sub(lambda match: match[1] + _TONE_BEFORE[match[2]], text)
    return "".join(_digit(letter) for letter in text)


def _digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdigit() and not letter.isascii() else letter


def _khmer_syllable(match: re.Match) -> str:
    """Base, subscripts (ro last), shifters, vowels, signs; split vowels composed; subscript da as ta, which looks the same."""
    text = match[0].replace("្ដ", "្ត")
    if len(text) == 1:
        return text
    marks = sorted(_KHMER_MARK.findall(text[1:]), key=_khmer_place)
    return (text[0] + "".join(marks)).replace("េី", "ើ").replace("េា", "ោ")


def _khmer_place(mark: str) -> tuple[int, int]:
    if mark[0] == "្":
        return (0, int(mark == "្រ"))
    if mark in "៉៊":
        return (1, 0)
    return (2, ord(mark)) if "ា" <= mark <= "ៅ" else (3, ord(mark))


def _burmese_marks(match: re.Match) -> str:
    text = match[0]
    return text if "္" in text else "".join(sorted(text, key=lambda mark: _BURMESE_ORDER.get(mark, 99)))


def fold(word: str) -> str:
    """A normalised Latin or Cyrillic word without its accents: đ as d, ё as е; й and other scripts stay."""
    if word.isascii():
        return word
    plain = word.translate(_LETTERS_WITH_STROKE)
    if "Ѐ" <= plain[0] <= "ӿ":
        return plain
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))
