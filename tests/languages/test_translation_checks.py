import pytest

from catecp.languages.inline_marks import tokens, with_marks
from catecp.languages.translation_checks import TermWords, length_problem, mark_problems, missing_terms, terms_in

ARC = TermWords("arc-welding", ("arc welding",), ("ការផ្សារដោយធ្នូអគ្គិសនី",))
WELD = TermWords("welding", ("welding",), ("ការផ្សារ",))
BARE = TermWords("slag", ("slag",), ())


@pytest.mark.parametrize(
    ("source", "target", "count"),
    [
        ("Wear <strong>gloves</strong>.", "ពាក់<strong>ស្រោមដៃ</strong>។", 0),
        ("Wear <strong>gloves</strong>.", "ពាក់ស្រោមដៃ។", 2),
        ("Wear gloves.", "<script>x</script>", 2),
        ("Wear <b>gloves</b>.", "</b>ស្រោមដៃ<b>", 1),
        ("<b>a</b> <i>c</i>", "<b>a <i>c</b></i>", 1),
        ("Wear gloves.", "<img src=x onerror=alert(1) ", 1),
        ("R&amp;D of arcs", "研发", 0),
        ("Hello {{ name }}", "你好", 1),
        ("less < more", "少 < 多", 0),
        ('<a href="https://a.example">a</a>', '<a href="https://evil.example">a</a>', 2),
    ],
)
def test_mark_problems_of(source, target, count):
    assert len(mark_problems(source, target)) == count


def test_length_problem_is_empty_for_plausible_lengths():
    assert str(length_problem("Wear gloves.", "ពាក់ស្រោមដៃ។")) == ""
    assert "empty" in str(length_problem("Wear gloves.", "<b> </b>"))
    assert "longer" in str(length_problem("Wear gloves.", "x" * 1_000))


def test_terms_in_gives_the_longest_term_and_none_inside_marks():
    text = 'See <a href="welding">arc welding</a> and slag.'

    assert [term.key for term in terms_in(text, "en", [WELD, ARC, BARE])] == ["arc-welding", "slag"]


def test_missing_terms_asks_for_the_preferred_word_and_only_where_there_is_one():
    source = "Arc welding makes slag."

    assert [item.key for item in missing_terms(source, "ការផ្សារ", language="en", terms=[WELD, ARC, BARE])] == ["arc-welding"]
    assert missing_terms(source, "ក ការផ្សារដោយធ្នូអគ្គិសនី ខ", language="en", terms=[WELD, ARC, BARE]) == []


@pytest.mark.parametrize(
    "text", ["plain", "a <b>b <i>c</i></b> d<br>", "{{ x }} &amp; %(n)s", "</b> odd <i>", '<img data-asset="x" alt="y">']
)
def test_tokens_join_to_the_text_and_come_back_with_their_marks(text):
    assert "".join(token.value for token in tokens(text)) == text
    assert with_marks(tokens(text), text) == (text, [])
