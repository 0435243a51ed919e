"""Who may set up, see and group a survey. Answering asks no rule: the personal code is the right."""

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.events.models import Event
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.surveys.enums import SurveyState
from catecp.surveys.models import Survey

_COORDINATOR = _("the coordinator of the event")


def may_manage_surveys(actor: Actor, event: Event) -> Verdict:
    if holds(actor, Permission.MANAGE_EVENT, event=event.pk):
        return ALLOWED
    return denied(_("Surveys are set up by the coordinator of the event."), who_can=_COORDINATOR)


def may_edit_questions(actor: Actor, survey: Survey) -> Verdict:
    """Questions stand still once people answer; their translations do not."""
    managing = may_manage_surveys(actor, survey.event)
    if not managing:
        return managing
    if survey.state != SurveyState.DRAFT:
        return denied(_("Questions cannot change once the survey has opened. Translations still can."))
    return ALLOWED


def may_see_results(actor: Actor, survey: Survey) -> Verdict:
    """Coordinators at any time; everybody who may see figures once the survey is closed, so that nobody follows the crowd."""
    if may_manage_surveys(actor, survey.event):
        return ALLOWED
    if not (holds(actor, Permission.SEE_FIGURES) or holds(actor, Permission.TAKE_PART, event=survey.event_id)):
        return denied(_("Results are for the people of the event."), who_can=_COORDINATOR)
    if survey.state != SurveyState.CLOSED:
        return denied(_("Results are shown when the survey has closed."), who_can=_COORDINATOR)
    return ALLOWED


def may_show_projector(actor: Actor, survey: Survey, *, key: str) -> Verdict:
    """The hall's computer needs no sign-in: its address carries a key that cannot be guessed."""
    if may_manage_surveys(actor, survey.event) or (key and constant_time_compare(key, survey.projector_key)):
        return ALLOWED
    return denied(_("Open the projector from the survey's page."), who_can=_COORDINATOR)
