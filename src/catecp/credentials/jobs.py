"""Certificates for a whole class."""

from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.credentials.queries import ready_in_class
from catecp.credentials.services.awarding import CLASS_JOB, award_certificate
from catecp.kernel.errors import Refused
from catecp.kernel.jobs import Progress, runs
from catecp.kernel.models import Job
from catecp.learning.models import StudyClass


@runs(CLASS_JOB)
def issue_for_class(job: Job, progress: Progress) -> dict:
    """One transaction a certificate, so a stop or a crash loses nothing and a second run goes on where the first ended."""
    study_class = StudyClass.objects.get(pk=job.arguments["study_class"])
    by = User.objects.filter(pk=job.requested_by).first()
    ready, issued, refused = list(ready_in_class(study_class)), 0, []
    for number, enrolment in enumerate(ready, start=1):
        progress.say(_("Issuing certificates"), done=number - 1, total=len(ready))
        try:
            award_certificate(enrolment=enrolment, at=timezone.now(), by=by)
            issued += 1
        except Refused as refusal:
            refused.append(f"{enrolment.learner}: {refusal}")
    progress.say(_("Issuing certificates"), done=len(ready), total=len(ready))
    return {"issued": issued, "refused": refused}
