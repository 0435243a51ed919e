from tests.access import Access
from tests.factories.surveys import QuestionFactory, SurveyFactory

SLUG = {"slug": "survey.slug"}
FORM = {"client": "a" * 32, "q1": "Language", "lang": "en"}


def build(world):
    world.survey = SurveyFactory(event=world.event, needs_code=False)
    world.question = QuestionFactory(survey=world.survey, codebook="challenges")


ROWS = [
    Access("surveys:answer", {"*": 200}, kwargs=SLUG),
    Access("surveys:answer", {"*": 302}, method="post", kwargs=SLUG, data=FORM),
]
