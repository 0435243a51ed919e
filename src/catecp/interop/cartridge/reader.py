"""Common Cartridge 1.0 to 1.4 into a course, Canvas exports with their own additions included."""

import re
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.packages import markup, names, qti1
from catecp.interop.packages.archive import Member
from catecp.interop.packages.manifest import Manifest, Resource, manifest_in
from catecp.interop.packages.markup import Element
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of, html_of
from catecp.interop.packages.questions import practical
from catecp.interop.packages.reading import CourseSource, Reading, text_block
from catecp.interop.packages.refusal import PackageRefused

_PAGES = {".html", ".htm", ".xhtml"}
_FILE_ROOTS = (
    "$ims-cc-filebase$",
    "$ims_cc_filebase$",
    "$canvas_course_reference$/file_contents/course files",
    "/file_contents/course files",
)
_WIKI = ("$wiki_reference$/pages/", "$wiki_reference$/wiki/")
_OBJECTS = ("$canvas_object_reference$", "$canvas_course_reference$", "$wiki_reference$")
_BARE_ADDRESS = re.compile(r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(/|$)")
_QUIET = ("course_settings/", "imsmanifest.xml")
_LOOSE_TYPES = {
    ".pdf",
    ".docx",
    ".doc",
    ".pptx",
    ".ppt",
    ".xlsx",
    ".xls",
    ".mp4",
    ".m4v",
    ".webm",
    ".mov",
    ".mp3",
    ".m4a",
    ".wav",
    ".ogg",
    ".odt",
    ".zip",
    ".txt",
    ".csv",
}


def read(reading: Reading, manifest_member: Member) -> CourseSource:
    """The course of a cartridge. Every resource of the manifest stands in the report."""
    manifest = manifest_in(reading, manifest_member)
    return Cartridge(reading, manifest).course()


class Cartridge:
    def __init__(self, reading: Reading, manifest: Manifest) -> None:
        self.reading = reading
        self.report = reading.report
        self.manifest = manifest
        self.done: set[str] = set()
        self.seen_items = 0

    def course(self) -> CourseSource:
        organisation = self.manifest.organisation()
        nodes = [self._node(item, 0) for item in markup.children(organisation, "item")]
        nodes += self._loose()
        units = units_of(nodes, report=self.report)
        title = self.manifest.title or self._settings_title() or markup.words(markup.child(organisation, "title"))
        self._say_unread()
        if not units and not self.manifest.resources:
            raise PackageRefused("nothing", detail=_("the manifest leads to no page, file or question."))
        return CourseSource(
            format=f"common_cartridge_{_version(self.manifest)}",
            title=title or _("Imported course"),
            units=units,
            language=self.manifest.language or self._course_language(),
            summary=self.manifest.description,
            origin=self.manifest.rights,
        )

    def _settings_title(self) -> str:
        found = self.reading.package.find("course_settings/course_settings.xml", base=self.manifest.folder)
        return markup.words(markup.child(self.reading.xml(found), "title")) if found else ""

    def _course_language(self) -> str:
        found = self.reading.package.find("course_settings/course_settings.xml", base=self.manifest.folder)
        return markup.words(markup.child(self.reading.xml(found), "locale")) if found else ""

    def _node(self, item: Element, depth: int) -> Node:
        title = markup.words(markup.child(item, "title"))
        node = Node(title)
        reference = markup.attribute(item, "identifierref")
        if reference:
            node.is_said = True
            resource = self.manifest.resources.get(reference)
            if resource is None:
                self.report.left_out(
                    _("Item “%(title)s”") % {"title": title}, _("The outline names it but the package does not hold it.")
                )
            else:
                node.blocks = self._blocks(resource, title)
        if depth < 40:
            node.children = [self._node(child, depth + 1) for child in markup.children(item, "item")]
        return node

    def _blocks(self, resource: Resource, title: str) -> list[BlockSource]:
        self.done.add(resource.identifier)
        member = self.manifest.find(self.reading, resource) if resource.href else None
        member = member or next(
            (found for file in resource.files if (found := self.manifest.find(self.reading, resource, file))), None
        )
        title = title or self._title_of(resource, member)
        try:
            return self._by_type(resource, member, title)
        except PackageRefused as refusal:
            self.report.left_out(title or resource.identifier, str(refusal))
            return []

    def _title_of(self, resource: Resource, member: Member | None) -> str:
        return unquote((member.path if member else resource.href or resource.identifier).rpartition("/")[2])

    def _by_type(self, resource: Resource, member: Member | None, title: str) -> list[BlockSource]:
        kind = resource.type
        if "imsbasiclti" in kind or kind == "ims_lti":
            return self._tool(resource, member, title)
        if kind.startswith("imswl"):
            return self._web_link(resource, member, title)
        if kind.startswith("imsdt"):
            return self._discussion(resource, member, title)
        if "imsqti" in kind:
            return self._questions(resource, member, title)
        if kind.startswith("assignment"):
            return self._assignment(resource, member, title)
        if member is None:
            self.report.left_out(
                title, _("The manifest refers to a file the package does not hold: %(name)s.") % {"name": resource.href or "?"}
            )
            return []
        if "learning-application-resource" in kind and self._canvas_settings(resource) is not None:
            return self._canvas_assignment(resource, member, title)
        if names.ending(member.path) in _PAGES:
            return self._page(member, title)
        block = self.reading.file_block(member, title=title)
        return [block] if block else []

    def _page(self, member: Member, title: str) -> list[BlockSource]:
        what = _("Page “%(title)s”") % {"title": title}
        blocks = blocks_of(self.page(what, member.path), self.reading.text(member))
        if blocks:
            self.report.kept(what)
        else:
            self.report.left_out(what, _("The page is empty."))
        return blocks

    def page(self, what: str, path: str) -> Page:
        return Page(self.reading, what, base=names.folder_of(path), find=self.find, link=self.link)

    def find(self, reference: str) -> Member | None:
        """A file behind one of the words Canvas and others put for the place of the files."""
        plain = unquote(unquote(reference))
        low = plain.lower()
        for root in _FILE_ROOTS:
            if root in low:
                rest = plain[low.index(root) + len(root) :].lstrip("/")
                for folder in ("web_resources", "", "resources"):
                    found = self.reading.package.find(rest, base=names.joined(self.manifest.folder, folder))
                    if found:
                        return found
        return None

    def link(self, target: str) -> str | None:
        """Links into the old system lead nowhere here; None leaves a link to the ordinary way."""
        low = unquote(target).lower()
        if any(low.startswith(start) for start in _WIKI) or any(word in low for word in _OBJECTS):
            return "" if self.find(target) is None else None
        return None

    def _tool(self, resource: Resource, member: Member | None, title: str) -> list[BlockSource]:
        address = ""
        if member:
            root = self.reading.xml(member)
            address = markup.words(markup.first(root, "secure_launch_url")) or markup.words(markup.first(root, "launch_url"))
        why = _("A tool on another server (%(address)s) that needs a contract and the network; it cannot come with the course.")
        self.report.left_out(_("Tool “%(title)s”") % {"title": title}, why % {"address": address[:200] or "?"})
        return []

    def _web_link(self, resource: Resource, member: Member | None, title: str) -> list[BlockSource]:
        root = self.reading.xml(member) if member else resource.element
        url = markup.first(root, "url")
        address = markup.attribute(url, "href") or markup.words(url)
        title = title or markup.words(markup.first(root, "title"))
        address = f"https://{address}" if _BARE_ADDRESS.match(address) else address
        what = _("Link “%(title)s”") % {"title": title}
        if urlsplit(address).scheme not in {"http", "https"}:
            self.report.left_out(what, _("It leads to no web address (%(address)s).") % {"address": address[:120] or "?"})
            return []
        self.report.kept(what, _("It needs the network; learners offline see only its name."))
        return [text_block(f'<p><a href="{_quoted(address)}">{_quoted(title or address)}</a></p>')]

    def _discussion(self, resource: Resource, member: Member | None, title: str) -> list[BlockSource]:
        what = _("Discussion “%(title)s”") % {"title": title}
        if member is None:
            self.report.left_out(
                what, _("The manifest refers to a file the package does not hold: %(name)s.") % {"name": resource.href or "?"}
            )
            return []
        root = self.reading.xml(member)
        blocks = blocks_of(self.page(what, member.path), _html_in(markup.first(root, "text")))
        for reference in [markup.attribute(found, "href") for found in markup.every(root, "attachment")]:
            attached = self.reading.package.find(reference, base=names.folder_of(member.path)) or self.find(reference)
            block = self.reading.file_block(attached) if attached else None
            blocks += [block] if block else []
        if not blocks:
            self.report.left_out(what, _("It asks nothing, and there are no discussions here."))
        else:
            self.report.changed(
                what, _("There are no discussions in a course here: its question is kept as text for the class to talk about.")
            )
        return blocks

    def _questions(self, resource: Resource, member: Member | None, title: str) -> list[BlockSource]:
        what = _("Test “%(title)s”") % {"title": title}
        full = self.reading.package.find(f"non_cc_assessments/{resource.identifier}.xml.qti", base=self.manifest.folder)
        for candidate in filter(None, (full, member)):
            root = self.reading.xml(candidate)
            blocks = qti1.blocks_of(root, self.reading, base=names.folder_of(candidate.path), find=self.find)
            if blocks:
                return [*self._instructions(resource), *blocks]
        if member is None:
            self.report.left_out(
                what, _("The manifest refers to a file the package does not hold: %(name)s.") % {"name": resource.href or "?"}
            )
        else:
            self.report.left_out(what, _("There are no questions in it."))
        return []

    def _instructions(self, resource: Resource) -> list[BlockSource]:
        """Canvas keeps what stands above a quiz in a file of its own."""
        for identifier in [resource.identifier, *resource.depends]:
            found = self.reading.package.find(f"{identifier}/assessment_meta.xml", base=self.manifest.folder)
            if found:
                what = _("Introduction of a test")
                return blocks_of(self.page(what, found.path), markup.raw(markup.child(self.reading.xml(found), "description")))
        return []

    def _assignment(self, resource: Resource, member: Member | None, title: str) -> list[BlockSource]:
        what = _("Assignment “%(title)s”") % {"title": title}
        root = self.reading.xml(member) if member else resource.element
        text = _html_in(markup.child(root, "text"))
        points = markup.attribute(markup.first(root, "gradable"), "points_possible")
        return self._as_practical(what, title, text, member.path if member else "", points)

    def _canvas_settings(self, resource: Resource) -> Element | None:
        for name in [*resource.files, f"{resource.identifier}/assignment_settings.xml"]:
            found = self.manifest.find(self.reading, resource, name) if name.lower().endswith("assignment_settings.xml") else None
            if found:
                return self.reading.xml(found)
        return None

    def _canvas_assignment(self, resource: Resource, member: Member, title: str) -> list[BlockSource]:
        settings = self._canvas_settings(resource)
        title = markup.words(markup.child(settings, "title")) or title
        points = markup.words(markup.child(settings, "points_possible"))
        what = _("Assignment “%(title)s”") % {"title": title}
        return self._as_practical(what, title, self.reading.text(member), member.path, points)

    def _as_practical(self, what: str, title: str, html: str, path: str, points: str) -> list[BlockSource]:
        page = self.page(what, path)
        task = html_of(page, html) or f"<p>{_quoted(title)}</p>"
        self.report.changed(
            what, _("It is a practical task now, with a photo as evidence, marked by the local teacher. Complete its rubric.")
        )
        return [practical(task, points=_points(points)), *page.inserts]

    def _loose(self) -> list[Node]:
        """Pages, tests and files the outline does not lead to."""
        nodes = []
        referred = {identifier for resource in self.manifest.resources.values() for identifier in resource.depends}
        for resource in list(self.manifest.resources.values()):
            if resource.identifier in self.done or (resource.identifier in referred and "imsqti" not in resource.type):
                continue
            if any(name.lower().startswith(_QUIET) for name in [resource.href, *resource.files[:1]]):
                continue
            member = self.manifest.find(self.reading, resource) if resource.href else None
            if member and member.path in self.reading.used:
                continue
            if member and resource.type == "webcontent" and names.ending(member.path) not in _PAGES | _LOOSE_TYPES:
                self.report.left_out(member.path, _("Nothing in the course uses it."))
                continue
            nodes.append(self._loose_node(resource, member))
        nodes = [node for node in nodes if node.blocks]
        if not nodes:
            return []
        what = _("Not in the outline (%(count)s parts)") % {"count": len(nodes)}
        self.report.changed(what, _("The outline of the package does not lead to them; they stand in a chapter at the end."))
        return [Node(_("Not in the outline"), children=nodes)]

    def _loose_node(self, resource: Resource, member: Member | None) -> Node:
        title = self._page_title(member) or self._title_of(resource, member)
        return Node(title, self._blocks(resource, title))

    def _page_title(self, member: Member | None) -> str:
        if member is None:
            return ""
        if names.ending(member.path) in _PAGES:
            text = self.reading.text(member)[:4_000]
            start = text.lower().find("<title>")
            return markup_title(text[start + 7 :]) if start >= 0 else ""
        if names.ending(member.path) in {".xml", ".qti"}:
            try:
                root = self.reading.xml(member)
            except PackageRefused:
                return ""
            return qti1.title_of(root) or markup.words(markup.child(root, "title"))
        return ""

    def _say_unread(self) -> None:
        """Settings of the old system: named once, together."""
        settings = [path for path in self.reading.package.members if "course_settings/" in path.lower()]
        if settings:
            self.report.left_out(
                _("Settings of the old system (%(count)s files)") % {"count": len(settings)},
                _("Grading, dates and navigation belong to the system the course came from."),
            )


def markup_title(text: str) -> str:
    return markup.words(markup.parse(f"<t>{text.partition('</')[0].replace('<', ' ')}</t>", name="title")) if text else ""


def _html_in(element: Element | None) -> str:
    if element is None:
        return ""
    text = markup.raw(element) if len(element) == 0 else markup.inner_html(element)
    return (
        text
        if "html" in markup.attribute(element, "texttype").lower() or len(element) or "<" in text
        else f"<p>{_quoted(text)}</p>"
    )


def _version(manifest: Manifest) -> str:
    """ "1.3" from "1.3.0"; from the namespace where the version is missing."""
    stated = manifest.version.strip()
    if stated[:2] == "1." and stated[2:3].isdigit():
        return stated[:3]
    namespace = str(manifest.root.tag)
    for digit in "43210":
        if f"imsccv1p{digit}" in namespace:
            return f"1.{digit}"
    return "1.0"


def _points(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 1.0
    return value if 0 < value <= 1000 else 1.0


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
