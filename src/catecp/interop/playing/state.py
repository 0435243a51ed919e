"""Where a learner stands in a package, as the server last heard of it; the phone's own state is newer and stands before it."""

from typing import Any

from catecp.learning.enums import EventKind
from catecp.learning.models import Enrolment, LearningEvent


def kept_state(enrolment: Enrolment, block_key: str) -> dict[str, Any]:
    events = LearningEvent.objects.filter(
        learner=enrolment.learner, enrolment=enrolment, kind=EventKind.PACKAGE, block_key=block_key
    )
    last = events.order_by("-happened_at", "-pk").first()
    return dict(last.body) if last else {}
