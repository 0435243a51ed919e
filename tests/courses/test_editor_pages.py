import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catecp.courses.content import UnitSource
from catecp.courses.models import Course, Edit
from catecp.courses.services.authoring import change_block
from tests.courses.access import PNG
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.courses import AT, make_course, single, text

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHold the torch.\n"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def course():
    return make_course(
        units=[UnitSource(title="Safety", key="less", blocks=(text("<p>First.</p>", "aaa"), single(key="bbb")))], published=False
    )


@pytest.fixture
def author(client, course):
    user = UserFactory()
    GrantFactory(user=user, role="author", scope="institution", scope_id=course.owner_id)
    client.force_login(user)
    return user


def page(name, course, *more):
    return reverse(f"courses:{name}", args=[course.public_id, *more])


def test_author_writes_a_course_from_nothing_to_published(client, author, course):
    posted = {"title": "Reading a meter", "summary": "For beginners.", "language": "en", "owner": course.owner_id}
    edit = client.post(reverse("courses:start"), posted)["Location"]
    mine = Course.objects.order_by("pk").last()
    client.post(page("edit_units", mine), {"act": "add", "title": "First lesson"})
    lesson = mine.draft.units.get()
    client.post(page("edit_blocks", mine, lesson.key), {"act": "add", "kind": "text"})
    block = mine.draft.blocks.get()
    client.post(page("edit_block", mine, block.key), {"revision": "1", "html": "Turn the dial.\n\nRead it."})

    client.post(page("publish", mine), {"note": "First.", "language": "en"})

    mine.refresh_from_db()
    assert edit == page("edit", mine)
    assert mine.published.blocks.get().content.body == {"html": "<p>Turn the dial.</p><p>Read it.</p>"}
    assert str(mine.published.change_note) == "First."


def test_autosave_answers_with_the_next_revision(client, author, course):
    answer = client.post(page("edit_block", course, "aaa"), {"revision": "1", "html": "Better."}, headers=JSON)

    assert answer.json() == {"revision": 2, "problems": [], "said": "Saved"}


def test_autosave_of_the_slower_person_is_told_who_was_faster(client, author, course):
    other = UserFactory(person__name="Sok Dara")
    change_block(block=course.draft.blocks.get(key="aaa"), body={"html": "<p>Dara's.</p>"}, revision=1, at=AT, by=other)

    by_script = client.post(page("edit_block", course, "aaa"), {"revision": "1", "html": "Mine."}, headers=JSON)
    by_hand = client.post(page("edit_block", course, "aaa"), {"revision": "1", "html": "Mine."})

    assert (by_script.status_code, by_script.json()["conflict"].split(" changed")[0]) == (409, "Sok Dara")
    assert by_hand.status_code == 409
    shown = by_hand.content.decode()
    assert ("Dara&#x27;s." in shown, "Mine." in shown, 'name="revision" value="2"' in shown) == (True, True, True)


def test_keeping_mine_keeps_theirs_in_the_history(client, author, course):
    other = UserFactory()
    change_block(block=course.draft.blocks.get(key="aaa"), body={"html": "<p>Theirs.</p>"}, revision=1, at=AT, by=other)

    client.post(page("edit_block", course, "aaa"), {"revision": "2", "html": "Mine."})

    edit = Edit.objects.filter(version=course.draft).order_by("pk").last()
    assert (edit.before.body["html"], edit.after.body["html"]) == ("<p>Theirs.</p>", "<p>Mine.</p>")


def test_picture_comes_with_its_block(client, author, course):
    client.post(page("edit_blocks", course, "less"), {"act": "add", "kind": "picture"})
    block = course.draft.blocks.get(content__kind="picture")

    client.post(
        page("edit_block", course, block.key),
        {"revision": "1", "alt": "A weld", "file": SimpleUploadedFile("weld.png", PNG)},
    )

    block.refresh_from_db()
    assert (block.content.body["alt"], len(block.content.body["asset"])) == ("A weld", 64)


