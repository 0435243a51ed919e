"""A coordinator's surveys: list, overview, settings, open, close, codes, preview."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catecp.events.models import Event
from catecp.kernel.tabular import download
from catecp.kernel.translated import written
from catecp.languages.tags import LANGUAGES
from catecp.surveys import rules
from catecp.surveys.forms import NewSurveyForm, SpareCodesForm, SurveyForm, survey_initial
from catecp.surveys.models import Survey
from catecp.surveys.phone_page import Asked, content_policy, page_weight, phone_page
from catecp.surveys.queries import results
from catecp.surveys.queries.surveys import access_codes_of, code_counts, questions_of, surveys_of
from catecp.surveys.question_types.registry import KINDS
from catecp.surveys.services import authoring, closing, codes
from catecp.surveys.views.addresses import public_address
from catecp.surveys.views.loading import attempt, managed_event, managed_survey
from catecp.surveys.wording import progress_of, wordings_of


def surveys(request: HttpRequest, slug: str) -> HttpResponse:
    """The surveys of an event, and a form for another one."""
    event = managed_event(request, slug)
    form = NewSurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _create(request, event, form.cleaned_data)
        return redirect("surveys:survey", slug=slug, public_id=made.public_id)
    return render(request, "surveys/surveys.html", {"event": event, "surveys": surveys_of(event), "form": form, "tab": "surveys"})


def _create(request: HttpRequest, event: Event, chosen: dict) -> Survey:
    by, at = request.user, timezone.now()
    if chosen["start"] == "workshop":
        return authoring.create_workshop_survey(event=event, languages=list(LANGUAGES), by=by, at=at)
    languages = list(event.languages) or ["en"]
    title = written(chosen["title"], languages[0])
    return authoring.create_survey(event=event, title=title, languages=languages, by=by, at=at)


@require_safe
def survey(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    shown = managed_survey(request, slug, public_id)
    questions = list(questions_of(shown))
    return render(
        request,
        "surveys/survey.html",
        {
            "survey": shown,
            "event": shown.event,
            "questions": questions,
            "kinds": [(kind.kind, kind.title) for kind in KINDS.values()],
            "codes": code_counts(shown),
            "people": results.responses_count(shown),
            "may_edit": rules.may_edit_questions(request.user, shown),
            "original": shown.title.original,
            "progress": progress_of(wordings_of(shown, questions), shown.languages),
            "address": public_address(request, shown),
            "weight": page_weight(shown, questions) if questions else 0,
            "unread": results.texts_unread(shown),
        },
    )


def survey_settings(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    shown = managed_survey(request, slug, public_id)
    form = SurveyForm(request.POST or None, initial=survey_initial(shown))
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "survey": shown, "by": request.user, "at": timezone.now()}
        if attempt(request, lambda: authoring.edit_survey(**values), done=_("Saved.")):
            return redirect("surveys:survey", slug=slug, public_id=public_id)
    return render(request, "surveys/settings.html", {"survey": shown, "event": shown.event, "form": form})


@require_POST
def open_(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    shown = managed_survey(request, slug, public_id)
    deed = {"survey": shown, "by": request.user, "at": timezone.now()}
    attempt(request, lambda: closing.open_survey(**deed), done=_("The survey is open. People can answer now."))
    return redirect("surveys:survey", slug=slug, public_id=public_id)


@require_POST
def close(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    shown = managed_survey(request, slug, public_id)
    deed = {"survey": shown, "by": request.user, "at": timezone.now()}
    attempt(request, lambda: closing.close_survey(**deed), done=_("The survey is closed. Its results can be shown now."))
    return redirect("surveys:survey", slug=slug, public_id=public_id)


@require_safe
def preview(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The page phones show, in any language; nothing can be sent from it."""
    shown = managed_survey(request, slug, public_id)
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in shown.languages else (shown.languages or ["en"])[0]
    asked = Asked(language=language, is_language_chosen=True, is_preview=True)
    response = HttpResponse(phone_page(shown, list(questions_of(shown)), asked))
    response["Content-Security-Policy"] = content_policy()
    return response


@require_safe
def access_codes(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The codes as slips to print, or as a list for badges (`?format=csv`)."""
    shown = managed_survey(request, slug, public_id)
    address = public_address(request, shown)
    rows = list(access_codes_of(shown))
    if request.GET.get("format") in {"csv", "xlsx"}:
        headers = [_("Name"), _("Institution"), _("Code"), _("Address with the code")]
        table = [
            [
                code.registration.person.name if code.registration else _("spare"),
                str(code.registration.institution or code.registration.affiliation) if code.registration else "",
                code.code,
                f"{address}?c={code.code}",
            ]
            for code in rows
        ]
        return download(name=f"survey-codes-{shown.slug}", kind=request.GET["format"], headers=headers, rows=table)
    context = {"survey": shown, "event": shown.event, "codes": rows, "counts": code_counts(shown), "address": address}
    return render(request, "surveys/codes.html", {**context, "form": SpareCodesForm()})


@require_POST
def issue_codes(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """For everybody registered since; or spare ones when a number is sent."""
    shown = managed_survey(request, slug, public_id)
    deed = {"survey": shown, "by": request.user, "at": timezone.now()}
    form = SpareCodesForm(request.POST)
    if "number" in request.POST and form.is_valid():
        attempt(request, lambda: codes.issue_spare_codes(number=form.cleaned_data["number"], **deed), done=_("Spare codes made."))
    elif "number" not in request.POST:
        attempt(request, lambda: codes.issue_codes(**deed), done=_("Everybody registered has a code now."))
    return redirect(reverse("surveys:codes", args=[slug, public_id]))
