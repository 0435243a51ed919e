"""Who may do what at the door."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.events.models import Event
from catecp.kernel.verdict import ALLOWED, Verdict, denied


def may_scan_badges(actor: Actor, event: Event) -> Verdict:
    """Check people in, and see the names the door needs."""
    if holds(actor, Permission.SCAN_BADGES, event=event.pk):
        return ALLOWED
    return denied(
        _("Check-in is for the check-in staff of this event. Ask the coordinator for the role."),
        who_can=_("the coordinator of the event"),
    )


def may_manage_checkin(actor: Actor, event: Event) -> Verdict:
    """Create checkpoints, see who is missing, withdraw a lost phone."""
    if holds(actor, Permission.MANAGE_EVENT, event=event.pk):
        return ALLOWED
    return denied(_("The check-in overview is for the coordinator of the event."), who_can=_("the coordinator of the event"))
