from datetime import date

from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.events.models import Event, Registration
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.opportunities.models import Call, CallState

_OWNER = _("the person who posted it")


def may_post_call(actor: Actor, registration: Registration | None, event: Event | None) -> Verdict:
    """At an event: who is registered there, and its coordinator. Elsewhere: everybody who signed in."""
    if event is None and getattr(actor, "is_authenticated", False):
        return ALLOWED
    if event is not None and registration is not None and registration.event_id == event.pk:
        return ALLOWED
    if event is not None and getattr(actor, "is_authenticated", False) and holds(actor, Permission.MANAGE_EVENT, event=event.pk):
        return ALLOWED
    return denied(
        _(
            "Calls are posted by participants. Open your personal link (it is on the page of your registration, or at the "
            "registration desk), or sign in."
        ),
        who_can=_("participants"),
    )


def may_edit_call(person: Person | None, call: Call) -> Verdict:
    if person is not None and call.owner_id == person.pk and call.state != CallState.HIDDEN:
        return ALLOWED
    return denied(_("A call is changed by the person who posted it."), who_can=_OWNER)


def may_hide_call(actor: Actor, call: Call) -> Verdict:
    if holds(actor, Permission.MANAGE_EVENT, event=call.event_id):
        return ALLOWED
    return denied(_("Calls are hidden by the coordinator."), who_can=_("the coordinator"))


def may_see_interests(actor: Actor, person: Person | None, call: Call) -> Verdict:
    if may_edit_call(person, call) or may_hide_call(actor, call):
        return ALLOWED
    return denied(_("Who is interested is shown to the person who called."), who_can=_OWNER)


def may_say_interested(person: Person | None, call: Call, *, on: date) -> Verdict:
    if person is None:
        return denied(_("Open your personal link or sign in to say that you are interested."), who_can=_("participants"))
    if call.owner_id == person.pk:
        return denied(_("This is your own call."))
    if call.state != CallState.OPEN or (call.closes_on is not None and call.closes_on < on):
        return denied(_("This call is closed."))
    return ALLOWED
