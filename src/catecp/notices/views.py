"""The outbox, for coordinators; the mails of the demo, for everybody there; my own choice of notices."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catecp.accounts.queries import person_of
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require
from catecp.notices import queries, rules, services
from catecp.notices.catalogue import title_of
from catecp.notices.forms import CHOICES, ChoicesForm, MessageForm
from catecp.notices.models import Message, MessageState
from catecp.notices.subjects import names_of


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    require(rules.may_see_outbox(request.user))
    visible = queries.messages_visible_to(request.user)
    subjects = queries.subjects_of(visible)
    about = request.GET.get("about", "")
    inside = visible.filter(about=about) if about else visible
    counts = queries.counts_by_state(inside)
    rows = _filtered(inside, request)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(rows, request.GET["format"])
    page = page_of(rows, request)
    for message in page:
        message.kind_title = title_of(message.kind)
    states = [{"value": state.value, "label": state.label, "count": counts[state]} for state in MessageState]
    return render(
        request,
        "notices/outbox.html",
        {
            "page": page,
            "states": states,
            "state": request.GET.get("state", ""),
            "about": about,
            "subjects": names_of(subjects),
            "drafts": counts[MessageState.DRAFT],
            "all": sum(counts.values()),
        },
    )


def _filtered(rows: QuerySet[Message], request: HttpRequest) -> QuerySet[Message]:
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    if state in MessageState.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(subject__icontains=words) | Q(to_address__icontains=words) | Q(person__name__icontains=words))
    return rows


def _download(rows: QuerySet[Message], kind: str) -> HttpResponse:
    headers = [_("to"), _("name"), _("subject"), _("kind"), _("state"), _("tries"), _("problem"), _("written"), _("sent")]
    lines = (
        (
            row.to_address,
            row.person.name if row.person else "",
            row.subject,
            title_of(row.kind),
            row.get_state_display(),
            row.tries,
            row.problem,
            row.created_at,
            row.sent_at,
        )
        for row in rows.iterator(chunk_size=500)
    )
    return download(name="outbox", kind=kind, headers=headers, rows=lines)


def _message(request: HttpRequest, public_id: str) -> Message:
    return get_object_or_404(queries.messages_visible_to(request.user), public_id=public_id)


@require_safe
def message(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = _message(request, public_id)
    return render(
        request,
        "notices/message.html",
        {
            "message_shown": shown,
            "kind_title": title_of(shown.kind),
            "about": names_of([shown.about]).get(shown.about, ""),
            "may_edit": rules.may_edit_message(request.user, shown),
            "may_retry": rules.may_retry_message(request.user, shown),
            "may_discard": rules.may_discard_message(request.user, shown),
        },
    )


def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = _message(request, public_id)
    require(rules.may_edit_message(request.user, shown))
    form = MessageForm(request.POST or None, initial={"subject": shown.subject, "body": shown.body})
    if request.method == "POST" and form.is_valid():
        services.edit_message(message=shown, **form.cleaned_data, at=timezone.now(), by=request.user)
        messages.success(request, _("The draft is saved."))
        return redirect(shown)
    return render(request, "notices/edit.html", {"form": form, "message_shown": shown})


@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = _message(request, public_id)
    require(rules.may_edit_message(request.user, shown))
    services.queue_message(message=shown, at=timezone.now(), by=request.user)
    messages.success(request, _("The message is on its way."))
    return redirect(shown)


@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = _message(request, public_id)
    require(rules.may_retry_message(request.user, shown))
    services.retry_message(message=shown, at=timezone.now(), by=request.user)
    messages.success(request, _("The message is tried again."))
    return redirect(shown)


@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = _message(request, public_id)
    require(rules.may_discard_message(request.user, shown))
    services.discard_message(message=shown, at=timezone.now(), by=request.user)
    messages.success(request, _("The message is discarded."))
    return redirect("notices:outbox")


@require_POST
def send_drafts(request: HttpRequest) -> HttpResponse:
    require(rules.may_see_outbox(request.user))
    about = request.POST.get("about", "")
    if about not in queries.subjects_of(queries.messages_visible_to(request.user)):
        raise Http404
    count = services.queue_drafts(about=about, at=timezone.now(), by=request.user)
    messages.success(
        request, ngettext("One message is on its way.", "%(count)s messages are on their way.", count) % {"count": count}
    )
    return redirect("notices:outbox")


@require_safe
@login_not_required
def shown(request: HttpRequest) -> HttpResponse:
    """Mails of this demo, sign-in codes included. A real installation knows no such page."""
    if not queries.mails_are_shown():
        raise Http404
    page = page_of(queries.shown_mails(), request, per_page=20)
    return render(request, "notices/shown.html", {"page": page})


def choices(request: HttpRequest) -> HttpResponse:
    person = person_of(request.user)
    if person is None:
        raise Http404
    off = queries.kinds_switched_off(person)
    wanted = [name for name, _title in CHOICES if name not in off]
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial={"wanted": wanted})
    if request.method == "POST" and form.is_valid():
        services.choose_notices(person=person, off=form.switched_off(), at=timezone.now(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("notices:choices")
    return render(request, "notices/choices.html", {"form": form})
