from catecp.kernel.models import Job
from tests.access import Access
from tests.factories.events import NOON

ROWS = [
    Access("web:home", {"*": 200}),
    Access("web:desk", {"visitor": 302, "*": 200}),
    Access("web:choose_language", {"*": 302}, method="post", data={"language": "km", "next": "/"}),
    Access("web:components", {"visitor": 302, "coordinator": 200, "*": 403}),
    Access("web:demo_sign_in", {"*": 404}, method="post", data={"email": "coordinator@demo.example"}),
    Access("web:job", {"visitor": 302, "officer|coordinator": 200, "*": 404}, kwargs={"public_id": "job.public_id"}),
    Access("web:stop_job", {"visitor|officer|coordinator": 302, "*": 404}, method="post", kwargs={"public_id": "job.public_id"}),
    Access("web:offline", {"*": 200}),
    Access("web:healthz", {"*": 200}),
    Access("web:readyz", {"*": 200}),
]


def build(world) -> None:
    world.job = Job.objects.create(kind="kernel.test", title="Long work", requested_by=world.officer.pk, requested_at=NOON)
