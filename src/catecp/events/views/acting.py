"""What the pages of this module share: load an event its coordinator manages, try a deed, say what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from catecp.events import rules
from catecp.events.models import Event
from catecp.events.queries.events import events_visible_to
from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require


def managed_event(request: HttpRequest, slug: str) -> Event:
    """404 when the reader may not know of it, 403 when they do not manage it."""
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    require(rules.may_manage_event(request.user, event))
    return event


def attempt(request: HttpRequest, deed: Callable[[], object], *, done: str = "") -> bool:
    """Do it; a refusal becomes a message in the reader's words."""
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True