def test_page_that_calls_itself_a_picture_is_refused(client, author, course):
    client.post(page("edit_blocks", course, "less"), {"act": "add", "kind": "picture"})
    block = course.draft.blocks.get(content__kind="picture")
    page_as_picture = SimpleUploadedFile("weld.png", b"<svg onload=alert(1)>", content_type="image/png")

    answer = client.post(page("edit_block", course, block.key), {"revision": "1", "file": page_as_picture}, headers=JSON)

    assert (answer.status_code, "no picture" in answer.json()["problem"]) == (409, True)


def test_subtitles_are_read_into_the_film(client, author, course):
    client.post(page("edit_blocks", course, "less"), {"act": "add", "kind": "video"})
    block = course.draft.blocks.get(content__kind="video")

    client.post(
        page("edit_block", course, block.key), {"revision": "1", "title": "T", "subtitles": SimpleUploadedFile("a.vtt", VTT)}
    )

    block.refresh_from_db()
    assert block.content.body["cues"] == [{"start": 1.0, "end": 2.0, "text": "Hold the torch."}]


def test_removed_block_can_be_undone(client, author, course):
    answer = client.post(page("edit_blocks", course, "less"), {"act": "remove", "block": "aaa"})
    edit = answer["Location"].split("undo=")[1]

    client.post(page("edit_restore", course), {"edit": edit})

    assert list(course.draft.blocks.order_by("position").values_list("key", flat=True)) == ["aaa", "bbb"]


def test_every_page_of_the_editor_opens(client, author, course):
    for kind in ("picture", "audio", "video", "file", "practical", "live", "package"):
        client.post(page("edit_blocks", course, "less"), {"act": "add", "kind": kind})
    for question in ("multiple", "order", "match", "text", "number"):
        client.post(page("edit_blocks", course, "less"), {"act": "add", "kind": "question", "question": question})
    addresses = [page(name, course) for name in ("edit", "edit_passport", "edit_history", "publish")]
    addresses += [page("edit_lesson", course, "less") + f"?open={block.key}" for block in course.draft.blocks.all()]
    addresses += [page("edit_preview", course, "less") + "?language=km&mode=text", reverse("courses:mine")]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_passport_of_somebody_faster_is_not_overwritten(client, author, course):
    form = client.get(page("edit_passport", course)).context["form"]
    posted = {"title_en": "Safety", "summary_en": "S", "seen": form["seen"].value(), "level_national": "III"}
    first = client.post(page("edit_passport", course), posted)

    second = client.post(page("edit_passport", course), {**posted, "level_national": "IV"})

    assert (first.status_code, second.status_code) == (302, 200)
    assert course.draft.passport.level_national == "III"


def test_passport_lists_keep_translations_of_lines_that_stay(client, author, course):
    passport = course.draft.passport
    passport.outcomes = [{"text": {"original": "en", "texts": {"en": "Weld", "km": "ផ្សារ"}, "states": {}}}]
    passport.save()
    form = client.get(page("edit_passport", course)).context["form"]

    posted = {
        "title_en": "S",
        "summary_en": "S",
        "seen": form["seen"].value(),
        "outcomes": "Weld\nGrind",
        "equipment": "Mask = visor",
    }
    client.post(page("edit_passport", course), posted)

    passport.refresh_from_db()
    assert [item["text"]["texts"] for item in passport.outcomes] == [{"en": "Weld", "km": "ផ្សារ"}, {"en": "Grind"}]
    assert passport.equipment[0]["substitute"]["texts"] == {"en": "visor"}


@pytest.mark.parametrize("count", [1, 30])
def test_outline_takes_the_same_queries_whatever_its_size(client, author, django_assert_max_num_queries, count):
    units = [UnitSource(title=f"Lesson {n}", blocks=(single(prompt=f"<p>Q {n}?</p>"),)) for n in range(count)]
    course = make_course(units=units, published=False, owner=Course.objects.get().owner)

    with django_assert_max_num_queries(24):
        client.get(page("edit", course))


def test_draft_with_problems_stands_on_the_desk(client, author, course):
    client.post(page("edit_blocks", course, "less"), {"act": "add", "kind": "picture"})

    tasks = client.get(reverse("web:desk")).context["tasks"]

    assert [(task.title, task.href) for task in tasks] == [
        ("A draft has 2 problems that stand in the way of publishing.", page("edit", course) + "#problems")
    ]
