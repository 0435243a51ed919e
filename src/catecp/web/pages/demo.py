"""Signing in as one of the invented people, on the demo only."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from catecp.accounts.models import User
from catecp.web.demo_accounts import DEMO_ACCOUNTS


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """One click signs in as one of the listed accounts. A real installation knows no such page."""
    email = request.POST.get("email", "")
    if not settings.IS_DEMO or email not in {account.email for account in DEMO_ACCOUNTS}:
        raise Http404
    user = get_object_or_404(User, email=email, is_active=True, person__is_invented=True)
    logout(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    after = request.POST.get("next", "")
    if after and url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(after)
    return redirect("web:desk")
