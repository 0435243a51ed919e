"""What the pages of this module share: load what the reader manages, try a deed, say what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from catecp.events.models import Event
from catecp.events.queries.events import events_visible_to
from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.surveys import rules
from catecp.surveys.models import Code, Question, Statement, Survey
from catecp.surveys.queries.surveys import surveys_managed_by


def managed_event(request: HttpRequest, slug: str) -> Event:
    """404 when the reader may not know of it, 403 when they do not manage it."""
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    require(rules.may_manage_surveys(request.user, event))
    return event


def managed_survey(request: HttpRequest, slug: str, public_id: str) -> Survey:
    return get_object_or_404(surveys_managed_by(request.user), event__slug=slug, public_id=public_id)


def managed_question(request: HttpRequest, slug: str, public_id: str, question: str) -> Question:
    survey = managed_survey(request, slug, public_id)
    return get_object_or_404(survey.questions.select_related("survey__event"), public_id=question)


def managed_code(request: HttpRequest, slug: str, public_id: str, code: str) -> Code:
    survey = managed_survey(request, slug, public_id)
    return get_object_or_404(survey.codes.select_related("survey__event"), public_id=code, merged_into=None)


def managed_statement(request: HttpRequest, slug: str, public_id: str, statement: str) -> Statement:
    survey = managed_survey(request, slug, public_id)
    statements = Statement.objects.filter(answer__response__survey=survey).select_related("answer__question")
    return get_object_or_404(statements, public_id=statement)


def attempt(request: HttpRequest, deed: Callable[[], object], *, done: str = "") -> bool:
    """Do it; a refusal becomes a message in the reader's words."""
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True
