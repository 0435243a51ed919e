"""Published courses go into the search and the catalogue, in every language learners can read. Recomputed, so it may run at any time."""

import html
import re
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from catecp.courses.models import Block, CatalogueEntry, ContentSegment, Course, Passport, Unit, Version
from catecp.courses.queries.passport import data_cost
from catecp.kernel.translated import MACHINE, Translated
from catecp.languages.models import Translation, TranslationState
from catecp.languages.searching import index
from catecp.languages.searching.index import Text
from catecp.languages.searching.normalising import normalise

SHOWN_STATES = (TranslationState.TRANSLATED, TranslationState.REVIEWED, TranslationState.OUTDATED)
_TAG = re.compile(r"<[^>]*>")


@transaction.atomic
def index_course(course_id: int) -> int:
    """Bring search and catalogue to the course's published version; a course without one is taken out. Returns texts written."""
    course = Course.objects.select_related("published", "body").filter(pk=course_id).first()
    if course is None:
        CatalogueEntry.objects.filter(course=course_id).delete()
        return 0
    if course.published is None:
        CatalogueEntry.objects.filter(course=course).delete()
        return index.keep_only(subject=course.public_id, texts=[])
    texts = list(_texts(course, course.published))
    read_in = (text.language or "" for text in texts if text.kind == "unit")
    _enter(course, course.published, languages=list(dict.fromkeys([course.language, *read_in])))
    return index.keep_only(subject=course.public_id, texts=texts)


def index_all() -> int:
    """Every course, one transaction each. Returns how many there are."""
    courses = list(Course.objects.order_by("pk").values_list("pk", flat=True))
    for course in courses:
        index_course(course)
    return len(courses)


def _enter(course: Course, version: Version, *, languages: list[str]) -> None:
    passport = Passport.objects.filter(version=version).first() or Passport(version=version)
    cost = data_cost(version)
    title = course.title["en"] or str(course.title)
    CatalogueEntry.objects.update_or_create(
        course=course,
        defaults={
            "field_id": passport.field_id,
            "level": passport.level_aqrf,
            "hours": passport.hours,
            "data_bytes": cost.text + cost.smallest,
            "languages": languages,
            "sort_title": normalise(title)[:300],
            "published_at": version.published_at or version.created_at,
        },
    )


def _texts(course: Course, version: Version) -> Iterator[Text]:
    """The course itself and its lessons, in the language it is written in and in those people translated it, or its title, into."""
    original = course.language
    units = list(version.units.order_by("position"))
    sentences = _sentences(version)
    translations = _translations(version)
    passport = Passport.objects.filter(version=version).first()
    titled = {language for language in course.title.texts if _in(course.title, language)}
    languages = [original, *sorted({*translations, *titled} - {original})]
    for language in languages:
        yield _of_course(course, passport, units, language, translations.get(language, {}))
    for language in languages:
        for unit in units:
            text = _of_unit(course, unit, sentences.get(unit.pk, []), language, translations.get(language, {}))
            if text is not None:
                yield text


def _sentences(version: Version) -> dict[int, list[tuple[int, str]]]:
    """Per unit, its sentences in reading order: (segment, text as written). Two queries."""
    contents: dict[int, list[tuple[int, str]]] = {}
    used = Block.objects.filter(version=version).order_by().values("content")
    rows = ContentSegment.objects.filter(content__in=used).order_by("content", "position")
    for content, segment, text in rows.values_list("content", "segment", "segment__text"):
        contents.setdefault(content, []).append((segment, text))
    of_unit: dict[int, list[tuple[int, str]]] = {}
    blocks = Block.objects.filter(version=version).order_by("unit__position", "position", "pk")
    for unit, content in blocks.values_list("unit", "content"):
        of_unit.setdefault(unit, []).extend(contents.get(content, []))
    return of_unit


def _translations(version: Version) -> dict[str, dict[int, str]]:
    """{language: {segment: text}} of what learners are shown; drafts by machine are not. One query."""
    contents = Block.objects.filter(version=version).order_by().values("content")
    inside = ContentSegment.objects.filter(content__in=contents).order_by().values("segment")
    titles = Unit.objects.filter(version=version, title_segment__isnull=False).order_by().values("title_segment")
    rows = Translation.objects.filter(state__in=SHOWN_STATES).order_by()
    found: dict[str, dict[int, str]] = {}
    both = rows.filter(Q(segment__in=inside) | Q(segment__in=titles))
    for language, segment, text in both.values_list("language", "segment", "text"):
        found.setdefault(language, {})[segment] = text
    return found


def _of_course(course: Course, passport: Passport | None, units: list[Unit], language: str, words: dict[int, str]) -> Text:
    """Title, summary and what the passport says, and the titles of the lessons. A title without translation stands as written."""
    said = [course.summary]
    if passport is not None:
        said += [Translated.from_json(item.get("text")) for item in passport.outcomes if isinstance(item, dict)]
        said += [passport.safety, passport.prerequisites]
    own = language == course.language
    titles = [unit.title if own else words.get(unit.title_segment_id or 0, "") for unit in units]
    lines = [*(_in(text, language) for text in said), *titles]
    title = _in(course.title, language) or str(course.title.best(language)[0])
    return Text(
        kind="course", subject=course.public_id, title=title, text="\n".join(line for line in lines if line), language=language
    )


def _of_unit(course: Course, unit: Unit, sentences: list[tuple[int, str]], language: str, words: dict[int, str]) -> Text | None:
    own = language == course.language
    lines = [text if own else words.get(segment, "") for segment, text in sentences]
    body = "\n".join(line for line in map(plain, lines) if line)
    title = unit.title if own else words.get(unit.title_segment_id or 0, "")
    if not title and not body:
        return None
    return Text(
        kind="unit",
        subject=course.public_id,
        part=unit.key,
        title=plain(title),
        text=body,
        language=language,
        context=_in(course.title, language) or str(course.title),
    )


def _in(text: Translated, language: str) -> str:
    """The text in that language if a person wrote it."""
    return "" if text.state(language) in {"missing", MACHINE} else text[language]


def plain(marked: str) -> str:
    """A sentence without its marks."""
    return html.unescape(_TAG.sub(" ", marked)).strip()
