"""One item of QTI 2.x or 3.0 as questions. QTI 3 writes `qti-choice-interaction` where QTI 2 writes `choiceInteraction`: both become the latter.

Understood: choice, order, match, associate, gap match, hot text, inline choice, text entry, extended text, upload, slider.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from catecp.courses.content import BlockSource
from catecp.interop.packages import markup
from catecp.interop.packages.markup import Element
from catecp.interop.packages.pages import Page, html_of, plain
from catecp.interop.packages.questions import Option, Question, named
from catecp.interop.packages.reading import text_block

_LEFT_OUT = {
    "hotspotInteraction", "graphicOrderInteraction", "graphicAssociateInteraction", "graphicGapMatchInteraction", "drawingInteraction",
    "positionObjectInteraction", "selectPointInteraction", "customInteraction", "portableCustomInteraction", "positionObjectStage",
}  # fmt: skip
_BY_PERSON = {"uploadInteraction": "either", "extendedTextInteraction": "photo"}
_SILENT = {"endAttemptInteraction", "mediaInteraction"}
_GAP = " ______ "
_UNSHOWN = {
    "rubricBlock",
    "feedbackBlock",
    "feedbackInline",
    "templateBlock",
    "templateInline",
    "stylesheet",
    "catalogInfo",
    "companionMaterialsInfo",
}


def modern(root: Element) -> Element:
    """Names of QTI 3 as QTI 2 had them, in place; namespaces gone."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = markup.local(element)
        element.tag = _camel(name[4:]) if name.startswith("qti-") else name
        for key in list(element.attrib):
            if "-" in key and not key.startswith(("data-", "aria-")):
                element.set(_camel(key), element.attrib.pop(key))
    return root


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(piece.capitalize() for piece in rest)


def blocks_of(root: Element, page: Page) -> list[BlockSource]:
    """The questions of an item (already `modern`), in order; what is not kept is said."""
    return list(_Item(root, page).blocks())


