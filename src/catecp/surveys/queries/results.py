"""What was answered. Every count is of people; shares carry their N; groups under five are merged in breakdowns of anonymous answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from catecp.surveys.enums import Anonymity, CodebookKind, StatementState
from catecp.surveys.models import Answer, Code, Question, Response, Statement, Survey
from catecp.surveys.question_types.base import Given
from catecp.surveys.question_types.registry import KINDS
from catecp.surveys.tally import SMALLEST_GROUP, Group, Share, group_of, merged_groups, shares


@dataclass(frozen=True)
class Breakdown:
    """How many people of each language group chose each option. `cells[option][group]`; each row sums to the option's people."""

    groups: list[Group]
    rows: list[tuple[Share, list[int]]]


def responses_of(survey: Survey) -> QuerySet[Response]:
    """One row per person, in no order of arrival."""
    return survey.responses.order_by("key")


def responses_count(survey: Survey) -> int:
    return survey.responses.count()


def people_by_language(survey: Survey) -> list[Group]:
    """People by the language they read in. Merged below five when the survey is anonymous. Sums to everybody."""
    rows = survey.responses.order_by().values_list("language").annotate(people=Count("key"))
    return _grouped(survey, dict(rows))


def _grouped(survey: Survey, counts: dict[str, int]) -> list[Group]:
    return merged_groups(counts, smallest=SMALLEST_GROUP if survey.anonymity == Anonymity.ANONYMOUS else 1)


def given_to(question: Question) -> list[Given]:
    """Everything answered to a question."""
    rows = question.answers.order_by("pk").values_list("chosen", "text")
    return [Given(chosen=tuple(chosen), text=text) for chosen, text in rows]


def shares_of(question: Question) -> list[Share]:
    """People per option, most first; the share is of those who answered this question."""
    given = given_to(question)
    return shares(KINDS[question.kind].tally(question.settings, given), answered=len(given))


def answered_count(question: Question) -> int:
    return question.answers.count()


def top_choices(question: Question, *, most: int = 3) -> list[Share]:
    """The most chosen options; equals of the last one are all in, so nobody is dropped by the alphabet."""
    ranked = [share for share in shares_of(question) if share.people]
    if len(ranked) <= most:
        return ranked
    return [share for share in ranked if share.people >= ranked[most - 1].people]


def choices_by_language(question: Question) -> Breakdown:
    """The options against the languages people read in, with small groups merged."""
    given = list(question.answers.order_by("pk").values_list("chosen", "response__language"))
    counts = Counter(language for _chosen, language in given)
    groups = _grouped(question.survey, dict(counts))
    place = {member: number for number, group in enumerate(groups) for member in group.members}
    cells: dict[str, list[int]] = {}
    for chosen, language in given:
        for key in chosen:
            cells.setdefault(key, [0] * len(groups))[place[language]] += 1
    return Breakdown(groups, [(share, cells.get(share.key, [0] * len(groups))) for share in shares_of(question)])


@dataclass(frozen=True)
class CodeShare:
    """An idea and the people who said it, of those who wrote something. `statements` are what they said."""

    code: Code
    people: int
    answered: int
    statements: Sequence[Statement]


def statements_of(survey: Survey, kind: str) -> QuerySet[Statement]:
    return (
        Statement.objects.filter(answer__response__survey=survey, answer__question__codebook=kind)
        .select_related("code", "answer")
        .order_by("pk")
    )


def people_by_code(survey: Survey, kind: str) -> list[CodeShare]:
    """Confirmed ideas with the number of people (not mentions) who said them, most first."""
    confirmed: dict[Code, list[Statement]] = {}
    for statement in statements_of(survey, kind).filter(state=StatementState.CONFIRMED):
        if statement.code is not None:
            confirmed.setdefault(statement.code, []).append(statement)
    wrote = wrote_count(survey, kind)
    found = [
        CodeShare(code, len({statement.answer.response_id for statement in said}), wrote, said)
        for code, said in confirmed.items()
    ]
    return sorted(found, key=lambda share: (-share.people, share.code.position, share.code.pk))


def wrote_count(survey: Survey, kind: str) -> int:
    """People who wrote something to the questions of this codebook."""
    answers = Answer.objects.filter(response__survey=survey, question__codebook=kind).exclude(text="")
    return answers.values("response").distinct().count()


def statements_not_grouped(survey: Survey, kind: str) -> QuerySet[Statement]:
    """Everything no person has put under an idea yet, and what stays "also said": nothing anybody wrote is left out."""
    return statements_of(survey, kind).exclude(state=StatementState.CONFIRMED)


def texts_unread(survey: Survey) -> int:
    """Free texts that have not been cut into statements yet."""
    return unread_answers(survey).count()


def unread_answers(survey: Survey) -> QuerySet[Answer]:
    return (
        Answer.objects.filter(response__survey=survey, statements__isnull=True)
        .exclude(text="")
        .exclude(question__codebook="")
        .select_related("response", "question")
        .order_by("pk")
    )


def codebook_kinds(survey: Survey) -> list[tuple[str, str]]:
    """(kind, its name) of the codebooks this survey's questions use, in the order of the questions."""
    kinds = survey.questions.exclude(codebook="").order_by("number").values_list("codebook", flat=True)
    return [(kind, str(CodebookKind(kind).label)) for kind in dict.fromkeys(kinds)]


def export_headers(questions: Sequence[Question]) -> list[str]:
    return [
        "language",
        "source",
        *(f"q{question.number}" for question in questions),
        *(f"q{question.number}_text" for question in questions),
    ]


def export_rows(survey: Survey, questions: Sequence[Question]) -> list[list[str]]:
    """One row per person, ordered by what they answered and not by when; languages of fewer than five people are merged."""
    printed = group_of(people_by_language(survey))
    rows: dict[int, dict[int, Answer]] = {}
    for answer in Answer.objects.filter(response__survey=survey).order_by("pk"):
        rows.setdefault(answer.response_id, {})[answer.question_id] = answer
    found = []
    for response in responses_of(survey):
        mine = rows.get(response.key, {})
        chosen = [" | ".join(mine[question.pk].chosen) if question.pk in mine else "" for question in questions]
        texts = [mine[question.pk].text if question.pk in mine else "" for question in questions]
        found.append([printed[response.language], response.source, *chosen, *texts])
    return sorted(found)
