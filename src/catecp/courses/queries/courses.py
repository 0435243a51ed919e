"""Courses, versions and what stands in them: who sees which."""

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When

from catecp.accounts.queries import Actor, holds_anywhere, person_of
from catecp.accounts.roles import Permission
from catecp.courses.enums import ReviewState, VersionState
from catecp.courses.models import Block, Course, Edit, Offering, Review, Unit, Version
from catecp.network.models import Institution
from catecp.network.queries.canonical import institutions_held

_SHOWN = (VersionState.PUBLISHED, VersionState.WITHDRAWN)


def _full(courses: QuerySet[Course]) -> QuerySet[Course]:
    return courses.select_related(
        "owner__country", "owner__merged_into__country", "body", "published", "draft", "cover"
    ).order_by("-created_at", "-pk")


def _written_by(actor: Actor, owner: str) -> Q:
    """Rows of institutions for which the actor writes courses; `owner` is the way to the owning institution."""
    held = institutions_held(actor, Permission.WRITE_COURSE)
    return ~Q(pk=None) if held is None else Q(**{f"{owner}__in": held})


def courses_visible_to(actor: Actor) -> QuerySet[Course]:
    """Courses that were ever published, for everybody (a withdrawn one says so); never published ones for their authors. Newest first."""
    was_published = Exists(Version.objects.filter(course=OuterRef("pk"), state__in=_SHOWN))
    return _full(Course.objects.filter(Q(was_published) | _written_by(actor, "owner")))


def courses_written_by(actor: Actor) -> QuerySet[Course]:
    """The courses this actor may change."""
    return _full(Course.objects.filter(_written_by(actor, "owner")))


def versions_visible_to(actor: Actor) -> QuerySet[Version]:
    """Published and withdrawn versions for everybody, drafts for their authors and for who reads them for a review. Newest first."""
    seen = Q(state__in=_SHOWN) | _written_by(actor, "course__owner")
    person = person_of(actor)
    open_review = Review.objects.filter(version=OuterRef("pk"), state=ReviewState.OPEN)
    if person is not None:
        seen |= Q(Exists(open_review.filter(reviewers__person=person)))
    if holds_anywhere(actor, Permission.REVIEW_COURSE):
        seen |= Q(Exists(Review.objects.filter(version=OuterRef("pk"))))
    return Version.objects.filter(seen).select_related("course__owner", "course__body").order_by("course", "-number")


def drafts_written_by(actor: Actor) -> QuerySet[Version]:
    """The drafts this actor may change."""
    drafts = Version.objects.filter(_written_by(actor, "course__owner"), state=VersionState.DRAFT)
    return drafts.select_related("course__owner__merged_into", "course__body").order_by("-created_at", "-pk")


def outline_of(version: Version) -> QuerySet[Unit]:
    """The chapters and lessons in reading order, with their blocks and contents. Three queries whatever the size."""
    blocks = Block.objects.select_related("content").order_by("position", "pk")
    return version.units.select_related("parent").prefetch_related(Prefetch("blocks", queryset=blocks)).order_by("position")


def open_offerings(course: Course) -> QuerySet[Offering]:
    """Offerings of any published version of the course that anybody may join, the newest first."""
    rows = Offering.objects.filter(version__course=course, version__state=VersionState.PUBLISHED, is_open=True)
    return rows.select_related("channel", "institution__country", "version").order_by("-starts_on", "-pk")


def edits_of(version: Version) -> QuerySet[Edit]:
    """The history of a draft, the newest first."""
    return Edit.objects.filter(version=version).select_related("before", "after").order_by("-edited_at", "-pk")


def institutions_of_author(actor: Actor) -> QuerySet[Institution]:
    """The institutions for which this actor writes courses; merged ones are left to the one kept."""
    held = institutions_held(actor, Permission.WRITE_COURSE)
    rows = Institution.objects.filter(merged_into__isnull=True).order_by("sort_name", "pk")
    return rows if held is None else rows.filter(pk__in=held)


def courses_readable_in(language: str) -> QuerySet[Course]:
    """Published courses titled in the language, those written in it first, newest first: what a front page shows its reader."""
    titled = Course.objects.filter(published__isnull=False, title__texts__has_key=language)
    written_in = Case(When(body__language=language, then=0), default=1)
    return _full(titled).annotate(is_translated=written_in).order_by("is_translated", "-created_at", "-pk")
