from datetime import datetime

from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.events.models import Event, Registration
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.matching.queries import misses_within_an_hour

MOST_MISSES_AN_HOUR = 20


def may_try_code(person: Person, *, at: datetime) -> Verdict:
    """Codes are on badges to be read, not to be guessed: twenty wrong ones, then a pause of an hour."""
    if misses_within_an_hour(person, at=at) < MOST_MISSES_AN_HOUR:
        return ALLOWED
    return denied(
        _("Too many codes were wrong. Wait an hour, or ask the person to type your code instead."),
        who_can=_("you, in an hour"),
    )


def may_ask_for_contact(asker: Registration | None, asked: Registration) -> Verdict:
    """Both are at the same event, and they are two people."""
    if asker is None or asker.event_id != asked.event_id:
        return denied(_("Contacts are exchanged between participants of the same event. Open your personal link first."))
    if asker.person_id == asked.person_id:
        return denied(_("This is your own badge."))
    return ALLOWED


def may_see_counts(actor: Actor, event: Event) -> Verdict:
    """The coordinator sees how many exchanges there were, never whose and never what was shared."""
    if holds(actor, Permission.MANAGE_EVENT, event=event.pk):
        return ALLOWED
    return denied(_("The counts are for the coordinator of the event."), who_can=_("the coordinator of the event"))
