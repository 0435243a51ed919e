from catecp.surveys.models.codebook import Code, Statement
from catecp.surveys.models.response import AccessCode, Answer, Receipt, Response
from catecp.surveys.models.survey import Question, Survey

__all__ = ["AccessCode", "Answer", "Code", "Question", "Receipt", "Response", "Statement", "Survey"]
