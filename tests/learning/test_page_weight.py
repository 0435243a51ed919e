"""A lesson with glossary words on a learner's phone: small on a first visit, smaller when styles and scripts are there already."""

import brotli
import pytest

from catecp.courses.content import UnitSource
from catecp.learning.models import Learner
from tests.factories.courses import OfferingFactory, make_course, single, text
from tests.factories.languages import make_term
from tests.factories.learning import EnrolmentFactory
from tests.test_page_weight import weight

pytestmark = pytest.mark.django_db
FIRST, AFTERWARDS = 60_000, 15_000
PARAGRAPH = (
    "<p>Before the arc burns, look at the cable, the clamp, the gloves and the mask, and say aloud what you saw. Step {}.</p>"
)


@pytest.fixture
def page(learning) -> bytes:
    """A long lesson: forty paragraphs, ten questions, and words of the trade explained below."""
    for key in ("arc", "cable", "clamp", "gloves", "mask"):
        make_term(key, en=key, km=f"{key} ខ្មែរ", zh_hans=f"{key} 中文")
    blocks = (
        text("".join(PARAGRAPH.format(number) for number in range(40))),
        *(single(key=f"q{number}") for number in range(10)),
    )
    offering = OfferingFactory(version=make_course(units=[UnitSource("Light", blocks, key="light")]).published)
    enrolment = EnrolmentFactory(offering=offering, second_language="km")
    response = learning(Learner.objects.get(pk=enrolment.learner_id)).get(f"/learn/{enrolment.public_id}/light/")
    return response.content


def test_lesson_arrives_within_the_budget_of_a_first_visit(page):
    assert page.decode().count('<dt id="term-') == 5
    assert weight(page) <= FIRST


def test_lesson_costs_little_when_styles_and_scripts_are_there(page):
    assert len(brotli.compress(page)) <= AFTERWARDS
