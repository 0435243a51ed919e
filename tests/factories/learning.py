import factory

from catecp.learning.models import ClassEntry, Enrolment, Identity, Learner, StudyClass
from tests.factories.courses import AT, OfferingFactory
from tests.factories.network import InstitutionFactory


class LearnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Learner
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Learner {n}")

    @factory.post_generation
    def root(self, create, extracted, **_more):
        self.root = extracted or self
        if create:
            Learner.objects.filter(pk=self.pk).update(root=self.root)


class IdentityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Identity

    learner = factory.SubFactory(LearnerFactory)
    kind = "phone"
    value = factory.Sequence(lambda n: f"+85512{n:06}")


class StudyClassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StudyClass

    offering = factory.SubFactory(OfferingFactory)
    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"Class {n}")
    code = factory.Sequence(lambda n: f"K7M{n:04}")


class ClassEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassEntry

    study_class = factory.SubFactory(StudyClassFactory)
    name = factory.Sequence(lambda n: f"Learner {n}")


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    learner = factory.SubFactory(LearnerFactory)
    offering = factory.SubFactory(OfferingFactory)
    version = factory.LazyAttribute(lambda enrolment: enrolment.offering.version)
    course = factory.LazyAttribute(lambda enrolment: enrolment.offering.version.course)
    channel = factory.LazyAttribute(lambda enrolment: enrolment.offering.channel)
    language = "en"
    enrolled_at = AT
