"""Web pages of a package made into blocks: texts in the authors' alphabet, pictures and films by checksum, in the order they stood.

What could act is dropped and said. Films, recordings and files in a page become blocks of their own where they stood.
"""

import base64
import binascii
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from catecp.courses.content import BlockSource, clean_html
from catecp.interop.packages import markup, media, names
from catecp.interop.packages.archive import Member
from catecp.interop.packages.reading import Reading, text_block

_PLACE = "\ue000catecp{}\ue001"  # stands for a block inside the text; private characters, removed from what comes in
_SPLIT = re.compile("(?:<p>)?\\s*\ue000catecp(\\d+)\ue001\\s*(?:</p>)?")
_ACTING = {
    "script",
    "noscript",
    "style",
    "link",
    "meta",
    "base",
    "head",
    "title",
    "template",
    "applet",
    "object",
    "embed",
    "frame",
}
_CONTROLS = {"input", "button", "select", "textarea", "form", "canvas", "dialog"}
_BLOCKS = {
    "p", "div", "section", "article", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dl", "hr",
    "header", "footer", "main", "aside", "nav", "figure", "details", "center", "address", "tbody", "thead", "tr", "td", "th",
}  # fmt: skip
_RENAMED = {
    "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "summary": "h4", "figcaption": "p", "strike": "span", "del": "span", "ins": "u",
    "cite": "em", "dfn": "em", "var": "em", "samp": "code", "tt": "code", "address": "p", "mark": "strong", "q": "em",
}  # fmt: skip
_ALPHABET = 50_000  # characters of one text block; longer pages are split between paragraphs
_DATA = re.compile(r"^data:(image/(?:png|jpeg|jpg|gif|webp|svg\+xml));base64,(.*)$", re.DOTALL | re.IGNORECASE)
_ACTS = re.compile(r"^\s*(javascript|vbscript|data)\s*:", re.IGNORECASE)


@dataclass
class Page:
    """How one page is read. `find` tells which file of the package a reference means; `link` may name where a link leads instead."""

    reading: Reading
    what: str
    base: str = ""
    find: Callable[[str], Member | None] | None = None
    link: Callable[[str], str | None] | None = None
    inserts: list[BlockSource] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

    def member(self, reference: str) -> Member | None:
        if self.find:
            found = self.find(reference)
            if found:
                return found
        return self.reading.package.find(reference, base=self.base)

    def place(self, block: BlockSource | None) -> str:
        """The mark that stands for a block in the text; "" for none."""
        if block is None:
            return ""
        self.inserts.append(block)
        return _PLACE.format(len(self.inserts) - 1)


def blocks_of(page: Page, html: str) -> list[BlockSource]:
    """The blocks of a page, in order. Changes are said in the report under `page.what`, once each."""
    body = _body(html)
    if body is None:
        return []
    _walk(body, page)
    _divide(body)
    text = _inside(body)
    found: list[BlockSource] = []
    for number, piece in enumerate(_SPLIT.split(text)):
        if number % 2:
            found.append(page.inserts[int(piece)])
        else:
            found.extend(text_block(part) for part in _parts(piece))
    _say(page)
    return found


def html_of(page: Page, html: str) -> str:
    """A text in the alphabet with nothing but inline pictures: for prompts and options. Films and files in it are left where they were
    as blocks of their own in `page.inserts`."""
    body = _body(html)
    if body is None:
        return ""
    _walk(body, page)
    _divide(body)
    _say(page)
    cleaned = clean_html(_SPLIT.sub("", _inside(body))[:_ALPHABET])
    is_line = cleaned.startswith("<p>") and cleaned.endswith("</p>") and cleaned.count("<p") == 1
    return cleaned[3:-4] if is_line and not re.search(r"<\s*p\b", html, re.IGNORECASE) else cleaned


def plain(html: str) -> str:
    """The words of a piece of HTML, without markup, on one line."""
    body = _body(html)
    if body is None:
        return ""
    for dead in body.xpath("//script|//style|//head"):
        dead.drop_tree()
    return " ".join(" ".join(body.itertext()).split())


