"""How far a learner came: the one door through which joining, learning, lists and certificates move people up the ladder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from catecp.learning.ladder import NO_DAYS, RUNGS, Days, earlier, filled
from catecp.learning.models import Enrolment, Learner, Standing
from catecp.learning.services.counting import counting
from catecp.network.models import Institution, InstitutionPlace

_DAY_FIELDS = [f"{rung}_on" for rung in RUNGS]
_PLACE_FIELDS = ["counted_institution_id", "country_id", "region_id"]


@dataclass(frozen=True)
class Noted:
    """What became known of one standing. `days` are those of reached, registered, active, completed, certified, None unknown."""

    learner_id: int
    source: str
    channel_id: int
    days: Days
    course_id: int | None = None
    institution_id: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a standing is counted."""

    institution_id: int | None
    country_id: str | None
    region_id: int | None


def days(
    *,
    reached: date | None = None,
    registered: date | None = None,
    active: date | None = None,
    completed: date | None = None,
    certified: date | None = None,
) -> Days:
    return (reached, registered, active, completed, certified)


def of_enrolment(enrolment: Enrolment, steps: Days = NO_DAYS) -> Noted:
    """What is noted of an enrolment: registered on the day it was made, and `steps`.

    The institution is that of the class, else the one that teaches the offering.
    """
    made = enrolment.enrolled_at.date()
    study_class, offering = enrolment.study_class, enrolment.offering
    return Noted(
        learner_id=enrolment.learner_id,
        source=f"enrolment:{enrolment.pk}",
        channel_id=enrolment.channel_id,
        course_id=enrolment.course_id,
        institution_id=study_class.institution_id if study_class else offering.institution_id,
        days=earlier(days(registered=made), steps),
    )


def note(
    *, enrolment: Enrolment, active: date | None = None, completed: date | None = None, certified: date | None = None
) -> None:
    """The enrolment came to these rungs on these days. Called at joining without any; saying it again changes nothing."""
    note_many([of_enrolment(enrolment, days(active=active, completed=completed, certified=certified))])


def mark_certified(*, enrolment: Enrolment, on: date) -> None:
    """A certificate was given for the enrolment."""
    note(enrolment=enrolment, certified=on)


def unmark_certified(*, enrolment: Enrolment) -> None:
    """The certificate was revoked. The rungs below stay as they are."""
    with counting([enrolment.learner_id]):
        Standing.objects.filter(learner_id=enrolment.learner_id, source=f"enrolment:{enrolment.pk}").update(certified_on=None)


@transaction.atomic
def note_many(noted: Iterable[Noted]) -> int:
    """Note many at once, of many people: one lock, one reading, one writing. Returns how many standings are new or changed.

    Days only become earlier. A standing of the same learner and source noted twice is one. At most some thousand at a time.
    """
    wanted = _gathered(noted)
    if not wanted:
        return 0
    with counting({learner for learner, _source in wanted}):
        known = _known(wanted)
        changed = [row for key, one in wanted.items() if (row := known.get(key)) and _moved(row, one)]
        new = [one for key, one in wanted.items() if key not in known]
        Standing.objects.bulk_update(changed, _DAY_FIELDS, batch_size=200)
        Standing.objects.bulk_create(_standings(new), batch_size=500)
    return len(changed) + len(new)


def _gathered(noted: Iterable[Noted]) -> dict[tuple[int, str], Noted]:
    wanted: dict[tuple[int, str], Noted] = {}
    for one in noted:
        key = (one.learner_id, one.source)
        wanted[key] = replace(one, days=earlier(one.days, wanted[key].days if key in wanted else NO_DAYS))
    return wanted


def _known(wanted: dict[tuple[int, str], Noted]) -> dict[tuple[int, str], Standing]:
    learners = {learner for learner, _source in wanted}
    sources = {source for _learner, source in wanted}
    rows = Standing.objects.filter(learner_id__in=learners, source__in=sources)
    return {(row.learner_id, row.source): row for row in rows}


def days_of(standing: Standing) -> Days:
    return (
        standing.reached_on,
        standing.registered_on,
        standing.active_on,
        standing.completed_on,
        standing.certified_on,
    )


def _moved(standing: Standing, noted: Noted) -> bool:
    """Move the standing's days; tells whether any moved."""
    before = days_of(standing)
    after = earlier(before, noted.days)
    for field, day in zip(_DAY_FIELDS, after, strict=True):
        setattr(standing, field, day)
    return after != before


def _standings(noted: Sequence[Noted]) -> list[Standing]:
    institutions = places_of_institutions({one.institution_id for one in noted if one.institution_id})
    homes = Learner.objects.in_bulk({one.learner_id for one in noted if not one.institution_id})
    made = []
    for one in noted:
        if one.institution_id:
            place = institutions[one.institution_id]
        else:
            home = homes[one.learner_id]
            place = Place(None, home.country_id, home.region_id)
        steps = dict(zip(_DAY_FIELDS, filled(one.days), strict=True))
        made.append(
            Standing(
                learner_id=one.learner_id,
                source=one.source,
                course_id=one.course_id,
                channel_id=one.channel_id,
                institution_id=one.institution_id,
                counted_institution_id=place.institution_id,
                country_id=place.country_id,
                region_id=place.region_id,
                **steps,
            )
        )
    return made


def places_of_institutions(ids: set[int]) -> dict[int, Place]:
    """Where standings of these institutions are counted: the institution it was merged into, its country and its province now."""
    rows = Institution.objects.filter(pk__in=ids).select_related("merged_into")
    meant = {row.pk: row.merged_into or row for row in rows}
    regions: dict[int, int] = {}
    kept = {institution.pk for institution in meant.values()}
    for place in InstitutionPlace.objects.filter(institution_id__in=kept, valid_to=None).select_related("region"):
        regions[place.institution_id] = place.region_id
    return {pk: _place(institution, regions.get(institution.pk)) for pk, institution in meant.items()}


def _place(institution: Institution, region_id: int | None) -> Place:
    return Place(institution.pk, institution.country_id, region_id)


def count_anew_at(*, institution_ids: Iterable[int]) -> int:
    """Count the standings of these institutions where they belong now: after a merge, its undoing, or a move. Returns how many moved."""
    places = places_of_institutions(set(institution_ids))
    moved = 0
    for pk, place in sorted(places.items()):
        stale = Standing.objects.filter(institution_id=pk).exclude(
            counted_institution_id=place.institution_id,
            country_id=place.country_id,
            region_id=place.region_id,  # type: ignore[misc]  # -- None is asked as IS NULL
        )
        while learners := list(stale.order_by("learner_id").values_list("learner_id", flat=True).distinct()[:500]):
            with counting(learners):
                moved += stale.filter(learner_id__in=learners).update(
                    counted_institution_id=place.institution_id, country_id=place.country_id, region_id=place.region_id
                )
    return moved
