import io
from datetime import timedelta

import brotli
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from catecp.courses.content import UnitSource
from catecp.learning.models import ClassEntry, Enrolment, Message, Oddity, PracticalWork, StudyClass
from catecp.learning.queries.classes import class_page
from catecp.learning.services.intake import take_from_page
from catecp.learning.services.joining import join_by_name
from tests.factories.accounts import GrantFactory
from tests.factories.courses import OfferingFactory, make_course, single
from tests.factories.learning import ClassEntryFactory, StudyClassFactory
from tests.factories.network import InstitutionFactory
from tests.learning.test_learner_pages import JPEG, PRACTICAL
from tests.test_page_weight import weight

pytestmark = pytest.mark.django_db
NOW = timezone.now()
UNITS = (UnitSource(title="Light", key="u1", blocks=(single(key="q1"), PRACTICAL)),)


@pytest.fixture
def study_class():
    return StudyClassFactory(offering=OfferingFactory(version=make_course(units=UNITS).published))


@pytest.fixture
def teacher(study_class, signed_in):
    return signed_in(GrantFactory(role="teacher", scope="institution", scope_id=study_class.institution_id).user)


def at(study_class, rest=""):
    return f"/classes/{study_class.public_id}/{rest}"


def joined(study_class, name="Sok Dara", days_ago=0):
    entry = ClassEntryFactory(study_class=study_class, name=name)
    enrolment = join_by_name(entry=entry, pin="1234", at=NOW - timedelta(days=30)).enrolment
    Enrolment.objects.filter(pk=enrolment.pk).update(last_at=NOW - timedelta(days=days_ago))
    return entry, Enrolment.objects.get(pk=enrolment.pk)


def row_of(study_class, name):
    return next(row for row in class_page(study_class, NOW).rows if row.name == name)


def test_teacher_makes_a_class_for_an_offering_of_the_own_institution(study_class, teacher):
    data = {
        "name": "Welding 2B",
        "offering": study_class.offering_id,
        "institution": study_class.institution_id,
        "language": "km",
    }

    response = teacher.post("/classes/new/", data)

    made = StudyClass.objects.get(name="Welding 2B")
    assert response["Location"] == at(made, "list/")
    assert (len(made.code), made.teacher is not None) == (8, True)


def test_class_cannot_be_made_for_another_institution(study_class, teacher):
    other = InstitutionFactory()
    data = {"name": "X", "offering": study_class.offering_id, "institution": other.pk, "language": "km"}

    assert teacher.post("/classes/new/", data).context["form"].errors.keys() == {"institution"}


def test_pasted_names_come_onto_the_list_once_with_a_report(study_class, teacher):
    for _ in range(2):
        response = teacher.post(at(study_class, "list/"), {"pasted": "17\tSok Dara\n18\tChan Bopha\n"})

    assert [row["outcome"] for row in response.context["report"]] == ["repeated", "repeated"]
    assert list(ClassEntry.objects.values_list("number", "name", "position")) == [("17", "Sok Dara", 0), ("18", "Chan Bopha", 1)]


def test_workbook_of_names_is_read_and_a_broken_one_refused_in_words(study_class, teacher):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["Student number", "Name"], [17, "Sok Dara"]):
        book.active.append(row)
    book.save(out)

    good = teacher.post(at(study_class, "list/"), {"file": SimpleUploadedFile("list.xlsx", out.getvalue())})
    bad = teacher.post(at(study_class, "list/"), {"file": SimpleUploadedFile("list.xlsx", b"PK\x03\x04 broken")})

    assert [row["outcome"] for row in good.context["report"]] == ["added"]
    assert list(bad.context["form"].errors) == ["file"]
    assert ClassEntry.objects.values_list("number", "name").get() == ("17", "Sok Dara")


def test_class_of_another_institution_is_not_there(study_class, signed_in):
    stranger = signed_in(GrantFactory(role="teacher", scope="institution", scope_id=InstitutionFactory().pk).user)

    assert stranger.get(at(study_class)).status_code == 404
    assert study_class.name not in stranger.get("/classes/").content.decode()


def test_silent_for_a_week_is_stuck_only_while_others_move(study_class):
    joined(study_class, "Silent", days_ago=8)
    before = row_of(study_class, "Silent").stuck
    joined(study_class, "Moving", days_ago=1)

    assert (before, row_of(study_class, "Silent").stuck, row_of(study_class, "Moving").stuck) == ([], ["silent"], [])


def test_three_tries_that_never_came_right_are_stuck(study_class):
    _entry, enrolment = joined(study_class)
    for number, answer in enumerate("aaa"):
        when = NOW + timedelta(minutes=number)
        take_from_page(
            learner=enrolment.learner, enrolment=enrolment, kind="answered", block="q1", body={"answer": answer}, at=when
        )
    before = row_of(study_class, "Sok Dara")
    take_from_page(learner=enrolment.learner, enrolment=enrolment, kind="answered", block="q1", body={"answer": "b"}, at=NOW)

    assert (before.stuck, before.hard) == (["tries"], ["q1"])
    assert row_of(study_class, "Sok Dara").stuck == []


