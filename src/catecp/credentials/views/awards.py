"""One's own certificates, one certificate, and those of a class."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.credentials import queries, rules
from catecp.credentials.documents.certificate import render_certificate
from catecp.credentials.forms import RevokeForm
from catecp.credentials.models import Award
from catecp.credentials.services.awarding import CLASS_JOB, reissue_award, revoke_award
from catecp.credentials.signing import read_token
from catecp.kernel import jobs
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.verdict import require
from catecp.learning.models import StudyClass
from catecp.learning.sessions import learner_of


def _for_learners(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A learner needs no account; whoever is neither learner nor signed in signs in first."""

    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not request.user.is_authenticated and learner_of(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, **kwargs)

    return wrapped


def check_address(award: Award) -> str:
    return f"{settings.SITE_ADDRESS}/verify/#{award.code}"


def _visible(request: HttpRequest, public_id: str) -> Award:
    return get_object_or_404(queries.awards_visible_to(request.user, learner=learner_of(request)), public_id=public_id)


@_for_learners
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own certificates, and for those who answer for certificates the ones of their institutions."""
    learner = learner_of(request)
    own = queries.awards_of_learner(request.user, learner=learner)
    others = queries.awards_visible_to(request.user, learner=learner).exclude(pk__in=own.order_by().values("pk"))
    return render(request, "credentials/mine.html", {"own": own, "page": page_of(others, request)})


@_for_learners
def award(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    context = {
        "award": found,
        "words": found.content["in"].get(request.LANGUAGE_CODE) or found.content["in"]["en"],
        "address": check_address(found),
        "may_revoke": rules.may_revoke_award(request.user, found),
        "may_reissue": rules.may_reissue_award(request.user, found),
        "revoke_form": RevokeForm(),
        "later": Award.objects.filter(replaces=found).first(),
    }
    return render(request, "credentials/award.html", context)


@_for_learners
def pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    page = render_certificate(found.content, address=check_address(found), site=settings.SITE_ADDRESS, at=found.issued_at)
    response = HttpResponse(page, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response


@_for_learners
def badge(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The Open Badge: `jwt` is the signed text that wallets take; `json` is what it says, for reading."""
    found = _visible(request, public_id)
    if kind == "jwt":
        response = HttpResponse(found.credential, content_type="application/vc+jwt")
    else:
        payload = read_token(found.credential, keys=[found.key.public_jwk])
        response = JsonResponse(payload, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{found.number}.{kind}"'
    return response


@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    require(rules.may_revoke_award(request.user, found))
    form = RevokeForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        revoke_award(award=found, reason=reason, at=timezone.now(), by=request.user)
        messages.success(request, _("Revoked. Every check says so from now on."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def reissue(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    require(rules.may_reissue_award(request.user, found))
    made = reissue_award(award=found, at=timezone.now(), by=request.user)
    messages.success(request, _("Issued again, with what the records say now."))
    return redirect(made)


def of_class(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who in the class has a certificate and who is ready for one."""
    study_class = get_object_or_404(StudyClass.objects.select_related("offering__version__course"), public_id=public_id)
    require(rules.may_issue_for_class(request.user, study_class))
    context = {
        "study_class": study_class,
        "awards": queries.awards_of_class(study_class),
        "ready": queries.ready_in_class(study_class),
    }
    return render(request, "credentials/class.html", context)


@require_POST
def issue_for_class(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = get_object_or_404(StudyClass, public_id=public_id)
    require(rules.may_issue_for_class(request.user, study_class))
    title = _("Certificates of %(name)s") % {"name": study_class.name}
    job = jobs.start(
        kind=CLASS_JOB, title=title, arguments={"study_class": study_class.pk}, by=request.user.pk, at=timezone.now()
    )
    return redirect("web:job", job.public_id)
