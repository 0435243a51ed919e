"""Which surveys there are, their questions and their codes."""

from django.db import connection
from django.db.models import Count, Q, QuerySet

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, person_of, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.models import Event
from catecp.events.queries.checkin import checked_in
from catecp.surveys.enums import SurveyState
from catecp.surveys.models import AccessCode, Question, Survey


def surveys_of(event: Event) -> QuerySet[Survey]:
    """The surveys of an event, with `people`, how many answered."""
    return Survey.objects.filter(event=event).annotate(people=Count("responses")).order_by("pk")


def surveys_visible_to(actor: Actor) -> QuerySet[Survey]:
    """Every survey for who manages its event; the closed ones of their events for participants; all closed ones for who sees figures."""
    surveys = Survey.objects.select_related("event").order_by("event", "pk")
    managed = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    if managed is None:
        return surveys
    seen = Q(event__in=managed)
    figures, part = scope_ids(actor, Permission.SEE_FIGURES, Scope.EVENT), scope_ids(actor, Permission.TAKE_PART, Scope.EVENT)
    if figures is None:
        seen |= ~Q(state=SurveyState.DRAFT)
    elif part:
        seen |= Q(event__in=part) & ~Q(state=SurveyState.DRAFT)
    return surveys.filter(seen)


def surveys_managed_by(actor: Actor) -> QuerySet[Survey]:
    managed = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    surveys = Survey.objects.select_related("event").order_by("event", "pk")
    return surveys if managed is None else surveys.filter(event__in=managed)


def survey_of_address(slug: str) -> Survey | None:
    """The survey of a short address; drafts too, whose page says that it has not opened."""
    return Survey.objects.select_related("event").filter(slug=slug).first()


def state_held(survey_id: int) -> str:
    """The survey's state, held until the end of the transaction: closing waits for the answers already on their way.

    Many answers may hold it at once (FOR SHARE); SQLite has one writer at a time and needs no lock.
    """
    held = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM surveys_survey WHERE id = %s{held}", [survey_id])  # noqa: S608 -- no outside text
        row = cursor.fetchone()
    return row[0] if row else ""


def questions_of(survey: Survey) -> QuerySet[Question]:
    return survey.questions.order_by("number", "pk")


def access_codes_of(survey: Survey) -> QuerySet[AccessCode]:
    """With the person each code is printed for, in the order of a list of participants; spare codes last."""
    return survey.access_codes.select_related("registration__person", "registration__institution").order_by(
        "registration__person__sort_name", "pk"
    )


def code_counts(survey: Survey) -> dict[str, int]:
    """{"issued", "used", "spare"}: codes, each one person's."""
    return survey.access_codes.aggregate(
        issued=Count("pk"), used=Count("pk", filter=Q(is_used=True)), spare=Count("pk", filter=Q(registration__isnull=True))
    )


def codes_waiting_for(actor: Actor) -> QuerySet[AccessCode]:
    """The unused codes of `actor` for surveys that are open now."""
    person = person_of(actor)
    if person is None:
        return AccessCode.objects.none()
    return (
        AccessCode.objects.filter(registration__person=person, is_used=False, survey__state=SurveyState.OPEN)
        .select_related("survey__event")
        .order_by("survey", "pk")
    )


def people_checked_in(event: Event) -> int:
    """The projector's denominator: people in the room, not people on a list."""
    return checked_in(event).order_by().count()


def survey_with_event(slug: str, public_id: str) -> Survey | None:
    return Survey.objects.select_related("event").filter(event__slug=slug, public_id=public_id).first()
