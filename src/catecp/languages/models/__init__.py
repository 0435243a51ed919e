from catecp.languages.models.glossary import Term, TermWord
from catecp.languages.models.segment import Segment, TextBody, Translation, TranslationNote, TranslationState

__all__ = ["Segment", "Term", "TermWord", "TextBody", "Translation", "TranslationNote", "TranslationState"]
