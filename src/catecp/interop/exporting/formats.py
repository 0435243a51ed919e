"""A published version as an archive of plain pages, a SCORM 1.2 package or a Common Cartridge, each in pieces, and what is different in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from catecp.courses.enums import BlockKind
from catecp.courses.models import Version
from catecp.courses.rendering.lesson import OutlineRow, outline
from catecp.courses.rendering.site import Shell, SiteFile, lessons_of, site_of
from catecp.courses.rendering.texts import in_language, texts_for
from catecp.interop.exporting import manifest, qti
from catecp.interop.exporting.manifest import Item, Resource
from catecp.learning.bundle.making import SCRIPTS, bundle_words

SCORM_SCRIPTS = ("js/learning/check.js", "js/playing/scorm-export.js", "js/learning/lesson.js")


@dataclass(frozen=True)
class Choice:
    """What somebody asked for. `language` is one of those the course can be read in; `media` as `AddressBook.most`."""

    version: Version
    language: str
    media: str = "240p"


def archive(choice: Choice) -> Iterator[SiteFile]:
    """Plain pages that open from a folder, in one language."""
    settings = {"bundle": f"archive-{choice.version.public_id}", "key": "", "entries": []}
    shell = Shell(scripts=SCRIPTS, words=bundle_words, settings=settings)
    yield from site_of(choice.version, languages=[choice.language], media=choice.media, shell=shell)


def scorm12(choice: Choice) -> Iterator[SiteFile]:
    """One SCO a lesson: score and completion go to the system it is put into, answers stay with it."""
    shell = Shell(scripts=SCORM_SCRIPTS, words=bundle_words, settings={})
    files = []
    for file in site_of(choice.version, languages=[choice.language], media=choice.media, shell=shell):
        files.append(file.path)
        yield file
    rows = outline(choice.version, choice.language)
    common = [path for path in files if not path.endswith(".html")]
    resources = [
        Resource(f"r-{row.key}", "webcontent", f"{choice.language}/{row.key}.html", common, {"adlcp:scormtype": "sco"})
        for row in rows
        if row.is_lesson
    ]
    text = manifest.scorm12(_title(choice), items_of(rows), resources)
    yield SiteFile("imsmanifest.xml", text.encode())


def cartridge(choice: Choice) -> Iterator[SiteFile]:
    """Lessons as web content and, for each lesson with questions a cartridge knows, a test."""
    shell = Shell(
        scripts=SCRIPTS, words=bundle_words, settings={"bundle": f"cc-{choice.version.public_id}", "key": "", "entries": []}
    )
    common, resources, tests = [], [], {}
    for file in site_of(choice.version, languages=[choice.language], media=choice.media, shell=shell):
        common += [] if file.path.endswith(".html") else [file.path]
        yield file
    resources.append(Resource("r-common", "webcontent", "", common))
    rows = outline(choice.version, choice.language)
    resources += [Resource(f"r-{row.key}", "webcontent", f"{choice.language}/{row.key}.html") for row in rows if row.is_lesson]
    for key, title, questions in _tests(choice):
        path = f"tests/{key}.xml"
        tests[key] = f"t-{key}"
        resources.append(Resource(tests[key], "imsqti_xmlv1p2/imscc_xmlv1p3/assessment", "", [path]))
        yield SiteFile(path, qti.assessment(tests[key], title, questions).encode())
    text = manifest.cartridge(_title(choice), choice.language, items_of(rows, tests), resources)
    yield SiteFile("imsmanifest.xml", text.encode())


FORMATS = {"html": archive, "scorm12": scorm12, "cartridge": cartridge}


def differences(choice: Choice, kind: str) -> list[str]:
    """What the receiving system will not have as it is here."""
    used = set(choice.version.blocks.values_list("content__kind", flat=True))
    said = []
    if BlockKind.PRACTICAL in used:
        said.append(_("Practical tasks are shown; handing in and marking stay here."))
    if BlockKind.PACKAGE in used:
        said.append(_("Embedded packages are replaced by their words for learners without network."))
    if kind == "cartridge":
        types = set(choice.version.blocks.filter(content__kind=BlockKind.QUESTION).values_list("content__body__type", flat=True))
        if types - set(qti.PROFILES):
            said.append(_("Ordering and matching questions stay in the pages; a cartridge's tests do not know them."))
        if "number" in types:
            said.append(_("A number's tolerance is lost in a cartridge's tests."))
    if kind == "scorm12":
        said.append(_("Each lesson reports its own score and completion."))
    return said


def _title(choice: Choice) -> str:
    return choice.version.course.title.best(choice.language)[0]


def items_of(rows: list[OutlineRow], tests: dict[str, str] | None = None) -> list[Item]:
    """The outline as items: chapters hold their lessons; a lesson's test follows it."""
    found: list[Item] = []
    for position, row in enumerate(rows):
        if row.depth:
            continue
        inside = []
        for other in rows[position + 1 :]:
            if other.depth == 0:
                break
            inside += _lines(other, tests or {})
        own = _lines(row, tests or {})
        found += (
            own if row.is_lesson and not inside else [Item(f"i-{row.key}", row.title, own[0].resource if own else "", inside)]
        )
    return found


def _lines(row: OutlineRow, tests: dict[str, str]) -> list[Item]:
    if not row.is_lesson:
        return []
    lesson = Item(f"i-{row.key}", row.title, f"r-{row.key}")
    return [lesson, Item(f"q-{row.key}", f"{row.title} ?", tests[row.key])] if row.key in tests else [lesson]


def _tests(choice: Choice) -> Iterator[tuple[str, str, list]]:
    version, language = choice.version, choice.language
    titles = {row.key: row.title for row in outline(version, language)}
    with override(language):
        for unit in lessons_of(version):
            blocks = list(
                version.blocks.filter(unit=unit, content__kind=BlockKind.QUESTION).select_related("content").order_by("position")
            )
            fitting = [block for block in blocks if block.content.body["type"] in qti.PROFILES]
            texts = texts_for([block.content for block in fitting], [language], version.course.language)[language]
            questions = [(block.key, in_language(BlockKind.QUESTION, block.content.body, texts)[0]) for block in fitting]
            if questions:
                yield unit.key, titles[unit.key], questions
