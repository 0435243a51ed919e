"""Who may do what with agreements."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.agreements.models import Agreement, AgreementState
from catecp.events.models import Event
from catecp.kernel.verdict import ALLOWED, Verdict, denied

_COORDINATOR = _("the coordinator of the event")


def may_plan_agreement(actor: Actor, event: Event | None) -> Verdict:
    """Enter agreements of an event; without an event, of the whole network."""
    if holds(actor, Permission.MANAGE_EVENT, event=event.pk if event else None):
        return ALLOWED
    return denied(_("Agreements are entered by the coordinator of the event."), who_can=_COORDINATOR)


def may_run_signing(actor: Actor, event: Event) -> Verdict:
    """The order of signing day, marking as signed, the projector."""
    if holds(actor, Permission.MANAGE_EVENT, event=event.pk):
        return ALLOWED
    return denied(_("Signing day is run by the coordinator of the event."), who_can=_COORDINATOR)


def may_edit_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    return may_plan_agreement(actor, agreement.event)


def may_sign_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    """Mark as signed: the paper was signed in the room, the coordinator says so."""
    if agreement.state == AgreementState.CANCELLED:
        return denied(_("This agreement was cancelled. Take it up again first."), who_can=_COORDINATOR)
    return may_plan_agreement(actor, agreement.event)


def may_open_scan(actor: Actor, agreement: Agreement) -> Verdict:
    """A scan shows signatures: only officers and heads of its parties and the coordinator open it."""
    if may_edit_agreement(actor, agreement):
        return ALLOWED
    if any(holds(actor, Permission.MANAGE_INSTITUTION, institution=party.institution_id) for party in agreement.parties.all()):
        return ALLOWED
    return denied(
        _("The signed paper is for the parties of the agreement only."),
        who_can=_("officers and heads of its parties, the coordinator"),
    )
