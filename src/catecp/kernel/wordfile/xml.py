"""The few elements of WordprocessingML that python-docx has no words for."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any


def element(tag: str, **attributes: str | int) -> Element:
    """`element("w:bookmarkStart", id=1, name="x")`; attributes are in the w: namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_child(parent: Element, tag: str, **attributes: str | int) -> Element:
    """Replace the child `tag` of a properties element, in the place the schema wants where python-docx knows it."""
    for old in parent.findall(qn(tag)):
        parent.remove(old)
    made = element(tag, **attributes)
    parent.append(made)
    return made


# The order in which the schema wants the children of w:rPr; Word repairs nothing and may refuse a file.
RUN_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "color", "spacing", "sz", "szCs", "highlight", "u", "shd", "vertAlign", "rtl", "cs",
    "lang",
)  # fmt: skip


def sort_run_properties(properties: Element) -> None:
    """Put the children of w:rPr into the order of the schema."""
    places = {qn(f"w:{name}"): place for place, name in enumerate(RUN_ORDER)}
    properties[:] = sorted(properties, key=lambda child: places.get(child.tag, len(places)))


def letters(text: str, *, tag: str = "w:t") -> Element:
    """Text whose spaces at the ends are kept."""
    made = element(tag)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.text = text
    return made


def field(instruction: str, *, shown: str) -> list[Element]:
    """The runs of a field such as PAGE; `shown` stands there until Word reckons it."""
    begin, middle, end = (element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    code = letters(f" {instruction} ", tag="w:instrText")
    made = []
    for part in (begin, code, middle, letters(shown), end):
        run = element("w:r")
        run.append(part)
        made.append(run)
    return made


def borders(tag: str, **sides: tuple[int, str] | None) -> Element:
    """`borders("w:tcBorders", top=(12, "0B5D5B"))`: width in eighths of a point and colour; None for no line."""
    made = element(tag)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            line = sides[side]
            attributes = {"val": "single", "sz": line[0], "space": 0, "color": line[1]} if line else {"val": "nil"}
            made.append(element(f"w:{side}", **attributes))
    return made
