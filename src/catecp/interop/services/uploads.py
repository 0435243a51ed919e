"""Packages that arrive in pieces: a cut connection goes on where it stopped, and nobody fills the disk."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.interop.models import PackageUpload, UploadState
from catecp.interop.packages.limits import CHUNK, GIGABYTE, MEGABYTE
from catecp.kernel.errors import Refused
from catecp.kernel.models import Job
from catecp.kernel.plaintext import clean_line
from catecp.network.models import Institution

KEPT_FOR = timedelta(days=7)  # a package nobody decided about
SPARE = 512 * MEGABYTE  # bytes of the disk left alone
_OVER = (UploadState.MADE, UploadState.DISCARDED)


class TooLarge(Refused):
    """More than a package may have."""


class NoRoom(Refused):
    """The disk would be full."""


class OutOfStep(Refused):
    """The piece does not begin where the last one ended."""


class NotNow(Refused):
    """The package is not in the state for this."""


def path_of(upload: PackageUpload) -> Path:
    """Where the bytes lie, under the name the file had: its ending may matter to nobody but the person."""
    return Path(settings.INCOMING_ROOT) / upload.public_id / upload.file_name


def begin_upload(*, name: str, size: int, owner: Institution, language: str, at: datetime, by: Any) -> PackageUpload:
    """Announce a package of `size` bytes. Refuses what is too large, or what the disk cannot take."""
    limit = settings.PACKAGE_LIMIT_BYTES
    if not 0 < size <= limit:
        raise TooLarge(
            _("A package has at most %(limit)s GB. Split the course, or leave out large films.") % {"limit": limit // GIGABYTE}
        )
    forget_old(at=at)
    root = Path(settings.INCOMING_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < 2 * size + SPARE:
        raise NoRoom(_("There is not enough room on the server's disk for this package. Tell the coordinator."))
    upload = PackageUpload.objects.create(
        owner=owner, language=language, file_name=safe_name(name), size=size, uploaded_by=by.pk, created_at=at
    )
    path = path_of(upload)
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    return upload


def safe_name(name: str) -> str:
    bare = name.replace("\\", "/").rpartition("/")[2].lstrip(".")
    return clean_line(bare, longest=120).replace("/", "_") or "package"


def take_piece(*, upload: PackageUpload, offset: int, stream: IO[bytes]) -> PackageUpload:
    """Append a piece that begins at `offset` bytes. Raises OutOfStep where that is not the next byte: ask again how much is here.

    The piece is fetched before the database is asked for anything: a slow sender must not hold the one writer of SQLite.
    """
    Path(settings.INCOMING_ROOT).mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(settings.INCOMING_ROOT).free < SPARE:  # several packages were begun at once
        raise NoRoom(_("There is not enough room on the server's disk for this package. Tell the coordinator."))
    left = upload.size - offset if offset == upload.received else 0
    with SpooledTemporaryFile(max_size=4 * MEGABYTE, dir=str(settings.INCOMING_ROOT)) as piece:
        while left > 0 and (chunk := stream.read(min(CHUNK, left))):
            left -= piece.write(chunk)
        piece.seek(0)
        return _append(upload=upload, offset=offset, stream=cast("IO[bytes]", piece))


@transaction.atomic
def _append(*, upload: PackageUpload, offset: int, stream: IO[bytes]) -> PackageUpload:
    upload = PackageUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != UploadState.ARRIVING or offset != upload.received:
        raise OutOfStep(_("The server holds %(bytes)s bytes of this file; send what follows.") % {"bytes": upload.received})
    with path_of(upload).open("r+b") as file:
        file.seek(offset)
        file.truncate()
        while (room := upload.size - upload.received) > 0 and (chunk := stream.read(min(CHUNK, room))):
            file.write(chunk)
            upload.received += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    if upload.received == upload.size:
        upload.state = UploadState.WAITING
    upload.save(update_fields=["received", "state"])
    return upload


@transaction.atomic
def follow(*, upload: PackageUpload, job: Job, state: UploadState) -> PackageUpload:
    """Tie the work on a package to its row."""
    PackageUpload.objects.filter(pk=upload.pk).update(job=job, state=state, problem="")
    upload.refresh_from_db()
    return upload


@transaction.atomic
def note_report(*, upload: PackageUpload, report: dict[str, Any]) -> None:
    PackageUpload.objects.filter(pk=upload.pk, state=UploadState.WAITING).update(
        state=UploadState.LOOKED, report=report, problem=""
    )


@transaction.atomic
def note_refusal(*, upload: PackageUpload, problem: str) -> None:
    PackageUpload.objects.filter(pk=upload.pk).exclude(state__in=_OVER).update(state=UploadState.REFUSED, problem=problem)


@transaction.atomic
def note_course(*, upload: PackageUpload, course: Any, report: dict[str, Any]) -> None:
    PackageUpload.objects.filter(pk=upload.pk).update(state=UploadState.MADE, course=course, report=report, problem="")


def discard_upload(*, upload: PackageUpload) -> None:
    """Forget the bytes; the row stays for the list."""
    if upload.state == UploadState.MAKING:
        raise NotNow(_("The package is becoming a course just now. Wait until that is over."))
    if upload.state != UploadState.MADE:
        PackageUpload.objects.filter(pk=upload.pk).update(state=UploadState.DISCARDED)
    remove_bytes(upload)


def remove_bytes(upload: PackageUpload) -> None:
    shutil.rmtree(path_of(upload).parent, ignore_errors=True)


def forget_old(*, at: datetime) -> int:
    """Discard packages nobody decided about for a week; returns how many."""
    old = list(PackageUpload.objects.filter(created_at__lt=at - KEPT_FOR).exclude(state__in=(*_OVER, UploadState.MAKING)))
    for upload in old:
        discard_upload(upload=upload)
    return len(old)
