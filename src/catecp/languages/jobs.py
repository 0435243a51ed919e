"""Long work of this module."""

from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.kernel.errors import Refused
from catecp.kernel.jobs import Progress, runs
from catecp.kernel.models import Job
from catecp.kernel.outbound import Limits, NotReached
from catecp.languages import queries
from catecp.languages.drafting import batches, drafts
from catecp.languages.models import TextBody
from catecp.languages.services.drafts import KIND, keep_drafts, missing_sentences, model_server

MOST_REASONS = 200
LIMITS = Limits(time_out=120)  # a model on a small machine is slow


@runs(KIND)
def make_drafts(job: Job, progress: Progress) -> dict:
    """Batch by batch; what was kept stays when the job is stopped, fails or runs again, and is not asked for twice."""
    server = model_server()
    if server is None:
        raise Refused(_("Machine drafts are switched off here: no model server is configured."))
    body = TextBody.objects.get(pk=job.arguments["body"])
    language = job.arguments["language"]
    terms = queries.term_words(body.language, language)
    by_model = f"{server.name} @ {urlsplit(server.address).hostname}"
    wanted = missing_sentences(body, language)
    kept, failed, done = 0, [], 0
    for batch in batches(wanted):
        progress.say(_("asking the model"), done=done, total=len(wanted))
        try:
            made = drafts(server, batch, languages=(body.language, language), terms=terms, limits=LIMITS)
        except NotReached as problem:
            raise Refused(
                _("The model server failed (%(reason)s). %(kept)s drafts were kept; start again later for the rest.")
                % {"reason": problem, "kept": kept}
            ) from problem
        kept += keep_drafts(body=body, language=language, drafts=made, by_model=by_model, at=timezone.now())
        texts = {sentence.identifier: sentence.text for sentence in batch}
        failed += [{"text": texts[draft.identifier][:120], "reason": str(draft.problem)} for draft in made if draft.problem]
        done += len(batch)
    return {"kept": kept, "asked": len(wanted), "failed": len(failed), "reasons": failed[:MOST_REASONS]}
