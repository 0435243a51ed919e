import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from catecp.events.workbook.refusal import UnreadableWorkbook
from catecp.learning.ladder import ALL
from catecp.learning.models import ClaimCase, Identity, Learner, RosterRow, Standing
from catecp.learning.roster.columns import Meaning, guess
from catecp.learning.services import rosters
from catecp.learning.services.identities import Met, learner_for
from catecp.learning.services.recounting import recount
from catecp.learning.services.rosters import Source, bring_list, correct_columns, take_list, try_list, undo_list
from tests.factories.courses import ChannelFactory
from tests.factories.learning import EnrolmentFactory, StudyClassFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory
from tests.learning.test_standing import kept_cells, people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
HEAD = "Username,Full name,Phone,E-mail,Student number,Registered on,Completion date\n"


@pytest.fixture
def source():
    return Source(
        channel=ChannelFactory(), system="lms.example.edu", institution=InstitutionFactory(country=CountryFactory(code="KH"))
    )


def bring(source, text, name="list.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return bring_list(source=source, file_name=name, content=content, at=AT, by=None)


def taken(source, text):
    return take_list(roster=bring(source, text), at=AT, by=None)


def outcomes(roster) -> list[tuple[int, str]]:
    return list(RosterRow.objects.filter(roster=roster).order_by("number").values_list("number", "outcome"))


def test_a_list_makes_people_known_with_the_days_it_gives(source):
    roster = taken(source, HEAD + "s1,Sok Dara,012 345 678,dara@example.org,17,2026-02-03,2026-05-04\ns2,Chan Thida,,,18,,\n")

    assert outcomes(roster) == [(2, "new"), (3, "new")]
    assert [(row.reached_on, row.registered_on, row.completed_on) for row in Standing.objects.order_by("pk")] == [
        (date(2026, 2, 3), date(2026, 2, 3), date(2026, 5, 4)),
        (date(2026, 6, 1), None, None),
    ]
    assert sorted(Identity.objects.values_list("kind", "value")) == [
        ("class_list", "17"), ("class_list", "18"), ("email", "dara@example.org"), ("phone", "+85512345678"),
        ("subject", "s1"), ("subject", "s2"),
    ]  # fmt: skip
    assert (people("reached"), people("completed")) == (2, 1)
    assert recount().is_exact


def test_people_are_found_once_in_the_list_and_among_those_we_know(source):
    known = learner_for(kind="phone", value="+85512345678", met=Met(name="DARA Sok"), at=AT).learner

    roster = taken(
        source,
        HEAD + "s1,Sok Dara,012345678,,,,\ns1,Sok Dara,,,,,\ns9,Chan Thida,012345678,,,,\ns10,,bad phone,,,,\n,Nobody,,,,,\n",
    )

    assert outcomes(roster) == [(2, "matched"), (3, "repeated"), (4, "new"), (5, "new"), (6, "left_out")]
    rows = {row.number: row for row in RosterRow.objects.filter(roster=roster)}
    assert rows[2].learner == rows[3].learner == known
    assert rows[5].reason == "“bad phone” is no phone number we can read."
    assert people("reached") == 3
    assert recount().is_exact


def test_a_name_and_number_of_a_class_makes_a_case_for_somebody_to_decide(source):
    study_class = StudyClassFactory(institution=source.institution)
    known = learner_for(kind="class_list", issuer=study_class.public_id, value="17", met=Met(name="Dara Sok"), at=AT).learner

    taken(source, HEAD + ",Sok Dara,,,17,,\n")

    case = ClaimCase.objects.get()
    assert (case.rule, case.institution, known.pk in {case.first_id, case.second_id}) == (
        "name_and_number",
        source.institution,
        True,
    )


def test_the_dry_run_says_the_same_and_changes_nothing(source):
    text = HEAD + "s1,Sok Dara,,,,2026-02-03,\ns1,Sok Dara,,,,,\n,,,,,,x\n"
    roster = bring(source, text)

    report = try_list(roster=roster, today=AT.date())

    assert (Learner.objects.count(), Identity.objects.count(), Standing.objects.count()) == (0, 0, 0)
    assert [report["counts"][outcome] for outcome in ("new", "repeated", "left_out")] == [1, 1, 1]
    take_list(roster=roster, at=AT, by=None)
    assert outcomes(roster) == [(row["number"], row["outcome"]) for row in report["examples"]]


def test_undoing_a_list_gives_back_what_was(source):
    learner_for(kind="subject", issuer=source.system, value="s1", at=AT)
    before, identities = kept_cells(), set(Identity.objects.values_list("value", flat=True))
    roster = taken(source, HEAD + "s1,Sok Dara,,,17,2026-02-03,\ns2,Chan Thida,,,18,,\n")

    undo_list(roster=roster, at=AT, by=None)

    assert kept_cells() == before
    assert set(Identity.objects.values_list("value", flat=True)) == identities
    assert RosterRow.objects.filter(roster=roster).count() == 2
    assert recount().is_exact


def test_undoing_keeps_the_identity_of_somebody_who_learned_since(source):
    roster = taken(source, HEAD + "s1,Sok Dara,,,,,\n")
    EnrolmentFactory(learner=RosterRow.objects.get().learner)

    undo_list(roster=roster, at=AT, by=None)

    assert Identity.objects.get().value == "s1"


def test_a_list_cut_off_in_the_middle_goes_on_where_it_was(source, monkeypatch):
    monkeypatch.setattr(rosters, "BATCH", 2)
    roster = bring(source, HEAD + "".join(f"s{number},Learner {number},,,,,\n" for number in range(5)))

    def stop(done: int) -> None:
        if done == 2:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        take_list(roster=roster, at=AT, by=None, say=stop)
    half = people("reached")
    take_list(roster=roster, at=AT, by=None)

    assert (half, people("reached"), [what for _number, what in outcomes(roster)]) == (2, 5, ["new"] * 5)


def test_the_same_list_again_knows_everybody(source):
    text = HEAD + "s1,Sok Dara,,,,2026-02-03,\ns2,Chan Thida,,,,,\n"
    taken(source, text)

    again = taken(source, text)

    assert (outcomes(again), people("reached")) == ([(2, "matched"), (3, "matched")], 2)


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2026-02-03", date(2026, 2, 3)), ("3 Feb 2026", date(2026, 2, 3)), ("2569-02-03", date(2026, 2, 3)), ("03/02/2026", None),
     ("31/02/2026", None), ("1999-01-01", None), ("2027-01-01", None), ("soon", None), ("=TODAY()", None)],
)  # fmt: skip
def test_days_that_cannot_be_are_left_out_and_said(source, cell, day):
    roster = taken(source, HEAD + f"s1,Sok Dara,,,,{cell},\n")

    row = RosterRow.objects.get(roster=roster)
    assert Standing.objects.get().registered_on == day
    assert bool(row.reason) == (day is None)


