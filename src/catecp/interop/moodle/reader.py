"""Moodle course backups (.mbz, ZIP or tar.gz) of Moodle 2 to 5: sections become chapters, activities lessons.

Backups of whole courses, of one section or of one activity are read alike. People, marks and dates in a backup are never read.
"""

import dataclasses

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.moodle.activities import Activities
from catecp.interop.moodle.files import with_names
from catecp.interop.moodle.questions import bank_of
from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member
from catecp.interop.packages.markup import Element
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of, plain
from catecp.interop.packages.reading import CourseSource, Reading
from catecp.interop.packages.refusal import PackageRefused

_NULL = "$@NULL@$"


def read(reading: Reading, member: Member) -> CourseSource:
    root = reading.xml(member)
    information = markup.child(root, "information")
    if markup.local(root) != "moodle_backup" or information is None:
        raise PackageRefused("wrong_manifest", name=member.path, detail=_("it is not the manifest of a Moodle backup."))
    base = names.folder_of(member.path)
    named = dataclasses.replace(reading, package=with_names(reading, base))
    return _Backup(named, information, base).course()


class _Backup:
    def __init__(self, reading: Reading, information: Element, base: str) -> None:
        self.reading = reading
        self.report = reading.report
        self.information = information
        self.base = base
        listed = reading.package.find("questions.xml", base=base)
        self.bank = bank_of(reading.xml(listed) if listed else None)
        self.activities = Activities(reading, base, self.bank)

    def course(self) -> CourseSource:
        contents = markup.child(self.information, "contents")
        by_section: dict[str, list[Element]] = {}
        for activity in markup.children(markup.child(contents, "activities"), "activity"):
            by_section.setdefault(markup.words(markup.child(activity, "sectionid")), []).append(activity)
        nodes = [self._section(section, by_section) for section in markup.children(markup.child(contents, "sections"), "section")]
        nodes += [self._activity(activity) for rest in by_section.values() for activity in rest]
        bank = self.activities.rest_of_bank()
        if bank:
            nodes.append(Node(_("Question bank"), bank))
        self._say_people()
        units = units_of(nodes, report=self.report)
        if not units:
            raise PackageRefused("nothing", detail=_("it holds no activity we can keep."))
        about = self._course_file()
        return CourseSource(
            format="moodle",
            title=self._word("original_course_fullname") or self._word("name") or _("Imported course"),
            units=units,
            language=_known(markup.words(markup.child(about, "lang"))),
            summary=plain(_known(markup.raw(markup.child(about, "summary"))))[:600],
            origin=self._word("original_wwwroot"),
        )

    def _word(self, name: str) -> str:
        return markup.words(markup.child(self.information, name))

    def _course_file(self) -> Element | None:
        found = self.reading.package.find("course/course.xml", base=self.base)
        return self.reading.xml(found) if found else None

    def _section(self, section: Element, by_section: dict[str, list[Element]]) -> Node:
        identifier = markup.words(markup.child(section, "sectionid"))
        title = _known(markup.words(markup.child(section, "title")))
        found = self.reading.package.find(f"{markup.words(markup.child(section, 'directory'))}/section.xml", base=self.base)
        root = self.reading.xml(found) if found else None
        name = _known(markup.words(markup.child(root, "name")))
        if not name:
            name = (
                _("Section %(number)s") % {"number": title}
                if title.isdigit() and title != "0"
                else title
                if not title.isdigit()
                else _("General")
            )
        node = Node(name)
        what = _("Introduction of “%(title)s”") % {"title": name}
        summary = _known(markup.raw(markup.child(root, "summary")))
        context = f"/course/section/{identifier}"
        node.blocks = blocks_of(self._page(what, context), summary) if plain(summary) or "<img" in summary else []
        activities = by_section.pop(identifier, [])
        order = [item for item in markup.words(markup.child(root, "sequence")).split(",") if item]
        activities.sort(key=lambda activity: _place(order, markup.words(markup.child(activity, "moduleid"))))
        node.children = [self._activity(activity) for activity in activities]
        return _labels_joined(node)

    def _page(self, what: str, ending: str) -> Page:
        folders = {names.folder_of(path) for path in self.reading.package.members if ending in f"/{path}"}
        return Page(
            self.reading, what, find=lambda reference: self.activities.find_in(folders, reference), link=self.activities.link
        )

    def _activity(self, activity: Element) -> Node:
        title = _known(markup.words(markup.child(activity, "title")))
        kind = markup.words(markup.child(activity, "modulename"))
        folder = markup.words(markup.child(activity, "directory"))
        try:
            return self.activities.node(kind, folder, title)
        except PackageRefused as refusal:
            self.report.left_out(f"{kind} “{title}”", str(refusal))
            return Node("")

    def _say_people(self) -> None:
        if self.reading.package.find("users.xml", base=self.base):
            self.report.left_out(
                _("People, marks and dates of the old system"),
                _("They belong to the place the course came from and were not read."),
            )


def _labels_joined(node: Node) -> Node:
    """A label is no lesson: its text stands before the lesson that follows, or in the introduction."""
    found: list[Node] = []
    waiting: list[BlockSource] = []
    for child in node.children:
        if child.title == "" and child.blocks and not child.children:
            waiting += child.blocks
            continue
        if child.blocks or child.children:
            child.blocks = waiting + child.blocks
            waiting = []
            found.append(child)
    if waiting and found:
        found[-1].blocks += waiting
    elif waiting:
        node.blocks += waiting
    node.children = found
    return node


def _place(order: list[str], identifier: str) -> int:
    return order.index(identifier) if identifier in order else len(order)


def _known(text: str) -> str:
    return "" if text.strip() == _NULL else text
