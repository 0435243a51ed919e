"""The navigation: one row per place, with who sees it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import holds_anywhere
from catecp.accounts.roles import Permission

TOP, DESK, FOOT = "top", "desk", "foot"


@dataclass(frozen=True)
class Place:
    """`where` is the bar at the top, the sheet of who is signed in, or the foot of the page. Desk places need somebody signed in."""

    name: str
    title: str | Promise
    where: str = TOP
    needs: Permission | None = None


PLACES = (
    Place("courses:catalogue", _("Courses")),
    Place("learning:courses", _("Learning")),
    Place("network:directory", _("Partners")),
    Place("opportunities:calls", _("Opportunities")),
    Place("events:events", _("Events")),
    Place("agreements:register", _("Agreements")),
    Place("insights:reach", _("Reach")),
    Place("insights:numbers", _("The numbers")),
    Place("web:desk", _("To do"), DESK),
    Place("courses:mine", _("Our courses"), DESK, Permission.WRITE_COURSE),
    Place("courses:reviews", _("Reviews"), DESK, Permission.REVIEW_COURSE),
    Place("learning:classes", _("Classes"), DESK, Permission.TEACH),
    Place("languages:bodies", _("Translation"), DESK, Permission.TRANSLATE),
    Place("channels:channels", _("Channels"), DESK, Permission.MANAGE_CHANNELS),
    Place("notices:outbox", _("Outbox"), DESK, Permission.MANAGE_EVENT),
    Place("credentials:check", _("Check a certificate"), FOOT),
    Place("credentials:mine", _("My certificates"), FOOT),
    Place("languages:glossary", _("Trade glossary"), FOOT),
    Place("courses:adoptions", _("Adoptions"), FOOT),
    Place("courses:precedents", _("Credit decisions"), FOOT),
    Place("insights:releases", _("Released reports"), FOOT),
)


def navigation(request: HttpRequest) -> dict[str, list[dict]]:
    """The places this reader may go to, by where they stand."""
    found: dict[str, list[dict]] = {TOP: [], DESK: [], FOOT: []}
    for place in PLACES:
        shown = _shown(place, request)
        if shown:
            found[place.where].append(shown)
    return found


def _shown(place: Place, request: HttpRequest) -> dict | None:
    user = getattr(request, "user", None)
    if place.where == DESK and not (user and user.is_authenticated):
        return None
    if place.needs and not holds_anywhere(user, place.needs):
        return None
    try:
        address = reverse(place.name)
    except NoReverseMatch:
        return None
    is_here = request.path == address or (address != "/" and request.path.startswith(address))
    return {"title": place.title, "address": address, "is_here": is_here}
