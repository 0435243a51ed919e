"""The languages people read and write here, with what a page must know to show them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    tag: str  # BCP 47, lower case as Django writes it
    own_name: str
    english_name: str
    script: str  # ISO 15924


LANGUAGES = {
    language.tag: language
    for language in (
        Language("en", "English", "English", "Latn"),
        Language("zh-hans", "简体中文", "Chinese", "Hans"),
        Language("km", "ខ្មែរ", "Khmer", "Khmr"),
        Language("th", "ไทย", "Thai", "Thai"),
        Language("vi", "Tiếng Việt", "Vietnamese", "Latn"),
        Language("id", "Bahasa Indonesia", "Indonesian", "Latn"),
        Language("ms", "Bahasa Melayu", "Malay", "Latn"),
        Language("lo", "ລາວ", "Lao", "Laoo"),
        Language("my", "မြန်မာ", "Burmese", "Mymr"),
        Language("fil", "Filipino", "Filipino", "Latn"),
        Language("pt", "Português", "Portuguese", "Latn"),
        Language("tet", "Tetun", "Tetum", "Latn"),
        Language("ru", "Русский", "Russian", "Cyrl"),
    )
}
TALL_SCRIPTS = {"Khmr", "Laoo", "Mymr"}  # lines need more room

_RANGES = (
    ("Khmr", 0x1780, 0x17FF),
    ("Laoo", 0x0E80, 0x0EFF),
    ("Thai", 0x0E00, 0x0E7F),
    ("Mymr", 0x1000, 0x109F),
    ("Hans", 0x4E00, 0x9FFF),
    ("Hans", 0x3400, 0x4DBF),
    ("Cyrl", 0x0400, 0x04FF),
)
_TAG_OF_SCRIPT = {"Khmr": "km", "Laoo": "lo", "Thai": "th", "Mymr": "my", "Hans": "zh-hans", "Cyrl": "ru"}


def script_of(text: str) -> str:
    """The script most letters of `text` are in: an ISO 15924 code, `Latn` when none of ours."""
    counts: dict[str, int] = {}
    for letter in text:
        for script, low, high in _RANGES:
            if low <= ord(letter) <= high:
                counts[script] = counts.get(script, 0) + 1
                break
        else:
            if letter.isalpha():
                counts["Latn"] = counts.get("Latn", 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else "Latn"


def language_by_script(text: str, *, otherwise: str) -> str:
    """The language a text is most likely in, judged by script alone; `otherwise` for Latin letters."""
    return _TAG_OF_SCRIPT.get(script_of(text), otherwise)
