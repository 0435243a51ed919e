from tests.access import Access
from tests.factories.events import NOON
from tests.factories.surveys import AnswerFactory, CodeFactory, QuestionFactory, ResponseFactory, StatementFactory, SurveyFactory

SLUG = {"slug": "survey.slug"}
OF_EVENT = {"slug": "event.slug"}
OPEN = {"slug": "event.slug", "public_id": "survey.public_id"}
DRAFT = {"slug": "event.slug", "public_id": "draft.public_id"}
CLOSED = {"slug": "event.slug", "public_id": "closed.public_id"}
QUESTION = {**DRAFT, "question": "draft_question.public_id"}
FORM = {"client": "a" * 32, "q1": "Language", "lang": "en"}
KIND = {**CLOSED, "kind": "challenges"}


def build(world):
    world.survey = SurveyFactory(event=world.event, needs_code=False)
    world.question = QuestionFactory(survey=world.survey, codebook="challenges")
    world.draft = SurveyFactory(event=world.event, state="draft")
    world.first_draft_question = QuestionFactory(survey=world.draft)
    world.draft_question = QuestionFactory(survey=world.draft, number=2)
    world.closed = SurveyFactory(event=world.event, state="closed", closed_at=NOON)
    world.closed_question = QuestionFactory(survey=world.closed, codebook="challenges")
    answer = AnswerFactory(response=ResponseFactory(survey=world.closed), question=world.closed_question, text="Budget; staff")
    world.statement = StatementFactory(answer=answer, text="Budget; staff")
    world.code = CodeFactory(survey=world.closed)
    world.other_code = CodeFactory(survey=world.closed)
    for name in ("challenges", "top_n", "km"):
        setattr(world, name, name)


def only_coordinator(name, kwargs, *, method="get", data=None, status=200, others=404):
    return Access(name, {"visitor": 302, "coordinator": status, "*": others}, method=method, kwargs=kwargs, data=data or {})


ROWS = [
    Access("surveys:answer", {"*": 200}, kwargs=SLUG),
    Access("surveys:answer", {"*": 302}, method="post", kwargs=SLUG, data=FORM),
    only_coordinator("surveys:surveys", OF_EVENT, others=403),
    only_coordinator("surveys:surveys", OF_EVENT, method="post", data={"start": "workshop"}, status=302, others=403),
    only_coordinator("surveys:projector_of_event", OF_EVENT, status=302, others=403),
    only_coordinator("surveys:survey", OPEN),
    only_coordinator("surveys:settings", DRAFT),
    only_coordinator("surveys:open", DRAFT, method="post", status=302),
    only_coordinator("surveys:close", OPEN, method="post", status=302),
    only_coordinator("surveys:preview", DRAFT),
    only_coordinator("surveys:codes", OPEN),
    only_coordinator("surveys:issue_codes", OPEN, method="post", status=302),
    only_coordinator("surveys:question_new", {**DRAFT, "kind": "top_n"}),
    only_coordinator("surveys:question", QUESTION),
    only_coordinator("surveys:question_delete", QUESTION, method="post", status=302),
    only_coordinator("surveys:question_up", QUESTION, method="post", status=302),
    only_coordinator("surveys:translations", {**OPEN, "language": "km"}),
    only_coordinator("surveys:export", CLOSED),
    only_coordinator("surveys:codebook", KIND),
    only_coordinator("surveys:group", KIND, method="post", data={"act": "read"}, status=302),
    only_coordinator("surveys:code_new", KIND, method="post", data={"label": "New"}, status=302),
    only_coordinator("surveys:code", {**CLOSED, "code": "code.public_id"}),
    only_coordinator("surveys:code_merge", {**CLOSED, "code": "code.public_id"}, method="post", status=302),
    only_coordinator("surveys:statement", {**CLOSED, "statement": "statement.public_id"}),
    Access("surveys:results", {"visitor": 302, "coordinator|participant|speaker|ministry": 200, "*": 404}, kwargs=CLOSED),
    Access("surveys:results", {"visitor": 302, "coordinator": 200, "participant|speaker|ministry": 403, "*": 404}, kwargs=OPEN),
    Access("surveys:projector", {"coordinator": 200, "*": 404}, kwargs=OPEN),
    Access("surveys:projector_part", {"coordinator": 200, "*": 404}, kwargs=OPEN),
]
