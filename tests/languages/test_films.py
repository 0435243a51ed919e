from datetime import UTC, datetime

import pytest

from catecp.courses.content import BlockSource, UnitSource
from catecp.languages import bodies
from catecp.languages.models import Segment, Translation
from catecp.languages.services.exchange import WrongFile
from catecp.languages.services.films import subtitles_in, take_subtitles
from catecp.languages.subtitles import matched, read, vtt
from tests.factories.accounts import GrantFactory
from tests.factories.courses import make_course
from tests.factories.languages import TranslationFactory

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CUES = [
    {"start": 1.0, "end": 3.0, "text": "Switch off the power."},
    {"start": 3.0, "end": 6.0, "text": "Test the meter first."},
    {"start": 8.0, "end": 9.0, "text": "Now measure."},
]
KHMER = "1\n00:00:01,100 --> 00:00:02,900\nបិទភ្លើង\n\n2\n00:00:03,200 --> 00:00:04,000\nសាកល្បង\n\n3\n00:00:04,000 --> 00:00:06,500\nម៉ុលទីម៉ែត្រ\n"


@pytest.fixture
def translator(db):
    return GrantFactory(role="translator").user


@pytest.fixture
def course(db):
    video = BlockSource(kind="video", body={"title": "At the meter", "cues": CUES, "transcript": "<p>x y.</p>"}, key="v1")
    return make_course(units=[UnitSource(title="Lesson", blocks=(video,))], published=False)


@pytest.fixture
def film(course):
    return bodies.source().films(course.body)[0]


def take(course, film, by, content=KHMER):
    return take_subtitles(body=course.body, language="km", film=film, content=content.encode(), name="km.srt", by=by, at=AT)


def test_films_give_their_subtitles_with_their_sentences(course, film):
    assert (film.key, film.title) == ("v1", "At the meter")
    assert [(cue.start, cue.text) for cue in film.cues] == [
        (1.0, "Switch off the power."),
        (3.0, "Test the meter first."),
        (8.0, "Now measure."),
    ]
    assert [Segment.objects.get(pk=cue.segment).text for cue in film.cues] == [cue["text"] for cue in CUES]


def test_matched_gives_each_cue_to_the_one_it_overlaps_longest_and_joins_several():
    times = {"a": (0, 2.1), "b": (2, 5), "c": (5, 6), "d": (20, 21)}
    translated = [{"start": start, "end": end, "text": text} for text, (start, end) in times.items()]

    assert matched([(0, 2.5), (2.5, 6)], translated) == {0: "a", 1: "b c"}


def test_take_subtitles_keeps_them_as_translations_and_names_what_is_missing(course, film, translator):
    report = take(course, film, translator)

    assert [row.outcome for row in report] == ["kept", "kept", "left_out"]
    assert dict(Translation.objects.values_list("segment__text", "text")) == {
        "Switch off the power.": "បិទភ្លើង",
        "Test the meter first.": "សាកល្បង ម៉ុលទីម៉ែត្រ",
    }
    assert [row.outcome for row in take(course, film, translator)] == ["unchanged", "unchanged", "left_out"]


def test_take_subtitles_does_not_overwrite_what_is_signed_off(course, film, translator):
    TranslationFactory(segment=Segment.objects.get(pk=film.cues[0].segment), text="ល្អ", state="reviewed")

    report = take(course, film, translator)

    assert [row.outcome for row in report] == ["left_out", "kept", "left_out"]
    assert Translation.objects.get(segment=film.cues[0].segment).text == "ល្អ"


@pytest.mark.parametrize("content", ["nothing", "1\n00:59:00,000 --> 00:59:02,000\nAnother film\n"])
def test_take_subtitles_refuses_other_files(course, film, translator, content):
    with pytest.raises(WrongFile):
        take(course, film, translator, content)


def test_subtitles_in_show_the_original_where_no_person_translated(course, film, translator):
    take(course, film, translator)
    Translation.objects.filter(text="បិទភ្លើង").update(state="machine")

    cues = subtitles_in(film=film, language="km")

    assert [cue["text"] for cue in cues] == ["Switch off the power.", "សាកល្បង ម៉ុលទីម៉ែត្រ", "Now measure."]
    assert read(vtt(cues).encode()).cues == cues


def test_the_page_hands_out_and_takes_in(course, film, translator, signed_in, tmp_path):
    client, address = signed_in(translator), f"/translate/{course.body.public_id}/km/films/"
    (tmp_path / "km.srt").write_text(KHMER, encoding="utf-8")

    with (tmp_path / "km.srt").open("rb") as file:
        page = client.post(address, {"film": "v1", "file": file}).content.decode()

    assert "The file has no subtitle at this time." in page
    assert "បិទភ្លើង" in client.get(f"{address}?film=v1&format=srt").content.decode()
    assert client.get(f"{address}?film=none&format=srt").status_code == 404
