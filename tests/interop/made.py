"""Small packages of every kind, made in memory for the tests."""

import io
import json
import tarfile
import zipfile
import zlib
from pathlib import Path

from catecp.interop.opening import read_course
from catecp.interop.packages.keeping import Measuring
from catecp.interop.packages.report import Report

DATA = Path(__file__).parent / "data"


def png(*, width: int = 2) -> bytes:
    def part(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + (1).to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", header)
        + part(b"IDAT", zlib.compress(b"\x00" + b"\x00" * 3 * width))
        + part(b"IEND", b"")
    )


def film() -> bytes:
    return b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64


def zipped(path: Path, members: dict[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: dict[str, bytes | str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def manifest(
    *, resources: str, items: str = "", schema: str = "IMS Common Cartridge", version: str = "1.1.0", title: str = "Welding"
) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">
<metadata><schema>{schema}</schema><schemaversion>{version}</schemaversion>
<lom:lom><lom:general><lom:title><lom:string language="en">{title}</lom:string></lom:title></lom:general></lom:lom></metadata>
<organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">{items}</item></organization></organizations>
<resources>{resources}</resources></manifest>"""


def page(body: str) -> str:
    return f"<html><head><title>Page</title></head><body>{body}</body></html>"


def cartridge(path: Path, body: str, **others: bytes | str) -> Path:
    """A cartridge with one page; other members by name."""
    return zipped(
        path,
        {
            "imsmanifest.xml": manifest(
                items='<item identifier="i" identifierref="r"><title>Lesson one</title></item>',
                resources='<resource identifier="r" type="webcontent" href="wiki_content/one.html"><file href="wiki_content/one.html"/></resource>',
            ),
            "wiki_content/one.html": page(body),
            **others,
        },
    )


def h5p(path: Path, library: str, content: dict, **others: bytes | str) -> Path:
    about = {"title": "Sparks", "language": "en", "mainLibrary": library, "embedTypes": ["iframe"]}
    members = {"h5p.json": json.dumps(about), "content/content.json": json.dumps(content)}
    return zipped(path, {**members, **others})


def read(path: Path):
    """(course, report as [(what, outcome, why)]) of a dry run."""
    report = Report()
    course, _reading = read_course(path, report=report, keeper=Measuring())
    return course, [(item.what, str(item.outcome), item.why) for item in report.items]


def blocks(course) -> list:
    """Every block of a course, in order."""
    found = []

    def walk(units) -> None:
        for unit in units:
            found.extend(unit.blocks)
            walk(unit.units)

    walk(course.units)
    return found


def outcomes(items: list[tuple[str, str, str]]) -> list[str]:
    return [outcome for _what, outcome, _why in items]
