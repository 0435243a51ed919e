"""People and their roles, for the coordinator. It stands here because roles are given in institutions and events."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from catecp.accounts import rules, services
from catecp.accounts.forms import InviteForm
from catecp.accounts.models import Consent, Grant, Scope, User
from catecp.accounts.roles import ROLES
from catecp.events.models import Event
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require
from catecp.network.models import Institution

_OF_INSTITUTIONS = {"institution_head", "institution_officer"}
_OF_EVENTS = {"speaker", "participant", "door_staff"}


@dataclass(frozen=True)
class Held:
    """A grant in words."""

    grant: Grant
    role: str
    place: str


def held_by(grants: list[Grant]) -> list[Held]:
    """Roles with the names of their institutions and events; two queries for any number of grants."""
    ids = {scope: {grant.scope_id for grant in grants if grant.scope == scope} for scope in (Scope.INSTITUTION, Scope.EVENT)}
    names = {
        Scope.INSTITUTION: {
            row.pk: str(row.name) for row in Institution.objects.filter(pk__in=ids[Scope.INSTITUTION]).only("pk", "name")
        },
        Scope.EVENT: {row.pk: str(row.name) for row in Event.objects.filter(pk__in=ids[Scope.EVENT]).only("pk", "name")},
        Scope.NETWORK: {0: _("the whole network")},
    }
    return [
        Held(
            grant,
            str(ROLES[grant.role].title) if grant.role in ROLES else grant.role,
            names[Scope(grant.scope)].get(grant.scope_id, "?"),
        )
        for grant in grants
    ]


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[(role.name, role.title) for role in ROLES.values()])
    institution = forms.ModelChoiceField(
        label=gettext_lazy("In an institution"),
        required=False,
        empty_label="–",
        queryset=Institution.objects.filter(merged_into__isnull=True).order_by("sort_name", "pk"),
    )
    event = forms.ModelChoiceField(
        label=gettext_lazy("At an event"),
        required=False,
        empty_label="–",
        queryset=Event.objects.order_by("-starts_on", "pk"),
        help_text=gettext_lazy("Without an institution and an event the role holds in the whole network."),
    )

    def clean(self) -> dict:
        super().clean()
        role, institution, event = (self.cleaned_data.get(name) for name in ("role", "institution", "event"))
        if institution and event:
            raise forms.ValidationError(_("Choose an institution or an event, not both."))
        if role in _OF_INSTITUTIONS and not institution:
            self.add_error("institution", _("This role belongs to an institution. Choose which."))
        if role in _OF_EVENTS and not event:
            self.add_error("event", _("This role belongs to an event. Choose which."))
        return self.cleaned_data

    def scope(self) -> tuple[Scope, int]:
        if self.cleaned_data["institution"]:
            return Scope.INSTITUTION, self.cleaned_data["institution"].pk
        if self.cleaned_data["event"]:
            return Scope.EVENT, self.cleaned_data["event"].pk
        return Scope.NETWORK, 0


def _users(request: HttpRequest) -> QuerySet[User]:
    words, role = request.GET.get("q", "").strip()[:100], request.GET.get("role", "")
    users = User.objects.select_related("person").order_by("person__sort_name", "email", "pk")
    users = users.prefetch_related(Prefetch("grants", queryset=Grant.objects.order_by("scope", "role", "pk")))
    if words:
        users = users.filter(
            Q(email__icontains=words) | Q(person__name__icontains=words) | Q(person__original_name__icontains=words)
        )
    if role in ROLES:
        users = users.filter(grants__role=role).distinct()
    return users


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    require(rules.may_manage_people(request.user))
    users = _users(request)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(users, request.GET["format"])
    page = page_of(users, request)
    held = held_by([grant for user in page for grant in user.grants.all()])
    rows = [{"user": user, "held": [one for one in held if one.grant.user_id == user.pk]} for user in page]
    return render(
        request, "pages/people.html", {"page": page, "rows": rows, "roles": ROLES.values(), "role": request.GET.get("role", "")}
    )


def _download(found: QuerySet[User], kind: str) -> HttpResponse:
    users = list(found)
    held = held_by([grant for user in users for grant in user.grants.all()])
    agreed = set(Consent.objects.filter(purpose="later_events", withdrawn_at=None).values_list("person_id", flat=True))
    lines = [
        (
            user.person.name if user.person else "",
            user.person.original_name if user.person else "",
            user.email,
            "; ".join(f"{one.role}: {one.place}" for one in held if one.grant.user_id == user.pk),
            _("yes") if user.person_id in agreed else _("no"),
            user.last_login,
        )
        for user in users
    ]
    headers = [_("name"), _("in their own script"), _("e-mail"), _("roles"), _("may be told of later events"), _("last sign-in")]
    return download(name="people", kind=kind, headers=headers, rows=lines)


def invite(request: HttpRequest) -> HttpResponse:
    require(rules.may_manage_people(request.user))
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.invite_account(**form.cleaned_data, at=timezone.now(), by=request.user)
        except services.AddressTaken as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The account is made, and the invitation is on its way. Now give it a role."))
            return redirect("accounts:person", user.person.public_id)
    return render(request, "pages/invite.html", {"form": form})


def _user(public_id: str) -> User:
    return get_object_or_404(User.objects.select_related("person"), person__public_id=public_id)


def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One account: its roles, and the form to give another."""
    require(rules.may_manage_people(request.user))
    user = _user(public_id)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scope, scope_id = form.scope()
        role = form.cleaned_data["role"]
        services.grant_role(user=user, role=role, scope=scope, scope_id=scope_id, at=timezone.now(), by=request.user)
        messages.success(request, _("The role is given."))
        return redirect("accounts:person", public_id)
    held = held_by(list(user.grants.order_by("scope", "role", "pk")))
    roles = [{"held": one, "may_withdraw": rules.may_withdraw_role(request.user, one.grant)} for one in held]
    return render(
        request,
        "pages/person.html",
        {
            "user_shown": user,
            "roles": roles,
            "form": form,
            "may_close": rules.may_close_account(request.user, user),
        },
    )


@require_POST
def withdraw(request: HttpRequest, public_id: str, grant: int) -> HttpResponse:
    found = get_object_or_404(Grant.objects.select_related("user__person"), pk=grant, user__person__public_id=public_id)
    require(rules.may_withdraw_role(request.user, found))
    try:
        services.withdraw_role(grant=found, at=timezone.now(), by=request.user)
    except services.LastCoordinator as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The role is withdrawn."))
    return redirect("accounts:person", public_id)


@require_POST
def invite_again(request: HttpRequest, public_id: str) -> HttpResponse:
    require(rules.may_manage_people(request.user))
    services.invite_again(user=_user(public_id), at=timezone.now(), by=request.user)
    messages.success(request, _("A fresh link is on its way."))
    return redirect("accounts:person", public_id)


@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the account, or open a closed one again."""
    user = _user(public_id)
    require(rules.may_close_account(request.user, user))
    try:
        if user.is_active:
            services.close_account(user=user, at=timezone.now(), by=request.user)
            messages.success(request, _("The account is closed. It can be opened again here."))
        else:
            services.reopen_account(user=user, at=timezone.now(), by=request.user)
            messages.success(request, _("The account is open again."))
    except services.LastCoordinator as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:person", public_id)
