"""Drawings (SVG) made harmless: only shapes, texts, gradients and plain presentation stay. Whatever could act or fetch is dropped."""

import re

from lxml import etree

from catecp.interop.packages import markup

_ELEMENTS = {
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "textpath", "lineargradient", "radialgradient", "stop", "clippath", "mask", "pattern", "marker", "switch", "image", "style",
}  # fmt: skip
_DROPPED_QUIETLY = {
    "metadata",
    "namedview",
    "perspective",
    "grid",
    "guide",
    "page",
    "pgf",
    "pgfref",
    "animate",
    "animatetransform",
}
_PICTURE = re.compile(r"^data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+$")
_ACTS = re.compile(r"(url\s*\(\s*['\"]?\s*(?!#)|@import|expression\s*\(|javascript:|-moz-binding|behavior\s*:|\\)", re.IGNORECASE)
_SVG = "http://www.w3.org/2000/svg"


def harmless(content: bytes, *, name: str) -> tuple[bytes, set[str]]:
    """The drawing without anything that acts, and what was dropped ({"script", "onload", …}). Raises PackageRefused if unreadable."""
    root = markup.parse(content, name=name)
    dropped: set[str] = set()
    if markup.local(root).lower() != "svg":
        return b"", {markup.local(root)}
    for element in list(root.iter()):
        _look_at(element, dropped)
    if root.tag == "svg":
        root = _with_namespace(root)
    if root.tag != f"{{{_SVG}}}svg":
        return b"", {"svg"}  # of another namespace: whatever reads it would not read a drawing
    return etree.tostring(root, encoding="utf-8", xml_declaration=False), dropped


def _look_at(element: markup.Element, dropped: set[str]) -> None:
    if not isinstance(element.tag, str):
        _remove(element)
        return
    name = markup.local(element).lower()
    namespace = element.tag.partition("}")[0].strip("{") if "}" in element.tag else _SVG
    if namespace != _SVG or name not in _ELEMENTS:
        if namespace == _SVG and name not in _DROPPED_QUIETLY:
            dropped.add(name)
        _remove(element)
        return
    if name == "style" and _ACTS.search("".join(element.itertext())):
        dropped.add("style")
        _remove(element)
        return
    for key, value in list(element.attrib.items()):
        if _acts(str(key).rpartition("}")[2].lower(), str(value), name):
            dropped.add(str(key).rpartition("}")[2])
            del element.attrib[key]


def _acts(attribute: str, value: str, element: str) -> bool:
    if attribute.startswith("on"):
        return True
    if attribute in {"href", "src"}:
        bare = value.strip()
        return not (bare.startswith("#") or (element == "image" and bool(_PICTURE.match(bare))))
    return bool(_ACTS.search(value))


def _remove(element: markup.Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _with_namespace(root: markup.Element) -> markup.Element:
    text = etree.tostring(root, encoding="unicode").replace("<svg", f'<svg xmlns="{_SVG}"', 1)
    return markup.parse(text, name="svg")
