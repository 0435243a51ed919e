"""Which forms of a picture, sound or film a reader may choose from, with what each costs in bytes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from catecp.courses.enums import RenditionKind
from catecp.courses.media_types import is_film, is_picture, is_sound
from catecp.courses.models import Asset, Rendition

UNASKED_BYTES = 100_000  # nothing larger loads before somebody asks for it
NO_MEDIA = "none"
FILM_KINDS = (RenditionKind.P144, RenditionKind.P240, RenditionKind.P480)


@dataclass(frozen=True)
class Shown:
    """One form of an asset: where it is fetched from, what it is and how many bytes it costs."""

    kind: str  # a RenditionKind, or "original"
    address: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Film:
    """An asset as a reader meets it. `forms` are sorted by size; `sound` and `poster` are set where they exist."""

    asset: Asset
    forms: tuple[Shown, ...] = ()
    sound: Shown | None = None
    poster: Shown | None = None

    @property
    def least(self) -> Shown | None:
        return self.forms[0] if self.forms else None

    @property
    def is_heavy(self) -> bool:
        return self.least is not None and self.least.size > UNASKED_BYTES


@dataclass(frozen=True)
class AddressBook:
    """Where things are fetched from in this shell: the page, the offline copy, a bundle or an export.

    `media(sha256, media_type)` gives the address of a stored file; `subtitles(block key, language)` of a film's words;
    `package(block key)` of the player, empty where packages cannot be played.
    """

    media: Callable[[str, str], str]
    subtitles: Callable[[str, str], str] = field(default=lambda _key, _language: "")
    package: Callable[[str], str] = field(default=lambda _key: "")
    most: str = (
        ""  # of a film, only the largest form up to this kind; "audio": sound only; "none": no film or sound; "": all forms
    )


def media_of(sha256s: Iterable[str], book: AddressBook) -> dict[str, Film]:
    """Every asset by its SHA-256, with its forms. Two queries."""
    assets = list(Asset.objects.filter(sha256__in=set(sha256s)))
    renditions: dict[int, list[Rendition]] = {}
    for row in Rendition.objects.filter(asset__in=assets).exclude(sha256=""):
        renditions.setdefault(row.asset_id, []).append(row)
    return {asset.sha256: _film(asset, renditions.get(asset.pk, []), book) for asset in assets}


def _film(asset: Asset, renditions: list[Rendition], book: AddressBook) -> Film:
    made = {row.kind: _shown(row, book) for row in renditions}
    original = Shown("original", book.media(asset.sha256, asset.media_type), asset.media_type, asset.size, asset.sha256)
    if is_film(asset.media_type):
        sound = made.get(RenditionKind.AUDIO) if book.most != NO_MEDIA else None
        forms = _film_forms([made[kind] for kind in FILM_KINDS if kind in made], original, book.most)
        return Film(asset, tuple(forms), sound, made.get(RenditionKind.POSTER))
    if is_sound(asset.media_type):
        if book.most == NO_MEDIA:
            return Film(asset)
        smaller = made.get(RenditionKind.AUDIO)
        forms = [smaller] if smaller and smaller.size < original.size else [original]
        return Film(asset, tuple(forms), sound=forms[0])
    smaller = made.get(RenditionKind.SMALL) if is_picture(asset.media_type) else None
    forms = [smaller, original] if smaller and smaller.size < original.size else [original]
    return Film(asset, tuple(forms))


def _film_forms(made: list[Shown], original: Shown, most: str) -> list[Shown]:
    """All forms by size; or the one a shell asked for: the largest up to `most`, else the smallest there is."""
    forms = sorted(made, key=_size) or [original]
    if not most:
        return forms
    if most in {NO_MEDIA, RenditionKind.AUDIO}:
        return []
    allowed = FILM_KINDS[: FILM_KINDS.index(RenditionKind(most)) + 1]
    fitting = [form for form in forms if form.kind in allowed]
    return fitting[-1:] or forms[:1]


def _shown(row: Rendition, book: AddressBook) -> Shown:
    return Shown(row.kind, book.media(row.sha256, row.media_type), row.media_type, row.size, row.sha256)


def _size(shown: Shown) -> int:
    return shown.size
