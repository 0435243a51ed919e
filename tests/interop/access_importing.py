import hashlib

from catecp.interop.models import PackageUpload, UploadState
from tests.access import Access
from tests.factories.events import NOON

MAY = {"visitor": 302, "head|author|coordinator": 200, "*": 403}
OWN = {"public_id": "package.public_id"}

ROWS = [
    Access("interop:import_course", MAY),
    Access("interop:import_begin", {"visitor": 302, "head|author|coordinator": 400, "*": 403}, method="post"),
    Access("interop:import_upload", {"visitor": 302, "head": 200, "*": 404}, kwargs=OWN),
    Access("interop:import_piece", {"visitor": 302, "head": 409, "*": 404}, method="put", kwargs=OWN),
    Access("interop:import_make", {"visitor|head": 302, "*": 404}, method="post", kwargs=OWN),
    Access("interop:import_discard", {"visitor|head": 302, "*": 404}, method="post", kwargs=OWN),
]


def build(world) -> None:
    world.package = PackageUpload.objects.create(
        public_id=hashlib.sha256(b"package").hexdigest()[:12],
        owner=world.institution,
        file_name="course.imscc",
        size=1,
        received=1,
        state=UploadState.REFUSED,
        problem="It was damaged.",
        uploaded_by=world.head.pk,
        created_at=NOON,
    )
