import errno
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.files import storage
from catecp.files.facts import DocumentStored, DocumentWithdrawn
from catecp.files.models import Document
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line


class TooLarge(Refused):
    """The file is over the limit."""


class DiskFull(Refused):
    """The file could not be kept; nothing was changed."""


class NotTheKind(Refused):
    """The file is not of a kind that is accepted here."""


# What the first bytes must be for what the name promises; anything else is refused.
_SIGNATURES = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
}
_ENDINGS = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def media_type_of_scan(name: str, content: bytes) -> str:
    """The type of a scan (PDF, PNG, JPEG) by name and first bytes; refuses what only pretends."""
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    media_type = _ENDINGS.get(ending, "")
    if not media_type or not content.startswith(_SIGNATURES[media_type]):
        raise NotTheKind(_("Please choose a PDF, PNG or JPEG file. This one is something else."))
    return media_type


@transaction.atomic
def store_document(*, name: str, media_type: str, content: bytes, at: datetime, by: object | None) -> Document:
    """Keep a private file. Refuses files over the limit; a full disk is said plainly and leaves nothing behind."""
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
        raise TooLarge(_("This file is larger than %(limit)s MB. Make it smaller or split it.") % {"limit": limit})
    try:
        sha256 = storage.put(content)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(
                _("The disk of the server is full, so the file was not kept. Nothing else was changed; tell the coordinator.")
            ) from error
        raise
    document = Document.objects.create(
        name=clean_line(name, longest=200) or "file",
        media_type=media_type,
        sha256=sha256,
        size=len(content),
        stored_at=at,
        stored_by=getattr(by, "pk", None),
    )
    ledger.record(DocumentStored(document_id=document.pk, sha256=sha256), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return document


@transaction.atomic
def withdraw_document(*, document: Document, at: datetime, by: object) -> None:
    """The document is no longer handed out; its bytes stay for the record."""
    Document.objects.filter(pk=document.pk).update(withdrawn_at=at)
    ledger.record(DocumentWithdrawn(document_id=document.pk), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
