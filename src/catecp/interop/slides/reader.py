"""PowerPoint (.pptx): every slide a lesson with its text, pictures and the speaker's notes. Movement and layout are not kept."""

import html
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from catecp.courses.content import BlockSource
from catecp.courses.enums import BlockKind
from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member, Package
from catecp.interop.packages.media import HEAD, PICTURES, media_type
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of, plain
from catecp.interop.packages.reading import CourseSource, Reading
from catecp.interop.packages.refusal import PackageRefused

_DEEPEST = 8
_DRAWN = {MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.EMBEDDED_OLE_OBJECT, MSO_SHAPE_TYPE.DIAGRAM, MSO_SHAPE_TYPE.LINKED_OLE_OBJECT}


def read(reading: Reading, member: Member) -> CourseSource:
    _check(reading.package)
    try:
        with reading.package.source.open("rb") as file:
            shown = Presentation(file)
            nodes = [_Slide(reading, slide, number).node() for number, slide in enumerate(shown.slides, start=1)]
            title = shown.core_properties.title or ""
    except PackageRefused:
        raise
    except Exception as error:  # noqa: BLE001 -- a presentation can be broken in ways its reader does not name
        raise PackageRefused("damaged", detail=_("PowerPoint's own parts do not fit together")) from error
    units = units_of(nodes, report=reading.report)
    if not units:
        raise PackageRefused("nothing", detail=_("there is no text on its slides."))
    reading.report.changed(
        _("Movement and layout of the slides"),
        _("Lessons are read from top to bottom on a phone; look at the order of each slide."),
    )
    useful = title if title.lower() not in {"", "powerpoint presentation", "presentation"} else ""
    return CourseSource("powerpoint", useful or units[0].title, units)


def _check(package: Package) -> None:
    for member in package.under("ppt"):
        if member.path.endswith((".xml", ".rels")):
            markup.parse(package.read(member), name=member.path)


