"""Bodies of blocks become contents: cleaned, kept once by checksum, with their sentences as segments. In bulk, for 5,000 blocks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses import content
from catecp.courses.content import BlockSource
from catecp.courses.models import Asset, BlockContent, ContentAsset, ContentSegment, Course
from catecp.kernel.errors import Refused
from catecp.languages.models import Segment
from catecp.languages.services.segments import keep_segments

CHUNK = 500


class UnfitBlock(Refused):
    """The body does not fit its kind, or names a file that is not kept."""


@transaction.atomic
def keep_contents(*, course: Course, sources: Sequence[BlockSource], at: datetime) -> list[BlockContent]:
    """The content row of each source, in the same order; what is known already is not written again."""
    bodies = [(source.kind, _cleaned(source)) for source in sources]
    digests = [content.digest(kind, body) for kind, body in bodies]
    known = _by_digest(course, digests)
    new = {
        digest: BlockContent(course=course, sha256=digest, kind=kind, body=body)
        for digest, (kind, body) in zip(digests, bodies, strict=True)
        if digest not in known
    }
    BlockContent.objects.bulk_create(new.values(), batch_size=CHUNK)
    _link_segments(course, list(new.values()), at)
    _link_assets(list(new.values()))
    known |= new
    return [known[digest] for digest in digests]


def _cleaned(source: BlockSource) -> content.Body:
    try:
        return content.cleaned(source.kind, source.body)
    except ValueError as error:
        raise UnfitBlock(_("A block does not fit its kind: %(why)s") % {"why": error}) from error


def _by_digest(course: Course, digests: Sequence[str]) -> dict[str, BlockContent]:
    found: dict[str, BlockContent] = {}
    for start in range(0, len(digests), CHUNK):
        rows = BlockContent.objects.filter(course=course, sha256__in=digests[start : start + CHUNK])
        found |= {row.sha256: row for row in rows}
    return found


def _link_segments(course: Course, contents: Sequence[BlockContent], at: datetime) -> None:
    leaves = [(row, leaf) for row in contents for leaf in content.leaves(row.kind, row.body)]
    kept = keep_segments(body=course.body, texts=[(leaf.text, leaf.is_html) for _row, leaf in leaves], at=at)
    ordered: dict[int, list[Segment]] = {}
    for (row, _leaf), found in zip(leaves, kept, strict=True):
        ordered.setdefault(row.pk, []).extend(found)
    links = [
        ContentSegment(content_id=row_id, segment_id=segment.pk, position=position)
        for row_id, found in ordered.items()
        for position, segment in enumerate(found)
    ]
    ContentSegment.objects.bulk_create(links, batch_size=CHUNK)


def _link_assets(contents: Sequence[BlockContent]) -> None:
    used = {row: content.assets_of(row.kind, row.body) for row in contents}
    wanted = list({sha256 for found in used.values() for sha256 in found})
    assets = {asset.sha256: asset for asset in _assets(wanted)}
    for sha256 in wanted:
        if sha256 not in assets:
            raise UnfitBlock(_("A block names a file that is not here. Upload it again."))
    ContentAsset.objects.bulk_create(
        [ContentAsset(content=row, asset=assets[sha256]) for row, found in used.items() for sha256 in sorted(found)],
        batch_size=CHUNK,
    )


def _assets(sha256s: Sequence[str]) -> Iterable[Asset]:
    for start in range(0, len(sha256s), CHUNK):
        yield from Asset.objects.filter(sha256__in=sha256s[start : start + CHUNK])
