import importlib
import importlib.util

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.services.assets import keep_bytes
from catecp.courses.services.policy import load_checklists
from catecp.courses.services.reviewing import ReaderData, ask_for_review, name_reader
from tests.access import Access
from tests.factories.courses import AT, make_course, single, text

PARTS = [
    importlib.import_module(f"tests.courses.{name}")
    for name in ("access_catalogue", "access_adoption", "access_channels")
    if importlib.util.find_spec(f"tests.courses.{name}")
]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
COURSE, DRAFT = {"public_id": "course.public_id"}, {"public_id": "draft_course.public_id"}
WRITERS = "head|author|coordinator"
REVIEW = {"public_id": "review.public_id"}
LESSON = {**DRAFT, "key": "draft_lesson.key"}
RENAME = {"act": "up", "unit": "safety"}

ROWS = [
    Access("courses:course", {"*": 200}, kwargs=COURSE),
    Access("courses:course", {WRITERS: 200, "*": 404}, kwargs=DRAFT),
    Access("courses:versions", {"*": 200}, kwargs=COURSE),
    Access("courses:versions", {WRITERS: 200, "*": 404}, kwargs=DRAFT),
    Access("courses:compare", {"*": 200}, kwargs=COURSE),
    Access("courses:compare", {WRITERS: 200, "*": 404}, kwargs=DRAFT),
    Access("courses:checklists", {"*": 200}),
    Access("courses:checklist", {"visitor": 302, "coordinator": 200, "*": 403}, kwargs={"kind": "policy_kind"}),
    Access("courses:media", {"*": 200}, kwargs={"sha256": "picture.sha256", "kind": "form"}),
    # The outsider reads for the review of that draft.
    Access("courses:media", {f"{WRITERS}|outsider": 200, "*": 404}, kwargs={"sha256": "draft_picture.sha256", "kind": "form"}),
    Access("courses:mine", {"visitor": 302, WRITERS: 200, "*": 403}),
    Access("courses:start", {"visitor": 302, WRITERS: 200, "*": 403}),
    *[
        Access(f"courses:{name}", {"visitor": 302, WRITERS: 200, "*": 404}, kwargs=DRAFT)
        for name in ("edit", "edit_passport", "publish", "edit_history")
    ],
    Access("courses:edit", {"visitor": 302, WRITERS: 200, "*": 403}, kwargs=COURSE),
    *[
        Access(f"courses:{name}", {"visitor": 302, WRITERS: 200, "*": 404}, kwargs=LESSON)
        for name in ("edit_lesson", "edit_preview")
    ],
    Access("courses:edit_units", {"visitor|head|author|coordinator": 302, "*": 404}, method="post", kwargs=DRAFT, data=RENAME),
    Access(
        "courses:edit_blocks",
        {"visitor|head|author|coordinator": 302, "*": 404},
        method="post",
        kwargs=LESSON,
        data={"act": "add", "kind": "text"},
    ),
    Access(
        "courses:edit_block",
        {"visitor|head|author|coordinator": 302, "*": 404},
        method="post",
        kwargs={**DRAFT, "key": "draft_block.key"},
        data={"revision": "1", "html": "Wear a mask."},
    ),
    Access("courses:edit_upload", {"visitor": 302, WRITERS: 409, "*": 404}, method="post", kwargs=DRAFT),
    Access("courses:edit_restore", {"visitor": 302, "*": 404}, method="post", kwargs=DRAFT, data={"edit": "0"}),
    Access("courses:withdraw", {"visitor|head|author|coordinator": 302, "*": 404}, method="post", kwargs=DRAFT),
    Access("courses:reviews", {"visitor": 302, "*": 200}),
    Access("courses:ask_review", {"visitor": 302, WRITERS: 200, "*": 404}, kwargs=DRAFT),
    Access("courses:review", {"visitor": 302, WRITERS: 200, "*": 404}, kwargs=REVIEW),
    Access("courses:read_by_link", {"*": 200}, kwargs={"token": "review_token"}),
    Access("courses:read", {"visitor": 302, "outsider": 200, "*": 404}, kwargs=REVIEW),
    Access("courses:review_readers", {"visitor|coordinator": 302, "head|author": 403, "*": 404}, method="post", kwargs=REVIEW),
    Access("courses:review_decide", {"visitor|coordinator": 302, "head|author": 403, "*": 404}, method="post", kwargs=REVIEW),
    Access(
        "courses:review_comments",
        {"visitor|head|author|coordinator": 302, "*": 404},
        method="post",
        kwargs=REVIEW,
        data={"text": "Name the mask."},
    ),
    *[row for part in PARTS for row in part.ROWS],
]


def build(world) -> None:
    """A published course of the institution and one that is still a draft, each with a picture."""
    load_checklists(at=AT)
    world.picture = keep_bytes(name="weld.png", content=PNG, at=AT, by=None)
    world.draft_picture = keep_bytes(name="draft.png", content=PNG + b"\0", at=AT, by=None)
    world.form, world.policy_kind = "original", "passport"
    world.course = make_course(units=_units(world.picture), owner=world.institution)
    world.draft_course = make_course(units=_units(world.draft_picture), owner=world.institution, published=False)
    world.draft_lesson = world.draft_course.draft.units.get()
    world.draft_block = world.draft_course.draft.blocks.first()
    world.review = ask_for_review(version=world.draft_course.draft, receiving=None, note="", due_on=None, at=AT, by=world.author)
    data = ReaderData(name="A reader", country=None, person=world.outsider.person)
    _reader, address = name_reader(review=world.review, data=data, at=AT, by=world.coordinator)
    world.review_token = address.rstrip("/").rsplit("/", 1)[1]
    for part in PARTS:
        if hasattr(part, "build"):
            part.build(world)


def _units(picture) -> list[UnitSource]:
    shown = BlockSource(kind="picture", body={"asset": picture.sha256, "alt": "A weld"})
    return [UnitSource(title="Safety first", key="safety", blocks=(text("<p>Wear a mask.</p>"), shown, single()))]
