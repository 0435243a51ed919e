"""The translation desk: which courses wait in which languages, and the sentences of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.plaintext import clean_line
from catecp.kernel.verdict import require
from catecp.languages import queries, rules
from catecp.languages.inline_marks import tokens
from catecp.languages.models import Segment, TextBody, Translation, TranslationNote, TranslationState
from catecp.languages.queries import MISSING, DeskFilter, DeskRow
from catecp.languages.services import translating
from catecp.languages.services.translating import SomebodyWasFaster, TermsMissing, Wording
from catecp.languages.tags import LANGUAGES

PER_PAGE = 60
BODIES_PER_PAGE = 25


def body_at_desk(request: HttpRequest, public_id: str, language: str) -> TextBody:
    """The body, for who may work on it; 404 for a body or a language that is not for them."""
    body = get_object_or_404(queries.bodies_visible_to(request.user), public_id=public_id)
    if language not in LANGUAGES or language == body.language:
        raise Http404
    return body


def asked_of(values: QueryDict) -> DeskFilter:
    return DeskFilter(state=values.get("state", ""), q=clean_line(values.get("q", ""), longest=200))


@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    may = rules.may_translate(request.user) or rules.may_review_translations(request.user)
    require(may)
    found = queries.bodies_visible_to(request.user)
    if text := clean_line(request.GET.get("q", ""), longest=200):
        found = found.filter(name__icontains=text)
    page = page_of(found, request, per_page=BODIES_PER_PAGE)
    counts = queries.state_counts([body.pk for body in page])
    language = request.GET.get("language", "")
    rows = [
        {
            "body": body,
            "languages": [
                {"language": LANGUAGES[tag], "counts": count} for tag, count in counts[body.pk].items() if language in ("", tag)
            ],
        }
        for body in page
    ]
    context = {"page": page, "rows": rows, "languages": LANGUAGES.values(), "language": language, "q": text}
    return render(request, "languages/bodies.html", context)


def desk(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    return desk_page(request, body_at_desk(request, public_id, language), language)


def desk_page(
    request: HttpRequest, body: TextBody, language: str, *, failed: dict[int, dict[str, Any]] | None = None, status: int = 200
) -> HttpResponse:
    asked = asked_of(request.GET)
    page = page_of(queries.found_stands(body, language, asked), request, per_page=PER_PAGE)
    rows = queries.desk_rows(body, language, page.object_list)
    context = {
        "body": body,
        "source": LANGUAGES.get(body.language),
        "target": LANGUAGES[language],
        "asked": asked,
        "page": page,
        "rows": [_shown(row, (failed or {}).get(row.segment.pk)) for row in rows],
        "counts": queries.state_counts([body.pk])[body.pk][language],
        "states": [(MISSING, _("missing")), *TranslationState.choices],
        "may_review": rules.may_review_translations(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "languages/desk.html", context, status=status)


def _shown(row: DeskRow, failed: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "row": row,
        "marks": tokens(row.segment.text),
        "typed": failed["text"] if failed else row.translation.text if row.translation else "",
        "failed": failed,
        "revision": row.translation.revision if row.translation else 0,
        "lines": min(8, max(2, len(row.segment.text) // 45 + 1)),
    }


@require_POST
def save(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    body = body_at_desk(request, public_id, language)
    require(rules.may_translate(request.user))
    segment = get_object_or_404(Segment, body=body, pk=_number(request.POST.get("segment")))
    reason = request.POST.get("waive", "").strip()
    waived = dict.fromkeys(request.POST.getlist("term"), reason) if reason else {}
    wording = Wording(request.POST.get("text", ""), _number(request.POST.get("revision")), waived)
    try:
        kept = translating.keep_translation(
            segment=segment, language=language, wording=wording, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        return _failed(request, body, language, segment, wording, refusal)
    if _wants_json(request):
        return JsonResponse({"ok": True, "revision": kept.revision, "state": kept.state, "label": kept.get_state_display()})
    return _back(request, body, language, segment.pk)


def _failed(
    request: HttpRequest, body: TextBody, language: str, segment: Segment, wording: Wording, refusal: Refused
) -> HttpResponse:
    """What was typed stays, with the reason beside it."""
    missing = refusal.missing if isinstance(refusal, TermsMissing) else []
    now = refusal.now if isinstance(refusal, SomebodyWasFaster) else None
    if _wants_json(request):
        answer: dict[str, Any] = {"ok": False, "problem": str(refusal), "missing": [item.key for item in missing]}
        if isinstance(refusal, SomebodyWasFaster):
            answer |= {"now": now.text if now else "", "revision": now.revision if now else 0}
        return JsonResponse(answer, status=409)
    failed = {"text": wording.text, "problem": str(refusal), "missing": missing, "now": now}
    return desk_page(request, body, language, failed={segment.pk: failed}, status=409)


@require_POST
def act(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """One translation: accept a draft, sign off, take the sign-off back."""
    body = body_at_desk(request, public_id, language)
    translation = get_object_or_404(
        Translation, segment__body=body, language=language, segment=_number(request.POST.get("segment"))
    )
    revision, at = _number(request.POST.get("revision")), timezone.now()
    try:
        if request.POST.get("what") == "accept":
            require(rules.may_translate(request.user))
            translating.accept_draft(translation=translation, revision=revision, by=request.user, at=at)
        elif request.POST.get("what") == "review":
            own = request.POST.get("own_work") == "1"
            translating.review_translation(translation=translation, revision=revision, own_work=own, by=request.user, at=at)
        else:
            translating.take_back_review(translation=translation, revision=revision, by=request.user, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, body, language, translation.segment_id)


@require_POST
def many(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """The chosen sentences: sign off, accept drafts, fill from memory."""
    body = body_at_desk(request, public_id, language)
    chosen = {_number(text) for text in request.POST.getlist("chosen")[:PER_PAGE]}
    common = {"body": body, "language": language, "segments": chosen, "by": request.user, "at": timezone.now()}
    what = request.POST.get("what")
    if what == "review":
        require(rules.may_review_translations(request.user))
        bulk = translating.review_many(**common, own_work=request.POST.get("own_work") == "1")
    elif what in {"accept", "memory"}:
        require(rules.may_translate(request.user))
        bulk = (translating.accept_many if what == "accept" else translating.fill_from_memory)(**common)
    else:
        return _back(request, body, language)
    said = ngettext("%(number)s translation was changed.", "%(number)s translations were changed.", bulk.done)
    messages.success(request, said % {"number": bulk.done})
    for reason in dict.fromkeys(str(reason) for _pk, reason in bulk.left[:5]):
        messages.warning(request, _("Left as it was: %(reason)s") % {"reason": reason})
    return _back(request, body, language)


@require_POST
def note(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Write a note on a sentence, or settle one."""
    body = body_at_desk(request, public_id, language)
    require(rules.may_translate(request.user) or rules.may_review_translations(request.user))
    if request.POST.get("settle"):
        found = get_object_or_404(TranslationNote, segment__body=body, language=language, public_id=request.POST["settle"])
        translating.settle_note(note=found, by=request.user, at=timezone.now())
        return _back(request, body, language, found.segment_id)
    segment = get_object_or_404(Segment, body=body, pk=_number(request.POST.get("segment")))
    try:
        text = request.POST.get("note", "")
        translating.write_note(segment=segment, language=language, text=text, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, body, language, segment.pk)


def _back(request: HttpRequest, body: TextBody, language: str, segment: int | None = None) -> HttpResponse:
    """The same page of the desk, with the same filter, at the sentence after the one just done."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    place = f"#s{segment}" if segment else ""
    return redirect(reverse("languages:desk", args=[body.public_id, language]) + query + place)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 19 else 0
