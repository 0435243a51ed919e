"""Word files, read from the archive as a stream with limits; entities, bombs and broken archives are turned away."""

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 -- only the types; parsing is defusedxml's

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from catecp.insights.reconcile.document import HEADING, ITEM, PARAGRAPH, TABLE, Block
from catecp.insights.reconcile.reading.layout import blocks_of_lines
from catecp.insights.reconcile.reading.plain import bounded, clean
from catecp.insights.reconcile.reading.refusal import Unreadable

LARGEST_PART = 80 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = {"Fallback", "moveFrom", "del", "instrText", "delText", "pict", "footnoteReference"}


def blocks_of_docx(data: bytes, *, name: str) -> list[Block]:
    """The paragraphs, lists and tables of a Word file in order; raises Unreadable."""
    xml = _main_part(data, name)
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise Unreadable(
            f"{name} is damaged or holds something unsafe. Open it in Word and save it again, or save it as PDF."
        ) from error
    body = root.find(f"{_tag(root)}body")
    if body is None:
        raise Unreadable(f"{name} holds no text. Open it in Word and save it again.")
    reader = _Reader(_tag(root))
    try:
        reader.read(body)
    except RecursionError as error:
        raise Unreadable(f"{name} is nested too deeply to be a report. Save it as PDF.") from error
    bounded("".join(block.text for block in reader.blocks), name=name)
    return reader.blocks


def _tag(root: Element) -> str:
    return _STRICT if root.tag.startswith(_STRICT) else _W


def _main_part(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > 20000:
                raise Unreadable(f"{name} holds {len(names)} parts, far more than a report. It was not opened.")
            part = next((part for part in ("word/document.xml", "word/document2.xml") if part in names), None)
            if part is None:
                raise Unreadable(_what_it_is(names, name))
            with archive.open(part) as stream:
                xml = stream.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Unreadable(
            f"{name} is damaged or locked with a password. Open it in Word and save it again without a password."
        ) from error
    if len(xml) > LARGEST_PART:
        raise Unreadable(f"{name} unpacks to more than {LARGEST_PART // 2**20} MB of text. It was not read.")
    return xml


def _what_it_is(names: list[str], name: str) -> str:
    if any(part.startswith("xl/") for part in names):
        return f"{name} is a spreadsheet, not a report. Reports are read as .txt, .docx or .pdf."
    if any(part.startswith("ppt/") for part in names):
        return f"{name} is a presentation, not a report. Export it as PDF to have its text checked."
    if "content.xml" in names:
        return f"{name} is an OpenDocument file. Save it as .docx or PDF."
    return f"{name} is an archive, not a report. Unpack it and name the report inside."


def _small(text: str) -> int:
    """A small number printed in the file; 0 for nonsense."""
    return min(int(text), 60) if text.isdigit() else 0


class _Reader:
    """Walks the body once and collects blocks; `tag` is the namespace in use."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.blocks: list[Block] = []
        self.gap = False
        self.tables = self.paragraphs = 0

    def read(self, parent: Element) -> None:
        for child in parent:
            kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if kind == "p":
                self._paragraph(child)
            elif kind == "tbl":
                self._table(child)
            elif kind not in _SKIPPED:
                self.read(child)

    def _paragraph(self, element: Element) -> None:
        text = self._text(element)
        self.paragraphs += 1
        if not text.strip():
            self.gap = True
            return
        style, level, marker = self._style(element)
        where = f"paragraph {self.paragraphs}"
        inner = [line for line in text.split("\n") if line.strip()]
        if style == PARAGRAPH:
            for block in blocks_of_lines(inner if len(inner) > 1 or "\t" not in text else [re.sub(r"\t+", " ", text)]):
                self.blocks.append(
                    Block(block.kind, block.text, where, block.marker, block.level, self.gap or block.gap, block.rows)
                )
        else:
            joined = re.sub(r"\s+", " ", clean(" ".join(inner))).strip()
            self.blocks.append(Block(style, joined, where, marker, level, self.gap))
        self.gap = False
        for box in element.iter(f"{self.tag}txbxContent"):
            self.read(box)

    def _style(self, element: Element) -> tuple[str, int, str]:
        """(kind, level, marker) of a paragraph; items of one list share their marker."""
        properties = element.find(f"{self.tag}pPr")
        if properties is None:
            return PARAGRAPH, 0, ""
        style = properties.find(f"{self.tag}pStyle")
        name = (style.get(f"{self.tag}val") or "").lower() if style is not None else ""
        if re.match(r"heading|title|subtitle|\d$", name) or properties.find(f"{self.tag}outlineLvl") is not None:
            return HEADING, 0, ""
        numbering = properties.find(f"{self.tag}numPr")
        number = self._value(numbering, "numId") if numbering is not None else ""
        if numbering is not None and number != "0":
            return ITEM, _small(self._value(numbering, "ilvl")), f"• {number}"
        if match := re.match(r"list(bullet|number)\s*(\d?)", name):
            return ITEM, _small(match[2] or "1") - 1, f"• {match[1]}"
        return PARAGRAPH, 0, ""

    def _value(self, parent: Element, tag: str) -> str:
        found = parent.find(f"{self.tag}{tag}")
        return (found.get(f"{self.tag}val") or "") if found is not None else ""

    def _text(self, element: Element) -> str:
        pieces: list[str] = []
        for child in element:
            kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if kind in _SKIPPED or kind == "txbxContent":
                continue
            if kind == "t":
                pieces.append(child.text or "")
            elif kind == "tab":
                pieces.append("\t")
            elif kind in ("br", "cr"):
                pieces.append("\n")
            elif kind == "noBreakHyphen":
                pieces.append("-")
            elif kind not in ("pPr", "rPr"):
                pieces.append(self._text(child))
        return "".join(pieces)

    def _table(self, element: Element) -> None:
        rows = []
        nested: list[Element] = []
        for row in element.iter(f"{self.tag}tr"):
            cells = []
            for cell in self._cells(row):
                cells.append(clean(" ".join(self._text(part) for part in cell.iter(f"{self.tag}p"))).strip())
                properties = cell.find(f"{self.tag}tcPr")
                span = _small(self._value(properties, "gridSpan")) if properties is not None else 1
                cells.extend([""] * max(0, span - 1))
                nested.extend(cell.findall(f"{self.tag}tbl"))
            rows.append(tuple(re.sub(r"\s+", " ", cell) for cell in cells))
        if nested or not rows:
            self._flatten(element)
            return
        self.tables += 1
        width = max(len(row) for row in rows)
        if width == 1:
            self._flatten(element)
            return
        even = tuple(row + ("",) * (width - len(row)) for row in rows)
        self.blocks.append(Block(TABLE, "", f"table {self.tables}", gap=self.gap, rows=even))
        self.gap = False

    def _cells(self, row: Element) -> list[Element]:
        found = []
        for child in row:
            kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if kind == "tc":
                found.append(child)
            elif kind in ("sdt", "sdtContent"):
                found.extend(self._cells(child))
        return found

    def _flatten(self, table: Element) -> None:
        """Tables used for layout (one column, tables in tables) are read as running text."""
        for row in table.findall(f"{self.tag}tr"):
            for cell in self._cells(row):
                self.read(cell)