def test_other_days_of_the_column_settle_which_comes_first(source):
    taken(source, HEAD + "s1,A B,,,,03/02/2026,\ns2,C D,,,,25/02/2026,\n")

    assert [row.registered_on for row in Standing.objects.order_by("pk")] == [date(2026, 2, 3), date(2026, 2, 25)]


def test_a_workbook_is_read_like_a_text(source):
    book = Workbook()
    book.active.append(["姓名", "手机", "注册日期"])
    book.active.append(["李晓燕", "+86 138 0013 8000", datetime(2026, 2, 3, 9, 30)])  # noqa: DTZ001 -- a spreadsheet knows no zone
    out = io.BytesIO()
    book.save(out)

    taken(source, out.getvalue())

    assert (Learner.objects.get().name, Identity.objects.get().value) == ("李晓燕", "+8613800138000")
    assert people("registered", level="country", place="KH") == 1


def test_columns_are_corrected_by_a_person(source):
    roster = bring(source, "Name,Shibboleth\nSok Dara,abc\n")
    with pytest.raises(rosters.NothingIdentifies):
        try_list(roster=roster, today=AT.date())

    roster = correct_columns(roster=roster, meanings={0: Meaning.NAME, 1: Meaning.SUBJECT})

    assert try_list(roster=roster, today=AT.date())["counts"]["new"] == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"\x89PNG\r\n", b"just words\nand more\n"],
    ids=["empty", "pdf", "zip", "png", "text"],
)
def test_what_is_no_list_is_refused_and_not_kept(source, content):
    with pytest.raises(UnreadableWorkbook):
        bring(source, content)

    assert rosters.RosterImport.objects.count() == 0


def test_headings_of_the_region_are_understood():
    headings = ["លេខទូរស័ព្ទ", "Họ và tên", "Student ID", "วันที่ลงทะเบียน", "完成日期", "Certificate date", "Remarks", "Phone"]

    assert guess(headings) == ["phone", "name", "number", "registered", "completed", "certified", "", ""]


def test_a_thousand_lines_take_a_bounded_number_of_queries(source, django_assert_max_num_queries):
    roster = bring(source, HEAD + "".join(f"s{n},Learner {n},,l{n}@example.org,{n},2026-02-03,\n" for n in range(1000)))

    with django_assert_max_num_queries(120):
        take_list(roster=roster, at=AT, by=None)

    assert people("registered", level="all", course=ALL) == 1000
