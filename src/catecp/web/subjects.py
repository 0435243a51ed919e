"""What the outbox calls the things its messages are about."""

from catecp.events.models import Event
from catecp.notices.subjects import names_subjects


@names_subjects("event")
def event_names(ids: set[int]) -> dict[int, str]:
    return {event.pk: str(event.name) for event in Event.objects.filter(pk__in=ids).only("pk", "name")}
