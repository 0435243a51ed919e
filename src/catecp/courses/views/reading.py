"""Reading for a review: by a personal link, without an account, or signed in. One page: the lessons, the questions, the advice."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catecp.courses import rendering
from catecp.courses.forms_reviews import ReadingForm
from catecp.courses.models import Passport, Reviewer
from catecp.courses.queries import reviews as queries
from catecp.courses.queries.drafts import fingerprint_of
from catecp.courses.reading_session import remember_version
from catecp.courses.services import reviewing as services
from catecp.courses.views.drafting import BOOK
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES


@login_not_required
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    reviewer = queries.reviewer_of_digest(services.digest_of(token)) if len(token) < 100 else None
    if reviewer is None:
        raise Http404
    remember_version(request, reviewer.review.version_id)
    return _reading(request, reviewer)


def signed_in(request: HttpRequest, public_id: str) -> HttpResponse:
    reviewer = get_object_or_404(queries.readings_of(request.user), review__public_id=public_id)
    return _reading(request, reviewer)


def _reading(request: HttpRequest, reviewer: Reviewer) -> HttpResponse:
    if request.method == "POST" and "comment" in request.POST:
        return _comment(request, reviewer)
    services.note_opened(reviewer=reviewer, at=timezone.now())
    form = ReadingForm(request.POST or None, reviewer=reviewer)
    if request.method == "POST" and form.is_valid():
        submit = request.POST.get("act") == "submit"
        try:
            services.save_reading(reviewer=reviewer, reading=form.reading(), submit=submit, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Handed in. Thank you.") if submit else _("Kept. You can go on later."))
            return redirect(request.path)
    return render(request, "courses/reviews/read.html", {**_shown(request, reviewer), "form": form})


def _shown(request: HttpRequest, reviewer: Reviewer) -> dict:
    review = reviewer.review
    version = review.version
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else version.course.language
    key = request.GET.get("lesson", "")
    unit = get_object_or_404(version.units, key=key) if key else None
    passport = Passport.objects.select_related("field").filter(version=version).first()
    by_block: dict[str, list] = {}
    for comment, _block in queries.comments_of(review):
        by_block.setdefault(comment.block_key, []).append(comment)
    lesson = rendering.lesson(version, unit, language, book=BOOK) if unit else None
    return {
        "reviewer": reviewer,
        "review": review,
        "course": version.course,
        "version": version,
        "passport": passport,
        "outcomes": [Translated.from_json(item.get("text")) for item in passport.outcomes] if passport else [],
        "language": language,
        "contents": rendering.outline(version, language),
        "unit": unit,
        "blocks": [(block, by_block.get(block.key, [])) for block in lesson.blocks] if lesson else [],
        "lesson": lesson,
        "comments": by_block.get("", []),
        "changed": fingerprint_of(version) != review.fingerprint,
    }


def _comment(request: HttpRequest, reviewer: Reviewer) -> HttpResponse:
    block = request.POST.get("block", "")[:12]
    try:
        services.write_comment(
            review=reviewer.review,
            reviewer=reviewer,
            name=reviewer.name,
            block_key=block,
            text=request.POST["comment"],
            language=translation.get_language() or "en",
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(request.get_full_path() + (f"#b-{block}" if block.isalnum() else "#comments"))
