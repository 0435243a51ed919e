"""The fonts documents are set in, and whether they can show a text.

Installed at set-up as npm packages, they are the only fonts used, so a document looks the same on every machine. Where
they are missing the fonts of the system take over; what neither can show is reported, never printed as a box.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from catecp.kernel.errors import Refused
from catecp.kernel.typeset.printable import printable
from catecp.kernel.typeset.scripts import Script

DEFAULT_FOLDER = Path(__file__).resolve().parents[4] / "node_modules" / "@expo-google-fonts"
WEIGHTS = ("400Regular", "700Bold")
PACKAGES = {
    Script.LATIN: "noto-sans",
    Script.KHMER: "noto-sans-khmer",
    Script.LAO: "noto-sans-lao",
    Script.MYANMAR: "noto-sans-myanmar",
    Script.THAI: "noto-sans-thai",
    Script.HAN: "noto-sans-sc",
}
FAMILIES = {
    Script.LATIN: ("Noto Sans", "DejaVu Sans"),
    Script.KHMER: ("Noto Sans Khmer", "Khmer OS"),
    Script.LAO: ("Noto Sans Lao", "Phetsarath OT"),
    Script.MYANMAR: ("Noto Sans Myanmar", "Padauk"),
    Script.THAI: ("Noto Sans Thai", "Loma"),
    Script.HAN: ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
}
# Shape and spacing only: a text is readable without a glyph of their own.
_NEEDS_NO_GLYPH = frozenset("\n\u200b\u200c\u200d\ufe0e\ufe0f")


class GlyphsMissing(Refused):
    """The fonts have no sign for some characters; `characters` holds them, each once, in order."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        """Keep the characters; the message names at most five of them."""
        self.characters = characters
        named = ", ".join(describe_character(char) for char in characters[:5])
        super().__init__(_("The fonts have no sign for: %(characters)s. Write the text without it.") % {"characters": named})


class FontsMissing(Refused):
    """There are no fonts to set a document in."""


def describe_character(char: str) -> str:
    """'؟ (U+061F ARABIC QUESTION MARK)': enough to find the character in a form or a file."""
    return f"{char} (U+{ord(char):04X} {unicodedata.name(char, 'UNNAMED')})"


def font_folder() -> Path:
    """Where the font packages lie: the setting `FONT_ROOT`, else `node_modules/@expo-google-fonts` of this copy."""
    return Path(getattr(settings, "FONT_ROOT", DEFAULT_FOLDER))


def weight_folders() -> tuple[Path, ...]:
    """The folders of the two weights used, for the packages that are installed."""
    candidates = (font_folder() / package / weight for package in PACKAGES.values() for weight in WEIGHTS)
    return tuple(folder for folder in candidates if folder.is_dir())


def are_installed() -> bool:
    """Whether every font package is there, so that documents are reproducible."""
    return len(weight_folders()) == len(PACKAGES) * len(WEIGHTS)


@lru_cache(maxsize=1)
def font_book() -> typst.Fonts:
    """The fonts for typst: the installed packages alone, or with the system's where a package is missing."""
    return typst.Fonts(
        include_system_fonts=not are_installed(),
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in weight_folders()],
    )


@lru_cache(maxsize=1)
def families() -> dict[Script, str]:
    """For each script the first of our families that is at hand; scripts without one are absent."""
    present = set(font_book().families())
    found = {script: next((name for name in names if name in present), None) for script, names in FAMILIES.items()}
    return {script: name for script, name in found.items() if name}


@lru_cache(maxsize=1)
def covered_code_points() -> frozenset[int]:
    """Every code point that the regular weight of some chosen family can show."""
    chosen = set(families().values())
    covered: set[int] = set()
    for font in font_book().fonts():
        if font.family in chosen and font.path and font.weight == 400:
            with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
                covered.update(opened.getBestCmap())
    return frozenset(covered)


def missing_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters of `texts` (as they would be printed) that no chosen font can show, each once, in order."""
    covered = covered_code_points()
    seen: dict[str, None] = {}
    for text in texts:
        for char in printable(text):
            if ord(char) not in covered and char not in _NEEDS_NO_GLYPH:
                seen[char] = None
    return tuple(seen)


def require_fonts() -> None:
    """Raise `FontsMissing` when there is no font even for Latin letters."""
    if Script.LATIN not in families():
        raise FontsMissing(_("The fonts for documents are not installed. Run the set-up again (bin/demo or bin/serve does it)."))


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise `GlyphsMissing` unless every character of `texts` can be shown."""
    missing = missing_characters(texts)
    if missing:
        raise GlyphsMissing(missing)
