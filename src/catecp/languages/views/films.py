"""Subtitles of films in one language: take them as a file, bring them back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.languages import bodies, rules
from catecp.languages.forms import SubtitlesForm
from catecp.languages.models import TextBody
from catecp.languages.services.exchange import Outcome
from catecp.languages.services.films import film_of, subtitles_in, take_subtitles
from catecp.languages.subtitles import srt, vtt
from catecp.languages.tags import LANGUAGES
from catecp.languages.views.desk import body_at_desk
from catecp.languages.views.exchange import report_rows, report_totals

_KINDS = {"vtt": (vtt, "text/vtt; charset=utf-8"), "srt": (srt, "application/x-subrip; charset=utf-8")}


def films(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    body = body_at_desk(request, public_id, language)
    require(rules.may_translate(request.user))
    if request.GET.get("format") in _KINDS:
        return _file(request, body, language)
    found = bodies.source().films(body)
    form = SubtitlesForm(request.POST or None, request.FILES or None, films=[(film.key, film.title) for film in found])
    report: list[Outcome] | None = None
    if request.method == "POST" and form.is_valid():
        file, film = form.cleaned_data["file"], film_of(found, form.cleaned_data["film"])
        try:
            report = take_subtitles(
                body=body, language=language, film=film, content=file.read(), name=file.name, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {"body": body, "target": LANGUAGES[language], "films": found, "form": form}
    return render(request, "languages/films.html", {**context, "report": report_rows(report), "totals": report_totals(report)})


def _file(request: HttpRequest, body: TextBody, language: str) -> HttpResponse:
    try:
        film = film_of(bodies.source().films(body), request.GET.get("film", ""))
    except Refused as refusal:
        raise Http404 from refusal
    kind = request.GET["format"]
    write, media_type = _KINDS[kind]
    response = HttpResponse(write(subtitles_in(film=film, language=language)), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{film.key}-{language}.{kind}"'
    return response
