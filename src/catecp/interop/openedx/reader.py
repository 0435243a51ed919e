"""Open edX courses (OLX): course.xml, chapters, sequentials, verticals; texts, problems and videos as blocks of ours.

Format: https://docs.openedx.org/en/latest/educators/olx/index.html
"""

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.openedx import problems
from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member, Package
from catecp.interop.packages.markup import Element
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, blocks_of
from catecp.interop.packages.reading import CourseSource, Reading, text_block
from catecp.interop.packages.refusal import PackageRefused

_HOLDERS = {
    "chapter",
    "sequential",
    "vertical",
    "unit",
    "split_test",
    "wrapper",
    "library_content",
    "randomize",
    "conditional",
    "itembank",
}
_STATIC = re.compile(
    r"(?:/static/|asset-v1:[^\"'\s]*?@asset\+block[@/]|/c4x/[^/]+/[^/]+/asset/|/assets/courseware/[^\"'\s]*?@asset\+block[@/])",
    re.IGNORECASE,
)
_DEEPEST = 12


def course_file(package: Package) -> Member | None:
    """course.xml (or library.xml) at the top or in the one folder of the archive."""
    found = [
        member
        for path, member in package.members.items()
        if path.rpartition("/")[2] in {"course.xml", "library.xml"} and path.count("/") <= 1
    ]
    return min(found, key=lambda member: member.path.count("/")) if found else None


def read(reading: Reading) -> CourseSource:
    member = course_file(reading.package)
    if member is None:
        raise PackageRefused("no_manifest", name="course.xml")
    return _Course(reading, member).course()


