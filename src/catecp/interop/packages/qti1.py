"""Questions in QTI 1.2, as Common Cartridges, Canvas, Blackboard and many older systems write them.

Understood: one and several right answers, true/false, short text, number, matching, order. Essays become practical tasks.
Link: https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_bindv1p2.html
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.packages import markup
from catecp.interop.packages.markup import Element
from catecp.interop.packages.pages import Page, html_of, plain
from catecp.interop.packages.questions import Option, Question, named
from catecp.interop.packages.reading import Reading


@dataclass
class Rules:
    """What the response processing says. `right` maps a response to the values that score, in the order they are named."""

    right: dict[str, list[str]] = field(default_factory=dict)
    least: dict[str, float] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    feedback: dict[str, str] = field(default_factory=dict)  # choice -> ident of its feedback
    general: list[str] = field(default_factory=list)
    points: float = 0.0


def title_of(root: Element) -> str:
    holder = (
        markup.first(root, "assessment")
        if markup.first(root, "assessment") is not None
        else markup.first(root, "objectbank", "section")
    )
    title = markup.attribute(holder, "title")
    if title:
        return title
    for row in markup.every(holder, "qtimetadatafield"):
        if markup.words(markup.child(row, "fieldlabel")) == "bank_title":
            return markup.words(markup.child(row, "fieldentry"))
    return ""


def blocks_of(root: Element, reading: Reading, *, base: str, find=None) -> list[BlockSource]:  # type: ignore[no-untyped-def]  # -- see Page.find
    """Every question of a QTI 1.2 document, in order."""
    found: list[BlockSource] = []
    for item in markup.every(root, "item"):
        found.extend(_Item(item, reading, base, find).blocks())
    return found


class _Item:
    def __init__(self, item: Element, reading: Reading, base: str, find: object) -> None:
        self.item = item
        self.reading = reading
        self.base = base
        self.find = find
        self.presentation = markup.child(item, "presentation")
        self.meta = _metadata(item)
        self.rules = _rules(item)
        self.page = Page(reading, "", base=base, find=find)  # type: ignore[arg-type]  # -- see Page.find
        self.page.what = named(markup.attribute(item, "title"), self._raw_prompt())
        self.prompt = html_of(self.page, self._raw_prompt())

    def blocks(self) -> list[BlockSource]:
        kind = self.meta.get("question_type") or self.meta.get("cc_profile") or self.meta.get("qmd_itemtype", "")
        lids = list(markup.every(self.presentation, "response_lid"))
        strings = list(markup.every(self.presentation, "response_str", "response_num"))
        films = list(self.page.inserts)
        return [*films, *(block for block in self._question(kind.lower(), lids, strings) if block)]

    def _question(self, kind: str, lids: list[Element], strings: list[Element]) -> Iterator[BlockSource | None]:
        question = self._asked()
        if "text_only" in kind or (
            not lids and not strings and markup.first(self.presentation, "response_grp", "response_xy") is None
        ):
            yield self._only_text(question)
        elif "file_upload" in kind:
            yield question.essay(evidence="either")
        elif "essay" in kind:
            yield question.essay()
        elif markup.first(self.presentation, "response_grp", "response_xy") is not None and not lids:
            question.left_out(_("Questions answered on a picture are not kept; ask it in words."))
        elif len(lids) > 1 and ("dropdown" in kind or "blank" in kind):
            yield from self._blanks(lids)
        elif len(lids) > 1 or "matching" in kind:
            yield question.match(list(self._pairs(lids)))
        elif lids:
            yield self._choice(question, lids[0])
        elif len(strings) > 1:
            yield from self._blanks(strings)
        else:
            yield self._typed(question, strings[0], kind)

    def _asked(self, suffix: str = "") -> Question:
        prompt = self.prompt + (f"<p>{suffix}</p>" if suffix else "")
        points = self.rules.points or _number(self.meta.get("points_possible", "")) or 1.0
        general = " ".join(self._feedback(ident) for ident in self.rules.general)
        if not general.strip():
            general = " ".join(self._feedback(ident) for ident in ("general_fb", "solution", "general"))
        what = self.page.what + (f" ({suffix})" if suffix else "")
        return Question(self.reading.report, what, prompt, html_of(self.page, general), points if points <= 100 else 1.0)

    def _only_text(self, question: Question) -> BlockSource | None:
        if not plain(self.prompt):
            question.left_out(_("It asks nothing."))
            return None
        self.reading.report.changed(question.what, _("It asks for no answer, so it is a text now."))
        return BlockSource("text", {"html": self.prompt})

    def _choice(self, question: Question, lid: Element) -> BlockSource | None:
        right = self.rules.right.get(markup.attribute(lid, "ident"), [])
        options = []
        for label in _labels(lid):
            ident = markup.attribute(label, "ident")
            feedback = self._feedback(self.rules.feedback.get(ident, f"{ident}_fb"))
            options.append((ident, Option(html_of(self.page, _material(label)), ident in right, feedback)))
        if markup.attribute(lid, "rcardinality").lower() == "ordered":
            by_ident = dict(options)
            ordered = [by_ident[ident] for ident in right if ident in by_ident]
            return question.order(ordered or [option for ident, option in options])
        several = markup.attribute(lid, "rcardinality").lower() == "multiple"
        return question.choice([option for ident, option in options], several=several)

    def _pairs(self, lids: list[Element]) -> Iterator[tuple[str, str]]:
        for lid in lids:
            right = self.rules.right.get(markup.attribute(lid, "ident"), [])
            chosen = next((label for label in _labels(lid) if markup.attribute(label, "ident") in right), None)
            yield _material(markup.child(lid, "material")), _material(chosen) if chosen is not None else ""

    def _blanks(self, responses: list[Element]) -> Iterator[BlockSource | None]:
        """Several gaps in one text become several questions."""
        for number, response in enumerate(responses, start=1):
            name = markup.words(markup.child(response, "material")) or str(number)
            question = self._asked(_("Gap: %(name)s") % {"name": name})
            question.notes.append(_("Its gaps are questions of their own now."))
            if markup.local(response) == "response_lid" and not self._is_typed(response):
                yield self._choice(question, response)
            else:
                answers = self.rules.right.get(markup.attribute(response, "ident"), [])
                yield question.text(answers or [_material(label) for label in _labels(response)])

    def _is_typed(self, lid: Element) -> bool:
        """Canvas writes typed gaps as choices in which every choice is right."""
        right = self.rules.right.get(markup.attribute(lid, "ident"), [])
        return "fill_in" in self.meta.get("question_type", "") or (bool(right) and len(right) == len(_labels(lid)))

    def _typed(self, question: Question, response: Element, kind: str) -> BlockSource | None:
        ident = markup.attribute(response, "ident")
        answers = self.rules.right.get(ident, [])
        fib = markup.first(response, "render_fib")
        is_number = (
            "numerical" in kind or "calculated" in kind or markup.attribute(fib, "fibtype").lower() in {"decimal", "integer"}
        )
        if is_number and (answers or ident in self.rules.least):
            return self._number(question, ident, answers)
        if "pattern" in kind:
            question.notes.append(_("It accepted answers by a pattern; look at the accepted answers."))
        return question.text(answers)

    def _number(self, question: Question, ident: str, answers: list[str]) -> BlockSource | None:
        exact = next((number for number in map(_number, answers) if number is not None), None)
        least, most = self.rules.least.get(ident), self.rules.most.get(ident)
        if least is not None and most is not None:
            middle = exact if exact is not None and least <= exact <= most else (least + most) / 2
            return question.number(middle, round(max(most - middle, middle - least), 9))
        return question.number(exact, 0.0) if exact is not None else question.text(answers)

    def _raw_prompt(self) -> str:
        flow = self.presentation
        if flow is None:
            return ""
        pieces = []
        for element in markup.every(flow, "material"):
            if not any(
                markup.local(parent) in {"response_lid", "response_label", "response_str", "render_choice"}
                for parent in element.iterancestors()
            ):
                pieces.append(_material_text(element))
        return " ".join(pieces)

    def _feedback(self, ident: str) -> str:
        for feedback in markup.children(self.item, "itemfeedback"):
            if markup.attribute(feedback, "ident") == ident:
                return " ".join(_material_text(material) for material in markup.every(feedback, "material"))
        return ""


def _metadata(item: Element) -> dict[str, str]:
    found = {}
    for row in markup.every(markup.child(item, "itemmetadata"), "qtimetadatafield"):
        found[markup.words(markup.child(row, "fieldlabel")).lower()] = markup.words(markup.child(row, "fieldentry"))
    for row in markup.every(markup.child(item, "itemmetadata"), "qmd_itemtype", "qmd_questiontype"):
        found.setdefault("qmd_itemtype", markup.words(row))
    return found


def _rules(item: Element) -> Rules:
    rules = Rules()
    for condition in markup.every(markup.child(item, "resprocessing"), "respcondition"):
        points = _score(condition)
        shown = [markup.attribute(found, "linkrefid") for found in markup.children(condition, "displayfeedback")]
        equal = [found for found in markup.every(condition, "varequal", "varsubset") if not _is_negated(found)]
        if points > 0:
            rules.points = max(rules.points, points)
            for found in equal:
                _add_right(rules, found)
            _add_bounds(rules, condition)
        elif len(equal) == 1 and shown:
            rules.feedback.setdefault(markup.words(equal[0]), shown[0])
        if not equal or points > 0:
            rules.general += [ident for ident in shown if "incorrect" not in ident]
        if points > 0 and len(equal) == 1 and shown:
            rules.feedback.setdefault(markup.words(equal[0]), shown[-1])
    used = set(rules.feedback.values())
    rules.general = [ident for ident in dict.fromkeys(rules.general) if ident not in used]
    return rules


def _add_right(rules: Rules, found: Element) -> None:
    values = rules.right.setdefault(markup.attribute(found, "respident"), [])
    value = markup.words(found)
    pieces = value.split(",") if markup.local(found).lower() == "varsubset" else [value]
    values.extend(piece.strip() for piece in pieces if piece.strip() not in values)


def _add_bounds(rules: Rules, condition: Element) -> None:
    for found in markup.every(condition, "vargte", "vargt", "varlte", "varlt"):
        value = _number(markup.words(found))
        if value is not None:
            bounds = rules.least if markup.local(found).startswith("varg") else rules.most
            bounds[markup.attribute(found, "respident")] = value


def _is_negated(element: Element) -> bool:
    return any(markup.local(parent) == "not" for parent in element.iterancestors())


def _score(condition: Element) -> float:
    """Points a condition gives; a condition that only shows words gives none."""
    best = 0.0
    for found in markup.children(condition, "setvar"):
        value = _number(markup.words(found))
        if markup.attribute(found, "action").lower() in {"", "set", "add"} and value is not None:
            best = max(best, value)
    return best


def _labels(response: Element) -> list[Element]:
    return list(markup.every(response, "response_label"))


def _material(element: Element | None) -> str:
    if element is None:
        return ""
    holders = [element] if markup.local(element) == "material" else list(markup.every(element, "material"))
    return " ".join(_material_text(material) for material in holders)


def _material_text(material: Element) -> str:
    pieces = []
    for part in material:
        name = markup.local(part).lower()
        if name in {"mattext", "matemtext"}:
            kind = markup.attribute(part, "texttype").lower()
            text = markup.raw(part) if len(part) == 0 else markup.inner_html(part)
            is_html = "html" in kind or (not kind and "<" in text and ">" in text)
            pieces.append(text if is_html or len(part) else _paragraphs(text))
        elif name == "matimage" and markup.attribute(part, "uri"):
            pieces.append(f'<img src="{markup.attribute(part, "uri")}" alt="{markup.attribute(part, "label")}">')
        elif name in {"mataudio", "matvideo"} and markup.attribute(part, "uri"):
            pieces.append(f'<video src="{markup.attribute(part, "uri")}"></video>')
    return " ".join(pieces)


def _paragraphs(text: str) -> str:
    escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<br>".join(line.strip() for line in escaped.split("\n"))


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None
