"""My own profile, and coming in by a one-time link."""

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from catecp.accounts import services
from catecp.accounts.forms import ProfileForm
from catecp.accounts.links import user_of_token
from catecp.accounts.queries import consents_of, person_of

_WORDS = ("title", "name", "original_name", "original_language", "phone", "preferred_language")


def profile(request: HttpRequest) -> HttpResponse:
    person = person_of(request.user)
    if person is None:
        raise Http404
    initial = {field: getattr(person, field) for field in _WORDS} | {
        "consents": [consent.purpose for consent in consents_of(person)]
    }
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {field: form.cleaned_data[field] for field in _WORDS}
        services.describe_person(person=person, words=words, at=timezone.now(), by=request.user)
        services.set_consents(person=person, given=set(form.cleaned_data["consents"]), at=timezone.now(), by=request.user)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "person": person})


@never_cache
@login_not_required
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only shows a button: mail scanners open links too, and must not use them up."""
    user = user_of_token(token)
    if user is None:
        return render(request, "accounts/link_over.html", status=410)
    if request.method != "POST":
        return render(request, "accounts/enter.html", {"user_shown": user})
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)
    return perform_login(request, user, email_verification="optional")
