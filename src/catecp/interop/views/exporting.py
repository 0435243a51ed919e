"""Taking a published course into another system."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from catecp.courses.enums import RenditionKind
from catecp.courses.models import Course
from catecp.courses.queries.courses import courses_visible_to
from catecp.interop.exporting.formats import FORMATS, Choice, differences
from catecp.interop.exporting.rules import may_export_version
from catecp.kernel.verdict import require
from catecp.languages.models import Translation
from catecp.languages.tags import LANGUAGES
from catecp.learning.bundle.making import zipped

MEDIA = ("none", RenditionKind.AUDIO, RenditionKind.P144, RenditionKind.P240, RenditionKind.P480)
_ENDINGS = {"html": "zip", "scorm12": "zip", "cartridge": "imscc"}


def _course(request: HttpRequest, public_id: str) -> Course:
    course = get_object_or_404(courses_visible_to(request.user), public_id=public_id)
    if course.published is None:
        raise Http404
    return course


def _languages(course: Course) -> list[str]:
    """The language it is written in first, then those somebody translated it into."""
    found = Translation.objects.filter(segment__body=course.body).exclude(state="machine").values_list("language", flat=True)
    return [course.language, *(tag for tag in LANGUAGES if tag in set(found.distinct()) and tag != course.language)]


@login_not_required
@require_GET
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    course = _course(request, public_id)
    verdict = may_export_version(request.user, course.published)
    choice = Choice(course.published, course.language)
    kinds = [{"key": key, "differences": differences(choice, key)} for key in FORMATS]
    facts = {"course": course, "verdict": verdict, "kinds": kinds, "languages": _languages(course), "media": MEDIA}
    return render(request, "interop/export.html", facts)


@login_not_required
@require_GET
def download(request: HttpRequest, public_id: str, kind: str) -> HttpResponse | StreamingHttpResponse:
    course = _course(request, public_id)
    require(may_export_version(request.user, course.published))
    language, media = request.GET.get("language") or course.language, request.GET.get("media") or RenditionKind.P240
    if kind not in FORMATS or language not in _languages(course) or media not in MEDIA:
        raise Http404
    response = StreamingHttpResponse(
        zipped(FORMATS[kind](Choice(course.published, language, media))), content_type="application/zip"
    )
    name = f"catecp-{course.public_id}-v{course.published.number}-{language}-{kind}.{_ENDINGS[kind]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
