"""The trade's words of a lesson: marked in its text, explained below it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from catecp.languages.glossary_marks import explained
from catecp.languages.models import TermWord
from catecp.languages.term_finder import Word


@dataclass
class LessonWords:
    """Marks each term once a lesson. `mark` is handed to the renderer; `keys` are the terms that were marked."""

    words: dict[str, tuple[Word, ...]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)

    @property
    def mark(self) -> Callable[[str, str], str]:
        def marked(html: str, language: str) -> str:
            if language not in self.words:
                rows = TermWord.objects.filter(language=language).order_by("pk").values_list("term__key", "text")
                self.words[language] = tuple(Word(key, text) for key, text in rows)
            found = explained(html, language=language, words=self.words[language], already=self.keys)
            self.keys.extend(found.keys)
            return found.html

        return marked
