"""The call board: post, read, say interested, and the projector."""

import hashlib
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catecp.accounts.models import Person, User
from catecp.events.models import Event
from catecp.events.participant_session import person_on, registration_of
from catecp.events.queries.events import events_visible_to
from catecp.kernel.errors import Refused
from catecp.kernel.live import live
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require
from catecp.languages.tags import LANGUAGES
from catecp.opportunities import queries, rules, services
from catecp.opportunities.forms import CallForm, TranslationForm
from catecp.opportunities.models import Call, CallKind
from catecp.places.models import Country

ON_BOARD = 6


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _signed_in(request: HttpRequest) -> User:
    """The user of a page that is closed to visitors."""
    return cast(User, request.user)


def _today(event: Event | None = None) -> date:
    """The day where the event is: a deadline ends at its midnight, not at Greenwich's."""
    return timezone.localdate(timezone=ZoneInfo(event.time_zone)) if event else timezone.localdate()


@login_not_required
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    get = request.GET
    asked = queries.CallFilter(
        kind=get.get("kind", ""),
        offers=get.get("offers", ""),
        country=get.get("country", ""),
        language=get.get("language", ""),
        event=get.get("event", ""),
        closed=get.get("closed") == "1",
    )
    seen = queries.calls_visible_to(request.user, person_on(request))
    found = queries.filtered(seen, asked, on=_today())
    if get.get("format") in {"csv", "xlsx"}:
        return download(name="calls", kind=get["format"], headers=_headers(), rows=(_row(call) for call in found))
    return render(
        request,
        "opportunities/calls.html",
        {
            "page": page_of(found, request, per_page=24),
            "asked": asked,
            "kinds": CallKind.choices,
            "languages": [LANGUAGES[tag] for tag in queries.languages_calling(seen) if tag in LANGUAGES],
            "countries": Country.objects.filter(code__in=queries.countries_calling(seen)),
            "events": events_visible_to(request.user).filter(pk__in=seen.order_by().values("event")),
        },
    )


def _headers() -> list[str]:
    return [
        _("Posted"),
        _("Offer or need"),
        _("Kind"),
        _("Call"),
        _("Language"),
        _("Until"),
        _("Owner"),
        _("Institution"),
        _("Country"),
        _("Interested"),
        _("State"),
    ]


def _row(call: Call) -> list[Any]:
    institution = call.institution.merged_into or call.institution if call.institution else None
    country = institution.country if institution else None
    return [
        call.posted_at,
        _("we offer") if call.offers else _("we look for"),
        call.get_kind_display(),
        call.text[call.text.original],
        call.language,
        call.closes_on,
        call.owner.name,
        str(institution or ""),
        str(country.name) if country else "",
        call.interested,
        call.get_state_display(),  # type: ignore[attr-defined]  # annotated by the query
    ]


@login_not_required
@require_GET
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    person = person_on(request)
    found = get_object_or_404(queries.calls_visible_to(request.user, person), public_id=public_id)
    sees = rules.may_see_interests(request.user, person, found)
    may_hide = rules.may_hide_call(request.user, found)
    return render(
        request,
        "opportunities/call.html",
        {
            "call": found,
            "original": found.text.original,
            "others": _other_texts(found),
            "may_edit": rules.may_edit_call(person, found),
            "may_hide": may_hide,
            "may_say": rules.may_say_interested(person, found, on=_today(found.event)),
            "is_interested": queries.is_interested(found, person),
            "interests": queries.interests_in(found) if sees else None,
            "is_over": found.closes_on is not None and found.closes_on < _today(found.event),
            "translation_form": TranslationForm(call=found) if may_hide else None,
        },
    )


def _other_texts(call: Call) -> list[dict[str, str]]:
    return [
        {
            "language": tag,
            "name": LANGUAGES[tag].own_name if tag in LANGUAGES else tag,
            "text": text,
            "state": call.text.state(tag),
        }
        for tag, text in call.text.texts.items()
        if tag != call.text.original
    ]


@login_not_required
def post(request: HttpRequest) -> HttpResponse:
    slug = request.GET.get("event", "")
    registration = registration_of(request)
    event = registration.event if registration and not slug else None
    if slug:
        event = get_object_or_404(Event, slug=slug)
        registration = registration_of(request, event)
        if registration is None:  # whoever is not of a closed event does not hear of it
            event = get_object_or_404(events_visible_to(request.user), slug=slug)
    verdict = rules.may_post_call(request.user, registration, event)
    if not verdict:
        return render(request, "opportunities/who_are_you.html", {"verdict": verdict, "event": event}, status=403)
    form = CallForm(
        request.POST or None, initial={"closes_on": CallForm.usual_deadline(event.ends_on if event else None, today=_today())}
    )
    if request.method == "POST" and form.is_valid():
        made = _post(request, form, event)
        if made is not None:
            return redirect(made)
    return render(request, "opportunities/post.html", {"form": form, "event": event})


