"""bin/catecp import-registrations: its sums as JSON, its exit codes, its warning."""

import json

import pytest
from django.core.management import CommandError, call_command

from catecp.events.models import Registration
from tests.events.workbook.test_plan import WORKBOOK_2025

SUMS = {"rows": 138, "people": 134, "institutions": 48, "without_institution": 20, "likely_duplicates": 4, "unsure": 0}


def sums(output: str) -> dict:
    found = json.loads(output)
    assert all(set(problem) == {"row", "column", "what"} for problem in found["problems"])
    return {name: value for name, value in found.items() if name != "problems"}


def test_dry_run_prints_the_sums_and_writes_nothing(event, capsys):
    call_command("import_registrations", str(WORKBOOK_2025), "--event", "china-sea-2025", "--dry-run", "--json")

    assert sums(capsys.readouterr().out) == SUMS
    assert Registration.objects.count() == 0


def test_dry_run_counts_the_file_alone_when_its_people_are_imported_already(event, capsys):
    call_command("import_registrations", str(WORKBOOK_2025), "--event", "china-sea-2025", "--json")
    first = capsys.readouterr().out

    call_command("import_registrations", str(WORKBOOK_2025), "--event", "china-sea-2025", "--dry-run", "--json")

    assert sums(first) == sums(capsys.readouterr().out) == SUMS
    assert Registration.objects.count() == 134


@pytest.mark.django_db
def test_dry_run_warns_and_counts_when_there_is_no_such_event(capsys):
    call_command("import_registrations", str(WORKBOOK_2025), "--event", "elsewhere", "--dry-run", "--json")

    printed = capsys.readouterr()
    assert sums(printed.out) == SUMS
    assert printed.err.startswith("There is no event “elsewhere” here.")


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["--event", "elsewhere"], ["--event", "elsewhere", "--json"]])
def test_import_into_an_unknown_event_exits_with_two(arguments):
    with pytest.raises(CommandError) as refused:
        call_command("import_registrations", str(WORKBOOK_2025), *arguments)

    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_unreadable_file_exits_with_two_and_the_reason(tmp_path):
    path = tmp_path / "registrations.xlsx"
    path.write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError) as refused:
        call_command("import_registrations", str(path), "--event", "china-sea-2025", "--dry-run")

    assert refused.value.returncode == 2
    assert str(refused.value) == "This is a PDF. Ask for the Excel or CSV file it was made from."


def test_import_says_row_by_row_what_to_look_at(event, capsys):
    call_command("import_registrations", str(WORKBOOK_2025), "--event", "china-sea-2025")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "138 rows: 134 people, 48 institutions, 20 people without one, 4 merged, 0 unsure"
    assert lines[-1] == "Imported: 134 added, 4 merged."
