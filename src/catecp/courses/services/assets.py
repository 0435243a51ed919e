"""Pictures, sounds, films, files and packages of courses, kept once by checksum."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from django.db import transaction

from catecp.courses.facts import AssetKept
from catecp.courses.media_types import is_film, is_picture, is_sound, media_type_of
from catecp.courses.models import Asset
from catecp.files import storage
from catecp.kernel import ledger
from catecp.kernel.plaintext import clean_line

CHUNK = 1_000_000  # bytes


@transaction.atomic
def keep_asset(*, name: str, chunks: Iterable[bytes], at: datetime, by: object | None) -> Asset:
    """Keep a file that comes in pieces. The type is found from its bytes; the smaller forms of films and sounds are made by a job.

    The caller bounds the size; a disk that is full raises OSError and leaves nothing behind.
    """
    pieces: Iterator[bytes] = iter(chunks)
    first = next(pieces, b"")
    sha256, size = storage.put_stream(chain([first], pieces))
    asset, is_new = Asset.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": clean_line(name.rsplit("/", 1)[-1], longest=200) or "file",
            "media_type": media_type_of(name, first[:64]),
            "size": size,
            "stored_at": at,
            "stored_by": getattr(by, "pk", None),
        },
    )
    if is_new:
        ledger.record(AssetKept(asset_id=asset.pk, sha256=sha256), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return asset


def keep_bytes(*, name: str, content: bytes, at: datetime, by: object | None) -> Asset:
    return keep_asset(name=name, chunks=(content[start : start + CHUNK] for start in range(0, len(content), CHUNK)), at=at, by=by)


@transaction.atomic
def keep_stored(*, sha256: str, name: str, media_type: str, size: int, at: datetime, by: object | None) -> Asset:
    """The row for bytes that `files.storage` holds already: an import streams first and writes its rows in one transaction."""
    defaults = {
        "name": clean_line(name.rsplit("/", 1)[-1], longest=200) or "file",
        "media_type": media_type,
        "size": size,
        "stored_at": at,
        "stored_by": getattr(by, "pk", None),
    }
    asset, is_new = Asset.objects.get_or_create(sha256=sha256, defaults=defaults)
    if is_new:
        ledger.record(AssetKept(asset_id=asset.pk, sha256=sha256), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return asset


def wants_renditions(asset: Asset) -> bool:
    return is_film(asset.media_type) or is_sound(asset.media_type) or is_picture(asset.media_type)
