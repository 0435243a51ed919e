"""The sums of whole workbooks: the one of 2025, and invented ones that differ in every way exports differ."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

import catecp.events
from catecp.events.workbook.columns import ColumnChoices
from catecp.events.workbook.headings import Meaning
from catecp.events.workbook.merging import Outcome
from catecp.events.workbook.plan import Counts, Decisions, ImportPlan, plan_import
from catecp.events.workbook.sheets import read_file, read_path
from catecp.network.names import NameIndex
from catecp.network.spelling import clean
from tests.events.workbook.workshops import (
    EVENT,
    FIELDS,
    HEADINGS,
    ORGANISERS,
    as_csv,
    as_xlsx,
    make_workshop,
    saved,
    sums_of,
    table,
)
from tests.network.spellings import directory

WORKBOOK_2025 = Path(catecp.events.__file__).parent / "demo" / "workshop-2025-registrations.xlsx"
DIRECTORY = NameIndex(tuple(directory()))


def plan_of(file, *, decisions: Decisions | None = None, index: NameIndex = DIRECTORY) -> ImportPlan:
    sheets = read_path(file) if isinstance(file, Path) else read_file(file)
    return plan_import(sheets, directory=index, organisers=ORGANISERS, decisions=decisions, event_starts=EVENT)


@pytest.fixture(scope="module")
def plan_2025() -> ImportPlan:
    sheets = read_path(WORKBOOK_2025)
    return plan_import(sheets, directory=DIRECTORY, organisers=ORGANISERS, event_starts=datetime(2025, 5, 12))  # noqa: DTZ001


def test_plan_of_the_2025_workbook_comes_to_its_sums(plan_2025):
    assert plan_2025.counts == Counts(
        rows=138, people=134, institutions=48, without_institution=20, likely_duplicates=4, unsure=0
    )


def test_plan_of_the_2025_workbook_needs_no_directory_to_count():
    plan = plan_of(WORKBOOK_2025, index=NameIndex(()))

    assert sums_of(plan.counts) == (138, 134, 48, 20, 4)


def test_plan_of_the_2025_workbook_pairs_the_four_double_registrations(plan_2025):
    assert [(pair.first.row, pair.second.row) for pair in plan_2025.pairs] == [(10, 101), (71, 123), (78, 93), (142, 143)]


def test_plan_of_the_2025_workbook_keeps_namesakes_apart(plan_2025):
    named = [row.reading.name for row in plan_2025.people if row.reading.name.startswith("WEI Siyuan")]

    assert sorted(named) == ["WEI Siyuan", "WEI Siyuan T.", "WEI Siyuan V."]


def test_plan_of_the_2025_workbook_names_its_hostile_cells(plan_2025):
    codes = {"formula", "web_code", "hidden_characters", "email_wrong"}

    found = [(problem.row, problem.code) for problem in plan_2025.problems if problem.code in codes]

    assert found == [(11, "email_wrong"), (23, "formula"), (35, "web_code"), (49, "hidden_characters")]
    formula = next(row.reading for row in plan_2025.rows if row.reading.row == 23)
    assert formula.phone == '=HYPERLINK("http://127.0.0.1/x","click")'


def test_plan_says_for_every_row_what_becomes_of_it(plan_2025):
    outcomes = {row.reading.row: row.outcome for row in plan_2025.rows}

    assert [number for number, outcome in outcomes.items() if outcome is Outcome.LEFT_OUT] == [93, 101, 123, 143]
    assert sorted(outcomes) == [number for number in range(4, 144) if number not in (45, 96)]
    assert all(row.notes for row in plan_2025.rows if row.outcome is not Outcome.KEPT)


def test_plan_of_staff_of_the_organisers_counts_people_without_institution(plan_2025):
    organisers = {row.institution.name for row in plan_2025.rows if row.institution.kind == "organiser"}

    assert organisers == {"SEAMEO TED", "Go Study Global Education"}


@pytest.mark.parametrize("language", HEADINGS)
def test_plan_comes_to_the_sums_when_headings_are_in_another_language(language):
    workshop = make_workshop(seed=len(language) + ord(language[0]), people=90, institutions=30, nowhere=9, doubled=5)

    plan = plan_of(as_xlsx(workshop, language=language, above=4))

    assert sums_of(plan.counts) == workshop.sums
    assert plan.layouts[0].header_row == 5


@pytest.mark.parametrize("seed", range(12))
def test_plan_comes_to_the_sums_when_columns_stand_in_another_order(seed):
    workshop = make_workshop(seed=seed, people=120, institutions=45, nowhere=13, doubled=7)
    order = tuple(random.Random(seed).sample(FIELDS, len(FIELDS)))

    plan = plan_of(as_xlsx(workshop, language="en", order=order))

    assert sums_of(plan.counts) == workshop.sums


@pytest.mark.parametrize(
    ("separator", "encoding", "language"),
    [
        (",", "utf-8", "km"),
        (",", "utf-8-sig", "vi"),
        (";", "gb18030", "zh"),
        ("\t", "utf-16", "th"),
        ("|", "utf-8", "en"),
        (";", "cp874", "th"),
    ],
)
def test_plan_comes_to_the_sums_when_the_file_is_text(separator, encoding, language):
    workshop = make_workshop(seed=77, people=60, institutions=25, nowhere=5, doubled=3)
    if encoding == "cp874":  # an old Thai encoding holds neither Chinese nor full-width letters
        plain = {"country": "", "food": "", "visit": "", "languages": ""}
        workshop.rows = [{**row, **plain, "institution": clean(str(row["institution"]))} for row in workshop.rows]

    plan = plan_of(as_csv(table(workshop, language=language), separator=separator, encoding=encoding))

    assert sums_of(plan.counts) == workshop.sums


def test_plan_finds_the_sheet_with_the_registrations_among_others():
    workshop = make_workshop(seed=3, people=40, institutions=12, nowhere=4, doubled=2)
    last_year = make_workshop(seed=4, people=80, institutions=12, nowhere=4, doubled=2)
    others = (
        ("Read me", [["How to fill in this workbook"], ["Name", "as in the passport"]]),
        ("Summary", [["Country", "People"], ["China", 20], ["Cambodia", 20]]),
        ("Institutions", [["Institution", "Country"], ["Wenzhou Polytechnic", "China"], ["Duy Tan University", "Viet Nam"]]),
        ("Registrations 2024", table(last_year)),
        ("cancelled", table(last_year)),
    )

    plan = plan_of(as_xlsx(workshop, sheet="Form Responses", extra_sheets=others))

    assert sums_of(plan.counts) == workshop.sums
    assert [layout.sheet.name for layout in plan.layouts] == ["Form Responses"]


def test_plan_reads_all_sheets_when_delegations_stand_on_sheets_of_their_own():
    workshop = make_workshop(seed=5, people=50, institutions=15, nowhere=5, doubled=3)
    rows = table(workshop)
    book = Workbook()
    book.active.title = "China"
    other = book.create_sheet("ASEAN")
    for sheet, part in ((book.active, rows[1:26]), (other, rows[26:])):
        for row in [rows[0], *part]:
            sheet.append(row)

    plan = plan_of(saved(book))

    assert sums_of(plan.counts) == workshop.sums
    assert {problem.sheet for problem in plan.problems} == {"China", "ASEAN"}


def test_plan_joins_given_and_family_names():
    workshop = make_workshop(seed=6, people=30, institutions=10, nowhere=3, doubled=2)
    rows = [["Surname", "Given name", "College", "E-mail address", "Nationality"]]
    for row in workshop.rows:
        family, given = str(row["name"]).split(" ", 1)
        rows.append([family, given, row["institution"], row["email"], row["country"]])

    plan = plan_of(as_csv(rows))

    assert plan.counts.rows == workshop.sums[0]
    assert plan.counts.institutions == workshop.sums[2]
    assert plan.people[0].reading.name == " ".join(str(rows[1][0:1][0]).split() + [str(rows[1][1])])


def test_plan_gives_a_merged_cell_to_every_row_of_the_delegation():
    book = Workbook()
    sheet = book.active
    sheet.append(["Institution", "Name", "E-mail", "Country"])
    for number in range(6):
        sheet.append(
            [
                "Wenzhou Polytechnic" if number == 0 else None,
                f"Person Number{'abcdef'[number]}",
                f"p{number}@example.org",
                "China",
            ]
        )
    sheet.merge_cells("A2:A5")

    plan = plan_of(saved(book))

    assert (plan.counts.institutions, plan.counts.without_institution) == (1, 2)


def test_plan_reads_two_rows_of_headings_as_one():
    rows = [
        ["Name", "Institution", "Country", "E-mail"],
        ["姓名", "单位", "国家", "邮箱"],
        ["LI Hua", "Wenzhou Polytechnic", "中国", "li@example.org"],
    ]

    plan = plan_of(as_csv(rows))

    assert sums_of(plan.counts) == (1, 1, 1, 0, 0)
    assert plan.layouts[0].columns[0].heading == "Name / 姓名"


def test_plan_guesses_columns_by_content_when_there_are_no_headings():
    workshop = make_workshop(seed=8, people=30, institutions=10, nowhere=0, doubled=2)
    rows = table(workshop, order=("name", "email", "institution", "country"))[1:]

    plan = plan_of(as_csv(rows))

    assert sums_of(plan.counts) == workshop.sums
    assert plan.layouts[0].header_row == 0


def test_plan_obeys_corrected_columns():
    rows = [
        ["A", "B", "C"],
        ["LI Hua", "Wenzhou Polytechnic", "li@example.org"],
        ["Sok Dara", "Duy Tan University", "sok@example.org"],
    ]
    choices = ColumnChoices(header_row=1, meanings={0: Meaning.NAME, 1: Meaning.POSITION, 2: Meaning.EMAIL})

    plan = plan_of(as_csv(rows), decisions=Decisions(columns=choices))

    assert [(row.reading.name, row.reading.position) for row in plan.rows] == [
        ("LI Hua", "Wenzhou Polytechnic"),
        ("Sok Dara", "Duy Tan University"),
    ]


def test_plan_leaves_out_totals_and_repeated_headings_and_says_so():
    head = ["Name", "Institution", "Country", "E-mail"]
    rows = [
        head,
        ["LI Hua", "Wenzhou Polytechnic", "China", "li@example.org"],
        head,
        ["Total", "", "", ""],
        ["", "", "", "checked by hand"],
    ]

    plan = plan_of(as_csv(rows))

    assert plan.counts.rows == 1
    assert [(problem.row, problem.code) for problem in plan.skipped] == [
        (3, "heading_again"),
        (4, "lone_cell"),
        (5, "not_a_registration"),
    ]


def test_plan_of_two_thousand_rows_comes_to_its_sums():
    workshop = make_workshop(seed=2000, people=1_960, institutions=120, nowhere=90, doubled=40)

    plan = plan_of(as_xlsx(workshop))

    assert sums_of(plan.counts) == workshop.sums


def test_plan_obeys_decisions_about_institutions_and_pairs():
    head = ["Name", "Institution", "Country", "E-mail"]
    rows = [
        head,
        ["LI Hua", "Liuzhou Vocational College", "China", "li@example.org"],
        ["Hua LI", "Liuzhou Vocational College", "China", ""],
    ]
    city = next(entry for entry in DIRECTORY.entries if entry.name == "Liuzhou City Vocational College")

    suggested = plan_of(as_csv(rows))
    pair = suggested.pairs[0]
    decided = plan_of(
        as_csv(rows), decisions=Decisions(institutions={"liuzhou vocational college": city.id}, pairs={pair.key: False})
    )

    assert (suggested.counts.people, suggested.counts.unsure) == (1, 1)
    assert (decided.counts.people, decided.counts.unsure) == (2, 0)
    assert {row.institution.name for row in decided.rows} == {"Liuzhou City Vocational College"}
