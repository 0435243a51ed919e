"""An outline of any depth made into chapters and lessons: the two levels learners see."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource, UnitSource
from catecp.interop.packages.report import Report
from catecp.kernel.plaintext import clean_line

LONGEST_TITLE = 300
MOST_BLOCKS = 200  # of one lesson; a page longer than that is several lessons


@dataclass
class Node:
    """A part of the course as the package nests it."""

    title: str
    blocks: list[BlockSource] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    is_said: bool = False  # the report says already why it is empty


def units_of(nodes: list[Node], *, report: Report) -> tuple[UnitSource, ...]:
    """Chapters with lessons. One box around everything is opened; deeper levels become lessons named by their way down."""
    nodes = [node for node in nodes if _has_content(node) or _said_empty(node, report)]
    while len(nodes) == 1 and nodes[0].children and not nodes[0].blocks:
        nodes = [node for node in nodes[0].children if _has_content(node) or _said_empty(node, report)]
    return tuple(unit for node in nodes for unit in _top(node, report))


def _top(node: Node, report: Report) -> Iterator[UnitSource]:
    title = _title(node.title, report)
    if not node.children:
        yield from _lessons(title, node.blocks)
        return
    lessons = list(_lessons(title, node.blocks)) if node.blocks else []
    for child in node.children:
        lessons.extend(_below(child, (), report))
    yield UnitSource(title=title, units=tuple(lessons))


def _below(node: Node, way: tuple[str, ...], report: Report) -> Iterator[UnitSource]:
    if not _has_content(node):
        _said_empty(node, report)
        return
    title = _title(node.title, report)
    if node.blocks:
        yield from _lessons(" · ".join((*way, title)), node.blocks)
    for child in node.children:
        yield from _below(child, (*way, title), report)


def _lessons(title: str, blocks: list[BlockSource]) -> Iterator[UnitSource]:
    title = clean_line(title, longest=LONGEST_TITLE)
    for start in range(0, len(blocks), MOST_BLOCKS):
        numbered = f"{title[:280]} ({start // MOST_BLOCKS + 1})" if len(blocks) > MOST_BLOCKS else title
        yield UnitSource(title=numbered, blocks=tuple(blocks[start : start + MOST_BLOCKS]))


def _title(title: str, report: Report) -> str:
    title = clean_line(title, longest=LONGEST_TITLE)
    if not title:
        title = _("Untitled")
        report.changed(title, _("It had no title; give it one before publishing."))
    return title


def _has_content(node: Node) -> bool:
    return bool(node.blocks) or any(_has_content(child) for child in node.children)


def _said_empty(node: Node, report: Report) -> bool:
    if node.title.strip() and not node.is_said and not node.children:
        report.left_out(
            _("Heading “%(title)s”") % {"title": clean_line(node.title, longest=150)}, _("There is nothing under it.")
        )
    return False
