"""The kinds of question there are: one file each."""

from catecp.surveys.question_types.base import QuestionType
from catecp.surveys.question_types.choice import Choice
from catecp.surveys.question_types.scale import Scale
from catecp.surveys.question_types.text import Text
from catecp.surveys.question_types.top_n import TopN

KINDS: dict[str, QuestionType] = {kind.kind: kind for kind in (TopN(), Choice(), Scale(), Text())}
