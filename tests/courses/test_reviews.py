import re

import pytest
from django.urls import reverse

from catecp.courses.enums import ReviewState
from catecp.courses.models import Review
from catecp.courses.queries.passport import facts_of
from catecp.courses.rules import may_lead_review
from catecp.courses.services.authoring import change_block
from catecp.courses.services.policy import load_checklists
from catecp.courses.services.reviewing import (
    ReaderData,
    Reading,
    UnfitReview,
    ask_for_review,
    decide_review,
    name_reader,
    renew_link,
    save_reading,
)
from catecp.kernel.models import LedgerEntry
from catecp.kernel.translated import written
from catecp.notices.models import Message
from catecp.places.models import Country
from catecp.places.services import load_countries
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.courses import AT, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    load_countries()
    load_checklists(at=AT)
    draft = make_course(published=False).draft
    return ask_for_review(version=draft, receiving=Country.objects.get(code="KH"), note="", due_on=None, at=AT, by=None)


@pytest.fixture
def chair():
    user = UserFactory()
    GrantFactory(user=user, role="course_reviewer", scope="network", scope_id=0)
    return user


def reader(review, name, country="KH", email=""):
    data = ReaderData(name=name, country=Country.objects.get(code=country), email=email)
    return name_reader(review=review, data=data, at=AT, by=None)


def read(found, verdict="approve", remark="", submit=True):
    answers = {item["key"]: ("yes", "") for item in found.review.checklist}
    return save_reading(reviewer=found, reading=Reading(answers, verdict, remark, "en"), submit=submit, at=AT)


def decide(review, chair, state=ReviewState.APPROVED, despite=""):
    return decide_review(review=review, state=state, reasons=written("Good."), despite=despite, at=AT, by=chair)


def fresh(review):
    return Review.objects.prefetch_related("reviewers").get(pk=review.pk)


def test_decision_waits_for_two_readings_one_from_the_receiving_region(review, chair):
    home, away = reader(review, "Li", country="CN")[0], reader(review, "Dara")[0]
    refused = []
    for step in (None, home, away):
        if step is not None:
            read(step)
        try:
            decide(fresh(review), chair)
        except UnfitReview as error:
            refused.append(str(error).split(".")[0])

    assert refused == ["Fewer than two readings are handed in", "Fewer than two readings are handed in"]
    assert fresh(review).state == ReviewState.APPROVED


def test_two_readings_from_one_side_do_not_suffice(review, chair):
    for name in ("Li", "Wang"):
        read(reader(review, name, country="CN")[0])

    with pytest.raises(UnfitReview, match="No reading comes from the region"):
        decide(fresh(review), chair)


def test_decision_without_readings_says_why_it_could_not_wait(review, chair):
    decided = decide(review, chair, state=ReviewState.CHANGES, despite="The class begins tomorrow.")

    assert str(decided.reasons) == "Good.\n\nThe class begins tomorrow."


def test_changed_course_is_not_approved_on_old_readings(review, chair):
    for name, country in (("Li", "CN"), ("Dara", "KH")):
        read(reader(review, name, country)[0])
    block = review.version.blocks.filter(content__kind="text").first()
    change_block(block=block, body={"html": "<p>Other.</p>"}, revision=1, at=AT, by=None)

    with pytest.raises(UnfitReview, match="changed since"):
        decide(fresh(review), chair)


def test_link_opens_the_draft_for_its_reader_alone_and_rests_nowhere_else(client, review):
    found, address = reader(review, "Dara", email="dara@school.example")
    path = address.removeprefix("http://testserver")

    page = client.get(path)

    secret = path.rstrip("/").rsplit("/", 1)[1]
    assert page.status_code == 200
    assert address in Message.objects.get(to_address="dara@school.example").body
    assert not any(secret in str(entry.body) for entry in LedgerEntry.objects.all())
    assert secret not in found.token_digest
    assert client.get(reverse("courses:read_by_link", args=["wrong"])).status_code == 404


def test_new_link_closes_the_one_before(client, review):
    found, before = reader(review, "Dara")

    after = renew_link(reviewer=found, at=AT, by=None)

    assert (client.get(before).status_code, client.get(after).status_code) == (404, 200)