class _Slide:
    def __init__(self, reading: Reading, slide: Any, number: int) -> None:
        self.reading = reading
        self.report = reading.report
        self.slide = slide
        self.number = number
        holder = slide.shapes.title
        self.title = " ".join(holder.text_frame.text.split()) if holder is not None and holder.has_text_frame else ""
        self.what = _("Slide %(number)s") % {"number": number} + (f" “{self.title[:80]}”" if self.title else "")

    def node(self) -> Node:
        blocks: list[BlockSource] = []
        for shape in self._in_order(self.slide.shapes, 0):
            blocks.extend(self._blocks(shape))
        blocks += self._notes()
        if blocks:
            self.report.kept(self.what)
        elif not self.title:
            self.report.left_out(self.what, _("There is nothing on it."))
        if self.title and not blocks:
            blocks = blocks_of(Page(self.reading, self.what), f"<p>{html.escape(self.title)}</p>")
            self.report.kept(self.what)
        return Node(self.title or _("Slide %(number)s") % {"number": self.number}, _joined(blocks))

    def _in_order(self, shapes: Any, depth: int) -> Iterator[Any]:
        """Shapes from top to bottom, groups opened."""
        for shape in sorted(shapes, key=lambda shape: ((shape.top or 0) // 200_000, shape.left or 0)):
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < _DEEPEST:
                yield from self._in_order(shape.shapes, depth + 1)
            else:
                yield shape

    def _blocks(self, shape: Any) -> list[BlockSource]:
        if shape.is_placeholder and shape.placeholder_format.type in {
            PP_PLACEHOLDER.DATE,
            PP_PLACEHOLDER.FOOTER,
            PP_PLACEHOLDER.SLIDE_NUMBER,
        }:
            return []
        film = self._film(shape)
        if film is not None:
            return film
        if shape.shape_type == MSO_SHAPE_TYPE.PICTURE or hasattr(shape, "image"):
            return self._picture(shape)
        if getattr(shape, "has_table", False) and shape.has_table:
            return self._text(_table(shape.table))
        if getattr(shape, "has_chart", False) or shape.shape_type in _DRAWN:
            self.report.left_out(
                f"{self.what}: {shape.name}", _("Charts and drawings of Office are not kept; add it as a picture.")
            )
            return []
        is_title = self.slide.shapes.title is not None and shape.shape_id == self.slide.shapes.title.shape_id
        if shape.has_text_frame and not is_title:
            return self._text(_paragraphs(shape.text_frame))
        return []

    def _text(self, found: str) -> list[BlockSource]:
        return blocks_of(Page(self.reading, self.what), found) if plain(found) else []

    def _picture(self, shape: Any) -> list[BlockSource]:
        try:
            content, name = shape.image.blob, shape.image.filename or f"{shape.name}.{shape.image.ext}"
        except (ValueError, KeyError, AttributeError):
            self.report.left_out(f"{self.what}: {shape.name}", _("The picture lies outside the presentation."))
            return []
        found = media_type(content[:HEAD], names.ending(name))
        if found not in PICTURES - {"image/svg+xml"}:
            why = _("Pictures of the kind %(kind)s are not shown by browsers; save it as PNG.")
            self.report.left_out(f"{self.what}: {shape.name}", why % {"kind": found or names.ending(name) or "?"})
            return []
        kept = self.reading.keep_bytes(io.BytesIO(content), name=name, media_type=found)
        alt = " ".join((markup.attribute(next(markup.every(shape._element, "cNvPr"), None), "descr")).split())
        self.report.kept(
            f"{self.what}: {_('Picture “%(name)s”') % {'name': shape.name}}",
            "" if alt else _("It has no alternative text: write one before publishing."),
        )
        return [BlockSource(BlockKind.PICTURE, {"asset": kept.sha256, "alt": alt, "caption": "", "credit": ""})]

    def _film(self, shape: Any) -> list[BlockSource] | None:
        """A film or recording on the slide; None where the shape is something else."""
        element = next(markup.every(shape._element, "videoFile", "audioFile"), None)
        if element is None:
            return None
        for relation in (next(markup.every(shape._element, "media"), None), element):
            identifier = markup.attribute(relation, "embed") or markup.attribute(relation, "link")
            related = self.slide.part.rels.get(identifier)
            if related is not None and not related.is_external:
                found = self.reading.package.find(str(related.target_part.partname).lstrip("/"))
                block = self.reading.file_block(found, title=shape.name) if found else None
                return [block] if block else []
        self.report.left_out(f"{self.what}: {shape.name}", _("The film lies outside the presentation; add the film itself."))
        return []

    def _notes(self) -> list[BlockSource]:
        if not self.slide.has_notes_slide or self.slide.notes_slide.notes_text_frame is None:
            return []
        said = self.slide.notes_slide.notes_text_frame.text.strip()
        if not said:
            return []
        self.report.changed(
            _("Notes of slide %(number)s") % {"number": self.number},
            _("The speaker's notes are text of the lesson now; learners read them."),
        )
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in said.split("\n") if line.strip())
        return self._text(lines)


def _paragraphs(frame: Any) -> str:
    """Paragraphs of a text frame; those of deeper levels, or where there are several, as a list."""
    lines = [
        (paragraph.level, "".join(_run(run) for run in paragraph.runs) or html.escape(paragraph.text))
        for paragraph in frame.paragraphs
    ]
    lines = [(level, line) for level, line in lines if line.strip()]
    if len(lines) < 2:
        return "".join(f"<p>{line}</p>" for level, line in lines)
    pieces = []
    depth = -1
    for level, line in lines:
        while depth < level:
            pieces.append("<ul>")
            depth += 1
        while depth > level:
            pieces.append("</ul>")
            depth -= 1
        pieces.append(f"<li>{line}</li>")
    return "".join(pieces) + "</ul>" * (depth + 1)


def _run(run: Any) -> str:
    text = html.escape(run.text)
    address = getattr(run.hyperlink, "address", None)
    if address and address.startswith(("http://", "https://", "mailto:")):
        return f'<a href="{html.escape(address)}">{text}</a>'
    return f"<strong>{text}</strong>" if run.font.bold else f"<em>{text}</em>" if run.font.italic else text


def _table(table: Any) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number == 0 and table.first_row else "td"
        rows.append("<tr>" + "".join(f"<{tag}>{html.escape(cell.text)}</{tag}>" for cell in row.cells) + "</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _joined(blocks: list[BlockSource]) -> list[BlockSource]:
    """Texts of one slide that follow one another are one text."""
    found: list[BlockSource] = []
    for block in blocks:
        if (
            found
            and block.kind == found[-1].kind == BlockKind.TEXT
            and len(found[-1].body["html"]) + len(block.body["html"]) < 50_000
        ):
            found[-1] = BlockSource(BlockKind.TEXT, {"html": found[-1].body["html"] + block.body["html"]})
        else:
            found.append(block)
    return found
