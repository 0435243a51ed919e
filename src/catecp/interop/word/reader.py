"""Word documents (.docx): headings become chapters and lessons; texts, lists, tables and pictures with their alternative texts stay.

mammoth reads the document into plain HTML; what that holds is cleaned like any other page.
"""

import base64
import io
from typing import Any

import mammoth
from django.utils.translation import gettext as _
from lxml import html as lxml_html

from catecp.interop.packages import markup
from catecp.interop.packages.archive import Member, Package, spooled
from catecp.interop.packages.limits import MEGABYTE
from catecp.interop.packages.media import HEAD, PICTURES, media_type
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of
from catecp.interop.packages.reading import CourseSource, Reading
from catecp.interop.packages.refusal import PackageRefused

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => p:fresh
"""
_LARGEST = 400 * MEGABYTE
_LEVELS = {"h1": 1, "h2": 2}


def read(reading: Reading, member: Member) -> CourseSource:
    """The course of a document. XML parts are looked at first: mammoth would expand what we refuse."""
    check_parts(reading.package, "word/")
    pictures = _Pictures(reading)
    document = _document(reading, pictures)
    title = properties(reading.package)
    nodes, found_title = _outline(document, reading)
    units = units_of(nodes, report=reading.report)
    if not units:
        raise PackageRefused("nothing", detail=_("the document has no text."))
    name = reading.package.source.name.rsplit(".", 1)[0].replace("_", " ")
    return CourseSource("word", found_title or title or (units[0].title if len(units) == 1 else name), units)


def check_parts(package: Package, folder: str) -> None:
    """Every XML part of an Office file must be plain XML of bearable size."""
    for member in package.under(folder):
        if member.path.endswith((".xml", ".rels")):
            markup.parse(package.read(member), name=member.path)
        elif member.path.lower().endswith("vbaproject.bin"):
            continue


def properties(package: Package) -> str:
    """The title the document states of itself; "" for none."""
    found = package.find("docProps/core.xml")
    return markup.words(markup.first(markup.parse(package.read(found), name=found.path), "title")) if found else ""


def _document(reading: Reading, pictures: "_Pictures") -> str:
    source = reading.package.source
    try:
        with source.open("rb") as stream, spooled(stream, most=_LARGEST) as path, path.open("rb") as file:
            convert = mammoth.images.img_element(pictures.keep)
            return mammoth.convert_to_html(file, style_map=_STYLES, convert_image=convert, external_file_access=False).value
    except PackageRefused:
        raise
    except Exception as error:  # noqa: BLE001 -- a document can be broken in ways its reader does not name
        raise PackageRefused("damaged", detail=_("Word's own parts do not fit together")) from error


class _Pictures:
    """Pictures kept while the document is read; the page finds them again by their checksum."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def keep(self, image: Any) -> dict[str, str]:
        with image.open() as stream:
            content = stream.read(self.reading.package.limits.picture)
        if media_type(content[:HEAD], "") not in PICTURES:
            kind = image.content_type or "?"
            why = _("Pictures of the kind %(kind)s are not shown by browsers; save it as PNG.")
            self.reading.report.left_out(_("Picture in the document"), why % {"kind": kind})
            return {"src": "", "alt": image.alt_text or ""}
        encoded = base64.b64encode(content).decode()
        return {"src": f"data:{media_type(content[:HEAD], '')};base64,{encoded}", "alt": image.alt_text or ""}


def _outline(html: str, reading: Reading) -> tuple[list[Node], str]:
    """Nodes by headings of the first two levels, and the title where the document has one."""
    if not html.strip():
        return [], ""
    body = lxml_html.document_fromstring(io.BytesIO(f"<html><body>{html}</body></html>".encode()).getvalue()).find("body")
    title = ""
    chapters: list[Node] = []
    pieces: list[str] = []
    here = Node("")
    for element in body:
        tag = str(element.tag)
        if tag == "h1" and "title" in (element.get("class") or "") and not title:
            title = markup.words(element)
        elif tag in _LEVELS:
            _close(here, pieces, reading)
            here = Node(markup.words(element))
            _place(chapters, here, _LEVELS[tag])
        else:
            pieces.append(lxml_html.tostring(element, encoding="unicode"))
            if not here.title and here not in chapters:
                here.title = title or _("Introduction")
                chapters.append(here)
    _close(here, pieces, reading)
    return chapters, title


def _place(chapters: list[Node], node: Node, level: int) -> None:
    if level == 1 or not chapters:
        chapters.append(node)
    else:
        chapters[-1].children.append(node)


def _close(node: Node, pieces: list[str], reading: Reading) -> None:
    if pieces:
        what = _("Text “%(title)s”") % {"title": node.title or _("Introduction")}
        node.blocks = blocks_of(Page(reading, what), "".join(pieces))
        if node.blocks:
            reading.report.kept(what)
        pieces.clear()
