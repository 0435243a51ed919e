from datetime import timedelta

import pytest

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.models import Block, Edit, Passport, Unit
from catecp.courses.queries.drafts import fingerprint_of, problems_of
from catecp.courses.services import authoring, units
from catecp.courses.services.outline import NotADraft
from catecp.courses.services.publishing import open_draft, publish_version
from catecp.languages.models import Segment, Translation
from tests.factories.accounts import UserFactory
from tests.factories.courses import AT, make_course, single, text

pytestmark = pytest.mark.django_db
CHAPTERS = (
    UnitSource(
        title="One",
        key="one",
        units=(UnitSource(title="1a", key="onea", blocks=(text("<p>First.</p>", "aaa"), single(key="bbb"))),),
    ),
    UnitSource(title="Two", key="two", units=(UnitSource(title="2a", key="twoa"), UnitSource(title="2b", key="twob"))),
)


@pytest.fixture
def draft():
    return make_course(units=CHAPTERS, published=False).draft


def block(draft, key="aaa"):
    return draft.blocks.select_related("version").get(key=key)


def unit(draft, key):
    return draft.units.get(key=key)


def order(draft):
    return list(draft.units.order_by("position").values_list("key", flat=True))


def change(draft, html, revision=1, by=None, at=AT, key="aaa"):
    return authoring.change_block(block=block(draft, key), body={"html": html}, revision=revision, at=at, by=by)


def test_second_person_is_told_and_neither_text_is_lost(draft):
    ann, bo = UserFactory(), UserFactory()
    change(draft, "<p>Ann's.</p>", by=ann)

    with pytest.raises(authoring.ChangedMeanwhile) as told:
        change(draft, "<p>Bo's.</p>", by=bo)

    assert told.value.block.content.body == {"html": "<p>Ann's.</p>"}
    assert told.value.edit.edited_by == ann.pk
    assert block(draft).content.body == {"html": "<p>Ann's.</p>"}


def test_same_text_again_changes_nothing_whatever_the_revision(draft):
    change(draft, "<p>Same.</p>")

    again = change(draft, "<p>Same.</p>", revision=1)

    assert again.revision == 2


def test_saves_of_one_sitting_are_one_line_of_the_history(draft):
    ann = UserFactory()
    change(draft, "<p>F</p>", by=ann)
    change(draft, "<p>Fi</p>", revision=2, by=ann, at=AT + timedelta(minutes=2))
    change(draft, "<p>Fin</p>", revision=3, by=ann, at=AT + timedelta(hours=2))

    edits = Edit.objects.filter(version=draft, block_key="aaa").order_by("pk")

    assert [(edit.before.body["html"], edit.after.body["html"]) for edit in edits] == [
        ("<p>First.</p>", "<p>Fi</p>"),
        ("<p>Fi</p>", "<p>Fin</p>"),
    ]


def test_changed_sentence_takes_its_translations_along_as_outdated(draft):
    segment = Segment.objects.get(body=draft.course.body, text="First.")
    Translation.objects.create(segment=segment, language="km", text="ទីមួយ", state="reviewed")

    change(draft, "<p>First of all.</p>")

    now = Translation.objects.get(segment__text="First of all.", language="km")
    assert (now.text, now.state) == ("ទីមួយ", "outdated")


def test_removed_block_comes_back_with_its_key_in_its_place(draft):
    edit = authoring.remove_block(block=block(draft), at=AT, by=None)

    back = authoring.restore_edit(edit=edit, at=AT, by=None)

    keys = list(Block.objects.filter(unit=back.unit).order_by("position").values_list("key", flat=True))
    assert (keys, back.content.body) == (["aaa", "bbb"], {"html": "<p>First.</p>"})


def test_earlier_text_can_be_restored(draft):
    change(draft, "<p>Worse.</p>")
    edit = Edit.objects.get(version=draft, what="changed")

    authoring.restore_edit(edit=edit, at=AT, by=None)

    assert block(draft).content.body == {"html": "<p>First.</p>"}


def test_block_moves_within_its_lesson_and_to_another(draft):
    authoring.move_block(block=block(draft), steps=1, at=AT, by=None)
    within = list(draft.blocks.filter(unit__key="onea").order_by("position").values_list("key", flat=True))

    authoring.move_block_to(block=block(draft), unit=unit(draft, "twoa"), at=AT, by=None)

    assert within == ["bbb", "aaa"]
    assert block(draft).unit.key == "twoa"


