import pytest
from hypothesis import given
from hypothesis import strategies as st

from catecp.languages.subtitles import MOST_CUES, NotSubtitles, read, srt, vtt

SRT = (
    "1\r\n00:00:01,000 --> 00:00:04,500\r\n<i>Switch off</i> the power.\r\nThen wait.\r\n\r\n"
    "2\r\n00:00:05,000 --> 00:00:07,250\r\nស្លៀកពាក់ការពារ\r\n"
)
VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE nobody reads this

intro
00:01.000 --> 00:04.500 align:start position:10%
<v Teacher>Switch off the power.</v>

1:00:05.000 --> 1:00:07.250
Test &amp; measure &lt; 5 V
"""


def test_read_takes_srt_with_its_marks_and_line_ends():
    assert read(SRT.encode("utf-8-sig")).cues == [
        {"start": 1.0, "end": 4.5, "text": "Switch off the power. Then wait."},
        {"start": 5.0, "end": 7.25, "text": "ស្លៀកពាក់ការពារ"},
    ]


def test_read_takes_vtt_with_styles_notes_settings_and_entities():
    assert read(VTT.encode()).cues == [
        {"start": 1.0, "end": 4.5, "text": "Switch off the power."},
        {"start": 3605.0, "end": 3607.25, "text": "Test & measure < 5 V"},
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8"])
def test_read_takes_the_encodings_of_real_files(encoding):
    content = "1\n00:00:01,000 --> 00:00:02,000\n关闭电源\n".encode(encoding)

    assert [cue["text"] for cue in read(content).cues] == ["关闭电源"]


def test_read_reports_what_it_put_right_and_what_it_left_out():
    content = b"1\n00:00:05,000 --> 00:00:04,000\nBack\n\n2\nxx --> yy\nLost\n\n3\n00:00:09 --> 00:00:10\nWithout thousandths\n"

    result = read(content)

    assert [(cue["start"], cue["end"]) for cue in result.cues] == [(5.0, 7.0), (9.0, 10.0)]
    assert [(remark["number"], remark["what"]) for remark in result.remarks] == [(2, "Back"), (6, "xx --> yy")]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"hello", b"%PDF-1.7 \xff\xff", b"x" * 2_000_001])
def test_read_refuses_what_is_no_subtitle_file(content):
    with pytest.raises(NotSubtitles):
        read(content)


def test_read_keeps_a_bounded_number_of_cues():
    content = "".join(f"00:00:01,000 --> 00:00:02,000\nCue {number}\n\n" for number in range(MOST_CUES + 5))

    result = read(content.encode())

    assert len(result.cues) == MOST_CUES
    assert len(result.remarks) == 1


cues = st.lists(
    st.fixed_dictionaries({
        "start": st.integers(0, 359_999_000).map(lambda number: number / 1000),
        "text": st.text(st.characters(categories=["L", "N", "P"], include_characters=" "), min_size=1, max_size=80).map(str.strip).filter(
            lambda text: text and "->" not in text and "<" not in text and "{" not in text and "&" not in text
        ),
    }),
    min_size=1, max_size=8,
)  # fmt: skip


@given(cues)
def test_what_is_written_reads_the_same(rows):
    given_cues = sorted(({**row, "end": row["start"] + 2.5} for row in rows), key=lambda cue: (cue["start"], cue["end"]))
    times = [(round(cue["start"], 3), round(cue["end"], 3)) for cue in given_cues]

    for written in (vtt(given_cues), srt(given_cues)):
        assert [(cue["start"], cue["end"]) for cue in read(written.encode()).cues] == times


def test_written_cues_can_neither_end_early_nor_style():
    written = vtt([{"start": 0, "end": 1, "text": "a <b>bold</b> --> & line\n\nmore"}])

    assert written == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na &lt;b&gt;bold&lt;/b&gt; --&gt; &amp; line\nmore\n"
