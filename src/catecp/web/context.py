"""What every page's frame needs: navigation, languages and how complete they are, whether this is a demo."""

from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from catecp.web.nav import navigation

_OWN_NAMES = dict(settings.LANGUAGES)


def frame(request: HttpRequest) -> dict:
    language = get_language() or "en"
    return {
        "nav": navigation(request),
        "is_demo": settings.IS_DEMO,
        "interface_languages": settings.LANGUAGES,
        "own_language_name": _OWN_NAMES.get(language, language),
        "language_share": share_translated(language),
        "here_without_language": _address_without_language(request),
    }


def _address_without_language(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("lang", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@lru_cache
def share_translated(language: str) -> int:
    """Percent of our texts that exist in `language`, measured against the fullest catalogue; English is always whole."""
    if language == "en":
        return 100
    known = {tag: _texts_in(tag) for tag, _ in settings.LANGUAGES if tag != "en"}
    fullest = max(known.values(), key=len)
    return 100 * len(known.get(language, set()) & fullest) // len(fullest) if fullest else 0


def _texts_in(language: str) -> set[str]:
    tag, _, script = language.partition("-")
    folder = f"{tag}_{script.capitalize()}" if script else tag
    catalogue = Path(settings.LOCALE_PATHS[0]) / folder / "LC_MESSAGES" / "django.mo"
    if not catalogue.exists():
        return set()
    with catalogue.open("rb") as file:
        return {str(source) for source in GNUTranslations(file)._catalog if source}  # type: ignore[attr-defined]  # -- no public listing
