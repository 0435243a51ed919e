"""Archives as they come: sound, careless and hostile ones."""

import io
import os
import stat
import struct
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catecp.interop.opening import opened
from catecp.interop.packages.archive import opened_zip
from catecp.interop.packages.limits import Limits
from catecp.interop.packages.refusal import PackageRefused
from catecp.interop.packages.report import Report
from tests.interop.made import read, tarred, zipped


def refusal_of(path, **options) -> str:
    with pytest.raises(PackageRefused) as refused, opened(path, report=Report(), **options):
        pass
    return refused.value.code


@pytest.mark.parametrize("name", ["../outside.txt", "a/../../outside.txt", "..\\outside.txt", "C:\\outside.txt"])
def test_a_member_outside_the_package_refuses_the_whole(tmp_path, name):
    path = zipped(tmp_path / "p.zip", {name: "x"})

    assert refusal_of(path) == "path_outside"


def test_a_tar_member_outside_the_package_refuses_the_whole(tmp_path):
    path = tarred(tmp_path / "p.tar.gz", {"course/../../outside.txt": "x"})

    assert refusal_of(path) == "path_outside"


def test_an_absolute_name_is_read_inside_and_said(tmp_path):
    path = zipped(tmp_path / "p.zip", {"/etc/course.txt": "x"})
    report = Report()

    with opened(path, report=report) as package:
        assert list(package.members) == ["etc/course.txt"]

    assert [(item.what, str(item.outcome)) for item in report.items] == [("etc/course.txt", "changed")]


def test_backslashes_are_folders(tmp_path):
    path = zipped(tmp_path / "p.zip", {"pages\\one.html": "x"})

    with opened(path, report=Report()) as package:
        assert list(package.members) == ["pages/one.html"]


def test_a_member_that_unpacks_to_very_much_is_a_bomb(tmp_path):
    path = zipped(tmp_path / "p.zip", {"zeros.bin": b"\0" * 20_000_000})

    assert refusal_of(path) == "bomb"


def test_many_small_members_that_unpack_to_very_much_are_a_bomb(tmp_path):
    path = zipped(tmp_path / "p.zip", {f"{number}.bin": b"\0" * 8_000_000 for number in range(10)})

    assert refusal_of(path) == "bomb"


def test_a_tar_that_unpacks_to_very_much_is_a_bomb(tmp_path):
    path = tarred(tmp_path / "p.tar.gz", {"zeros.bin": b"\0" * 80_000_000})

    assert refusal_of(path) == "bomb"


