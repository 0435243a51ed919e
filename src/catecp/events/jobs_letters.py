"""Many letters at once, as work that says how far it is."""

from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.models import Event
from catecp.events.queries.letters import without_letter
from catecp.events.services.letters import issue_letter
from catecp.kernel.errors import Refused
from catecp.kernel.jobs import Progress, runs
from catecp.kernel.models import Job

KIND = "events.letters"


@runs(KIND)
def issue_letters(job: Job, progress: Progress) -> dict:
    """Issue a letter to everybody of the event who has none. Each is whole in itself, so a second run takes up where the first ended."""
    event = Event.objects.get(pk=job.arguments["event"])
    by = User.objects.filter(pk=job.requested_by).first() if job.requested_by else None
    people = list(without_letter(event))
    issued, refused = 0, []
    for number, registration in enumerate(people):
        progress.say(_("Setting the letter to %(name)s") % {"name": registration.person.name}, done=number, total=len(people))
        try:
            issue_letter(registration=registration, languages=job.arguments.get("languages", ""), at=timezone.now(), by=by)
            issued += 1
        except Refused as refusal:
            refused.append({"registration": registration.public_id, "reason": str(refusal)})
    progress.say("", done=len(people), total=len(people))
    return {"issued": issued, "refused": refused}
