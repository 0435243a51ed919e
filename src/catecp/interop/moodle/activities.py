"""Activities of a Moodle backup as lessons: one method for each kind that is understood."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource, UnitSource
from catecp.interop.moodle.questions import Bank, Reader
from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member
from catecp.interop.packages.markup import Element
from catecp.interop.packages.outline import Node
from catecp.interop.packages.pages import Page, blocks_of, html_of, plain
from catecp.interop.packages.questions import Option, Question, named, practical
from catecp.interop.packages.reading import Reading, text_block
from catecp.interop.packages.refusal import PackageRefused

_NULL = "$@NULL@$"
_PACKAGES = {"scorm", "h5pactivity", "hvp", "imscp"}
_LESSON_KINDS = {
    "1": "shortanswer",
    "2": "truefalse",
    "3": "multichoice",
    "5": "match",
    "8": "numerical",
    "10": "essay",
    "20": "page",
}


class Activities:
    def __init__(self, reading: Reading, base: str, bank: Bank) -> None:
        self.reading = reading
        self.report = reading.report
        self.base = base
        self.bank = bank
        self.areas: dict[str, set[str]] = {}  # folders of files by context
        self.question_areas: dict[str, set[str]] = {}  # by the id of the question, or of its answer
        for path in reading.package.members:
            parts = path.split("/")
            if len(parts) > 4 and parts[0].isdigit():
                self.areas.setdefault(parts[0], set()).add("/".join(parts[:4]))
                if parts[1] in {"question", "qtype_multichoice", "qtype_match"}:
                    self.question_areas.setdefault(parts[3], set()).add("/".join(parts[:4]))

    def node(self, kind: str, folder: str, title: str) -> Node:
        """The lesson of an activity; an empty node where it is left out (said in the report)."""
        found = self.reading.package.find(f"{folder}/{kind}.xml", base=self.base)
        if found is None:
            self.report.left_out(f"{kind} “{title}”", _("The manifest refers to it but the package does not hold it."))
            return Node("", is_said=True)
        root = self.reading.xml(found)
        activity = markup.child(root, kind) if markup.local(root) == "activity" else root
        context = markup.attribute(root, "contextid")
        title = _known(markup.words(markup.child(activity, "name"))) or title
        reader = _READERS.get(kind)
        if kind in _PACKAGES:
            return self._package(activity, context, title)
        if reader is None or activity is None:
            why = _("Activities of the kind “%(kind)s” work only in Moodle.")
            self.report.left_out(f"“{title}”", why % {"kind": kind})
            return Node("", is_said=True)
        return reader(self, activity, context, title)

    def page(self, what: str, context: str, item: str = "") -> Page:
        folders = self.areas.get(context, set())
        first = [folder for folder in folders if item and folder.endswith(f"/{item}")]
        return Page(self.reading, what, find=lambda reference: self.find_in({*folders}, reference, first), link=self.link)

    def find_in(self, folders: set[str], reference: str, first: list[str] | None = None) -> Member | None:
        """@@PLUGINFILE@@/name, looked for in the areas of this activity."""
        plainly = unquote(reference)
        if "@@PLUGINFILE@@" not in plainly and "pluginfile.php" not in plainly:
            return None
        name = plainly.partition("@@PLUGINFILE@@")[2] or plainly.rpartition("/")[2]
        for folder in [*(first or []), *sorted(folders)]:
            found = self.reading.package.find(name.lstrip("/"), base=folder)
            if found:
                return found
        return None

    def link(self, target: str) -> str | None:
        """Links to other places of the old system ($@PAGEVIEWBYID*12@$) lead nowhere here."""
        return "" if target.startswith("$@") else None

    def _intro(self, activity: Element, context: str, what: str) -> list[BlockSource]:
        html = _known(markup.raw(markup.child(activity, "intro")))
        return blocks_of(self.page(what, context), _lines(html)) if plain(html) or "<img" in html else []

    def _said(self, what: str, blocks: list[BlockSource], title: str) -> Node:
        if blocks:
            self.report.kept(what)
        else:
            self.report.left_out(what, _("It is empty."))
        return Node(title, blocks, is_said=True)

    def _page_activity(self, activity: Element, context: str, title: str) -> Node:
        what = _("Page “%(title)s”") % {"title": title}
        html = _known(markup.raw(markup.child(activity, "content")))
        return self._said(
            what, [*self._intro(activity, context, what), *blocks_of(self.page(what, context), _lines(html))], title
        )

    def _label(self, activity: Element, context: str, title: str) -> Node:
        what = _("Label “%(title)s”") % {"title": title}
        blocks = self._intro(activity, context, what)
        self._said(what, blocks, "")
        return Node("", blocks)

    def _resource(self, activity: Element, context: str, title: str) -> Node:
        what = _("File “%(name)s”") % {"name": title}
        blocks = self._intro(activity, context, what)
        members = self.reading.package.under(f"{context}/mod_resource/content")
        for member in members:
            if names.ending(member.path) in {".html", ".htm"}:
                page = Page(self.reading, what, base=names.folder_of(member.path))
                blocks += blocks_of(page, self.reading.text(member))
                self.report.changed(what, _("A web page used as a file is text of the lesson now."))
            else:
                block = self.reading.file_block(member, title=title if len(members) == 1 else "")
                blocks += [block] if block else []
        if not members:
            self.report.left_out(what, _("The package refers to it but does not hold it."))
        return Node(title, blocks, is_said=True)

    def _folder(self, activity: Element, context: str, title: str) -> Node:
        blocks = self._intro(activity, context, _("Folder “%(title)s”") % {"title": title})
        for member in self.reading.package.under(f"{context}/mod_folder/content"):
            block = self.reading.file_block(member)
            blocks += [block] if block else []
        return Node(title, blocks, is_said=True)

    def _url(self, activity: Element, context: str, title: str) -> Node:
        what = _("Link “%(title)s”") % {"title": title}
        address = markup.words(markup.child(activity, "externalurl"))
        if urlsplit(address).scheme not in {"http", "https"}:
            self.report.left_out(what, _("It leads to no web address (%(address)s).") % {"address": address[:120] or "?"})
            return Node(title)
        self.report.kept(what, _("It needs the network; learners offline see only its name."))
        link = text_block(f'<p><a href="{_quoted(address)}">{_quoted(title)}</a></p>')
        return Node(title, [*self._intro(activity, context, what), link])

    def _book(self, activity: Element, context: str, title: str) -> Node:
        node = Node(title, self._intro(activity, context, _("Book “%(title)s”") % {"title": title}))
        chapters = sorted(
            markup.every(activity, "chapter"), key=lambda found: _whole(markup.words(markup.child(found, "pagenum")))
        )
        for chapter in chapters:
            name = markup.words(markup.child(chapter, "title"))
            what = _("Chapter “%(title)s”") % {"title": name}
            page = self.page(what, context, markup.attribute(chapter, "id"))
            blocks = blocks_of(page, _lines(markup.raw(markup.child(chapter, "content"))))
            node.children.append(self._said(what, blocks, name))
        return node

    def _assign(self, activity: Element, context: str, title: str) -> Node:
        what = _("Assignment “%(title)s”") % {"title": title}
        page = self.page(what, context)
        html = "".join(_lines(_known(markup.raw(markup.child(activity, name)))) for name in ("intro", "activity", "description"))
        task = html_of(page, html) or f"<p>{_quoted(title)}</p>"
        attached = [
            self.reading.file_block(member) for member in self.reading.package.under(f"{context}/mod_assign/introattachment")
        ]
        points = _number(markup.words(markup.child(activity, "grade")))
        self.report.changed(
            what, _("It is a practical task now, with a photo as evidence, marked by the local teacher. Complete its rubric.")
        )
        extra = [block for block in [*page.inserts, *attached] if block]
        return Node(title, [*extra, practical(task, points=points if points and 0 < points <= 1000 else 1.0)])

    def _quiz(self, activity: Element, context: str, title: str) -> Node:
        what = _("Test “%(title)s”") % {"title": title}
        blocks = self._intro(activity, context, what)
        instances = markup.every(activity, "question_instance")
        for instance in sorted(instances, key=lambda found: _whole(markup.words(markup.child(found, "slot")))):
            question = self._asked(instance)
            if question is None:
                self.report.left_out(
                    what,
                    _("A question drawn at random, or kept outside the backup, is not part of the test; see the question bank."),
                )
                continue
            points = _number(markup.words(markup.child(instance, "maxmark")) or markup.words(markup.child(instance, "grade")))
            blocks += self._question(question, context, points or 0.0)
        if not blocks:
            self.report.left_out(what, _("There are no questions in it."))
        return Node(title, blocks, is_said=True)

    def _asked(self, instance: Element) -> Element | None:
        entry = markup.words(markup.first(instance, "questionbankentryid"))
        if entry in self.bank.by_entry:
            return self.bank.by_entry[entry]
        identifier = markup.words(markup.child(instance, "questionid")) or markup.words(markup.child(instance, "question"))
        found = self.bank.by_id.get(identifier)
        return None if markup.words(markup.child(found, "qtype")) == "random" else found

    def _question(self, question: Element, context: str, points: float) -> list[BlockSource]:
        self.bank.used.add(id(question))
        identifier = markup.attribute(question, "id")
        own = self.bank.context.get(id(question), "")
        folders = [
            path
            for path in (f"{own}/question/questiontext/{identifier}", f"{context}/question/questiontext/{identifier}")
            if path
        ]
        page = Page(
            self.reading,
            _("Question “%(title)s”") % {"title": markup.words(markup.child(question, "name"))},
            find=lambda reference: self.find_in(self._all_question_areas(), reference, [*folders, *self._areas_of(question)]),
            link=self.link,
        )
        return Reader(question, page, points, self.bank).blocks()

    def _areas_of(self, question: Element) -> list[str]:
        """Where files of this question and of its answers lie, in whichever context."""
        numbers = [markup.attribute(found, "id") for found in markup.every(question, "question", "answer", "match")]
        return [area for number in numbers for area in sorted(self.question_areas.get(number, ()))]

    def _all_question_areas(self) -> set[str]:
        return {area for areas in self.question_areas.values() for area in areas}

    def rest_of_bank(self) -> list[BlockSource]:
        """Questions no test of the backup asks."""
        blocks: list[BlockSource] = []
        for question in self.bank.all():
            if id(question) in self.bank.used or markup.words(markup.child(question, "qtype")) == "random":
                continue
            blocks += self._question(question, "", 0.0)
        if blocks:
            why = _("No test of the backup asks them; they stand in a lesson at the end.")
            self.report.changed(_("Question bank (%(count)s blocks)") % {"count": len(blocks)}, why)
        return blocks

    def _lesson(self, activity: Element, context: str, title: str) -> Node:
        node = Node(title, self._intro(activity, context, _("Lesson “%(title)s”") % {"title": title}))
        for part in markup.children(markup.child(activity, "pages"), "page"):
            name = markup.words(markup.child(part, "title"))
            html = _lines(markup.raw(markup.child(part, "contents")))
            kind = _LESSON_KINDS.get(markup.words(markup.child(part, "qtype")), "")
            if kind == "page":
                what = _("Page “%(title)s”") % {"title": name}
                node.children.append(
                    self._said(what, blocks_of(self.page(what, context, markup.attribute(part, "id")), html), name)
                )
            elif kind:
                block = self._lesson_question(part, kind, self.page(name, context, markup.attribute(part, "id")), html)
                node.children.append(Node(name, [block] if block else []))
        if node.children:
            self.report.changed(
                _("Lesson “%(title)s”") % {"title": title}, _("Its pages follow one another; jumps between them are not kept.")
            )
        return node

    def _lesson_question(self, part: Element, kind: str, page: Page, html: str) -> BlockSource | None:
        prompt = html_of(page, html)
        question = Question(self.report, named(markup.words(markup.child(part, "title")), prompt), prompt)
        answers = [
            (
                markup.raw(markup.child(answer, "answer_text")),
                _number(markup.words(markup.child(answer, "score"))) or 0.0,
                markup.raw(markup.child(answer, "response")),
            )
            for answer in markup.every(markup.child(part, "answers"), "answer")
        ]
        answers = [(_known(text), score, _known(said)) for text, score, said in answers]
        if kind == "essay":
            return question.essay()
        if kind == "match":
            return question.match([(text, said) for text, _score, said in answers if text and said])
        if kind == "numerical" and answers and _number(plain(answers[0][0])) is not None:
            return question.number(_number(plain(answers[0][0])) or 0.0, 0.0)
        if kind in {"shortanswer", "numerical"}:
            return question.text(text for text, score, _said in answers if score > 0)
        options = [Option(html_of(page, _lines(text)), score > 0, said) for text, score, said in answers if plain(text)]
        return question.choice(options, several=markup.words(markup.child(part, "qoption")) == "1")

    def _glossary(self, activity: Element, context: str, title: str) -> Node:
        what = _("Glossary “%(title)s”") % {"title": title}
        rows = []
        for entry in markup.every(activity, "entry"):
            concept = _quoted(markup.words(markup.child(entry, "concept")))
            rows.append(f"<h4>{concept}</h4>{_lines(markup.raw(markup.child(entry, 'definition')))}")
        blocks = blocks_of(self.page(what, context), "".join(rows))
        if blocks:
            self.report.changed(
                what, _("Its entries are a text of the lesson now; terms of a trade belong into the glossary of the platform.")
            )
        return Node(title, [*self._intro(activity, context, what), *blocks])

    def _forum(self, activity: Element, context: str, title: str) -> Node:
        self.report.left_out(_("Discussion “%(title)s”") % {"title": title}, _("There are no discussions in a course here."))
        return Node("", is_said=True)

    def _package(self, activity: Element | None, context: str, title: str) -> Node:
        """SCORM and H5P inside the backup are packages of their own."""
        members = [
            member
            for member in self.reading.package.under(context)
            if "/package/" in member.path and names.ending(member.path) in {".zip", ".h5p"}
        ]
        if not members or self.reading.nested is None:
            self.report.left_out(f"“{title}”", _("The package inside the backup is missing, or works only in Moodle."))
            return Node("", is_said=True)
        try:
            inner = self.reading.nested(self.reading, members[0])
        except PackageRefused as refusal:
            self.report.left_out(f"“{title}”", str(refusal))
            return Node("", is_said=True)
        return Node(title, children=[_as_node(unit) for unit in inner.units])


def _as_node(unit: UnitSource) -> Node:
    return Node(unit.title, list(unit.blocks), [_as_node(inner) for inner in unit.units])


def _known(text: str) -> str:
    return "" if text.strip() == _NULL else text


def _lines(text: str) -> str:
    return (
        text
        if "<" in text or not text.strip()
        else "".join(f"<p>{_quoted(line)}</p>" for line in text.split("\n") if line.strip())
    )


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


_READERS: dict[str, Any] = {
    "page": Activities._page_activity,
    "label": Activities._label,
    "resource": Activities._resource,
    "folder": Activities._folder,
    "url": Activities._url,
    "book": Activities._book,
    "assign": Activities._assign,
    "assignment": Activities._assign,
    "quiz": Activities._quiz,
    "lesson": Activities._lesson,
    "glossary": Activities._glossary,
    "forum": Activities._forum,
}
