"""SCORM 1.2 and 2004 (2nd to 4th edition): kept as the package it is, one lesson for each part it launches.

What a learner without network reads comes from the package's own pages, where they hold readable text.
"""

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.courses.enums import BlockKind
from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member
from catecp.interop.packages.manifest import Manifest, Resource, manifest_in
from catecp.interop.packages.markup import Element
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of, readable_length
from catecp.interop.packages.player import fallback_of, package_asset
from catecp.interop.packages.reading import CourseSource, Reading, text_block
from catecp.interop.packages.refusal import PackageRefused
from catecp.interop.packages.report import Outcome, Report

_PAGES = (".html", ".htm", ".xhtml")
_ENOUGH = 40_000  # characters of text for a learner without network


def read(reading: Reading, manifest_member: Member) -> CourseSource:
    manifest = manifest_in(reading, manifest_member)
    return _Package(reading, manifest).course()


class _Package:
    def __init__(self, reading: Reading, manifest: Manifest) -> None:
        self.reading = reading
        self.report = reading.report
        self.manifest = manifest
        self.format = format_of(manifest)
        self.kind = "scorm12" if self.format == "scorm_1.2" else "scorm2004"
        self.used: set[str] = set()
        self.asset = ""

    def course(self) -> CourseSource:
        organisation = self.manifest.organisation()
        items = markup.children(organisation, "item")
        self._check(items)
        self.asset = package_asset(self.reading)
        nodes = [self._node(item, 0) for item in items]
        if not any(_launched(node) for node in nodes):
            nodes = [Node(self._title(), self._blocks(resource, self._title())) for resource in self._launchable()]
        units = units_of(nodes, report=self.report)
        if not units:
            raise PackageRefused("nothing", detail=_("the manifest leads to no page the package holds."))
        self._say_others()
        return CourseSource(
            format=self.format,
            title=self._title(),
            units=units,
            language=self.manifest.language,
            summary=self.manifest.description,
            origin=self.manifest.rights,
        )

    def _title(self) -> str:
        organisation = self.manifest.organisation()
        return markup.words(markup.child(organisation, "title")) or self.manifest.title or _("Imported course")

    def _check(self, items: list[Element]) -> None:
        if not self.manifest.resources:
            raise PackageRefused("wrong_manifest", name="imsmanifest.xml", detail=_("it lists no resources."))
        if not items and not self._launchable():
            raise PackageRefused(
                "wrong_manifest", name="imsmanifest.xml", detail=_("its outline is empty and no resource can be launched.")
            )

    def _launchable(self) -> list[Resource]:
        return [found for found in self.manifest.resources.values() if found.href and found.scorm_type in {"sco", ""}]

    def _node(self, item: Element, depth: int) -> Node:
        title = markup.words(markup.child(item, "title"))
        node = Node(title)
        reference = markup.attribute(item, "identifierref")
        if reference:
            node.is_said = True
            resource = self.manifest.resources.get(reference)
            if resource is None:
                why = _("The outline names it but the package does not hold it.")
                self.report.left_out(_("Part “%(title)s”") % {"title": title}, why)
            else:
                node.blocks = self._blocks(resource, title, markup.attribute(item, "parameters"))
        if depth < 40:
            node.children = [self._node(child, depth + 1) for child in markup.children(item, "item")]
        return node

    def _blocks(self, resource: Resource, title: str, parameters: str = "") -> list[BlockSource]:
        what = _("Part “%(title)s”") % {"title": title or resource.identifier}
        self.used.add(resource.identifier)
        if "://" in resource.href:
            self.report.changed(what, _("It runs on another server and needs the network; a link stands in its place."))
            return [text_block(f'<p><a href="{_quoted(resource.href)}">{_quoted(title)}</a></p>')]
        member = self.manifest.find(self.reading, resource)
        if member is None:
            self.report.left_out(
                what, _("The package does not hold the page it starts with: %(name)s.") % {"name": resource.href or "?"}
            )
            return []
        launch = member.path + _query(resource.href, parameters)
        words = self._words(resource, member, what)
        body = {
            "asset": self.asset,
            "format": self.kind,
            "launch": launch,
            "title": title,
            "fallback": fallback_of(title, self.manifest.description, words),
        }
        self.report.kept(what, _kept_because(readable_length(words) > 160))
        return [BlockSource(BlockKind.PACKAGE, body)]

    def _words(self, resource: Resource, member: Member, what: str) -> list[BlockSource]:
        """Readable text of the part: its first page and, where that is only a frame, the pages that belong to it."""
        found: list[BlockSource] = []
        files = [self.manifest.find(self.reading, resource, name) for name in resource.files]
        pages = [member, *(page for page in files if page and page.path != member.path and page.path.lower().endswith(_PAGES))]
        for page in dict.fromkeys(pages):
            if readable_length(found) > _ENOUGH:
                break
            if page.path.lower().endswith(_PAGES) and page.size < self.reading.package.limits.page:
                found += self._words_of(page, what)
        return found

    def _words_of(self, page: Member, what: str) -> list[BlockSource]:
        quiet = _quietly(self.reading)
        found = blocks_of(Page(quiet, what, base=names.folder_of(page.path)), self.reading.text(page))
        for item in quiet.report.items:
            if (
                item.outcome == Outcome.KEPT and item.why
            ):  # what is missing (alternative texts, subtitles) is missing in the package too
                self.report.kept(item.what, item.why)
        return found

    def _say_others(self) -> None:
        for resource in self.manifest.resources.values():
            if resource.identifier not in self.used and resource.scorm_type == "sco":
                self.report.changed(
                    resource.href or resource.identifier, _("The outline does not lead to it; it stays inside the package.")
                )


def _quietly(reading: Reading) -> Reading:
    """The same reading without a report: the pages of a package stay as they are inside it; only their words are borrowed."""
    return Reading(reading.package, Report(), reading.keeper, reading.say, None, reading.kept, reading.assets, reading.used)


def _launched(node: Node) -> bool:
    return bool(node.blocks) or any(_launched(child) for child in node.children)


def format_of(manifest: Manifest) -> str:
    """ "scorm_1.2", or "scorm_2004_2nd" … "scorm_2004_4th", by the version stated, else by the namespaces used."""
    version = manifest.version.lower()
    if "1.2" in version:
        return "scorm_1.2"
    for edition, signs in (("4th", ("4th",)), ("3rd", ("3rd",)), ("2nd", ("cam 1.3", "2nd"))):
        if any(sign in version for sign in signs):
            return f"scorm_2004_{edition}"
    spaces = " ".join(str(uri) for element in manifest.root.iter() for uri in element.nsmap.values() if uri)[:20_000]
    return "scorm_2004_3rd" if "adlcp_v1p3" in spaces or "2004" in version else "scorm_1.2"


def _query(href: str, parameters: str) -> str:
    query = href.partition("?")[2]
    added = parameters.strip().lstrip("?&")
    if parameters.startswith("#"):
        return parameters
    joined = "&".join(piece for piece in (query, added) if piece)
    return f"?{joined}" if joined else ""


def _kept_because(has_words: bool) -> str:
    if has_words:
        return _("Kept as the package it is: it plays in its own window, and its words are there for learners without network.")
    return _(
        "Kept as the package it is: it plays in its own window. It has no readable text; write what learners do without network."
    )


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
