"""The worker: queued jobs one after the other, and the timetable of config/schedule.py beside it."""

import logging
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.module_loading import import_string

from config.schedule import SCHEDULE

log = logging.getLogger("catecp.work")


class Command(BaseCommand):
    help = "Runs queued jobs and the timetable until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        threading.Thread(target=keep_timetable, daemon=True).start()
        call_command("db_worker", queue_name="*", interval=1, verbosity=0)


def keep_timetable(*, until: float | None = None) -> None:
    """Queue each periodic job when its time has come. All of them are safe to run twice, so several workers do no harm."""
    due = {name: time.monotonic() + 2 for name in SCHEDULE}
    while until is None or time.monotonic() < until:
        for name, seconds in SCHEDULE.items():
            if time.monotonic() >= due[name]:
                due[name] = time.monotonic() + seconds
                _queue(name)
        time.sleep(0.5)


def _queue(name: str) -> None:
    try:
        close_old_connections()
        import_string(name).enqueue()
    except DatabaseError:
        log.exception("could not queue a periodic job")