class _Course:
    def __init__(self, reading: Reading, member: Member) -> None:
        self.reading = reading
        self.report = reading.report
        self.folder = names.folder_of(member.path)
        self.root = reading.xml(member)
        self.policies: dict[str, dict] = {}
        self.visited: set[str] = set()

    def course(self) -> CourseSource:
        if markup.local(self.root) not in {"course", "library"}:
            raise PackageRefused(
                "wrong_manifest", name="course.xml", detail=_("its first element is neither course nor library.")
            )
        run = markup.attribute(self.root, "url_name")
        course = self._resolved(self.root)
        self.policies = self._policy(run)
        settings = self.policies.get(f"course/{run}", {})
        nodes = [
            self._node(element, 0) for element in course if isinstance(element.tag, str) and markup.local(element) in _HOLDERS
        ]
        loose = [
            element for element in course if isinstance(element.tag, str) and markup.local(element) not in _HOLDERS | {"wiki"}
        ]
        blocks = [block for element in loose for block in self._blocks(element)]
        if blocks:
            nodes.append(Node(_("Questions"), blocks))
        nodes += self._tabs()
        units = units_of(nodes, report=self.report)
        if not units:
            raise PackageRefused("nothing", detail=_("its outline leads to no text, problem or video."))
        title = (
            markup.attribute(course, "display_name")
            or str(settings.get("display_name", ""))
            or " ".join(filter(None, (markup.attribute(self.root, "org"), markup.attribute(self.root, "course", "library"))))
        )
        language = markup.attribute(course, "language") or str(settings.get("language", "") or "")
        return CourseSource("open_edx", title or _("Imported course"), units, language=language, summary=self._about())

    def _policy(self, run: str) -> dict[str, dict]:
        found = self.reading.package.find(f"policies/{run}/policy.json", base=self.folder)
        try:
            policies = self.reading.json(found) if found else {}
        except PackageRefused as refusal:
            self.report.left_out(f"policies/{run}/policy.json", str(refusal))
            policies = {}
        return {key: value for key, value in policies.items() if isinstance(value, dict)} if isinstance(policies, dict) else {}

    def _about(self) -> str:
        found = self.reading.package.find("about/short_description.html", base=self.folder)
        return " ".join(self.reading.text(found).split())[:600] if found else ""

    def _resolved(self, element: Element) -> Element:
        """The element itself, or the file its url_name points at; attributes of both."""
        name = markup.attribute(element, "url_name")
        if len(element) or not name:
            return element
        path = f"{markup.local(element)}/{name.replace(':', '/')}.xml"
        found = self.reading.package.find(path, base=self.folder)
        if found is None or found.path in self.visited:
            return element
        self.visited.add(found.path)
        root = self.reading.xml(found)
        for key, value in element.attrib.items():
            if key not in root.attrib:
                root.set(key, value)
        return root

    def _title(self, element: Element, fallback: str = "") -> str:
        own = markup.attribute(element, "display_name")
        settings = self.policies.get(f"{markup.local(element)}/{markup.attribute(element, 'url_name')}", {})
        return own or str(settings.get("display_name", "") or "") or fallback

    def _node(self, element: Element, depth: int) -> Node:
        try:
            resolved = self._resolved(element)
        except PackageRefused as refusal:
            self.report.left_out(markup.attribute(element, "url_name") or markup.local(element), str(refusal))
            return Node("")
        node = Node(self._title(resolved) or self._title(element))
        if len(resolved) == 0 and markup.attribute(element, "url_name") and resolved is element:
            self.report.left_out(
                node.title or markup.attribute(element, "url_name"), _("The outline names it but the package does not hold it.")
            )
            return node
        for child in resolved:
            if not isinstance(child.tag, str):
                continue
            if markup.local(child) in _HOLDERS and depth < _DEEPEST:
                node.children.append(self._node(child, depth + 1))
            else:
                node.blocks.extend(self._blocks(child))
        return _without_steps(node, markup.local(resolved))

    def _blocks(self, element: Element) -> list[BlockSource]:
        kind = markup.local(element)
        try:
            resolved = self._resolved(element)
            reader = (
                getattr(self, f"_{kind}", None)
                if kind in {"html", "problem", "video", "discussion", "lti", "lti_consumer", "pdf", "iframe"}
                else None
            )
            if reader is None:
                why = _("Blocks of the kind “%(kind)s” work only in Open edX.")
                self.report.left_out(self._title(resolved, kind), why % {"kind": kind})
                return []
            return reader(resolved)
        except PackageRefused as refusal:
            self.report.left_out(self._title(element, markup.attribute(element, "url_name") or kind), str(refusal))
            return []

    def _html(self, element: Element) -> list[BlockSource]:
        title = self._title(element, _("Text"))
        what = _("Text “%(title)s”") % {"title": title}
        name = markup.attribute(element, "filename") or markup.attribute(element, "url_name")
        found = self.reading.package.find(f"html/{name.replace(':', '/')}.html", base=self.folder) if name else None
        html = self.reading.text(found) if found else markup.inner_html(element)
        if not html.strip():
            why = _("The outline names it but the package does not hold it.") if name and not found else _("It is empty.")
            self.report.left_out(what, why)
            return []
        blocks = blocks_of(self._page(what), html)
        self.report.kept(what) if blocks else self.report.left_out(what, _("It is empty."))
        return blocks

    def _page(self, what: str) -> Page:
        return Page(self.reading, what, base=self.folder, find=self.find, link=_link)

    def find(self, reference: str) -> Member | None:
        match = _STATIC.search(unquote(reference))
        if not match:
            return None
        name = unquote(reference)[match.end() :]
        for candidate in (name, name.replace("@", "_"), name.replace("_", " "), name.rpartition("/")[2]):
            found = self.reading.package.find(candidate, base=names.joined(self.folder, "static"))
            if found:
                return found
        return None

    def _problem(self, element: Element) -> list[BlockSource]:
        title = self._title(element)
        page = self._page(_("Problem “%(title)s”") % {"title": title or markup.attribute(element, "url_name")})
        return problems.blocks_of(element, page, title=title)

    def _video(self, element: Element) -> list[BlockSource]:
        title = self._title(element, _("Video"))
        what = _("Video “%(title)s”") % {"title": title}
        cues = self._cues(element)
        for source in self._sources(element):
            found = self.find(source) or self.reading.package.find(source, base=names.joined(self.folder, "static"))
            if found:
                block = self.reading.file_block(found, title=title, cues=cues)
                return [block] if block else []
        said = "".join(f"<p>{_quoted(cue['text'])}</p>" for cue in cues)
        address = self._address(element)
        if not address and not said:
            self.report.left_out(what, _("The package does not hold the film, and names no address for it."))
            return []
        why = _(
            "The film lies on another server and is not in the package: a link and its transcript stand here. Add the film if you may."
        )
        without = _("The film lies on another server and is not in the package, and there are no subtitles: a link stands here.")
        self.report.changed(what, why if said else without)
        link = f'<p><a href="{_quoted(address)}">{_quoted(title)}</a></p>' if address else f"<p>{_quoted(title)}</p>"
        return [text_block((link + said)[:50_000])]

    def _sources(self, element: Element) -> list[str]:
        found = [markup.attribute(source, "src") for source in markup.every(element, "source", "encoded_video")]
        return [source for source in found if source]

    def _address(self, element: Element) -> str:
        outside = [source for source in self._sources(element) if source.startswith(("http://", "https://"))]
        youtube = (
            markup.attribute(element, "youtube_id_1_0")
            or markup.attribute(element, "youtube").rpartition("1.00:")[2].partition(",")[0]
        )
        return (
            outside[0]
            if outside
            else f"https://www.youtube.com/watch?v={youtube}"
            if re.fullmatch(r"[\w-]{6,20}", youtube)
            else ""
        )

    def _cues(self, element: Element) -> list[dict]:
        wanted = [markup.attribute(element, "sub")]
        named = [markup.attribute(found, "src") for found in markup.every(element, "transcript")]
        candidates = [*named, *(f"subs_{name}.srt.sjson" for name in wanted if name)]
        for name in candidates:
            for folder in ("static", "static/transcripts", ""):
                found = self.reading.package.find(name, base=names.joined(self.folder, folder)) if name else None
                cues = self.reading.cues(found) if found else []
                if cues:
                    return cues
        return []

    def _discussion(self, element: Element) -> list[BlockSource]:
        title = self._title(element, markup.attribute(element, "discussion_target") or _("Discussion"))
        self.report.left_out(_("Discussion “%(title)s”") % {"title": title}, _("There are no discussions in a course here."))
        return []

    def _lti(self, element: Element) -> list[BlockSource]:
        address = markup.attribute(element, "launch_url")[:200]
        why = _("A tool on another server (%(address)s) that needs a contract and the network; it cannot come with the course.")
        self.report.left_out(_("Tool “%(title)s”") % {"title": self._title(element, "LTI")}, why % {"address": address or "?"})
        return []

    _lti_consumer = _lti

    def _pdf(self, element: Element) -> list[BlockSource]:
        found = self.find(markup.attribute(element, "url"))
        block = self.reading.file_block(found, title=self._title(element)) if found else None
        if not found:
            self.report.left_out(self._title(element, "PDF"), _("The package refers to it but does not hold it."))
        return [block] if block else []

    def _iframe(self, element: Element) -> list[BlockSource]:
        html = markup.inner_html(element)
        return blocks_of(self._page(self._title(element, "iframe")), html)

    def _tabs(self) -> list[Node]:
        """Static pages beside the outline."""
        nodes = []
        for member in self.reading.package.under(names.joined(self.folder, "tabs")):
            if not member.path.endswith(".html"):
                continue
            what = _("Page “%(title)s”") % {"title": member.path.rpartition("/")[2].removesuffix(".html")}
            blocks = blocks_of(self._page(what), self.reading.text(member))
            if blocks:
                self.report.changed(what, _("It stood beside the outline; it is a lesson at the end now."))
                nodes.append(Node(member.path.rpartition("/")[2].removesuffix(".html").replace("_", " "), blocks))
        return nodes


def _without_steps(node: Node, kind: str) -> Node:
    """The verticals of a sequential are pages of one lesson where each is short; they keep their titles as lessons otherwise."""
    if kind in {"library_content", "randomize", "split_test", "wrapper", "conditional", "itembank", "vertical", "unit"}:
        for child in node.children:
            node.blocks.extend(_all_blocks(child))
        node.children = []
    return node


def _all_blocks(node: Node) -> list[BlockSource]:
    return [*node.blocks, *(block for child in node.children for block in _all_blocks(child))]


def _link(target: str) -> str | None:
    low = target.lower()
    return "" if low.startswith(("/jump_to", "/course/", "/courses/", "/wiki")) else None


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
