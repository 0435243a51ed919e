"""What a passport shows, counted from the rows: languages, data cost, accessibility, review, use."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from catecp.courses import content
from catecp.courses.enums import AdoptionState, BlockKind, ChecklistKind, RenditionKind, ReviewState, VersionState
from catecp.courses.media_types import is_film, is_picture, is_sound
from catecp.courses.models import Adoption, Asset, Block, Checklist, ContentSegment, Passport, Rendition, Review, Unit, Version
from catecp.courses.passport import Facts, LanguageState, Readiness, readiness
from catecp.languages.models import Segment, Translation, TranslationState

ORIGINAL = "original"
MediaForms = dict[str, dict[str, tuple[str, str, int]]]


@dataclass(frozen=True)
class DataCost:
    """Bytes of a version: its texts, and its media in each form. A medium without that form counts as it was uploaded."""

    text: int
    original: int
    by_kind: dict[str, int]
    smallest: int


def checklist_in_force(kind: str = ChecklistKind.PASSPORT) -> Checklist | None:
    """The newest policy of that kind."""
    return Checklist.objects.filter(kind=kind).order_by("-created_at", "-pk").first()


def segments_of(version: Version) -> QuerySet[Segment]:
    """Every sentence of the version, titles of its units included."""
    contents = Block.objects.filter(version=version).order_by().values("content")
    inside = ContentSegment.objects.filter(content__in=contents).order_by().values("segment")
    titles = Unit.objects.filter(version=version, title_segment__isnull=False).order_by().values("title_segment")
    return Segment.objects.filter(Q(pk__in=inside) | Q(pk__in=titles)).order_by("pk")


def languages_of(version: Version) -> tuple[LanguageState, ...]:
    """The state of each language that has any translation, the original first, then the furthest. Two queries."""
    segments = segments_of(version)
    total = segments.count()
    rows = Translation.objects.filter(segment__in=segments.order_by().values("pk")).order_by()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows.values("language", "state").annotate(count=Count("pk")):
        counts[row["language"]][row["state"]] = row["count"]
    original = version.course.body.language
    found = [
        LanguageState(
            tag=tag,
            total=total,
            reviewed=states[TranslationState.REVIEWED],
            translated=states[TranslationState.TRANSLATED],
            outdated=states[TranslationState.OUTDATED],
            machine=states[TranslationState.MACHINE],
        )
        for tag, states in counts.items()
        if tag != original
    ]
    found.sort(key=lambda state: (-state.shown, -state.reviewed, state.tag))
    return (LanguageState(tag=original, total=total, is_original=True), *found)


def assets_in(version: Version) -> QuerySet[Asset]:
    """The assets of the version's blocks, with their renditions."""
    used = Block.objects.filter(version=version).order_by().values("content__content_assets__asset")
    return Asset.objects.filter(pk__in=used).prefetch_related("renditions").order_by("pk")


def media_of(version: Version) -> MediaForms:
    """{SHA-256 of the asset: {kind: (SHA-256, media type, bytes)}}, `original` among the kinds. Two queries."""
    return {asset.sha256: forms_of(asset) for asset in assets_in(version)}


def forms_of(asset: Asset) -> dict[str, tuple[str, str, int]]:
    """Every form in which the asset can be fetched."""
    made = [row for row in asset.renditions.all() if row.sha256]
    return {
        ORIGINAL: (asset.sha256, asset.media_type, asset.size),
        **{str(row.kind): (row.sha256, row.media_type, row.size) for row in made},
    }


def data_cost(version: Version, *, media: MediaForms | None = None) -> DataCost:
    """What a learner pays for the course in data, by the form they choose."""
    media = media_of(version) if media is None else media
    bodies = Block.objects.filter(version=version).order_by().values_list("content__kind", "content__body")
    text = sum(len(leaf.text.encode()) for kind, body in bodies for leaf in content.leaves(kind, body))
    kinds = (RenditionKind.P144, RenditionKind.P240, RenditionKind.P480, RenditionKind.AUDIO)
    return DataCost(
        text=text,
        original=sum(forms[ORIGINAL][2] for forms in media.values()),
        by_kind={kind.value: sum(_size_in(forms, kind.value) for forms in media.values()) for kind in kinds},
        smallest=sum(_smallest(forms) for forms in media.values()),
    )


