"""The screen in the hall: where to answer, how many have, and the bars once it is closed."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catecp.kernel.live import live
from catecp.kernel.qr import qr_svg
from catecp.surveys import rules
from catecp.surveys.enums import SurveyState
from catecp.surveys.models import Survey
from catecp.surveys.queries.results import people_by_code, people_by_language, responses_count, shares_of
from catecp.surveys.queries.surveys import people_checked_in, questions_of, survey_with_event, surveys_of
from catecp.surveys.tally import round_half_up
from catecp.surveys.views.addresses import as_spoken, public_address
from catecp.surveys.views.loading import managed_event
from catecp.surveys.views.results import OPTION_KINDS, group_label

MOST_BARS = 12


@require_safe
def projector_of_event(request: HttpRequest, slug: str) -> HttpResponse:
    """The screen of the event's survey that is open, else of its latest."""
    event = managed_event(request, slug)
    found = surveys_of(event).order_by(Case(When(state=SurveyState.OPEN, then=0), default=1), "-pk").first()
    if found is None:
        return redirect("surveys:surveys", slug=slug)
    return redirect(f"{reverse('surveys:projector', args=[slug, found.public_id])}?key={found.projector_key}")


@require_safe
@login_not_required
def projector(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    survey = _survey(request, slug, public_id)
    address = public_address(request, survey)
    return render(
        request,
        "surveys/projector.html",
        {
            **_numbers(survey),
            "address": as_spoken(address),
            "qr": qr_svg(address, quiet_zone=2),
            "key": request.GET.get("key", ""),
        },
    )


@require_safe
@login_not_required
def projector_part(request: HttpRequest, slug: str, public_id: str) -> HttpResponseBase:
    """The moving part of the screen: a stream of versions, or the part itself."""
    survey = _survey(request, slug, public_id)
    return live(
        request,
        version=lambda: _version(survey.pk),
        part=lambda: render(request, "surveys/_projector.html", _numbers(survey)),
    )


def _survey(request: HttpRequest, slug: str, public_id: str) -> Survey:
    survey = survey_with_event(slug, public_id)
    if survey is None or not rules.may_show_projector(request.user, survey, key=request.GET.get("key", "")):
        raise Http404
    return survey


def _version(pk: int) -> str:
    survey = Survey.objects.select_related("event").get(pk=pk)
    return f"{survey.state}-{responses_count(survey)}-{people_checked_in(survey.event)}"


def _numbers(survey: Survey) -> dict:
    """Bars only when nobody can follow the crowd any more."""
    people, present = responses_count(survey), people_checked_in(survey.event)
    groups = people_by_language(survey)
    is_closed = survey.state == SurveyState.CLOSED
    return {
        "survey": survey,
        "event": survey.event,
        "people": people,
        "present": present,
        "percent": min(100, round_half_up(100 * people, present)),
        "languages": [(group_label(group), group.people, round_half_up(100 * group.people, people)) for group in groups],
        "is_open": survey.state == SurveyState.OPEN,
        "is_closed": is_closed,
        "bars": _bars(survey) if is_closed else [],
    }


def _bars(survey: Survey) -> list[dict]:
    found = []
    for question in questions_of(survey):
        if question.kind in OPTION_KINDS:
            shares = [share for share in shares_of(question) if share.people][:MOST_BARS]
            bars = [(share.label, share.people, share.percent) for share in shares]
            found.append({"question": question, "answered": shares[0].answered if shares else 0, "bars": bars})
        elif question.codebook:
            codes = people_by_code(survey, question.codebook)[:MOST_BARS]
            bars = [(code.code.label, code.people, round_half_up(100 * code.people, code.answered)) for code in codes]
            found.append(
                {
                    "question": question,
                    "answered": codes[0].answered if codes else 0,
                    "bars": bars,
                    "note": _("grouped by a person"),
                }
            )
    return [one for one in found if one["bars"]]
