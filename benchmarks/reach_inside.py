"""The part of reach.py that needs the program's settings and a fresh database. Prints one line of JSON.

Usage: reach_inside.py PEOPLE FIRST_EVENTS ALL_EVENTS
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import django

django.setup()

import reach_seed  # noqa: E402 -- after the settings
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from catecp.accounts.models import Grant, Person, Scope, User  # noqa: E402
from catecp.courses.models import Channel, Course  # noqa: E402
from catecp.learning.models import Enrolment, Learner, LearningEvent, ReachCell  # noqa: E402
from catecp.learning.services.counting import fold_cells  # noqa: E402
from catecp.learning.services.merging import merge_learners, undo_merge  # noqa: E402
from catecp.learning.services.recounting import Recount, rebuild_cells, recount  # noqa: E402
from catecp.learning.services.standing import days, note, note_many, of_enrolment  # noqa: E402

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
ROUNDS = 9


def seconds(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    given = work()
    return given, time.perf_counter() - started


def step(what: str, work: Callable[[], Any]) -> tuple[Any, float]:
    given, took = seconds(work)
    print(f"  {what}: {took:.1f} s", file=sys.stderr, flush=True)
    return given, took


def addresses() -> dict[str, str]:
    institution = "institution"
    return {
        "whole network": "/reach/",
        "one country, by institution": "/reach/?country=KH&by=institution",
        "by institution": f"/reach/?by={institution}",
        "by course": "/reach/?by=course",
        "one course, by country": f"/reach/?course={Course.objects.order_by('pk')[7].public_id}",
        "one channel, one quarter": f"/reach/?channel={Channel.objects.order_by('pk')[3].key}&period=2025-Q3&by=channel",
    }


def pages() -> list[dict[str, Any]]:
    """Milliseconds of every page, by the clock, for a visitor and for a coordinator who sees exact numbers."""
    coordinator = Client(headers={"accept-language": "en", "host": "localhost"})
    person, _is_new = Person.objects.get_or_create(name="Coordinator")
    user, _is_new = User.objects.get_or_create(email="coordinator@example.org", defaults={"person": person})
    Grant.objects.get_or_create(user=user, role="coordinator", scope=Scope.NETWORK, scope_id=0)
    coordinator.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    visitor = Client(headers={"accept-language": "en", "host": "localhost"})
    return [
        {"page": f"{what}, {who}", **timed(client, path)}
        for what, path in addresses().items()
        for who, client in (("visitor", visitor), ("coordinator", coordinator))
    ]


def timed(client: Client, path: str) -> dict[str, Any]:
    times = []
    for _round in range(ROUNDS):
        response, took = seconds(lambda: client.get(path))
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        times.append(took * 1000)
    return {"first_ms": times[0], "p50_ms": statistics.median(times), "p95_ms": sorted(times)[int(0.95 * len(times))],
            "kb": len(response.content) / 1024}  # fmt: skip


def lives(people: int) -> dict[str, Any]:
    """What happens on a busy day, through the services: joining, progress in batches, certificates, merges and undoings."""
    enrolments = list(
        Enrolment.objects.select_related("offering", "study_class").filter(pk__gt=3 * people - 2_000).order_by("pk")
    )
    started = time.perf_counter()
    for start in range(0, len(enrolments), 200):
        noted = [
            of_enrolment(row, days(active=date(2026, 9, 1), completed=date(2026, 10, 3)))
            for row in enrolments[start : start + 200]
        ]
        note_many(noted)
    batches = time.perf_counter() - started
    started = time.perf_counter()
    for row in enrolments[:200]:
        note(enrolment=row, certified=date(2026, 11, 1))
    single = (time.perf_counter() - started) / 200
    learners = list(Learner.objects.filter(pk__gt=people - 400).order_by("pk"))
    pairs = zip(learners[::4], learners[1::4], strict=False)
    merges = [merge_learners(kept=kept, absorbed=absorbed, rule="by_hand", at=AT, by=None) for kept, absorbed in pairs]
    for merge in merges[::2]:
        undo_merge(merge=merge, at=AT, by=None)
    folded, folding = seconds(fold_cells)
    return {"batched_per_second": round(len(enrolments) / batches), "single_ms": single * 1000, "merges": len(merges),
            "undone": len(merges[::2]), "folded": folded, "fold_seconds": folding}  # fmt: skip


def checked(found: Recount, took: float) -> dict[str, Any]:
    return {"cells": found.cells, "different": found.different, "seconds": took}


def people_by_hand() -> dict[str, list[int]]:
    """A few totals once more by another road: COUNT(DISTINCT) of roots over the standings themselves."""
    queries = {
        "registered": "registered_on IS NOT NULL",
        "completed in KH": "completed_on IS NOT NULL AND s.country_id = 'KH'",
        "certified by channel 4": "certified_on IS NOT NULL AND channel_id = 4",
    }
    where = {
        "registered": {"level": "all", "course": 0, "channel": 0, "rung": "registered"},
        "completed in KH": {"level": "country", "place": "KH", "course": 0, "channel": 0, "rung": "completed"},
        "certified by channel 4": {"level": "all", "course": 0, "channel": 4, "rung": "certified"},
    }
    found = {}
    for name, condition in queries.items():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(DISTINCT l.root_id) FROM learning_standing s JOIN learning_learner l ON l.id = s.learner_id"
                f" WHERE {condition}"
            )
            by_hand = int(cursor.fetchone()[0])
        found[name] = [sum(ReachCell.objects.filter(**where[name]).values_list("people", flat=True)), by_hand]
    return found


def main() -> None:
    people, first_events, all_events = (int(argument) for argument in sys.argv[1:4])
    reach_seed.prepare()
    _made, seeding = step("learners and enrolments", lambda: (reach_seed.make_network(), reach_seed.make_learners(people)))
    cells, rebuilding = step("rebuilding all cells", rebuild_cells)
    _made, first_loading = step("first events", lambda: reach_seed.make_events(range(first_events), people=people))
    step("statistics", reach_seed.settle)
    happened, _took = step("through the services", lambda: lives(people))
    with_first, _took = step("pages", pages)
    _made, loading = step("all events", lambda: reach_seed.make_events(range(first_events, all_events), people=people))
    step("statistics", reach_seed.settle)
    with_all, _took = step("pages", pages)
    found, recounting = step("recount", recount)
    print(
        json.dumps(
            {
                **reach_seed.totals(), "cells": cells, "rebuild_seconds": rebuilding, "seed_seconds": seeding + first_loading + loading,
                "events": [first_events, LearningEvent.objects.count()], "happened": happened, "pages": [with_first, with_all],
                "recount": checked(found, recounting), "by_hand": people_by_hand(),
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
