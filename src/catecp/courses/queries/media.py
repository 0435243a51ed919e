"""Which stored files a reader may fetch: those of courses they may see."""

from dataclasses import dataclass

from django.db.models import Q

from catecp.accounts.queries import Actor
from catecp.courses.enums import VersionState
from catecp.courses.models import Asset, Block, Course, Rendition, Version
from catecp.courses.queries.courses import courses_written_by, versions_visible_to

ORIGINAL = "original"


@dataclass(frozen=True)
class StoredFile:
    """`is_public` when a version that was ever published uses it."""

    sha256: str
    media_type: str
    size: int
    name: str
    is_public: bool


def stored_file(sha256: str, kind: str, actor: Actor, *, reading: set[int] = frozenset()) -> StoredFile | None:  # type: ignore[assignment]  # -- an empty set
    """The file behind an address, or None when there is none for this actor.

    `sha256` names an asset (`kind` chooses its form) or one of its forms. `reading` are ids of versions that the reader was handed
    by a personal link.
    """
    found = _found(sha256, kind)
    if found is None:
        return None
    asset, size, media_type, kept = found
    is_public = _is_used(asset, Q(state__in=[VersionState.PUBLISHED, VersionState.WITHDRAWN])) or _is_cover(asset)
    if not is_public and not _is_draft_of(asset, actor, set(reading)):
        return None
    return StoredFile(kept, media_type, size, asset.name, is_public)


def _found(sha256: str, kind: str) -> tuple[Asset, int, str, str] | None:
    asset = Asset.objects.filter(sha256=sha256).first()
    if asset is not None and kind == ORIGINAL:
        return asset, asset.size, asset.media_type, asset.sha256
    rows = Rendition.objects.filter(asset=asset, kind=kind) if asset else Rendition.objects.filter(sha256=sha256)
    row = rows.exclude(sha256="").select_related("asset").order_by("pk").first()
    return (row.asset, row.size, row.media_type, row.sha256) if row else None


def _is_used(asset: Asset, versions: Q) -> bool:
    return Block.objects.filter(
        content__content_assets__asset=asset, version__in=Version.objects.filter(versions).order_by().values("pk")
    ).exists()


def _is_cover(asset: Asset) -> bool:
    return Course.objects.filter(cover=asset, published__isnull=False).exists()


def _is_draft_of(asset: Asset, actor: Actor, reading: set[int]) -> bool:
    """In a draft this actor may see; or uploaded by them, on its way into one."""
    if getattr(actor, "is_authenticated", False) and asset.stored_by == actor.pk:
        return True
    mine = versions_visible_to(actor).order_by().values("pk")
    if _is_used(asset, Q(pk__in=mine) | Q(pk__in=reading)):
        return True
    return courses_written_by(actor).filter(cover=asset).exists()
