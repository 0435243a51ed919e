"""The steps of survey_burst.py that need the program's settings and database. Each prints one line of JSON."""

import json
import sys
import threading
import time
from datetime import date

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 -- after the settings
from django.utils import timezone  # noqa: E402

from catecp.events.models import Event  # noqa: E402
from catecp.languages.tags import LANGUAGES  # noqa: E402
from catecp.places.models import Country  # noqa: E402
from catecp.surveys.models import AccessCode, Answer, Receipt, Response  # noqa: E402
from catecp.surveys.services.authoring import create_workshop_survey  # noqa: E402
from catecp.surveys.services.closing import open_survey  # noqa: E402
from catecp.surveys.services.codes import issue_spare_codes  # noqa: E402


def prepare(number: int) -> dict:
    """A survey with the workshop's questions and one code per phone."""

    at = timezone.now()
    country, _new = Country.objects.get_or_create(code="KH", defaults={"name": {"en": "Cambodia"}})
    event = Event.objects.create(
        slug="burst",
        name={"en": "Burst"},
        starts_on=date(2025, 5, 12),
        ends_on=date(2025, 5, 13),
        country=country,
        languages=["en"],
    )
    survey = open_survey(survey=create_workshop_survey(event=event, languages=list(LANGUAGES), by=None, at=at), by=None, at=at)
    codes: list[str] = []
    while len(codes) < number:
        codes += issue_spare_codes(survey=survey, number=min(5_000, number - len(codes)), by=None, at=at)
    return {"slug": survey.slug, "codes": codes}


def limit() -> dict:
    """Plain inserts, each in a transaction of its own, for three seconds: what no program on this database can beat."""

    threads = 1 if connection.vendor == "sqlite" else 8
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE burst_limit (word varchar(40))")
    counts = [0] * threads

    def insert(place: int) -> None:
        ends_at = time.monotonic() + 3
        while time.monotonic() < ends_at:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO burst_limit VALUES ('one row')")
            counts[place] += 1
        connection.close()

    workers = [threading.Thread(target=insert, args=[place]) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return {"per_second": round(sum(counts) / 3), "threads": threads}


def check() -> dict:

    assert Response.objects.count() == Answer.objects.filter(question__number=2).count()
    return {
        "texts": list(Answer.objects.filter(question__number=2).values_list("text", flat=True)),
        "codes_burnt": AccessCode.objects.filter(is_used=True).count(),
        "receipts": Receipt.objects.count(),
    }


if __name__ == "__main__":
    steps = {"prepare": lambda: prepare(int(sys.argv[2])), "limit": limit, "check": check}
    print(json.dumps(steps[sys.argv[1]]()))
