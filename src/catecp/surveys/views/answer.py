"""The page phones open, and where they send their answers."""

import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catecp.kernel.identifiers import read_code
from catecp.surveys import rules
from catecp.surveys.enums import Source
from catecp.surveys.models import Survey
from catecp.surveys.phone_answers import Raw, Submission, is_client_id
from catecp.surveys.phone_page import Asked, content_policy, phone_page
from catecp.surveys.queries.surveys import questions_of, survey_of_address
from catecp.surveys.services.answering import AnswersRefused, submit_response

_RECEIPT = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}")
_CLOSED_WORDS = {"closed", "not_open"}


def from_our_pages_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a form that another site sends.

    The usual token is left out on purpose: it needs a cookie, which browsers inside messengers often drop, and a page of its own for
    every phone. Nothing here acts on a session: the right to answer is the personal code, which no other site knows.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        origin = request.headers.get("Origin", "")
        if request.method == "POST" and origin not in {"", "null"} and origin.partition("://")[2] != request.get_host():
            return HttpResponse(status=403)
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)


@from_our_pages_only
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    survey = survey_of_address(slug)
    if survey is None:
        return _as_typed(request, slug)
    if request.method == "POST":
        return _take(request, survey)
    receipt = request.GET.get("done", "")
    asked = Asked(
        language=_language(request, survey),
        is_language_chosen="lang" in request.GET,
        code=read_code(request.GET.get("c", ""))[:8],
        receipt=receipt if _RECEIPT.fullmatch(receipt) else "",
        is_paper="paper" in request.GET,
    )
    return _page(survey, asked)


def _as_typed(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody typed the short address from the wall: capitals, or O for 0."""
    meant = read_code(slug).lower()
    if meant == slug or survey_of_address(meant) is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("surveys:answer", args=[meant]) + (f"?{query}" if query else ""), preserve_request=True)


def _language(request: HttpRequest, survey: Survey) -> str:
    """Asked for in the address, chosen before, or the browser's; a survey can be in languages the rest of the pages are not in yet."""
    asked = (request.GET.get("lang"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), get_language(), "en", *survey.languages)
    return next((tag for tag in asked if tag in survey.languages), "en")


def _page(survey: Survey, asked: Asked, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(phone_page(survey, list(questions_of(survey)), asked), status=status)
    response["Content-Security-Policy"] = content_policy()
    response["Cache-Control"] = "no-cache"
    return response


def _take(request: HttpRequest, survey: Survey) -> HttpResponse:
    submission = _submission(request, survey)
    is_paper = "paper" in request.POST and bool(rules.may_manage_surveys(request.user, survey.event))
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        thanks = submit_response(survey=survey, submission=submission, source=Source.PAPER if is_paper else Source.PHONE)
    except AnswersRefused as refusal:
        status = 409 if _CLOSED_WORDS & {word for word, _number in refusal.problems.values()} else 422
        if wants_json:
            return JsonResponse({"problems": refusal.problems}, status=status)
        asked = Asked(
            language=submission.language,
            is_language_chosen=True,
            code=read_code(submission.code)[:8],
            is_paper=is_paper,
            filled=submission.answers,
            problems=refusal.problems,
            client=submission.client_id if is_client_id(submission.client_id) else "",
            rotation=submission.rotation,
        )
        return _page(survey, asked, status=status)
    if wants_json:
        return JsonResponse({"receipt": thanks.receipt})
    paper = "&paper=1" if is_paper else ""
    return redirect(f"{reverse('surveys:answer', args=[survey.slug])}?done={thanks.receipt}&lang={submission.language}{paper}")


def _submission(request: HttpRequest, survey: Survey) -> Submission:
    posted = request.POST
    language = posted.get("lang", "")
    rotation = posted.get("r", "")
    return Submission(
        client_id=posted.get("client", ""),
        code=posted.get("code", "")[:40],
        language=language if language in survey.languages else _language(request, survey),
        rotation=int(rotation) if rotation.isascii() and rotation.isdigit() and len(rotation) < 3 else 0,
        answers={
            question.number: Raw(values=posted.getlist(f"q{question.number}"), other=posted.get(f"q{question.number}_other", ""))
            for question in questions_of(survey)
        },
    )
