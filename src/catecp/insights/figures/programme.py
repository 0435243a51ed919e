"""Figures about what took place: remarks, sessions, talks, visits."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catecp.events.enums import CheckpointKind, SessionKind, SignupState, TalkKind
from catecp.events.models import Event, Registration, Session, SkillObserved, Takeaway, Talk, Visit, VisitedCompany
from catecp.insights.figures.moment import remembered
from catecp.insights.figures.registry import Breakdown, Counted, Metric, Text, define


def _ids(rows: object) -> frozenset[str]:
    return frozenset(str(value) for value in rows)  # type: ignore[attr-defined]  # -- any iterable of ids


def sessions(event: Event) -> Counted:
    return Counted(_ids(Session.objects.filter(event=event, kind=SessionKind.TALKS).values_list("public_id", flat=True)))


def talks(event: Event) -> Counted:
    found = Talk.objects.filter(session__event=event, kind=TalkKind.TALK, session__kind=SessionKind.TALKS)
    named = _ids(found.filter(speaker__isnull=False).values_list("public_id", flat=True))
    open_ones = _ids(found.filter(speaker__isnull=True).values_list("public_id", flat=True))
    return Counted(named, dict.fromkeys(open_ones, "no_speaker"))


def talks_by_session(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    rows = Talk.objects.filter(public_id__in=ids).order_by("session__starts_at", "session__position", "pk")
    for id, session in rows.values_list("public_id", "session__public_id"):
        parts.setdefault(session, set()).add(id)
    return {key: frozenset(found) for key, found in parts.items()}


def session_label(key: str) -> Text:
    session = _session(key)
    return f"{session.number} {session.title}".strip() if session else _("Unclassified")


@remembered
def _session(key: str) -> Session | None:
    return Session.objects.filter(public_id=key).first()


def speakers(event: Event) -> Counted:
    return Counted(_ids(Talk.objects.filter(public_id__in=talks(event).ids).values_list("speaker__public_id", flat=True)))


def remarks(event: Event) -> Counted:
    found = Talk.objects.filter(session__event=event).exclude(kind=TalkKind.TALK)
    return Counted(_ids(found.values_list("public_id", flat=True)))


def remarks_by_part(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    closing = _ids(Talk.objects.filter(public_id__in=ids, kind=TalkKind.CLOSING).values_list("public_id", flat=True))
    return {"opening": ids - closing, "closing": closing}


def takeaways(event: Event) -> Counted:
    return Counted(_ids(Takeaway.objects.filter(session__event=event).values_list("public_id", flat=True)))


def visits(event: Event) -> Counted:
    return Counted(_ids(Visit.objects.filter(event=event).values_list("public_id", flat=True)))


def visitors(event: Event) -> Counted:
    """Who went: checked in at a bus of a visit where buses were scanned; otherwise whoever had a place."""
    scanned = Q(scans__checkpoint__kind=CheckpointKind.BUS, scans__checkpoint__bus__visit__event=event, scans__direction="in")
    signed_up = Q(visit_signups__state=SignupState.GOING, visit_signups__visit__event=event)
    had_place = Registration.objects.filter(event=event).filter(signed_up)
    went = Registration.objects.filter(event=event).filter(scanned)
    ids = _ids(went.values_list("public_id", flat=True))
    if not ids:
        return Counted(_ids(had_place.values_list("public_id", flat=True)))
    missed = _ids(had_place.values_list("public_id", flat=True)) - ids
    return Counted(ids, dict.fromkeys(missed, "not_on_bus"))


def companies(event: Event) -> Counted:
    return Counted(_ids(VisitedCompany.objects.filter(visit__event=event).values_list("pk", flat=True)))


def skills(event: Event) -> Counted:
    return Counted(_ids(SkillObserved.objects.filter(company__visit__event=event).values_list("public_id", flat=True)))


define(
    Metric(
        name="sessions",
        title=_("Sessions"),
        unit=_("sessions"),
        nature="flow",
        records="session",
        count=sessions,
        definition=_("Sessions of talks in the programme; remarks, breaks, networking and signing are not counted."),
    ),
    Metric(
        name="talks",
        title=_("Talks"),
        unit=_("talks"),
        nature="flow",
        records="talk",
        count=talks,
        reasons={"no_speaker": _("announced, but no speaker is named")},
        definition=_("Talks in the sessions that have a speaker."),
    ),
    Breakdown(name="talks.by_session", of="talks", title=_("Talks by session"), classify=talks_by_session, label=session_label),
    Metric(
        name="speakers",
        title=_("Speakers"),
        unit=_("people"),
        nature="flow",
        records="person",
        count=speakers,
        definition=_("People who gave a talk in a session; who gave two counts once. Remarks are not talks."),
    ),
    Metric(
        name="remarks",
        title=_("Remarks"),
        unit=_("remarks"),
        nature="flow",
        records="talk",
        count=remarks,
        definition=_("Welcoming, impressive, congratulating, opening and closing remarks in the programme."),
    ),
    Breakdown(
        name="remarks.by_part",
        of="remarks",
        title=_("Remarks at the opening and the closing"),
        classify=remarks_by_part,
        label=lambda key: {"opening": _("at the opening"), "closing": _("at the closing")}.get(key, _("Unclassified")),
    ),
    Metric(
        name="takeaways",
        title=_("Takeaways"),
        unit=_("takeaways"),
        nature="flow",
        records="takeaway",
        count=takeaways,
        definition=_("Points noted from the sessions, one record each."),
    ),
    Metric(
        name="visits",
        title=_("Visits"),
        unit=_("visits"),
        nature="flow",
        records="visit",
        count=visits,
        definition=_("Industrial and cultural visits of the event, by place visited."),
    ),
    Metric(
        name="visitors",
        title=_("People on visits"),
        unit=_("people"),
        nature="flow",
        records="registration",
        count=visitors,
        reasons={"not_on_bus": _("had a place, but was not scanned at the bus")},
        definition=_("People scanned at a bus of a visit; where no bus was scanned, people who had a place. Each counts once."),
    ),
    Metric(
        name="companies",
        title=_("Companies visited"),
        unit=_("companies"),
        nature="flow",
        records="company",
        count=companies,
        definition=_("Companies recorded for the visits."),
    ),
    Metric(
        name="skills",
        title=_("Skills observed"),
        unit=_("skills"),
        nature="flow",
        records="skill",
        count=skills,
        definition=_("Skills that visitors saw in use or in demand at the companies, one record each."),
    ),
)
