"""The part of publishing.py that needs the program's settings and database. Prints one line of JSON.

Usage: publishing_inside.py BLOCKS
"""

import dataclasses
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 -- after the settings
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from catecp.courses.content import BlockSource, UnitSource  # noqa: E402
from catecp.courses.models import BlockContent, ContentSegment, Course, Unit  # noqa: E402
from catecp.courses.services.authoring import change_block  # noqa: E402
from catecp.courses.services.indexing import index_course  # noqa: E402
from catecp.courses.services.outline import sources_of, start_course, write_outline  # noqa: E402
from catecp.courses.services.publishing import open_draft, publish_version  # noqa: E402
from catecp.kernel.translated import written  # noqa: E402
from catecp.languages.models import Segment, Translation, TranslationState  # noqa: E402
from catecp.network.models import Institution  # noqa: E402

IN_A_LESSON, LESSONS_IN_A_CHAPTER = 20, 10
LANGUAGES = ("zh-hans", "km", "th", "vi", "id", "ms", "lo", "my", "fil", "pt", "tet", "ru")
CHANGED = "Check the clamp of machine 7 before the arc is struck."
Row = dict[str, Any]


def block(number: int) -> BlockSource:
    """Four texts of three sentences, then a question: no two alike."""
    if number % 5 == 4:
        options = [{"key": key, "text": f"Setting {number} {key}", "is_right": key == "b"} for key in "abc"]
        body = {"type": "single", "prompt": f"<p>Which setting fits seam {number}?</p>", "options": options,
                "explanation": f"<p>Seam {number} needs the second one.</p>"}  # fmt: skip
        return BlockSource("question", body, f"q{number}")
    text = CHANGED if number == 7 else f"Check the clamp of machine {number} before the arc is struck."
    html = f"<p>{text} Keep <b>dry gloves</b> at place {number}.</p><ul><li>Note the reading of gauge {number}.</li></ul>"
    return BlockSource("text", {"html": html}, f"t{number}")


def outline(blocks: int) -> list[UnitSource]:
    lessons = [
        UnitSource(
            f"Lesson {start // IN_A_LESSON + 1}", blocks=tuple(block(n) for n in range(start, min(start + IN_A_LESSON, blocks)))
        )
        for start in range(0, blocks, IN_A_LESSON)
    ]
    return [
        UnitSource(f"Chapter {start // LESSONS_IN_A_CHAPTER + 1}", units=tuple(lessons[start : start + LESSONS_IN_A_CHAPTER]))
        for start in range(0, len(lessons), LESSONS_IN_A_CHAPTER)
    ]


def empty_course() -> Course:
    owner = Institution.objects.create(name={"en": "Polytechnic"}, sort_name="polytechnic")
    return start_course(title=written("Bench"), summary=written("Bench"), language="en", owner=owner, at=timezone.now(), by=None)


class Steps:
    """The rows of the table: each a service, once, with its seconds, its processor time and its queries."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def take(self, what: str, work: Callable[[], Any]) -> Any:
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as captured:
            started, used = time.perf_counter(), time.process_time()
            given = work()
            took, cpu = time.perf_counter() - started, time.process_time() - used
        self.rows.append({"what": what, "seconds": took, "cpu": cpu, "queries": len(captured)})
        return given


def translate(course: Course) -> None:
    """The sentence that will change, in all languages, reviewed."""
    segment = Segment.objects.get(body=course.body, text=CHANGED)
    rows = [Translation(segment=segment, language=language, text=f"{language} {CHANGED}", state=TranslationState.REVIEWED)
            for language in LANGUAGES]  # fmt: skip
    Translation.objects.bulk_create(rows)


def plain_insert(rows: int, size: int) -> Row:
    """`rows` rows of `size` bytes each in one durable transaction, by the driver's executemany: what no program here can beat."""
    kind = "serial" if connection.vendor == "postgresql" else "integer"
    values = [(number, "x" * size) for number in range(rows)]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_plain (id {kind} PRIMARY KEY, number integer, words text)")
        started, used = time.perf_counter(), time.process_time()
        with transaction.atomic():
            cursor.executemany("INSERT INTO bench_plain (number, words) VALUES (%s, %s)", values)
        return {"rows": rows, "bytes": rows * size, "seconds": time.perf_counter() - started, "cpu": time.process_time() - used}


def made(course: Course, blocks: int) -> tuple[int, int]:
    """(rows, average bytes of a row) of the first writing."""
    contents = BlockContent.objects.filter(course=course)
    segments = Segment.objects.filter(body=course.body)
    rows = blocks + contents.count() + segments.count() + ContentSegment.objects.filter(content__course=course).count()
    words = sum(len(json.dumps(body)) for body in contents.values_list("body", flat=True))
    words += sum(len(text.encode()) for text in segments.values_list("text", flat=True))
    return rows, max(1, words // rows)


def changed(units: list[UnitSource]) -> list[UnitSource]:
    """The same outline with one word of one sentence replaced."""

    def of_block(source: BlockSource) -> BlockSource:
        return dataclasses.replace(source, body=_changed_body(source.body)) if source.key == "t7" else source

    return [
        dataclasses.replace(unit, blocks=tuple(map(of_block, unit.blocks)), units=tuple(changed(list(unit.units))))
        for unit in units
    ]


def _changed_body(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "html": body["html"].replace("before the arc", "until the arc")}


def outdated(course: Course) -> dict[str, int]:
    """By language: sentences that are outdated now."""
    found = Translation.objects.filter(segment__body=course.body, state=TranslationState.OUTDATED)
    return dict(Counter(found.values_list("language", flat=True)))


def main(blocks: int) -> Row:
    at, steps = timezone.now(), Steps()
    course, units = empty_course(), outline(blocks)
    draft = course.draft
    steps.take("write the outline, all new (write_outline)", lambda: write_outline(version=draft, units=units, at=at, by=None))
    rows, size = made(course, blocks)
    translate(course)
    published = steps.take("publish (publish_version)", lambda: publish_version(version=draft, at=at, by=None))
    steps.take("into search and catalogue, the job behind it", lambda: index_course(course.pk))
    copy = steps.take("open a draft, a copy (open_draft)", lambda: open_draft(course=course, at=at, by=None))
    copied = copy.blocks.count()
    one = copy.blocks.select_related("content").get(key="t7")
    body = _changed_body(one.content.body)
    steps.take("change one sentence, an author (change_block)",
               lambda: change_block(block=one, body=body, revision=one.revision, at=at, by=None))  # fmt: skip
    after = outdated(course)
    sources = steps.take("read the whole outline again (sources_of)", lambda: sources_of(published))
    steps.take(
        "write it all again over the draft, as an import does",
        lambda: write_outline(version=copy, units=changed(sources), at=at, by=None),
    )
    steps.take("publish that", lambda: publish_version(version=copy, at=at, by=None))
    return {
        "blocks": blocks,
        "units": Unit.objects.filter(version=published).count(),
        "sentences": Segment.objects.filter(body=course.body).count(),
        "published": published.blocks.count(),
        "copied": copied,
        "outdated": after,
        "outdated_after_import": outdated(course),
        "steps": steps.rows,
        "plain": plain_insert(rows, size),
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
