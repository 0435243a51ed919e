"""What the translation desk asks about courses: which sentences stand in them now, where, and who may work on them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from catecp.accounts.models import Scope
from catecp.accounts.queries import scope_ids
from catecp.accounts.roles import Permission
from catecp.courses.enums import BlockKind
from catecp.courses.models import Block, ContentSegment, Course, Unit
from catecp.languages.bodies import Film, FilmCue, Stand
from catecp.languages.models import Segment, TextBody
from catecp.languages.segmentation import digest_of
from catecp.languages.services.segments import segments_by_digest


class CourseBodies:
    """Translators work on the draft while there is one, else on the published version; sentences both share are the same rows."""

    def visible_to(self, actor: Any) -> QuerySet[TextBody]:
        """Published courses, and unpublished ones of the institutions the actor translates or reviews for."""
        seen = Q(published__isnull=False)
        for permission in (Permission.TRANSLATE, Permission.REVIEW_TRANSLATION):
            owners = scope_ids(actor, permission, Scope.INSTITUTION)
            seen |= Q() if owners is None else Q(owner__in=owners)
            if owners is None:
                seen = Q()
                break
        return TextBody.objects.filter(pk__in=Course.objects.filter(seen).values("body")).order_by("-created_at", "-pk")

    def current(self, bodies: Collection[int]) -> QuerySet[Segment]:
        versions = _versions(bodies)
        contents = Block.objects.filter(version__in=versions).order_by().values("content")
        in_blocks = ContentSegment.objects.filter(content__in=contents).order_by().values("segment")
        titles = Unit.objects.filter(version__in=versions, title_segment__isnull=False).order_by().values("title_segment")
        return Segment.objects.filter(Q(pk__in=in_blocks) | Q(pk__in=titles)).order_by("pk")

    def stands(self, body: TextBody) -> list[Stand]:
        versions = _versions([body.pk])
        units = list(Unit.objects.filter(version__in=versions).order_by("position"))
        blocks = Block.objects.filter(version__in=versions).select_related("content").order_by("unit__position", "position", "pk")
        return list({stand.segment: stand for stand in reversed(list(_places(units, list(blocks))))}.values())[::-1]

    def films(self, body: TextBody) -> list[Film]:
        blocks = Block.objects.filter(version__in=_versions([body.pk]), content__kind=BlockKind.VIDEO).select_related(
            "content", "unit"
        )
        blocks = blocks.order_by("unit__position", "position", "pk")
        cues = {block.key: block.content.body.get("cues", []) for block in blocks}
        digests = {digest_of(cue["text"]) for rows in cues.values() for cue in rows}
        known = segments_by_digest(body=body, digests=list(digests))
        films = [
            Film(block.key, block.content.body.get("title") or block.unit.title, _cues(cues[block.key], known))
            for block in blocks
        ]
        return [film for film in films if film.cues]


def _cues(rows: list[dict], known: dict[str, Segment]) -> tuple[FilmCue, ...]:
    found = [(row, known.get(digest_of(row["text"]))) for row in rows]
    return tuple(FilmCue(segment.pk, row["start"], row["end"], row["text"]) for row, segment in found if segment is not None)


def _versions(bodies: Collection[int]) -> list[int]:
    now = Case(When(draft__isnull=False, then=F("draft")), default=F("published"))
    found = Course.objects.filter(body__in=list(bodies)).annotate(now=now).values_list("now", flat=True)
    return [pk for pk in found if pk is not None]


def _places(units: list[Unit], blocks: list[Block]) -> Iterable[Stand]:
    """Titles and sentences in reading order; a sentence that comes again is given again."""
    sentences: dict[int, list[int]] = {}
    rows = ContentSegment.objects.filter(content__in={block.content_id for block in blocks}).order_by("content", "position")
    for content, segment in rows.values_list("content", "segment"):
        sentences.setdefault(content, []).append(segment)
    of_unit: dict[int, list[Block]] = {}
    for block in blocks:
        of_unit.setdefault(block.unit_id, []).append(block)
    for unit in units:
        if unit.title_segment_id is not None:
            yield Stand(unit.title_segment_id, unit.title)
        for block in of_unit.get(unit.pk, []):
            note = block.content.get_kind_display()  # type: ignore[attr-defined]  # -- made by Django for choices
            for segment in sentences.get(block.content_id, []):
                yield Stand(segment, unit.title, str(note))
