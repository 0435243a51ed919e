"""What waits for the reader, and since when: asked from every module, oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.accounts.queries import Actor, person_of
from catecp.accounts.roles import Permission
from catecp.courses.queries.drafts import drafts_with_problems
from catecp.courses.queries.reviews import open_reviews_led_by, readings_waiting_for
from catecp.events.enums import DelegationState, RegistrationState
from catecp.events.models import Delegation, Event, Registration
from catecp.events.queries.events import managed_events
from catecp.events.queries.people import STANDING, delegations_visible_to, is_person
from catecp.events.queries.programme import talks
from catecp.insights.models import ReportState
from catecp.insights.queries import reports_written_by
from catecp.kernel.models import Job, JobState
from catecp.matching.enums import Standing
from catecp.matching.queries import standing, swaps_of
from catecp.network.queries.canonical import holds_for, institutions_held
from catecp.notices.models import Message, MessageState
from catecp.surveys.queries.results import texts_unread
from catecp.surveys.queries.surveys import codes_waiting_for, surveys_of

_MOST_EVENTS = 12


@dataclass(frozen=True)
class Task:
    """Something that waits. `since` is None where no moment is on record."""

    title: str
    href: str
    place: str
    since: datetime | None = None


def tasks_of(actor: Actor) -> list[Task]:
    """Everything that waits for this person, the oldest first, what has no date last."""
    events = list(managed_events(actor)[:_MOST_EVENTS])
    found = [*_of_coordinator(actor, events), *_of_institution(actor), *_of_person(actor), *_of_courses(actor), *_of_jobs(actor)]
    return sorted(found, key=lambda task: (task.since is None, task.since.timestamp() if task.since else 0.0))


def _of_coordinator(actor: Actor, events: list[Event]) -> Iterator[Task]:
    if not events:
        return
    yield from _registrations(events)
    yield from _delegations(events)
    yield from _mail(events)
    for event in events:
        for survey in surveys_of(event):
            if count := texts_unread(survey):
                words = ngettext("One free answer is not grouped yet.", "%(count)s free answers are not grouped yet.", count)
                yield Task(
                    words % {"count": count}, reverse("surveys:survey", args=[event.slug, survey.public_id]), str(event.name)
                )
    for report in reports_written_by(actor).filter(state=ReportState.DRAFT)[:_MOST_EVENTS]:
        address = reverse("insights:report", args=[report.public_id])
        yield Task(_("A report is a draft, not released yet."), address, str(report.event.name), report.created_at)


def _registrations(events: list[Event]) -> Iterator[Task]:
    by_pk = {event.pk: event for event in events}
    rows = Registration.objects.filter(event__in=events).order_by().values("event")
    waiting = rows.filter(state=RegistrationState.WAITING, delegation=None).annotate(count=Count("pk"), since=Min("submitted_at"))
    for row in waiting:
        words = ngettext("One registration waits for you.", "%(count)s registrations wait for you.", row["count"])
        event = by_pk[row["event"]]
        address = reverse("events:registrations", args=[event.slug]) + "?state=waiting"
        yield Task(words % {"count": row["count"]}, address, str(event.name), row["since"])
    unsure = rows.filter(is_affiliation_open=True, state__in=STANDING).annotate(count=Count("pk"), since=Min("submitted_at"))
    for row in unsure:
        words = ngettext(
            "One institution is not recognised.", "%(count)s people wrote an institution nobody recognised.", row["count"]
        )
        event = by_pk[row["event"]]
        yield Task(
            words % {"count": row["count"]}, reverse("events:affiliations", args=[event.slug]), str(event.name), row["since"]
        )


def _delegations(events: list[Event]) -> Iterator[Task]:
    by_pk = {event.pk: event for event in events}
    rows = Delegation.objects.filter(event__in=events, state=DelegationState.WAITING).order_by().values("event")
    for row in rows.annotate(count=Count("pk"), since=Min("submitted_at")):
        words = ngettext(
            "One delegation waits for its director.", "%(count)s delegations wait for their directors.", row["count"]
        )
        event = by_pk[row["event"]]
        yield Task(
            words % {"count": row["count"]}, reverse("events:delegations", args=[event.slug]), str(event.name), row["since"]
        )


def _mail(events: list[Event]) -> Iterator[Task]:
    names = {f"event:{event.pk}": str(event.name) for event in events}
    states = (MessageState.FAILED, MessageState.DRAFT)
    rows = Message.objects.filter(about__in=names, state__in=states).order_by().values("about", "state")
    for row in rows.annotate(count=Count("pk"), since=Min("created_at")).order_by("about", "state"):
        if row["state"] == MessageState.FAILED:
            words = ngettext("One mail did not arrive.", "%(count)s mails did not arrive.", row["count"])
        else:
            words = ngettext("One mail is a draft.", "%(count)s mails are drafts, not sent yet.", row["count"])
        address = reverse("notices:outbox") + f"?state={row['state']}&about={row['about']}"
        yield Task(words % {"count": row["count"]}, address, names[row["about"]], row["since"])


def _of_institution(actor: Actor) -> Iterator[Task]:
    held = institutions_held(actor, Permission.REGISTER_DELEGATION)
    if not held:
        return
    for row in delegations_visible_to(actor).filter(institution_id__in=held).exclude(state=DelegationState.APPROVED):
        words = {"institution": str(row.institution.name)}
        address = reverse("events:delegation", args=[row.event.slug, row.public_id])
        if row.state == DelegationState.WAITING:
            if holds_for(actor, Permission.APPROVE_DELEGATION, row.institution):
                yield Task(
                    _("Approve the delegation of %(institution)s.") % words, address, str(row.event.name), row.submitted_at
                )
        elif row.state == DelegationState.RETURNED:
            title = _("The delegation of %(institution)s came back with a remark.") % words
            yield Task(title, address, str(row.event.name), row.decided_at)
        else:
            yield Task(_("Fill in the delegation of %(institution)s.") % words, address, str(row.event.name), row.created_at)


def _of_person(actor: Actor) -> Iterator[Task]:
    person = person_of(actor)
    if person is None:
        return
    for code in codes_waiting_for(actor):
        address = reverse("surveys:answer", args=[code.survey.slug]) + f"?c={code.code}"
        yield Task(_("A survey waits for your answer."), address, str(code.survey.event.name))
    for swap in swaps_of(person).filter(accepted_at=None, declined_at=None)[:50]:
        if standing(swap, person) == Standing.ASKED_ME:
            title = _("%(name)s asks for your contact.") % {"name": swap.asker.name}
            yield Task(title, reverse("matching:swap", args=[swap.public_id]), str(swap.event.name), swap.requested_at)
    for talk in talks().filter(is_person(person, "speaker"))[:50]:
        if not talk.summary:
            title = _("Your talk “%(talk)s” has no summary yet.") % {"talk": str(talk)}
            event = talk.session.event
            yield Task(title, reverse("events:own_talk", args=[event.slug, talk.public_id]), str(event.name))


def _of_courses(actor: Actor) -> Iterator[Task]:
    """Readings to hand in, reviews to decide, and drafts in which something stands in the way of publishing."""
    for reading in readings_waiting_for(actor)[:_MOST_EVENTS]:
        address = reverse("courses:read", args=[reading.review.public_id])
        yield Task(_("Read a course for its review."), address, str(reading.review.version.course.title), reading.review.asked_at)
    for review in open_reviews_led_by(actor)[:_MOST_EVENTS]:
        handed_in = sum(1 for reader in review.reviewers.all() if reader.submitted_at)
        words = ngettext(
            "A review waits for you: %(count)s reading is handed in.",
            "A review waits for you: %(count)s readings are handed in.",
            handed_in,
        )
        address = reverse("courses:review", args=[review.public_id])
        yield Task(words % {"count": handed_in}, address, str(review.version.course.title), review.asked_at)
    for draft, count in drafts_with_problems(actor, most=_MOST_EVENTS):
        words = ngettext(
            "A draft has %(count)s problem that stands in the way of publishing.",
            "A draft has %(count)s problems that stand in the way of publishing.",
            count,
        )
        address = reverse("courses:edit", args=[draft.course.public_id]) + "#problems"
        yield Task(words % {"count": count}, address, str(draft.course.title), draft.created_at)


def _of_jobs(actor: Actor) -> Iterator[Task]:
    running = Job.objects.filter(requested_by=actor.pk, state__in=[JobState.WAITING, JobState.RUNNING]).order_by(
        "requested_at", "pk"
    )
    for job in running[:10]:
        yield Task(job.title, reverse("web:job", args=[job.public_id]), _("under way"), job.requested_at)
