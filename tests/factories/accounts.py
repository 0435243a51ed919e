import factory
from django.utils import timezone

from catecp.accounts.models import Grant, Person, User


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"SOK Dara {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    is_invented = True


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    person = factory.SubFactory(PersonFactory)
    email = factory.LazyAttribute(lambda user: user.person.email)
    password = "!"


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    role = "coordinator"
    scope = "network"
    scope_id = 0
    granted_at = factory.LazyFunction(timezone.now)
