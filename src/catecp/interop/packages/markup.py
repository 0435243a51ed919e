"""XML from outside, read hardened: no entities of its own, no DTD, no network, no endless trees. Names are compared without namespaces,
because real manifests carry wrong ones, old ones or none."""

import codecs
import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any

from lxml import etree

from catecp.interop.packages.refusal import PackageRefused

Element = Any  # lxml's element; the library carries no types
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']""")
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!\s*(ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_KNOWN = {"amp", "lt", "gt", "quot", "apos"}
_ENCODINGS = re.compile(
    r"^(utf-?8|utf-?16(le|be)?|us-?ascii|ascii|iso-?8859-?\d+|latin-?1|windows-\d+|cp\d+|gbk|gb2312|gb18030|big5(-hkscs)?|"
    r"shift_?jis|euc-(jp|kr)|tis-620|iso646-us|koi8-[ru])$",
    re.IGNORECASE,
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def text_of(content: bytes, *, name: str) -> str:
    """The characters of a text file: by its mark, by what it declares, else UTF-8, else Windows."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if content[:4] in {b"<\x00?\x00", b"\x00<\x00?"}:
        return content.decode("utf-16-le" if content[0] == 60 else "utf-16-be", "replace")
    declared = _DECLARED.match(content[:300].decode("latin-1"))
    encoding = declared[1].lower() if declared else "utf-8"
    if not _ENCODINGS.match(encoding):
        raise PackageRefused("encoding", name=name, detail=encoding[:40])
    if encoding.startswith("utf-16"):
        encoding = "utf-8"  # its own declaration was readable byte by byte, so it cannot be true
    for tried in (encoding, "utf-8", "gb18030", "cp1252"):
        try:
            return content.decode(tried)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def parse(content: bytes | str, *, name: str) -> Element:
    """The root of an XML document. Raises PackageRefused with the place of the mistake, or for declarations of entities."""
    text = content if isinstance(content, str) else text_of(content, name=name)
    text = _PROLOGUE.sub("", text.lstrip("\ufeff"), count=1).strip()
    if _ENTITY.search(text[: _first_element(text)]):
        raise PackageRefused("entities", name=name)
    text = _DOCTYPE.sub("", text, count=1)
    try:
        return _tree(text)
    except etree.XMLSyntaxError as error:
        repaired = _NAMED.sub(_character, _without_controls(text))
        if repaired != text:
            try:
                return _tree(repaired)
            except etree.XMLSyntaxError:
                pass
        raise PackageRefused("not_xml", name=name, detail=f"line {error.lineno}: {error.msg}"[:200]) from error


def _first_element(text: str) -> int:
    """Where the document itself begins. Declarations can only stand before it; inside CDATA the same letters are harmless."""
    match = re.search(r"<[A-Za-z_]", text)
    internal = re.search(r"<!DOCTYPE[^>]*\[", text, re.IGNORECASE)
    if internal and match and internal.start() < match.start():
        return len(text)
    return match.start() if match else len(text)


def _tree(text: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise etree.XMLSyntaxError("no element", 0, 0, 0)
    return root


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _KNOWN else chr(name2codepoint[name]) if name in name2codepoint else f"&amp;{name};"


def _without_controls(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def local(element: Element) -> str:
    """The name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *wanted: str) -> list[Element]:
    """Child elements of these names (all without names), in order. Case is not looked at."""
    if element is None:
        return []
    low = {name.lower() for name in wanted}
    return [child for child in element if isinstance(child.tag, str) and (not low or local(child).lower() in low)]


def child(element: Element | None, *path: str) -> Element | None:
    """The first element along a path of names, or None."""
    for name in path:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def every(element: Element | None, *wanted: str) -> Iterator[Element]:
    """All elements of these names below, in document order; the caller may change the tree meanwhile."""
    low = {name.lower() for name in wanted}
    for found in list(element.iter()) if element is not None else ():
        if isinstance(found.tag, str) and local(found).lower() in low:
            yield found


def first(element: Element | None, *wanted: str) -> Element | None:
    return next(every(element, *wanted), None)


def words(element: Element | None) -> str:
    """All text of an element, spaces folded; "" for None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def raw(element: Element | None) -> str:
    """The text of an element as it stands (HTML kept as text keeps its lines)."""
    return "".join(element.itertext()) if element is not None else ""


def attribute(element: Element | None, *wanted: str) -> str:
    """An attribute by name, namespaces and case aside."""
    if element is None:
        return ""
    low = [name.lower() for name in wanted]
    for name, value in element.attrib.items():
        if str(name).rpartition("}")[2].lower() in low:
            return str(value).strip()
    return ""


def inner_html(element: Element | None) -> str:
    """The inside of an element as markup, without namespaces."""
    if element is None:
        return ""
    for found in element.iter():
        if isinstance(found.tag, str) and "}" in found.tag:
            found.tag = local(found)
    pieces = [_escaped(element.text)]
    pieces += [etree.tostring(item, encoding="unicode", method="html") for item in element]
    return "".join(pieces)


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
