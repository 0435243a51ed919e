"""Adding an institution and changing its profile, names and places."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.network import rules
from catecp.network.forms import InstitutionForm, NameForm, PartyRoleForm, PlaceForm
from catecp.network.models import Institution, PartyRole
from catecp.network.queries.directory import institutions_visible_to, names_of_family
from catecp.network.queries.duplicates import near_institutions
from catecp.network.services.institutions import add_institution, edit_institution
from catecp.network.services.names import add_name, remove_name
from catecp.network.services.places import end_party_role, give_party_role, place_institution


def visible(request: HttpRequest, public_id: str) -> Institution:
    """The institution to change, or 404; 403 with the reason when the reader may not."""
    institution = get_object_or_404(institutions_visible_to(request.user), public_id=public_id)
    require(rules.may_edit_institution(request.user, institution))
    return institution


def attempt(form: Form, act: Callable[[], object]) -> bool:
    """Do it; a refusal stands above the form, which keeps what was typed."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def add(request: HttpRequest) -> HttpResponse:
    """Before something new is added, what it may be in the directory already is shown."""
    require(rules.may_add_institution(request.user))
    form = InstitutionForm(request.POST or None)
    near: list[Institution] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not request.POST.get("anyway"):
            country = given["country"].code if given["country"] else ""
            near = near_institutions(given["name"], country=country, website=given["website"])
        made: list[Institution] = []
        if not near and attempt(form, lambda: made.append(_add(request, given))):
            messages.success(
                request, _("The institution is in the directory. Add abbreviations and earlier names, so that it is found.")
            )
            return redirect("network:names", made[0].public_id)
    return render(request, "network/add.html", {"form": form, "near": near})


def _add(request: HttpRequest, given: dict) -> Institution:
    rest = {name: given[name] for name in ("country", "kind", "website", "about")}
    return add_institution(names=given["name"].texts, **rest, at=timezone.now(), by=request.user)


def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    form = InstitutionForm(request.POST or None, institution=institution, initial=InstitutionForm.initial_of(institution))
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "at": timezone.now(), "by": request.user}
        if attempt(form, lambda: edit_institution(institution=institution, **given)):
            messages.success(request, _("Saved."))
            return redirect(institution)
    return render(request, "network/edit.html", {"institution": institution, "form": form})


def names(request: HttpRequest, public_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "at": timezone.now(), "by": request.user}
        if attempt(form, lambda: add_name(institution=institution, **given)):
            messages.success(request, _("The institution is now found by this name, too."))
            return redirect("network:names", public_id)
    context = {"institution": institution, "form": form, "names": names_of_family(institution)}
    return render(request, "network/names.html", context)


@require_POST
def name_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    name = get_object_or_404(institution.names, text=request.POST.get("text", ""), kind=request.POST.get("kind", ""))
    remove_name(name=name, at=timezone.now(), by=request.user)
    messages.success(request, _("The name was taken off the list. Add it again if that was a mistake."))
    return redirect("network:names", public_id)


def places(request: HttpRequest, public_id: str) -> HttpResponse:
    """Units with their dates, and roles in initiatives with theirs."""
    institution = visible(request, public_id)
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "at": timezone.now(), "by": request.user}
        if attempt(form, lambda: place_institution(institution=institution, **given)):
            messages.success(request, _("Saved."))
            return redirect("network:places", public_id)
    return _places_page(request, institution, form, PartyRoleForm())


@require_POST
def role_give(request: HttpRequest, public_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    require(rules.may_give_party_role(request.user))
    form = PartyRoleForm(request.POST)
    if form.is_valid():
        given = {**form.cleaned_data, "at": timezone.now(), "by": request.user}
        if attempt(form, lambda: give_party_role(institution=institution, **given)):
            messages.success(request, _("The role is recorded."))
            return redirect("network:places", public_id)
    return _places_page(request, institution, PlaceForm(), form)


@require_POST
def role_end(request: HttpRequest, public_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    require(rules.may_give_party_role(request.user))
    given = {"initiative": request.POST.get("initiative", ""), "role": request.POST.get("role", "")}
    role = get_object_or_404(PartyRole, institution=institution, **given)
    end_party_role(role=role, on=timezone.localdate(), at=timezone.now(), by=request.user)
    messages.success(request, _("The role ends today; it stays in the history."))
    return redirect("network:places", public_id)


def _places_page(request: HttpRequest, institution: Institution, form: Form, role_form: Form) -> HttpResponse:
    context = {
        "institution": institution,
        "form": form,
        "role_form": role_form,
        "places": institution.places.select_related("region"),
        "roles": institution.party_roles.all(),
        "may_give_role": rules.may_give_party_role(request.user),
    }
    return render(request, "network/places.html", context)
