"""From a confirmed adoption to a class of the adopter."""

from datetime import date

import pytest

from catecp.courses.models import Offering
from catecp.courses.services.adoption import AdoptionGiven, confirm_adoption, propose_adoption
from catecp.kernel.translated import written
from catecp.learning.models import StudyClass
from tests.factories.accounts import GrantFactory
from tests.factories.courses import AT, make_course
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db
WORDS = {"name": "Welding 2B", "language": "km"}
GIVEN = AdoptionGiven(programme=written("Diploma of Welding"), starts_on=date(2026, 9, 1), language="km")


@pytest.fixture
def proposed():
    return propose_adoption(course=make_course(), institution=InstitutionFactory(), given=GIVEN, at=AT, by=None)


@pytest.fixture
def adoption(proposed):
    return confirm_adoption(adoption=proposed, given=GIVEN, name="SOK Dara", at=AT, by=None)


def teacher_of(adoption, role="teacher"):
    return GrantFactory(role=role, scope="institution", scope_id=adoption.institution_id).user


def test_an_adopter_opens_classes_through_a_channel_of_its_own(adoption, signed_in):
    client = signed_in(teacher_of(adoption))

    first = client.post(f"/adoptions/{adoption.public_id}/class/", WORDS)
    client.post(f"/adoptions/{adoption.public_id}/class/", {**WORDS, "name": "Welding 2C"})

    offering = Offering.objects.get()
    made = StudyClass.objects.get(name="Welding 2B")
    assert first["Location"] == f"/classes/{made.public_id}/list/"
    assert set(StudyClass.objects.values_list("offering", "institution")) == {(offering.pk, adoption.institution_id)}
    assert (offering.adoption, offering.version, offering.is_open) == (adoption, adoption.version, False)
    assert (offering.channel.kind, offering.channel.owner) == ("live_class", adoption.institution)


def test_a_class_waits_for_the_adoption_to_be_confirmed(proposed, signed_in):
    response = signed_in(teacher_of(proposed, "institution_head")).post(f"/adoptions/{proposed.public_id}/class/", WORDS)

    assert response.status_code == 403
    assert StudyClass.objects.count() == 0


def test_the_owner_of_the_course_opens_no_class_at_the_adopter(adoption, signed_in):
    owner = GrantFactory(role="institution_head", scope="institution", scope_id=adoption.course.owner_id).user

    response = signed_in(owner).post(f"/adoptions/{adoption.public_id}/class/", WORDS)

    assert response.status_code == 403


def test_the_page_of_an_adoption_leads_its_teachers_to_a_class(adoption, signed_in, client):
    address = f"/adoptions/{adoption.public_id}/class/"

    to_teacher = signed_in(teacher_of(adoption)).get(adoption.get_absolute_url()).content.decode()
    to_visitor = client.get(adoption.get_absolute_url()).content.decode()

    assert (address in to_teacher, address in to_visitor) == (True, False)
