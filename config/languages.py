"""The interface languages, each by its own name; Django does not know Lao, Burmese, Filipino and Tetun, so they are added here."""

from django.conf import locale

INTERFACE_LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("km", "ខ្មែរ"),
    ("th", "ไทย"),
    ("vi", "Tiếng Việt"),
    ("id", "Bahasa Indonesia"),
    ("ms", "Bahasa Melayu"),
    ("lo", "ລາວ"),
    ("my", "မြန်မာ"),
    ("fil", "Filipino"),
    ("pt", "Português"),
    ("tet", "Tetun"),
    ("ru", "Русский"),
]


def register_languages() -> None:
    for code, name in INTERFACE_LANGUAGES:
        locale.LANG_INFO.setdefault(code, {"bidi": False, "code": code, "name": name, "name_local": name})
