"""Bodies of text with boring sentences, and terms."""

import factory
from django.utils import timezone

from catecp.languages.models import Segment, Term, TermWord, TextBody, Translation
from catecp.languages.segmentation import digest_of


class TextBodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TextBody

    name = "Safety in the welding shop"
    language = "en"


class SegmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Segment

    body = factory.SubFactory(TextBodyFactory)
    text = factory.Sequence(lambda n: f"Sentence number {n} stands here.")
    digest = factory.LazyAttribute(lambda segment: digest_of(segment.text))


class TranslationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Translation

    segment = factory.SubFactory(SegmentFactory)
    language = "km"
    text = "ប្រយោគ"
    state = "translated"
    written_at = factory.LazyFunction(timezone.now)


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Term

    key = factory.Sequence(lambda n: f"term-{n}")
    field = "welding"


def make_term(key: str, field: str = "welding", **words: str) -> Term:
    """make_term("arc", en="arc", zh_hans="电弧")."""
    term = TermFactory(key=key, field=field)
    for language, text in words.items():
        TermWord.objects.create(term=term, language=language.replace("_", "-"), text=text)
    return term
