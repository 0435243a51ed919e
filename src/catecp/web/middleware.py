"""What happens around every request."""

import errno
import logging
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from catecp.kernel.errors import Refused

log = logging.getLogger("catecp.request")
_TAGS = {tag for tag, _ in settings.LANGUAGES}
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Handler = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """One line a request: route, status, time. No address parameters, names or answers."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]  # -- ours
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if not request.path.startswith(settings.STATIC_URL):
            log.info(
                "request",
                extra={
                    "request_id": request.request_id,  # type: ignore[attr-defined]  # -- ours
                    "method": request.method,
                    "route": match.route if match else "",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                    "user": request.user.pk if getattr(request, "user", None) else None,
                },
            )
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]  # -- ours
        return response


class ContentPolicy:
    """Only our own scripts, styles and pictures; a page may set a policy of its own first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=(), camera=(self)")
        return response


class ContentOrigin:
    """The origin packages run in serves packages and static files, and nothing anybody could be signed in to."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.host = urlsplit(settings.CONTENT_ADDRESS).netloc

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.host and request.get_host() == self.host and not request.path.startswith(("/content/", settings.STATIC_URL)):
            return HttpResponse(status=404)
        return self.get_response(request)


class ReaderLanguage:
    """`?lang=km` in an address chooses the language and is remembered, so that a link or a QR code can carry it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "").lower()
        if asked not in _TAGS:
            return self.get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = asked
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            asked,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response


def is_disk_full(error: BaseException) -> bool:
    """Said by the file system, SQLite ("database or disk is full") or PostgreSQL ("No space left on device")."""
    if isinstance(error, OperationalError):
        return any(words in str(error) for words in ("disk is full", "No space left on device"))
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}


class PlainRefusals:
    """A refusal no page caught is still an answer in the reader's words."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_disk_full(exception):
            log.error("disk full", extra={"request_id": getattr(request, "request_id", "")})
            reason = _(
                "The disk of the server is full, so nothing of this was kept. Tell the coordinator, and send it again later."
            )
            return render(request, "errors/refused.html", {"reason": reason, "back": request.path}, status=507)
        if not isinstance(exception, Refused):
            return None
        with translation.override(translation.get_language()):
            return render(request, "errors/refused.html", {"reason": str(exception), "back": request.path}, status=409)
