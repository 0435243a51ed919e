"""Every text of a survey that can be translated, under an address of its own. Pure but for the objects it is handed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catecp.kernel.translated import MACHINE, OUTDATED, REVIEWED, Translated
from catecp.surveys.models import Question, Survey


@dataclass(frozen=True)
class Wording:
    """`path` names the text in forms; `number` is the question's, 0 for the survey's own; `put` sets it on its object, unsaved."""

    path: str
    number: int
    text: Translated
    put: Callable[[Translated], None]
    is_option: bool = False


@dataclass(frozen=True)
class Progress:
    """How far one language is, in texts. `unreviewed` were translated, but no native speaker has said they are right."""

    language: str
    total: int
    missing: int
    outdated: int
    machine: int
    unreviewed: int
    reviewed: int

    @property
    def waiting(self) -> int:
        """Texts that are there and wait for a native speaker."""
        return self.machine + self.unreviewed


def wordings_of(survey: Survey, questions: Sequence[Question]) -> list[Wording]:
    """In the order people read them; empty ones are left out."""
    found = [_attribute("title", 0, survey, "title"), _attribute("intro", 0, survey, "intro")]
    for question in questions:
        prefix = question.public_id
        found.append(_attribute(f"{prefix}-text", question.number, question, "text"))
        found.append(_attribute(f"{prefix}-hint", question.number, question, "hint"))
        for name in ("low", "high"):
            if name in question.settings:
                found.append(_item(f"{prefix}-{name}", question, question.settings, name))
        for place, option in enumerate(question.settings.get("options", [])):
            found.append(_item(f"{prefix}-option-{place}", question, option, "text", is_option=True))
    return [wording for wording in found if wording.text]


def _attribute(path: str, number: int, thing: Survey | Question, name: str) -> Wording:
    return Wording(path, number, getattr(thing, name), lambda text: setattr(thing, name, text))


def _item(path: str, question: Question, holder: dict, name: str, *, is_option: bool = False) -> Wording:
    def put(text: Translated) -> None:
        holder[name] = text.to_json()

    return Wording(path, question.number, Translated.from_json(holder[name]), put, is_option)


def progress_of(wordings: Sequence[Wording], languages: Sequence[str]) -> list[Progress]:
    """Per language; the original language has nothing to do."""
    found = []
    for language in languages:
        states = [wording.text.state(language) for wording in wordings]
        reviewed = sum(state in {REVIEWED, "original"} for state in states)
        missing, outdated, machine = states.count("missing"), states.count(OUTDATED), states.count(MACHINE)
        found.append(
            Progress(
                language, len(states), missing, outdated, machine, len(states) - reviewed - missing - outdated - machine, reviewed
            )
        )
    return found
