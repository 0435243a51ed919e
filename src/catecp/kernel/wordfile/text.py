"""Puts words into a paragraph: runs with fonts for each script, links, bookmarks, raised marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from catecp.kernel.typeset.printable import printable
from catecp.kernel.typeset.scripts import Script, script_runs
from catecp.kernel.wordfile import xml
from catecp.kernel.wordfile.look import hex_colour, script_of_language
from catecp.kernel.wordfile.styles import FIGURE_STYLE_ID, set_fonts


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text. `anchor` links to a bookmark, `href` outside; `mark` follows as a small raised sign; `bookmark` names it."""

    text: str
    bold: bool = False
    colour: str = ""
    anchor: str = ""
    href: str = ""
    mark: str = ""
    bookmark: str = ""
    is_figure: bool = False


Line = Sequence[Words]


class TextWriter:
    """Writes words in one language; bookmarks are numbered through the whole file."""

    def __init__(self, language: str) -> None:
        """Remember the language of the file."""
        self.language = language
        self._numbers = count(1)
        self._shared = Script.HAN if script_of_language(language) == Script.HAN else Script.LATIN

    def write(self, paragraph: Any, line: Line) -> None:
        """Append the words of `line` to a python-docx paragraph."""
        for words in line:
            self._write_words(paragraph, words)

    def _write_words(self, paragraph: Any, words: Words) -> None:
        number = next(self._numbers) if words.bookmark else 0
        if number:
            paragraph._p.append(xml.element("w:bookmarkStart", id=number, name=words.bookmark))
        target = _link(paragraph, words) if words.anchor or words.href else paragraph._p
        for script, text in script_runs(printable(words.text), shared=self._shared):
            target.append(self._run(text, words, script=script))
        if words.mark:
            target.append(self._raised(words.mark))
        if number:
            paragraph._p.append(xml.element("w:bookmarkEnd", id=number))

    def _run(self, text: str, words: Words, *, script: Script) -> xml.Element:
        run = xml.element("w:r")
        properties = xml.element("w:rPr")
        run.append(properties)
        if words.is_figure:
            xml.set_child(properties, "w:rStyle", val=FIGURE_STYLE_ID)
        set_fonts(properties, script=script, language=self.language)
        if words.bold:
            xml.set_child(properties, "w:b")
            xml.set_child(properties, "w:bCs")
        if words.anchor or words.href:
            xml.set_child(properties, "w:u", val="none")
        if words.colour or words.href:
            xml.set_child(properties, "w:color", val=hex_colour(words.colour or "accent"))
        xml.sort_run_properties(properties)
        for number, part in enumerate(text.split("\n")):
            if number:
                run.append(xml.element("w:br"))
            run.append(xml.letters(part))
        return run

    def _raised(self, mark: str) -> xml.Element:
        run = self._run(mark, Words(mark, colour="ink-2", anchor="mark"), script=Script.LATIN)
        properties = run.find(qn("w:rPr"))
        xml.set_child(properties, "w:b", val=0)
        xml.set_child(properties, "w:bCs", val=0)
        xml.set_child(properties, "w:sz", val=21)
        xml.set_child(properties, "w:szCs", val=21)
        xml.set_child(properties, "w:vertAlign", val="superscript")
        xml.sort_run_properties(properties)
        return run


def _link(paragraph: Any, words: Words) -> xml.Element:
    link = xml.element("w:hyperlink", history=1)
    if words.anchor:
        link.set(qn("w:anchor"), words.anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(words.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link
