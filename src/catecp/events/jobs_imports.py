"""Imports too long for one page request."""

from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.models import ImportBatch
from catecp.events.services.importing import apply_import
from catecp.kernel.jobs import Progress, runs
from catecp.kernel.models import Job

KIND = "events.import"


@runs(KIND)
def import_workbook(job: Job, progress: Progress) -> dict:
    """Apply one workbook. All or nobody, so being stopped or killed leaves the preview as it was."""
    batch = ImportBatch.objects.get(pk=job.arguments["batch"])
    progress.say(_("Registering everybody of the workbook"), done=0, total=batch.counts.get("rows", 0))
    by = User.objects.filter(pk=job.requested_by).first() if job.requested_by else None
    batch = apply_import(batch=batch, by=by, at=timezone.now())
    return {"done": batch.counts["done"]}
