"""Letters, badges and lists of an event, and the public page where a letter is checked."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from catecp.accounts.queries import Actor
from catecp.events import rules
from catecp.events.documents.badges import LABEL_SHEETS, render_badges, render_labels
from catecp.events.documents.letters import render_letter
from catecp.events.documents.participant_list import render_participant_list
from catecp.events.documents.wording import PLACEHOLDERS
from catecp.events.forms_letters import WRITTEN_IN, BadgesForm, LettersForm, WordingForm
from catecp.events.jobs_letters import KIND
from catecp.events.models import Event
from catecp.events.queries import documents as people_queries
from catecp.events.queries import letters as queries
from catecp.events.queries.events import events_visible_to
from catecp.events.queries.people import confirmed_registrations
from catecp.events.services import letters as services
from catecp.files.responses import document_response
from catecp.kernel import jobs
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import read_code
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require


def _event_to_manage(actor: Actor, slug: str) -> Event:
    event = get_object_or_404(events_visible_to(actor), slug=slug)
    require(rules.may_manage_event(actor, event))
    return event


def _event_with_people(actor: Actor, slug: str) -> Event:
    event = get_object_or_404(events_visible_to(actor), slug=slug)
    require(rules.may_see_people(actor, event))
    return event


def _pdf(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event_to_manage(request.user, slug)
    context = {
        "event": event,
        "tab": "documents",
        "issued": event.letters.count(),
        "without": queries.without_letter(event).count(),
        "people": confirmed_registrations(event).count(),
    }
    return render(request, "events/documents/documents.html", context)


@require_safe
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has a letter, who has none, and what became of it."""
    event = _event_to_manage(request.user, slug)
    mails = queries.messages_of_letters(event)
    page = page_of(queries.people_to_invite(event), request)
    for registration in page:
        for letter in registration.letters_so_far:
            letter.mail = mails.get(letter.pk)
    context = {
        "event": event,
        "tab": "documents",
        "page": page,
        "form": LettersForm(),
        "without": queries.without_letter(event).count(),
        "issued": event.letters.count(),
        "has_wording": queries.letter_wording(event).pk is not None,
    }
    return render(request, "events/documents/letters.html", context)


@require_http_methods(["GET", "POST"])
def letter_wording(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event_to_manage(request.user, slug)
    form = WordingForm(request.POST or None, wording=queries.letter_wording(event))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("signatories", "sender_line")}
        try:
            services.save_wording(event=event, texts=form.texts(), **given, at=timezone.now(), by=request.user)
        except Refused as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, _("Saved. Letters issued from now on say this."))
            return redirect("events:letter_wording", slug)
    context = {"event": event, "tab": "documents", "form": form, "placeholders": PLACEHOLDERS}
    return render(request, "events/documents/wording.html", context)


@require_GET
def letter_sample(request: HttpRequest, slug: str, languages: str) -> HttpResponse:
    """The letter as it would be for the first person on the list; it has no number and no valid code."""
    event = _event_to_manage(request.user, slug)
    sample = queries.sample_letter(event, languages=languages, on=timezone.now().date())
    return _pdf(render_letter(sample, at=timezone.now()), "sample", inline=True)


@require_POST
def issue_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """One letter at once; for everybody as long work."""
    event = _event_to_manage(request.user, slug)
    form = LettersForm(request.POST)
    languages = form.cleaned_data["languages"] if form.is_valid() else ""
    person = request.POST.get("person", "")
    if not person:
        title = _("Invitation letters: %(event)s") % {"event": event.name}
        arguments = {"event": event.pk, "languages": languages}
        job = jobs.start(kind=KIND, title=title, arguments=arguments, by=request.user.pk, at=timezone.now())
        return redirect("web:job", job.public_id)
    registration = get_object_or_404(queries.people_to_invite(event), public_id=person)
    try:
        letter = services.issue_letter(registration=registration, languages=languages, at=timezone.now(), by=request.user)
        messages.success(request, _("Letter %(number)s is issued.") % {"number": letter.number})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:letters", slug)


