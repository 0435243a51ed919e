"""Who may do what at an event."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds, holds_anywhere, person_of
from catecp.accounts.roles import Permission
from catecp.events.enums import DelegationState
from catecp.events.models import Delegation, Event, Registration, Session, SkillObserved, Takeaway, Talk, Visit
from catecp.events.queries.people import is_person
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.network.queries.canonical import holds_for

_COORDINATOR = _("the coordinator of the event")


def may_create_event(actor: Actor) -> Verdict:
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    return denied(_("Events are set up by the coordinator of the network."), who_can=_("the coordinator of the network"))


def may_manage_event(actor: Actor, event: Event) -> Verdict:
    """Programme, registrations, visits, delegations, documents and settings of this event."""
    if holds(actor, Permission.MANAGE_EVENT, event=event.pk):
        return ALLOWED
    return denied(_("This page is for the coordinator of the event."), who_can=_COORDINATOR)


def may_see_people(actor: Actor, event: Event) -> Verdict:
    """Names and contacts of everybody registered for this event."""
    if holds(actor, Permission.SEE_PEOPLE, event=event.pk):
        return ALLOWED
    return denied(_("Only the coordinator of the event sees who is registered."), who_can=_COORDINATOR)


def may_edit_talk(actor: Actor, talk: Talk) -> Verdict:
    """A speaker edits the title and summary of their own talk; the coordinator edits everything."""
    if may_manage_event(actor, talk.session.event):
        return ALLOWED
    person = person_of(actor)
    if (
        person is not None
        and talk.speaker_id == person.pk
        and holds(actor, Permission.EDIT_OWN_TALK, event=talk.session.event_id)
    ):
        return ALLOWED
    return denied(_("Only its speaker and the coordinator edit this talk."), who_can=_COORDINATOR)


def _speaks(person: int, talk: Talk) -> bool:
    return talk.speaker is not None and person in {talk.speaker_id, talk.speaker.merged_into_id}


def may_note_takeaway(actor: Actor, session: Session) -> Verdict:
    """The coordinator, and whoever speaks in the session."""
    if may_manage_event(actor, session.event):
        return ALLOWED
    person = person_of(actor)
    if person is not None and session.talks.filter(is_person(person, "speaker")).exists():
        return ALLOWED
    return denied(_("Takeaways are noted by the speakers of the session and the coordinator."), who_can=_COORDINATOR)


def may_edit_takeaway(actor: Actor, takeaway: Takeaway) -> Verdict:
    """The coordinator, and the speaker who noted it."""
    if may_manage_event(actor, takeaway.session.event):
        return ALLOWED
    if getattr(actor, "pk", None) is not None and takeaway.noted_by == actor.pk:
        return may_note_takeaway(actor, takeaway.session)
    return denied(_("Only who noted it and the coordinator edit a takeaway."), who_can=_COORDINATOR)


def may_join_visit(registration: Registration | None, visit: Visit) -> Verdict:
    """Whoever holds a confirmed registration of the visit's event: signed in, or by the personal link."""
    if registration is not None and registration.event_id == visit.event_id:
        return ALLOWED
    return denied(_("Visits are for people registered for the event. Register first."), who_can=_("registered participants"))


def may_note_skill(actor: Actor, registration: Registration | None, visit: Visit) -> Verdict:
    """Everybody registered for the event may write down what they saw; so may the coordinator."""
    if may_manage_event(actor, visit.event) or may_join_visit(registration, visit):
        return ALLOWED
    return denied(_("Skills seen on a visit are noted by participants of the event."), who_can=_("registered participants"))


def may_edit_skill(actor: Actor, skill: SkillObserved) -> Verdict:
    if may_manage_event(actor, skill.company.visit.event) or (getattr(actor, "pk", None) and skill.noted_by == actor.pk):
        return ALLOWED
    return denied(_("Only who noted it and the coordinator change this."), who_can=_COORDINATOR)


def may_register(event: Event, *, at: datetime) -> Verdict:
    """Whether the public form is open. Anyone may fill it in while it is."""
    if not event.is_public or event.registration_opens_at is None:
        return denied(_("Registration for this event is by invitation. Ask the organisers."), who_can=_COORDINATOR)
    if at < event.registration_opens_at:
        return denied(_("Registration has not opened yet. Come back when it opens."))
    if event.registration_closes_at is not None and at >= event.registration_closes_at:
        return denied(_("Registration is closed. Ask the coordinator whether a place is left."), who_can=_COORDINATOR)
    return ALLOWED


def may_see_delegation(actor: Actor, delegation: Delegation) -> Verdict:
    """The coordinator, and the officers and the head of the institution. Links with a key need no account and ask no rule."""
    if may_see_people(actor, delegation.event) or holds(
        actor, Permission.REGISTER_DELEGATION, institution=delegation.institution_id
    ):
        return ALLOWED
    return denied(_("This delegation belongs to another institution."), who_can=_COORDINATOR)


def may_approve_delegation(actor: Actor, delegation: Delegation) -> Verdict:
    """The head of the institution, signed in; the director's link does the same without an account."""
    if not holds_for(actor, Permission.APPROVE_DELEGATION, delegation.institution_id):
        return denied(_("A delegation is approved by the head of its institution."), who_can=_("the head of the institution"))
    if delegation.state != DelegationState.WAITING:
        return denied(_("This delegation is not waiting for approval."))
    return ALLOWED


def substitution_ends_at(event: Event) -> datetime:
    """Midnight before the first day, in the event's time zone: until the night before, people can be replaced."""
    return datetime.combine(event.starts_on, time.min, tzinfo=ZoneInfo(event.time_zone))


def may_substitute(event: Event, *, at: datetime, actor: Actor = None) -> Verdict:
    if actor is not None and may_manage_event(actor, event):
        return ALLOWED
    if at < substitution_ends_at(event):
        return ALLOWED
    last_night = event.starts_on - timedelta(days=1)
    reason = _("People could be replaced until the night of %(day)s. Now only the coordinator of the event can do it.")
    return denied(reason % {"day": last_night.isoformat()}, who_can=_COORDINATOR)


def may_change_registration(registration: Registration, *, at: datetime) -> Verdict:
    """By the private link: until the event is over."""
    event = registration.event
    ends_at = datetime.combine(event.ends_on + timedelta(days=1), time.min, tzinfo=ZoneInfo(event.time_zone))
    if at < ends_at:
        return ALLOWED
    return denied(_("The event is over; the registration can no longer be changed."), who_can=_COORDINATOR)


def manages_any_event(actor: Actor) -> bool:
    return holds_anywhere(actor, Permission.MANAGE_EVENT)
