import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from catecp.languages import xliff
from catecp.languages.models import Translation
from catecp.languages.queries import DeskFilter
from catecp.languages.services.exchange import WrongFile, take_xliff, xliff_of
from tests.factories.accounts import GrantFactory
from tests.factories.languages import SegmentFactory, TextBodyFactory, TranslationFactory, make_term

pytestmark = pytest.mark.usefixtures("loose_bodies")
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NS = {"x": xliff.NAMESPACE}


@pytest.fixture
def translator(db):
    return GrantFactory(role="translator").user


@pytest.fixture
def reviewer(db):
    return GrantFactory(role="language_reviewer").user


@pytest.fixture
def body(db):
    body = TextBodyFactory()
    SegmentFactory(body=body, text='Wear <strong>gloves</strong>, see <a href="https://a.example/?a=1&amp;b=2">this</a>.')
    for number, state in enumerate(["machine", "translated", "reviewed", "outdated"]):
        TranslationFactory(segment__body=body, segment__text=f"Sentence {number}.", text=f"ប្រយោគ {number}", state=state)
    return body


def exported(body) -> str:
    return xliff_of(body=body, language="km", asked=DeskFilter()).decode()


def take(body, content, by, *, sign_off=False, language="km"):
    content = content.encode() if isinstance(content, str) else content
    return take_xliff(body=body, language=language, content=content, name="back.xlf", sign_off=sign_off, by=by, at=AT)


def outcomes(report) -> list[str]:
    return [row.outcome for row in report]


def test_xliff_of_gives_every_sentence_with_its_state_and_its_marks_as_codes(body):
    root = etree.fromstring(exported(body).encode())

    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "en", "km")
    assert [(segment.get("state"), segment.get("subState")) for segment in root.iterfind(".//x:segment", NS)] == [
        ("initial", None),
        ("initial", "catecp:machine"),
        ("translated", None),
        ("reviewed", None),
        ("initial", "catecp:outdated"),
    ]
    source = root.find(".//x:source", NS)
    assert [etree.QName(child).localname for child in source] == ["pc", "pc"]
    assert "".join(source.itertext()) == "Wear gloves, see this."
    assert [data.text for data in root.iterfind(".//x:data", NS)] == [
        "<strong>", "</strong>", '<a href="https://a.example/?a=1&amp;b=2">', "</a>",
    ]  # fmt: skip


def test_what_goes_out_comes_back_unchanged(body, reviewer):
    before = list(Translation.objects.order_by("pk").values())

    report = take(body, exported(body), reviewer, sign_off=True)

    assert outcomes(report) == ["unchanged"] * 5
    assert list(Translation.objects.order_by("pk").values()) == before


def with_first(text: str, target: str, state: str = "translated") -> str:
    """The file with a translation of its first sentence."""
    return text.replace('<segment state="initial">', f'<segment state="{state}">', 1).replace(
        "</source>", f"</source><target>{target}</target>", 1
    )


def test_take_xliff_keeps_a_translation_and_puts_the_marks_back_from_our_own_text(body, translator):
    target = 'មើល <pc id="2" dataRefStart="d1" dataRefEnd="d1">នេះ</pc> ពាក់ <pc id="1">ស្រោមដៃ</pc>'

    report = take(body, with_first(exported(body), target), translator)

    kept = Translation.objects.get(segment__text__startswith="Wear")
    assert outcomes(report)[0] == "kept"
    assert kept.text == 'មើល <a href="https://a.example/?a=1&amp;b=2">នេះ</a> ពាក់ <strong>ស្រោមដៃ</strong>'
    assert (kept.state, kept.drafted_by, kept.written_by) == ("translated", "file: back.xlf", translator.pk)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("ពាក់ស្រោមដៃ", "mark is missing"),
        ('<pc id="1">ក</pc> <pc id="2">ខ</pc> <ph id="9"/>', "no mark number 9"),
        ('<pc id="1">ក</pc> <pc id="2">ខ</pc> &lt;script&gt;x&lt;/script&gt;', "does not stand in the original"),
    ],
)
def test_take_xliff_names_lost_and_made_up_marks_and_keeps_the_rest(body, translator, target, reason):
    other = exported(body).replace("ប្រយោគ 1", "ប្រយោគ ១")

    report = take(body, with_first(other, target), translator)

    assert outcomes(report)[:3] == ["left_out", "unchanged", "kept"]
    assert reason in str(report[0].reasons[0])
    assert Translation.objects.get(segment__text="Sentence 1.").text == "ប្រយោគ ១"


def test_take_xliff_leaves_out_a_sentence_whose_original_changed(body, translator):
    text = with_first(exported(body), '<pc id="1">ក</pc><pc id="2">ខ</pc>').replace("Wear ", "Put on ")

    report = take(body, text, translator)

    assert outcomes(report)[0] == "left_out"
    assert "changed in between" in str(report[0].reasons[0])


def test_take_xliff_does_not_overwrite_what_was_written_at_the_desk_since(body, translator):
    text = exported(body).replace("ប្រយោគ 1", "ប្រយោគ ១")
    Translation.objects.filter(segment__text="Sentence 1.").update(text="ថ្មី", revision=2)

    report = take(body, text, translator)

    assert outcomes(report)[2] == "left_out"
    assert Translation.objects.get(segment__text="Sentence 1.").text == "ថ្មី"


def test_take_xliff_checks_the_glossary(body, translator):
    make_term("glove", en="gloves", km="ស្រោមដៃ")

    report = take(body, with_first(exported(body), '<pc id="1">ក</pc><pc id="2">ខ</pc>'), translator)

    assert "ស្រោមដៃ" in str(report[0].reasons[0])


