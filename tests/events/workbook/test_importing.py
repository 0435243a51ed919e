"""Importing into an event: nobody twice, nothing half-done, decisions obeyed, hostile cells still text."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from catecp.accounts.models import Person
from catecp.events.models import ImportBatch, Registration
from catecp.events.queries import imports as queries
from catecp.events.queries.people import headcount_rows
from catecp.events.services import import_writing
from catecp.events.services.importing import (
    NotInPreview,
    accept_suggestions,
    apply_import,
    bring_workbook,
    correct_columns,
    decide,
    discard_import,
)
from catecp.events.workbook.headings import Meaning
from catecp.events.workbook.refusal import UnreadableWorkbook
from catecp.kernel.models import LedgerEntry
from catecp.network.models import Institution
from tests.events.workbook.conftest import AT, institution_named
from tests.events.workbook.test_plan import WORKBOOK_2025
from tests.events.workbook.workshops import as_csv, saved

HEAD = ["Name", "Institution", "Position", "Country", "E-mail", "Food", "Industrial visit"]
LI = ["LI Hua", "Wenzhou Poly.", "Dean", "China", "li@example.org", "清真", "Yes, bus 2"]
SOK = ["Sok Dara", "NTTI", "Interpreter", "Cambodia", "sok@example.org", "", "No"]


def imported(event, rows=None, *, content: bytes | None = None, choices=None) -> ImportBatch:
    content = content or as_csv([HEAD, *(rows or [])]).getvalue()
    batch = bring_workbook(event=event, file_name="people.csv", content=content, by=None, at=AT)
    if choices:
        batch = decide(batch=batch, institutions=choices, pairs={})
    return apply_import(batch=batch, by=None, at=AT)


def outcomes(batch: ImportBatch) -> dict[int, str]:
    return {row.number: row.outcome for row in queries.rows_of(batch)}


def test_import_of_the_2025_workbook_comes_to_its_sums(event):
    batch = imported(event, content=WORKBOOK_2025.read_bytes())

    people = headcount_rows(event)

    assert batch.counts["done"] == {"added": 134, "merged": 4, "gone": 0}
    assert len(people) == 134
    assert len({row.institution for row in people if row.institution}) == 48
    by_country = {}
    for row in people:
        by_country[row.country] = by_country.get(row.country, 0) + 1
    assert (by_country["CN"], by_country["KH"], by_country["RU"], by_country[None]) == (56, 31, 2, 20)


def test_import_of_the_same_workbook_again_changes_nothing(event):
    imported(event, content=WORKBOOK_2025.read_bytes())
    before = sorted(Registration.objects.values_list("pk", "person__name", "institution_id", "post"))
    facts = LedgerEntry.objects.filter(kind__startswith="events.registration").count()

    again = imported(event, content=WORKBOOK_2025.read_bytes())

    assert again.counts["done"] == {"unchanged": 134, "merged": 4, "gone": 0}
    assert sorted(Registration.objects.values_list("pk", "person__name", "institution_id", "post")) == before
    assert LedgerEntry.objects.filter(kind__startswith="events.registration").count() == facts


def test_import_of_a_newer_file_shows_its_differences_first_and_then_applies_them(event):
    imported(event, [LI, SOK, ["Chan Bopha", "NTTI", "", "Cambodia", "chan@example.org", "", ""]])
    newer = as_csv(
        [HEAD, ["Nguyen An", "Duy Tan University", "", "Viet Nam", "an@example.org", "", ""], [*LI[:2], "Rector", *LI[3:]], SOK]
    )
    batch = bring_workbook(event=event, file_name="newer.csv", content=newer.getvalue(), by=None, at=AT)

    shown = queries.differences_of(batch, queries.plan_of(batch))
    applied = apply_import(batch=batch, by=None, at=AT)

    assert [reading.name for reading in shown.new] == ["Nguyen An"]
    assert [(change.reading.name, change.fields) for change in shown.changed] == [("LI Hua", (("position", "Dean", "Rector"),))]
    assert [reading.name for reading in shown.same] == ["Sok Dara"]
    assert [known.values["name"] for known in shown.gone] == ["Chan Bopha"]
    assert outcomes(applied) == {2: "added", 3: "changed", 4: "unchanged"}
    assert Registration.objects.get(person__name="LI Hua").post == "Rector"
    assert Registration.objects.count() == 4


def test_import_finds_a_person_again_whose_address_was_corrected(event):
    imported(event, [[*LI[:4], "not-an-email", "", ""]])

    again = imported(event, [[*LI[:4], "li@example.org", "", ""]])

    assert outcomes(again) == {2: "changed"}
    assert list(Person.objects.values_list("name", "email")) == [("LI Hua", "li@example.org")]


def test_import_keeps_what_a_cell_means(event):
    imported(event, [LI, SOK])

    found = Registration.objects.order_by("pk").values_list(
        "institution__name", "post", "category", "diet", "joins_visit", "channel"
    )

    assert [(str(name), *rest) for name, *rest in found] == [
        ("Wenzhou Polytechnic", "Dean", "participant", "halal", "yes, bus 2", "workbook"),
        ("National Technical Training Institute", "Interpreter", "interpreter", "", "no", "workbook"),
    ]


def test_import_leaves_what_nobody_decided_in_the_queue(event):
    rows = [["LI Hua", "Liuzhou Vocational College", "", "China", "li@example.org", "", ""]]

    imported(event, rows)

    registration = Registration.objects.get()
    assert (registration.institution, registration.affiliation, registration.is_affiliation_open) == (
        None,
        "Liuzhou Vocational College",
        True,
    )


def test_import_obeys_decisions_and_remembers_them_for_the_next_file(event):
    rows = [["LI Hua", "Liuzhou Vocational College", "", "China", "li@example.org", "", ""]]
    meant = institution_named("Liuzhou City Vocational College")

    imported(event, rows, choices={"liuzhou vocational college": str(meant.pk)})
    imported(event, [["WEI Na", "LIUZHOU Vocational College", "", "China", "wei@example.org", "", ""]])

    assert set(Registration.objects.values_list("institution_id", "is_affiliation_open")) == {(meant.pk, False)}


def test_accepting_suggestions_adds_an_unknown_institution_once_however_it_is_spelled(event):
    rows = [
        ["A Dara", "Royal University of Phnom Penh", "", "Cambodia", "a@example.org", "", ""],
        ["B Dara", "ROYAL UNIV. OF PHNOM PENH (RUPP)", "", "Cambodia", "b@example.org", "", ""],
        ["C Dara", "RUPP", "", "Cambodia", "c@example.org", "", ""],
    ]
    batch = bring_workbook(event=event, file_name="x.csv", content=as_csv([HEAD, *rows]).getvalue(), by=None, at=AT)
    before = Institution.objects.count()

    apply_import(batch=accept_suggestions(batch=batch), by=None, at=AT)

    assert Institution.objects.count() == before + 1
    assert {str(name) for name in Registration.objects.values_list("institution__name", flat=True)} == {
        "Royal University of Phnom Penh"
    }


def test_import_keeps_two_people_of_one_office_address_apart(event):
    rows = [["LI Hua", "NTTI", "", "", "office@example.org", "", ""], ["WANG Fang", "NTTI", "", "", "office@example.org", "", ""]]

    batch = imported(event, rows)

    assert outcomes(batch) == {2: "added", 3: "added"}
    assert [problem["problem"] for problem in batch.problems if problem["row"] == 3] == ["email_shared"]


def test_import_leaves_a_registration_alone_that_came_another_way(event):
    imported(event, [LI])
    registration = Registration.objects.get()
    registration.import_key, registration.channel = "", "single"
    registration.save()
    ImportBatch.objects.all().delete()

    again = imported(event, [[*LI[:2], "Rector", *LI[3:]]])

    assert outcomes(again) == {2: "left_out"}
    assert Registration.objects.get().post == "Dean"


def test_import_does_not_bring_back_who_was_withdrawn(event):
    imported(event, [LI])
    Registration.objects.update(state="withdrawn")

    again = imported(event, [LI])

    assert outcomes(again) == {2: "left_out"}
    assert Registration.objects.get().state == "withdrawn"


def test_import_writes_nobody_when_one_row_fails(event, monkeypatch):
    batch = bring_workbook(event=event, file_name="x.csv", content=as_csv([HEAD, LI, SOK]).getvalue(), by=None, at=AT)
    real = import_writing.RowWriter._details

    def fail_on_the_second(writer, row, registration=None):
        if row.reading.name == "Sok Dara":
            raise OSError("disk full")
        return real(writer, row, registration)

    monkeypatch.setattr(import_writing.RowWriter, "_details", fail_on_the_second)

    with pytest.raises(OSError):
        apply_import(batch=batch, by=None, at=AT)

    batch.refresh_from_db()
    assert (Registration.objects.count(), Person.objects.count(), batch.state, batch.rows.count()) == (0, 0, "preview", 0)


def test_workbook_is_imported_only_once(event):
    batch = imported(event, [LI])

    with pytest.raises(NotInPreview):
        apply_import(batch=batch, by=None, at=AT)


def test_discarded_workbook_registers_nobody(event, coordinator):
    batch = bring_workbook(event=event, file_name="x.csv", content=as_csv([HEAD, LI]).getvalue(), by=coordinator, at=AT)

    discard_import(batch=batch, by=coordinator, at=AT)

    with pytest.raises(NotInPreview):
        apply_import(batch=batch, by=coordinator, at=AT)
    assert Registration.objects.count() == 0


def test_unreadable_workbook_keeps_nothing(event):
    with pytest.raises(UnreadableWorkbook):
        bring_workbook(event=event, file_name="x.xlsx", content=b"%PDF-1.7", by=None, at=AT)

    assert ImportBatch.objects.count() == 0


def test_corrected_columns_are_read_anew(event):
    rows = [["Wer", "Woher", "Anschrift"], ["LI Hua", "Wenzhou Polytechnic", "li@example.org"]]
    batch = bring_workbook(event=event, file_name="x.csv", content=as_csv(rows).getvalue(), by=None, at=AT)

    batch = correct_columns(batch=batch, header_row=1, meanings={0: Meaning.NAME, 1: Meaning.IGNORED, 2: Meaning.EMAIL})

    assert (batch.counts["people"], batch.counts["institutions"]) == (1, 0)


def test_hostile_cells_stay_text_in_what_is_kept(event):
    name = "\u202eevil " + "x" * 300
    rows = [[name, "=cmd|'/c calc'!A0", "<script>alert(1)</script>", "China", "li@example.org", "@SUM(A1)", ""]]

    batch = imported(event, rows)

    registration = Registration.objects.get()
    assert registration.person.name == "evil " + "x" * 195
    assert (registration.post, registration.affiliation, registration.diet) == (
        "<script>alert(1)</script>",
        "=cmd|'/c calc'!A0",
        "@SUM(A1)",
    )
    assert {problem["problem"] for problem in batch.problems} >= {"too_long", "formula", "web_code", "hidden_characters"}


def test_workbook_of_two_sheets_reports_rows_by_sheet(event):
    book = load_workbook(BytesIO(saved_two_sheets()))

    batch = imported(event, content=saved(book).getvalue())

    assert [(row.sheet, row.number, row.outcome) for row in queries.rows_of(batch)] == [
        ("ASEAN", 2, "added"),
        ("China", 2, "added"),
    ]


def saved_two_sheets() -> bytes:
    book = load_workbook(WORKBOOK_2025)
    for sheet in list(book):
        book.remove(sheet)
    for name, row in (("China", LI), ("ASEAN", SOK)):
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        sheet.append(row)
    return saved(book).getvalue()


def test_newer_file_with_fewer_columns_takes_nothing_away(event):
    imported(event, [LI])
    fewer = as_csv([["Name", "E-mail", "Position"], ["LI Hua", "li@example.org", "Rector"]]).getvalue()

    again = imported(event, content=fewer)
    back = imported(event, [[*LI[:2], "Rector", *LI[3:]]])

    registration = Registration.objects.get()
    assert (outcomes(again), outcomes(back)) == ({2: "changed"}, {2: "unchanged"})
    assert (registration.post, registration.diet, registration.joins_visit) == ("Rector", "halal", "yes, bus 2")
    assert str(registration.institution) == "Wenzhou Polytechnic"
