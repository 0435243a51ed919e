"""Questions in QTI 1.2, 2.0 to 2.2 and 3.0: a package with a manifest, a ZIP of items, or one file."""

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.packages import markup, names, qti1
from catecp.interop.packages.archive import Member
from catecp.interop.packages.manifest import Manifest, manifest_in
from catecp.interop.packages.markup import Element
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of
from catecp.interop.packages.reading import CourseSource, Reading
from catecp.interop.packages.refusal import PackageRefused
from catecp.interop.qti import items

_ITEMS = {"assessmentItem", "qti-assessment-item"}
_TESTS = {"assessmentTest", "qti-assessment-test"}
_SECTIONS = {"assessmentSection", "qti-assessment-section"}
_ONE = {"questestinterop"}
_LOOKED_AT = 40  # files looked into to find out whether a ZIP without a manifest holds questions


def is_questions(root: Element) -> bool:
    return markup.local(root) in _ITEMS | _TESTS | _SECTIONS | _ONE


def holds_questions(reading: Reading, members: list[Member]) -> bool:
    for member in members[:_LOOKED_AT]:
        with reading.package.open(member) as stream:
            head = stream.read(4_000)
        if any(name.encode() in head for name in _ITEMS | _TESTS | _ONE):
            return True
    return False


def read(reading: Reading, manifest_member: Member) -> CourseSource:
    """A content package of questions."""
    manifest = manifest_in(reading, manifest_member)
    members = []
    for resource in manifest.resources.values():
        if "qti" not in resource.type and not resource.type.startswith("assessment"):
            continue
        found = manifest.find(reading, resource) or next(
            (file for name in resource.files if (file := manifest.find(reading, resource, name)) and file.path.endswith(".xml")),
            None,
        )
        if found:
            members.append(found)
        else:
            reading.report.left_out(
                resource.href or resource.identifier, _("The manifest refers to it but the package does not hold it.")
            )
    return _read(reading, list(dict.fromkeys(members)), title=manifest.title, manifest=manifest)


def read_files(reading: Reading, members: list[Member], *, title: str) -> CourseSource:
    """Items without a manifest."""
    return _read(reading, sorted(members, key=lambda member: member.path), title=title, manifest=None)


def _read(reading: Reading, members: list[Member], *, title: str, manifest: Manifest | None) -> CourseSource:
    bank = _Bank(reading)
    for member in members:
        bank.take(member)
    nodes = bank.nodes()
    units = units_of(nodes, report=reading.report)
    if not units:
        raise PackageRefused("nothing", detail=_("none of its questions can be kept."))
    known = (title if manifest or len(members) > 1 else bank.title) or bank.title or title or _("Questions")
    language = bank.language or (manifest.language if manifest else "")
    return CourseSource(
        f"qti_{bank.version or '2.1'}", known, units, language=language, origin=manifest.rights if manifest else ""
    )


class _Bank:
    """The items and tests of a package."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.items: dict[str, Element] = {}
        self.tests: list[tuple[Member, Element]] = []
        self.old: list[tuple[Member, Element]] = []
        self.done: set[str] = set()
        self.shown: set[str] = set()
        self.version = self.title = self.language = ""

    def take(self, member: Member) -> None:
        try:
            root = self.reading.xml(member)
        except PackageRefused as refusal:
            self.reading.report.left_out(member.path, str(refusal))
            return
        name = markup.local(root)
        self.version = self.version or _version(root)
        self.language = self.language or markup.attribute(root, "lang")
        if name in _ITEMS:
            self.items[member.path] = items.modern(root)
        elif name in _TESTS | _SECTIONS:
            self.tests.append((member, items.modern(root)))
        elif name in _ONE:
            self.version = "1.2"
            self.old.append((member, root))

    def nodes(self) -> list[Node]:
        found = []
        for member, root in self.tests:
            self.title = self.title or markup.attribute(root, "title")
            found.append(self._section(member, root))
        for member, root in self.old:
            self.title = self.title or qti1.title_of(root)
            blocks = qti1.blocks_of(root, self.reading, base=names.folder_of(member.path))
            found.append(Node(qti1.title_of(root) or member.path.rpartition("/")[2], blocks))
        rest = [block for path in self.items if path not in self.done for block in self._item(path)]
        if rest:
            found.append(Node(_("Questions"), rest))
        return found

    def _section(self, member: Member, element: Element) -> Node:
        node = Node(markup.attribute(element, "title") or markup.attribute(element, "identifier"))
        for part in element:
            name = markup.local(part)
            if name in {"testPart", "assessmentSection"}:
                node.children.append(self._section(member, part))
            elif name == "assessmentItemRef":
                node.blocks += self._referred(member, markup.attribute(part, "href"))
            elif name == "assessmentSectionRef":
                self._elsewhere(member, part, node)
            elif name == "rubricBlock" and "scorer" not in markup.attribute(part, "view"):
                what = _("Introduction of “%(title)s”") % {"title": node.title}
                node.blocks += blocks_of(Page(self.reading, what, base=names.folder_of(member.path)), markup.inner_html(part))
        return node

    def _elsewhere(self, member: Member, part: Element, node: Node) -> None:
        found = self.reading.package.find(markup.attribute(part, "href"), base=names.folder_of(member.path))
        if found and found.path not in self.shown:
            self.shown.add(found.path)
            self.tests = [(other, root) for other, root in self.tests if other.path != found.path]
            node.children.append(self._section(found, items.modern(self.reading.xml(found))))

    def _referred(self, member: Member, href: str) -> list[BlockSource]:
        found = self.reading.package.find(href, base=names.folder_of(member.path))
        if found is None:
            self.reading.report.left_out(href, _("The test refers to it but the package does not hold it."))
            return []
        if found.path not in self.items:
            self.take(found)
        if found.path in self.done or found.path not in self.items:
            return []
        return self._item(found.path)

    def _item(self, path: str) -> list[BlockSource]:
        self.done.add(path)
        root = self.items[path]
        title = markup.attribute(root, "title") or path.rpartition("/")[2]
        page = Page(self.reading, _("Question “%(title)s”") % {"title": title}, base=names.folder_of(path))
        self.title = self.title or (title if len(self.items) == 1 else "")
        return [*self._stimuli(root, path), *items.blocks_of(root, page)]

    def _stimuli(self, root: Element, path: str) -> list[BlockSource]:
        """Texts that several questions share stand once, before the first of them."""
        blocks = []
        for reference in markup.every(root, "assessmentStimulusRef"):
            found = self.reading.package.find(markup.attribute(reference, "href"), base=names.folder_of(path))
            if found and found.path not in self.shown:
                self.shown.add(found.path)
                stimulus = items.modern(self.reading.xml(found))
                what = _("Text “%(title)s”") % {"title": markup.attribute(stimulus, "title") or found.path}
                page = Page(self.reading, what, base=names.folder_of(found.path))
                blocks += blocks_of(page, markup.inner_html(markup.child(stimulus, "stimulusBody")))
                self.reading.report.kept(what)
        return blocks


def _version(root: Element) -> str:
    tag = str(root.tag)
    for sign, version in (("v3p0", "3.0"), ("v2p2", "2.2"), ("v2p1", "2.1"), ("v2p0", "2.0")):
        if sign in tag:
            return version
    return "3.0" if "qti-" in tag else "2.1" if markup.local(root) not in _ONE else "1.2"
