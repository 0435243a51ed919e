"""bin/catecp import-course as people and programs call it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from catecp.courses.models import Course
from tests.factories.network import InstitutionFactory
from tests.interop.made import DATA, cartridge


def run(path, *options: str) -> str:
    said = io.StringIO()
    call_command("import_course", path, *options, stdout=said)
    return said.getvalue()


def test_a_dry_run_prints_the_report_as_json_without_a_database(tmp_path):
    found = json.loads(run(cartridge(tmp_path / "c.imscc", "<script>x()</script><p>Read</p>"), "--dry-run", "--json"))

    assert found == {
        "format": "common_cartridge_1.1",
        "title": "Welding",
        "kept": 0,
        "changed": 1,
        "left_out": 0,
        "items": [
            {
                "what": "Page “Lesson one”",
                "outcome": "changed",
                "why": "Scripts were taken out; learners' pages never run what others wrote.",
            }
        ],
    }


def test_a_refused_package_ends_with_2_and_its_reason(capsys):
    said = io.StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("import_course", DATA / "cmi5_lts_205-1-duplicated-block.xml", "--dry-run", "--json", stdout=said)

    assert refused.value.returncode == 2
    assert json.loads(said.getvalue()) == {"refused": str(refused.value)}


@pytest.mark.django_db
def test_an_import_makes_a_draft_of_the_institution_named(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    InstitutionFactory()
    owner = InstitutionFactory()

    said = run(DATA / "scorm_singlesco_scorm12.zip", "--institution", owner.public_id)

    course = Course.objects.get()
    assert said.splitlines()[-1] == f"Draft {course.public_id} of {owner}."
    assert (course.owner, course.draft.units.count(), course.published) == (owner, 1, None)
    assert course.origin.startswith("scorm_1.2")


@pytest.mark.django_db
def test_an_import_without_any_institution_is_refused(tmp_path):
    with pytest.raises(CommandError) as refused:
        run(cartridge(tmp_path / "c.imscc", "<p>Read</p>"))

    assert refused.value.returncode == 2
