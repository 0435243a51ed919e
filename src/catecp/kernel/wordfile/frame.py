"""The paper of a Word file: size, margins, running header and footer with page numbers."""

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm

from catecp.kernel.wordfile import xml
from catecp.kernel.wordfile.text import TextWriter, Words

A4_WIDTH, A4_HEIGHT = 210, 297
SIDE, TOP, BOTTOM = 24, 24, 21
LANDSCAPE_SIDE = 16
# What is left for text, in millimetres.
TEXT_WIDTH = A4_WIDTH - 2 * SIDE
LANDSCAPE_TEXT_WIDTH = A4_HEIGHT - 2 * LANDSCAPE_SIDE


def frame_upright(document: Any, writer: TextWriter, *, title: str, state: str) -> None:
    """Make the first section A4 upright; the title runs on every page but the first, the state on all."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(A4_WIDTH), Mm(A4_HEIGHT)
    section.different_first_page_header_footer = True
    _margins(section, SIDE)
    _running_lines(section, writer, title=title, state=state)
    _footer(section.first_page_footer, writer, left=state, width=_text_width(section))


def add_landscape(document: Any, writer: TextWriter, *, title: str, state: str) -> None:
    """What follows stands on A4 pages turned sideways."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(A4_HEIGHT), Mm(A4_WIDTH)
    section.different_first_page_header_footer = False
    _margins(section, LANDSCAPE_SIDE)
    _running_lines(section, writer, title=title, state=state)


def _margins(section: Any, side: float) -> None:
    section.left_margin = section.right_margin = Mm(side)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)


def _text_width(section: Any) -> int:
    return int(section.page_width - section.left_margin - section.right_margin)


def _running_lines(section: Any, writer: TextWriter, *, title: str, state: str) -> None:
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    line = _two_ended_line(section.header, _text_width(section))
    writer.write(line, [Words(title)])
    line.add_run("\t")
    writer.write(line, [Words(state, colour="warm")])
    _footer(section.footer, writer, left="", width=_text_width(section))


def _footer(footer: Any, writer: TextWriter, *, left: str, width: int) -> None:
    line = _two_ended_line(footer, width)
    writer.write(line, [Words(left, colour="warm")] if left else [])
    line.add_run("\t")
    for part in xml.field("PAGE", shown="1"):
        line._p.append(part)
    line.add_run(" / ")
    for part in xml.field("NUMPAGES", shown="1"):
        line._p.append(part)


def _two_ended_line(holder: Any, width: int) -> Any:
    line = holder.paragraphs[0]
    line.paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    return line
