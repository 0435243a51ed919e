"""Cutting text into sentences, in Latin scripts, Chinese and Khmer."""

import re
import textwrap

LONGEST_SENTENCE = 3000

_ABBREVIATIONS = (
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|Assoc|Asst|Hon|Gen|Col|Rev|St|No|Nos|vs|Inc|Co|Ltd|Corp|Dept|Univ|Fig"
    r"|Tab|approx|ca|cf|e\.g|i\.e|viz"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|H\.E|Ph\.D|U\.S|U\.K|a\.m|p\.m|Eng|Ir|Drs)|\b[A-Z])\.$"
)
_ABBREVIATION = re.compile(_ABBREVIATIONS)
_BOUNDARY = re.compile(
    r"(?P<stop>[.!?]+[\"'”’)\]]*)(?P<space>\s+)(?=[\"'“‘(\[]*[A-Z0-9À-Ỹ一-鿿])"
    r"|(?<=[a-z)])(?P<glued>\.)(?=[A-Z][a-z])"
    r"|(?P<east>[。！？…][”’」』）]*)|(?P<khmer>[។៕])"
)
_SPLIT_NUMBER = re.compile(r"(?:^|\D)\d\.$")


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph, trimmed, none empty; abbreviations and '4. 0' do not end one."""
    sentences, start = [], 0
    for match in _BOUNDARY.finditer(text):
        if match["stop"] and _is_no_end(text, match):
            continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    sentences.append(text[start:].strip())
    return [piece for sentence in sentences for piece in _bounded(sentence) if piece]


def _bounded(sentence: str) -> list[str]:
    """A sentence nobody could have written is cut into pieces, so that no rule spends its time on it."""
    if len(sentence) <= LONGEST_SENTENCE:
        return [sentence]
    return textwrap.wrap(sentence, LONGEST_SENTENCE, break_on_hyphens=False)


def _is_no_end(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 8) : match.start() + 1]
    after = text[match.end() : match.end() + 2]
    if match["stop"] != ".":
        return False
    if _SPLIT_NUMBER.search(before) and re.match(r"\d(?!\d)", after):
        return True
    return bool(_ABBREVIATION.search(before))
