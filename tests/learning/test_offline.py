import pytest
from django.urls import reverse

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.enums import RenditionKind
from catecp.courses.models import Rendition
from catecp.courses.services.assets import keep_bytes
from catecp.languages.models import Segment, Translation
from catecp.learning.offline import copy_of, costs
from catecp.learning.services.joining import join_by_account
from catecp.learning.views.learn import page_book
from tests.factories.accounts import UserFactory
from tests.factories.courses import AT, OfferingFactory, make_course, single, text

pytestmark = pytest.mark.django_db
SIZES = {RenditionKind.P144: 3_000, RenditionKind.P240: 6_000, RenditionKind.P480: 12_000, RenditionKind.AUDIO: 1_000}


@pytest.fixture
def enrolment(client):
    film = keep_bytes(name="arc.mp4", content=b"\0\0\0\x18ftypisom" + b"0" * 50_000, at=AT, by=None)
    for kind, size in SIZES.items():
        media = "audio/mp4" if kind == RenditionKind.AUDIO else "video/mp4"
        made = keep_bytes(name="small", content=b"\0\0\0\x18ftypisom" + kind.encode() * (size // len(kind)), at=AT, by=None)
        given = {"sha256": made.sha256, "media_type": media, "size": made.size, "problem": ""}
        Rendition.objects.update_or_create(asset=film, kind=kind, defaults=given)  # the job found nothing to read in these bytes
    clip = BlockSource(
        "video", {"asset": film.sha256, "title": "Arc", "cues": [{"start": 0, "end": 2, "text": "Look away."}]}, key="clip"
    )
    course = make_course(
        units=[UnitSource("One", (text("<p>Hot.</p>"), clip), key="one"), UnitSource("Two", (single(),), key="two")]
    )
    user = UserFactory()
    client.force_login(user)
    joined = join_by_account(
        person=user.person, offering=OfferingFactory(version=course.published), language="en", at=AT, by=None
    )
    return joined.enrolment


def test_copy_has_every_lesson_and_opens_from_my_courses(enrolment):
    copy = copy_of(enrolment, media="none", book=page_book(enrolment))

    base = f"/learn/{enrolment.public_id}/"
    assert [part.address for part in copy.pages] == ["/learn/", base, f"{base}one/", f"{base}two/"]


def test_each_larger_choice_costs_more_by_its_film(enrolment):
    sizes = costs(enrolment, book=page_book(enrolment))

    made = {kind: Rendition.objects.get(asset__name="arc.mp4", kind=kind).size for kind in SIZES}
    assert {kind: sizes[kind] - sizes["none"] for kind in SIZES} == made


def test_manifest_names_the_chosen_form_only(client, enrolment):
    answer = client.get(reverse("learning:download_manifest", args=[enrolment.public_id]), {"media": "240p"}).json()

    media = [file["address"] for file in answer["files"] if file["address"].startswith("/media/")]
    assert media == [f"/media/{Rendition.objects.get(asset__name='arc.mp4', kind='240p').sha256}/original"]
    assert answer["bytes"] == copy_of(enrolment, media="240p", book=page_book(enrolment)).bytes


def test_films_words_come_in_the_asked_language(client, enrolment):
    segment = Segment.objects.get(text="Look away.")
    Translation.objects.create(segment=segment, language="km", text="មើលទៅឆ្ងាយ។", state="translated")

    answer = client.get(reverse("learning:subtitles", args=[enrolment.public_id, "clip", "km"]))

    assert answer.content.decode() == "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nមើលទៅឆ្ងាយ។\n"


def test_page_offers_the_sizes(client, enrolment):
    page = client.get(reverse("learning:download", args=[enrolment.public_id])).content.decode()

    assert [choice in page for choice in ('data-choice="none"', 'data-choice="144p"', 'data-choice="480p"')] == [True, True, True]


def test_copy_takes_the_same_queries_for_any_course(enrolment, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        copy_of(enrolment, media="240p", book=page_book(enrolment))