@require_safe
def letter(request: HttpRequest, slug: str, public_id: str) -> FileResponse:
    """The file as issued: for the coordinator, and for the person it invites."""
    found = get_object_or_404(queries.letters_visible_to(request.user), public_id=public_id, event__slug=slug)
    return document_response(found.document)


@require_POST
def withdraw_letter(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = _event_to_manage(request.user, slug)
    found = get_object_or_404(event.letters, public_id=public_id)
    try:
        services.withdraw_letter(letter=found, at=timezone.now(), by=request.user)
        messages.success(request, _("Letter %(number)s is withdrawn. Whoever checks it is told so.") % {"number": found.number})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:letters", slug)


@require_POST
def post_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Put one letter, or all that were not sent, into the outbox."""
    event = _event_to_manage(request.user, slug)
    public_id = request.POST.get("letter", "")
    chosen = event.letters.filter(public_id=public_id) if public_id else queries.letters_to_post(event)
    result = services.post_letters(letters=chosen, at=timezone.now(), by=request.user)
    if result.posted:
        said = ngettext("%(count)s letter is in the outbox.", "%(count)s letters are in the outbox.", result.posted)
        messages.success(request, said % {"count": result.posted})
    for reason in result.reasons:
        messages.warning(request, reason)
    return redirect("events:letters", slug)


@require_safe
@login_not_required
def check_letter(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, withdrawn or unknown; only number, event, date and initials are told."""
    found = queries.letter_by_code(read_code(code))
    status = 200 if found else 404
    response = render(request, "events/documents/check_letter.html", {"letter": found, "code": code[:40]}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "POST"])
def badges(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the paper and the people; a POST gives the file."""
    event = _event_with_people(request.user, slug)
    people = list(confirmed_registrations(event))
    form = BadgesForm(request.POST or None, event=event, people=people)
    if request.method == "POST" and form.is_valid():
        return _badge_file(event, form)
    return render(request, "events/documents/badges.html", {"event": event, "tab": "documents", "form": form, "people": people})


@require_GET
def badge(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One badge again, on A6."""
    event = _event_with_people(request.user, slug)
    registration = get_object_or_404(confirmed_registrations(event), public_id=public_id)
    language = _document_language()
    shared = people_queries.badge_event(event, language=language)
    made = people_queries.badges_of([registration], language=language)
    return _pdf(render_badges(made, event=shared, at=timezone.now()), f"badge-{registration.badge_code}")


def _badge_file(event: Event, form: BadgesForm) -> HttpResponse:
    chosen, at = form.cleaned_data, timezone.now()
    language = chosen["language"]
    people = people_queries.badge_order(people_queries.chosen_registrations(event, chosen["person"]))
    made = people_queries.badges_of(people, language=language, has_link=chosen["has_link"] and chosen["paper"] == "a6")
    shared = people_queries.badge_event(event, language=language, notes=form.back())
    if chosen["paper"] == "a6":
        return _pdf(render_badges(made, event=shared, at=at), f"badges-{event.slug}")
    sheet = LABEL_SHEETS[chosen["paper"]]
    shared = replace(shared, notes=())
    return _pdf(render_labels(made, event=shared, sheet=sheet, at=at, skip=chosen["skip"] or 0), f"labels-{event.slug}")


@require_safe
def participants_list(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The list of participants as pdf, xlsx or csv, in the reader's language where it can be printed."""
    event = _event_with_people(request.user, slug)
    language = _document_language()
    if kind != "pdf":
        headers, rows = people_queries.list_table(event, language=language)
        return download(name=f"participants-{event.slug}", kind=kind, headers=headers, rows=rows)
    at = timezone.now()
    head = people_queries.list_head(event, language=language, at=at)
    people = people_queries.listed_people(event, language=language)
    return _pdf(render_participant_list(people, head=head, at=at), f"participants-{event.slug}")


def _document_language() -> str:
    reader = get_language() or "en"
    return reader if reader in WRITTEN_IN else "en"
