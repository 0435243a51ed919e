from catecp.languages.models.glossary import Term, TermWord
from catecp.languages.models.search import IndexedDocument, IndexedWord, TermForm, WordTrigram
from catecp.languages.models.segment import Segment, TextBody, Translation, TranslationNote, TranslationState

__all__ = [
    "IndexedDocument",
    "IndexedWord",
    "Segment",
    "Term",
    "TermForm",
    "TermWord",
    "TextBody",
    "Translation",
    "TranslationNote",
    "TranslationState",
    "WordTrigram",
]
