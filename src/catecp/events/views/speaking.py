"""What speakers do: their own talk, and takeaways of their session."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events import rules
from catecp.events.forms.programme import NoteTakeawayForm, OwnTalkForm, TakeawayForm
from catecp.events.models import Session
from catecp.events.queries.events import events_visible_to
from catecp.events.queries.programme import takeaways_of, takeaways_visible_to, talks
from catecp.events.services import takeaways as services
from catecp.events.services.programme import edit_own_talk
from catecp.events.views.acting import attempt
from catecp.kernel.translated import written
from catecp.kernel.verdict import require


def own_talk(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    talk = get_object_or_404(talks().filter(session__event=event), public_id=public_id)
    if not rules.may_edit_talk(request.user, talk):
        raise Http404  # a talk of the draft is nobody else's to know of
    form = OwnTalkForm(request.POST or None, talk=talk)
    if request.method == "POST" and form.is_valid():
        edit_own_talk(talk=talk, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. It shows with the next release of the programme."))
        return redirect("events:own_talk", slug=slug, public_id=public_id)
    return render(request, "events/speaking/own_talk.html", {"event": event, "talk": talk, "form": form})


def takeaways(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The list with its form: who spoke here or coordinates notes what was said."""
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    session = get_object_or_404(Session.objects.select_related("event"), event=event, public_id=public_id)
    require(rules.may_note_takeaway(request.user, session))
    form = NoteTakeawayForm(request.POST or None, session=session, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid() and _note(request, session, form):
        return redirect("events:takeaways", slug=slug, public_id=public_id)
    rows = [(takeaway, rules.may_edit_takeaway(request.user, takeaway)) for takeaway in takeaways_of(session)]
    return render(
        request, "events/speaking/takeaways.html", {"event": event, "session": session, "form": form, "takeaways": rows}
    )


def _note(request: HttpRequest, session: Session, form: NoteTakeawayForm) -> bool:
    text = written(form.cleaned_data["text"], form.cleaned_data["language"])
    talk = form.cleaned_data["talk"]
    return attempt(
        request,
        lambda: services.note_takeaway(session=session, text=text, talk=talk, by=request.user, at=timezone.now()),
        done=_("Noted."),
    )


def takeaway(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    found = get_object_or_404(takeaways_visible_to(request.user), session__event__slug=slug, public_id=public_id)
    require(rules.may_edit_takeaway(request.user, found))
    form = TakeawayForm(request.POST or None, takeaway=found)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            request,
            lambda: services.change_takeaway(takeaway=found, **form.cleaned_data, by=request.user, at=timezone.now()),
            done=_("Saved."),
        )
        if changed:
            return redirect("events:takeaways", slug=slug, public_id=found.session.public_id)
    return render(request, "events/speaking/takeaway.html", {"event": found.session.event, "takeaway": found, "form": form})


@require_POST
def takeaway_act(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """`act` is up, down or remove."""
    found = get_object_or_404(takeaways_visible_to(request.user), session__event__slug=slug, public_id=public_id)
    require(rules.may_edit_takeaway(request.user, found))
    act, at = request.POST.get("act"), timezone.now()
    if act == "remove":
        attempt(request, lambda: services.remove_takeaway(takeaway=found, by=request.user, at=at), done=_("Removed."))
    elif act in {"up", "down"}:
        services.move_takeaway(takeaway=found, up=act == "up", by=request.user, at=at)
    return redirect("events:takeaways", slug=slug, public_id=found.session.public_id)
