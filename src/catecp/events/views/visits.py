"""A visit as its guests see it: sign up, look up one's bus, note what was seen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catecp.accounts.models import User
from catecp.events import rules
from catecp.events.forms.visits import SkillForm
from catecp.events.models import SkillObserved
from catecp.events.participant_session import registration_of
from catecp.events.queries.visits import companies_seen, seats_of, signup_of, visits_visible_to
from catecp.events.services import visits as services
from catecp.events.views.acting import attempt
from catecp.kernel.verdict import require


@require_safe
@login_not_required
def visit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    shown = get_object_or_404(visits_visible_to(request.user), event__slug=slug, public_id=public_id)
    registration = registration_of(request, shown.event)
    may_note = rules.may_note_skill(request.user, registration, shown)
    return render(
        request,
        "events/visits/visit.html",
        {
            "event": shown.event,
            "visit": shown,
            "seats": seats_of(shown),
            "companies": companies_seen(shown),
            "registration": registration,
            "signup": signup_of(registration, shown) if registration else None,
            "may_join": rules.may_join_visit(registration, shown),
            "may_note": may_note,
            "may_manage": rules.may_manage_event(request.user, shown.event),
            "is_open": timezone.now() < shown.starts_at,
            "skill_form": SkillForm(visit=shown, initial={"language": get_language()}) if may_note else None,
        },
    )


@require_POST
@login_not_required
def visit_join(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """`act` is join or leave."""
    shown = get_object_or_404(visits_visible_to(request.user), event__slug=slug, public_id=public_id)
    registration = registration_of(request, shown.event)
    require(rules.may_join_visit(registration, shown))
    join_or_leave(request, shown, registration)
    return redirect("events:visit", slug=slug, public_id=public_id)


def join_or_leave(request: HttpRequest, shown: services.Visit, registration: services.Registration) -> None:
    """The deed of the two pages a person can sign up on: with an account, and by the private link."""
    by = _signed_in(request)
    values = {"visit": shown, "registration": registration, "by": by, "at": timezone.now()}
    if request.POST.get("act") == "leave":
        attempt(request, lambda: services.leave_visit(**values), done=_("You are no longer signed up; the next person moves up."))
    elif attempt(request, lambda: services.join_visit(**values)):
        signup = signup_of(registration, shown)
        if signup is not None and signup.state == "going":
            messages.success(request, _("You have a place."))
        else:
            messages.info(request, _("All places are taken. You are on the waiting list and move up by yourself."))


def _signed_in(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@require_POST
@login_not_required
def skill_note(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    shown = get_object_or_404(visits_visible_to(request.user), event__slug=slug, public_id=public_id)
    require(rules.may_note_skill(request.user, registration_of(request, shown.event), shown))
    form = SkillForm(request.POST, visit=shown)
    if form.is_valid():
        company, skill, note = form.cleaned_data["company"], form.text("skill"), form.text("note")
        attempt(
            request,
            lambda: services.note_skill(company=company, skill=skill, note=note, by=_signed_in(request), at=timezone.now()),
            done=_("Noted. Thank you."),
        )
    else:
        messages.error(request, _("Choose the company, and write which skill it needs."))
    return redirect("events:visit", slug=slug, public_id=public_id)


@require_POST
def skill_remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    visible = visits_visible_to(request.user).filter(event__slug=slug)
    rows = SkillObserved.objects.select_related("company__visit__event").filter(company__visit__in=visible.order_by())
    skill = get_object_or_404(rows, public_id=public_id)
    require(rules.may_edit_skill(request.user, skill))
    attempt(request, lambda: services.remove_skill(skill=skill, by=request.user, at=timezone.now()), done=_("Removed."))
    return redirect("events:visit", slug=slug, public_id=skill.company.visit.public_id)
