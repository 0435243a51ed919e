"""Long work about reports."""

from django.utils import timezone

from catecp.accounts.models import User
from catecp.insights.models import Report
from catecp.insights.services.releasing import prepare_release, release_report
from catecp.kernel.jobs import Progress, runs
from catecp.kernel.models import Job


@runs("release_report")
def run_release(job: Job, progress: Progress) -> dict:
    """Releases once: a report whose release this job already made is not released again."""
    report = Report.objects.get(pk=job.arguments["report"])
    made = report.releases.filter(released_at__gte=job.requested_at).first()
    if made is None:
        by = User.objects.get(pk=job.requested_by)
        prepared = prepare_release(
            report=report, at=timezone.now(), tell=lambda doing, done, total: progress.say(doing, done=done, total=total)
        )
        made = release_report(prepared=prepared, by=by)
    return {"release": made.public_id}
