"""A course on the phone: what it costs, what it is made of, the worker that opens it without network, the films' words."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from catecp.courses.enums import BlockKind
from catecp.courses.models import Block
from catecp.courses.rendering.site import subtitles_of
from catecp.courses.rendering.texts import in_language, texts_for
from catecp.languages.tags import LANGUAGES
from catecp.learning.models import Learner
from catecp.learning.offline import CHOICES, copy_of, costs
from catecp.learning.page_words import offline_words, page_words
from catecp.learning.views.entrance import for_learners, own_enrolment
from catecp.learning.views.learn import page_book


@require_GET
@for_learners
def download(request: HttpRequest, learner: Learner, enrolment: str) -> HttpResponse:
    """The choices with their sizes; the script does the keeping."""
    found = own_enrolment(learner, enrolment)
    sizes = costs(found, book=page_book(found))
    facts: dict[str, Any] = {"learner": learner, "enrolment": found, "sizes": _distinct(sizes)}
    facts["words"] = page_words() | offline_words()
    return render(request, "learning/download.html", facts)


def _distinct(sizes: dict[str, int]) -> list[tuple[str, int]]:
    """Choices that cost more than the one before them; a course without films has one."""
    shown: list[tuple[str, int]] = []
    for choice in CHOICES:
        if not shown or sizes[choice] > shown[-1][1]:
            shown.append((choice, sizes[choice]))
    return shown


@require_GET
@for_learners
def manifest(request: HttpRequest, learner: Learner, enrolment: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    media = request.GET.get("media", "144p")
    if media not in CHOICES:
        raise Http404
    copy = copy_of(found, media=media, book=page_book(found))
    pages = [part.address for part in copy.pages]
    files = [{"address": part.address, "bytes": part.bytes} for part in copy.files]
    answer = {"bytes": copy.bytes, "version": found.version.manifest.get("sha256", ""), "pages": pages, "files": files}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of `/learn/`: the same for everybody."""
    response = render(request, "learning/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
@for_learners
def subtitles(request: HttpRequest, learner: Learner, enrolment: str, block: str, language: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    place = get_object_or_404(
        Block.objects.select_related("content"), version=found.version, key=block, content__kind=BlockKind.VIDEO
    )
    if language not in LANGUAGES:
        raise Http404
    texts = texts_for([place.content], [language], found.version.course.language)[language]
    words = subtitles_of(in_language(BlockKind.VIDEO, place.content.body, texts)[0])
    return HttpResponse(
        words or "WEBVTT\n", content_type="text/vtt; charset=utf-8", headers={"Cache-Control": "private, max-age=3600"}
    )
