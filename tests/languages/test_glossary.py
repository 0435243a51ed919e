import csv
import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime

import pytest
from lxml import etree

from catecp.files.services import NotTheKind
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated
from catecp.languages.models import Term, TermWord
from catecp.languages.queries import TermFilter, terms_found
from catecp.languages.services.glossary import (
    STARTER,
    STARTER_LANGUAGES,
    KeyTaken,
    TermText,
    WordText,
    add_term,
    change_term,
    keep_audio,
    load_starter,
    review_word,
    starter_rows,
)
from catecp.languages.tags import LANGUAGES, script_of
from catecp.languages.tbx import NAMESPACE, UNREVIEWED
from tests.factories.accounts import GrantFactory
from tests.factories.languages import make_term

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def translator(db):
    return GrantFactory(role="translator").user


@pytest.fixture
def reviewer(db):
    return GrantFactory(role="language_reviewer").user


def said(definition: str = "", field: str = "welding", **words: str) -> TermText:
    return TermText(
        field, {tag.replace("_", "-"): WordText(text) for tag, text in words.items()}, Translated.from_json(definition)
    )


def test_the_starter_has_its_fields_languages_and_explanations():
    rows = starter_rows()
    fields = Counter(row["field"] for row in rows)

    assert len(rows) >= 150
    assert {"welding", "cnc", "electrical", "automotive", "logistics", "iot", "safety"} == set(fields)
    assert min(fields.values()) >= 20
    needed = [*STARTER_LANGUAGES, "romanised_zh-hans", "definition_en", "definition_zh-hans"]
    assert [(row["key"], name) for row in rows for name in needed if not row[name].strip()] == []
    assert len({row["key"] for row in rows}) == len(rows)


def test_the_starter_is_written_in_the_scripts_of_its_languages():
    odd = []
    for row in starter_rows():
        for tag in STARTER_LANGUAGES:
            for text in row[tag].split(";"):
                plain = re.sub(r"[A-Za-z0-9 /()\-]", "", text)
                if plain and LANGUAGES[tag].script != "Latn" and script_of(plain) != LANGUAGES[tag].script:
                    odd.append((row["key"], tag, text))
            if row[tag] != unicodedata.normalize("NFC", row[tag]):
                odd.append((row["key"], tag, "not NFC"))
    assert odd == []


def test_the_starter_gives_every_chinese_word_its_pinyin_with_tones():
    for row in starter_rows():
        words, readings = row["zh-hans"].split(";"), row["romanised_zh-hans"].split(";")
        assert len(words) == len(readings), row["key"]
        for word, reading in zip(words, readings, strict=True):
            syllables = [part for part in reading.split() if not part.isascii()]
            assert len(syllables) >= sum("\u4e00" <= letter <= "\u9fff" for letter in word) - 1, (word, reading)


def test_load_starter_twice_adds_nothing_and_says_unreviewed(db):
    first = load_starter(at=AT)
    words = TermWord.objects.count()

    assert (first, load_starter(at=LATER), TermWord.objects.count()) == (len(starter_rows()), 0, words)
    assert set(TermWord.objects.values_list("state", "reviewed_by")) == {("translated", None)}
    with STARTER.open(encoding="utf-8", newline="") as file:
        assert words == sum(len(set(row[tag].split(";"))) for row in csv.DictReader(file) for tag in STARTER_LANGUAGES)


def test_load_starter_never_overwrites_what_people_wrote(translator):
    load_starter(at=AT)
    term = Term.objects.get(key="arc-welding")

    change_term(term=term, said=said("Ours.", en="arc welding", km="ពាក្យរបស់យើង", th=""), by=translator, at=LATER)
    load_starter(at=LATER)

    preferred = TermWord.objects.filter(term=term, is_preferred=True)
    assert preferred.get(language="km").text == "ពាក្យរបស់យើង"
    assert not preferred.filter(language="th").exists()
    assert str(Term.objects.get(key="arc-welding").definition) == "Ours."


