import pytest

from catecp.credentials.content import Parties, frozen
from catecp.credentials.documents.certificate import certificate_data
from tests.factories.courses import AT
from tests.factories.learning import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_invented", "said"), [(True, "SPECIMEN"), (False, "")])
def test_certificate_of_an_invented_person_says_so(is_invented, said):
    enrolment = EnrolmentFactory(learner__is_invented=is_invented, completed_at=AT)
    parties = Parties(provider=enrolment.course.owner, receiver=None, adoption=None)

    content = frozen(enrolment=enrolment, parties=parties, template=None, number="CATECP-26-TEST", at=AT)

    assert certificate_data(content, address="x", site="http://x")["specimen"].partition(" ")[0] == said
