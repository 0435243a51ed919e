"""Contact exchange. A participant needs no account: the phone carries their own link. Strangers learn nothing from a badge."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from catecp.accounts.models import Person, User
from catecp.accounts.queries import holds_anywhere
from catecp.accounts.roles import Permission
from catecp.events.badge_codes import code_on_badge
from catecp.events.participant_session import forget, person_on, personal_address, registration_of, registration_of_key, remember
from catecp.events.queries.checkin import last_scan_of
from catecp.events.queries.events import events_visible_to
from catecp.events.rules import may_see_people
from catecp.events.rules_checkin import may_scan_badges
from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.matching import queries, rules, services
from catecp.matching.enums import Standing
from catecp.matching.forms import CodeForm, FollowUpForm, SharedFieldsForm
from catecp.matching.models import ContactSwap
from catecp.matching.vcard import vcard
from catecp.opportunities.queries import calls_of

PAUSE = 429


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@never_cache
@login_not_required
@require_GET
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """A personal link: this phone is that participant's from now on. The key does not stay in the address."""
    registration = registration_of_key(key)
    if registration is None:
        return render(request, "matching/no_such_link.html", status=404)
    response = redirect("matching:me")
    remember(response, registration)
    return response


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the participant on this phone."""
    response = redirect("web:home")
    forget(response)
    return response


@never_cache
@login_not_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """A participant's own page: badge to show, requests to answer, contacts, calls."""
    registration = registration_of(request)
    if registration is None:
        return render(request, "matching/who_are_you.html")
    return render(
        request,
        "matching/me.html",
        {
            "registration": registration,
            "badge_address": f"{settings.SITE_ADDRESS}/b/{registration.badge_code}",
            "views": queries.swap_views(registration.person),
            "follow_ups": queries.follow_ups_of(registration.person),
            "calls": calls_of(registration.person),
            "code_form": CodeForm(),
            "today": timezone.localdate(),
        },
    )


@never_cache
@login_not_required
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """What a badge's QR code opens. A stranger gets the same page for every code, right or wrong."""
    mine = registration_of(request)
    is_staff = holds_anywhere(request.user, Permission.SCAN_BADGES)
    if mine is None and not is_staff:
        return render(request, "matching/badge_of_somebody.html")
    if mine is not None and not rules.may_try_code(mine.person, at=timezone.now()):
        return render(
            request, "matching/pause.html", {"verdict": rules.may_try_code(mine.person, at=timezone.now())}, status=PAUSE
        )
    asked = queries.registration_of_badge(code)
    if asked is not None and may_scan_badges(request.user, asked.event) and registration_of(request, asked.event) is None:
        link = personal_address(asked) if may_see_people(request.user, asked.event) else ""
        return render(
            request, "matching/badge_for_staff.html", {"registration": asked, "scan": last_scan_of(asked), "personal_link": link}
        )
    mine = registration_of(request, asked.event) if asked is not None else mine
    if asked is None or mine is None:
        return _miss(request, code)
    return _exchange(request, mine=mine, asked=asked)


def _miss(request: HttpRequest, code: str) -> HttpResponse:
    person = person_on(request)
    if person is not None:
        services.note_code_miss(person=person, at=timezone.now())
    return render(request, "matching/no_such_badge.html", {"code": code_on_badge(code), "code_form": CodeForm()}, status=404)


