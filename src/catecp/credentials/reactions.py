"""A completed course brings its certificate."""

import logging

from django.utils import timezone

from catecp.credentials.services.awarding import award_certificate
from catecp.kernel.errors import Refused
from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry
from catecp.learning.facts import CourseCompleted
from catecp.learning.models import Enrolment

log = logging.getLogger("catecp.credentials")


@reacts_to(CourseCompleted)
def award_when_completed(entry: LedgerEntry) -> None:
    """A refusal (no name yet) is no failure: the class page lists who waits for a certificate and why."""
    enrolment = Enrolment.objects.filter(pk=entry.body["enrolment_id"]).first()
    if enrolment is None or enrolment.completed_at is None:
        return
    try:
        award_certificate(enrolment=enrolment, at=timezone.now(), by=None)
    except Refused as refusal:
        log.info("certificate waits", extra={"enrolment": enrolment.pk, "reason": type(refusal).__name__})
