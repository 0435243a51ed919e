"""Lists too long for one page request, and the nightly recount."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from catecp.accounts.models import User
from catecp.kernel.jobs import Progress, runs
from catecp.kernel.models import Job
from catecp.learning.models import RosterImport
from catecp.learning.services import rosters
from catecp.learning.services.counting import fold_cells
from catecp.learning.services.recounting import recount

TRY, TAKE, UNDO = "learning.roster.try", "learning.roster.take", "learning.roster.undo"


@runs(TRY)
def try_roster(job: Job, progress: Progress) -> dict:
    """Read the whole list and write what taking it would do."""
    roster = _roster(job)
    words = _("Reading the list")
    report = rosters.try_list(roster=roster, today=timezone.localdate(), say=lambda done: progress.say(words, done=done, total=0))
    return {"counts": report["counts"]}


@runs(TAKE)
def take_roster(job: Job, progress: Progress) -> dict:
    """Batches stand once written, so a stopped or killed job goes on where it was."""
    roster = _roster(job)
    words, total = _("Making the people of the list known"), roster.report.get("lines", 0)
    taken = rosters.take_list(
        roster=roster, at=timezone.now(), by=_who(job), say=lambda done: progress.say(words, done=done, total=total)
    )
    return {"taken": taken.report["taken"]}


@runs(UNDO)
def undo_roster(job: Job, progress: Progress) -> dict:
    roster = _roster(job)
    words = _("Taking the list back")
    rosters.undo_list(roster=roster, at=timezone.now(), by=_who(job), say=lambda done: progress.say(words, done=done, total=0))
    return {}


def _roster(job: Job) -> RosterImport:
    return RosterImport.objects.select_related("document", "channel", "institution", "course").get(pk=job.arguments["roster"])


def _who(job: Job) -> User | None:
    return User.objects.filter(pk=job.requested_by).first() if job.requested_by else None


class CellsDiffer(RuntimeError):
    """A cell of reach is not what the recount found: a defect, to be seen in the log; `bin/catecp recount-reach --repair` mends it."""


@task()
def fold_reach() -> int:
    """Periodic: fold appended cells, so that sums stay short."""
    return fold_cells()


@task()
def recount_reach() -> int:
    """Nightly: every cell against the exact recount."""
    found = recount()
    if not found.is_exact:
        raise CellsDiffer(f"{found.different} of {found.cells} cells differ, first: {found.examples[:3]}")
    return found.cells
