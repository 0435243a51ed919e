"""Machine drafts of one course in one language: off or on, under way, and what was thrown away."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.languages import queries, rules
from catecp.languages.services.drafts import ask_for_drafts, latest_job, model_server
from catecp.languages.tags import LANGUAGES
from catecp.languages.views.desk import body_at_desk


def drafts(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    body = body_at_desk(request, public_id, language)
    require(rules.may_translate(request.user))
    if request.method == "POST":
        try:
            ask_for_drafts(body=body, language=language, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("languages:drafts", body.public_id, language)
    server = model_server()
    context = {
        "body": body,
        "target": LANGUAGES[language],
        "model": {"name": server.name, "host": urlsplit(server.address).hostname} if server else None,
        "job": latest_job(body, language),
        "counts": queries.state_counts([body.pk])[body.pk][language],
    }
    return render(request, "languages/drafts.html", context)
