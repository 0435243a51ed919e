from catecp.courses.models import Passport
from tests.access import Access
from tests.factories.courses import make_course

ROWS = [
    Access("interop:export", {"*": 200}, kwargs={"public_id": "open_course.public_id"}),
    Access("interop:export_download", {"*": 200}, kwargs={"public_id": "open_course.public_id", "kind": "export_kind"}),
    Access(
        "interop:export_download",
        {"author|head|coordinator": 200, "*": 403},
        kwargs={"public_id": "closed_course.public_id", "kind": "export_kind"},
    ),
    Access("interop:oai", {"*": 200}),
]


def build(world) -> None:
    world.export_kind = "html"
    world.open_course = make_course(title="Open to all", licence="CC-BY-4.0")
    world.closed_course = make_course(title="By agreement", owner=world.institution, licence="agreement")
    assert Passport.objects.filter(version=world.open_course.published, licence="CC-BY-4.0").exists()
