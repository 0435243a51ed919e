import json
from decimal import Decimal

import pytest

from catecp.courses.content import UnitSource
from catecp.courses.models import Checklist, Passport
from catecp.courses.passport import TESTS, Facts, LanguageState, readiness, unknown_tests
from catecp.courses.queries.passport import checklist_in_force, data_cost, facts_of, languages_of, media_of, readiness_of
from catecp.courses.services.policy import UnfitPolicy, load_checklists, load_fields, set_checklist
from catecp.kernel.translated import written
from catecp.languages.models import Segment, Translation
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.courses import AT, FieldFactory, make_course, single, text

ITEMS = [
    {"key": "owner", "test": "owner", "points": 4, "text": "Owner"},
    {"key": "hours", "test": "hours", "points": 5, "text": "H"},
]
WHOLE = Facts(
    owner="A college", licence="CC-BY-4.0", rights_holder="A college", field_cn="4601", field_isced="0715", level_national="III",
    level_aqrf=3, outcomes=3, hours=Decimal(8), hours_practical=Decimal(3), assessment="A test at the end.", completion=True,
    equipment=1, equipment_with_substitute=1, practicals=1, practicals_with_safety=1, safety="Wear a mask always.",
    languages=(LanguageState("en", 10, is_original=True), LanguageState("km", 10, reviewed=10), LanguageState("th", 10, translated=10)),
    blocks=4, blocks_offline=4, lessons=2, approved_by=("A", "B"), approved_receiving=True,
)  # fmt: skip


def test_score_is_the_points_got_of_the_points_there_are():
    found = readiness(ITEMS, Facts(owner="A college", hours=Decimal(8)))

    assert (found.got, found.points, found.score) == (7, 9, 77)
    assert [(line.key, line.got, line.points) for line in found.lines] == [("owner", 4, 4), ("hours", 3, 5)]


def test_every_lost_point_says_what_to_do():
    items = [{"key": name, "test": name, "points": 10, "text": name} for name in TESTS if name != "used"]

    lines = readiness(items, Facts()).lines

    assert [line.key for line in lines if line.got < line.points and not line.todo] == []
    assert [line.key for line in lines if not line.why] == []


def test_course_that_has_everything_scores_100():
    items = [{"key": name, "test": name, "points": 10, "text": name} for name in TESTS if name != "used"]

    assert readiness(items, WHOLE).score == 100


def test_test_nobody_knows_is_named():
    assert unknown_tests([{"key": "x", "test": "magic"}, {"key": "y", "test": ""}]) == ["magic"]


@pytest.mark.django_db
def test_default_policy_says_it_is_ours_and_is_loaded_once():
    first, second = load_checklists(at=AT), load_checklists(at=AT)

    now = checklist_in_force()
    assert (first, second, now.is_default) == (2, 0, True)
    assert unknown_tests(now.items) == []
    assert sum(item["points"] for item in now.items) == 100


@pytest.mark.django_db
def test_new_policy_keeps_the_one_before():
    load_checklists(at=AT)

    set_checklist(kind="passport", name=written("Board, March"), items=ITEMS, at=AT.replace(hour=9), by=UserFactory())

    assert str(checklist_in_force().name) == "Board, March"
    assert Checklist.objects.filter(kind="passport").count() == 2


@pytest.mark.django_db
def test_policy_with_an_unknown_test_is_refused():
    items = [{"key": "x", "test": "magic", "points": 3, "text": "X"}]

    with pytest.raises(UnfitPolicy, match="magic"):
        set_checklist(kind="passport", name=written("X"), items=items, at=AT, by=UserFactory())


@pytest.mark.django_db
def test_fields_are_loaded_with_both_codes():
    added, again = load_fields(), load_fields()

    assert (added, again) == (30, 0)


@pytest.mark.django_db
def test_languages_count_each_state():
    course = make_course()
    for number, segment in enumerate(Segment.objects.filter(body=course.body).order_by("pk")):
        state = ["reviewed", "translated", "machine", "outdated"][number % 4]
        Translation.objects.create(segment=segment, language="km", text="ក", state=state)

    original, khmer = languages_of(course.published)

    assert (original.tag, original.percent, original.missing) == ("en", 100, 0)
    assert khmer.reviewed + khmer.translated + khmer.machine + khmer.outdated == khmer.total == original.total
    assert khmer.percent == (khmer.reviewed + khmer.translated) * 100 // khmer.total


@pytest.mark.django_db
def test_facts_take_the_same_queries_for_one_lesson_and_for_many(django_assert_num_queries):
    small = make_course().published
    units = [UnitSource(title=f"Lesson {n}", blocks=(single(prompt=f"<p>Question {n}?</p>"),)) for n in range(40)]
    large = make_course(units=units).published

    for version in (small, large):
        version.course.owner, version.course.body  # noqa: B018 -- loaded with the version on pages
        with django_assert_num_queries(9):
            facts_of(version)


@pytest.mark.django_db
def test_data_cost_of_text_is_its_bytes():
    course = make_course(units=[UnitSource(title="L", blocks=(text("<p>ក្រ</p>"),))])

    cost = data_cost(course.published)

    assert (cost.text, cost.original, media_of(course.published)) == (len("<p>ក្រ</p>".encode()), 0, {})


@pytest.mark.django_db
def test_passport_page_carries_the_course_as_data_and_runs_nothing(client):
    load_checklists(at=AT)
    course = make_course(
        title="Safety </script><b>& more", hours=Decimal("8"), field=FieldFactory(isced_code="0715"), licence="CC-BY-4.0"
    )

    page = client.get(course.get_absolute_url()).content.decode()

    data = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    found = json.loads(data)
    assert found["name"] == "Safety </script><b>& more"
    assert (found["timeRequired"], found["license"]) == ("PT8H", "https://spdx.org/licenses/CC-BY-4.0.html")


@pytest.mark.django_db
def test_draft_is_not_there_for_strangers_and_shown_to_its_authors(client):
    course = make_course(published=False)
    author = UserFactory()
    GrantFactory(user=author, role="author", scope="institution", scope_id=course.owner_id)

    as_stranger = client.get(course.get_absolute_url()).status_code
    client.force_login(author)

    assert (as_stranger, client.get(course.get_absolute_url()).status_code) == (404, 200)


@pytest.mark.django_db
def test_readiness_without_policy_asks_nothing():
    assert readiness_of(make_course().published).points == 0
    assert Passport.objects.count() == 1
