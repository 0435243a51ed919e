"""Charts: one Vega-Lite specification each, drawn for a page (SVG), for print (drawing and words apart) and for Word (PNG).

Libraries that turn SVG into pictures mis-shape Khmer and Burmese, so print and PNG take only the drawing from Vega and
set the words with typst, like all other text.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, register_namespace, tostring  # noqa: S405 -- building and writing; parsing is defused

import vl_convert
from defusedxml.ElementTree import fromstring

from catecp.kernel.palette import PALETTE, PARTS
from catecp.kernel.typeset import engine
from catecp.kernel.typeset.printable import printable, printable_data

WIDTH = 640
HATCH = "url(#unclassified)"
FONT = "Noto Sans, Noto Sans Khmer, Noto Sans Thai, Noto Sans Lao, Noto Sans Myanmar, Noto Sans SC, system-ui, sans-serif"
_SVG = "http://www.w3.org/2000/svg"
_BAR, _LEGEND_ROW, _RANKED_ROW = 34, 24, 50

Spec = dict[str, Any]

register_namespace("", _SVG)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole; `printed` is the count as the reader's language writes it."""

    label: str
    count: int
    printed: str
    is_unclassified: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """One bar; `printed` stands at its end, such as "61 (63 %)"."""

    label: str
    count: int
    printed: str


