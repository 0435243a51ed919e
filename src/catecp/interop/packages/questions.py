"""Questions of any format made into ours, and what cannot be a question made into a task for the local teacher. Pure but for the report."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catecp.courses.content import MOST_OPTIONS, BlockSource, Body
from catecp.courses.enums import BlockKind, QuestionKind
from catecp.interop.packages.pages import plain
from catecp.interop.packages.reading import question_block
from catecp.interop.packages.report import Report
from catecp.kernel.plaintext import clean_line


@dataclass
class Option:
    """An answer to choose. `text` is cleaned HTML, `feedback` one line."""

    text: str
    is_right: bool = False
    feedback: str = ""


@dataclass
class Question:
    """A question as a reader found it. `what` names it in the report; texts are cleaned HTML."""

    report: Report
    what: str
    prompt: str
    explanation: str = ""
    points: float = 1.0
    tries: int = 0
    notes: list[str] = field(default_factory=list)  # why it is not just kept

    @property
    def common(self) -> Body:
        return {"prompt": self.prompt, "explanation": self.explanation, "points": self.points, "tries": self.tries}

    def choice(self, options: list[Option], *, several: bool) -> BlockSource | None:
        """One or several right answers; several where the package marks several."""
        right = sum(option.is_right for option in options)
        if right > 1 and not several:
            several = True
            self.notes.append(_("Several answers are marked right, so several may be chosen."))
        if not right:
            self.notes.append(_("No answer is marked right: choose it before publishing."))
        if len(options) > MOST_OPTIONS or len(options) < 2:
            return self._unfit(
                _("It has %(count)s answers; a question has 2 to %(most)s.") % {"count": len(options), "most": MOST_OPTIONS}
            )
        return self._done(question_block(type=_kind(several), options=_listed(options), **self.common))

    def order(self, options: list[Option]) -> BlockSource | None:
        if not 2 <= len(options) <= MOST_OPTIONS:
            return self._unfit(_("There are not enough things to put in order."))
        return self._done(question_block(type=QuestionKind.ORDER, options=_listed(options), **self.common))

    def match(self, pairs: Iterable[tuple[str, str]]) -> BlockSource | None:
        """Pairs of plain lines; pairs without one side are dropped and said."""
        given = [(clean_line(plain(left), longest=600), clean_line(plain(right), longest=600)) for left, right in pairs]
        whole = [(left, right) for left, right in given if left and right]
        if len(whole) < len(given):
            self.notes.append(_("Pairs without a partner are not kept."))
        if not 2 <= len(whole) <= MOST_OPTIONS:
            return self._unfit(_("There are not two pairs to match."))
        return self._done(
            question_block(
                type=QuestionKind.MATCH, pairs=[{"left": left, "right": right} for left, right in whole], **self.common
            )
        )

    def text(self, answers: Iterable[str]) -> BlockSource | None:
        accepted = list(dict.fromkeys(clean_line(plain(answer), longest=600) for answer in answers))
        accepted = [answer for answer in accepted if answer]
        if not accepted:
            return self.essay()
        if len(accepted) > MOST_OPTIONS:
            self.notes.append(_("Only the first %(most)s accepted answers are kept.") % {"most": MOST_OPTIONS})
        return self._done(question_block(type=QuestionKind.TEXT, answers=accepted[:MOST_OPTIONS], **self.common))

    def number(self, value: float, tolerance: float, unit: str = "") -> BlockSource:
        body = {"value": value, "tolerance": abs(tolerance), "unit": unit}
        return self._done(question_block(type=QuestionKind.NUMBER, **body, **self.common))

    def essay(self, *, evidence: str = "photo") -> BlockSource:
        """What no program can mark becomes a task that the local teacher marks."""
        self.notes.append(
            _("Nobody but a person can mark it: it is a practical task now, marked by the local teacher. Complete its rubric.")
        )
        return self._done(practical(self.prompt, evidence=evidence, points=self.points))

    def left_out(self, why: str) -> None:
        self.report.left_out(self.what, why)

    def _unfit(self, why: str) -> BlockSource | None:
        self.report.left_out(self.what, why)
        return None

    def _done(self, block: BlockSource) -> BlockSource:
        if not plain(self.prompt) and "data-asset" not in self.prompt:
            self.notes.append(_("It asks nothing: write the question before publishing."))
        if self.notes:
            self.report.changed(self.what, " ".join(self.notes))
        else:
            self.report.kept(self.what)
        return block


def practical(task: str, *, evidence: str = "photo", points: float = 1.0, rubric: list[Body] | None = None) -> BlockSource:
    """A task for the local teacher to mark, with one line of rubric unless more is known."""
    levels = [{"points": 0, "text": _("not shown")}, {"points": points or 1.0, "text": _("shown")}]
    rows: list[Any] = rubric or [{"criterion": _("The task was done as described."), "levels": levels}]
    return BlockSource(BlockKind.PRACTICAL, {"task": task, "evidence": evidence, "rubric": rows, "safety": ""})


def _kind(several: bool) -> str:
    return QuestionKind.MULTIPLE if several else QuestionKind.SINGLE


def _listed(options: list[Option]) -> list[Body]:
    return [
        {"text": option.text, "is_right": option.is_right, "feedback": clean_line(plain(option.feedback), longest=600)}
        for option in options
    ]


def named(title: str, prompt: str) -> str:
    """How a question is called in the report: by its title, else by how it begins."""
    words = clean_line(title, longest=80) or clean_line(plain(prompt), longest=80)
    return _("Question “%(title)s”") % {"title": words or "?"}