def _strings(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    return [text for item in items for text in _strings(item)]


def _size_in(forms: dict[str, tuple[str, str, int]], kind: str) -> int:
    """A picture is small in every form; a film that has no such form comes as the next smaller one, else as uploaded."""
    if RenditionKind.SMALL in forms:
        return forms[RenditionKind.SMALL][2]
    order = [RenditionKind.P480.value, RenditionKind.P240.value, RenditionKind.P144.value]
    for found in [kind, *order[order.index(kind) + 1 :]] if kind in order else [kind]:
        if found in forms:
            return forms[found][2]
    return forms[ORIGINAL][2]


def _smallest(forms: dict[str, tuple[str, str, int]]) -> int:
    return min(size for kind, (_sha256, _type, size) in forms.items() if kind != RenditionKind.POSTER)


def uses_of(version: Version) -> QuerySet[Adoption]:
    """Adoptions of the course that the adopter confirmed, running or ended, the newest first."""
    rows = Adoption.objects.filter(course=version.course_id, state__in=[AdoptionState.CONFIRMED, AdoptionState.ENDED])
    return rows.select_related("institution__country", "institution__merged_into__country", "version").order_by(
        "-starts_on", "-pk"
    )


def reviews_of(version: Version) -> QuerySet[Review]:
    return Review.objects.filter(version=version).prefetch_related("reviewers__country").order_by("-asked_at", "-pk")


def readiness_of(version: Version) -> Readiness:
    """The score by the policy in force; without a policy nothing is asked."""
    checklist = checklist_in_force()
    return readiness(checklist.items if checklist else [], facts_of(version))


def facts_of(version: Version) -> Facts:
    """Everything the tests look at, in a number of queries that does not grow with the course."""
    blocks = list(Block.objects.filter(version=version).order_by().select_related("content"))
    media = list(assets_in(version))
    cost = data_cost(version, media={asset.sha256: forms_of(asset) for asset in media})
    uses = list(uses_of(version))
    recordings = [asset for asset in media if is_film(asset.media_type) or is_sound(asset.media_type)]
    return Facts(
        owner=str(version.course.owner),
        **_of_passport(version),
        **_of_blocks(blocks),
        **_of_reviews(version),
        languages=languages_of(version),
        media=len(recordings),
        media_small=sum(1 for asset in recordings if _has_small_form(asset)),
        lessons=len({block.unit_id for block in blocks}),
        light_bytes=cost.smallest,
        adoptions=len({(use.institution.merged_into_id or use.institution_id) for use in uses}),
        countries=len(countries_of(uses)),
    )


def countries_of(uses: list[Adoption]) -> set[str]:
    found = {(use.institution.merged_into or use.institution).country_id for use in uses}
    return {code for code in found if code}


def _has_small_form(asset: Asset) -> bool:
    small = {RenditionKind.P144, RenditionKind.P240, RenditionKind.P480, RenditionKind.AUDIO, RenditionKind.SMALL}
    return is_picture(asset.media_type) or any(row.kind in small and row.sha256 for row in asset.renditions.all())


def _of_passport(version: Version) -> dict[str, Any]:
    passport = Passport.objects.select_related("field").filter(version=version).first()
    if passport is None:
        return {}
    return {
        "licence": passport.licence,
        "rights_holder": passport.rights_holder,
        "field_cn": passport.field.cn_code if passport.field else "",
        "field_isced": passport.field.isced_code if passport.field else "",
        "level_national": passport.level_national,
        "level_aqrf": passport.level_aqrf,
        "outcomes": len(passport.outcomes),
        "hours": passport.hours,
        "hours_practical": passport.hours_practical,
        "assessment": str(passport.assessment),
        "completion": bool(passport.rules),
        "equipment": len(passport.equipment),
        "equipment_with_substitute": sum(1 for item in passport.equipment if _says(item.get("substitute"))),
        "safety": str(passport.safety),
    }


def _says(text: Any) -> bool:
    return any(_strings(text.get("texts", text) if isinstance(text, dict) else text))


def _of_blocks(blocks: list[Block]) -> dict[str, Any]:
    count: Counter[str] = Counter()
    for block in blocks:
        kind, body = block.content.kind, block.content.body
        problems = {problem.key for problem in content.problems(kind, body)}
        count["blocks"] += 1
        count["blocks_offline"] += content.works_offline(kind, body)
        inside = sum(leaf.text.count("<img ") for leaf in content.leaves(kind, body) if leaf.is_html)
        count["pictures"] += inside + (kind == BlockKind.PICTURE)
        count["pictures_described"] += (0 if "no_alt_inside" in problems else inside) + (
            kind == BlockKind.PICTURE and "no_alt" not in problems
        )
        if kind in {BlockKind.VIDEO, BlockKind.AUDIO}:
            count["recordings"] += 1
            count["recordings_readable"] += bool(body.get("cues") or body.get("transcript", "").strip())
        if kind == BlockKind.PRACTICAL:
            count["practicals"] += 1
            count["practicals_with_safety"] += bool(body.get("safety", "").strip())
    return dict(count)


def _of_reviews(version: Version) -> dict[str, Any]:
    approved = [row for row in reviews_of(version) if row.state == ReviewState.APPROVED]
    readers = [reader for review in approved[:1] for reader in review.reviewers.all() if reader.submitted_at]
    return {
        "approved_by": tuple(reader.name for reader in readers) if approved else (),
        "approved_receiving": any(reader.is_receiving for reader in readers),
        "review_open": Review.objects.filter(version=version, state=ReviewState.OPEN).exists(),
    }


def published_versions(version: Version) -> QuerySet[Version]:
    """Every version of the course that was ever published, the newest first."""
    return Version.objects.filter(course=version.course_id).exclude(state=VersionState.DRAFT).order_by("-number")


def renditions_waiting(version: Version) -> QuerySet[Rendition]:
    """Smaller forms of this version's media that are not made yet and did not fail."""
    used = Block.objects.filter(version=version).order_by().values("content__content_assets__asset")
    return Rendition.objects.filter(asset__in=used, sha256="", problem="").order_by("pk")


def checklist_history(kind: str) -> QuerySet[Checklist]:
    """Every policy of that kind, the one in force first."""
    return Checklist.objects.filter(kind=kind).order_by("-created_at", "-pk")
