"""Inside the program: fills an empty database with generated courses and measures search and page. Called by catalogue.py."""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from catecp.courses.models import CatalogueEntry, Course, Field, Passport, Version  # noqa: E402
from catecp.languages.models import IndexedDocument, TextBody  # noqa: E402
from catecp.languages.searching import index  # noqa: E402
from catecp.languages.searching.query import search  # noqa: E402
from catecp.network.models import Institution  # noqa: E402

SET = json.loads((ROOT / "benchmarks/search/queries.json").read_text("utf-8"))
TAGS = {"zh": "zh-hans"}
SENTENCES = 3  # of a course


def plan(courses: int) -> list[tuple[str, list[str]]]:
    """(language, ids of sentences) of each course; the same for the same number."""
    draw = random.Random(14)
    by_language: dict[str, list[str]] = {}
    for name in SET["documents"]:
        by_language.setdefault(name.rstrip("0123456789"), []).append(name)
    languages = list(by_language)
    planned = []
    for number in range(courses):
        language = languages[number % len(languages)]
        planned.append((language, draw.sample(by_language[language], SENTENCES)))
    return planned


@transaction.atomic
def fill(planned: list[tuple[str, list[str]]]) -> float:
    """Makes the courses and indexes them; returns seconds of indexing."""
    now = timezone.now()
    owners = Institution.objects.bulk_create(
        [Institution(name={"en": f"Polytechnic {number}"}, sort_name=f"polytechnic {number}") for number in range(40)]
    )
    fields = [Field.objects.create(key=f"field-{number}", name={"en": f"Field {number}"}) for number in range(12)]
    bodies = TextBody.objects.bulk_create([TextBody(language=TAGS.get(language, language)) for language, _ in planned])
    courses = Course.objects.bulk_create(
        [
            Course(title={TAGS.get(language, language): _title(names)}, owner=owners[number % 40], body=bodies[number])
            for number, (language, names) in enumerate(planned)
        ]
    )
    versions = Version.objects.bulk_create(
        [Version(course=course, number=1, state="published", published_at=now) for course in courses]
    )
    for course, version in zip(courses, versions, strict=True):
        course.published = version
    Course.objects.bulk_update(courses, ["published"], batch_size=500)
    Passport.objects.bulk_create(
        [
            Passport(version=version, field=fields[number % 12], level_aqrf=number % 8 + 1, hours=number % 60 + 1)
            for number, version in enumerate(versions)
        ]
    )
    CatalogueEntry.objects.bulk_create(
        [
            CatalogueEntry(
                course=course,
                field=fields[number % 12],
                level=number % 8 + 1,
                hours=number % 60 + 1,
                data_bytes=number * 9_000,
                languages=[bodies[number].language],
                sort_title=f"{number:06}",
                published_at=now,
            )
            for number, course in enumerate(courses)
        ]
    )
    began = time.perf_counter()
    index.put(_texts(courses, planned))
    return time.perf_counter() - began


def _title(names: list[str]) -> str:
    return SET["documents"][names[0]][:60]


def _texts(courses: list[Course], planned: list[tuple[str, list[str]]]) -> Iterator[index.Text]:
    for course, (language, names) in zip(courses, planned, strict=True):
        tag = TAGS.get(language, language)
        for part, name in enumerate(names):
            yield index.Text(
                kind="unit", subject=course.public_id, part=f"u{part}", title="", text=SET["documents"][name], language=tag
            )


def naive(text: str) -> set[str]:
    rows = IndexedDocument.objects.filter(Q(text__icontains=text) | Q(title__icontains=text))
    return set(rows.order_by().values_list("subject", flat=True).distinct())


def ours(text: str, language: str) -> set[str]:
    return {hit.subject for hit in search(text, language=language).best()}


def measure(planned: list[tuple[str, list[str]]], every: int) -> list[dict]:
    subjects = list(Course.objects.order_by("pk").values_list("public_id", flat=True))
    holding: dict[str, set[str]] = {}
    for subject, (_, names) in zip(subjects, planned, strict=True):
        for name in names:
            holding.setdefault(name, set()).add(subject)
    rows = []
    for language in dict.fromkeys(query["lang"] for query in SET["queries"]):
        asked = [query for query in SET["queries"] if query["lang"] == language and query["expect"]][::every]
        truth = [set().union(*(holding.get(name, set()) for name in query["expect"])) for query in asked]
        rows.append(
            {
                "language": language,
                "ours": _scored([partial(ours, query["q"], TAGS.get(language, language)) for query in asked], truth),
                "naive": _scored([partial(naive, query["q"]) for query in asked], truth),
            }
        )
    return rows


def _scored(calls: list, truth: list[set[str]]) -> dict[str, float]:
    times, right, found, expected = [], 0, 0, 0
    for call, wanted in zip(calls, truth, strict=True):
        began = time.perf_counter()
        got = call()
        times.append(1000 * (time.perf_counter() - began))
        right, found, expected = right + len(got & wanted), found + len(got), expected + len(wanted)
    recall, precision = 100 * right / expected, 100 * right / found if found else 100.0
    return {"recall": recall, "precision": precision, **_percentiles(times)}


def _percentiles(times: list[float]) -> dict[str, float]:
    return {"p50": statistics.median(times), "p95": sorted(times)[int(0.95 * (len(times) - 1))]}


def pages() -> dict[str, dict]:
    asked = {
        "whole catalogue": {},
        "search: welding": {"search": "welding"},
        "search with a typo": {"search": "refrigerent"},
        "search in Chinese": {"search": "焊接"},
        "field and level": {"field": "field-3", "level": "4"},
    }
    client = Client(headers={"host": "localhost"})
    result = {}
    for name, query in asked.items():
        client.get("/courses/", query)
        times = []
        for _ in range(7):
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                response = client.get("/courses/", query)
            times.append(1000 * (time.perf_counter() - began))
            assert response.status_code == 200
        result[name] = {**_percentiles(times), "queries": len(captured)}
    return result


def main() -> None:
    courses, every = int(sys.argv[1]), int(sys.argv[2])
    planned = plan(courses)
    seconds = fill(planned)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {"courses": courses, "documents": IndexedDocument.objects.count(), "index_s": seconds}
    plain = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain):  # names of styles as they are: nothing has to be collected first
        shown = pages()
    print(json.dumps({**found, "languages": measure(planned, every), "pages": shown}))


if __name__ == "__main__":
    main()
