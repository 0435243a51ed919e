"""The page around a package, and, in the other origin, its player and its files."""

from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from catecp.courses.enums import BlockKind
from catecp.courses.models import Block
from catecp.interop.playing import cmi5
from catecp.interop.playing.members import NoSuchMember, found, media_type_of, stream, text
from catecp.interop.playing.origin import Ticket, content_origin, own_origin, signed, ticket_of
from catecp.interop.playing.policy import around, inside
from catecp.interop.playing.state import kept_state
from catecp.learning.page_words import page_words
from catecp.learning.queries.learning import enrolments_of
from catecp.learning.sessions import learner_of

FILES = "/files/"


@login_not_required
@require_GET
def play(request: HttpRequest, enrolment: str, block: str) -> HttpResponse:
    """The learner's page: it keeps the progress on the phone, the frame inside runs the package in another origin."""
    learner = learner_of(request)
    if learner is None:
        raise Http404
    found_one = get_object_or_404(enrolments_of(learner), public_id=enrolment)
    place = get_object_or_404(
        Block.objects.select_related("content", "unit"), version=found_one.version, key=block, content__kind=BlockKind.PACKAGE
    )
    origin = content_origin(request)
    body = place.content.body
    player = origin + _player(request, body) if origin else ""
    facts = {"enrolment": found_one, "learner": learner, "place": place, "body": body, "player": player, "origin": origin}
    facts |= {"words": page_words()}
    facts["state"] = kept_state(found_one, block) if origin else {}
    response = render(request, "interop/play.html", facts)
    response["Content-Security-Policy"] = around(origin)
    return response


def _player(request: HttpRequest, body: dict[str, Any]) -> str:
    ticket = Ticket(asset=body["asset"], format=body["format"], launch=body["launch"], shown_by=own_origin(request))
    return reverse("interop:player", args=[signed(ticket)])


@login_not_required
@xframe_options_exempt
@require_GET
def player(request: HttpRequest, ticket: str) -> HttpResponse:
    """In the other origin: the run-time around the package. It has no cookie and knows nobody."""
    known = ticket_of(request, ticket)
    here = reverse("interop:player", args=[ticket]).rstrip("/")
    facts: dict[str, Any] = {"format": known.format, "files": here + FILES, "launch": known.launch, "shown_by": known.shown_by}
    if known.format == "cmi5":
        facts["cmi5"] = _launch(known, here)
    if known.format == "h5p":
        facts["h5p"] = {"frame_js": static("vendor/h5p/frame.bundle.js"), "frame_css": static("vendor/h5p/styles/h5p.css")}
    response = render(request, "interop/player.html", {"facts": facts, "format": known.format})
    response["Content-Security-Policy"] = inside(known.shown_by)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _launch(ticket: Ticket, here: str) -> dict[str, Any]:
    try:
        unit = cmi5.unit_of(ticket.asset, ticket.launch)
    except NoSuchMember as error:
        raise Http404 from error
    session = str(uuid4())
    data = cmi5.launch_data(unit, session=session, return_to=f"{ticket.shown_by}/learn/")
    activity = f"urn:uuid:{uuid5(NAMESPACE_URL, ticket.asset + unit.activity)}"  # ours, and another than the publisher's (8.1.5)
    return {"activity": activity, "data": data, "session": session, "store": f"{here}/store/"}


@login_not_required
@xframe_options_exempt
@require_GET
def package_file(request: HttpRequest, ticket: str, path: str) -> HttpResponse | StreamingHttpResponse:
    """A file of the package, in the other origin only."""
    known = ticket_of(request, ticket)
    try:
        name = found(known.asset, path)
    except NoSuchMember as error:
        raise Http404 from error
    response = _sent(known, name)
    response["Content-Security-Policy"] = inside(known.shown_by)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=43200"
    return response


def _sent(known: Ticket, name: str) -> HttpResponse | StreamingHttpResponse:
    """The file as it is; the pages of a cmi5 unit get the script through which they reach the player."""
    media_type = media_type_of(name)
    if known.format == "cmi5" and media_type == "text/html":
        try:
            return HttpResponse(
                cmi5.with_bridge(text(known.asset, name), static("js/playing/bridge.js")), content_type=media_type
            )
        except NoSuchMember as error:
            raise Http404 from error
    return StreamingHttpResponse(stream(known.asset, name), content_type=media_type)
