"""Coming in: by the code of a class, by the link of a channel, by a phone number or an address."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catecp.accounts.queries import person_of
from catecp.kernel.identifiers import read_code
from catecp.learning.addresses import hidden
from catecp.learning.gateways import gateway
from catecp.learning.models import JoinCode
from catecp.learning.queries.joining import channel_of_code, class_of_code, names_on_list, open_offerings
from catecp.learning.services.enrolment import enrol
from catecp.learning.services.joining import Joined, JoinRefused, join_by_account, join_by_code, join_by_name, send_code
from catecp.learning.sessions import close_session, learner_of
from catecp.learning.views.entrance import count_guess, too_many_guesses, welcome


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Class code"), max_length=20, help_text=_("Eight letters and digits, from your teacher."))


class PinForm(forms.Form):
    pin = forms.CharField(
        label=_("Your four digits"),
        min_length=4,
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]{4}"}),
    )


class AddressForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=300, required=False)
    address = forms.CharField(
        label=_("Phone number or e-mail address"),
        max_length=200,
        help_text=_("A phone number begins with + and the country code."),
    )


class DigitsForm(forms.Form):
    digits = forms.CharField(
        label=_("The six digits we sent"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@never_cache
@login_not_required
def join(request: HttpRequest) -> HttpResponse:
    """A class code; or, for who was here before, the phone number or address they learn by."""
    form = CodeForm(request.POST or request.GET if "code" in (request.POST or request.GET) else None)
    if form.is_bound and form.is_valid():
        if refusal := too_many_guesses(request):
            return refusal
        if class_of_code(form.cleaned_data["code"]) is not None:
            return redirect("learning:join_class", read_code(form.cleaned_data["code"]))
        count_guess(request)
        form.add_error("code", _("No class has this code. Look at it once more, or ask your teacher."))
    if "next" in request.GET:
        request.session["join_next"] = request.GET["next"][:300]
    facts = {"form": form, "learner": learner_of(request), "address_form": AddressForm()}
    return render(request, "learning/join.html", facts | {"has_gateway": gateway() is not None})


@never_cache
@login_not_required
def join_class(request: HttpRequest, code: str) -> HttpResponse:
    """The names on the list, for who knows the code."""
    study_class = None if (refusal := too_many_guesses(request)) else class_of_code(code)
    if study_class is None:
        count_guess(request)
        if refusal:
            return refusal
        raise Http404
    facts = {"study_class": study_class, "names": names_on_list(study_class), "code": code}
    return render(request, "learning/join_class.html", facts)


@never_cache
@login_not_required
def take_name(request: HttpRequest, code: str, entry: int) -> HttpResponse:
    if refusal := too_many_guesses(request):
        return refusal
    study_class = class_of_code(code)
    chosen = next((row for row in names_on_list(study_class) if row.pk == entry), None) if study_class else None
    if chosen is None:
        count_guess(request)
        raise Http404
    form = PinForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            return welcome(request, join_by_name(entry=chosen, pin=form.cleaned_data["pin"], at=timezone.now()))
        except JoinRefused as refusal_of_name:
            count_guess(request)
            form.add_error("pin", str(refusal_of_name))
    facts = {"study_class": study_class, "entry": chosen, "form": form, "code": code}
    return render(request, "learning/take_name.html", facts)


@never_cache
@login_not_required
def join_channel(request: HttpRequest, code: str) -> HttpResponse:
    """What the channel's link opens: the courses anybody may join through it."""
    channel = channel_of_code(code)
    if channel is None:
        raise Http404
    facts = {"channel": channel, "offerings": open_offerings(channel, timezone.now().date()), "code": code}
    return render(request, "learning/join_channel.html", facts)


@never_cache
@login_not_required
def join_offering(request: HttpRequest, code: str, offering: str) -> HttpResponse:
    """Join one course: as who learns here already, by account, or by a code to a phone or an address."""
    channel = channel_of_code(code)
    if channel is None:
        raise Http404
    chosen = get_object_or_404(open_offerings(channel, timezone.now().date()), public_id=offering)
    learner, person, now = learner_of(request), person_of(request.user), timezone.now()
    form = AddressForm(request.POST if "address" in request.POST else None)
    if request.method == "POST" and "as_learner" in request.POST and learner is not None:
        return redirect(
            "learning:course", enrol(learner=learner, offering=chosen, language=get_language() or "", at=now).public_id
        )
    if request.method == "POST" and "as_account" in request.POST and person is not None:
        joined = join_by_account(person=person, offering=chosen, language=get_language() or "", at=now, by=request.user)
        return welcome(request, joined)
    if form.is_bound and form.is_valid() and (sent := _sent(request, form, chosen)):
        return sent
    facts = {"channel": channel, "offering": chosen, "form": form, "learner": learner, "person": person, "code": code}
    return render(request, "learning/join_offering.html", facts | {"has_gateway": gateway() is not None})


def _sent(request: HttpRequest, form: AddressForm, offering: object) -> HttpResponse | None:
    """Send the code and ask for it; a refusal stands at the field."""
    said = form.cleaned_data
    try:
        asked = send_code(
            address=said["address"], name=said["name"], language=get_language() or "", offering=offering, at=timezone.now()
        )
    except JoinRefused as refusal:
        form.add_error("address", str(refusal))
        return None
    request.session["join_shown"] = {asked.code.public_id: asked.shown} if asked.shown else {}
    return redirect("learning:enter_code", asked.code.public_id)


@never_cache
@login_not_required
@require_POST
def ask_code(request: HttpRequest) -> HttpResponse:
    """Who learned here before comes back by phone or address."""
    form = AddressForm(request.POST)
    if form.is_valid() and (sent := _sent(request, form, None)):
        return sent
    facts = {"form": CodeForm(), "learner": learner_of(request), "address_form": form, "has_gateway": gateway() is not None}
    return render(request, "learning/join.html", facts)


@never_cache
@login_not_required
def enter_code(request: HttpRequest, public_id: str) -> HttpResponse:
    code = get_object_or_404(JoinCode.objects.select_related("offering__version__course"), public_id=public_id)
    form = DigitsForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            joined: Joined = join_by_code(code=code, digits=form.cleaned_data["digits"], at=timezone.now())
            return welcome(request, joined)
        except JoinRefused as refusal:
            form.add_error("digits", str(refusal))
    shown = request.session.get("join_shown", {}).get(public_id, "")
    facts = {"form": form, "address": hidden(code.kind, code.value), "shown": shown, "code": code}
    return render(request, "learning/enter_code.html", facts)


@login_not_required
@require_POST
def not_me(request: HttpRequest) -> HttpResponse:
    """Somebody else takes the phone."""
    response = redirect(reverse("learning:join"))
    close_session(request, response, at=timezone.now())
    return response
