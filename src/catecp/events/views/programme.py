"""The coordinator's programme: sessions and talks in order, warnings, releases."""

from collections import Counter
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events.forms.programme import ReleaseForm, SessionForm, TalkForm
from catecp.events.models import Event, Session, Talk
from catecp.events.programme import from_json
from catecp.events.programme_changes import changes_between, sentence
from catecp.events.programme_warnings import Warned, warnings_of
from catecp.events.queries.programme import draft_programme, latest_release, releases_of, sessions_of
from catecp.events.services import programme as services
from catecp.events.services.mails import draft_release_mails
from catecp.events.services.releases import release_programme
from catecp.events.views.acting import attempt, managed_event
from catecp.kernel.errors import Refused


def editor(request: HttpRequest, slug: str) -> HttpResponse:
    event = managed_event(request, slug)
    return render(
        request,
        "events/programme/editor.html",
        {
            "event": event,
            "sessions": _with_moving(sessions_of(event)),
            "releases": releases_of(event),
            **_standing(event),
        },
    )


def _with_moving(sessions: Iterable[Session]) -> list[tuple[Session, bool]]:
    """Each session, and whether others start with it: only those can change places."""
    rows = list(sessions)
    at_once = Counter(session.starts_at for session in rows)
    return [(session, at_once[session.starts_at] > 1) for session in rows]


def _standing(event: Event) -> dict:
    """What is not right yet, and what a release would change."""
    draft, release = draft_programme(event), latest_release(event)
    changes = changes_between(from_json(release.content), draft) if release else []
    return {
        "release": release,
        "warnings": _warnings(event, draft),
        "changes": [sentence(change, time_zone=event.time_zone) for change in changes],
    }


def _warnings(event: Event, draft: tuple) -> list[Warned]:
    return warnings_of(
        draft, starts_on=event.starts_on, ends_on=event.ends_on, time_zone=event.time_zone, languages=event.languages
    )


def session_new(request: HttpRequest, slug: str) -> HttpResponse:
    return _session(request, managed_event(request, slug), None)


def session_edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = managed_event(request, slug)
    return _session(request, event, get_object_or_404(event.sessions, public_id=public_id))


def _session(request: HttpRequest, event: Event, session: Session | None) -> HttpResponse:
    form = SessionForm(request.POST or None, event=event, session=session)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_session(event=event, session=session, details=form.details(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved in the draft. It shows with the next release."))
            return redirect("events:editor", slug=event.slug)
    return render(request, "events/programme/session.html", {"event": event, "session": session, "form": form})


@require_POST
def session_act(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """`act` is up, down or remove."""
    event = managed_event(request, slug)
    session = get_object_or_404(event.sessions, public_id=public_id)
    act, at = request.POST.get("act"), timezone.now()
    if act == "remove":
        attempt(
            request, lambda: services.remove_session(session=session, by=request.user, at=at), done=_("Removed from the draft.")
        )
    elif act in {"up", "down"}:
        attempt(request, lambda: services.move_session(session=session, up=act == "up", by=request.user, at=at))
    return redirect("events:editor", slug=slug)


def talk_new(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = managed_event(request, slug)
    return _talk(request, get_object_or_404(event.sessions.select_related("event"), public_id=public_id), None)


def talk_edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = managed_event(request, slug)
    talk = get_object_or_404(
        Talk.objects.select_related("session__event", "speaker", "institution"), session__event=event, public_id=public_id
    )
    return _talk(request, talk.session, talk)


def _talk(request: HttpRequest, session: Session, talk: Talk | None) -> HttpResponse:
    form = TalkForm(request.POST or None, session=session, talk=talk, actor=request.user)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["session"]
        services.save_talk(session=chosen, talk=talk, details=form.details(), by=request.user, at=timezone.now())
        messages.success(request, _("Saved in the draft. It shows with the next release."))
        return redirect("events:editor", slug=session.event.slug)
    return render(request, "events/programme/talk.html", {"event": session.event, "session": session, "talk": talk, "form": form})


@require_POST
def talk_act(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """`act` is up, down or remove."""
    event = managed_event(request, slug)
    talk = get_object_or_404(Talk.objects.select_related("session__event", "speaker"), session__event=event, public_id=public_id)
    act, at = request.POST.get("act"), timezone.now()
    if act == "remove":
        attempt(request, lambda: services.remove_talk(talk=talk, by=request.user, at=at), done=_("Removed from the draft."))
    elif act in {"up", "down"}:
        services.move_talk(talk=talk, up=act == "up", by=request.user, at=at)
    return redirect("events:editor", slug=slug)


def release(request: HttpRequest, slug: str) -> HttpResponse:
    """What would change, what is not right yet; then the release."""
    event = managed_event(request, slug)
    form = ReleaseForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            made = release_programme(event=event, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("events:editor", slug=slug)
        drafted = (
            draft_release_mails(release=made, by=request.user, at=timezone.now())
            if form.cleaned_data["writes_to_speakers"]
            else 0
        )
        messages.success(
            request, _("The programme is released. Mails to speakers in the outbox: %(drafts)s.") % {"drafts": drafted}
        )
        return redirect("events:programme", slug=slug)
    return render(request, "events/programme/release.html", {"event": event, "form": form, **_standing(event)})