def readable_length(blocks: list[BlockSource]) -> int:
    return sum(len(plain(block.body.get("html", ""))) for block in blocks)


def _body(html: str) -> lxml_html.HtmlElement | None:
    html = re.sub("[\ue000\ue001\x00-\x08\x0b\x0c\x0e-\x1f]", "", html).strip()
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    if not html:
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        if re.search(r"<\s*(html|body)\b", html[:20_000], re.IGNORECASE):
            root = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
            found = root.find("body")
            return found if found is not None else root
        wrapped = f"<html><body><div>{html}</div></body></html>"
        return lxml_html.document_fromstring(wrapped.encode("utf-8", "replace"), parser=parser).find("body")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _walk(body: lxml_html.HtmlElement, page: Page) -> None:
    for element in list(body.iter()):
        if element is body or not isinstance(element.tag, str) or _is_cut(element, body):
            continue
        tag = markup.local(element).lower()
        for name in list(element.attrib):
            if name.lower().startswith("on"):
                page.dropped.add("handlers")
                del element.attrib[name]
        handler = _HANDLERS.get(tag)
        if handler:
            handler(element, page)
        elif tag in _ACTING:
            if tag in {"script", "applet", "frame"}:
                page.dropped.add("scripts")
            _cut(element)
        elif tag in _CONTROLS:
            page.dropped.add("controls")
            element.drop_tag() if tag in {"form", "dialog"} else _cut(element)
        elif tag in _RENAMED:
            element.tag = _RENAMED[tag]


def _is_cut(element: lxml_html.HtmlElement, body: lxml_html.HtmlElement) -> bool:
    return element.getparent() is None or next(element.iterancestors("body"), None) is not body


def _cut(element: lxml_html.HtmlElement) -> None:
    element.drop_tree()


def _swap(element: lxml_html.HtmlElement, text: str) -> None:
    """Put a text in the place of an element."""
    element.tail = text + (element.tail or "")
    element.drop_tree()


def _picture(element: lxml_html.HtmlElement, page: Page) -> None:
    source = (element.get("src") or element.get("data-src") or "").strip()
    alt = (element.get("alt") or "").strip()
    inline = _DATA.match(source)
    if "equation_image" in (element.get("class") or "") or "/equation_images/" in source or "/cgi-bin/mathtex" in source:
        formula = element.get("data-equation-content") or alt.removeprefix("LaTeX:").strip() or unquote(source.rpartition("/")[2])
        _swap(element, f" {formula} ")
        page.reading.report.changed(page.what, _("A formula shown as a picture by its old system is kept as its LaTeX text."))
        return
    kept = _inline_picture(inline[1].lower(), inline[2], page) if inline else None
    if kept:
        page.reading.say_picture(f"{page.what}: {alt or kept[:8]}", alt)
    if kept is None and not inline:
        found = page.member(source) if source and not _is_outside(source) else None
        kept_file = page.reading.keep(found, what=_("Picture “%(name)s”") % {"name": found.path}) if found else None
        if kept_file and kept_file.media_type in media.PICTURES:
            kept = kept_file.sha256
            page.reading.say_picture(found.path if found else source, alt)
        elif not found:
            _say_missing_picture(source, page)
    if kept is None:
        _swap(element, f" [{alt}] " if alt else "")
        return
    tail = element.tail
    element.attrib.clear()
    element.set("data-asset", kept)
    element.set("alt", alt)
    element.tail = tail


