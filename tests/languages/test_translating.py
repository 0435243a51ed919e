from datetime import UTC, datetime

import pytest

from catecp.kernel.models import LedgerEntry
from catecp.languages.models import Translation
from catecp.languages.services import translating
from catecp.languages.services.translating import (
    NotALanguage,
    NotFit,
    NotYours,
    SomebodyWasFaster,
    TermsMissing,
    Wording,
    accept_draft,
    accept_many,
    fill_from_memory,
    keep_translation,
    review_many,
    review_translation,
    take_back_review,
)
from tests.factories.accounts import GrantFactory
from tests.factories.languages import SegmentFactory, TextBodyFactory, TranslationFactory, make_term

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def translator(db):
    return GrantFactory(role="translator").user


@pytest.fixture
def reviewer(db):
    return GrantFactory(role="language_reviewer").user


def keep(segment, text, by, *, revision=0, language="km", **waived):
    waived = {key.replace("_", "-"): reason for key, reason in waived.items()}
    wording = Wording(text, revision, waived)
    return keep_translation(segment=segment, language=language, wording=wording, by=by, at=AT)


def test_keep_translation_keeps_what_a_person_wrote(translator):
    segment = SegmentFactory(text="Wear <strong>gloves</strong>.")

    kept = keep(segment, "  ពាក់ <strong>ស្រោមដៃ</strong>។\n", translator)

    assert (kept.text, kept.state, kept.revision, kept.written_by) == (
        "ពាក់ <strong>ស្រោមដៃ</strong>។",
        "translated",
        1,
        translator.pk,
    )
    assert LedgerEntry.objects.filter(kind="languages.translation.kept", actor=translator.pk).count() == 1


def test_keep_translation_does_not_overwrite_what_somebody_else_wrote_meanwhile(translator, reviewer):
    segment = SegmentFactory()
    keep(segment, "ទីមួយ", translator)

    with pytest.raises(SomebodyWasFaster) as caught:
        keep(segment, "ទីពីរ", reviewer)

    assert caught.value.now.text == "ទីមួយ"
    assert Translation.objects.get().text == "ទីមួយ"
    assert keep(segment, "ទីពីរ", reviewer, revision=1).revision == 2


@pytest.mark.parametrize("text", ["", "gloves", "<script>alert(1)</script>", "x" * 5_000])
def test_keep_translation_refuses_lost_marks_nothing_and_novels(translator, text):
    segment = SegmentFactory(text="Wear <strong>gloves</strong>.")

    with pytest.raises(NotFit):
        keep(segment, text, translator)

    assert Translation.objects.count() == 0


def test_keep_translation_wants_the_word_of_the_glossary_or_a_reason(translator):
    make_term("arc-welding", en="arc welding", km="ការផ្សារ")
    segment = SegmentFactory(text="Arc welding is hot.")

    with pytest.raises(TermsMissing) as caught:
        keep(segment, "វាក្តៅ", translator)
    kept = keep(segment, "វាក្តៅ", translator, arc_welding="The sentence before names it.")

    assert [item.key for item in caught.value.missing] == ["arc-welding"]
    assert kept.waived == {"arc-welding": "The sentence before names it."}
    assert keep(segment, "ការផ្សារក្តៅ", translator, revision=1).waived == {}


@pytest.mark.parametrize("language", ["en", "xx"])
def test_keep_translation_refuses_the_own_language_and_unknown_ones(translator, language):
    with pytest.raises(NotALanguage):
        keep(SegmentFactory(), "x", translator, language=language)


def test_changing_a_reviewed_translation_takes_the_sign_off_away(translator):
    segment = SegmentFactory()
    TranslationFactory(segment=segment, state="reviewed", reviewed_by=7, reviewed_at=AT)

    kept = keep(segment, "ថ្មី", translator, revision=1)

    assert (kept.state, kept.reviewed_by, kept.reviewed_at) == ("translated", None, None)