class _Item:
    def __init__(self, root: Element, page: Page) -> None:
        self.root = root
        self.page = page
        self.body = markup.child(root, "itemBody")
        self.title = markup.attribute(root, "title")
        self.declared = {markup.attribute(found, "identifier"): found for found in markup.children(root, "responseDeclaration")}
        self.solution = html_of(page, self._modal())

    def blocks(self) -> Iterator[BlockSource]:
        interactions = (
            [found for found in self.body.iter() if markup.local(found).endswith("Interaction")] if self.body is not None else []
        )
        asking = [found for found in interactions if markup.local(found) not in _SILENT]
        report = self.page.reading.report
        if (
            markup.first(self.root, "templateDeclaration") is not None
            and markup.first(self.root, "templateProcessing") is not None
        ):
            report.left_out(self.page.what, _("Its numbers are drawn by a program at every try; such questions are not kept."))
            return
        if not asking:
            yield from self._only_text()
            return
        prompts = self._prompts(asking)
        yield from self.page.inserts
        for number, (interaction, prompt) in enumerate(zip(asking, prompts, strict=True)):
            suffix = f" ({number + 1})" if len(asking) > 1 else ""
            yield from (block for block in self._ask(interaction, prompt, suffix) if block)

    def _only_text(self) -> Iterator[BlockSource]:
        html = html_of(self.page, self._shown(self.body))
        yield from self.page.inserts
        if plain(html):
            self.page.reading.report.changed(self.page.what, _("It asks for no answer, so it is a text now."))
            yield text_block(html)
        else:
            self.page.reading.report.left_out(self.page.what, _("It asks nothing we can keep."))

    def _prompts(self, asking: list[Element]) -> list[str]:
        """The text around the interactions, with gaps where they stood; the own prompt of each is added."""
        own = []
        for interaction in asking:
            prompt = markup.child(interaction, "prompt")
            own.append(markup.inner_html(prompt) if prompt is not None else "")
        around = html_of(self.page, self._shown(self.body))
        whole = [html_of(self.page, f"<p>{text}</p>") if text else "" for text in own]
        if len(asking) == 1 or any(not text for text in own):
            return [around + text for text in whole]
        return [(around if number == 0 else "") + text for number, text in enumerate(whole)]

    def _shown(self, body: Element | None) -> str:
        """The body as learners see it before answering."""
        if body is None:
            return ""
        copy = markup.parse(_source(body), name="item")
        for element in list(copy.iter()):
            if not isinstance(element.tag, str) or element.getparent() is None:
                continue
            if element.tag in _UNSHOWN:
                _replace(element, "")
            elif element.tag == "textEntryInteraction" or element.tag == "inlineChoiceInteraction":
                _replace(element, _GAP)
            elif element.tag == "gapMatchInteraction" or element.tag == "hottextInteraction":
                self._open_gaps(element)
            elif element.tag.endswith("Interaction"):
                _replace(element, "")
        return markup.inner_html(copy)

    def _open_gaps(self, element: Element) -> None:
        for inner in list(element.iter("gap", "gapText", "gapImg", "prompt")):
            _replace(inner, _GAP if inner.tag == "gap" else "")
        element.tag = "div"

    def _ask(self, interaction: Element, prompt: str, suffix: str) -> Iterator[BlockSource | None]:
        kind = markup.local(interaction)
        question = Question(self.page.reading.report, named(self.title, prompt) + suffix, prompt, self.solution, self._points())
        if kind in _LEFT_OUT:
            question.left_out(_("Questions answered on a picture, or by a program of the author, are not kept; ask it in words."))
        elif kind in _BY_PERSON and not (kind == "extendedTextInteraction" and self._right(interaction)):
            yield question.essay(evidence=_BY_PERSON[kind])
        else:
            reader = getattr(self, f"_{kind}", None)
            if reader is None:
                question.left_out(_("Questions of the kind “%(kind)s” are not kept.") % {"kind": kind})
                return
            yield from reader(interaction, question)

    def _points(self) -> float:
        for declared in markup.children(self.root, "outcomeDeclaration"):
            most = markup.attribute(declared, "normalMaximum")
            if markup.attribute(declared, "identifier") in {"SCORE", "MAXSCORE"} and _number(most):
                return min(_number(most) or 1.0, 1000.0)
        return 1.0

    def _modal(self) -> str:
        """Words shown after answering that explain: for everybody, or the right answer."""
        found = []
        for feedback in markup.every(self.root, "modalFeedback", "feedbackBlock"):
            name = f"{markup.attribute(feedback, 'identifier')} {markup.attribute(feedback, 'outcomeIdentifier')}".lower()
            if "solution" in name or ("correct" in name and "incorrect" not in name and "not" not in name):
                found.append(markup.inner_html(feedback))
        return " ".join(found)

    def _declaration(self, interaction: Element) -> Element | None:
        return self.declared.get(markup.attribute(interaction, "responseIdentifier"))

    def _right(self, interaction: Element) -> list[str]:
        """Values of the right response; where none is declared, those the mapping gives points for."""
        declared = self._declaration(interaction)
        values = [markup.words(found) for found in markup.children(markup.child(declared, "correctResponse"), "value")]
        mapped = []
        for entry in markup.every(markup.child(declared, "mapping"), "mapEntry"):
            if (_number(markup.attribute(entry, "mappedValue")) or 0) > 0:
                mapped.append(markup.attribute(entry, "mapKey"))
        return values or mapped

    def _option(self, choice: Element, right: list[str]) -> Option:
        feedback = " ".join(markup.words(found) for found in markup.every(choice, "feedbackInline"))
        for found in list(markup.every(choice, "feedbackInline", "feedbackBlock")):
            _replace(found, "")
        return Option(html_of(self.page, markup.inner_html(choice)), markup.attribute(choice, "identifier") in right, feedback)

    def _choiceInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        right = self._right(interaction)
        options = [self._option(choice, right) for choice in markup.every(interaction, "simpleChoice")]
        several = (
            markup.attribute(self._declaration(interaction), "cardinality") == "multiple"
            and markup.attribute(interaction, "maxChoices") != "1"
        )
        yield question.choice(options, several=several)

    def _inlineChoiceInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        right = self._right(interaction)
        yield question.choice(
            [self._option(choice, right) for choice in markup.every(interaction, "inlineChoice")], several=False
        )

    def _hottextInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        right = self._right(interaction)
        options = [self._option(choice, right) for choice in markup.every(interaction, "hottext")]
        question.notes.append(_("Words to be marked in the text are answers to choose from now."))
        yield question.choice(options, several=len(right) > 1)

    def _orderInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        right = self._right(interaction)
        by_name = {
            markup.attribute(choice, "identifier"): self._option(choice, right)
            for choice in markup.every(interaction, "simpleChoice")
        }
        ordered = [by_name[name] for name in right if name in by_name]
        if len(ordered) < len(by_name):
            question.notes.append(_("The right order is not stated for all of it: look at it before publishing."))
        yield question.order(ordered + [option for name, option in by_name.items() if name not in right])

    def _matchInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        choices = {
            markup.attribute(found, "identifier"): markup.inner_html(found)
            for found in markup.every(interaction, "simpleAssociableChoice")
        }
        yield question.match(self._pairs(interaction, choices, question))

    _associateInteraction = _matchInteraction

    def _pairs(self, interaction: Element, choices: dict[str, str], question: Question) -> list[tuple[str, str]]:
        found = []
        seen: set[str] = set()
        for pair in self._right(interaction):
            left, _space, right = pair.partition(" ")
            if left in seen:
                question.notes.append(_("Where a thing had several partners, the first is kept."))
                continue
            seen.add(left)
            found.append((choices.get(left, ""), choices.get(right.strip(), "")))
        return found

    def _gapMatchInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        texts = {
            markup.attribute(found, "identifier"): markup.inner_html(found) for found in markup.every(interaction, "gapText")
        }
        by_gap = {pair.split()[-1]: pair.split()[0] for pair in self._right(interaction) if " " in pair}
        if not texts:
            question.left_out(_("Questions answered on a picture, or by a program of the author, are not kept; ask it in words."))
            return
        for number, gap in enumerate(markup.every(interaction, "gap"), start=1):
            asked = self._gap_question(question, number)
            right = by_gap.get(markup.attribute(gap, "identifier"))
            yield asked.choice([Option(html_of(self.page, text), name == right) for name, text in texts.items()], several=False)

    def _gap_question(self, question: Question, number: int) -> Question:
        gap = _("Gap %(number)s") % {"number": number}
        asked = Question(
            question.report, f"{question.what} ({gap})", f"{question.prompt}<p>{gap}</p>", question.explanation, question.points
        )
        asked.notes.append(_("Its gaps are questions of their own now."))
        return asked

    def _textEntryInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        right = self._right(interaction)
        base = markup.attribute(self._declaration(interaction), "baseType")
        value = _number(right[0]) if right else None
        if base in {"float", "integer"} and value is not None:
            yield question.number(value, self._tolerance(value))
        else:
            yield question.text(right)

    _extendedTextInteraction = _textEntryInteraction

    def _sliderInteraction(self, interaction: Element, question: Question) -> Iterator[BlockSource | None]:
        right = self._right(interaction)
        value = _number(right[0]) if right else None
        if value is None:
            question.left_out(_("Its right number is not stated."))
            return
        question.notes.append(_("The slider is a number to type in now."))
        yield question.number(value, 0.0)

    def _tolerance(self, value: float) -> float:
        for equal in markup.every(markup.child(self.root, "responseProcessing"), "equal", "equalRounded"):
            mode = markup.attribute(equal, "toleranceMode")
            stated = _number(markup.attribute(equal, "tolerance").split(" ")[0])
            if mode == "relative" and stated:
                return abs(value) * stated / 100
            if mode == "absolute" and stated:
                return stated
        return 0.0


def _source(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _replace(element: Element, text: str) -> None:
    parent = element.getparent()
    if parent is None:
        return
    words = text + (element.tail or "")
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    parent.remove(element)


def _number(text: str) -> float | None:
    if not re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*", text):
        return None
    value = float(text)
    return value if abs(value) < 1e12 else None