@pytest.mark.parametrize(
    ("sign_off", "who", "expected"),
    [(True, "reviewer", "reviewed"), (False, "reviewer", "translated"), (True, "translator", "translated")],
)
def test_what_the_file_calls_reviewed_is_reviewed_only_when_a_reviewer_vouches(body, request, sign_off, who, expected):
    by = request.getfixturevalue(who)

    take(body, with_first(exported(body), '<pc id="1">ក</pc><pc id="2">ខ</pc>', "final"), by, sign_off=sign_off)

    assert Translation.objects.get(segment__text__startswith="Wear").state == expected


def test_what_the_file_calls_unfinished_is_a_draft(body, translator):
    take(body, with_first(exported(body), '<pc id="1">ក</pc><pc id="2">ខ</pc>', "initial"), translator)

    kept = Translation.objects.get(segment__text__startswith="Wear")
    assert (kept.state, kept.written_by) == ("machine", None)


def test_an_outdated_translation_that_the_file_calls_translated_is_right_again(body, translator):
    text = exported(body).replace('state="initial" subState="catecp:outdated"', 'state="translated"')

    report = take(body, text, translator)

    assert outcomes(report)[4] == "kept"
    assert Translation.objects.get(segment__text="Sentence 3.").state == "translated"


def test_a_unit_cut_into_segments_by_a_tool_is_joined(body, translator):
    pk = body.segments.get(text="Sentence 1.").pk
    text = re.sub(
        rf'(<unit id="s{pk}"[^>]*>.*?)<segment.*?</segment>',
        r'\1<segment state="final"><source>Sentence</source><target>ប្រយោគ</target></segment>'
        r'<ignorable><source> </source></ignorable><segment state="translated"><source>1.</source><target>មួយ</target></segment>',
        exported(body),
    )

    report = take(body, text, translator)

    assert outcomes(report)[2] == "kept"
    assert Translation.objects.get(segment__pk=pk).text == "ប្រយោគ មួយ"


def old(body, *, target_language="km", original=None, inner=None) -> str:
    """XLIFF 1.2 as converters make it."""
    first, second = body.segments.order_by("pk")[0], body.segments.get(text="Sentence 2.")
    units = inner or (
        f'<trans-unit id="s{first.pk}"><source>Wear <g id="1">gloves</g>, see <g id="2">this</g>.</source>'
        f'<target state="translated"><g id="2">នេះ</g> <g id="1">ស្រោមដៃ</g></target></trans-unit>'
        f'<trans-unit id="s{second.pk}" approved="yes"><source>Sentence 2.</source><target>ប្រយោគ ២</target></trans-unit>'
    )
    return (
        f'<?xml version="1.0"?><xliff version="1.2" xmlns="{xliff.OLD_NAMESPACE}"><file original="{original or body.public_id}" '
        f'source-language="en-US" target-language="{target_language}" datatype="html"><body>{units}</body></file></xliff>'
    ).replace("en-US", "en")


def test_take_xliff_reads_version_1_2(body, reviewer):
    report = take(body, old(body), reviewer, sign_off=True)

    assert outcomes(report) == ["kept", "kept"]
    assert Translation.objects.get(segment__text__startswith="Wear").text == (
        '<a href="https://a.example/?a=1&amp;b=2">នេះ</a> <strong>ស្រោមដៃ</strong>'
    )
    assert Translation.objects.get(segment__text="Sentence 2.").state == "reviewed"


def test_a_sentence_that_stands_twice_or_nowhere_is_left_out(body, translator):
    pk = body.segments.get(text="Sentence 2.").pk
    unit = f'<trans-unit id="s{pk}"><source>Sentence 2.</source><target>ប្រយោគ ២</target></trans-unit>'
    foreign = SegmentFactory(text="Sentence 2.")

    report = take(
        body, old(body, inner=unit + unit + unit.replace(f"s{pk}", f"s{foreign.pk}") + unit.replace(f"s{pk}", "x")), translator
    )

    assert outcomes(report) == ["kept", "left_out", "left_out", "left_out"]
    assert foreign.translations.count() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<html><body>x</body></html>",
        b"PK\x03\x04zip",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0">&a;</xliff>',
        b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"/>',
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="km"/>',
        b'<?xml version="1.0" encoding="no-such"?><xliff/>',
    ],
)
def test_take_xliff_refuses_what_is_no_xliff_and_what_could_harm(body, translator, content):
    with pytest.raises(WrongFile):
        take(body, content, translator)


def test_take_xliff_refuses_another_course_and_another_language(body, translator):
    other = TextBodyFactory()

    with pytest.raises(WrongFile, match="another course"):
        take(other, exported(body), translator)
    with pytest.raises(WrongFile, match="en → km"):
        take(body, exported(body), translator, language="th")
    with pytest.raises(WrongFile, match="en → th"):
        take(body, old(body, target_language="th"), translator)


def test_files_in_chinese_come_back_under_the_tags_tools_write(body, translator):
    text = xliff_of(body=body, language="zh-hans", asked=DeskFilter()).decode()

    assert 'trgLang="zh-Hans"' in text
    assert outcomes(take(body, text.replace("zh-Hans", "zh-CN"), translator, language="zh-hans")) == ["unchanged"] * 5


def test_control_characters_do_not_break_the_file(body):
    TranslationFactory(segment__body=body, segment__text="Bell \x07 rings.", text="រោទ៍ \x07")

    assert len(list(etree.fromstring(exported(body).encode()).iterfind(".//x:unit", NS))) == 6


def test_the_module_of_xml_reads_with_the_hardened_reader_only():
    text = Path(xliff.__file__).read_text(encoding="utf-8")

    assert re.findall(r"ElementTree\.(?:fromstring|parse|XML)\b", text) == []