def _exchange(request: HttpRequest, *, mine: Any, asked: Any) -> HttpResponse:
    """Ask the person of this badge, or go to the exchange there is already."""
    if mine.person_id == asked.person_id:
        return redirect("matching:me")
    swap = queries.swap_between(mine.event, mine.person, asked.person)
    if swap is not None and queries.standing(swap, mine.person) not in {Standing.I_WITHDREW, Standing.THEY_WITHDREW}:
        return redirect("matching:swap", public_id=swap.public_id)
    form = SharedFieldsForm(request.POST or None, registration=mine)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "matching/ask.html", {"other": asked.person, "event": asked.event, "form": form, "code": asked.badge_code}
        )
    try:
        made = services.ask_for_contact(
            asker=mine,
            asked=asked,
            fields=form.cleaned_data["fields_shared"],
            at=timezone.now(),
            by=_user(request),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("matching:me")
    return redirect("matching:swap", public_id=made.public_id)


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """A typed code, sent on to the badge's page."""
    code = code_on_badge(request.GET.get("code", ""))
    return redirect("matching:badge", code=code) if len(code) == 8 else redirect("matching:me")


def _mine_or_404(request: HttpRequest, public_id: str) -> tuple[ContactSwap, Person]:
    person = person_on(request)
    if person is None:
        raise Http404
    return get_object_or_404(queries.swaps_of(person), public_id=public_id), person


@never_cache
@login_not_required
@require_GET
def swap(request: HttpRequest, public_id: str) -> HttpResponse:
    found, person = _mine_or_404(request, public_id)
    view = queries.swap_view(found, person)
    registration = registration_of(request, found.event)
    form = SharedFieldsForm(registration=registration, initial=_initial(view)) if registration else None
    follow_up = view.follow_up
    plan = FollowUpForm(initial={"note": follow_up.note, "due_on": follow_up.due_on}) if follow_up else None
    return render(request, "matching/swap.html", {"view": view, "form": form, "plan": plan, "Standing": Standing})


def _initial(view: queries.SwapView) -> dict:
    return {} if view.standing == Standing.ASKED_ME else {"fields_shared": view.shared_by_me}


def _act(request: HttpRequest, public_id: str, service: Any, **more: Any) -> HttpResponse:
    """One step on an exchange, by one of its two people; everybody else finds nothing."""
    found, person = _mine_or_404(request, public_id)
    try:
        service(swap=found, person=person, at=timezone.now(), by=_user(request), **more)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("matching:swap", public_id=public_id)


def _chosen(request: HttpRequest) -> list[str]:
    return request.POST.getlist("fields_shared")[:10]


@login_not_required
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, services.accept_swap, fields=_chosen(request))


@login_not_required
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, services.decline_swap)


@login_not_required
@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, services.change_fields, fields=_chosen(request))


@login_not_required
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, services.withdraw_from_swap)


@login_not_required
@require_POST
def met(request: HttpRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, services.say_we_met)


@login_not_required
@require_POST
def follow_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what comes of the meeting, or that it is done."""
    found, person = _mine_or_404(request, public_id)
    there, form = queries.swap_view(found, person).follow_up, FollowUpForm(request.POST)
    if there is None or not form.is_valid():
        messages.error(request, _("The follow-up could not be saved. Check the date."))
        return redirect("matching:swap", public_id=public_id)
    services.plan_follow_up(follow_up=there, person=person, **form.cleaned_data, at=timezone.now(), by=_user(request))
    if request.POST.get("done"):
        services.finish_follow_up(follow_up=there, person=person, at=timezone.now(), by=_user(request))
    return redirect("matching:swap", public_id=public_id)


@never_cache
@login_not_required
@require_GET
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """The other's vCard; not there before both consented, and gone when either withdrew."""
    found, person = _mine_or_404(request, public_id)
    shared = queries.swap_view(found, person).card
    if shared is None:
        raise Http404
    version = "4.0" if request.GET.get("version") == "4" else "3.0"
    response = HttpResponse(vcard(shared, version=version, revised_at=timezone.now()), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contact.vcf"'
    return response


@require_GET
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """How many exchanges there were. Nobody's name is on this page, and none is read for it."""
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    require(rules.may_see_counts(request.user, event))
    return render(
        request,
        "matching/counts.html",
        {
            "event": event,
            "exchanges": queries.exchanges(event).count(),
            "standing": queries.standing_exchanges(event).count(),
            "open": queries.open_requests(event).count(),
            "people": queries.people_in_exchanges(event),
            "meetings": queries.meetings_confirmed(event).count(),
        },
    )
