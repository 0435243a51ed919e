import io

import pytest
from PIL import Image

from catecp.kernel.charts import Part, Ranked, chart_drawing, chart_png, chart_svg, partition_spec, ranked_spec

PARTS = [
    Part("China", 56, "56"), Part("កម្ពុជា", 31, "31"), Part("Other", 25, "25"),
    Part("俄罗斯联邦", 2, "2"), Part("Unclassified", 20, "20", is_unclassified=True),
]  # fmt: skip
ROWS = [Ranked("Exchange <b>&", 61, "61 (63 %)"), Ranked("ការអប់រំឌីជីថល", 54, "54 (56 %)")]


def words_of(spec):
    return [label["text"] for label in chart_drawing(spec)["labels"]]


def test_partition_chart_prints_every_label_and_count_and_hatches_unclassified():
    drawing = chart_drawing(partition_spec(PARTS, alt="134 people by group"))

    assert words_of(partition_spec(PARTS, alt="x")).count("56") == 2  # in the bar and in the legend
    assert {part.label for part in PARTS} <= {label["text"] for label in drawing["labels"]}
    assert drawing["svg"].count('fill="url(#unclassified)"') == 2
    assert drawing["alt"] == "134 people by group"
    assert "<text" not in drawing["svg"].replace("ns0:", "")


def test_partition_segments_fill_the_width_in_proportion():
    segments = partition_spec(PARTS, alt="x")["layer"][0]["data"]["values"]

    assert segments[0]["x"] == 0
    assert segments[-1]["x2"] == 640
    assert round(segments[1]["x"] - segments[0]["x"], 3) == round(640 * 56 / 134, 3)


def test_partition_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one record"):
        partition_spec([Part("China", 0, "0")], alt="x")


def test_ranked_chart_prints_its_base_and_takes_markup_as_text():
    spec = ranked_spec(ROWS, base="N = 97 people", alt="x")

    assert words_of(spec) == ["Exchange <b>&", "ការអប់រំឌីជីថល", "61 (63 %)", "54 (56 %)", "N = 97 people"]
    assert "Exchange &lt;b&gt;&amp;" in chart_svg(spec)


def test_ranked_chart_without_its_base_is_refused():
    with pytest.raises(ValueError, match="base"):
        ranked_spec(ROWS, base=" ", alt="x")


def test_chart_png_has_the_size_of_the_drawing():
    spec = ranked_spec(ROWS, base="N = 97 people", alt="x")

    picture = Image.open(io.BytesIO(chart_png(spec, language="km", ppi=96)))

    assert picture.size == (640, spec["height"])
    assert picture.convert("RGB").getpixel((10, 30)) == (0x0F, 0x7A, 0x76)
