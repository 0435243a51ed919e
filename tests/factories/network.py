import factory

from catecp.network.models import Institution, Membership
from tests.factories.accounts import PersonFactory
from tests.factories.places import CountryFactory


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: {"en": f"Polytechnic {n}"})
    sort_name = factory.LazyAttribute(lambda institution: institution.name["en"].casefold())
    country = factory.SubFactory(CountryFactory)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