def test_review_translation_needs_another_reader_or_a_word_about_it(reviewer):
    mine = TranslationFactory(written_by=reviewer.pk)
    theirs = TranslationFactory(written_by=reviewer.pk + 1)

    review_translation(translation=theirs, revision=1, own_work=False, by=reviewer, at=LATER)
    with pytest.raises(NotYours):
        review_translation(translation=mine, revision=1, own_work=False, by=reviewer, at=LATER)
    review_translation(translation=mine, revision=1, own_work=True, by=reviewer, at=LATER)

    assert set(Translation.objects.values_list("state", "reviewed_by", "reviewed_at")) == {("reviewed", reviewer.pk, LATER)}


@pytest.mark.parametrize("state", ["machine", "outdated", "reviewed"])
def test_review_translation_refuses_what_no_person_stands_behind(reviewer, state):
    with pytest.raises(NotYours):
        review_translation(translation=TranslationFactory(state=state), revision=1, own_work=True, by=reviewer, at=LATER)


def test_review_translation_is_not_for_translators_and_not_for_stale_pages(translator, reviewer):
    translation = TranslationFactory(written_by=None)

    with pytest.raises(NotYours):
        review_translation(translation=translation, revision=1, own_work=True, by=translator, at=LATER)
    with pytest.raises(SomebodyWasFaster):
        review_translation(translation=translation, revision=9, own_work=False, by=reviewer, at=LATER)


def test_take_back_review_makes_it_translated_again(reviewer):
    translation = TranslationFactory(state="reviewed", reviewed_by=1, reviewed_at=AT)

    back = take_back_review(translation=translation, revision=1, by=reviewer, at=LATER)

    assert (back.state, back.reviewed_by, back.revision) == ("translated", None, 2)


def test_accept_draft_makes_the_reader_answer_for_it_and_checks_it(translator):
    make_term("arc", en="arc", km="ធ្នូ")
    good = TranslationFactory(state="machine", segment__text="The arc.", text="ធ្នូ", drafted_by="model")
    bad = TranslationFactory(state="machine", segment__text="An arc.", text="អ្វី", drafted_by="model")

    accepted = accept_draft(translation=good, revision=1, by=translator, at=LATER)
    with pytest.raises(TermsMissing):
        accept_draft(translation=bad, revision=1, by=translator, at=LATER)

    assert (accepted.state, accepted.written_by, accepted.drafted_by) == ("translated", translator.pk, "model")


def test_many_at_once_name_what_they_leave(reviewer):
    body = TextBodyFactory()
    rows = [
        TranslationFactory(segment__body=body, written_by=writer, state=state)
        for writer, state in [(None, "translated"), (reviewer.pk, "translated"), (None, "machine")]
    ]
    ids = [row.segment_id for row in rows]
    common = {"body": body, "language": "km", "segments": ids, "by": reviewer, "at": LATER}

    reviewed = review_many(**common, own_work=False)
    accepted = accept_many(**common)

    assert (reviewed.done, [pk for pk, _reason in reviewed.left]) == (1, ids[1:])
    assert (accepted.done, accepted.left) == (1, [])
    assert list(Translation.objects.order_by("segment").values_list("state", flat=True)) == [
        "reviewed",
        "translated",
        "translated",
    ]


def test_fill_from_memory_takes_the_best_wording_of_other_bodies_and_touches_nothing_else(translator):
    body = TextBodyFactory()
    for text, state in [("ចាស់", "translated"), ("ល្អ", "reviewed"), ("ម៉ាស៊ីន", "machine")]:
        TranslationFactory(segment__text="Wear gloves.", segment__body__name="Other", text=text, state=state)
    wanted = SegmentFactory(body=body, text="Wear gloves.")
    done = TranslationFactory(segment__body=body, text="រួចហើយ")

    bulk = fill_from_memory(body=body, language="km", segments=[wanted.pk, done.segment_id], by=translator, at=LATER)

    assert bulk.done == 1
    assert (wanted.translations.get().text, wanted.translations.get().drafted_by) == ("ល្អ", "memory: Other")
    assert done.segment.translations.get().text == "រួចហើយ"


def test_notes_are_open_until_they_are_settled(translator):
    segment = SegmentFactory()

    note = translating.write_note(segment=segment, language="km", text=" Which mask? ", by=translator, at=AT)
    settled = translating.settle_note(note=note, by=translator, at=LATER)

    assert (note.text, settled.settled_at) == ("Which mask?", LATER)