def _post(request: HttpRequest, form: CallForm, event: Event | None) -> Call | None:
    person = person_on(request, event)
    if person is None:
        form.add_error(None, _("Your account belongs to no person yet. Open your desk once, then post again."))
        return None
    try:
        made = services.post_call(
            owner=person,
            said=form.said(),
            event=event,
            institution=queries.institution_of(person, event, on=_today()),
            once_key=form.cleaned_data["once_key"].hex,
            at=timezone.now(),
            by=_user(request),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Your call is on the board."))
    return made


@login_not_required
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    person = person_on(request)
    found = get_object_or_404(queries.calls_visible_to(request.user, person), public_id=public_id)
    require(rules.may_edit_call(person, found))
    form = CallForm(request.POST or None, initial=CallForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        services.edit_call(call=found, said=form.said(), person=found.owner, at=timezone.now(), by=_user(request))
        return redirect(found)
    return render(request, "opportunities/post.html", {"form": form, "event": found.event, "call": found})


@login_not_required
@require_POST
def interest(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say it, or take it back."""
    person = person_on(request)
    found = get_object_or_404(queries.calls_visible_to(request.user, person), public_id=public_id)
    if request.POST.get("withdraw") and person is not None:
        services.withdraw_interest(call=found, person=person, at=timezone.now(), by=_user(request))
        return redirect(found)
    require(rules.may_say_interested(person, found, on=_today(found.event)))
    person = cast(Person, person)  # the rule says no to nobody
    institution = queries.institution_of(person, found.event, on=_today())
    services.say_interested(call=found, person=person, institution=institution, at=timezone.now(), by=_user(request))
    return redirect(found)


@login_not_required
@require_POST
def state(request: HttpRequest, public_id: str) -> HttpResponse:
    """The owner closes a call or opens it again."""
    person = person_on(request)
    found = get_object_or_404(queries.calls_visible_to(request.user, person), public_id=public_id)
    require(rules.may_edit_call(person, found))
    change = services.reopen_call if request.POST.get("open") else services.close_call
    change(call=found, person=found.owner, at=timezone.now(), by=_user(request))
    return redirect(found)


@require_POST
def hide(request: HttpRequest, public_id: str) -> HttpResponse:
    """The coordinator hides a call or shows it again."""
    found = get_object_or_404(queries.calls_visible_to(request.user, person_on(request)), public_id=public_id)
    require(rules.may_hide_call(request.user, found))
    change = services.show_call if request.POST.get("show") else services.hide_call
    change(call=found, at=timezone.now(), by=_signed_in(request))
    return redirect(found)


@require_POST
def translate(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(queries.calls_visible_to(request.user, person_on(request)), public_id=public_id)
    require(rules.may_hide_call(request.user, found))
    form = TranslationForm(request.POST, call=found)
    if not form.is_valid():
        messages.error(request, _("Choose another language and write the text in it."))
        return redirect(found)
    services.translate_call(call=found, **form.cleaned_data, at=timezone.now(), by=_signed_in(request))
    return redirect(found)


def _board(event: Event) -> dict[str, Any]:
    found = list(queries.board(event, on=_today(event)))
    return {"event": event, "calls": found[:ON_BOARD], "more": max(0, len(found) - ON_BOARD), "total": len(found)}


@login_not_required
@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """For the projector: the newest calls, large, as they come in."""
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    address = settings.SITE_ADDRESS + reverse("opportunities:post") + f"?event={event.slug}"
    return render(request, "opportunities/board.html", {**_board(event), "post_address": address})


@login_not_required
@require_GET
def board_live(request: HttpRequest, slug: str) -> HttpResponseBase:
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    return live(
        request, version=lambda: _version(event), part=lambda: render(request, "opportunities/_board.html", _board(event))
    )


def _version(event: Event) -> str:
    """Changes whenever something on the board does."""
    shown = [
        (call.pk, call.kind, call.offers, call.text.to_json(), call.interested)  # type: ignore[attr-defined]  # annotated by the query
        for call in queries.board(event, on=_today(event))
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
