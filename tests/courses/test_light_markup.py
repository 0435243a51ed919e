import pytest

from catecp.courses.block_forms import body_of
from catecp.courses.content import clean_html, cleaned, problems
from catecp.courses.light_markup import to_html


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("One.\nTwo.\n\nThree.", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("## Safety\nWear a mask.", "<h3>Safety</h3><p>Wear a mask.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("| A |\n|---|\n| 9 |", "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>9</td></tr></tbody></table>"),
        ("**Never** touch it *wet*.", "<p><strong>Never</strong> touch it <em>wet</em>.</p>"),
        ("2 < 3 & 4 > 1", "<p>2 &lt; 3 &amp; 4 &gt; 1</p>"),
        ("[here](https://a.example/x)", '<p><a href="https://a.example/x">here</a></p>'),
        ("<p>Is HTML.</p>", "<p>Is HTML.</p>"),
        ("  ", ""),
    ],
)  # fmt: skip
def test_typed_text_becomes_html(typed, html):
    assert to_html(typed) == html


@pytest.mark.parametrize(
    "typed", ["[x](javascript:alert(1))", "<p onclick=alert(1)>x</p>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>"]
)
def test_nothing_typed_can_run(typed):
    html = clean_html(to_html(typed))

    assert "onclick" not in html
    assert "onerror" not in html
    assert "<svg" not in html
    assert 'href="javascript' not in html


def test_question_as_posted():
    posted = {
        "prompt": "Which?", "explanation": "So.", "tries": "2", "points": "1,5", "right": "1",
        "option_0_text": "One", "option_0_key": "a", "option_1_text": "Two", "option_1_feedback": "Yes.", "option_2_text": " ",
    }  # fmt: skip

    body = cleaned("question", body_of("question", posted, {"type": "single"}))

    assert body["options"] == [
        {"key": "a", "text": "One", "is_right": False, "feedback": ""},
        {"key": "b", "text": "Two", "is_right": True, "feedback": "Yes."},
    ]
    assert (body["tries"], body["points"], problems("question", body)) == (2, 1.5, [])


def test_number_with_a_decimal_comma():
    body = cleaned("question", body_of("question", {"prompt": "V?", "value": "1,5", "tolerance": "0,1"}, {"type": "number"}))

    assert (body["value"], body["tolerance"]) == (1.5, 0.1)


def test_rubric_as_posted():
    levels = {"row_0_points_0": "0", "row_0_level_0": "no", "row_0_points_1": "2", "row_0_level_1": "yes"}
    posted = {"task": "Weld.", "row_0_criterion": "Straight", **levels}

    body = cleaned("practical", body_of("practical", posted, {"evidence": "photo"}))

    assert body["rubric"] == [
        {"key": "a", "criterion": "Straight", "levels": [{"points": 0.0, "text": "no"}, {"points": 2.0, "text": "yes"}]}
    ]


def test_link_of_a_live_session_cannot_run():
    body = cleaned("live", body_of("live", {"title": "Ask", "address": "javascript:alert(1)", "minutes": "45"}, {}))

    assert (body["address"], body["minutes"]) == ("", 45)
