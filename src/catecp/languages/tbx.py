"""The glossary as TBX-Basic (ISO 30042:2019, DCA style). Pure.

Words that no native speaker reviewed say so in a note, so that whoever takes the file knows what it is worth.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree  # noqa: S405 -- writes only

from catecp.languages.xliff import written_tag

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
UNREVIEWED = "Not yet reviewed by a native speaker of the trade."


@dataclass(frozen=True)
class ExportedWord:
    text: str
    is_preferred: bool = True
    is_reviewed: bool = False
    romanised: str = ""


@dataclass(frozen=True)
class ExportedTerm:
    """`words` and `definitions` by language tag."""

    key: str
    subject: str
    words: dict[str, list[ExportedWord]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    source: str = ""


def write(title: str, about: str, terms: Iterable[ExportedTerm]) -> bytes:
    """A TBX-Basic document in UTF-8; terms without any word are left out."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}tbx", {"type": "TBX-Basic", "style": "dca", _XML_LANGUAGE: "en"})
    description = _child(_child(root, "tbxHeader"), "fileDesc")
    _child(_child(description, "titleStmt"), "title").text = title
    _child(_child(description, "sourceDesc"), "p").text = about
    body = _child(_child(root, "text"), "body")
    for term in terms:
        if any(term.words.values()):
            _write_term(body, term)
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return declaration + ElementTree.tostring(root, encoding="utf-8")


def _child(parent: ElementTree.Element, name: str, attributes: dict[str, str] | None = None) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes or {})


def _write_term(body: ElementTree.Element, term: ExportedTerm) -> None:
    entry = _child(body, "conceptEntry", {"id": f"t-{term.key}"})
    _child(entry, "descrip", {"type": "subjectField"}).text = term.subject
    for language, words in term.words.items():
        if not words:
            continue
        section = _child(entry, "langSec", {_XML_LANGUAGE: written_tag(language)})
        if definition := term.definitions.get(language, ""):
            group = _child(section, "descripGrp")
            _child(group, "descrip", {"type": "definition"}).text = definition
            if term.source:
                _child(group, "admin", {"type": "source"}).text = term.source
        for word in words:
            _write_word(section, word)


def _write_word(section: ElementTree.Element, word: ExportedWord) -> None:
    element = _child(section, "termSec")
    _child(element, "term").text = word.text
    status = "preferredTerm-admn-sts" if word.is_preferred else "admittedTerm-admn-sts"
    _child(element, "termNote", {"type": "administrativeStatus"}).text = status
    if word.romanised:
        _child(element, "note").text = f"Romanised: {word.romanised}"
    if not word.is_reviewed:
        _child(element, "note").text = UNREVIEWED
