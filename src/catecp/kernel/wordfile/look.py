"""The look of Word files: fonts for each script and what stands in for them, languages, sizes, colours."""

from dataclasses import dataclass

from catecp.kernel.palette import PALETTE
from catecp.kernel.typeset.scripts import Script


@dataclass(frozen=True, slots=True)
class WordFont:
    """A font by name, the font an office computer has instead, and Word's family and pitch for guessing another."""

    name: str
    stand_in: str


FONTS = {
    Script.LATIN: WordFont("Noto Sans", "Calibri"),
    Script.HAN: WordFont("Noto Sans SC", "Microsoft YaHei"),
    Script.KHMER: WordFont("Noto Sans Khmer", "Khmer UI"),
    Script.LAO: WordFont("Noto Sans Lao", "Lao UI"),
    Script.MYANMAR: WordFont("Noto Sans Myanmar", "Myanmar Text"),
    Script.THAI: WordFont("Noto Sans Thai", "Leelawadee UI"),
}
# Word's "complex script" slot serves all of these; a run has one such font, so text is cut where the script changes.
COMPLEX = frozenset({Script.KHMER, Script.LAO, Script.MYANMAR, Script.THAI})
SCRIPT_OF_LANGUAGE = {
    "zh-hans": Script.HAN, "km": Script.KHMER, "lo": Script.LAO, "my": Script.MYANMAR, "th": Script.THAI,
}  # fmt: skip
TAGS = {
    "en": "en-GB", "zh-hans": "zh-CN", "km": "km-KH", "th": "th-TH", "vi": "vi-VN", "id": "id-ID", "ms": "ms-MY", "lo": "lo-LA",
    "my": "my-MM", "fil": "fil-PH", "pt": "pt-PT", "tet": "tet-TL", "ru": "ru-RU",
}  # fmt: skip
TAG_OF_SCRIPT = {
    Script.HAN: "zh-CN", Script.KHMER: "km-KH", Script.LAO: "lo-LA", Script.MYANMAR: "my-MM", Script.THAI: "th-TH",
}  # fmt: skip
# Lines as multiples of the font's own height; the Khmer, Lao and Burmese fonts are tall already.
LINE_SPACING = {"zh-hans": 1.25, "km": 1.3, "lo": 1.15, "my": 1.05, "th": 1.15}


@dataclass(frozen=True, slots=True)
class StyleLook:
    """A paragraph style: size in points, colour name of the palette, space before and after in points."""

    size: float
    colour: str = "ink"
    bold: bool = False
    before: float = 0
    after: float = 6
    keep_with_next: bool = False


STYLES = {
    "Normal": StyleLook(10.5, after=7),
    "Title": StyleLook(22, bold=True, before=10, after=4, keep_with_next=True),
    "Subtitle": StyleLook(11.5, colour="ink-2", after=12),
    "Heading 1": StyleLook(15.5, bold=True, before=20, after=8, keep_with_next=True),
    "Heading 2": StyleLook(12, colour="accent", bold=True, before=14, after=5, keep_with_next=True),
    "Heading 3": StyleLook(10.5, bold=True, before=10, after=4, keep_with_next=True),
    "List Bullet": StyleLook(10.5, after=4),
    "List Number": StyleLook(10.5, after=4),
    "Quote": StyleLook(10.5, before=4, after=8),
    "Caption": StyleLook(9.5, bold=True, before=8, after=4, keep_with_next=True),
    "Header": StyleLook(8, colour="ink-2", after=0),
    "Footer": StyleLook(8, colour="ink-2", after=0),
    "Lead": StyleLook(11.5, after=9),
    "Byline": StyleLook(10.5, before=8, after=3, keep_with_next=True),
    "Note": StyleLook(8.5, colour="ink-2", before=2, after=8),
    "Cell": StyleLook(9.5, after=0),
    "Head Cell": StyleLook(8.5, colour="ink-2", bold=True, after=0),
    "Ledger Cell": StyleLook(8, after=0),
    "Key Figure": StyleLook(20, colour="accent", bold=True, before=4, after=0),
}


def hex_colour(name: str) -> str:
    """A palette colour as Word writes it: '0B5D5B'."""
    return PALETTE[name].removeprefix("#").upper()


def script_of_language(language: str) -> Script:
    """The script a language is written in."""
    return SCRIPT_OF_LANGUAGE.get(language, Script.LATIN)


def word_tag(language: str) -> str:
    """The language tag Word knows: 'zh-CN' for 'zh-hans'."""
    return TAGS.get(language, "en-GB")