def _inline_picture(kind: str, encoded: str, page: Page) -> str | None:
    try:
        content = base64.b64decode(re.sub(r"\s", "", unquote(encoded)), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content or not media.media_type(content[: media.HEAD], "").startswith("image/") or kind.endswith("svg+xml"):
        page.reading.report.left_out(_("Picture inside the text"), _("Its content is not a picture we can keep."))
        return None
    found = media.media_type(content[: media.HEAD], "")
    return page.reading.keep_bytes(io.BytesIO(content), name="picture", media_type=found).sha256


def _say_missing_picture(source: str, page: Page) -> None:
    if not source:
        return
    what = _("Picture “%(name)s”") % {"name": unquote(source)[:120]}
    if _is_outside(source):
        page.reading.report.left_out(
            what, _("It lies on another website; learners without network would not see it. Add the picture itself.")
        )
    else:
        page.reading.report.left_out(what, _("The package refers to it but does not hold it."))


def _is_outside(source: str) -> bool:
    return bool(re.match(r"^\s*([a-z][a-z0-9+.-]*:)?//|^\s*[a-z][a-z0-9+.-]+:", source, re.IGNORECASE))


def _film(element: lxml_html.HtmlElement, page: Page) -> None:
    sources = [element.get("src") or ""] + [item.get("src") or "" for item in element.iter("source")]
    tracks = [item.get("src") or "" for item in element.iter("track")]
    for source in filter(None, sources):
        found = None if _is_outside(source) else page.member(source)
        if found:
            track = next((page.member(name) for name in tracks if page.member(name)), None)
            cues = page.reading.cues(track) if track else None
            block = page.reading.file_block(found, title=element.get("title") or element.get("aria-label") or "", cues=cues)
            _swap(element, page.place(block))
            return
    outside = next((source for source in sources if source and _is_outside(source)), "")
    _outside_player(element, outside, page)


def _frame(element: lxml_html.HtmlElement, page: Page) -> None:
    source = (element.get("src") or element.get("data") or "").strip()
    found = page.member(source) if source and not _is_outside(source) else None
    if found and names.ending(found.path) in {".html", ".htm", ".xhtml"}:
        page.reading.report.changed(
            page.what, _("A page shown inside this page stands on its own now: %(name)s.") % {"name": found.path}
        )
        _cut(element)
        return
    if found:
        _swap(element, page.place(page.reading.file_block(found, title=element.get("title") or "")))
        return
    _outside_player(element, source, page)


def _outside_player(element: lxml_html.HtmlElement, source: str, page: Page) -> None:
    if source.startswith("//"):
        source = f"https:{source}"
    if urlsplit(source).scheme not in {"http", "https"}:
        if source:
            page.reading.report.left_out(
                _("Media “%(name)s”") % {"name": source[:120]}, _("The package refers to it but does not hold it.")
            )
        _cut(element)
        return
    link = lxml_html.Element("a", {"href": source})
    link.text = element.get("title") or source
    link.tail = element.tail
    parent = element.getparent()
    parent.replace(element, link)
    why = _("It plays from another website and needs the network; a link stands in its place. Add the film itself if you may.")
    page.reading.report.changed(_("Embedded “%(name)s”") % {"name": source[:120]}, why)


def _link(element: lxml_html.HtmlElement, page: Page) -> None:
    target = (element.get("href") or "").strip()
    if not target or target.startswith("#"):
        element.drop_tag()
        return
    if page.link:
        named = page.link(target)
        if named is not None:
            _relink(element, named)
            return
    if _ACTS.match(re.sub(r"[\x00-\x20]", "", unquote(target))):
        page.dropped.add("scripts")
        element.drop_tag()
        return
    if _is_outside(target):
        return
    found = page.member(target)
    if found is None:
        page.dropped.add("links")
    elif names.ending(found.path) not in {".html", ".htm", ".xhtml", ".xml"}:
        tail = page.place(page.reading.file_block(found, title=" ".join("".join(element.itertext()).split())))
        element.tail = (element.tail or "") + tail
    else:
        page.dropped.add("inner")
    element.drop_tag()


def _relink(element: lxml_html.HtmlElement, named: str) -> None:
    if named:
        element.set("href", named)
    else:
        element.drop_tag()


def _formula(element: lxml_html.HtmlElement, page: Page) -> None:
    page.reading.report.changed(page.what, _("A formula (MathML) is kept as its characters; look at it before publishing."))
    note = element.get("alttext") or " ".join("".join(element.itertext()).split())
    _swap(element, f" {note} ")


def _drawn(element: lxml_html.HtmlElement, page: Page) -> None:
    words = " ".join("".join(element.itertext()).split())
    page.reading.report.left_out(
        _("Drawing inside “%(name)s”") % {"name": page.what},
        _("Drawings written into the text are not kept; add it as a picture."),
    )
    _swap(element, f" {words} " if words else "")


def _object(element: lxml_html.HtmlElement, page: Page) -> None:
    _frame(element, page)


_HANDLERS: dict[str, Callable[[lxml_html.HtmlElement, Page], None]] = {
    "img": _picture,
    "video": _film,
    "audio": _film,
    "iframe": _frame,
    "object": _object,
    "embed": _frame,
    "a": _link,
    "math": _formula,
    "svg": _drawn,
}


def _divide(body: lxml_html.HtmlElement) -> None:
    """Boxes without a meaning of their own: those that hold only a line become paragraphs, others dissolve into their content."""
    for element in reversed(
        list(body.iter("div", "section", "article", "header", "footer", "main", "aside", "nav", "figure", "center", "details"))
    ):
        if element is body:
            continue
        if any(isinstance(child.tag, str) and child.tag in _BLOCKS for child in element.iter() if child is not element):
            _line_to_paragraph(element)
            element.drop_tag()
        else:
            parent = element.getparent()
            if parent is not None and parent.tag in {"li", "td", "th", "p", "span", "a"}:
                element.tail = f" {element.tail or ''}"
                element.drop_tag()
            else:
                element.tag = "p"
                element.attrib.clear()


def _line_to_paragraph(element: lxml_html.HtmlElement) -> None:
    """Loose words at the beginning of a box keep apart from what follows."""
    if (element.text or "").strip():
        paragraph = lxml_html.Element("p")
        paragraph.text, element.text = element.text, None
        element.insert(0, paragraph)
        while (following := paragraph.getnext()) is not None and isinstance(following.tag, str) and following.tag not in _BLOCKS:
            if paragraph.tail:
                break
            paragraph.append(following)
            tail, following.tail = following.tail, None
            following.tail = tail
            break


def _inside(body: lxml_html.HtmlElement) -> str:
    pieces = [(body.text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")]
    pieces += [lxml_html.tostring(item, encoding="unicode") for item in body]
    return "".join(pieces)


def _parts(text: str) -> list[str]:
    """Cleaned texts of at most `_ALPHABET` characters, cut between paragraphs; empty ones are dropped."""
    found = []
    for piece in _cut_long(text):
        cleaned = re.sub(r"<p>(\s|&nbsp;|\xa0|<br\s*/?>)*</p>", "", clean_html(piece)).strip()
        if cleaned and (plain(cleaned) or "data-asset" in cleaned):
            found.append(cleaned)
    return found


def _cut_long(text: str) -> list[str]:
    if len(text) <= _ALPHABET:
        return [text]
    pieces = re.split(r"(?<=</p>)|(?<=</ul>)|(?<=</ol>)|(?<=</table>)|(?<=</h3>)|(?<=</h4>)|(?<=</pre>)", text)
    found = [""]
    for piece in pieces:
        for start in range(0, max(len(piece), 1), _ALPHABET):
            part = piece[start : start + _ALPHABET]
            if len(found[-1]) + len(part) > _ALPHABET:
                found.append("")
            found[-1] += part
    return found


def _say(page: Page) -> None:
    sentences = {
        "scripts": _("Scripts were taken out; learners' pages never run what others wrote."),
        "handlers": _("Scripts were taken out; learners' pages never run what others wrote."),
        "controls": _("Form fields and buttons in the text were taken out; they would do nothing here."),
        "links": _("A link to something the package does not hold is kept as words only."),
        "inner": _("Links to other pages of the package are kept as words; the outline leads there."),
    }
    for code in sorted(page.dropped):
        page.reading.report.changed(page.what, sentences[code])
    page.dropped.clear()
