"""What was answered: bars with N, by language, downloads."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catecp.kernel.tabular import download
from catecp.kernel.verdict import require
from catecp.languages.tags import LANGUAGES
from catecp.surveys import rules
from catecp.surveys.models import Question, Survey
from catecp.surveys.queries import results as queries
from catecp.surveys.queries.codebook import board
from catecp.surveys.queries.surveys import questions_of, surveys_visible_to
from catecp.surveys.question_types.registry import KINDS
from catecp.surveys.tally import Group
from catecp.surveys.views.loading import managed_survey

OPTION_KINDS = {"choice", "top_n", "scale"}


@require_safe
def results(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    survey = get_object_or_404(surveys_visible_to(request.user), event__slug=slug, public_id=public_id)
    require(rules.may_see_results(request.user, survey))
    questions = list(questions_of(survey))
    groups = queries.people_by_language(survey)
    return render(
        request,
        "surveys/results.html",
        {
            "survey": survey,
            "event": survey.event,
            "people": queries.responses_count(survey),
            "languages": [{"label": group_label(group), "value": group.people} for group in groups],
            "questions": [_shown(survey, question) for question in questions],
            "may_manage": rules.may_manage_surveys(request.user, survey.event),
        },
    )


def group_label(group: Group) -> str:
    if group.is_merged:
        return _("small groups, together")
    tag = group.members[0]
    return LANGUAGES[tag].own_name if tag in LANGUAGES else tag


def _shown(survey: Survey, question: Question) -> dict:
    shown: dict[str, Any] = {
        "question": question,
        "title": KINDS[question.kind].title,
        "answered": queries.answered_count(question),
    }
    if question.kind in OPTION_KINDS:
        breakdown = queries.choices_by_language(question)
        shown |= {
            "shares": [share for share, _cells in breakdown.rows],
            "groups": [(group_label(group), group.people) for group in breakdown.groups],
            "rows": breakdown.rows,
        }
    if question.codebook:
        shown |= {"codes": queries.people_by_code(survey, question.codebook), "board": board(survey, question.codebook)}
    return shown


@require_safe
def export(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Every answer, one row a person, in no order of arrival; only for the coordinator."""
    survey = managed_survey(request, slug, public_id)
    questions = list(questions_of(survey))
    rows = queries.export_rows(survey, questions)
    names = {"merged": _("small groups, together")}
    table = [[names.get(row[0], row[0]), *row[1:]] for row in rows]
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    return download(name=f"survey-{survey.slug}", kind=kind, headers=queries.export_headers(questions), rows=table)
