"""What every page's frame needs: navigation, languages, whether this is a demo."""

from django.conf import settings
from django.http import HttpRequest

from catecp.web.nav import navigation


def frame(request: HttpRequest) -> dict:
    return {"nav": navigation(request), "is_demo": settings.IS_DEMO, "interface_languages": settings.LANGUAGES}
