"""The navigation: one row per place, with who sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import holds_anywhere
from catecp.accounts.roles import Permission


@dataclass(frozen=True)
class Place:
    name: str
    title: str | Promise
    needs: Permission | None = None
    signed_in_only: bool = False


PLACES = (
    Place("web:home", _("Home")),
    Place("web:desk", _("To do"), signed_in_only=True),
    Place("network:directory", _("Partners")),
    Place("courses:catalogue", _("Courses")),
    Place("opportunities:calls", _("Opportunities")),
    Place("events:events", _("Events")),
    Place("insights:numbers", _("The numbers")),
    Place("insights:reach", _("Reach")),
    Place("agreements:register", _("Agreements")),
    Place("learning:courses", _("Learning")),
    Place("learning:classes", _("Classes"), needs=Permission.TEACH),
    Place("languages:glossary", _("Glossary")),
    Place("languages:bodies", _("Translation"), needs=Permission.TRANSLATE),
    Place("notices:outbox", _("Outbox"), needs=Permission.MANAGE_EVENT),
)


def navigation(request: HttpRequest) -> Iterator[dict]:
    user = getattr(request, "user", None)
    is_signed_in = bool(user and user.is_authenticated)
    for place in PLACES:
        if (place.signed_in_only and not is_signed_in) or (place.needs and not holds_anywhere(user, place.needs)):
            continue
        try:
            address = reverse(place.name)
        except NoReverseMatch:
            continue
        is_here = request.path == address or (address != "/" and request.path.startswith(address))
        yield {"title": place.title, "address": address, "is_here": is_here}
