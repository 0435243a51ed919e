"""XLIFF 2.1 written, 2.x and 1.2 read. Pure: files to units and back.

A unit is one sentence. Inline marks are <pc> (pairs) and <ph> (alone) in 2.1, <g> and <x> (or bpt, ept, ph) in 1.2. The namespace of XLIFF 2.1
is that of 2.0 (OASIS, XLIFF Version 2.1, section 1.5); `subState` says what the four states of the standard cannot.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree  # noqa: S405 -- writes only; what comes in is read by defusedxml

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _

from catecp.languages.inline_marks import Token, tokens

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
OLD_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
OWN = "urn:catecp:desk"
LARGEST = 20_000_000  # bytes
MOST_UNITS = 50_000
INITIAL, TRANSLATED, REVIEWED, FINAL = "initial", "translated", "reviewed", "final"
_STATES = {"missing": (INITIAL, ""), "machine": (INITIAL, "catecp:machine"), "outdated": (INITIAL, "catecp:outdated"),
           "translated": (TRANSLATED, ""), "reviewed": (REVIEWED, "")}  # fmt: skip
_OLD_STATES = {"final": REVIEWED, "signed-off": REVIEWED, "translated": TRANSLATED, "needs-review-translation": TRANSLATED,
               "needs-review-adaptation": TRANSLATED, "needs-review-l10n": TRANSLATED}  # fmt: skip
_RANK = (INITIAL, TRANSLATED, REVIEWED, FINAL)
_ODD_TAGS = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "tl": "fil"}


class NotXliff(ValueError):
    """The file is no XLIFF, is damaged or could harm; the message is a translated sentence."""


@dataclass(frozen=True)
class Unit:
    """A sentence for the translator. `state` is ours: missing, machine, translated, reviewed, outdated."""

    identifier: str
    source: str
    target: str = ""
    state: str = "missing"
    revision: int = 0
    notes: tuple[str, ...] = ()


@dataclass
class ReadUnit:
    identifier: str
    source: list[Token] = field(default_factory=list)
    target: list[Token] = field(default_factory=list)
    state: str = INITIAL  # of the standard
    sub_state: str = ""
    revision: int | None = None


@dataclass(frozen=True)
class ReadFile:
    original: str
    source_language: str
    target_language: str
    units: list[ReadUnit]


def written_tag(language: str) -> str:
    """zh-hans → zh-Hans, as BCP 47 likes it."""
    return "-".join(part.title() if len(part) == 4 else part for part in language.split("-"))


def _our_tag(language: str) -> str:
    tag = language.strip().replace("_", "-").lower()
    return _ODD_TAGS.get(tag, tag)


def write(original: str, name: str, languages: tuple[str, str], units: Iterable[Unit]) -> bytes:
    """An XLIFF 2.1 document; `original` is the body's public id, `languages` source and target."""
    ElementTree.register_namespace("", NAMESPACE)
    ElementTree.register_namespace("catecp", OWN)
    source, target = (written_tag(language) for language in languages)
    root = ElementTree.Element(f"{{{NAMESPACE}}}xliff", {"version": "2.1", "srcLang": source, "trgLang": target})
    file = _child(root, "file", id="f1", original=original)
    _child(_child(file, "notes"), "note", category="title").text = _allowed(name)
    for unit in units:
        _write_unit(file, unit)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _child(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _allowed(text: str) -> str:
    """Without the control characters XML cannot hold."""
    return "".join(letter for letter in text if letter in "\t\n\r" or ord(letter) >= 32 and letter not in "\ufffe\uffff")


def _write_unit(file: ElementTree.Element, unit: Unit) -> None:
    element = _child(file, "unit", id=unit.identifier)
    element.set(f"{{{OWN}}}revision", str(unit.revision))
    if unit.notes:
        notes = _child(element, "notes")
        for note in unit.notes:
            _child(notes, "note").text = _allowed(note)
    marks = tokens(unit.source)
    data = {token.value: "" for token in [*marks, *tokens(unit.target)] if token.kind != "text"}
    if data:
        original = _child(element, "originalData")
        for number, mark in enumerate(data, start=1):
            data[mark] = f"d{number}"
            _child(original, "data", id=data[mark]).text = mark
    state, sub_state = _STATES[unit.state]
    segment = _child(element, "segment", state=state, **({"subState": sub_state} if sub_state else {}))
    _write_inline(_child(segment, "source"), marks, data)
    if unit.target:
        _write_inline(_child(segment, "target"), _as_in(marks, tokens(unit.target)), data)


def _as_in(marks: list[Token], target: list[Token]) -> list[Token]:
    """The target's marks with the numbers the same marks have in the source; those of no source mark are left out."""
    free = [token for token in marks if token.kind in {"open", "alone"}]
    opened: dict[str, str] = {}
    found = []
    for token in target:
        if token.kind in {"open", "alone"}:
            twin = next((mark for mark in free if (mark.kind, mark.value) == (token.kind, token.value)), None)
            if twin is None:
                continue
            free.remove(twin)
            opened[token.number] = twin.number
            found.append(Token(token.kind, token.value, twin.number))
        elif token.kind == "close":
            if token.number in opened:
                found.append(Token("close", token.value, opened[token.number]))
        else:
            found.append(token)
    return found


def _write_inline(parent: ElementTree.Element, placed: list[Token], data: dict[str, str]) -> None:
    closings = {token.number: token.value for token in placed if token.kind == "close"}
    stack = [parent]
    for token in placed:
        if token.kind == "text":
            _append_text(stack[-1], _allowed(token.value))
        elif token.kind == "alone":
            _child(stack[-1], "ph", id=token.number, dataRef=data[token.value])
        elif token.kind == "open":
            ends = data[closings[token.number]]
            stack.append(_child(stack[-1], "pc", id=token.number, dataRefStart=data[token.value], dataRefEnd=ends))
        else:
            stack.pop()


def _append_text(element: ElementTree.Element, text: str) -> None:
    children = list(element)
    if children:
        children[-1].tail = (children[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def read(content: bytes) -> ReadFile:
    """The units of an XLIFF file. Raises NotXliff for anything else, and for XML with a document type or entities."""
    if len(content) > LARGEST:
        raise NotXliff(_("This file is larger than 20 MB. Export fewer sentences at once."))
    try:
        root = SafeTree.fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise NotXliff(
            _("This file declares a document type or entities, which translation files do not need; it was refused.")
        ) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotXliff(_("This is no XML file, or it is damaged. Export it again from your tool as XLIFF.")) from error
    if root.tag == f"{{{NAMESPACE}}}xliff":
        return _read_new(root)
    if root.tag == f"{{{OLD_NAMESPACE}}}xliff":
        return _read_old(root)
    raise NotXliff(_("This is XML, but no XLIFF 2.x or 1.2. Choose the file you exported here, after your tool saved it."))


def _read_new(root: Any) -> ReadFile:
    files = root.findall(f"{{{NAMESPACE}}}file")
    units = [
        _new_unit(element)
        for file in files
        for element in _bounded(file.iter(f"{{{NAMESPACE}}}unit"))
    ]  # fmt: skip
    original = files[0].get("original", "") if files else ""
    return ReadFile(original, _our_tag(root.get("srcLang", "")), _our_tag(root.get("trgLang", "")), units)


def _bounded(elements: Iterable[Any]) -> Iterable[Any]:
    for number, element in enumerate(elements):
        if number >= MOST_UNITS:
            raise NotXliff(_("This file holds more than 50,000 sentences. Split it."))
        yield element


def _new_unit(element: Any) -> ReadUnit:
    """A tool may have cut a unit into several segments: they are joined, and the least finished state counts."""
    revision = element.get(f"{{{OWN}}}revision", "")
    unit = ReadUnit(element.get("id", ""), revision=int(revision) if revision.isdigit() and len(revision) < 10 else None)
    states = []
    for part in element:
        name = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        if name not in {"segment", "ignorable"}:
            continue
        source, target = part.find(f"{{{NAMESPACE}}}source"), part.find(f"{{{NAMESPACE}}}target")
        unit.source += _placed(source)
        unit.target += _placed(target if target is not None or name == "segment" else source)
        if name == "segment":
            state = part.get("state", INITIAL)
            states.append(state if state in _RANK else INITIAL)
            unit.sub_state = unit.sub_state or part.get("subState", "")
    unit.state = min(states, key=_RANK.index, default=INITIAL)
    if not any(token.kind != "text" or token.value.strip() for token in unit.target):
        unit.target = []
    return unit


def _read_old(root: Any) -> ReadFile:
    files = root.findall(f"{{{OLD_NAMESPACE}}}file")
    if not files:
        return ReadFile("", "", "", [])
    units = [_old_unit(element) for file in files for element in _bounded(file.iter(f"{{{OLD_NAMESPACE}}}trans-unit"))]
    head = files[0]
    target_language = next((file.get("target-language") for file in files if file.get("target-language")), "")
    return ReadFile(head.get("original", ""), _our_tag(head.get("source-language", "")), _our_tag(target_language or ""), units)


def _old_unit(element: Any) -> ReadUnit:
    source, target = element.find(f"{{{OLD_NAMESPACE}}}source"), element.find(f"{{{OLD_NAMESPACE}}}target")
    unit = ReadUnit(element.get("id", ""), source=_placed(source), target=_placed(target))
    if target is not None:
        state = target.get("state", "")
        unit.state = _OLD_STATES.get(state, INITIAL) if state else TRANSLATED
        if element.get("approved") == "yes":
            unit.state = REVIEWED
    return unit


def _placed(element: Any) -> list[Token]:
    """Mixed content as tokens; what is inside a native code (bpt, ept, ph of 1.2) is the code, not text."""
    if element is None:
        return []
    found = [Token("text", element.text)] if element.text else []
    for child in element:
        name, number = (child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""), child.get("id", "")
        if name in {"pc", "g"}:
            found += [Token("open", "", number), *_placed(child), Token("close", "", number)]
        elif name in {"ph", "x", "bx", "ex", "it", "sc", "ec"}:
            found.append(Token("alone", "", number))
        elif name in {"bpt", "ept"}:
            found.append(Token("open" if name == "bpt" else "close", "", child.get("rid") or number))
        else:  # mrk and the like: only a remark around text
            found += _placed(child)
        if child.tail:
            found.append(Token("text", child.tail))
    return found
