"""What happened to a survey. There is no fact per answer: a time beside an anonymous answer would lead to who gave it."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class SurveyFact(Fact):
    about = "survey_id"
    survey_id: int
    event_id: int


@dataclass(frozen=True)
class SurveyCreated(SurveyFact):
    kind = "surveys.survey.created"


@dataclass(frozen=True)
class SurveyEdited(SurveyFact):
    """`what`: settings, question, order, translation."""

    kind = "surveys.survey.edited"
    what: str


@dataclass(frozen=True)
class SurveyOpened(SurveyFact):
    kind = "surveys.survey.opened"


@dataclass(frozen=True)
class SurveyClosed(SurveyFact):
    kind = "surveys.survey.closed"
    responses: int


@dataclass(frozen=True)
class CodesIssued(SurveyFact):
    kind = "surveys.codes.issued"
    number: int


@dataclass(frozen=True)
class StatementsGrouped(SurveyFact):
    """`how`: read, confirmed, assigned, split."""

    kind = "surveys.statements.grouped"
    how: str
    number: int


@dataclass(frozen=True)
class CodebookEdited(SurveyFact):
    """`what`: added, changed, merged."""

    kind = "surveys.codebook.edited"
    what: str
    code: str
