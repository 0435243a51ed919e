"""Dresses python-docx's empty document in the house style, for one language."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from catecp.kernel.typeset.scripts import Script
from catecp.kernel.wordfile.look import COMPLEX, FONTS, LINE_SPACING, STYLES, StyleLook, hex_colour, script_of_language, word_tag
from catecp.kernel.wordfile.xml import borders, element, set_child, sort_run_properties

FIGURE_STYLE = "Figure Value"
FIGURE_STYLE_ID = "FigureValue"  # as python-docx derives it from the name


def dress(document: Document, language: str) -> None:
    """Set defaults, styles, language and the stand-in fonts of an empty document."""
    _set_defaults(document, language)
    for name, look in STYLES.items():
        style = _style(document, name)
        _dress_paragraph(style, look, language)
        _dress_letters(style.element.get_or_add_rPr(), look.size, colour=look.colour, bold=look.bold, language=language)
    _quote_line(document)
    _figure_style(document)
    _set_stand_ins(document)
    _set_modern(document)


def set_fonts(properties: Any, *, script: Script, language: str) -> None:
    """Put the fonts and language of a run in `script` on its properties, whatever the theme says."""
    own = script_of_language(language)
    complex_script = script if script in COMPLEX else own if own in COMPLEX else Script.KHMER
    # Quotation marks and dashes are shared by scripts: within Chinese text the Chinese font has to take them, whatever slot they fall in.
    western = Script.HAN if script == Script.HAN else Script.LATIN
    names = {"ascii": western, "hAnsi": western, "eastAsia": Script.HAN, "cs": complex_script}
    fonts = set_child(properties, "w:rFonts", **{slot: FONTS[wanted].name for slot, wanted in names.items()})
    if script == Script.HAN:
        fonts.set(qn("w:hint"), "eastAsia")
    tag = word_tag(language)
    bidi = tag if own in COMPLEX else "km-KH"
    set_child(properties, "w:lang", val="en-GB" if own != Script.LATIN else tag, eastAsia="zh-CN", bidi=bidi)


def _set_defaults(document: Document, language: str) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    set_fonts(properties, script=_style_script(language), language=language)
    sort_run_properties(properties)


def _style_script(language: str) -> Script:
    """Styles carry the Latin font in the Latin slots, so that what is typed later in Word looks right too."""
    own = script_of_language(language)
    return Script.LATIN if own == Script.HAN else own


def _style(document: Document, name: str) -> Any:
    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return style


def _dress_paragraph(style: Any, look: StyleLook, language: str) -> None:
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.keep_with_next = look.keep_with_next
    shape.widow_control = True
    shape.line_spacing = LINE_SPACING.get(language, 1.15) if look.size < 14 else max(1.0, LINE_SPACING.get(language, 1.15) - 0.1)
    properties = style.element.get_or_add_pPr()
    for tag in ("w:pBdr", "w:tabs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)


def _dress_letters(properties: Any, size: float, *, colour: str, bold: bool, language: str) -> None:
    for tag in ("w:b", "w:bCs", "w:i", "w:iCs", "w:spacing", "w:kern", "w:caps"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    set_fonts(properties, script=_style_script(language), language=language)
    set_child(properties, "w:b", val=int(bold))
    set_child(properties, "w:bCs", val=int(bold))
    set_child(properties, "w:color", val=hex_colour(colour))
    set_child(properties, "w:sz", val=round(size * 2))
    set_child(properties, "w:szCs", val=round(size * 2))
    sort_run_properties(properties)


def _quote_line(document: Document) -> None:
    style = document.styles["Quote"]
    style.paragraph_format.left_indent = Pt(12)
    line = element("w:pBdr")
    line.append(element("w:left", val="single", sz=16, space=8, color=hex_colour("accent-soft")))
    properties = style.element.get_or_add_pPr()
    # w:pBdr stands before w:spacing and w:ind in the schema.
    first = next((child for child in properties if child.tag in {qn("w:shd"), qn("w:tabs"), qn("w:spacing"), qn("w:ind")}), None)
    if first is None:
        properties.append(line)
    else:
        first.addprevious(line)


def _figure_style(document: Document) -> None:
    style = document.styles.add_style(FIGURE_STYLE, WD_STYLE_TYPE.CHARACTER)
    properties = style.element.get_or_add_rPr()
    set_child(properties, "w:b")
    set_child(properties, "w:bCs")
    set_child(properties, "w:color", val=hex_colour("accent"))
    sort_run_properties(properties)


def _set_stand_ins(document: Document) -> None:
    """Name, for every font of ours, the one an office computer without it should use."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            fonts = "".join(
                f'<w:font w:name="{font.name}"><w:altName w:val="{font.stand_in}"/>'
                '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
                for font in FONTS.values()
            )
            namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            part._blob = f'{head}<w:fonts xmlns:w="{namespace}">{fonts}</w:fonts>'.encode()


def _set_modern(document: Document) -> None:
    """Without this Word opens the file in compatibility mode, with the line breaking of 2007."""
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = element("w:compat")
        settings.append(compat)
    for old in compat.findall(qn("w:compatSetting")):
        if old.get(qn("w:name")) == "compatibilityMode":
            compat.remove(old)
    compat.append(element("w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15))


def table_lines() -> Any:
    """Horizontal hairlines only."""
    hair, none = (4, hex_colour("line")), None
    return borders("w:tblBorders", top=none, left=none, bottom=hair, right=none, insideH=hair, insideV=none)
