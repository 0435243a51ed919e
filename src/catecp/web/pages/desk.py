"""The reader's own page: what waits for them, and the places that are theirs by role."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, holds, holds_anywhere, person_of, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.links import registration_key
from catecp.events.models import Event, Registration, Talk
from catecp.events.queries.events import managed_events
from catecp.events.queries.people import STANDING, is_person
from catecp.events.queries.programme import talks
from catecp.insights.models import Report
from catecp.network.models import Institution
from catecp.network.queries.canonical import institutions_held
from catecp.opportunities.queries import calls_of
from catecp.web.waiting import tasks_of


@dataclass(frozen=True)
class Link:
    title: str
    href: str


@dataclass(frozen=True)
class Managed:
    """An event the reader manages, with its pages."""

    event: Event
    links: list[Link]


def desk(request: HttpRequest) -> HttpResponse:
    actor = request.user
    person = person_of(actor)
    return render(
        request,
        "pages/desk.html",
        {
            "tasks": tasks_of(actor),
            "managed": [Managed(event, _pages_of(event)) for event in managed_events(actor)[:6]],
            "doors": _doors(actor),
            "institutions": _institutions(actor),
            "registrations": [(row, registration_key(row)) for row in _registrations(actor)],
            "talks": _talks(actor),
            "calls": calls_of(person)[:5] if person else [],
            "courses": _course_pages(actor),
            "network": _network_pages(actor),
            "sees_figures": holds_anywhere(actor, Permission.SEE_FIGURES),
        },
    )


def _pages_of(event: Event) -> list[Link]:
    """The pages of an event in the order of the work: before, in the room, after."""
    pages = (
        (_("Overview"), "events:manage"),
        (_("Programme"), "events:editor"),
        (_("Registrations"), "events:registrations"),
        (_("Import a workbook"), "events:imports"),
        (_("Delegations"), "events:delegations"),
        (_("Letters"), "events:letters"),
        (_("Badges"), "events:badges"),
        (_("Check-in"), "events:checkin_overview"),
        (_("Survey"), "surveys:surveys"),
        (_("Projector"), "surveys:projector_of_event"),
        (_("Call board"), "opportunities:board"),
        (_("Signing day"), "agreements:signing"),
        (_("The numbers"), "insights:event_numbers"),
        (_("Claims of others"), "insights:claims"),
    )
    found = [Link(title, reverse(name, args=[event.slug])) for title, name in pages]
    report = Report.objects.filter(event_id=event.pk).order_by("-created_at", "-pk").first()
    return [*found, Link(_("Report"), reverse("insights:report", args=[report.public_id]))] if report else found


def _doors(actor: Actor) -> QuerySet[Event]:
    """Events where the reader checks people in and does nothing else."""
    ids = scope_ids(actor, Permission.SCAN_BADGES, Scope.EVENT)
    return Event.objects.none() if ids is None else Event.objects.filter(pk__in=ids).order_by("-starts_on", "pk")


def _institutions(actor: Actor) -> QuerySet[Institution]:
    held = institutions_held(actor, Permission.MANAGE_INSTITUTION)
    if held is None:
        return Institution.objects.none()
    return Institution.objects.filter(pk__in=held, merged_into__isnull=True).order_by("sort_name", "pk")


def _registrations(actor: Actor) -> QuerySet[Registration]:
    person = person_of(actor)
    if person is None:
        return Registration.objects.none()
    rows = Registration.objects.filter(is_person(person), state__in=STANDING).select_related("event", "institution")
    return rows.order_by("-event__starts_on", "pk")[:6]


def _talks(actor: Actor) -> QuerySet[Talk]:
    person = person_of(actor)
    return talks().filter(is_person(person, "speaker"))[:12] if person else Talk.objects.none()


def _course_pages(actor: Actor) -> list[Link]:
    """The pages of courses in the order of a course's life; each for whoever may work there."""
    pages = (
        (_("My courses"), "courses:mine", (Permission.WRITE_COURSE,)),
        (_("Start a course"), "courses:start", (Permission.WRITE_COURSE,)),
        (_("Import a course"), "interop:import_course", (Permission.WRITE_COURSE,)),
        (_("Reviews"), "courses:reviews", (Permission.WRITE_COURSE, Permission.REVIEW_COURSE)),
        (_("Translation desk"), "languages:bodies", (Permission.TRANSLATE, Permission.REVIEW_TRANSLATION)),
        (_("Trade glossary"), "languages:glossary", (Permission.TRANSLATE, Permission.REVIEW_TRANSLATION)),
        (_("Adoptions"), "courses:adoptions", (Permission.ADOPT_COURSE,)),
        (_("Credit decisions"), "courses:precedents", (Permission.ADOPT_COURSE,)),
        (_("Classes"), "learning:classes", (Permission.TEACH,)),
        (_("Channels"), "channels:channels", (Permission.MANAGE_CHANNELS,)),
        (_("Certificates"), "credentials:mine", (Permission.ISSUE_CERTIFICATES,)),
    )
    return [
        Link(title, reverse(name)) for title, name, any_of in pages if any(holds_anywhere(actor, needed) for needed in any_of)
    ]


def _network_pages(actor: Actor) -> list[Link]:
    if not holds(actor, Permission.MANAGE_NETWORK):
        return []
    pages = (
        (_("People and roles"), "accounts:people"),
        (_("Outbox"), "notices:outbox"),
        (_("Institutions that may be the same"), "network:duplicates"),
        (_("Register of agreements"), "agreements:register"),
        (_("What is asked of a course"), "courses:checklists"),
        (_("Reports"), "insights:releases"),
        (_("Components"), "web:components"),
    )
    return [Link(title, reverse(name)) for title, name in pages]