def partition_spec(parts: Sequence[Part], *, alt: str, title: str = "") -> Spec:
    """A bar whose parts sum to the whole, unclassified hatched, with a legend that repeats label and count in two columns."""
    total = sum(part.count for part in parts)
    if total <= 0:
        raise ValueError("a partition needs at least one record")
    top = 30 if title else 0
    segments: list[Spec] = []
    legend: list[Spec] = []
    left, colours = 0.0, iter(PARTS * (len(parts) // len(PARTS) + 1))
    for index, part in enumerate(parts):
        fill = HATCH if part.is_unclassified else next(colours)
        wide = WIDTH * part.count / total
        # A number wider than its segment would run into the neighbour: the legend has it anyway.
        inside = part.printed if wide >= 9 * len(part.printed) + 10 else ""
        ink = PALETTE["ink"] if part.is_unclassified else "#ffffff"
        if part.count:
            end = left + max(wide - 2, 1) if left + wide < WIDTH - 1 else WIDTH
            segments.append({"x": left, "x2": end, "mid": left + wide / 2, "fill": fill, "in": inside, "ink": ink})
        left += wide
        column, row = index % 2, index // 2
        legend.append(_legend_entry(part, fill=fill, column=column, y=top + _BAR + 24 + row * _LEGEND_ROW))
    height = top + _BAR + 12 + ((len(parts) + 1) // 2) * _LEGEND_ROW
    layers = [
        *_title(title),
        _layer(segments, {"type": "rect"}, x="x", x2="x2", y=top, y2=top + _BAR, color="fill"),
        _layer(segments, _words(13, bold=True, align="center"), x="mid", y=top + _BAR / 2, text="in", color="ink"),
        _layer(legend, {"type": "rect", "cornerRadius": 2}, x="x", x2="x2", y="y", y2="y2", color="fill"),
        _layer(legend, _words(13), x="words", y="mid", text="label", color=PALETTE["ink"]),
        _layer(legend, _words(13, bold=True, align="right"), x="end", y="mid", text="printed", color=PALETTE["ink"]),
    ]
    return _spec(layers, height=height, alt=alt)


def _legend_entry(part: Part, *, fill: str, column: int, y: float) -> Spec:
    x = column * WIDTH / 2
    place = {"x": x, "x2": x + 11, "y": y - 5.5, "y2": y + 5.5, "mid": y, "end": x + 54, "words": x + 63}
    return {**place, "fill": fill, "label": _shortened(part.label, 34), "printed": part.printed}


def ranked_spec(rows: Sequence[Ranked], *, base: str, alt: str, title: str = "", scale_to: int | None = None) -> Spec:
    """Horizontal bars in the given order, each under its own label; `base` says whom the shares are of ("N = 97 people").

    `scale_to` is the count that would fill the width, else the largest. Raises ValueError without a base: a share
    without its N is not shown.
    """
    if not base.strip():
        raise ValueError("a chart of shares needs its base: how many people answered")
    most = max([scale_to or 0, 1, *(row.count for row in rows)])
    top = 30 if title else 0
    bars = [
        {
            "label": _shortened(row.label, 78),
            "printed": row.printed,
            "x": 0,
            "x2": (WIDTH - 110) * row.count / most,
            "full": WIDTH - 110,
            "end": WIDTH,
            "words": top + index * _RANKED_ROW + 10,
            "y": top + index * _RANKED_ROW + 23,
            "y2": top + index * _RANKED_ROW + 35,
            "mid": top + index * _RANKED_ROW + 29,
        }
        for index, row in enumerate(rows)
    ]
    height = top + len(rows) * _RANKED_ROW + 22
    layers = [
        *_title(title),
        _layer(bars, _words(13), x="x", y="words", text="label", color=PALETTE["ink"]),
        _layer(bars, {"type": "rect"}, x="x", x2="full", y="y", y2="y2", color=PALETTE["sunken"]),
        _layer(bars, {"type": "rect"}, x="x", x2="x2", y="y", y2="y2", color=PALETTE["accent-2"]),
        _layer(bars, _words(13, bold=True, align="right"), x="end", y="mid", text="printed", color=PALETTE["ink"]),
        _layer([{"base": base}], _words(12), x=0, y=height - 9, text="base", color=PALETTE["ink-2"]),
    ]
    return _spec(layers, height=height, alt=alt)


def _title(title: str) -> list[Spec]:
    return [_layer([{"title": title}], _words(15, bold=True), x=0, y=9, text="title", color=PALETTE["ink"])] if title else []


def _words(size: int, *, bold: bool = False, align: str = "left") -> Spec:
    return {"type": "text", "fontSize": size, "fontWeight": 700 if bold else 400, "align": align, "baseline": "middle"}


def _layer(values: list[Spec], mark: Spec, *, color: str, text: str | None = None, **places: str | float) -> Spec:
    """A layer placed in pixels; a place or a colour is the name of a field, or a value."""
    encoding: Spec = {name: _placed(name, place) for name, place in places.items()}
    by_field = {"field": color, "type": "nominal", "scale": None, "legend": None}
    encoding["color"] = {"value": color} if color.startswith("#") else by_field
    if text:
        encoding["text"] = {"field": text, "type": "nominal"}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _placed(channel: str, place: str | float) -> Spec:
    if isinstance(place, int | float):
        return {"value": place}
    if channel in ("x2", "y2"):
        return {"field": place}
    return {"field": place, "type": "quantitative", "axis": None, "scale": None}


def _spec(layers: list[Spec], *, height: float, alt: str) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": alt,
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "background": None,
        "view": {"stroke": None},
        "layer": layers,
        "config": {"font": FONT, "aria": False, "text": {"font": FONT}},
    }


def _shortened(label: str, most: int) -> str:
    """At most `most` columns, a Chinese character counting two; the table beside the chart has the whole label."""
    used = 0
    for index, char in enumerate(label):
        used += 2 if ord(char) >= 0x2E80 else 1
        if used > most:
            return label[: index - 1].rstrip() + "…"
    return label


def chart_svg(spec: Mapping[str, Any]) -> str:
    """The whole chart as an SVG for a page; the browser shapes the words. No address in the spec is ever fetched."""
    svg = vl_convert.vegalite_to_svg(json.loads(json.dumps(printable_data(spec))), allowed_base_urls=[])
    return svg.replace("</svg>", f"<defs>{_hatch_pattern()}</defs></svg>")


def _hatch_pattern() -> str:
    return (
        f'<pattern id="{HATCH[5:-1]}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{PALETTE["sunken"]}"/>'
        f'<rect width="4" height="8" fill="{PALETTE["line-2"]}"/></pattern>'
    )


def chart_drawing(spec: Mapping[str, Any], *, alt: str = "") -> dict[str, Any]:
    """What `drawing` of the house style sets: {"svg", "width", "height", "alt", "labels": [{"x", "y", "text", …}]}, in px."""
    root = fromstring(chart_svg(spec))
    labels: list[dict[str, Any]] = []
    _take_words(root, 0.0, 0.0, labels)
    return {
        "svg": tostring(root, encoding="unicode"),
        "width": float(root.get("width", WIDTH)),
        "height": float(root.get("height", 0)),
        "alt": printable(alt or str(spec.get("description", ""))),
        "labels": labels,
    }


def _take_words(element: Element, x: float, y: float, labels: list[dict[str, Any]]) -> None:
    """Move every text element below `element` into `labels`, adding up the translations on the way."""
    for child in list(element):
        dx, dy = _translation(child.get("transform", ""))
        if child.tag == f"{{{_SVG}}}text":
            element.remove(child)
            if child.text:
                labels.append(_label(child, x + dx, y + dy))
        else:
            _take_words(child, x + dx, y + dy, labels)


def _translation(transform: str) -> tuple[float, float]:
    if not transform.startswith("translate("):
        return 0.0, 0.0
    numbers = transform[len("translate(") : transform.index(")")].split(",")
    return float(numbers[0]), float(numbers[1]) if len(numbers) > 1 else 0.0


def _label(child: Element, x: float, y: float) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": child.text,
        "size": float(child.get("font-size", "12px").removesuffix("px")),
        "fill": child.get("fill", PALETTE["ink"]),
        "weight": int(child.get("font-weight", 400)),
        "anchor": child.get("text-anchor", "start"),
    }


def chart_png(spec: Mapping[str, Any], *, language: str = "en", ppi: float = 220) -> bytes:
    """The chart as a PNG, its words set by typst in the conventions of `language`; one px of the chart is 1/96 inch."""
    return engine.pngs(template="kernel/typeset/drawing.typ", data={"lang": language, "picture": chart_drawing(spec)}, ppi=ppi)[0]
