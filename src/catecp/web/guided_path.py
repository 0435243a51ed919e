"""The guided path of the demo: five steps that tell the story of one workshop, each with the person to be."""

from dataclasses import dataclass
from enum import Enum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.events.models import Event
from catecp.insights.models import Report
from catecp.surveys.enums import SurveyState
from catecp.surveys.queries.surveys import surveys_of
from catecp.web.demo_accounts import DEMO_ACCOUNTS, DemoAccount

_ACCOUNTS = {account.role: account for account in DEMO_ACCOUNTS}


class Place(Enum):
    EVENT = "event"
    SURVEY = "survey"
    CALLS = "calls"
    REPORT = "report"


@dataclass(frozen=True)
class Step:
    title: str | Promise
    text: str | Promise
    role: str = ""  # of the account to sign in with; empty for everybody
    place: Place = Place.EVENT
    page: str = ""  # of the event


STEPS = (
    Step(
        _("A workbook becomes people"),
        _("Somebody's spreadsheet goes in. Row by row you see what was kept, changed and left out, and why."),
        "coordinator",
        page="events:imports",
    ),
    Step(
        _("The hall fills"),
        _("What hangs on the wall: the code to scan, how many are in the room, answers by language."),
        "coordinator",
        page="surveys:projector_of_event",
    ),
    Step(
        _("Everybody answers on a phone"),
        _("A choice and three free questions, in thirteen languages, on one small page that bears a bad signal."),
        place=Place.SURVEY,
    ),
    Step(
        _("They find each other"),
        _("Calls for collaboration, posted in their own language in under a minute, and who is interested."),
        "participant",
        place=Place.CALLS,
    ),
    Step(
        _("The report adds up"),
        _("Every number opens its records. Where the printed report says something else, it stands beside it."),
        "coordinator",
        place=Place.REPORT,
    ),
)


@dataclass(frozen=True)
class Stage:
    step: Step
    address: str
    account: DemoAccount | None


def guided_path(event: Event | None) -> list[Stage]:
    if event is None:
        return []
    return [_survey_stage(step, event) if step.place is Place.SURVEY else _stage(step, event) for step in STEPS]


def _stage(step: Step, event: Event) -> Stage:
    return Stage(step=step, address=_address(step, event), account=_ACCOUNTS.get(step.role))


def _survey_stage(step: Step, event: Event) -> Stage:
    """The page of the phones while the survey is open; afterwards the same page as its author previews it."""
    survey = surveys_of(event).first()
    if survey is None:
        return Stage(step=step, address=event.get_absolute_url(), account=None)
    if survey.state == SurveyState.OPEN:
        return Stage(step=step, address=reverse("surveys:answer", args=[survey.slug]), account=None)
    preview = reverse("surveys:preview", args=[event.slug, survey.public_id])
    return Stage(step=step, address=preview, account=_ACCOUNTS["coordinator"])


def _address(step: Step, event: Event) -> str:
    """Where the step leads: to the calls, the report, or a page of the event."""
    if step.place is Place.CALLS:
        return f"{reverse('opportunities:calls')}?event={event.slug}&closed=1"
    if step.place is Place.REPORT:
        report = Report.objects.filter(event_id=event.pk).order_by("-created_at", "-pk").first()
        return (
            reverse("insights:report", args=[report.public_id])
            if report
            else reverse("insights:event_numbers", args=[event.slug])
        )
    return reverse(step.page, args=[event.slug])
