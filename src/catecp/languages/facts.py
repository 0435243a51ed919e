"""What happened to translations and to the glossary, in the past tense."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class TranslationKept(Fact):
    """Somebody wrote a translation or accepted a machine's draft: `state` is what it is now."""

    kind = "languages.translation.kept"
    about = "translation_id"
    translation_id: int
    body_id: int
    language: str
    state: str


@dataclass(frozen=True)
class TranslationReviewed(Fact):
    """Signed off, or sent back: `state` is what it is now."""

    kind = "languages.translation.reviewed"
    about = "translation_id"
    translation_id: int
    body_id: int
    language: str
    state: str
    own_work: bool = False


@dataclass(frozen=True)
class TranslationsChanged(Fact):
    """Many at once. `what` is accepted, reviewed, from_memory, from_file or drafted."""

    kind = "languages.body.translations_changed"
    about = "body_id"
    body_id: int
    language: str
    what: str
    count: int


@dataclass(frozen=True)
class NoteWritten(Fact):
    kind = "languages.note.written"
    about = "note_id"
    note_id: int


@dataclass(frozen=True)
class NoteSettled(Fact):
    kind = "languages.note.settled"
    about = "note_id"
    note_id: int


@dataclass(frozen=True)
class TermChanged(Fact):
    """Added, or changed in its words or explanation."""

    kind = "languages.term.changed"
    about = "term_id"
    term_id: int


@dataclass(frozen=True)
class TermWordReviewed(Fact):
    kind = "languages.term.word_reviewed"
    about = "term_id"
    term_id: int
    word_id: int


@dataclass(frozen=True)
class GlossaryLoaded(Fact):
    kind = "languages.glossary.loaded"
    about = "source"
    source: str
    added: int
