"""Lists from other systems: bring, correct the columns, see what it would do, take it, undo it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catecp.accounts.queries import Actor
from catecp.courses.models import Channel
from catecp.kernel import jobs
from catecp.kernel.errors import Refused
from catecp.kernel.models import Job
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require
from catecp.learning import jobs_rosters, roster_report, rules_rosters
from catecp.learning.forms_rosters import ListForm, meanings_in
from catecp.learning.models import RosterImport, RosterRow
from catecp.learning.roster.columns import TITLES
from catecp.learning.services import rosters

_PER_PAGE = 100


def _channel(actor: Actor, key: str) -> Channel:
    channel = get_object_or_404(Channel, key=key)
    require(rules_rosters.may_bring_lists(actor, channel))
    return channel


def _roster(actor: Actor, key: str, public_id: str) -> RosterImport:
    rows = RosterImport.objects.select_related("document", "channel", "institution", "course")
    return get_object_or_404(rows, channel=_channel(actor, key), public_id=public_id)


def lists(request: HttpRequest, key: str) -> HttpResponse:
    """The lists brought for a channel, and the place to bring one."""
    channel = _channel(request.user, key)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            roster = _bring(request, channel, form)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("rosters:list", channel.key, roster.public_id)
    rows = RosterImport.objects.filter(channel=channel).select_related("document", "institution", "course")
    return render(
        request, "learning/rosters/lists.html", {"channel": channel, "form": form, "page": page_of(rows, request, per_page=50)}
    )


def _bring(request: HttpRequest, channel: Channel, form: ListForm) -> RosterImport:
    file, at = form.cleaned_data["file"], timezone.now()
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        raise Refused(
            _("This file is larger than %(limit)s MB. Save only the list as CSV.")
            % {"limit": settings.UPLOAD_LIMIT_BYTES // 1_000_000}
        )
    source = rosters.Source(channel, form.cleaned_data["system"], form.cleaned_data["institution"], form.cleaned_data["course"])
    roster = rosters.bring_list(source=source, file_name=file.name, content=file.read(), at=at, by=request.user)
    _start(request, roster, jobs_rosters.TRY)
    return roster


def _start(request: HttpRequest, roster: RosterImport, kind: str) -> None:
    at, by = timezone.now(), request.user.pk
    jobs.start(kind=kind, title=roster.document.name, arguments={"roster": roster.pk}, by=by, at=at)


@require_safe
def list_(request: HttpRequest, key: str, public_id: str) -> HttpResponse:
    """Columns and dry run of a list, or its report once it is taken."""
    roster = _roster(request.user, key, public_id)
    rows = RosterRow.objects.filter(roster=roster).select_related("learner")
    if (kind := request.GET.get("format")) in ("csv", "xlsx"):
        lines = roster_report.plain(rows)
        return download(name=f"list-{roster.public_id}", kind=kind, headers=roster_report.headers(roster), rows=lines)
    page = page_of(rows, request, per_page=_PER_PAGE)
    context: dict[str, Any] = {
        "roster": roster,
        "channel": roster.channel,
        "columns": roster_report.columns(roster),
        "titles": TITLES.items(),
        "counts": roster_report.counts(roster),
        "examples": roster_report.examples(roster),
        "page": page,
        "rows": roster_report.rows(page.object_list),
        "job": _job(roster),
    }
    return render(request, "learning/rosters/list.html", context)


def _job(roster: RosterImport) -> Job | None:
    kinds = (jobs_rosters.TRY, jobs_rosters.TAKE, jobs_rosters.UNDO)
    job = Job.objects.filter(kind__in=kinds, arguments__roster=roster.pk).order_by("-pk").first()
    return job if job and (not job.is_over or job.problem) else None


@require_POST
def act(request: HttpRequest, key: str, public_id: str) -> HttpResponse:
    """Correct the columns, take the list, or undo it."""
    roster = _roster(request.user, key, public_id)
    what = request.POST.get("act", "")
    try:
        if what == "columns":
            roster = rosters.correct_columns(roster=roster, meanings=meanings_in(request.POST))
            rosters.shape_of(roster)
        if kind := {"columns": jobs_rosters.TRY, "take": jobs_rosters.TAKE, "undo": jobs_rosters.UNDO}.get(what):
            _start(request, roster, kind)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:list", key, public_id)
