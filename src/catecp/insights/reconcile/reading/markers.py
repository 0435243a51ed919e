"""The bullets, numbers and hashes that stand before items and headings of plain text."""

import re

BULLETS = frozenset("·•●▪■◆◇○►▶➢➤✓✔※‣⁃*+-–—")
_BULLET = re.compile(r"^(?P<marker>[·•●▪■◆◇○►▶➢➤✓✔※‣⁃*+]|[-–—](?=\s))\s*(?P<rest>\S.*)$|^(?P<bare>[·•●▪■◆o-])$")
_NUMBERED = re.compile(
    r"^(?P<marker>[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[A-H])[)）.](?!\d)|\d{1,2}、|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])\s*(?P<rest>\S.*)$"
)
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")


def marker_of(line: str) -> tuple[str, str]:
    """(marker, rest) of a stripped line; the marker is empty when it has none."""
    if hashes := _HASHES.match(line):
        return hashes[1], hashes[2]
    if bullet := _BULLET.match(line):
        inner = bullet["rest"] or ""
        return (bullet["marker"] or bullet["bare"], inner.strip())
    if numbered := _NUMBERED.match(line):
        return numbered["marker"], numbered["rest"].strip()
    return "", line