def test_reader_without_account_reads_comments_and_hands_in(client, review):
    _found, address = reader(review, "Dara")
    page = client.get(address).content.decode()
    lesson = re.search(r"\?lesson=(\w+)", page).group(1)
    block = review.version.blocks.filter(unit__key=lesson).first()
    client.post(f"{address}?lesson={lesson}", {"comment": "Which mask?", "block": block.key})
    answers = {f"answer_{item['key']}": "yes" for item in review.checklist}

    client.post(address, {**answers, "verdict": "changes", "remark": "Name the mask.", "act": "submit"})

    handed_in = review.reviewers.get()
    assert (handed_in.verdict, handed_in.is_receiving, handed_in.submitted_at is not None) == ("changes", True, True)
    assert [(row.block_key, row.text, row.author_name) for row in review.comments.all()] == [(block.key, "Which mask?", "Dara")]
    assert "Which mask?" in client.get(f"{address}?lesson={lesson}").content.decode()


def test_reading_handed_in_answers_every_question(review):
    found, _address = reader(review, "Dara")

    with pytest.raises(UnfitReview, match="Answer every question"):
        save_reading(reviewer=found, reading=Reading({}, "approve"), submit=True, at=AT)


def test_reading_handed_in_does_not_change(review):
    found, _address = reader(review, "Dara")
    read(found)

    with pytest.raises(UnfitReview, match="handed in already"):
        read(found, verdict="reject", remark="No.")


def test_reader_comes_from_outside(review):
    data = ReaderData(name="Own", country=None, institution=review.version.course.owner)

    with pytest.raises(UnfitReview, match="outside"):
        name_reader(review=review, data=data, at=AT, by=None)


def test_nobody_leads_the_review_of_their_own_institution(review, chair):
    GrantFactory(user=chair, role="author", scope="institution", scope_id=review.version.course.owner_id)
    other = UserFactory()
    GrantFactory(user=other, role="course_reviewer", scope="network", scope_id=0)

    assert (bool(may_lead_review(chair, review)), bool(may_lead_review(other, review))) == (False, True)


def test_review_keeps_the_checklist_it_began_with(review):
    keys = [item["key"] for item in review.checklist]

    assert "safe" in keys
    assert len(keys) == 8


def test_approval_counts_for_the_passport(review, chair):
    for name, country in (("Li", "CN"), ("Dara", "KH")):
        read(reader(review, name, country)[0])
    decide(fresh(review), chair)

    known = facts_of(review.version)

    assert (known.approved_by, known.approved_receiving) == (("Li", "Dara"), True)


def test_second_review_of_the_same_version_waits(review):
    with pytest.raises(UnfitReview, match="under way"):
        ask_for_review(version=review.version, receiving=None, note="", due_on=None, at=AT, by=None)


def test_leader_names_a_reader_and_decides_on_the_page(client, review, chair):
    client.force_login(chair)
    address = reverse("courses:review", args=[review.public_id])
    client.post(reverse("courses:review_readers", args=[review.public_id]), {"name": "Dara", "country": "KH"})
    with_link = client.get(address).content.decode()
    again = client.get(address).content.decode()
    posted = {"state": "rejected", "reasons": "Unsafe.", "despite": "Danger."}

    client.post(reverse("courses:review_decide", args=[review.public_id]), posted)

    assert ("/reviews/by-link/" in with_link, "/reviews/by-link/" in again) == (True, False)
    assert fresh(review).state == ReviewState.REJECTED


def test_stranger_does_not_hear_of_the_review(client, review):
    client.force_login(UserFactory())

    assert client.get(reverse("courses:review", args=[review.public_id])).status_code == 404


def test_waiting_reading_review_and_draft_stand_on_the_desk(client, review, chair):
    dara = UserFactory()
    data = ReaderData(name="Dara", country=None, person=dara.person)
    name_reader(review=review, data=data, at=AT, by=chair)
    seen = []

    for user in (dara, chair):
        client.force_login(user)
        seen.append([task.title for task in client.get(reverse("web:desk")).context["tasks"]])

    assert seen == [["Read a course for its review."], ["A review waits for you: 0 readings are handed in."]]