def test_load_starter_adds_words_of_a_language_that_was_missing(db):
    load_starter(at=AT)
    TermWord.objects.filter(language="lo").delete()

    load_starter(at=LATER)

    assert TermWord.objects.filter(language="lo", is_preferred=True).count() == len(starter_rows())


def test_add_term_files_it_under_the_english_word_and_refuses_it_twice(translator):
    term = add_term(said=said("A joint.", en=" Lap  joint ", km="តំណត្រួត"), by=translator, at=AT)

    assert (term.key, sorted(term.words.values_list("language", "text"))) == ("lap-joint", [("en", "Lap joint"), ("km", "តំណត្រួត")])
    with pytest.raises(KeyTaken):
        add_term(said=said(en="lap joint"), by=translator, at=AT)
    with pytest.raises(Refused, match="English"):
        add_term(said=said(km="ក"), by=translator, at=AT)


def test_a_changed_word_is_unreviewed_again_and_others_keep_their_review(translator, reviewer):
    term = make_term("arc", en="arc", km="ធ្នូ")
    for word in term.words.all():
        review_word(word=word, by=reviewer, at=AT)

    change_term(term=term, said=said(en="arc", km="ធ្នូអគ្គិសនី"), by=translator, at=LATER)

    assert sorted(term.words.values_list("language", "state", "reviewed_by")) == [
        ("en", "reviewed", reviewer.pk),
        ("km", "translated", None),
    ]


def test_only_reviewers_review_and_only_translators_write(translator):
    term = make_term("arc", en="arc")

    with pytest.raises(Refused):
        review_word(word=term.words.get(), by=translator, at=AT)
    with pytest.raises(Refused):
        change_term(term=term, said=said(en="x"), by=GrantFactory(role="participant").user, at=AT)


@pytest.mark.parametrize(
    ("name", "content"), [("a.mp3", b"MZ not sound"), ("a.exe", b"ID3"), ("a.mp3", b"ID3" + b"x" * 2_000_000)]
)
def test_keep_audio_refuses_what_is_no_recording_of_a_word(translator, name, content):
    word = make_term("arc", en="arc").words.get()

    with pytest.raises(NotTheKind):
        keep_audio(word=word, name=name, content=content, by=translator, at=AT)


def test_keep_audio_keeps_a_recording(translator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    word = make_term("arc", en="arc").words.get()

    keep_audio(word=word, name="arc.ogg", content=b"OggS sound", by=translator, at=AT)

    assert TermWord.objects.get().audio.media_type == "audio/ogg"


@pytest.mark.parametrize("text", ["电弧焊", "diàn hú", "ការផ្សារដោយធ្នូ", "ARC-weld"])
def test_terms_found_looks_in_every_language(db, text):
    load_starter(at=AT)

    assert "arc-welding" in terms_found(TermFilter(q=text)).values_list("key", flat=True)


def test_the_tbx_file_holds_field_words_and_says_what_is_unreviewed(client, reviewer):
    term = make_term("arc", en="arc", km="ធ្នូ", th="อาร์ก")
    review_word(word=term.words.get(language="km"), by=reviewer, at=AT)
    make_term("nut", field="cnc", en="nut")

    root = etree.fromstring(client.get("/glossary/file/?field=welding&languages=en,km").content)

    names = {"t": NAMESPACE}
    assert (root.get("type"), root.get("style")) == ("TBX-Basic", "dca")
    assert [entry.get("id") for entry in root.iterfind(".//t:conceptEntry", names)] == ["t-arc"]
    assert [term.text for term in root.iterfind(".//t:term", names)] == ["arc", "ធ្នូ"]
    sections = list(root.iterfind(".//t:langSec", names))
    assert [[note.text for note in section.iterfind(".//t:note", names)] for section in sections] == [[UNREVIEWED], []]


def test_load_starter_brings_its_drawings_with_their_words(client, db):
    load_starter(at=AT)

    pictured = Term.objects.exclude(picture=None)
    answer = client.get("/glossary/fillet-weld/picture/")

    assert pictured.count() == 6
    assert all(term.picture_alt["en"] and term.picture_alt["zh-hans"] for term in pictured)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