def test_members_that_lie_over_one_another_are_refused(tmp_path):
    path = zipped(tmp_path / "p.zip", {"one.bin": os.urandom(500), "two.bin": os.urandom(500)}, compression=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    place = content.rfind(b"PK\x01\x02")
    content[place + 42 : place + 46] = struct.pack("<L", 0)
    path.write_bytes(content)

    assert refusal_of(path) == "overlap"


def test_an_encrypted_member_refuses_the_whole(tmp_path):
    path = zipped(tmp_path / "p.zip", {"one.txt": "x"})
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    assert refusal_of(path) == "encrypted"


def test_too_many_members_are_refused(tmp_path):
    path = zipped(tmp_path / "p.zip", {f"{number}.txt": "x" for number in range(20)})

    assert refusal_of(path, limits=Limits(members=10)) == "too_many_members"


def test_a_list_of_members_too_long_to_hold_is_refused_before_it_is_read(tmp_path):
    path = zipped(tmp_path / "p.zip", {f"{number}.txt": "x" for number in range(200)})

    assert refusal_of(path, limits=Limits(directory=1_000)) == "too_many_members"


def test_a_symbolic_link_is_left_out(tmp_path):
    path = tmp_path / "p.zip"
    link = zipfile.ZipInfo("secrets.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("one.txt", "x")
    report = Report()

    with opened(path, report=report) as package:
        assert list(package.members) == ["one.txt"]

    assert [(item.what, str(item.outcome)) for item in report.items] == [("secrets.txt", "left_out")]


def test_links_and_devices_of_a_tar_are_left_out(tmp_path):
    path = tmp_path / "p.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("one.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    report = Report()

    with opened(path, report=report) as package:
        assert list(package.members) == ["one.txt"]

    assert [item.what for item in report.items] == ["link", "hard", "device"]


def test_a_long_header_of_a_tar_is_not_taken_into_memory(tmp_path):
    path = tmp_path / "p.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("one.txt")
        info.pax_headers = {"comment": "x" * 2_000_000}
        archive.addfile(info, io.BytesIO(b""))

    assert refusal_of(path) == "damaged"


def test_two_manifests_are_refused_and_other_doubles_are_said(tmp_path):
    with pytest.warns(UserWarning):
        twice = zipped(tmp_path / "a.zip", {"imsmanifest.xml": "<a/>"})
        with zipfile.ZipFile(twice, "a") as archive:
            archive.writestr("imsmanifest.xml", "<b/>")
    with pytest.warns(UserWarning):
        other = zipped(tmp_path / "b.zip", {"one.txt": "first"})
        with zipfile.ZipFile(other, "a") as archive:
            archive.writestr("one.txt", "second")
    report = Report()

    with opened(other, report=report) as package:
        content = package.read(package.members["one.txt"])

    assert refusal_of(twice) == "manifest_twice"
    assert (content, [str(item.outcome) for item in report.items]) == (b"second", ["changed"])


@pytest.mark.parametrize(
    ("raw", "reference"),
    [("焊接.html".encode("gbk"), "焊接.html"), ("rés.html".encode("cp437"), "rés.html"), ("ផ្សារ.html".encode(), "ផ្សារ.html")],
)
def test_names_in_old_encodings_are_found_by_the_manifest_s_words(tmp_path, raw, reference):
    path = zipped(tmp_path / "p.zip", {"x" * len(raw): "content"})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))

    with opened(path, report=Report()) as package:
        found = package.find(reference)

        assert found is not None
        assert package.read(found) == b"content"


@pytest.mark.parametrize(
    "reference", ["a%20page.html", "a page.html?x=1#top", "A Page.HTML", "./a page.html", "sub/../a page.html"]
)
def test_references_are_found_however_they_are_written(tmp_path, reference):
    path = zipped(tmp_path / "p.zip", {"folder/a page.html": "x"})

    with opened(path, report=Report()) as package:
        found = package.find(reference, base="folder")

    assert found is not None
    assert found.path == "folder/a page.html"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF", "program"),
        (b"Rar!\x1a", "other_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\x1f\x8b cut short", "damaged"),
    ],
)
def test_what_is_no_package_is_refused_with_its_reason(tmp_path, content, code):
    path = tmp_path / "course.zip"
    path.write_bytes(content)

    assert refusal_of(path) == code


def test_a_package_cut_short_is_refused(tmp_path):
    path = zipped(tmp_path / "p.zip", {"one.txt": os.urandom(5_000)})
    path.write_bytes(path.read_bytes()[:3_000])

    assert refusal_of(path) == "damaged"


def test_a_damaged_member_says_so_where_it_is_read(tmp_path):
    path = zipped(tmp_path / "p.zip", {"one.txt": b"a" * 5_000}, compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"aaaa", b"bbbb", 1))

    with opened(path, report=Report()) as package, pytest.raises(PackageRefused) as refused:
        package.read(package.members["one.txt"])

    assert refused.value.code == "damaged"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_zip_with_any_bytes_changed_is_read_or_refused(tmp_path, data):
    path = zipped(tmp_path / "p.zip", {"imsmanifest.xml": "<manifest/>", "one/two.html": "<p>x</p>" * 40})
    content = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=12)):
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)

    try:
        with opened_zip(path, report=Report()) as package:
            for member in package.members.values():
                package.read(member)
    except PackageRefused as refusal:
        assert str(refusal)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_a_course_or_refused(tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)

    try:
        read(path)
    except PackageRefused as refusal:
        assert str(refusal)
