"""The profile of an institution: what the directory, events, calls and agreements know of it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.accounts.queries import Actor, holds, person_of
from catecp.accounts.roles import Permission
from catecp.agreements.models import AgreementState
from catecp.agreements.queries import agreements_of
from catecp.events.enums import RegistrationState
from catecp.events.models import Event, Organiser, Registration
from catecp.events.queries.events import events_visible_to
from catecp.languages.tags import LANGUAGES
from catecp.network import rules
from catecp.network.models import Institution, PartyRole
from catecp.network.queries.canonical import canonical, family_ids
from catecp.network.queries.directory import name_beside, names_of_family
from catecp.network.queries.history import history_of
from catecp.network.queries.members import members_visible_to, sees_all_members
from catecp.opportunities.models import Call, CallState
from catecp.opportunities.queries import calls_visible_to


@dataclass(frozen=True)
class Attended:
    """An event people of the institution came to, and how many."""

    event: Event
    people: int


@login_not_required
def institution(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Institution.objects.select_related("country", "merged_into"), public_id=public_id)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    family = family_ids(found)
    may_edit = rules.may_edit_institution(request.user, found)
    attended = _attended(found, request.user)
    agreements = list(agreements_of(found, actor=request.user))
    calls = list(_calls(found, calls_visible_to(request.user, person_of(request.user))))
    context = {
        "institution": found,
        "beside": name_beside(found),
        "official": [(LANGUAGES[tag].own_name if tag in LANGUAGES else tag, tag, text) for tag, text in found.name.texts.items()],
        "names": names_of_family(found),
        "places": found.places.select_related("region"),
        "roles": PartyRole.objects.filter(institution__in=family).order_by("initiative", "role", "pk"),
        "organised": _organised(found, request.user),
        "members": members_visible_to(request.user, found),
        "sees_all_members": sees_all_members(request.user, found),
        "attended": attended,
        "agreements": agreements,
        "calls": calls,
        "way": _way(attended, calls, agreements),
        "may_edit": may_edit,
        "history": history_of(found) if may_edit else [],
        "absorbed": found.absorbed.all() if may_edit else [],
    }
    return render(request, "pages/institution.html", context)


def _attended(found: Institution, actor: Actor) -> list[Attended]:
    """Events that have begun, with confirmed people of the institution, each person once; newest first."""
    seen = events_visible_to(actor)
    if not holds(actor, Permission.SEE_PEOPLE):
        seen = seen.filter(starts_on__lte=timezone.localdate())
    registrations = Registration.objects.annotate(kept=canonical("institution")).filter(
        kept=found.pk, state=RegistrationState.CONFIRMED, event__in=seen.order_by().values("pk")
    )
    rows = (
        registrations.order_by()
        .values("event")
        .annotate(people=Count(Coalesce("person__merged_into_id", "person_id"), distinct=True))
    )
    people = {row["event"]: row["people"] for row in rows}
    return [Attended(event, people[event.pk]) for event in seen.filter(pk__in=people)]


def _organised(found: Institution, actor: Actor) -> QuerySet[Organiser]:
    rows = Organiser.objects.annotate(kept=canonical("institution")).filter(
        kept=found.pk, event__in=events_visible_to(actor).order_by().values("pk")
    )
    return rows.select_related("event").order_by("-event__starts_on", "pk")


def _calls(found: Institution, visible: QuerySet[Call]) -> QuerySet[Call]:
    """Open and closed calls for collaboration the reader may see, newest first; hidden ones are shown to nobody here."""
    calls = visible.annotate(kept=canonical("institution")).filter(kept=found.pk).exclude(state=CallState.HIDDEN)
    return calls.order_by("-posted_at", "-pk")


def _way(attended: list[Attended], calls: list[Call], agreements: list) -> list[dict]:
    """Met, called, agreed: one step each, with what comes next where there is nothing yet."""
    signed = [agreement for agreement in agreements if agreement.state == AgreementState.SIGNED]
    counted = (
        (_("met"), len(attended), ngettext("%d event", "%d events", len(attended)), "#events"),
        (_("called"), len(calls), ngettext("%d call for collaboration", "%d calls for collaboration", len(calls)), "#calls"),
        (_("agreed"), len(signed), ngettext("%d agreement signed", "%d agreements signed", len(signed)), "#agreements"),
    )
    return [
        {"kind": kind, "title": title % number, "href": href if number else "", "is_ahead": not number}
        for kind, number, title, href in counted
    ]
