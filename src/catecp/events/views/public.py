"""What everybody sees of events."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catecp.events import rules
from catecp.events.queries.events import events_visible_to, organisers_of
from catecp.events.queries.programme import latest_release
from catecp.events.queries.visits import visits_of


@require_safe
@login_not_required
def events(request: HttpRequest) -> HttpResponse:
    today = timezone.now().date()
    rows = list(events_visible_to(request.user))
    return render(
        request,
        "events/events.html",
        {
            "coming": [event for event in reversed(rows) if event.ends_on >= today],
            "past": [event for event in rows if event.ends_on < today],
            "may_create": rules.may_create_event(request.user),
        },
    )


@require_safe
@login_not_required
def event(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(events_visible_to(request.user), slug=slug)
    return render(
        request,
        "events/event.html",
        {
            "event": shown,
            "organisers": organisers_of(shown),
            "release": latest_release(shown),
            "visits": visits_of(shown),
            "may_manage": rules.may_manage_event(request.user, shown),
            "may_register": rules.may_register(shown, at=timezone.now()),
        },
    )
