"""People of an institution: who belongs to it, in which post, since when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.kernel.errors import Refused
from catecp.languages.tags import language_by_script
from catecp.network.forms import ALWAYS_WRITTEN, LeaveForm, MemberForm, PostForm
from catecp.network.models import Institution, Membership
from catecp.network.queries.members import members_of
from catecp.network.services.members import Newcomer, change_member, end_membership, join_as_member
from catecp.network.views.profile import attempt, visible


def people(request: HttpRequest, public_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = language_by_script(form.cleaned_data["post"], otherwise=get_language() or "en")
        newcomer = Newcomer(**form.cleaned_data, language=language)
        if attempt(form, lambda: join_as_member(institution=institution, newcomer=newcomer, at=timezone.now(), by=request.user)):
            messages.success(request, _("The person is listed."))
            return redirect("network:people", public_id)
    return render(request, "network/people.html", {"institution": institution, "form": form, "members": members_of(institution)})


def member(request: HttpRequest, public_id: str, person_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    found = _member(institution, person_id)
    form = PostForm(request.POST or None, initial={"post": found.post, "is_contact": found.is_contact})
    form.fields["post"].write_in(_languages_of(institution))  # type: ignore[attr-defined]  # -- a TranslatedFormField
    if request.method == "POST" and form.is_valid():
        change_member(member=found, **form.cleaned_data, at=timezone.now(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("network:people", public_id)
    return render(
        request, "network/member.html", {"institution": institution, "member": found, "form": form, "leave_form": LeaveForm()}
    )


@require_POST
def member_leave(request: HttpRequest, public_id: str, person_id: str) -> HttpResponse:
    institution = visible(request, public_id)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is not a day. Choose it from the calendar, or write it as 2025-05-13."))
        return redirect("network:member", public_id, person_id)
    try:
        on = form.cleaned_data["on"] or timezone.localdate()
        end_membership(member=_member(institution, person_id), on=on, at=timezone.now(), by=request.user)
        messages.success(request, _("The post has its last day; it stays in the history."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("network:people", public_id)


def _languages_of(institution: Institution) -> list[str]:
    own = institution.country.languages if institution.country else []
    return list(dict.fromkeys(["en", *own, *ALWAYS_WRITTEN]))


def _member(institution: Institution, person_id: str) -> Membership:
    """The standing membership of that person."""
    standing = members_of(institution).filter(ends_on__isnull=True, person__public_id=person_id).first()
    if standing is None:
        raise Http404
    return standing
