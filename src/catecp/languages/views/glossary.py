"""The trade glossary: public to read, written by translators, reviewed word by word."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catecp.files.responses import document_response
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.plaintext import clean_line
from catecp.kernel.verdict import require
from catecp.languages import queries, rules
from catecp.languages.enums import TradeField
from catecp.languages.forms import TermForm
from catecp.languages.models import Term, TermWord, TranslationState
from catecp.languages.queries import TermFilter
from catecp.languages.services import glossary as services
from catecp.languages.tags import LANGUAGES
from catecp.languages.tbx import ExportedTerm, ExportedWord, write

PER_PAGE = 48


def _asked(request: HttpRequest) -> TermFilter:
    get = request.GET
    return TermFilter(
        field=clean_line(get.get("field", ""), longest=40),
        q=clean_line(get.get("q", ""), longest=100),
        unreviewed_in=clean_line(get.get("unreviewed", ""), longest=10),
    )


@login_not_required
@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    counts = queries.words_by_field()
    reviewed = queries.glossary_review_state()
    context = {
        "page": page_of(queries.terms_found(asked), request, per_page=PER_PAGE),
        "asked": asked,
        "fields": [(value, label, counts.get(value, 0)) for value, label in TradeField.choices if counts.get(value)],
        "languages": [
            {"language": language, "words": reviewed[tag][0], "reviewed": reviewed[tag][1]}
            for tag, language in LANGUAGES.items()
            if tag in reviewed
        ],
        "shown": list(dict.fromkeys([get_language() or "en", "en", "zh-hans"])),
        "total": sum(counts.values()),
        "may_edit": rules.may_edit_glossary(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "languages/glossary.html", context)


@login_not_required
@require_GET
def term(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(queries.terms_found(TermFilter()), key=key)
    context = {
        "term": found,
        "field": TradeField(found.field).label if found.field in TradeField.values else found.field,
        "words": [(LANGUAGES[word.language], word) for word in _in_order(found) if word.language in LANGUAGES],
        "explanations": [(LANGUAGES[tag], text) for tag, text in found.definition.texts.items() if tag in LANGUAGES],
        "may_edit": rules.may_edit_glossary(request.user),
        "may_review": rules.may_review_glossary(request.user),
    }
    return render(request, "languages/term.html", context)


def _in_order(found: Term) -> list[TermWord]:
    order = list(LANGUAGES)
    known = [word for word in found.words.all() if word.language in LANGUAGES]
    return sorted(known, key=lambda word: (order.index(word.language), not word.is_preferred, word.pk))


@login_not_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """TBX-Basic of the terms the filter keeps, in all languages or those of `?languages=en,km`."""
    wanted = [tag for tag in request.GET.get("languages", "").lower().split(",") if tag in LANGUAGES] or list(LANGUAGES)
    terms = [_exported(found, wanted) for found in queries.terms_found(_asked(request))]
    about = (
        f"Trade glossary of {settings.SITE_ADDRESS}, CC BY 4.0. Words say whether a native speaker of the trade reviewed them."
    )
    response = HttpResponse(write("CATECP trade glossary", about, terms), content_type="application/x-tbx")
    response["Content-Disposition"] = 'attachment; filename="catecp-glossary.tbx"'
    return response


def _exported(found: Term, languages: list[str]) -> ExportedTerm:
    words: dict[str, list[ExportedWord]] = {tag: [] for tag in languages}
    for word in found.words.all():
        if word.language in words:
            is_reviewed = word.state == TranslationState.REVIEWED
            words[word.language].append(ExportedWord(word.text, word.is_preferred, is_reviewed, word.romanised))
    subject = str(TradeField(found.field).label) if found.field in TradeField.values else found.field
    return ExportedTerm(found.key, subject, words, dict(found.definition.texts), found.source)


def add(request: HttpRequest) -> HttpResponse:
    require(rules.may_edit_glossary(request.user))
    form = TermForm(request.POST or None, initial={"field": request.GET.get("field", "")})
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_term(said=form.said(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("languages:term", added.key)
    return render(request, "languages/term_form.html", {"form": form})


def edit(request: HttpRequest, key: str) -> HttpResponse:
    require(rules.may_edit_glossary(request.user))
    found = get_object_or_404(Term.objects.prefetch_related(queries.words_in_order()), key=key)
    form = TermForm(request.POST or None, term=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_term(term=found, said=form.said(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Words that changed wait for review again."))
            return redirect("languages:term", found.key)
    return render(request, "languages/term_form.html", {"form": form, "term": found})


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_review_glossary(request.user))
    word = get_object_or_404(TermWord.objects.select_related("term"), pk=pk)
    services.review_word(word=word, by=request.user, at=timezone.now())
    return redirect("languages:term", word.term.key)


@login_not_required
def audio(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The recording; a POST brings one."""
    word = get_object_or_404(TermWord.objects.select_related("term", "audio"), pk=pk)
    if request.method == "POST":
        require(rules.may_edit_glossary(request.user))
        _keep(request, lambda file: services.keep_audio(word=word, **_file(file), by=request.user, at=timezone.now()))
        return redirect("languages:term", word.term.key)
    if word.audio is None:
        raise Http404
    return document_response(word.audio, as_attachment=False)


@login_not_required
def picture(request: HttpRequest, key: str) -> HttpResponseBase:
    """The picture; a POST brings one with its words."""
    found = get_object_or_404(Term.objects.select_related("picture"), key=key)
    if request.method == "POST":
        require(rules.may_edit_glossary(request.user))
        language = get_language() or "en"
        alt = found.picture_alt.with_text(language, request.POST.get("alt", "")[:300])
        at = timezone.now()
        _keep(request, lambda file: services.keep_picture(term=found, **_file(file), alt=alt, by=request.user, at=at))
        return redirect("languages:term", found.key)
    if found.picture is None:
        raise Http404
    response = document_response(found.picture, as_attachment=False)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _keep(request: HttpRequest, keep: Any) -> None:
    file = request.FILES.get("file")
    if file is None or file.size > settings.UPLOAD_LIMIT_BYTES:
        messages.error(request, _("Choose a file first."))
        return
    try:
        keep(file)
    except Refused as refusal:
        messages.error(request, str(refusal))


def _file(file: Any) -> dict[str, Any]:
    return {"name": file.name, "content": file.read()}
