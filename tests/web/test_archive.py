import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from catecp.events.models import Event
from catecp.files.services import store_document
from catecp.files.storage import path_of
from catecp.web.operations.archive import NotAnArchive, NotEmpty, figures_now, read_archive, write_archive
from tests.factories.events import CheckpointFactory, RegistrationFactory, ScanFactory

NOW = datetime(2025, 5, 20, tzinfo=UTC)


@pytest.fixture
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def archive(tmp_path, own_files, transactional_db):
    """A backup of one event with one participant and one file; the database is empty again afterwards."""
    registration = RegistrationFactory(person__original_name="ឈ្មោះ", event__name={"en": "Workshop", "km": "សិក្ខាសាលា"})
    ScanFactory(checkpoint=CheckpointFactory(event=registration.event), registration=registration)
    document = store_document(name="scan.pdf", media_type="application/pdf", content=b"%PDF-1.7 body", at=NOW, by=None)
    target = tmp_path / "backup.zip"
    write_archive(target, at=NOW)
    figures = figures_now()
    path_of(document.sha256).unlink()
    call_command("flush", verbosity=0, interactive=False)
    return target, figures, document


@pytest.mark.django_db(transaction=True)
def test_restore_brings_back_rows_files_and_figures(archive):
    target, figures, document = archive

    read_archive(target)

    assert figures_now() == figures
    assert Event.objects.get().name["km"] == "សិក្ខាសាលា"
    assert path_of(document.sha256).read_bytes() == b"%PDF-1.7 body"
    assert RegistrationFactory(event=Event.objects.get()).pk > 1


@pytest.mark.django_db(transaction=True)
def test_restore_refuses_a_database_that_holds_records(archive):
    RegistrationFactory()

    with pytest.raises(NotEmpty):
        read_archive(archive[0])


@pytest.mark.django_db(transaction=True)
def test_restore_of_a_file_that_is_no_archive_leaves_the_database_empty(tmp_path, own_files):
    wrong = tmp_path / "holiday.zip"
    wrong.write_bytes(b"not a zip")

    with pytest.raises(NotAnArchive):
        read_archive(wrong)

    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_restore_refuses_an_archive_with_a_damaged_file(archive, tmp_path):
    target, _figures, document = archive
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"other bytes" if name == f"files/{document.sha256}" else old.read(name))

    with pytest.raises(NotAnArchive):
        read_archive(broken)

    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_archive_says_what_is_in_it(archive):
    with zipfile.ZipFile(archive[0]) as opened:
        manifest = json.loads(opened.read("manifest.json"))

    assert (manifest["counts"]["events.registration"], len(manifest["files"])) == (1, 1)
