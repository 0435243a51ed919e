"""Released reports: public, frozen, with their errata."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.files.responses import document_response
from catecp.insights import queries, rules
from catecp.insights.forms import ErratumForm
from catecp.insights.models import Release
from catecp.insights.reports.frozen import thawed_document
from catecp.insights.reports.page import page_blocks
from catecp.insights.services.releasing import publish_erratum
from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.languages.tags import LANGUAGES


@login_not_required
def releases(request: HttpRequest) -> HttpResponse:
    return render(request, "insights/releases.html", {"reports": queries.released_reports(request.user)})


@login_not_required
def released(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest release, or the one asked for by `?number=`, in the reader's language if it was released in it."""
    release = _release(request, public_id)
    asked = request.GET.get("language", "") or translation.get_language() or "en"
    language = asked if asked in release.content else next(iter(release.content))
    document = thawed_document(release.content[language])
    context = {
        "release": release,
        "report": release.report,
        "document": document,
        "language": language,
        "languages": [LANGUAGES[tag] for tag in release.content],
        "blocks": page_blocks(document),
        "files": release.files.select_related("document").order_by("language", "format"),
        "errata": release.errata.order_by("published_at", "pk"),
        "others": release.report.releases.exclude(pk=release.pk),
        "is_newest": not release.report.releases.filter(number__gt=release.number).exists(),
        "may_correct": rules.may_release_report(request.user, release.report.event),
        "form": ErratumForm(),
    }
    return render(request, "insights/released.html", context)


@login_not_required
def release_file(request: HttpRequest, public_id: str, language: str, kind: str) -> HttpResponse:
    release = _release(request, public_id)
    file = get_object_or_404(release.files.select_related("document"), language=language, format=kind)
    return document_response(file.document)


@require_POST
def erratum(request: HttpRequest, public_id: str) -> HttpResponse:
    release = _release(request, public_id)
    require(rules.may_release_report(request.user, release.report.event))
    form = ErratumForm(request.POST)
    if form.is_valid():
        try:
            language = translation.get_language() or "en"
            publish_erratum(release=release, language=language, at=timezone.now(), by=request.user, **form.cleaned_data)
            messages.success(request, _("The erratum is published. The release stays as it was."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("Say what was printed, what is right, and why it changed."))
    return redirect("insights:released", release.report.public_id)


def _release(request: HttpRequest, public_id: str) -> Release:
    report = get_object_or_404(queries.released_reports(request.user), public_id=public_id)
    found = report.releases.select_related("report__event").order_by("-number")
    number = request.GET.get("number", "")
    release = found.filter(number=int(number)).first() if number.isdigit() and len(number) < 6 else found.first()
    if release is None:
        raise Http404
    return release
