"""The question bank of a Moodle backup: old (questions) and new (entries with versions) alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.packages import markup
from catecp.interop.packages.markup import Element
from catecp.interop.packages.pages import Page, html_of, plain
from catecp.interop.packages.questions import Option, Question, named
from catecp.interop.packages.reading import text_block

_CLOZE = re.compile(r"\{(\d*):([A-Z_]+):((?:[^{}\\]|\\.)*)\}")
_GAP_WORD = re.compile(r"\[\[(\d+)\]\]")
_UNFIT = {
    "calculated",
    "calculatedsimple",
    "calculatedmulti",
    "ddimageortext",
    "ddmarker",
    "random",
    "randomsamatch",
    "coderunner",
    "stack",
}


@dataclass
class Bank:
    """Questions by the id a quiz names: the question's own, or its entry's."""

    by_id: dict[str, Element] = field(default_factory=dict)
    by_entry: dict[str, Element] = field(default_factory=dict)
    context: dict[int, str] = field(default_factory=dict)  # id(element) -> context of its category
    used: set[int] = field(default_factory=set)

    def all(self) -> list[Element]:
        """Every question once: of a versioned one the newest."""
        newest = {id(element) for element in self.by_entry.values()}
        versioned = {id(element) for element in self.by_id.values() if _is_versioned(element)}
        parts = {markup.words(markup.child(element, "parent")) for element in self.by_id.values()} - {"", "0", "$@NULL@$"}
        found = []
        for element in self.by_id.values():
            is_part = markup.words(markup.child(element, "parent")) in parts
            if not is_part and (id(element) not in versioned or id(element) in newest):
                found.append(element)
        return found


def bank_of(root: Element | None) -> Bank:
    bank = Bank()
    for category in markup.children(root, "question_category"):
        context = markup.words(markup.child(category, "contextid"))
        for question in markup.every(category, "question"):
            if not markup.words(markup.child(question, "qtype")):
                continue  # some kinds keep a number under this name
            bank.by_id[markup.attribute(question, "id")] = question
            bank.context[id(question)] = context
        for entry in markup.every(category, "question_bank_entry"):
            versions = list(markup.every(entry, "question_versions"))
            ready = [
                version for version in versions if markup.words(markup.child(version, "status")) in {"ready", ""}
            ] or versions
            latest = max(ready, key=lambda version: int(markup.words(markup.child(version, "version")) or 0), default=None)
            question = markup.first(latest, "question")
            if question is not None:
                bank.by_entry[markup.attribute(entry, "id")] = question
    return bank


def _is_versioned(element: Element) -> bool:
    return any(markup.local(parent) == "question_bank_entry" for parent in element.iterancestors())


class Reader:
    """Reads one question with the page that finds its pictures."""

    def __init__(self, element: Element, page: Page, points: float, bank: Bank) -> None:
        self.bank = bank
        self.element = element
        self.page = page
        self.kind = markup.words(markup.child(element, "qtype"))
        self.name = markup.words(markup.child(element, "name"))
        self.raw = markup.raw(markup.child(element, "questiontext"))
        self.points = points or _number(markup.words(markup.child(element, "defaultmark"))) or 1.0

    def blocks(self) -> list[BlockSource]:
        question = self._question(self.raw)
        before = list(self.page.inserts)
        reader = getattr(self, f"_{self.kind}", None) if self.kind.isalpha() else None
        if reader is None or self.kind in _UNFIT:
            why = _("Questions of the kind “%(kind)s” are decided by a program or on a picture; ask it in words.")
            question.left_out(why % {"kind": self.kind or "?"})
            return []
        return [*before, *(block for block in reader(question) if block)]

    def _question(self, raw: str, suffix: str = "") -> Question:
        prompt = html_of(self.page, _paragraphs(raw))
        explained = html_of(self.page, _paragraphs(markup.raw(markup.child(self.element, "generalfeedback"))))
        return Question(self.page.reading.report, named(self.name, prompt) + suffix, prompt, explained, min(self.points, 1000.0))

    def _answers(self) -> list[tuple[str, float, str]]:
        """(text, share of the points, feedback) of every answer."""
        found = []
        for answer in markup.every(self.element, "answer"):
            text = markup.child(answer, "answertext")
            if text is not None:
                share = _number(markup.words(markup.child(answer, "fraction"))) or 0.0
                found.append((markup.raw(text), share, markup.raw(markup.child(answer, "feedback"))))
        return found

    def _multichoice(self, question: Question) -> Iterator[BlockSource | None]:
        single = markup.words(markup.child(markup.first(self.element, "multichoice"), "single")) != "0"
        options = [Option(html_of(self.page, _paragraphs(text)), share > 0, plain(said)) for text, share, said in self._answers()]
        if single and sum(option.is_right for option in options) > 1:
            best = max(share for _text, share, _said in self._answers())
            for option, (_text, share, _said) in zip(options, self._answers(), strict=True):
                option.is_right = share == best
            question.notes.append(_("Answers that gave a part of the points count as wrong now."))
        yield question.choice(options, several=not single)

    def _truefalse(self, question: Question) -> Iterator[BlockSource | None]:
        options = [Option(html_of(self.page, text), share > 0, plain(said)) for text, share, said in self._answers()]
        yield question.choice(options, several=False)

    def _shortanswer(self, question: Question) -> Iterator[BlockSource | None]:
        right = [plain(text) for text, share, _said in self._answers() if share > 0]
        if any("*" in text for text in right):
            question.notes.append(_("It accepted answers by a pattern; look at the accepted answers."))
        if any(0 < share < 1 for _text, share, _said in self._answers()):
            question.notes.append(_("Answers that gave a part of the points count in full now."))
        yield question.text(text for text in right if text.strip("* "))

    def _numerical(self, question: Question) -> Iterator[BlockSource | None]:
        best = max(self._answers(), key=lambda answer: answer[1], default=None)
        value = _number(plain(best[0])) if best else None
        if value is None:
            question.left_out(_("Its right number is not stated."))
            return
        tolerances = [
            _number(markup.words(markup.child(row, "tolerance"))) or 0.0 for row in markup.every(self.element, "numerical_record")
        ]
        position = self._answers().index(best) if best in self._answers() else 0
        unit = markup.words(markup.child(markup.first(self.element, "numerical_unit"), "unit"))
        yield question.number(value, tolerances[position] if position < len(tolerances) else 0.0, unit)

    def _match(self, question: Question) -> Iterator[BlockSource | None]:
        pairs = [
            (markup.raw(markup.child(row, "questiontext")), markup.raw(markup.child(row, "answertext")))
            for row in markup.every(self.element, "match")
        ]
        yield question.match([pair for pair in pairs if plain(pair[0]) and plain(pair[1])])

    def _ordering(self, question: Question) -> Iterator[BlockSource | None]:
        ordered = sorted(self._answers(), key=lambda answer: answer[1])
        yield question.order([Option(html_of(self.page, text)) for text, _share, _said in ordered])

    def _essay(self, question: Question) -> Iterator[BlockSource | None]:
        yield question.essay()

    def _description(self, question: Question) -> Iterator[BlockSource | None]:
        question.report.kept(question.what)
        yield text_block(question.prompt)

    def _gapselect(self, question: Question) -> Iterator[BlockSource | None]:
        words = [(plain(text), said.strip() or "1") for text, _share, said in self._answers()]
        for number, gap in enumerate(_GAP_WORD.finditer(self.raw), start=1):
            place = int(gap[1]) - 1
            if not 0 <= place < len(words):
                continue
            shown = self.raw[: gap.start()] + " ______ " + self.raw[gap.end() :]
            shown = _GAP_WORD.sub(lambda match: words[int(match[1]) - 1][0] if 0 < int(match[1]) <= len(words) else "", shown)
            asked = self._question(shown, f" ({number})")
            asked.notes.append(_("Its gaps are questions of their own now."))
            group = words[place][1]
            yield asked.choice(
                [Option(_quoted(word), word == words[place][0]) for word, of in words if of == group], several=False
            )

    _ddwtos = _gapselect

    def _with_parts(self) -> str:
        """The text with its numbered gaps written out from the parts the bank keeps for it."""
        sequence = markup.words(markup.first(self.element, "sequence")).split(",")
        parts = [markup.raw(markup.child(self.bank.by_id.get(number.strip()), "questiontext")) for number in sequence]

        def written(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            return parts[place] if 0 <= place < len(parts) else ""

        return re.sub(r"\{#(\d+)\}", written, self.raw)

    def _multianswer(self, question: Question) -> Iterator[BlockSource | None]:
        """Gaps written into the text ({1:SHORTANSWER:=Paris}); newer backups number them and keep each as a part."""
        self.raw = self._with_parts()
        gaps = list(_CLOZE.finditer(self.raw))
        if not gaps:
            question.left_out(_("Its gaps are kept in a way we do not read; ask them one by one."))
            return
        for number, gap in enumerate(gaps, start=1):
            shown = _CLOZE.sub("…", self.raw[: gap.start()]) + " ______ " + _CLOZE.sub("…", self.raw[gap.end() :])
            asked = self._question(shown, f" ({number})")
            asked.notes.append(_("Its gaps are questions of their own now."))
            yield _cloze(asked, gap[2], gap[3])


def _cloze(question: Question, kind: str, stated: str) -> BlockSource | None:
    answers = []
    for piece in re.split(r"(?<!\\)~", stated):
        text, _hash, said = piece.replace("\\", "").partition("#")
        share = re.match(r"%(-?\d+)%", text)
        is_right = text.startswith("=") or (share is not None and int(share[1]) > 0)
        answers.append((re.sub(r"^(=|%-?\d+%=?)", "", text).strip(), is_right, said))
    if kind.startswith(("MULTICHOICE", "MC", "MULTIRESPONSE", "MR")):
        options = [Option(_quoted(text), is_right, said) for text, is_right, said in answers if text]
        return question.choice(options, several="RESPONSE" in kind or kind.startswith("MR"))
    right = [text for text, is_right, _said in answers if is_right]
    if kind.startswith(("NUMERICAL", "NM")) and right:
        value, _colon, tolerance = right[0].partition(":")
        number = _number(value)
        if number is not None:
            return question.number(number, _number(tolerance) or 0.0)
    return question.text(right)


def _paragraphs(text: str) -> str:
    """Moodle keeps plain text too: its lines stay lines."""
    return text if "<" in text else "<br>".join(_quoted(line) for line in text.split("\n"))


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None
