"""Bringing a package through the pages: whole, in pieces, cut, refused, made."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from catecp.courses.models import Asset, Course
from catecp.files import storage
from catecp.interop import jobs
from catecp.interop.models import PackageUpload, UploadState
from catecp.interop.services.importing import import_course
from catecp.interop.services.uploads import NotNow, path_of, take_piece
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.network import InstitutionFactory
from tests.interop.made import DATA, cartridge, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client, settings, tmp_path):
    settings.INCOMING_ROOT = tmp_path / "incoming"
    settings.MEDIA_ROOT = tmp_path / "files"
    user = UserFactory()
    institution = InstitutionFactory()
    GrantFactory(user=user, role="author", scope="institution", scope_id=institution.pk)
    user.institution = institution
    client.force_login(user)
    return user


def package(tmp_path, body: str = '<h1>Sparks</h1><p>See <img src="../a.png" alt="A spark"> well.</p>') -> bytes:
    return cartridge(tmp_path / "c.imscc", body, **{"a.png": png()}).read_bytes()


def begin(client, author, content: bytes, name: str = "course.imscc"):
    data = {"owner": author.institution.pk, "language": "", "name": name, "size": len(content)}
    return client.post(reverse("interop:import_begin"), data)


def put(client, address: str, content: bytes, offset: int):
    return client.put(f"{address}?offset={offset}", content, content_type="application/octet-stream")


def test_a_small_package_comes_with_the_form_and_is_looked_at(client, author, tmp_path, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("course.imscc", package(tmp_path))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("interop:import_course"), {"owner": author.institution.pk, "language": "", "file": file})

    upload = PackageUpload.objects.get()
    assert answer.url == reverse("interop:import_upload", args=[upload.public_id])
    assert (upload.state, upload.report["title"], upload.report["kept"]) == (UploadState.LOOKED, "Welding", 2)
    assert (Course.objects.count(), Asset.objects.count()) == (0, 0)
    assert "Make a draft of it" in client.get(answer.url).content.decode()


def test_a_package_in_pieces_goes_on_where_it_was_cut(client, author, tmp_path):
    content = package(tmp_path)
    address = begin(client, author, content).json()["address"]

    first = put(client, address, content[:300], 0).json()
    again = put(client, address, content[:300], 0)
    resumed = begin(client, author, content).json()
    last = put(client, address, content[300:], 300).json()

    upload = PackageUpload.objects.get()
    assert (first, again.status_code, again.json()["received"]) == ({"received": 300}, 409, 300)
    assert (resumed["address"], resumed["received"]) == (address, 300)
    assert last["next"] == reverse("interop:import_upload", args=[upload.public_id])
    assert path_of(upload).read_bytes() == content


def test_a_piece_longer_than_announced_is_cut(client, author, tmp_path):
    content = package(tmp_path)
    address = begin(client, author, content).json()["address"]

    put(client, address, content + b"more", 0)

    assert path_of(PackageUpload.objects.get()).stat().st_size == len(content)


def test_the_draft_is_made_whole_and_the_bytes_of_the_package_are_forgotten(client, author, tmp_path):
    content = package(tmp_path)
    put(client, begin(client, author, content).json()["address"], content, 0)
    upload = PackageUpload.objects.get()

    client.post(reverse("interop:import_make", args=[upload.public_id]))

    upload.refresh_from_db()
    course = Course.objects.get()
    kept = Asset.objects.get()
    assert (upload.state, upload.course, str(course.title), course.owner) == (
        UploadState.MADE,
        course,
        "Welding",
        author.institution,
    )
    assert [unit.title for unit in course.draft.units.all()] == ["Lesson one"]
    assert storage.path_of(kept.sha256).read_bytes() == png()
    assert not path_of(upload).exists()


def test_a_refused_package_says_why_and_makes_nothing(client, author):
    content = (DATA / "cmi5_lts_205-1-duplicated-block.xml").read_bytes()
    put(client, begin(client, author, content, name="cmi5.xml").json()["address"], content, 0)
    upload = PackageUpload.objects.get()

    shown = client.get(reverse("interop:import_upload", args=[upload.public_id])).content.decode()
    client.post(reverse("interop:import_make", args=[upload.public_id]))

    assert upload.state == UploadState.REFUSED
    assert "is used more than once (block)" in shown
    assert Course.objects.count() == 0


def test_a_package_for_another_institution_is_refused(client, author, tmp_path):
    author.institution = InstitutionFactory()

    answer = begin(client, author, package(tmp_path))

    assert (answer.status_code, PackageUpload.objects.count()) == (400, 0)


def test_a_package_over_the_limit_is_refused_before_a_byte_comes(client, author, settings):
    settings.PACKAGE_LIMIT_BYTES = 1024**3

    answer = client.post(reverse("interop:import_begin"), {"owner": author.institution.pk, "name": "a.zip", "size": 2 * 1024**3})

    assert answer.status_code == 409
    assert answer.json()["problem"] == "A package has at most 1 GB. Split the course, or leave out large films."


def test_the_report_is_downloaded_and_filtered(client, author, tmp_path):
    content = package(tmp_path, "<script>x()</script><p>Read</p>")
    put(client, begin(client, author, content).json()["address"], content, 0)
    address = reverse("interop:import_upload", args=[PackageUpload.objects.get().public_id])

    table = client.get(address, {"format": "csv"}).content.decode("utf-8-sig")
    changed = client.get(address, {"outcome": "changed"}).context["rows"]

    assert table.splitlines()[1].startswith("1,Page “Lesson one”,changed,Scripts were taken out")
    assert [row["outcome"] for row in changed] == ["changed"]


def test_a_name_that_leads_elsewhere_stays_in_its_folder(client, author, tmp_path, settings):
    content = package(tmp_path)

    begin(client, author, content, name="../../evil/.hidden.zip")

    upload = PackageUpload.objects.get()
    assert upload.file_name == "hidden.zip"
    assert path_of(upload).parent.parent == settings.INCOMING_ROOT


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_three_uploads_as_for_one(client, author, number, django_assert_num_queries):
    for place in range(number):
        PackageUpload.objects.create(owner=author.institution, file_name=f"{place}.zip", size=1, uploaded_by=author.pk)

    with django_assert_num_queries(9):
        client.get(reverse("interop:import_course"))


@pytest.mark.parametrize("size", ["²", "1" * 40, "-5", "1e9"])
def test_a_size_that_counts_nothing_is_refused_in_words(client, author, size):
    data = {"owner": author.institution.pk, "language": "", "name": "course.imscc", "size": size}

    assert client.post(reverse("interop:import_begin"), data).status_code == 400


def test_a_slow_sender_holds_no_transaction_while_the_piece_comes(client, author, tmp_path):
    content = package(tmp_path)
    begin(client, author, content)
    upload = PackageUpload.objects.get()
    depth, seen = len(connection.savepoint_ids), []

    class Slow(io.BytesIO):
        def read(self, size=-1):
            seen.append(len(connection.savepoint_ids))
            return super().read(size)

    take_piece(upload=upload, offset=0, stream=Slow(content))

    assert set(seen) == {depth}
    assert path_of(upload).read_bytes() == content


def test_a_piece_is_refused_when_the_disk_has_filled_up_since_the_package_was_announced(client, author, tmp_path, monkeypatch):
    content = package(tmp_path)
    address = begin(client, author, content).json()["address"]
    monkeypatch.setattr("catecp.interop.services.uploads.SPARE", 2**62)

    answer = put(client, address, content, 0)

    assert (answer.status_code, answer.json()["received"]) == (409, 0)


def test_a_package_decided_about_twice_becomes_one_course(client, author, tmp_path):
    begin(client, author, package(tmp_path))
    PackageUpload.objects.update(state=UploadState.LOOKED)
    in_a_second_window = PackageUpload.objects.get()
    PackageUpload.objects.update(state=UploadState.MAKING)

    with pytest.raises(NotNow):
        jobs.make(upload=in_a_second_window, by=author.pk)


def test_a_crash_after_the_course_was_written_leaves_no_course_to_be_made_twice(client, author, tmp_path):
    content = package(tmp_path)
    put(client, begin(client, author, content).json()["address"], content, 0)
    upload = PackageUpload.objects.get()

    def crash(_course, _looked):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_course(path=path_of(upload), owner=upload.owner, at=upload.created_at, by=author, note=crash)

    assert Course.objects.count() == 0
