"""Long work of courses."""

from django.utils import timezone

from catecp.courses.models import Asset
from catecp.courses.services.renditions import JOB, make_renditions
from catecp.kernel.jobs import Progress, runs
from catecp.kernel.models import Job


@runs(JOB)
def run_renditions(job: Job, progress: Progress) -> dict:
    """The smaller forms of one file. Forms that exist are not made again, so a second run takes up where the first ended."""
    asset = Asset.objects.get(pk=job.arguments["asset"])
    made = make_renditions(
        asset=asset, at=timezone.now(), say=lambda doing, done, total: progress.say(doing, done=done, total=total)
    )
    return {"made": made, "problems": list(asset.renditions.exclude(problem="").values_list("kind", flat=True))}
