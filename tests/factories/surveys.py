import factory

from catecp.surveys.models import AccessCode, Answer, Code, Question, Response, Statement, Survey
from catecp.surveys.starters import workshop_survey
from tests.factories.events import EventFactory

LANGUAGES = ["en", "zh-hans", "km", "th", "vi", "id", "ms", "lo", "my", "fil", "pt", "tet", "ru"]


class SurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Survey

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: {"en": f"Quick survey {n}"})
    languages = factory.LazyFunction(lambda: list(LANGUAGES))
    state = "open"


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    survey = factory.SubFactory(SurveyFactory)
    number = 1
    kind = "text"
    text = factory.Sequence(lambda n: {"en": f"Question {n}?"})


class ChooseThreeFactory(QuestionFactory):
    kind = "top_n"
    codebook = "programmes"
    settings = factory.LazyFunction(lambda: workshop_survey()["questions"][0]["settings"])


class AccessCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessCode

    survey = factory.SubFactory(SurveyFactory)
    code = factory.Sequence(lambda n: f"{n:06d}")


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    survey = factory.SubFactory(SurveyFactory)
    language = "en"


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    response = factory.SubFactory(ResponseFactory)
    question = factory.SubFactory(QuestionFactory)


class CodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Code

    survey = factory.SubFactory(SurveyFactory)
    kind = "challenges"
    key = factory.Sequence(lambda n: f"code-{n}")
    label = factory.LazyAttribute(lambda code: {"en": code.key})


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statement

    answer = factory.SubFactory(AnswerFactory)
    text = factory.Sequence(lambda n: f"Statement {n}")
    language = "en"
