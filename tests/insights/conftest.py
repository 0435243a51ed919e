from datetime import UTC, datetime

import pytest

from catecp.agreements.models import Agreement, Party
from catecp.insights.services.writing import start_report
from catecp.surveys.models import Answer, Question, Response, Survey
from tests.factories.events import (
    CheckpointFactory,
    DeviceFactory,
    EventFactory,
    RegistrationFactory,
    ScanFactory,
    SessionFactory,
    TalkFactory,
)
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

NOW = datetime(2025, 5, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def workshop(db):
    """A small workshop that adds up: 3 from China, 2 from Cambodia, one without institution; two talks, a survey, an agreement."""
    event = EventFactory(slug="small-workshop", name={"en": "Small workshop", "zh-hans": "小型研讨会", "km": "សិក្ខាសាលាតូច"})
    china = InstitutionFactory(name={"en": "Liuzhou College"}, country=CountryFactory(code="CN"))
    cambodia = InstitutionFactory(name={"en": "Angkor Institute"}, country=CountryFactory(code="KH"))
    door, phone = CheckpointFactory(event=event), DeviceFactory(event=event)
    for where in (china, china, china, cambodia, cambodia, None):
        ScanFactory(checkpoint=door, device=phone, registration=RegistrationFactory(event=event, institution=where))
    session = SessionFactory(event=event, number="I", title={"en": "Digital skills"})
    TalkFactory.create_batch(2, session=session)
    survey = Survey.objects.create(event=event, title={"en": "Survey"})
    options = [{"key": "exchange", "text": {"en": "Exchange"}}, {"key": "green", "text": {"en": "Green education"}}]
    question = Question.objects.create(survey=survey, number=1, kind="top_n", text={"en": "What?"}, settings={"options": options})
    for chosen in (["exchange"], ["exchange", "green"], ["green"], ["exchange"]):
        Answer.objects.create(response=Response.objects.create(survey=survey, language="en"), question=question, chosen=chosen)
    agreement = Agreement.objects.create(
        event=event, title={"en": "MoU"}, state="signed", signed_on=event.ends_on, created_at=NOW
    )
    Party.objects.create(agreement=agreement, institution=china)
    Party.objects.create(agreement=agreement, institution=cambodia)
    return event


@pytest.fixture
def draft(workshop, coordinator):
    return start_report(event=workshop, at=NOW, by=coordinator)
