"""What anybody may see: the check of a certificate, the keys, the status lists, who signs."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from catecp.credentials import issuer, queries, signing
from catecp.credentials.forms import CheckForm
from catecp.credentials.page_words import check_words
from catecp.credentials.services.keys import present_key, private_pem
from catecp.credentials.short_code import REVOKED_KIND
from catecp.credentials.status_list import list_credential

FRESH_SECONDS = 300


@csrf_exempt  # reads only, and the page may come from a phone's cache with a token long over
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The check page. The same for everybody, so that a phone can keep it; the code stays in the address's fragment, on the phone."""
    form = CheckForm(request.POST or None, request.FILES or None)
    typed = request.GET.get("number", "")[:100]
    asked = typed
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data["badge"] or form.cleaned_data["text"]
    context = {
        "form": form if form.is_bound else CheckForm(initial={"text": typed}),
        "asked": asked,
        "found": queries.checked(asked) if asked else None,
        "data": {"keys": queries.public_keys(), "revoked": _revoked_code(timezone.now()), "words": check_words()},
        "now": timezone.now(),
    }
    return render(request, "credentials/check.html", context)


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its scope is the check page and nothing else of the site."""
    response = render(request, "credentials/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    """Which bits are revoked, as a short signed text that a phone keeps."""
    return _public(HttpResponse(_revoked_code(timezone.now()), content_type="text/plain; charset=utf-8"), seconds=60)


@login_not_required
@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:
    """A Bitstring Status List credential as a signed JWT, as foreign verifiers read it."""
    if number > 10_000:
        raise Http404
    at = timezone.now()
    key = present_key(at=at)
    site = settings.SITE_ADDRESS
    payload = list_credential(site=site, number=number, revoked=queries.revoked_bits(number), at=at)
    words = signing.token(payload, private_pem=private_pem(key), key_address=issuer.key_address(site, key.kid))
    return _public(HttpResponse(words, content_type="application/vc+jwt"))


@login_not_required
@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    return _public(JsonResponse({"keys": _keys()}))


@login_not_required
@require_safe
def did_document(request: HttpRequest) -> HttpResponse:
    return _public(JsonResponse(issuer.did_document(settings.SITE_ADDRESS, _keys())))


@login_not_required
@require_safe
def issuer_profile(request: HttpRequest) -> HttpResponse:
    return _public(JsonResponse(issuer.profile(settings.SITE_ADDRESS)))


def _keys() -> list[dict[str, str]]:
    """Ours, with the first one made when nobody has needed one yet."""
    present_key(at=timezone.now())
    return queries.public_keys()


def _revoked_code(at: datetime) -> str:
    key = present_key(at=at)
    fields: list[Any] = [key.kid, at.strftime("%Y-%m-%dT%H:%M:%SZ"), queries.revoked_indexes()]
    return signing.code(fields, kind=REVOKED_KIND, private_pem=private_pem(key))


def _public(response: HttpResponse, *, seconds: int = FRESH_SECONDS) -> HttpResponse:
    """For programs on other sites too: nothing here is private."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
