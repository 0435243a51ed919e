"""How much of a package is read. Everything uploaded is hostile until shown otherwise."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE
CHUNK = 256 * 1024  # bytes read at once


@dataclass(frozen=True)
class Limits:
    members: int = 60_000
    directory: int = 32 * MEGABYTE  # bytes of the list of members
    unpacked: int = 40 * GIGABYTE
    ratio: int = 200  # unpacked to packed; text of a course shrinks to a tenth, rarely to a fiftieth
    ratio_counts_from: int = 16 * MEGABYTE  # small files may pack well without harm
    manifest: int = 24 * MEGABYTE  # XML or JSON read whole
    page: int = 4 * MEGABYTE  # a page, an item, a table of subtitles read whole
    picture: int = 60 * MEGABYTE


DEFAULT = Limits()
