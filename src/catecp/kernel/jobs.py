"""Long work with progress. A module registers a runner; `start` makes the row and queues it; `Progress` reports and obeys a stop.

A runner must be safe to run twice: after a crash the job is taken up again from its rows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from catecp.kernel.errors import Refused
from catecp.kernel.models import Job, JobState

LOST_AFTER = timedelta(minutes=3)
_runners: dict[str, Callable[["Job", "Progress"], dict]] = {}


class Stopped(Exception):
    """The person asked the job to stop; the runner's open transaction rolls back."""


class Progress:
    def __init__(self, job: Job) -> None:
        self.job = job

    def say(self, doing: str, *, done: int, total: int) -> None:
        """Report a step (outside any transaction, so that others see it), and stop here if that was asked."""
        Job.objects.filter(pk=self.job.pk).update(doing=doing[:200], done=done, total=total, beat_at=timezone.now())
        if Job.objects.filter(pk=self.job.pk, stop_requested=True).exists():
            raise Stopped


def runs(kind: str) -> Callable[[Callable[[Job, Progress], dict]], Callable[[Job, Progress], dict]]:
    """Register the runner of a kind of job; it returns the result as plain values."""

    def register(runner: Callable[[Job, Progress], dict]) -> Callable[[Job, Progress], dict]:
        _runners[kind] = runner
        return runner

    return register


@transaction.atomic
def start(*, kind: str, title: str, arguments: dict, by: int | None, at: datetime) -> Job:
    job = Job.objects.create(kind=kind, title=title[:200], arguments=arguments, requested_by=by, requested_at=at)
    run_job.enqueue(job_id=job.pk)
    return job


def request_stop(*, job: Job) -> None:
    if job.is_over:
        raise Refused(_("This work is already over."))
    Job.objects.filter(pk=job.pk).update(stop_requested=True)


@task()
def run_job(job_id: int) -> None:
    claimed = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.RUNNING, started_at=timezone.now(), beat_at=timezone.now()
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    try:
        result = _runners[job.kind](job, Progress(job))
    except Stopped:
        _end(job_id, JobState.STOPPED)
    except Refused as refusal:
        _end(job_id, JobState.FAILED, problem=str(refusal))
    except Exception as error:
        _end(
            job_id, JobState.FAILED, problem=_("Something went wrong on our side; nothing was half-done. Try again, or tell us.")
        )
        raise error from None
    else:
        _end(job_id, JobState.DONE, result=result)


def _end(job_id: int, state: JobState, *, result: dict | None = None, problem: str = "") -> None:
    Job.objects.filter(pk=job_id).update(state=state, ended_at=timezone.now(), result=result or {}, problem=problem)


def take_up_lost(*, at: datetime) -> int:
    """Queue again what a dead worker left running, or took up and never began. Returns how many.

    Queuing a job that still stands in the queue does no harm: whoever comes first runs it, the other finds it taken.
    """
    before = at - LOST_AFTER
    never_begun = Q(state=JobState.WAITING, beat_at=None, requested_at__lt=before) | Q(state=JobState.WAITING, beat_at__lt=before)
    lost_rows = Job.objects.filter(Q(state=JobState.RUNNING, beat_at__lt=before) | never_begun)
    lost = list(lost_rows)
    for job in lost:
        with transaction.atomic():
            # Two workers may find the same lost job at once: only the one that turns it round queues it.
            if lost_rows.filter(pk=job.pk).update(state=JobState.WAITING, beat_at=at):
                run_job.enqueue(job_id=job.pk)
    return len(lost)


@task()
def take_up_lost_jobs() -> int:
    """Periodic: what a killed worker left running starts again."""
    return take_up_lost(at=timezone.now())
