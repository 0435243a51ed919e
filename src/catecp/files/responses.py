"""Handing a private file out; the caller has checked that the reader may have it."""

from django.http import FileResponse, Http404

from catecp.files.models import Document
from catecp.files.storage import path_of


def document_response(document: Document, *, as_attachment: bool = True) -> FileResponse:
    path = path_of(document.sha256)
    if document.withdrawn_at is not None or not path.exists():
        raise Http404
    response = FileResponse(
        path.open("rb"), as_attachment=as_attachment, filename=document.name, content_type=document.media_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
