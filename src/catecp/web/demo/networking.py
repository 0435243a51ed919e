"""The demo's three networking phases: survey answers in many languages, calls, contacts. All invented, with seeded chance."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from catecp.accounts.models import User
from catecp.events.models import Event, Registration
from catecp.events.queries.people import confirmed_registrations
from catecp.languages.tags import LANGUAGES
from catecp.matching.services import accept_swap, ask_for_contact, say_we_met
from catecp.opportunities.models import Call
from catecp.opportunities.services import CallText, post_call, say_interested
from catecp.surveys.enums import StatementState
from catecp.surveys.models import AccessCode, Statement, Survey
from catecp.surveys.phone_answers import Raw, Submission
from catecp.surveys.queries.surveys import questions_of
from catecp.surveys.services.answering import submit_response
from catecp.surveys.services.authoring import create_workshop_survey
from catecp.surveys.services.closing import close_survey, open_survey
from catecp.surveys.services.grouping import confirm_suggestions, read_texts, set_aside
from catecp.web.demo.hall import chance
from catecp.web.demo.people import a_participant
from catecp.web.demo.workshop import local, story

ANSWERED = 97
# How many of the 97 chose each programme first, roughly as the printed report ranks them.
WEIGHTS = {"exchange": 9, "digital-ai": 8, "green": 5, "teacher-training": 5}
_HOME_LANGUAGE = {"CN": "zh-hans", "KH": "km", "TH": "th", "VN": "vi", "ID": "id", "MY": "ms", "RU": "ru", "TL": "pt", "PH": "en"}


def language_of(registration: Registration, dice: Any) -> str:
    """Two in three answer in the language of their country, the others in English."""
    country = registration.institution.country_id if registration.institution else "KH"
    return _HOME_LANGUAGE.get(country or "", "en") if dice.random() < 0.67 else "en"


def answer_survey(event: Event, by: User) -> Survey:
    """97 of the 134 answer within the quarter of an hour, then the survey closes."""
    dice = chance("survey")
    survey = create_workshop_survey(event=event, languages=list(LANGUAGES), by=by, at=local("2025-05-12T18:00"))
    open_survey(survey=survey, by=by, at=local("2025-05-13T15:45"))
    codes = list(AccessCode.objects.filter(survey=survey).select_related("registration__institution").order_by("registration"))
    dice.shuffle(codes)
    numbers = [question.number for question in questions_of(survey)]
    for place, code in enumerate(codes[:ANSWERED]):
        language = language_of(code.registration, dice)
        answers = {numbers[0]: Raw(values=_programmes(survey, dice))} | _free_texts(language, numbers[1:], dice)
        sent = Submission(
            client_id=f"demo-answer-{place:08d}", code=code.code, language=language, rotation=place, answers=answers
        )
        submit_response(survey=survey, submission=sent)
    close_survey(survey=survey, by=by, at=local("2025-05-13T16:00"))
    group_answers(survey, by)
    return survey


def group_answers(survey: Survey, by: User) -> None:
    """The coordinator read the suggestions and confirmed those that are clear; what fits nowhere is “also said”, some still wait."""
    read_at = local("2025-05-14T10:00")
    read_texts(survey=survey, by=by, at=read_at)
    mine = Statement.objects.filter(answer__response__survey=survey)
    clear = mine.filter(state=StatementState.SUGGESTED, score__gte=0.5).values_list("public_id", flat=True)
    confirm_suggestions(survey=survey, statements=list(clear), by=by, at=read_at)
    rest = mine.filter(state=StatementState.OPEN).order_by("text", "pk").values_list("public_id", flat=True)
    set_aside(survey=survey, statements=list(rest), by=by, at=read_at)


def _programmes(survey: Survey, dice: Any) -> list[str]:
    keys = [str(option["key"]) for option in questions_of(survey)[0].settings["options"]]
    weights = [WEIGHTS.get(key, 2) for key in keys]
    chosen: list[str] = []
    while len(chosen) < dice.choice([1, 2, 3, 3, 3]):
        key = dice.choices(keys, weights)[0]
        if key not in chosen:
            chosen.append(key)
    return chosen


def _free_texts(language: str, numbers: Sequence[int], dice: Any) -> dict[int, Raw]:
    """Texts from the story in that language; not everybody writes everything."""
    rows = [row[1:] for row in story()["answers"] if row[0] == language]
    if not rows or dice.random() < 0.15:
        return {}
    row = dice.choice(rows)
    return {number: Raw(values=[said]) for number, said in zip(numbers, row, strict=True) if said and dice.random() < 0.8}


def post_calls(event: Event, by: User) -> None:
    """Nine calls by people of the country named in the story, and interest from others."""
    dice = chance("calls")
    people = list(confirmed_registrations(event))
    for number, (kind, offers, language, text, country, until) in enumerate(story()["calls"]):
        owner = dice.choice([row for row in people if row.institution and row.institution.country_id == country])
        said = CallText(
            text=text, language=language, kind=kind, offers=offers, closes_on=date.fromisoformat(until) if until else None
        )
        moment = local("2025-05-13T16:02") + timedelta(minutes=2 * number)
        call = post_call(
            owner=owner.person,
            said=said,
            event=event,
            institution=owner.institution,
            once_key=f"demo-{number}",
            at=moment,
            by=None,
        )
        _interest(call, owner, people, dice)


def _interest(call: Call, owner: Registration, people: list[Registration], dice: Any) -> None:
    others = [row for row in people if row.institution_id and row.institution_id != owner.institution_id]
    for row in dice.sample(others, dice.randrange(1, 7)):
        moment = call.posted_at + timedelta(minutes=1)
        say_interested(call=call, person=row.person, institution=row.institution, at=moment, by=None)


def exchange_contacts(event: Event, by: User) -> None:
    """Forty requests; most are accepted, a third of those say that they met. The demo's participant has some of each."""
    dice = chance("contacts")
    people = [row for row in confirmed_registrations(event) if row.institution_id]
    me = a_participant(event)
    pairs = [(me, row) for row in dice.sample([row for row in people if row.institution_id != me.institution_id], 3)]
    while len(pairs) < 40:
        one, other = dice.sample(people, 2)
        taken = {frozenset((a.pk, b.pk)) for a, b in pairs}
        if one.institution_id != other.institution_id and frozenset((one.pk, other.pk)) not in taken:
            pairs.append((one, other))
    for number, (one, other) in enumerate(pairs):
        _exchange(one, other, number=number, dice=dice)


def _exchange(one: Registration, other: Registration, *, number: int, dice: Any) -> None:
    moment = local("2025-05-13T16:21") + timedelta(seconds=20 * number)
    swap = ask_for_contact(asker=one, asked=other, fields=["email", "post", "institution"], at=moment, by=None)
    if number == 2 or dice.random() > 0.8:
        return
    swap = accept_swap(swap=swap, person=other.person, fields=["email", "phone", "institution"], at=moment, by=None)
    if number == 0 or dice.random() < 0.35:
        for person in (one.person, other.person):
            say_we_met(swap=swap, person=person, at=moment + timedelta(minutes=3), by=None)