def test_published_version_is_not_changed_by_block(draft):
    publish_version(version=draft, at=AT, by=None)

    with pytest.raises(NotADraft):
        change(draft, "<p>Late.</p>")


def test_draft_keeps_keys_so_progress_goes_on(draft):
    published = publish_version(version=draft, at=AT, by=None)
    published.course.refresh_from_db()

    later = open_draft(course=published.course, at=AT, by=None)
    change(later, "<p>Better.</p>")

    assert block(later).key == block(published).key
    assert block(published).content.body == {"html": "<p>First.</p>"}


@pytest.mark.parametrize(
    ("key", "steps", "expected"),
    [
        ("two", -1, ["two", "twoa", "twob", "one", "onea"]),
        ("one", 1, ["two", "twoa", "twob", "one", "onea"]),
        ("twob", -1, ["one", "onea", "two", "twob", "twoa"]),
        ("twoa", -1, ["one", "onea", "twoa", "two", "twob"]),
        ("onea", 1, ["one", "two", "onea", "twoa", "twob"]),
        ("onea", -1, ["one", "onea", "two", "twoa", "twob"]),
        ("two", 1, ["one", "onea", "two", "twoa", "twob"]),
    ],
)
def test_unit_moves_with_everything_in_it(draft, key, steps, expected):
    units.move_unit(unit=unit(draft, key), steps=steps, at=AT, by=None)

    assert order(draft) == expected


def test_lesson_at_the_edge_goes_into_the_next_chapter(draft):
    units.move_unit(unit=unit(draft, "onea"), steps=1, at=AT, by=None)

    assert unit(draft, "onea").parent.key == "two"


def test_new_lesson_stands_last_in_its_chapter(draft):
    made = units.add_unit(version=draft, title="1b", parent=unit(draft, "one"), at=AT, by=None)

    assert order(draft) == ["one", "onea", made.key, "two", "twoa", "twob"]


def test_removed_chapter_comes_back_whole(draft):
    before = fingerprint_of(draft)
    edit = units.remove_unit(unit=unit(draft, "one"), at=AT, by=None)
    without = order(draft)

    units.restore_unit(edit=edit, at=AT, by=None)

    assert without == ["two", "twoa", "twob"]
    assert (order(draft), fingerprint_of(draft)) == (["one", "onea", "two", "twoa", "twob"], before)


def test_removed_lesson_comes_back_into_its_chapter(draft):
    edit = units.remove_unit(unit=unit(draft, "onea"), at=AT, by=None)

    units.restore_unit(edit=edit, at=AT, by=None)

    assert order(draft) == ["one", "onea", "two", "twoa", "twob"]
    assert sorted(draft.blocks.values_list("key", flat=True)) == ["aaa", "bbb"]


def test_renamed_lesson_keeps_its_translation_as_outdated(draft):
    segment = unit(draft, "onea").title_segment
    Translation.objects.create(segment=segment, language="th", text="หนึ่ง", state="reviewed")

    units.rename_unit(unit=unit(draft, "onea"), title="1a, better", at=AT, by=None)

    assert Translation.objects.get(segment__text="1a, better", language="th").state == "outdated"


def test_unit_without_a_title_is_refused(draft):
    with pytest.raises(units.UnfitUnit):
        units.add_unit(version=draft, title="  ", at=AT, by=None)


def test_problems_name_their_place_and_blocking_ones_come_first(draft):
    authoring.add_block(unit=unit(draft, "twoa"), source=BlockSource(kind="picture", body={}), at=AT, by=None)
    authoring.add_block(unit=unit(draft, "onea"), source=BlockSource(kind="video", body={}), at=AT, by=None)

    found = [(row.unit_title, row.problem.key) for row in problems_of(draft)]

    assert found == [("1a", "no_file"), ("2a", "no_file"), ("2a", "no_alt"), ("1a", "no_subtitles")]


@pytest.mark.parametrize("what", ["block", "passport", "title"])
def test_fingerprint_changes_with_what_stands_there(draft, what):
    before = fingerprint_of(draft)

    if what == "block":
        change(draft, "<p>Other.</p>")
    elif what == "passport":
        Passport.objects.filter(version=draft).update(hours=8)
    else:
        Unit.objects.filter(version=draft, key="one").update(title="Uno")

    assert fingerprint_of(draft) != before
