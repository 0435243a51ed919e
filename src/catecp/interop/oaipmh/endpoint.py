"""Where harvesters ask: `/oai/`, by GET or POST."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catecp.interop.oaipmh.protocol import Site, answer


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """One answer in XML. The same for everybody: it reads nothing but what is published."""
    arguments = (
        {name: request.POST.getlist(name) for name in request.POST} if request.method == "POST" else dict(request.GET.lists())
    )
    site = Site(
        address=settings.SITE_ADDRESS + reverse("interop:oai"),
        host=urlsplit(settings.SITE_ADDRESS).hostname or "localhost",
        course_address=settings.SITE_ADDRESS + "/courses/{}/",
        email=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">"),
    )
    with override("en"):
        return HttpResponse(answer(arguments, site, timezone.now()), content_type="text/xml; charset=utf-8")
