import time

import pytest

from catecp.languages.glossary_marks import explained
from catecp.languages.term_finder import TermFinder, Word

EN = (Word("arc-welding", "arc welding"), Word("welding", "welding"), Word("electrode", "electrode"), Word("ppe", "PPE"))


def mark(key: str, text: str) -> str:
    return f'<dfn class="term" data-term="{key}" tabindex="0">{text}</dfn>'


def test_explained_marks_the_first_occurrence_and_the_longest_term():
    result = explained("<p>Arc welding is welding. Arc welding is hot.</p>", language="en", words=EN)

    assert result.html == f"<p>{mark('arc-welding', 'Arc welding')} is {mark('welding', 'welding')}. Arc welding is hot.</p>"
    assert result.keys == ["arc-welding", "welding"]


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x">arc welding</a></p>',
        "<h3>Arc welding</h3>",
        "<p><code>welding</code></p>",
        '<p><img data-asset="welding" alt="an electrode for welding"></p>',
        "<h3>The <strong>electrode</strong></h3>",
        "<p>rewelding electrodeless</p>",
        "<p>&welding;</p>",
    ],
)
def test_explained_leaves_links_headings_code_and_tags_alone(html):
    assert explained(html, language="en", words=EN).html == html


def test_explained_knows_plurals_and_goes_into_inline_marks():
    result = explained("<p>Two <strong>electrodes</strong>.</p>", language="en", words=EN)

    assert result.html == f"<p>Two <strong>{mark('electrode', 'electrodes')}</strong>.</p>"


def test_explained_leaves_what_was_explained_before():
    result = explained("<p>welding electrode</p>", language="en", words=EN, already=["welding"])

    assert result.keys == ["electrode"]


@pytest.mark.parametrize(
    ("language", "word", "text", "expected"),
    [
        ("zh-hans", "电弧焊", "利用电弧焊连接工件。", "利用{}连接工件。"),
        ("km", "ការផ្សារ", "មេរៀនអំពីការផ្សារដែក។", "មេរៀនអំពី{}ដែក។"),
        ("th", "การเชื่อม", "บทเรียนเรื่องการเชื่อมโลหะ", "บทเรียนเรื่อง{}โลหะ"),
        ("lo", "ການເຊື່ອມ", "ບົດຮຽນການເຊື່ອມໂລຫະ", "ບົດຮຽນ{}ໂລຫະ"),
    ],
)
def test_explained_finds_words_inside_unspaced_scripts(language, word, text, expected):
    result = explained(f"<p>{text}</p>", language=language, words=[Word("w", word)])

    assert result.html == f"<p>{expected.format(mark('w', word))}</p>"


@pytest.mark.parametrize(("language", "word", "text"), [("th", "กา", "การ กาะ"), ("th", "ปล", "ปลา"), ("km", "កា", "កាំបិត")])
def test_found_never_ends_inside_a_syllable_sign(language, word, text):
    found = [text[hit.start : hit.end + 1] for hit in TermFinder(language, [Word("w", word)]).found(text)]

    assert found in ([], ["การ"])


def test_explained_of_a_long_lesson_with_a_large_glossary_is_fast():
    words = tuple(Word(f"w-{number}", f"special word {number}") for number in range(1_000))
    html = "<p>Nothing of the kind stands in this sentence, but special words are near it.</p>" * 700  # 56 KB
    explained(html, language="en", words=words)

    begun = time.perf_counter()
    explained(html, language="en", words=words)

    assert time.perf_counter() - begun < 0.5
