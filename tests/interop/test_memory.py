"""Large packages in little memory; the ten gigabytes themselves are measured by benchmarks/large_cartridge.py."""

import tracemalloc

import large_cartridge

from catecp.interop.opening import opened
from catecp.interop.packages.report import Report
from tests.interop.made import blocks, read

MEGABYTE = 1024**2


def test_a_cartridge_of_films_is_never_held_in_memory(tmp_path):
    path = tmp_path / "large.imscc"
    large_cartridge.cartridge(path, films=3, each=80 * MEGABYTE)
    tracemalloc.start()

    course, _items = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [block.kind for block in blocks(course)] == ["video", "video", "video"]
    assert peak < 20 * MEGABYTE


def test_a_member_beyond_four_gigabytes_is_listed_rightly(tmp_path, monkeypatch):
    monkeypatch.setattr(large_cartridge, "_summed", lambda head, zeros: 0)  # five gigabytes of zeros take seconds to sum
    path = tmp_path / "huge.zip"
    made = large_cartridge.SparseZip(path)
    made.add("film.mp4", b"", 5 * 1024 * MEGABYTE)
    made.add("end.txt", b"", 1)
    made.close()

    with opened(path, report=Report()) as package:
        sizes = {path: member.size for path, member in package.members.items()}

    assert sizes == {"film.mp4": 5 * 1024 * MEGABYTE, "end.txt": 1}
