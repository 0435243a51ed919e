from datetime import timedelta

import pytest
from django.utils import timezone

from catecp.kernel import jobs
from catecp.kernel.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(monkeypatch):
    """The ids of the jobs that ran, in order; in tests a queued job runs at once."""
    ran: list[int] = []
    monkeypatch.setitem(jobs._runners, "kernel.test", lambda job, _progress: ran.append(job.pk) or {})
    return ran


def running(*, quiet_for: timedelta) -> Job:
    now = timezone.now()
    return Job.objects.create(
        kind="kernel.test", title="Long work", state="running", requested_at=now, started_at=now, beat_at=now - quiet_for
    )


def test_job_of_a_killed_worker_is_taken_up_and_that_of_a_living_one_left_alone(done):
    lost, living = running(quiet_for=timedelta(minutes=4)), running(quiet_for=timedelta(seconds=30))

    jobs.take_up_lost(at=timezone.now())

    lost.refresh_from_db()
    living.refresh_from_db()
    assert (done, lost.state, living.state) == ([lost.pk], "done", "running")


def test_lost_job_two_workers_find_at_once_runs_once(done, monkeypatch):
    lost, left = running(quiet_for=timedelta(minutes=4)), [True]

    def overtaken(query):
        found = list(query)
        if left and left.pop():
            jobs.take_up_lost(at=timezone.now())  # the other worker, between the look and the deed of this one
        return found

    monkeypatch.setattr(jobs, "list", overtaken, raising=False)
    jobs.take_up_lost(at=timezone.now())

    assert done == [lost.pk]


def test_job_whose_worker_died_before_it_began_runs_once(done):
    now = timezone.now()
    job = Job.objects.create(kind="kernel.test", title="Long work", requested_at=now - timedelta(minutes=10))

    jobs.take_up_lost(at=now)
    jobs.take_up_lost(at=now + timedelta(minutes=10))

    assert done == [job.pk]


def test_job_that_just_waits_for_its_turn_is_left_in_the_queue(done):
    now = timezone.now()
    Job.objects.create(kind="kernel.test", title="Long work", requested_at=now - timedelta(seconds=20))

    assert (jobs.take_up_lost(at=now), done) == (0, [])
