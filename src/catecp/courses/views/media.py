"""Pictures, sounds and films by checksum, in pieces: a cut download goes on where it broke."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from catecp.courses.byte_ranges import NotSatisfiable, Span, asked_span
from catecp.courses.media_types import SHOWN
from catecp.courses.queries.media import StoredFile, stored_file
from catecp.courses.reading_session import versions_read
from catecp.files.storage import path_of

CHUNK = 64 * 1024  # bytes
YEAR = 31_536_000


@login_not_required
@require_safe
def media(request: HttpRequest, sha256: str, kind: str) -> HttpResponseBase:
    """The file of that checksum, or (`kind` other than original) that smaller form of it."""
    found = stored_file(sha256, kind, request.user, reading=versions_read(request))
    path = path_of(found.sha256) if found else None
    if found is None or path is None or not path.exists():
        raise Http404
    tag = f'"{found.sha256}"'
    try:
        span = asked_span(request.headers.get("Range", ""), found.size) if _is_unchanged(request, tag) else None
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}", "Accept-Ranges": "bytes"})
    response = _answer(request, found, path, span)
    response["ETag"] = tag
    return response


def _is_unchanged(request: HttpRequest, tag: str) -> bool:
    """With `If-Range`, a part is only of use to whoever holds the rest of the same file."""
    return request.headers.get("If-Range", tag) == tag


def _answer(request: HttpRequest, found: StoredFile, path: Path, span: Span | None) -> HttpResponseBase:
    sent = span or Span(0, found.size - 1)
    body = _pieces(path, sent) if request.method == "GET" else []
    response = StreamingHttpResponse(body, status=206 if span else 200, content_type=found.media_type)
    if span:
        response["Content-Range"] = f"bytes {span.first}-{span.last}/{found.size}"
    response["Content-Length"] = str(sent.length)
    response["Accept-Ranges"] = "bytes"
    response["Content-Encoding"] = "identity"  # media are packed already; packing them again would break the ranges
    response["Cache-Control"] = f"{'public' if found.is_public else 'private'}, max-age={YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-site"
    if found.media_type not in SHOWN:
        response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


def _pieces(path: Path, span: Span) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(span.first)
        left = span.length
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
