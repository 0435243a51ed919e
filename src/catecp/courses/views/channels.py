"""Channels: what each is, what it offers, its link and QR to join by."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.courses import rules_channels as rules
from catecp.courses.forms_channels import ChannelForm, OfferingForm
from catecp.courses.models import Channel
from catecp.courses.queries.channels import channels_with_offers, offers_of
from catecp.courses.services import offering as services
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.verdict import require


@login_not_required
def channels(request: HttpRequest) -> HttpResponse:
    page = page_of(channels_with_offers(), request, per_page=50)
    may = rules.may_manage_channels(request.user)
    return render(request, "courses/channels/channels.html", {"page": page, "may_manage": may})


@login_not_required
def channel(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(channels_with_offers(), key=key)
    context = {
        "channel": found,
        "page": page_of(offers_of(found), request, per_page=50),
        "territory": found.territory.all(),
        "may_manage": rules.may_manage_channels(request.user, found),
        "join_address": join_address(found),
    }
    return render(request, "courses/channels/channel.html", context)


@login_not_required
def poster(request: HttpRequest, key: str) -> HttpResponse:
    """The join link and its QR, to print and hang up."""
    found = get_object_or_404(Channel, key=key)
    return render(request, "courses/channels/poster.html", {"channel": found, "join_address": join_address(found)})


def join_address(found: Channel) -> str:
    return f"{settings.SITE_ADDRESS.rstrip('/')}/join/c/{found.join_code}/"


def make(request: HttpRequest) -> HttpResponse:
    require(rules.may_manage_channels(request.user))
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_channel(given=form.terms_given(), at=timezone.now(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("channels:channel", made.key)
    return render(request, "courses/channels/edit.html", {"form": form, "channel": None})


def change(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Channel, key=key)
    require(rules.may_manage_channels(request.user, found))
    form = ChannelForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_channel(channel=found, given=form.terms_given(found), at=timezone.now(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("channels:channel", found.key)
    return render(request, "courses/channels/edit.html", {"form": form, "channel": found})


def _initial(found: Channel) -> dict[str, Any]:
    return {
        "name": str(found.name),
        "kind": found.kind,
        "owner": found.owner.public_id if found.owner else None,
        "territory": list(found.territory.all()),
        "terms": str(found.terms),
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
    }


def offer(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Channel, key=key)
    require(rules.may_manage_channels(request.user, found))
    form = OfferingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["course"].published
        try:
            services.open_offering(version=version, channel=found, given=form.terms_given(), at=timezone.now(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The course can be taken through this channel now."))
            return redirect("channels:channel", found.key)
    return render(request, "courses/channels/offer.html", {"form": form, "channel": found})


@require_POST
def open_offer(request: HttpRequest, key: str, public_id: str) -> HttpResponse:
    found = get_object_or_404(Channel, key=key)
    require(rules.may_manage_channels(request.user, found))
    offered = get_object_or_404(offers_of(found), public_id=public_id)
    services.open_to_link(offering=offered, is_open=not offered.is_open, at=timezone.now(), by=request.user)
    return redirect("channels:channel", found.key)