def test_reset_digits_put_the_learner_out_and_let_them_choose_anew(study_class, teacher, learning):
    entry, enrolment = joined(study_class)
    phone = learning(enrolment.learner)

    teacher.post(at(study_class, f"names/{entry.pk}/act/"), {"act": "reset"})

    assert phone.get("/learn/").status_code == 302
    assert join_by_name(entry=entry, pin="9876", at=NOW).enrolment == enrolment


def test_name_taken_off_the_list_keeps_what_was_learned(study_class, teacher):
    entry, enrolment = joined(study_class)

    teacher.post(at(study_class, f"names/{entry.pk}/act/"), {"act": "remove"})

    assert ClassEntry.objects.get().removed_at is not None
    assert Enrolment.objects.filter(pk=enrolment.pk).exists()


def test_consent_opens_a_class_with_minors(study_class, teacher):
    StudyClass.objects.update(has_minors=True)

    teacher.post(at(study_class, "consent/"), {"said_by": " "})
    refused = StudyClass.objects.get().consent_at
    teacher.post(at(study_class, "consent/"), {"said_by": "Ms Keo, head of studies"})

    assert refused is None
    assert StudyClass.objects.get().consent_by == "Ms Keo, head of studies"


def handed_in(enrolment, learning):
    photo = SimpleUploadedFile("bead.jpg", JPEG, "image/jpeg")
    learning(enrolment.learner).post(f"/learn/{enrolment.public_id}/u1/hand-in/", {"block": "p1", "evidence": photo})
    return PracticalWork.objects.get()


def test_marking_by_the_rubric_passes_the_task_and_the_learner_sees_it(study_class, teacher, learning):
    _entry, enrolment = joined(study_class)
    work = handed_in(enrolment, learning)

    teacher.post(at(study_class, f"work/{work.public_id}/"), {"mark_bead": "2.0", "outcome": "passed", "remark": "Even bead."})

    work.refresh_from_db()
    assert (work.state, work.marks, work.score) == ("passed", {"bead": 2.0}, 1.0)
    assert Enrolment.objects.get().progress == 0.5
    assert "Even bead." in learning(enrolment.learner).get(f"/learn/{enrolment.public_id}/u1/").content.decode()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"mark_bead": "1.5", "outcome": "passed"}, "Choose a level"),
        ({"outcome": "passed"}, "Choose a level"),
        ({"mark_bead": "0.0", "outcome": "again"}, "Say in a sentence"),
    ],
)
def test_mark_that_says_too_little_is_refused(study_class, teacher, learning, said, reason):
    _entry, enrolment = joined(study_class)
    work = handed_in(enrolment, learning)

    page = teacher.post(at(study_class, f"work/{work.public_id}/"), said)

    assert reason in page.content.decode()
    assert PracticalWork.objects.get().state == "waiting"


def test_evidence_is_for_the_teacher_of_the_class_only(study_class, teacher, learning, signed_in):
    _entry, enrolment = joined(study_class)
    work = handed_in(enrolment, learning)
    address = at(study_class, f"work/{work.public_id}/{work.evidence.get().sha256}/")
    stranger = signed_in(GrantFactory(role="teacher", scope="institution", scope_id=InstitutionFactory().pk).user)

    shown = teacher.get(address)

    assert (shown.status_code, b"".join(shown.streaming_content)) == (200, JPEG)
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (stranger.get(address).status_code, Client().get(address).status_code) == (404, 302)


def test_messages_go_both_ways(study_class, teacher, learning):
    _entry, enrolment = joined(study_class)
    phone = learning(enrolment.learner)

    teacher.post(at(study_class, "messages/"), {"text": "Bring gloves tomorrow."})
    phone.post(f"/learn/{enrolment.public_id}/write/", {"text": "The film does not open."})

    assert "Bring gloves tomorrow." in phone.get(f"/learn/{enrolment.public_id}/").content.decode()
    assert "(1)" in teacher.get(at(study_class)).content.decode()
    assert "The film does not open." in teacher.get(at(study_class, "messages/")).content.decode()
    assert Message.objects.filter(read_at=None, from_learner=True).count() == 0


def test_oddity_is_judged_in_words_and_stays(study_class, teacher):
    _entry, enrolment = joined(study_class)
    answers = {"learner": enrolment.learner, "enrolment": enrolment, "kind": "answered", "block": "nowhere", "at": NOW}
    take_from_page(**answers, body={"answer": "b"})
    odd = Oddity.objects.get()

    teacher.post(at(study_class, "oddities/judge/"), {"oddity": odd.pk, "judgement": "Old copy of the course."})

    odd.refresh_from_db()
    assert (odd.judgement, odd.judged_at is not None) == ("Old copy of the course.", True)
    assert row_of(study_class, "Sok Dara").oddities == 0


def test_download_keeps_what_a_stranger_typed_as_text(study_class, teacher):
    ClassEntryFactory(study_class=study_class, name="=HYPERLINK(1)")

    content = teacher.get(at(study_class), {"format": "csv"}).content.decode()

    assert "'=HYPERLINK(1)" in content


def test_page_of_sixty_learners_is_light_and_its_queries_do_not_grow(study_class, teacher, django_assert_max_num_queries):
    for number in range(60):
        joined(study_class, f"Learner {number} with a long name", days_ago=number % 12)
    teacher.get(at(study_class))

    with django_assert_max_num_queries(18):
        page = teacher.get(at(study_class)).content

    assert weight(page) <= 60_000
    assert len(brotli.compress(page)) <= 15_000
