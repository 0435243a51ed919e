"""A review as its leader and the authors see it: asked for, readers named, comments, decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catecp.courses import rules
from catecp.courses.enums import ReviewState
from catecp.courses.forms_reviews import AskForm, DecisionForm, ReaderForm
from catecp.courses.models import Review
from catecp.courses.queries import reviews as queries
from catecp.courses.queries.drafts import fingerprint_of
from catecp.courses.services import reviewing as services
from catecp.courses.views.drafting import draft_to_write, writer
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.translated import written
from catecp.kernel.verdict import require


@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.reviews_visible_to(request.user), request, per_page=30)
    return render(request, "courses/reviews/list.html", {"page": page, "readings": queries.readings_of(request.user)[:30]})


def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Authors ask for a review of their draft."""
    draft = draft_to_write(request, public_id)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review = services.ask_for_review(version=draft, **form.cleaned_data, at=timezone.now(), by=writer(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Asked. Who leads the review names the readers."))
            return redirect("courses:review", review.public_id)
    rows = queries.reviews_visible_to(request.user).filter(version=draft)
    return render(request, "courses/edit/review.html", {"course": draft.course, "form": form, "reviews": rows})


def _visible(request: HttpRequest, public_id: str) -> Review:
    return get_object_or_404(queries.reviews_visible_to(request.user), public_id=public_id)


@require_GET
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    may_lead = rules.may_lead_review(request.user, found)
    return render(
        request,
        "courses/reviews/review.html",
        {
            "review": found,
            "course": found.version.course,
            "changed": fingerprint_of(found.version) != found.fingerprint,
            "items": queries.answered(found),
            "comments": queries.comments_of(found),
            "may_lead": may_lead,
            "may_decide": rules.may_decide_review(request.user, found),
            "enough": rules.readings_suffice(found),
            "reader_form": ReaderForm(),
            "decision_form": DecisionForm(),
            "link": request.session.pop("courses.review_link", ""),
        },
    )


@require_POST
def readers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name a reader, or send one a new link."""
    found = _visible(request, public_id)
    require(rules.may_lead_review(request.user, found))
    again = request.POST.get("again", "")
    if again:
        reader = get_object_or_404(found.reviewers.select_related("review"), public_id=again)
        request.session["courses.review_link"] = services.renew_link(reviewer=reader, at=timezone.now(), by=writer(request))
        return redirect("courses:review", public_id)
    form = ReaderForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the name and the country of the reader; the e-mail address must be whole."))
        return redirect("courses:review", public_id)
    reader, address = services.name_reader(review=found, data=form.data_of_reader(), at=timezone.now(), by=writer(request))
    request.session["courses.review_link"] = address
    if reader.email:
        messages.success(request, _("The link is on its way to %(name)s.") % {"name": reader.name})
    return redirect("courses:review", public_id)


@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    require(rules.may_decide_review(request.user, found))
    if request.POST.get("cancel"):
        services.cancel_review(review=found, at=timezone.now(), by=writer(request))
        return redirect("courses:review", public_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a decision and give the reasons."))
        return redirect("courses:review", public_id)
    data = form.cleaned_data
    reasons = written(data["reasons"], translation.get_language() or "en")
    services.decide_review(
        review=found,
        state=ReviewState(data["state"]),
        reasons=reasons,
        despite=data["despite"],
        at=timezone.now(),
        by=writer(request),
    )
    messages.success(request, _("The decision is on record."))
    return redirect("courses:review", public_id)


@require_POST
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Authors and leaders answer, and settle what is done."""
    found = _visible(request, public_id)
    require(rules.may_see_review(request.user, found))
    settle = request.POST.get("settle", "")
    if settle.isdigit():
        row = get_object_or_404(found.comments, pk=int(settle[:18]))
        services.settle_comment(comment=row, settled=not row.is_settled)
    else:
        services.write_comment(
            review=found,
            reviewer=None,
            name=str(writer(request)),
            block_key=request.POST.get("block", ""),
            text=request.POST.get("text", ""),
            language=translation.get_language() or "en",
            at=timezone.now(),
            by=writer(request),
        )
    return redirect("courses:review", public_id)
