from django.utils import timezone
from django_tasks import task

from catecp.notices import services


@task(queue_name="mail")
def send_due_messages() -> None:
    services.send_due(at=timezone.now())
