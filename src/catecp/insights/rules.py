"""Who writes and releases reports."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.events.models import Event
from catecp.kernel.verdict import ALLOWED, Verdict, denied

_COORDINATOR = _("the coordinator of the event")


def may_write_report(actor: Actor, event: Event) -> Verdict:
    if holds(actor, Permission.WRITE_REPORT, event=event.pk):
        return ALLOWED
    return denied(_("The draft of a report is open to those who write it."), who_can=_COORDINATOR)


def may_release_report(actor: Actor, event: Event) -> Verdict:
    if holds(actor, Permission.RELEASE_REPORT, event=event.pk):
        return ALLOWED
    return denied(_("A report is released by the coordinator."), who_can=_COORDINATOR)


def may_record_claim(actor: Actor, event: Event) -> Verdict:
    return may_write_report(actor, event)
