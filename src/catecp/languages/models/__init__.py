from catecp.languages.models.glossary import Term, TermWord
from catecp.languages.models.segment import Segment, TextBody, Translation, TranslationState

__all__ = ["Segment", "Term", "TermWord", "TextBody", "Translation", "TranslationState"]
