"""Courses with boring content. `make_course` goes through the services, as everything does."""

from datetime import UTC, datetime

import factory

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.enums import ChannelKind
from catecp.courses.models import Channel, Course, Field, Offering, Passport
from catecp.courses.services.outline import start_course, write_outline
from catecp.courses.services.publishing import publish_version
from catecp.kernel.translated import Translated, written
from tests.factories.network import InstitutionFactory

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def text(html: str, key: str = "") -> BlockSource:
    return BlockSource(kind="text", body={"html": html}, key=key)


def single(prompt: str = "<p>Which one?</p>", key: str = "", **more) -> BlockSource:
    """A question with one right answer, `b`."""
    options = [
        {"key": "a", "text": "One", "is_right": False, "feedback": "No, that is one."},
        {"key": "b", "text": "Two", "is_right": True, "feedback": "Yes."},
    ]
    body = {"type": "single", "prompt": prompt, "options": options, "explanation": "<p>Two it is.</p>", **more}
    return BlockSource(kind="question", body=body, key=key)


UNITS = (
    UnitSource(
        title="Before you start",
        units=(
            UnitSource(title="What can hurt you", blocks=(text("<p>Light burns. Wear a mask.</p>"), single())),
            UnitSource(title="What protects you", blocks=(text("<p>Gloves of leather.</p>"),)),
        ),
    ),
)


def make_course(
    *, units=UNITS, published: bool = True, title: Translated | str = "Safety in the welding shop", language: str = "en", **more
) -> Course:
    """A course of a new institution, written and (unless told otherwise) published."""
    title = written(title, language) if isinstance(title, str) else title
    course = start_course(
        title=title,
        summary=written("How not to get hurt.", language),
        language=language,
        owner=more.pop("owner", None) or InstitutionFactory(),
        at=AT,
        by=None,
    )
    write_outline(version=course.draft, units=units, at=AT, by=None)
    if more:
        Passport.objects.filter(version=course.draft).update(**more)
    if published:
        publish_version(version=course.draft, at=AT, by=None)
    return Course.objects.select_related("draft", "published", "body", "owner").get(pk=course.pk)


class FieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Field
        django_get_or_create = ("key",)

    key = "welding"
    name = factory.LazyFunction(lambda: {"en": "Welding", "zh-hans": "焊接"})


class ChannelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Channel

    key = factory.Sequence(lambda n: f"channel-{n}")
    name = factory.LazyAttribute(lambda channel: {"en": channel.key})
    kind = ChannelKind.PLATFORM
    join_code = factory.Sequence(lambda n: f"JOIN{n:04}")


class OfferingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offering

    version = factory.LazyFunction(lambda: make_course().published)
    channel = factory.SubFactory(ChannelFactory)
    languages = ["en"]
