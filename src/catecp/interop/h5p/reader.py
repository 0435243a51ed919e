"""H5P: common types become blocks of ours; others stay the package they are, with their words for learners without network."""

from typing import Any

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.courses.enums import BlockKind
from catecp.interop.h5p.content import Content
from catecp.interop.h5p.texts import words_in
from catecp.interop.packages import names
from catecp.interop.packages.archive import Member
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.pages import Page, html_of, plain
from catecp.interop.packages.player import fallback_of, package_asset
from catecp.interop.packages.reading import CourseSource, Reading, text_block
from catecp.interop.packages.refusal import PackageRefused
from catecp.kernel.plaintext import clean_line

_LICENCES = {"U": "", "CC BY": "CC-BY", "CC BY-SA": "CC-BY-SA", "PD": "public domain"}


def read(reading: Reading, member: Member) -> CourseSource:
    about = reading.json(member)
    if not isinstance(about, dict) or not isinstance(about.get("mainLibrary"), str):
        raise PackageRefused("wrong_manifest", name="h5p.json", detail=_("it does not say what kind of content this is."))
    base = names.folder_of(member.path)
    content_file = reading.package.find("content/content.json", base=base)
    if content_file is None:
        raise PackageRefused("no_manifest", name="content/content.json")
    params = reading.json(content_file)
    title = clean_line(plain(str(about.get("title") or "")), longest=300) or _("H5P content")
    content = Content(reading, names.joined(base, "content"))
    nodes = content.nodes(about["mainLibrary"], params, title)
    if not nodes or content.foreign:
        nodes.append(_as_package(reading, about["mainLibrary"], params, title, content))
    units = units_of(nodes, report=reading.report)
    if not units:
        raise PackageRefused("nothing", detail=_("its content is empty."))
    language = str(about.get("defaultLanguage") or about.get("language") or "")
    return CourseSource("h5p", title, units, language=language if language != "und" else "", origin=_origin(about))


def _as_package(reading: Reading, library: str, params: Any, title: str, content: Content) -> Node:
    what = _("Content “%(title)s” (%(library)s)") % {"title": title, "library": library}
    page = Page(reading, what, base=content.folder)
    words = [html_of(page, f"<p>{text}</p>") for text in words_in(params)][:200]
    blocks = [text_block(text) for text in words if plain(text)]
    body = {
        "asset": package_asset(reading),
        "format": "h5p",
        "launch": "",
        "title": title,
        "fallback": fallback_of(title, "", blocks),
    }
    if content.foreign:
        kinds = ", ".join(sorted(content.foreign))
        reading.report.changed(
            what, _("Parts of it (%(kinds)s) play only in the package, which stands at the end.") % {"kinds": kinds}
        )
    else:
        reading.report.kept(
            what,
            _("Kept as the package it is: it plays in its own window, and its words are there for learners without network."),
        )
    return Node(title, [BlockSource(BlockKind.PACKAGE, body)])


def _origin(about: dict) -> str:
    authors = ", ".join(str(author.get("name", "")) for author in about.get("authors") or [] if isinstance(author, dict))
    licence = str(about.get("license") or "")
    stated = _LICENCES.get(licence, licence)
    if stated and about.get("licenseVersion"):
        stated = f"{stated} {about['licenseVersion']}"
    return "; ".join(piece for piece in (authors, stated, str(about.get("source") or "")) if piece)[:300]
