"""Is a cartridge of ten gigabytes read within 300 MB of memory, and how fast beside the checksum of the same bytes?

    python benchmarks/large_cartridge.py [--gigabytes 10] [--json]

The cartridge is real ZIP64: films stored without compression, in a sparse file, so it needs little room on the disk. It is read by
`bin/catecp import-course --dry-run`, start of the program included. Ends with 1 when the memory goes over 300 MB, or when an item is lost.
"""

import argparse
import hashlib
import json
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MB = 300
GIGABYTE = 1024**3
CHUNK = 4 * 1024**2
_HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


class SparseZip:
    """Writes stored members of any size, their zeros as holes of the file."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.directory: list[bytes] = []

    def add(self, name: str, head: bytes, size: int) -> None:
        """A member of `size` bytes that begins with `head` and goes on with zeros."""
        offset, raw, summed = self.file.tell(), name.encode(), _summed(head, size - len(head))
        common = struct.pack("<HHHHL", 0x800, 0, 0, 0x21, summed)  # UTF-8 name, stored, midnight, the first of January 1980
        extra = struct.pack("<HHQQ", 1, 16, size, size)
        full = b"\xff" * 4
        self.file.write(
            b"PK\x03\x04" + struct.pack("<H", 45) + common + full + full + struct.pack("<HH", len(raw), len(extra)) + raw + extra
        )
        self.file.write(head)
        self.file.seek(size - len(head), 1)
        extra = struct.pack("<HHQQQ", 1, 24, size, size, offset)
        lengths = struct.pack("<HHHHHL", len(raw), len(extra), 0, 0, 0, 0)
        self.directory.append(b"PK\x01\x02" + struct.pack("<HH", 45, 45) + common + full + full + lengths + full + raw + extra)

    def close(self) -> None:
        start = self.file.tell()
        listed = b"".join(self.directory)
        count = len(self.directory)
        self.file.write(listed)
        end = self.file.tell()
        self.file.write(b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, len(listed), start))
        self.file.write(b"PK\x06\x07" + struct.pack("<LQL", 0, end, 1))
        self.file.write(b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))
        self.file.close()


def _summed(head: bytes, zeros: int) -> int:
    found, empty = zlib.crc32(head), bytes(CHUNK)
    while zeros > 0:
        found = zlib.crc32(empty[: min(zeros, CHUNK)], found)
        zeros -= CHUNK
    return found


def cartridge(path: Path, *, films: int, each: int) -> None:
    """A Common Cartridge of `films` films of `each` bytes."""
    items = "".join(f'<item identifier="i{n}" identifierref="r{n}"><title>Film {n}</title></item>' for n in range(films))
    resources = "".join(
        f'<resource identifier="r{n}" type="webcontent" href="films/{n}.mp4"><file href="films/{n}.mp4"/></resource>'
        for n in range(films)
    )
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata><schema>IMS Common Cartridge</schema>'
        f"<schemaversion>1.1.0</schemaversion></metadata><organizations><organization>{items}</organization></organizations>"
        f"<resources>{resources}</resources></manifest>"
    ).encode()
    made = SparseZip(path)
    made.add("imsmanifest.xml", manifest, len(manifest))
    for number in range(films):
        made.add(f"films/{number}.mp4", _HEAD + bytes([number % 256]), each)
    made.close()


def measured(path: Path) -> dict:
    """{"seconds", "peak_mb", "kept", "left_out"} of a dry run in a process of its own."""
    command = [sys.executable, str(ROOT / "tools" / "command.py"), "import-course", str(path), "--dry-run", "--json"]
    inside = (
        "import json, resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE); "
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; "
        "print(json.dumps({'peak_mb': peak / 1024, 'code': done.returncode, 'said': done.stdout.decode()}))"
    )
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", inside, *command], check=True, stdout=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - started
    result = json.loads(done.stdout)
    report = json.loads(result["said"])
    return {
        "seconds": seconds,
        "peak_mb": result["peak_mb"],
        "kept": report.get("kept", 0),
        "left_out": report.get("left_out", 0),
    }


def beside(path: Path) -> float:
    """Seconds to read the same bytes and take their checksum, in the same run."""
    started, summed = time.perf_counter(), hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            summed.update(chunk)
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=10)
    parser.add_argument("--quick", action="store_true", help="one gigabyte")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    gigabytes, films = (1.0 if options.quick else options.gigabytes), 20
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.imscc"
        cartridge(path, films=films, each=int(gigabytes * GIGABYTE / films))
        row = measured(path) | {"gigabytes": gigabytes, "checksum_seconds": beside(path), "limit_mb": LIMIT_MB}
    is_sound = row["peak_mb"] <= LIMIT_MB and row["kept"] == films and row["left_out"] == 0
    if options.json:
        print(json.dumps(row | {"is_sound": is_sound}, indent=1))
    else:
        print(
            f"{gigabytes:g} GB, {films} films: {row['kept']} kept in {row['seconds']:.1f} s, at most {row['peak_mb']:.0f} MB of memory"
        )
        print(f"limit {LIMIT_MB} MB; reading the same bytes for their checksum alone: {row['checksum_seconds']:.1f} s")
    return 0 if is_sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
