"""cmi5 course structures: checked as the specification asks, kept as the package they are, with words for learners without network.

Specification: https://github.com/AICC/CMI-5_Spec_Current/blob/quartz/cmi5_spec.md, sections 13 and 14.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.courses.enums import BlockKind
from catecp.interop.packages import markup
from catecp.interop.packages.archive import Member
from catecp.interop.packages.markup import Element
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of
from catecp.interop.packages.player import fallback_of, package_asset
from catecp.interop.packages.reading import CourseSource, Reading, text_block
from catecp.interop.packages.refusal import PackageRefused

_MOVE_ON = {"Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"}
_LAUNCH = {"OwnWindow", "AnyWindow"}
_IRI = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$")
_NAMESPACE = "w3id.org/xapi/profiles/cmi5"


@dataclass
class Structure:
    """What was checked: identifiers met so far, by kind."""

    name: str
    ids: dict[str, str] = field(default_factory=dict)
    objectives: set[str] = field(default_factory=set)


def is_structure(root: Element) -> bool:
    return markup.local(root) == "courseStructure"


def read(reading: Reading, member: Member) -> CourseSource:
    """The course of a structure. Raises PackageRefused with the rule that is broken."""
    root = reading.xml(member)
    check(root, name=member.path)
    course = markup.child(root, "course")
    asset = package_asset(reading) if len(reading.package.members) > 1 else None
    nodes = [node for element in markup.children(root, "au", "block") if (node := _node(element, reading, asset, 0))]
    units = units_of(nodes, report=reading.report)
    if not units:
        raise PackageRefused("nothing", detail=_("none of its units can be opened from here."))
    title = markup.child(course, "title")
    return CourseSource(
        format="cmi5",
        title=_words(title),
        units=units,
        language=markup.attribute(markup.child(title, "langstring"), "lang"),
        summary=_words(markup.child(course, "description")),
    )


def check(root: Element, *, name: str) -> None:
    """Refuse a structure the specification does not allow."""
    structure = Structure(name)
    if not is_structure(root):
        _wrong(structure, _("its first element is not courseStructure."))
    if "}" in str(root.tag) and _NAMESPACE not in str(root.tag):
        _wrong(structure, _("its namespace is not that of cmi5."))
    courses = markup.children(root, "course")
    if len(courses) != 1:
        _wrong(structure, _("it must have exactly one course element."))
    _identified(courses[0], structure)
    if not markup.children(root, "au", "block"):
        _wrong(structure, _("it has no assignable unit (au) and no block."))
    for element in markup.children(markup.child(root, "objectives"), "objective"):
        _identified(element, structure)
        structure.objectives.add(markup.attribute(element, "id"))
    for element in markup.children(root, "au", "block"):
        _check_part(element, structure, 0)


def _check_part(element: Element, structure: Structure, depth: int) -> None:
    if depth > 30:
        _wrong(structure, _("its blocks are nested too deeply."))
    _identified(element, structure)
    for reference in markup.children(markup.child(element, "objectives"), "objective"):
        identifier = markup.attribute(reference, "idref")
        if identifier not in structure.objectives:
            _wrong(structure, _("the objective %(id)s is referred to but not declared.") % {"id": identifier or "?"})
    if markup.local(element) == "au":
        _check_unit(element, structure)
        return
    parts = markup.children(element, "au", "block")
    if not parts:
        _wrong(structure, _("the block %(id)s holds no unit.") % {"id": markup.attribute(element, "id")})
    for part in parts:
        _check_part(part, structure, depth + 1)


def _identified(element: Element, structure: Structure) -> None:
    identifier = markup.attribute(element, "id")
    kind = markup.local(element)
    if not identifier:
        _wrong(structure, _("a %(kind)s element has no id.") % {"kind": kind})
    if not _IRI.match(identifier):
        _wrong(structure, _("the id %(id)s of a %(kind)s element is not an IRI.") % {"id": identifier[:200], "kind": kind})
    if identifier in structure.ids:
        _wrong(structure, _("the id %(id)s is used more than once (%(kind)s).") % {"id": identifier[:200], "kind": kind})
    structure.ids[identifier] = kind
    for wanted in ("title", "description"):
        if not _words(markup.child(element, wanted)):
            _wrong(
                structure, _("the %(kind)s %(id)s has no %(wanted)s.") % {"kind": kind, "id": identifier[:200], "wanted": wanted}
            )


def _check_unit(element: Element, structure: Structure) -> None:
    identifier = markup.attribute(element, "id")[:200]
    url = markup.words(markup.child(element, "url"))
    if not url:
        _wrong(structure, _("the unit %(id)s has no url.") % {"id": identifier})
    if urlsplit(url).scheme not in {"", "http", "https"}:
        _wrong(structure, _("the url of the unit %(id)s is no web address.") % {"id": identifier})
    if markup.attribute(element, "moveOn") not in _MOVE_ON | {""}:
        _wrong(structure, _("the unit %(id)s has an unknown moveOn.") % {"id": identifier})
    if markup.attribute(element, "launchMethod") not in _LAUNCH | {""}:
        _wrong(structure, _("the unit %(id)s has an unknown launchMethod.") % {"id": identifier})
    score = markup.attribute(element, "masteryScore")
    try:
        is_score = not score or 0 <= float(score) <= 1
    except ValueError:
        is_score = False
    if not is_score:
        _wrong(structure, _("the masteryScore of the unit %(id)s is not between 0 and 1.") % {"id": identifier})


def _wrong(structure: Structure, detail: str) -> None:
    raise PackageRefused("wrong_manifest", name=structure.name, detail=detail)


def _node(element: Element, reading: Reading, asset: str | None, depth: int) -> Node | None:
    title = _words(markup.child(element, "title"))
    if markup.local(element) == "block":
        parts = [node for part in markup.children(element, "au", "block") if (node := _node(part, reading, asset, depth + 1))]
        return Node(title, children=parts)
    return Node(title, _unit_blocks(element, reading, asset, title))


def _unit_blocks(element: Element, reading: Reading, asset: str | None, title: str) -> list[BlockSource]:
    what = _("Unit “%(title)s”") % {"title": title}
    url = markup.words(markup.child(element, "url"))
    description = _words(markup.child(element, "description"))
    if urlsplit(url).scheme in {"http", "https"}:
        reading.report.changed(
            what, _("It runs on another server and needs the network; a link and its description stand in its place.")
        )
        return [text_block(f'<p>{_quoted(description)}</p><p><a href="{_quoted(url)}">{_quoted(title)}</a></p>')]
    member = reading.package.find(url)
    if member is None or asset is None:
        reading.report.left_out(what, _("The package does not hold the page it starts with: %(name)s.") % {"name": url[:200]})
        return []
    page = blocks_of(Page(reading, what, base=member.path.rpartition("/")[0]), reading.text(member)) if _is_page(member) else []
    fallback = fallback_of(title, description, page)
    why = _("Kept as the package it is: it plays in its own window, and its words are there for learners without network.")
    reading.report.kept(what, why)
    body = {"asset": asset, "format": "cmi5", "launch": member.path, "title": title, "fallback": fallback}
    return [BlockSource(BlockKind.PACKAGE, body)]


def _is_page(member: Member) -> bool:
    return member.path.lower().endswith((".html", ".htm", ".xhtml"))


def _words(element: Element | None) -> str:
    """The words in English where there are several languages, else the first."""
    strings = markup.children(element, "langstring")
    english = next((found for found in strings if markup.attribute(found, "lang").lower().startswith("en")), None)
    return markup.words(english if english is not None else strings[0] if strings else element)


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
