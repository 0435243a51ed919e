"""What everybody sees of events."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catecp.events import calendar, rules
from catecp.events.calendar_entries import entries_of_programme, entries_of_visits, own_entries
from catecp.events.links import calendar_id_of, calendar_key
from catecp.events.models import Event, ProgrammeRelease, Registration
from catecp.events.participant_session import registration_of
from catecp.events.programme import by_day, from_json, session_of
from catecp.events.programme_changes import changes_between, sentence
from catecp.events.queries.events import events_visible_to, organisers_of
from catecp.events.queries.people import delegations_visible_to
from catecp.events.queries.programme import latest_release, releases_of, takeaways_by_session, takeaways_of, talks_to_give
from catecp.events.queries.visits import seats_from, visits_of


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
    release = latest_release(shown)
    return render(
        request,
        "events/event.html",
        {
            "event": shown,
            "organisers": organisers_of(shown),
            "release": release,
            "days": by_day(from_json(release.content), time_zone=shown.time_zone) if release else [],
            "changes": _sentences(release, shown) if release else [],
            "visits": [(visit, seats_from(visit)) for visit in visits_of(shown)],
            "may_register": rules.may_register(shown, at=timezone.now()),
            "is_over": shown.ends_on < timezone.now().date(),
            **_for_reader(request, shown),
        },
    )


def _for_reader(request: HttpRequest, shown: Event) -> dict[str, Any]:
    """What of the event concerns this reader: their registration, their talks, their institution's delegation."""
    registration = registration_of(request, shown)
    found: dict[str, Any] = {
        "may_manage": rules.may_manage_event(request.user, shown),
        "registration": registration,
        "calendar_key": calendar_key(registration) if registration else "",
    }
    if request.user.is_authenticated:
        found["own_talks"] = talks_to_give(request.user, shown)
        if not found["may_manage"]:
            found["delegations"] = delegations_visible_to(request.user).filter(event=shown)
    return found


def _sentences(release: ProgrammeRelease, shown: Event) -> list[str]:
    return [sentence(change, time_zone=shown.time_zone) for change in release.changes]


@require_safe
@login_not_required
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The last released version, or the one asked for in `?version=`."""
    shown = get_object_or_404(events_visible_to(request.user), slug=slug)
    releases = list(releases_of(shown))
    release = _asked(releases, request.GET.get("version")) if releases else None
    return render(
        request,
        "events/programme.html",
        {
            "event": shown,
            "release": release,
            "releases": releases,
            "is_latest": bool(releases) and release == releases[0],
            "days": by_day(from_json(release.content), time_zone=shown.time_zone) if release else [],
            "changes": _sentences(release, shown) if release else [],
            "takeaways": takeaways_by_session(shown),
            "may_manage": rules.may_manage_event(request.user, shown),
        },
    )


def _asked(releases: list[ProgrammeRelease], number: str | None) -> ProgrammeRelease:
    """The version of that number; the newest when none is asked for."""
    if not number:
        return releases[0]
    found = next((release for release in releases if str(release.number) == number), None)
    if found is None:
        raise Http404
    return found


@require_safe
@login_not_required
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed between any two versions."""
    shown = get_object_or_404(events_visible_to(request.user), slug=slug)
    releases = list(releases_of(shown))
    if not releases:
        raise Http404
    later = _asked(releases, request.GET.get("to"))
    earlier = _asked(releases, request.GET.get("from") or str(max(1, later.number - 1)))
    if earlier.number > later.number:
        earlier, later = later, earlier
    changes = changes_between(from_json(earlier.content), from_json(later.content))
    return render(
        request,
        "events/compare.html",
        {
            "event": shown,
            "releases": releases,
            "earlier": earlier,
            "later": later,
            "changes": [sentence(change, time_zone=shown.time_zone) for change in changes],
        },
    )


@require_safe
@login_not_required
def session(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One session as released, with its takeaways."""
    shown = get_object_or_404(events_visible_to(request.user), slug=slug)
    release = latest_release(shown)
    found = session_of(from_json(release.content), public_id) if release else None
    if found is None:
        raise Http404
    row = shown.sessions.filter(public_id=public_id).first()
    return render(
        request,
        "events/session.html",
        {
            "event": shown,
            "session": found,
            "release": release,
            "takeaways": takeaways_of(row) if row else [],
            "may_note": rules.may_note_takeaway(request.user, row) if row else None,
        },
    )


@require_safe
@login_not_required
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The released programme and the visits as iCalendar."""
    shown = get_object_or_404(events_visible_to(request.user), slug=slug)
    release = latest_release(shown)
    entries = [*entries_of_programme(shown, release), *entries_of_visits(visits_of(shown))]
    return _calendar(shown, release, entries, name=shown.slug)


@require_safe
@login_not_required
def own_feed(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One person's own: the sessions they speak in, every session without parallel ones, their visits. The key only reads."""
    found = Registration.objects.filter(public_id=calendar_id_of(key) or "", event__slug=slug, state="confirmed")
    registration = get_object_or_404(found.select_related("event", "person"))
    release = latest_release(registration.event)
    return _calendar(registration.event, release, own_entries(registration, release), name=f"{slug}-mine")


def _calendar(shown: Event, release: ProgrammeRelease | None, entries: list[calendar.Entry], *, name: str) -> HttpResponse:
    content = calendar.feed(
        name=str(shown.name),
        time_zone=shown.time_zone,
        host=urlsplit(settings.SITE_ADDRESS).hostname or "localhost",
        sequence=release.number if release else 0,
        stamp=release.released_at if release else shown.created_at,
        entries=entries,
    )
    response = HttpResponse(content, content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
