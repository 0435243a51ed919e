"""What every page of the editor begins with: the course, if the reader may change it, and its draft."""

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from catecp.accounts.models import User
from catecp.courses.models import Course, Unit, Version
from catecp.courses.queries.courses import courses_visible_to
from catecp.courses.rendering import AddressBook
from catecp.courses.rules import may_write_course
from catecp.courses.services.publishing import open_draft
from catecp.kernel.verdict import require


def course_to_write(request: HttpRequest, public_id: str) -> Course:
    """404 for what the reader does not see, 403 for what they see and may not change."""
    course = get_object_or_404(courses_visible_to(request.user), public_id=public_id)
    require(may_write_course(request.user, course))
    return course


def draft_to_write(request: HttpRequest, public_id: str) -> Version:
    """The draft; a post opens one where there is none, a look at a page does not."""
    course = course_to_write(request, public_id)
    draft = course.draft
    if draft is None and request.method == "POST":
        draft = open_draft(course=course, at=timezone.now(), by=writer(request))
    if draft is None:
        raise Http404
    draft.course = course
    return draft


def unit_to_write(version: Version, key: str) -> Unit:
    unit = get_object_or_404(version.units.select_related("parent"), key=key)
    unit.version = version
    return unit


def writer(request: HttpRequest) -> User:
    return cast(User, request.user)


def media_address(sha256: str, _media_type: str = "") -> str:
    return reverse("courses:media", args=[sha256, "original"])


BOOK = AddressBook(media=media_address)
