"""Which script a character is written in, as far as the choice of a font needs to know."""

from bisect import bisect_right
from enum import StrEnum


class Script(StrEnum):
    """The scripts the platform prints, each with its own font; LATIN stands for Latin, Cyrillic and Greek."""

    LATIN = "latin"
    HAN = "han"
    KHMER = "khmer"
    LAO = "lao"
    MYANMAR = "myanmar"
    THAI = "thai"


# Unicode 16 blocks: (first, last, script). Everything else is written with the Latin font.
_BLOCKS = (
    (0x0E00, 0x0E7F, Script.THAI),
    (0x0E80, 0x0EFF, Script.LAO),
    (0x1000, 0x109F, Script.MYANMAR),
    (0x1780, 0x17FF, Script.KHMER),
    (0x19E0, 0x19FF, Script.KHMER),
    (0x2E80, 0x303F, Script.HAN),
    (0x3040, 0x31EF, Script.HAN),
    (0x3200, 0x9FFF, Script.HAN),
    (0xA9E0, 0xA9FF, Script.MYANMAR),
    (0xAA60, 0xAA7F, Script.MYANMAR),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFE30, 0xFE4F, Script.HAN),
    (0xFF00, 0xFFEF, Script.HAN),
    (0x20000, 0x323AF, Script.HAN),
)
_STARTS = [block[0] for block in _BLOCKS]
# Written with whatever stands before them: spaces, ASCII digits and punctuation need no change of font.
_SHARED = frozenset("“”‘’…—·")
_JOINERS = frozenset("\u200b\u200c\u200d\u00a0 \n")


def script_of(char: str) -> Script:
    """The script of one character."""
    index = bisect_right(_STARTS, ord(char)) - 1
    if index >= 0 and ord(char) <= _BLOCKS[index][1]:
        return _BLOCKS[index][2]
    return Script.LATIN


def script_runs(text: str, *, shared: Script = Script.LATIN) -> list[tuple[Script, str]]:
    """`text` cut into the longest stretches of one script, in order; joined again they are `text`.

    `shared` is the script that quotation marks, dashes and ellipses belong to: HAN in Chinese text.
    """
    runs: list[tuple[Script, str]] = []
    for char in text:
        script = runs[-1][0] if runs and char in _JOINERS else shared if char in _SHARED else script_of(char)
        if runs and runs[-1][0] == script:
            runs[-1] = (script, runs[-1][1] + char)
        else:
            runs.append((script, char))
    return runs
