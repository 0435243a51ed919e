"""The pages of a workbook: upload, preview, corrections, decisions, report, downloads."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from catecp.events.models import ImportBatch, Registration
from catecp.events.services.importing import bring_workbook
from catecp.events.views import imports
from tests.events.workbook.conftest import AT, institution_named
from tests.events.workbook.test_importing import HEAD, LI, SOK
from tests.events.workbook.test_plan import WORKBOOK_2025
from tests.events.workbook.workshops import as_csv


@pytest.fixture
def client(coordinator_client):
    return coordinator_client


def address(name: str, batch: ImportBatch | None = None) -> str:
    where = {"slug": "china-sea-2025"} | ({"public_id": batch.public_id} if batch else {})
    return reverse(f"events:{name}", kwargs=where)


def brought(event, rows) -> ImportBatch:
    return bring_workbook(event=event, file_name="people.csv", content=as_csv([HEAD, *rows]).getvalue(), by=None, at=AT)


def uploaded(client, content: bytes, name: str = "people.xlsx"):
    return client.post(address("import_upload"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_upload_shows_what_would_happen_and_registers_nobody(event, client):
    page = uploaded(client, WORKBOOK_2025.read_bytes())

    assert page.context["counts"].people == 134
    assert [pair["second_row"] for pair in page.context["pairs"]] == [101, 123, 93, 143]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.content.decode()
    assert "<script>alert(1)" not in page.content.decode()
    assert Registration.objects.count() == 0


def test_upload_of_the_wrong_file_says_what_to_do(event, client):
    page = uploaded(client, b"%PDF-1.7")

    assert [str(message) for message in page.context["messages"]] == [
        "This is a PDF. Ask for the Excel or CSV file it was made from."
    ]
    assert ImportBatch.objects.count() == 0


def test_upload_over_the_limit_is_refused_before_it_is_read(event, client, settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000

    page = uploaded(client, b"PK" + bytes(1_100_000))

    (message,) = page.context["messages"]
    assert str(message).startswith("Choose an Excel or CSV file of at most 1 MB.")


def test_apply_registers_everybody_and_shows_the_report(event, client):
    batch = brought(event, [LI, SOK])

    page = client.post(address("import_apply", batch), follow=True)

    assert [(row["number"], row["outcome"]) for row in page.context["rows"]] == [(2, "added"), (3, "added")]
    assert Registration.objects.count() == 2


def test_large_workbook_is_imported_by_a_job(event, client, monkeypatch):
    monkeypatch.setattr(imports, "_AT_ONCE", 1)
    batch = brought(event, [LI, SOK])

    page = client.post(address("import_apply", batch), follow=True)

    batch.refresh_from_db()
    assert (batch.state, batch.job.state, Registration.objects.count()) == ("applied", "done", 2)
    assert page.status_code == 200


def test_decisions_are_kept_and_obeyed(event, client):
    batch = brought(event, [["LI Hua", "Liuzhou Vocational College", "", "China", "li@example.org", "", ""]])
    city = institution_named("Liuzhou City Vocational College")

    sent = {"spelling-0": "liuzhou vocational college", "meant-0": "", "other-0": "liuzhou city vocational college"}
    page = client.post(address("import_decisions", batch), sent, follow=True)

    assert page.context["counts"].unsure == 0
    batch.refresh_from_db()
    assert batch.choices["institutions"] == {"liuzhou vocational college": str(city.pk)}


def test_pair_kept_apart_is_two_people(event, client):
    batch = brought(event, [LI, ["Hua LI", *LI[1:]]])
    preview = client.get(address("import_batch", batch))
    (pair,) = preview.context["pairs"]

    page = client.post(address("import_decisions", batch), {"pair-0": pair["key"], "merge-0": "no"}, follow=True)

    assert (preview.context["counts"].people, page.context["counts"].people) == (1, 2)


def test_corrected_columns_are_shown(event, client):
    batch = brought(event, [LI])

    page = client.post(
        address("import_columns", batch), {"header_row": "1", "column-0": "name", "column-1": "remarks"}, follow=True
    )

    meanings = {column["letter"]: column["meaning"] for column in page.context["columns"]}
    assert (meanings["A"], meanings["B"]) == ("name", "remarks")
    assert page.context["counts"].institutions == 0


def test_accepted_suggestions_leave_nothing_unsure(event, client):
    batch = brought(event, [["LI Hua", "Some Unheard College", "", "China", "li@example.org", "", ""]])

    page = client.post(address("import_suggestions", batch), follow=True)

    assert page.context["counts"].unsure == 0
    assert [entry["decided"] for entry in page.context["unsure"]] == ["new:Some Unheard College"]


def test_newer_file_shows_its_differences(event, client):
    client.post(address("import_apply", brought(event, [LI, SOK])))
    newer = brought(event, [[*LI[:2], "Rector", *LI[3:]]])

    page = client.get(address("import_batch", newer))

    assert page.context["changes"] == [{"row": 2, "name": "LI Hua", "what": "Post", "before": "Dean", "after": "Rector"}]
    assert [known.values["name"] for known in page.context["differences"].gone] == ["Sok Dara"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_downloaded_report_keeps_hostile_cells_as_text(event, client, kind):
    batch = brought(event, [["=1+1", "@SUM(A1)", "", "", "li@example.org", "", ""]])
    client.post(address("import_apply", batch))

    response = client.get(address("import_batch", batch), {"format": kind})

    if kind == "csv":
        line = response.content.decode("utf-8-sig").splitlines()[1]
        assert line.startswith(",2,'=1+1,'@SUM(A1),li@example.org,added,")
    else:
        row = list(load_workbook(BytesIO(response.content)).active.iter_rows(min_row=2))[0]
        assert [(cell.value, cell.data_type) for cell in row[2:4]] == [("'=1+1", "s"), ("'@SUM(A1)", "s")]


def test_report_can_be_narrowed_to_one_outcome(event, client):
    batch = brought(event, [LI, ["LI HUA", *LI[1:]]])
    client.post(address("import_apply", batch))

    page = client.get(address("import_batch", batch), {"outcome": "merged"})

    assert [row["number"] for row in page.context["rows"]] == [3]


def test_discarded_workbook_says_so(event, client):
    batch = brought(event, [LI])

    page = client.post(address("import_discard", batch), follow=True)

    assert "This workbook was discarded" in page.content.decode()
    assert Registration.objects.count() == 0


def test_list_of_workbooks_stays_at_its_queries(event, client, django_assert_max_num_queries):
    for _number in range(3):
        brought(event, [LI])

    with django_assert_max_num_queries(14):
        page = client.get(address("imports"))

    assert len(page.context["batches"]) == 3
