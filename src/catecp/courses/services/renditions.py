"""The smaller forms of pictures, sounds and films, made at upload. Nothing is made larger than it came."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses import ffmpeg
from catecp.courses.enums import RenditionKind
from catecp.courses.facts import RenditionsMade
from catecp.courses.ffmpeg import CannotRead, Probe
from catecp.courses.media_types import is_film, is_picture, is_sound
from catecp.courses.models import Asset, Rendition
from catecp.files import storage
from catecp.kernel import ledger

JOB = "courses.renditions"  # the kind of long work that makes them
SMALL_WIDTH = 640  # pixels
POSTER_LINES = 270
CHUNK = 1_000_000  # bytes
# lines: (CRF, bit rate of the picture, frames a second, bit rate of the sound, its samples a second)
_FILM = {
    RenditionKind.P144: (144, "30", "90k", 15, "24k", "22050"),
    RenditionKind.P240: (240, "29", "180k", 20, "32k", "24000"),
    RenditionKind.P480: (480, "27", "550k", 25, "48k", "32000"),
}
_SOUND = ["-vn", "-c:a", "aac", "-ac", "1", "-ar", "24000", "-b:a", "32k", "-movflags", "+faststart"]
Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Recipe:
    """How one form is made: ffmpeg's output arguments, and what comes before the input."""

    kind: RenditionKind
    media_type: str
    suffix: str
    arguments: list[str]
    before: list[str] = field(default_factory=list)


def recipes(media_type: str, found: Probe) -> list[Recipe]:
    """The forms that make sense for this file. Pure."""
    if is_picture(media_type):
        return list(_of_picture(media_type, found))
    recipes = []
    if is_film(media_type) and found.width and found.height:
        shorter = min(found.width, found.height)
        wanted = [kind for kind, row in _FILM.items() if row[0] <= shorter] or [RenditionKind.P144]
        recipes = [_film(kind, found) for kind in wanted]
        recipes.append(_poster(found))
    if found.has_sound:
        recipes.append(Recipe(RenditionKind.AUDIO, "audio/mp4", ".m4a", ["-map", "0:a:0", *_SOUND]))
    return recipes


def _of_picture(media_type: str, found: Probe) -> Iterator[Recipe]:
    if not found.width or not found.height or media_type == "image/gif":
        return
    width = min(SMALL_WIDTH, found.width)
    size = ["-vf", f"scale={width}:-1:flags=area", "-frames:v", "1"]
    if media_type == "image/jpeg":
        yield Recipe(RenditionKind.SMALL, "image/jpeg", ".jpg", [*size, "-q:v", "6"])
    else:
        yield Recipe(RenditionKind.SMALL, "image/webp", ".webp", [*size, "-c:v", "libwebp", "-quality", "78"])


def _scale(found: Probe, lines: int) -> str:
    """Sides whose shorter one has `lines` pixels at most; both even, as H.264 wants them."""
    width, height = found.width or 2, found.height or 2
    shrink = min(1.0, lines / min(width, height))
    return f"scale={max(2, round(width * shrink / 2) * 2)}:{max(2, round(height * shrink / 2) * 2)}:flags=area"


def _film(kind: RenditionKind, found: Probe) -> Recipe:
    lines, quality, most, frames, sound, samples = _FILM[kind]
    buffer = f"{2 * int(most[:-1])}k"
    picture = ["-map", "0:v:0", "-vf", f"{_scale(found, lines)},fps='min(source_fps,{frames})',format=yuv420p"]
    picture += ["-c:v", "libx264", "-profile:v", "baseline", "-preset", "medium", "-crf", quality]
    picture += ["-maxrate", most, "-bufsize", buffer, "-g", str(frames * 5), "-movflags", "+faststart"]
    audio = ["-map", "0:a:0?", "-c:a", "aac", "-ac", "1", "-ar", samples, "-b:a", sound]
    return Recipe(kind, "video/mp4", ".mp4", [*picture, *audio])


def _poster(found: Probe) -> Recipe:
    at = min(5.0, (found.seconds or 0) / 10)
    arguments = ["-map", "0:v:0", "-frames:v", "1", "-vf", _scale(found, POSTER_LINES), "-q:v", "8"]
    return Recipe(RenditionKind.POSTER, "image/jpeg", ".jpg", arguments, before=["-ss", f"{at:.2f}"])


def make_renditions(*, asset: Asset, at: datetime, say: Say = lambda _doing, _done, _total: None) -> int:
    """Make what is missing; what is made already stays. Returns how many were made. A file that cannot be read is noted, once."""
    path = storage.path_of(asset.sha256)
    try:
        found = ffmpeg.probe(path, asset.media_type)
    except CannotRead as problem:
        _note(asset, RenditionKind.SMALL if is_picture(asset.media_type) else RenditionKind.AUDIO, problem, at)
        return 0
    Asset.objects.filter(pk=asset.pk).update(width=found.width, height=found.height, seconds=found.seconds)
    wanted = recipes(asset.media_type, found)
    ready = set(asset.renditions.exclude(sha256="").values_list("kind", flat=True))
    made = failed = 0
    for number, recipe in enumerate(wanted):
        if recipe.kind in ready:
            continue
        say(_("Making the form “%(kind)s” of %(name)s") % {"kind": recipe.kind.label, "name": asset.name}, number, len(wanted))
        try:
            _make(asset, recipe, path, at)
            made += 1
        except CannotRead as problem:
            _note(asset, recipe.kind, problem, at)
            failed += 1
    if made or failed:
        with transaction.atomic():
            ledger.record(RenditionsMade(asset_id=asset.pk, made=made, failed=failed), by=None, at=at)
    return made


def _make(asset: Asset, recipe: Recipe, path: Path, at: datetime) -> None:
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
        target = Path(folder) / f"made{recipe.suffix}"
        ffmpeg.make(path, asset.media_type, recipe.arguments, target, before=recipe.before)
        size = target.stat().st_size
        if size >= asset.size and recipe.kind in {RenditionKind.SMALL, RenditionKind.AUDIO} and not is_film(asset.media_type):
            kept, size, media_type = asset.sha256, asset.size, asset.media_type  # as it came is the smallest form there is
        else:
            kept, size = storage.put_stream(_chunks(target))
            media_type = recipe.media_type
    Rendition.objects.update_or_create(
        asset=asset,
        kind=recipe.kind,
        defaults={"sha256": kept, "media_type": media_type, "size": size, "problem": "", "made_at": at},
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _note(asset: Asset, kind: RenditionKind, problem: CannotRead, at: datetime) -> None:
    defaults = {"problem": str(problem).replace(str(settings.MEDIA_ROOT), "")[:300], "made_at": at}
    Rendition.objects.update_or_create(asset=asset, kind=kind, defaults=defaults)


def wants_renditions(asset: Asset) -> bool:
    """Whether ffmpeg is asked about this file at all."""
    kinds = is_film(asset.media_type) or is_sound(asset.media_type) or is_picture(asset.media_type)
    return kinds and asset.media_type in ffmpeg.DEMUXERS
