"""Builds a Word file piece by piece: real styles, lists, tables, pictures with alternative text."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from catecp.kernel.typeset.printable import printable
from catecp.kernel.wordfile import frame, xml
from catecp.kernel.wordfile.look import hex_colour
from catecp.kernel.wordfile.styles import dress, table_lines
from catecp.kernel.wordfile.text import Line, TextWriter, Words


class WordFile:
    """A Word document in one language; `state` ("Draft …") is printed on every page."""

    def __init__(self, *, language: str, title: str, author: str, at: datetime, state: str = "") -> None:
        """Start from an empty A4 document in the house style."""
        self.title, self.state = title, state
        self.document = docx.Document()
        self.writer = TextWriter(language)
        self._pictures = 0
        dress(self.document, language)
        core = self.document.core_properties
        core.title, core.author, core.language, core.comments = printable(title)[:250], printable(author)[:250], language, ""
        core.created = core.modified = at.replace(tzinfo=None)
        frame.frame_upright(self.document, self.writer, title=title, state=state)

    def paragraph(self, line: Line, *, style: str = "Normal", into: Any = None, right: bool = False) -> Any:
        """Add a paragraph to the document, or to the cell `into`, whose empty first paragraph is used up first."""
        is_new_cell = into is not None and len(into.paragraphs) == 1 and not len(into.paragraphs[0]._p)
        made = into.paragraphs[0] if is_new_cell else (self.document if into is None else into).add_paragraph()
        made.style = self.document.styles[style]
        if right:
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.writer.write(made, line)
        return made

    def heading(self, level: int, text: str) -> None:
        """A heading that the navigation pane and a table of contents know."""
        self.paragraph([Words(text)], style=f"Heading {level}")

    def bullets(self, items: Sequence[Line], *, numbered: bool = False) -> None:
        """A list; every numbered list starts at one."""
        number = self._new_numbering() if numbered else None
        for item in items:
            made = self.paragraph(item, style="List Number" if numbered else "List Bullet")
            if number is not None:
                properties = made._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number

    def picture(self, png: bytes, *, width_mm: float, alt: str, into: Any = None) -> None:
        """A picture in a paragraph of its own, with its words for those who cannot see it; an empty `alt` marks ornament."""
        made = self.paragraph([], into=into)
        made.paragraph_format.line_spacing = 1.0
        made.add_run().add_picture(io.BytesIO(png), width=Mm(width_mm))
        self._pictures += 1
        for inline in made._p.iter(qn("wp:inline")):
            for side in ("distT", "distB", "distL", "distR"):
                inline.set(side, "0")
        for about in made._p.iter(qn("wp:docPr")):
            about.set("id", str(1000 + self._pictures))
            about.set("name", f"Picture {self._pictures}")
            about.set("descr", printable(alt))

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[Line]],
        *,
        widths_mm: Sequence[float],
        right: Sequence[bool] = (),
        foot: Sequence[Line] | None = None,
        style: str = "Cell",
    ) -> Any:
        """A table whose header repeats on every page; rows do not break across pages; `right` aligns columns of numbers."""
        lines = [[[Words(text)] for text in header], *rows, *([foot] if foot else [])]
        made = self.grid(len(lines), widths_mm=widths_mm)
        made._tbl.tblPr.find(qn("w:tblLayout")).addprevious(table_lines())
        sides = list(right) or [False] * len(header)
        for number, (row, line) in enumerate(zip(made.rows, lines, strict=True)):
            row._tr.get_or_add_trPr().append(xml.element("w:cantSplit"))
            for cell, words, is_right in zip(row.cells, line, sides, strict=True):
                self.paragraph(words, style=style if number else "Head Cell", into=cell, right=is_right)
        made.rows[0]._tr.get_or_add_trPr().append(xml.element("w:tblHeader"))
        _line_cells(made.rows[0], "bottom")
        if foot:
            _line_cells(made.rows[-1], "top")
        return made

    def grid(self, rows: int, *, widths_mm: Sequence[float]) -> Any:
        """A table without lines, of fixed widths, with a little room in its cells."""
        made = self.document.add_table(rows=rows, cols=len(widths_mm))
        made.autofit = False
        for column, width in zip(made.columns, widths_mm, strict=True):
            column.width = Mm(width)
        for row in made.rows:
            for cell, width in zip(row.cells, widths_mm, strict=True):
                cell.width = Mm(width)
                cell._tc.get_or_add_tcPr().append(_margins())
        return made

    def gap(self) -> None:
        """A small empty line after a table, which has no space of its own."""
        self.paragraph([], style="Note")

    def page_break(self) -> None:
        """What follows starts on a new page."""
        self.document.add_page_break()

    def landscape(self) -> None:
        """What follows stands on A4 pages turned sideways."""
        frame.add_landscape(self.document, self.writer, title=self.title, state=self.state)

    def to_bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _new_numbering(self) -> int:
        numbering = self.document.part.numbering_part.element
        style = self.document.styles["List Number"].element
        current = int(style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val")))
        abstract = next(num for num in numbering.findall(qn("w:num")) if num.numId == current).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)


def shade(cell: Any, colour: str) -> None:
    """Fill a cell with a palette colour."""
    _before_margins(cell, xml.element("w:shd", val="clear", color="auto", fill=hex_colour(colour)))


def line_above(cell: Any, colour: str, *, eighths: int = 12) -> None:
    """A line on top of a cell, in eighths of a point."""
    _before_margins(cell, xml.borders("w:tcBorders", top=(eighths, hex_colour(colour))))


def _line_cells(row: Any, side: str) -> None:
    for cell in row.cells:
        _before_margins(cell, xml.borders("w:tcBorders", **{side: (8, hex_colour("ink-2"))}))


def _before_margins(cell: Any, made: xml.Element) -> None:
    # The schema wants borders and shading before the margins.
    cell._tc.get_or_add_tcPr().find(qn("w:tcMar")).addprevious(made)


def _margins() -> xml.Element:
    made = xml.element("w:tcMar")
    for side, twips in (("top", 60), ("left", 80), ("bottom", 60), ("right", 80)):
        made.append(xml.element(f"w:{side}", w=twips, type="dxa"))
    return made
