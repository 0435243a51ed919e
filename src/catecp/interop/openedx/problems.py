"""Problems of Open edX (capa) as questions. One problem may ask several things; each becomes a question.

What a program of the author decides (customresponse, formula, circuit …) cannot be kept and is said.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.packages import markup
from catecp.interop.packages.markup import Element
from catecp.interop.packages.pages import Page, html_of, plain
from catecp.interop.packages.questions import Option, Question, named
from catecp.interop.packages.reading import text_block

_ASKS = {
    "multiplechoiceresponse", "choiceresponse", "truefalseresponse", "stringresponse", "numericalresponse", "optionresponse",
}  # fmt: skip
_PROGRAMS = {
    "customresponse", "formularesponse", "symbolicresponse", "coderesponse", "schematicresponse", "imageresponse", "javascriptresponse",
    "drag_and_drop_input", "annotationresponse", "externalresponse", "jsmeresponse", "chemicalequationinput", "script",
}  # fmt: skip
_QUIET = {"solution", "demandhint", "hint"}


def blocks_of(problem: Element, page: Page, *, title: str) -> list[BlockSource]:
    return list(_Problem(problem, page, title).blocks())


class _Problem:
    def __init__(self, problem: Element, page: Page, title: str) -> None:
        self.problem = problem
        self.page = page
        self.title = title
        self.solution = html_of(page, "".join(markup.inner_html(found) for found in markup.every(problem, "solution")))

    def blocks(self) -> Iterator[BlockSource]:
        foreign = sorted({markup.local(found) for found in markup.every(self.problem, *_PROGRAMS)})
        asks = [found for found in self.problem.iter() if isinstance(found.tag, str) and markup.local(found) in _ASKS]
        if foreign and ("script" in foreign or not asks):
            why = _("A program written by the author decides the answer (%(kinds)s); programs of others are not run here.")
            self.page.reading.report.left_out(self.page.what, why % {"kinds": ", ".join(foreign)})
            return
        if not asks:
            yield from self._only_text()
            return
        before = self._before(asks[0])
        for number, ask in enumerate(asks):
            prompt = self._prompt(ask, before if number == 0 else self._between(asks[number - 1], ask))
            yield from (block for block in self._ask(ask, prompt, number if len(asks) > 1 else -1) if block)
        yield from self.page.inserts

    def _only_text(self) -> Iterator[BlockSource]:
        html = html_of(self.page, markup.inner_html(self.problem))
        if plain(html):
            self.page.reading.report.changed(self.page.what, _("It asks for no answer, so it is a text now."))
            yield text_block(html)
        else:
            self.page.reading.report.left_out(self.page.what, _("It is empty."))

    def _before(self, ask: Element) -> str:
        """What stands above the first question."""
        pieces = []
        for element in self.problem:
            if element is ask or any(inner is ask for inner in element.iter()):
                break
            if isinstance(element.tag, str) and markup.local(element) not in _QUIET:
                pieces.append(_outer(element))
        return (self.problem.text or "") + "".join(pieces)

    def _between(self, last: Element, ask: Element) -> str:
        pieces = []
        element = last.getnext()
        while element is not None and element is not ask:
            if isinstance(element.tag, str) and markup.local(element) not in _QUIET | _ASKS:
                pieces.append(_outer(element))
            element = element.getnext()
        return "".join(pieces)

    def _prompt(self, ask: Element, above: str) -> str:
        """Label, description and loose words of the question itself."""
        pieces = [above, _escaped(ask.text or "")]
        for element in ask:
            if isinstance(element.tag, str) and markup.local(element) in {
                "label",
                "description",
                "p",
                "div",
                "h3",
                "pre",
                "ul",
                "ol",
                "table",
                "span",
            }:
                pieces.append(_outer(element) if markup.local(element) != "label" else f"<p>{markup.inner_html(element)}</p>")
        pieces += [
            _escaped(markup.attribute(found, "label"))
            for found in ask.iter()
            if isinstance(found.tag, str) and markup.attribute(found, "label")
        ]
        before = ask.getparent()
        if before is not None and before is not self.problem and markup.local(before) == "p":
            pieces.insert(0, _escaped(before.text or ""))
        return html_of(self.page, "".join(pieces)) or html_of(self.page, f"<p>{_escaped(self.title)}</p>")

    def _ask(self, ask: Element, prompt: str, number: int) -> Iterator[BlockSource | None]:
        what = named(self.title, prompt) + (f" ({number + 1})" if number >= 0 else "")
        points = _points(markup.attribute(self.problem, "weight"))
        tries = markup.attribute(self.problem, "max_attempts")
        question = Question(
            self.page.reading.report, what, prompt, self._explained(ask), points, int(tries) if tries.isdigit() else 0
        )
        yield getattr(self, f"_{markup.local(ask)}")(ask, question)

    def _explained(self, ask: Element) -> str:
        own = "".join(markup.inner_html(found) for found in markup.every(ask, "solution"))
        return html_of(self.page, own) or self.solution

    def _multiplechoiceresponse(self, ask: Element, question: Question) -> BlockSource | None:
        return question.choice(self._options(ask), several=False)

    def _choiceresponse(self, ask: Element, question: Question) -> BlockSource | None:
        return question.choice(self._options(ask), several=True)

    _truefalseresponse = _multiplechoiceresponse

    def _options(self, ask: Element) -> list[Option]:
        options = []
        for choice in markup.every(ask, "choice"):
            hints = markup.children(choice, "choicehint")
            feedback = " ".join(_hint(found) for found in hints if markup.attribute(found, "selected").lower() != "false")
            for found in hints:
                tail, parent = found.tail, found.getparent()
                if parent is not None:
                    parent.remove(found)
                    parent.text = (parent.text or "") + (tail or "")
            text = html_of(self.page, markup.inner_html(choice))
            options.append(Option(text, markup.attribute(choice, "correct").lower() in {"true", "partial"}, feedback))
        return options

    def _optionresponse(self, ask: Element, question: Question) -> BlockSource | None:
        inputs = list(markup.every(ask, "optioninput"))
        if len(inputs) != 1:
            question.left_out(_("It has several lists to choose from in one sentence; ask them one by one."))
            return None
        stated = markup.attribute(inputs[0], "options")
        if stated:
            right = markup.attribute(inputs[0], "correct")
            found = [piece[0] or piece[1] for piece in re.findall(r"'((?:[^'\\]|\\.)*)'|\"([^\"]*)\"", stated)] or stated.strip(
                "()"
            ).split(",")
            options = [Option(_escaped(text.strip()), text.strip() == right) for text in found if text.strip()]
        else:
            options = []
            for option in markup.every(inputs[0], "option"):
                hints = " ".join(_hint(found) for found in markup.children(option, "optionhint"))
                text = " ".join(f"{option.text or ''} {' '.join(child.tail or '' for child in option)}".split())
                options.append(Option(_escaped(text), markup.attribute(option, "correct").lower() == "true", hints))
        return question.choice(options, several=False)

    def _stringresponse(self, ask: Element, question: Question) -> BlockSource | None:
        kind = markup.attribute(ask, "type").lower()
        answers = [markup.attribute(ask, "answer")]
        answers += [markup.attribute(found, "answer") or markup.words(found) for found in markup.every(ask, "additional_answer")]
        if "regexp" in kind:
            question.notes.append(_("It accepted answers by a pattern; look at the accepted answers."))
        else:
            answers = [piece for answer in answers for piece in answer.split("_or_")]
        return question.text(answers)

    def _numericalresponse(self, ask: Element, question: Question) -> BlockSource | None:
        answer = markup.attribute(ask, "answer").strip()
        span = re.fullmatch(r"[\[(]\s*([^,]+),\s*([^\])]+)[\])]", answer)
        if span:
            least, most = _value(span[1]), _value(span[2])
            if least is not None and most is not None:
                return question.number((least + most) / 2, abs(most - least) / 2)
        value = _value(answer)
        if value is None:
            question.left_out(_("Its answer is a formula (%(answer)s); ask for a number.") % {"answer": answer[:80]})
            return None
        return question.number(value, self._tolerance(ask, value))

    def _tolerance(self, ask: Element, value: float) -> float:
        stated = next(
            (
                markup.attribute(found, "default")
                for found in markup.every(ask, "responseparam")
                if markup.attribute(found, "default")
            ),
            "0",
        )
        if stated.endswith("%"):
            return abs(value) * (_value(stated[:-1]) or 0.0) / 100
        return _value(stated) or 0.0


def _hint(element: Element) -> str:
    return markup.words(element)


def _outer(element: Element) -> str:
    return (
        f"<{markup.local(element)}>{markup.inner_html(element)}</{markup.local(element)}>"
        if markup.local(element) != "img"
        else _picture(element)
    )


def _picture(element: Element) -> str:
    return f'<img src="{markup.attribute(element, "src")}" alt="{markup.attribute(element, "alt")}">'


def _value(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", ""))
    except ValueError:
        return None


def _points(text: str) -> float:
    value = _value(text) if text else None
    return value if value and 0 < value <= 1000 else 1.0


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
